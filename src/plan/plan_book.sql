-- Who can be named in the plan of a year.

-- Units that exist in the year, with the name of its last day.
-- name: plan_book_units
-- columns: id code name
SELECT u.id, u.code, COALESCE((SELECT f.name FROM unit_name f
	WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= :year
	ORDER BY f.to_day LIMIT 1), u.name) AS name
FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id AND u.to_day IS NULL
ORDER BY u.id;

-- name: plan_book_groups
-- columns: name unit_id
SELECT g.name, m.unit_id FROM appraisal_group g
JOIN group_member m ON m.jurisdiction_id = g.jurisdiction_id AND m.group_id = g.id
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id AND u.to_day IS NULL
WHERE g.jurisdiction_id = :jurisdiction_id AND g.year = :year
ORDER BY g.id, u.code;

-- name: plan_book_persons
-- columns: id code name
SELECT p.id, p.code, p.name FROM person p
WHERE p.jurisdiction_id = :jurisdiction_id AND p.left_day IS NULL
ORDER BY p.id;
