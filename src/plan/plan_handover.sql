-- What a person is named for in plans of :year and later, of one unit or (0) of all; :id 0: everything.
-- name: plan_handover_items
-- columns: id year code title assignment_id unit_id due_day
SELECT n.id, p.year, i.code, i.title, n.assignment_id, a.unit_id, n.due_day
FROM assignment_person n
JOIN assignment a ON a.jurisdiction_id = n.jurisdiction_id AND a.id = n.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE n.jurisdiction_id = :jurisdiction_id AND n.person_id = :person_id
	AND a.from_version <= p.version AND (a.to_version = 0 OR a.to_version >= p.version)
	AND p.year >= :year
	AND (CAST(:unit_id AS INTEGER) = 0 OR a.unit_id = CAST(:unit_id AS INTEGER))
	AND (CAST(:id AS INTEGER) = 0 OR n.id = CAST(:id AS INTEGER))
ORDER BY COALESCE(n.due_day, 99999999), p.year, i.position, n.id LIMIT 500;
