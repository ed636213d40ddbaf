-- A version of a plan as a whole.
-- nouns: plan co_assignments

-- Units that lead or help in a version, with the name of the year's last day.
-- name: plan_units
-- columns: id code name
SELECT u.id, u.code, COALESCE((SELECT f.name FROM unit_name f
	WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= :year
	ORDER BY f.to_day LIMIT 1), u.name) AS name
FROM unit u
WHERE u.jurisdiction_id = :jurisdiction_id AND u.id IN (
	SELECT a.unit_id FROM assignment a
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
		AND a.from_version <= :version AND (a.to_version = 0 OR a.to_version >= :version)
	UNION
	SELECT c.unit_id FROM assignment a
	JOIN co_assignment c ON c.jurisdiction_id = a.jurisdiction_id AND c.assignment_id = a.id
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
		AND c.from_version <= :version AND (c.to_version = 0 OR c.to_version >= :version))
ORDER BY u.code;

-- Leaders in charge of a version's items.
-- name: plan_leaders
-- columns: id code name
SELECT p.id, p.code, p.name FROM person p
WHERE p.jurisdiction_id = :jurisdiction_id AND p.id IN (
	SELECT i.leader_id FROM plan_item i
	WHERE i.jurisdiction_id = :jurisdiction_id AND i.plan_id = :plan_id
		AND i.from_version <= :version AND (i.to_version = 0 OR i.to_version >= :version));

-- Grouped by assignment.
-- name: co_assignments_in_version
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT c.jurisdiction_id, c.id, c.revision, c.encoding, c.assignment_id, c.unit_id, c.from_version,
	c.to_version, c.part, c.state, c.note, c.answered_day
FROM co_assignment c
JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.id = c.assignment_id
WHERE c.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND c.from_version <= :version AND (c.to_version = 0 OR c.to_version >= :version)
ORDER BY c.assignment_id, c.id;
