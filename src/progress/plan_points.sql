-- Points from the plan: whose they are.
-- nouns: plan_points

-- The units that are appraised in a year; :unit_id 0 for all of them.
-- name: plan_points_units
-- columns: unit_id
SELECT unit_id FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND year = :year
	AND (CAST(:unit_id AS INTEGER) = 0 OR unit_id = CAST(:unit_id AS INTEGER))
ORDER BY unit_id;
