-- Where units stood in a year by the newest final version of their group's result.
-- nouns: trigger

-- name: trigger_final_of_unit
-- columns: subject_id code name total rank place group_name scheme_id ranked
SELECT l.subject_id, l.code, l.name, l.total, l.rank, l.place, r.group_name, r.scheme_id,
	(SELECT COUNT(*) FROM result_line o WHERE o.jurisdiction_id = r.jurisdiction_id
		AND o.result_id = r.id AND o.rank > 0) AS ranked
FROM result_line l
JOIN result r ON r.jurisdiction_id = l.jurisdiction_id AND r.id = l.result_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.subject_id = :unit_id
	AND r.year = :year AND r.subject = 'unit' AND r.state = 'final'
	AND NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = '' AND n.group_id = r.group_id
		AND n.state = 'final' AND n.version > r.version);

-- name: trigger_final_lasts
-- columns: subject_id code name total rank place group_name scheme_id ranked
SELECT l.subject_id, l.code, l.name, l.total, l.rank, l.place, r.group_name, r.scheme_id,
	(SELECT COUNT(*) FROM result_line o WHERE o.jurisdiction_id = r.jurisdiction_id
		AND o.result_id = r.id AND o.rank > 0) AS ranked
FROM result r
JOIN result_line l ON l.jurisdiction_id = r.jurisdiction_id AND l.result_id = r.id
	AND l.place = 'last'
WHERE r.jurisdiction_id = :jurisdiction_id AND r.year = :year AND r.subject = 'unit'
	AND r.state = 'final'
	AND NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = '' AND n.group_id = r.group_id
		AND n.state = 'final' AND n.version > r.version)
ORDER BY l.code;

-- Groups of a year without a final result.
-- name: trigger_open_groups
-- columns: id
SELECT g.id FROM appraisal_group g
WHERE g.jurisdiction_id = :jurisdiction_id AND g.year = :year
	AND NOT EXISTS (SELECT 1 FROM result r WHERE r.jurisdiction_id = g.jurisdiction_id
		AND r.year = g.year AND r.subject = 'unit' AND r.level = '' AND r.group_id = g.id
		AND r.state = 'final');
