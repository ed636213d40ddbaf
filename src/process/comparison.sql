-- nouns: comparison

-- What a unit or person got in the years from … to …, by the newest final result of each.
-- name: comparison_of_subject
-- columns: subject_id year group_name level scheme_id total has_total rank grade place vetoed result_id basis ranked
SELECT l.subject_id, r.year, r.group_name, r.level, r.scheme_id, l.total, l.ranked AS has_total, l.rank,
	l.grade, l.place, l.vetoed, r.id AS result_id, r.basis,
	(SELECT COUNT(*) FROM result_line o WHERE o.jurisdiction_id = r.jurisdiction_id
		AND o.result_id = r.id AND o.rank > 0) AS ranked
FROM result_line l
JOIN result r ON r.jurisdiction_id = l.jurisdiction_id AND r.id = l.result_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.subject_id = :subject_id
	AND r.subject = :subject AND r.state = 'final' AND r.year >= :from_year
	AND r.year <= :to_year
	AND NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = r.level
		AND (n.group_id = r.group_id OR n.level <> '')
		AND n.state = 'final' AND n.version > r.version)
ORDER BY r.year, r.version;

-- The same of those who are in a group or have a line in a result; of all when both are 0.
-- name: comparison_of_members
-- columns: subject_id year group_name level scheme_id total has_total rank grade place vetoed result_id basis ranked
SELECT l.subject_id, r.year, r.group_name, r.level, r.scheme_id, l.total, l.ranked AS has_total, l.rank,
	l.grade, l.place, l.vetoed, r.id AS result_id, r.basis, c.ranked
FROM result r
JOIN (SELECT result_id, COUNT(*) AS ranked FROM result_line
	WHERE jurisdiction_id = :jurisdiction_id AND rank > 0 GROUP BY result_id) c
	ON c.result_id = r.id
JOIN result_line l ON l.jurisdiction_id = r.jurisdiction_id AND l.result_id = r.id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.subject = :subject AND r.state = 'final'
	AND r.year >= :from_year AND r.year <= :to_year
	AND NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = r.level
		AND (n.group_id = r.group_id OR n.level <> '')
		AND n.state = 'final' AND n.version > r.version)
	AND (CAST(:everybody AS INTEGER) = 1 OR l.subject_id IN (
		SELECT m.unit_id FROM group_member m WHERE m.jurisdiction_id = :jurisdiction_id
			AND m.group_id = :group_id
		UNION SELECT k.subject_id FROM result_line k
		WHERE k.jurisdiction_id = :jurisdiction_id AND k.result_id = :result_id))
ORDER BY l.subject_id, r.year, r.version;
