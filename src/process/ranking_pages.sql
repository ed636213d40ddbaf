-- nouns: ranking

-- The groups of a year in which the members of a group (of another year) were.
-- name: ranking_history_groups
-- columns: group_id
SELECT DISTINCT p.group_id FROM group_member m
JOIN group_member p ON p.jurisdiction_id = m.jurisdiction_id AND p.year = :year
	AND p.unit_id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id ORDER BY p.group_id;

-- The groups of a year with their sizes, by name.
-- name: ranking_groups
-- columns: id name members
SELECT g.id, g.name, COUNT(m.id) AS members FROM appraisal_group g
LEFT JOIN group_member m ON m.jurisdiction_id = g.jurisdiction_id AND m.group_id = g.id
WHERE g.jurisdiction_id = :jurisdiction_id AND g.year = :year
GROUP BY g.id, g.name, g.name_key ORDER BY g.name_key, g.id;

-- The years in which a person has marks, the newest first: looked for in the years that have groups or a
-- result of persons.
-- name: ranking_person_years
-- columns: year
SELECT y.year FROM (SELECT year FROM appraisal_group WHERE jurisdiction_id = :jurisdiction_id
	UNION SELECT year FROM result WHERE jurisdiction_id = :jurisdiction_id
		AND subject = 'person') y
WHERE EXISTS (SELECT 1 FROM score s WHERE s.jurisdiction_id = :jurisdiction_id AND s.year = y.year
	AND s.subject = 'person' AND s.subject_id = :person_id)
ORDER BY y.year DESC;
