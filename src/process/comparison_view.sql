-- nouns: comparison

-- What a unit or person got in the years from … to …, by the newest final result of each.
-- name: comparison_of_subject
-- columns: year group_name scheme_id total rank grade ranked level
SELECT r.year, r.group_name, r.scheme_id, l.total, l.rank, l.grade,
	(SELECT COUNT(*) FROM result_line o WHERE o.jurisdiction_id = r.jurisdiction_id
		AND o.result_id = r.id AND o.rank > 0) AS ranked, r.level
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
