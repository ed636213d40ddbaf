-- Entering marks by hand: who is in a place, the marks of a subject, the versions of a mark.

-- name: scoring_unit
-- columns: code name class
SELECT u.code, COALESCE((SELECT f.name FROM unit_name f
		WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id
			AND f.last_year >= m.year ORDER BY f.to_day LIMIT 1), u.name) AS name,
	u.kind AS class FROM group_member m
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id
	AND m.unit_id = :id AND m.year = :year;

-- The levels of a person on a day, as appraisal_persons orders them.
-- name: scoring_person
-- columns: code name class
SELECT p.code, p.name, o.level AS class FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.person_id = :id AND o.from_day <= :day
	AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY o.principal DESC, o.from_day DESC, o.id DESC;

-- name: scoring_marks
-- columns: indicator points not_applicable scorer reason day id revision
SELECT indicator, points, not_applicable, scorer, reason, day, id, revision FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id
ORDER BY indicator, scorer;

-- Every mark that is in a cell or was removed from it, with the reason of the removal.
-- name: scoring_mark_ids
-- columns: id reason
SELECT id, '' AS reason FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id AND indicator = :indicator
UNION ALL
SELECT score_id AS id, reason FROM score_removal
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id AND indicator = :indicator;

-- Who made which version of a mark, and what it says.
-- name: scoring_versions
-- columns: revision leaf_index removed content kind role at_ms account
SELECT v.revision, v.leaf_index, v.removed, v.content, t.kind, t.role, t.at_ms,
	COALESCE(a.display_name, '') AS account
FROM record_version v
LEFT JOIN act t ON t.jurisdiction_id = v.jurisdiction_id AND t.id = v.act_id
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
WHERE v.jurisdiction_id = :jurisdiction_id AND v.record_type = 'score' AND v.record_id = :id
ORDER BY v.revision;

-- What a mark said last.
-- name: scoring_last_content
-- columns: content
SELECT content FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = 'score' AND record_id = :id
	AND removed = 0
ORDER BY revision DESC LIMIT 1;
