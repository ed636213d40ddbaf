-- Objections that the asker may read (web/scope.h): everything, or those of the groups that have one of
-- the asker's units, and one's own as a person.
-- list: objection_pages
-- column: id = o.id integer
-- column: year = r.year integer required
-- column: subject = r.subject text required
-- column: group_id = r.group_id integer required
-- column: level = r.level text required
-- column: group_name = r.group_name text required
-- column: version = r.version integer required
-- column: subject_name = o.subject_name text required
-- column: indicator = o.indicator text required
-- column: text = o.text text required
-- column: raised_day = o.raised_day integer required
-- column: late = o.late integer required
-- column: state = o.state text required
-- column: answer = o.answer text required
-- column: answered_day = o.answered_day integer
SELECT {columns} FROM objection o
JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
WHERE o.jurisdiction_id = :jurisdiction_id AND (CAST(:everywhere AS INTEGER) = 1
	OR (r.subject = 'person' AND o.subject_id = :person_id)
	OR (r.subject = 'unit' AND r.group_id IN (
		SELECT m.group_id FROM group_member m
		WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id IN (
			WITH RECURSIVE below (id) AS (
				SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
					AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
				UNION
				SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
				WHERE c.jurisdiction_id = :jurisdiction_id)
			SELECT below.id FROM below))));

-- The years that have objections, newest first.
-- name: objection_pages_years
-- columns: year
SELECT DISTINCT r.year FROM objection o
JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
WHERE o.jurisdiction_id = :jurisdiction_id ORDER BY r.year DESC;
