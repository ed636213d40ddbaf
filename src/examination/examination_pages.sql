-- Examinations that the asker may see: in their scope (web/scope.h), their own, those that they assess.
-- nouns: examination_pages

-- list: examination_pages
-- column: id = e.id integer
-- column: year = e.year integer required
-- column: person_id = e.person_id integer required
-- column: person_code = p.code text required
-- column: person_name = p.name text required
-- column: unit_id = e.unit_id integer required
-- column: unit_code = u.code text required
-- column: unit_name = u.name text required
-- column: level = e.level text required
-- column: superior_id = e.superior_id integer
-- column: superior_name = COALESCE(s.name, '') text
-- column: state = e.state text required
-- column: superior_code = COALESCE(s.code, '') text
-- column: findings = (SELECT COUNT(*) FROM finding f WHERE f.jurisdiction_id = e.jurisdiction_id AND f.examination_id = e.id AND f.state <> 'withdrawn') integer
-- column: stated_day = e.stated_day integer
-- column: assessed_day = e.assessed_day integer
SELECT {columns} FROM examination e
JOIN person p ON p.jurisdiction_id = e.jurisdiction_id AND p.id = e.person_id
JOIN unit u ON u.jurisdiction_id = e.jurisdiction_id AND u.id = e.unit_id
LEFT JOIN person s ON s.jurisdiction_id = e.jurisdiction_id AND s.id = e.superior_id
WHERE e.jurisdiction_id = :jurisdiction_id AND (CAST(:everywhere AS INTEGER) = 1
	OR e.person_id = CAST(:me AS INTEGER) OR e.superior_id = CAST(:me AS INTEGER)
	OR e.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below));

-- name: examination_pages_counts
-- columns: level state count findings
SELECT e.level, e.state, COUNT(*) AS count, CAST(COALESCE(SUM((
	SELECT COUNT(*) FROM finding f WHERE f.jurisdiction_id = e.jurisdiction_id
		AND f.examination_id = e.id AND f.state <> 'withdrawn')), 0) AS INTEGER) AS findings
FROM examination e
WHERE e.jurisdiction_id = :jurisdiction_id AND e.year = :year AND (CAST(:everywhere AS INTEGER) = 1
	OR e.person_id = CAST(:me AS INTEGER) OR e.superior_id = CAST(:me AS INTEGER)
	OR e.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below))
GROUP BY e.level, e.state ORDER BY e.level, e.state;

-- Assignments that name a person, of a year's plan.
-- name: examination_pages_named
-- columns: assignment_id
SELECT n.assignment_id FROM assignment_person n
JOIN assignment a ON a.jurisdiction_id = n.jurisdiction_id AND a.id = n.assignment_id
JOIN plan l ON l.jurisdiction_id = a.jurisdiction_id AND l.id = a.plan_id
WHERE n.jurisdiction_id = :jurisdiction_id AND n.person_id = :person_id AND l.year = :year
ORDER BY n.assignment_id;

-- Reports that a person made on a year's plan, by what became of them.
-- name: examination_pages_reports
-- columns: made accepted
SELECT COUNT(*) AS made,
	CAST(COALESCE(SUM(CASE WHEN r.state = 'accepted' THEN 1 ELSE 0 END), 0) AS INTEGER) AS accepted
FROM progress_report r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan l ON l.jurisdiction_id = a.jurisdiction_id AND l.id = a.plan_id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.reporter_id = :person_id AND l.year = :year
	AND r.state <> 'withdrawn';

-- The person's responsibility letter of a year: the newest that was issued.
-- name: examination_pages_letter
-- columns: id unit_id
SELECT id, unit_id FROM letter
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND year = :year
	AND state NOT IN ('draft', 'withdrawn')
ORDER BY id DESC LIMIT 1;
