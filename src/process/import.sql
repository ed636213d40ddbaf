-- What imports compare with and exports write. Columns of the first two: head and fields of the
-- record.

-- name: import_scores_of_year
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points
-- columns: not_applicable reason scorer day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator, points,
	not_applicable, reason, scorer, day
FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject;

-- name: import_entries_of_year
-- columns: jurisdiction_id id revision encoding year subject subject_id kind points reason day
-- columns: reference reverses_id
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, kind, points, reason,
	day, reference, reverses_id
FROM entry
WHERE jurisdiction_id = :jurisdiction_id AND year = :year;

-- One row per unit and year in which it has a group; :year 0 means all years.
-- name: import_export_units
-- columns: code name parent_code kind group_name year
SELECT u.code, u.name, COALESCE(p.code, '') AS parent_code, u.kind,
	COALESCE(g.name, '') AS group_name, m.year
FROM unit u
LEFT JOIN unit p ON p.jurisdiction_id = u.jurisdiction_id AND p.id = u.parent_id
LEFT JOIN group_member m ON m.jurisdiction_id = u.jurisdiction_id AND m.unit_id = u.id
	AND (CAST(:year AS INTEGER) = 0 OR m.year = :year)
LEFT JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
WHERE u.jurisdiction_id = :jurisdiction_id
ORDER BY u.code, m.year;

-- name: import_export_persons
-- columns: code name unit_code title level principal from_day to_day
SELECT p.code, p.name, COALESCE(u.code, '') AS unit_code, COALESCE(o.title, '') AS title,
	COALESCE(o.level, '') AS level, o.principal, o.from_day, o.to_day
FROM person p
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.person_id = p.id
LEFT JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE p.jurisdiction_id = :jurisdiction_id
ORDER BY p.code, o.from_day, o.id;

-- name: import_export_scores
-- columns: year unit_code indicator points not_applicable reason scorer person_code
SELECT s.year, COALESCE(u.code, '') AS unit_code, s.indicator, s.points, s.not_applicable, s.reason,
	s.scorer, COALESCE(p.code, '') AS person_code
FROM score s
LEFT JOIN unit u ON u.jurisdiction_id = s.jurisdiction_id AND u.id = s.subject_id
	AND s.subject = 'unit'
LEFT JOIN person p ON p.jurisdiction_id = s.jurisdiction_id AND p.id = s.subject_id
	AND s.subject = 'person'
WHERE s.jurisdiction_id = :jurisdiction_id AND (CAST(:year AS INTEGER) = 0 OR s.year = :year)
ORDER BY s.year, unit_code, person_code, s.indicator, s.scorer;

-- Without counter-entries and what they took back.
-- name: import_export_entries
-- columns: year unit_code kind points reason day reference person_code
SELECT e.year, COALESCE(u.code, '') AS unit_code, e.kind, e.points, e.reason, e.day, e.reference,
	COALESCE(p.code, '') AS person_code
FROM entry e
LEFT JOIN unit u ON u.jurisdiction_id = e.jurisdiction_id AND u.id = e.subject_id
	AND e.subject = 'unit'
LEFT JOIN person p ON p.jurisdiction_id = e.jurisdiction_id AND p.id = e.subject_id
	AND e.subject = 'person'
WHERE e.jurisdiction_id = :jurisdiction_id AND e.reverses_id IS NULL
	AND (CAST(:year AS INTEGER) = 0 OR e.year = :year)
	AND NOT EXISTS (SELECT 1 FROM entry c
		WHERE c.jurisdiction_id = e.jurisdiction_id AND c.reverses_id = e.id)
ORDER BY e.year, unit_code, person_code, e.day, e.id;
