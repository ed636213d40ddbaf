-- What the engine reads for one year: members, entries, marks. Marks come ordered by subject, so that the
-- engine needs one row of cells.

-- Groups of a year; :group_id 0 for all of them.
-- name: appraisal_groups
-- columns: id name
SELECT id, name FROM appraisal_group
WHERE jurisdiction_id = :jurisdiction_id AND year = :year
	AND (CAST(:group_id AS INTEGER) = 0 OR id = CAST(:group_id AS INTEGER))
ORDER BY name_key, id;

-- A unit's name is that of the year's last day (people/unit_name.h).
-- name: appraisal_units_of_year
-- columns: unit_id group_id code name kind
SELECT m.unit_id, m.group_id, u.code, COALESCE((SELECT f.name FROM unit_name f
		WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id
			AND f.last_year >= m.year ORDER BY f.to_day LIMIT 1), u.name) AS name,
	u.kind FROM group_member m
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year;

-- name: appraisal_units_of_group
-- columns: unit_id group_id code name kind
SELECT m.unit_id, m.group_id, u.code, COALESCE((SELECT f.name FROM unit_name f
		WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id
			AND f.last_year >= m.year ORDER BY f.to_day LIMIT 1), u.name) AS name,
	u.kind FROM group_member m
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id;

-- name: appraisal_group_of_unit
-- columns: group_id
SELECT group_id FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND unit_id = :unit_id;

-- Persons in post on the last day of the year, with the level of each post, the principal's first.
-- name: appraisal_persons
-- columns: person_id code name level
SELECT p.id AS person_id, p.code, p.name, o.level FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.from_day <= :day
	AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY p.code, o.principal DESC, o.from_day DESC, o.id DESC;

-- name: appraisal_entries
-- columns: subject_id id kind points reverses_id day reason reference
SELECT subject_id, id, kind, points, reverses_id, day, reason, reference FROM entry
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject;

-- name: appraisal_entries_of_group
-- columns: subject_id id kind points reverses_id day reason reference
SELECT e.subject_id, e.id, e.kind, e.points, e.reverses_id, e.day, e.reason, e.reference
FROM group_member m
JOIN entry e ON e.jurisdiction_id = m.jurisdiction_id AND e.year = m.year
	AND e.subject = 'unit' AND e.subject_id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id;

-- The whole year, only what a total needs.
-- name: appraisal_marks
-- columns: subject_id indicator points not_applicable
SELECT subject_id, indicator, points, not_applicable FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
ORDER BY subject_id, indicator;

-- Marks of one scorer in a year; :group_id 0 for all groups.
-- name: appraisal_kept_marks
-- columns: count
SELECT COUNT(*) AS count FROM group_member m
JOIN score s ON s.jurisdiction_id = m.jurisdiction_id AND s.year = m.year
	AND s.subject = 'unit' AND s.subject_id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year
	AND (CAST(:group_id AS INTEGER) = 0 OR m.group_id = CAST(:group_id AS INTEGER))
	AND s.scorer = :scorer;

-- The whole year with what a derivation needs.
-- name: appraisal_marks_detail
-- columns: subject_id indicator points not_applicable scorer reason day id revision
SELECT subject_id, indicator, points, not_applicable, scorer, reason, day, id, revision FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
ORDER BY subject_id, indicator, scorer;

-- name: appraisal_marks_of_group
-- columns: subject_id indicator points not_applicable scorer reason day id revision
SELECT s.subject_id, s.indicator, s.points, s.not_applicable, s.scorer, s.reason, s.day, s.id,
	s.revision
FROM group_member m
JOIN score s ON s.jurisdiction_id = m.jurisdiction_id AND s.year = m.year
	AND s.subject = 'unit' AND s.subject_id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id
ORDER BY s.subject_id, s.indicator, s.scorer;

-- Who was a principal of the unit on some day of [from_day, to_day].
-- name: appraisal_principals
-- columns: person_id code name title from_day to_day
SELECT p.id AS person_id, p.code, p.name, o.title, o.from_day, o.to_day FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :unit_id AND o.principal = 1
	AND o.from_day <= :to_day AND (o.to_day IS NULL OR o.to_day >= :from_day)
ORDER BY p.code, o.from_day, o.id;
