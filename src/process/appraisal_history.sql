-- What the engine reads of a year as it stood when the ledger had :size leaves: of the present rows those
-- whose version is older. ledger/history.h gives the rest.
-- nouns: appraisal

-- name: appraisal_history_members
-- columns: unit_id group_id
SELECT m.unit_id, m.group_id FROM group_member m
JOIN record_version v ON v.jurisdiction_id = m.jurisdiction_id
	AND v.record_type = 'group_member' AND v.record_id = m.id AND v.revision = m.revision
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year AND v.leaf_index < :size;

-- A unit as it is now; whether that is older than the place.
-- name: appraisal_history_unit
-- columns: code name kind
SELECT code, name, kind FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: appraisal_history_posts
-- columns: person_id level principal from_day id to_day
SELECT o.person_id, o.level, o.principal, o.from_day, o.id, o.to_day FROM post o
JOIN record_version v ON v.jurisdiction_id = o.jurisdiction_id AND v.record_type = 'post'
	AND v.record_id = o.id AND v.revision = o.revision
WHERE o.jurisdiction_id = :jurisdiction_id AND o.from_day <= :day
	AND (o.to_day IS NULL OR o.to_day >= :day) AND v.leaf_index < :size;

-- name: appraisal_history_person
-- columns: code name
SELECT code, name FROM person WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: appraisal_history_marks
-- columns: indicator points not_applicable scorer reason day id revision
SELECT s.indicator, s.points, s.not_applicable, s.scorer, s.reason, s.day, s.id, s.revision
FROM score s
JOIN record_version v ON v.jurisdiction_id = s.jurisdiction_id AND v.record_type = 'score'
	AND v.record_id = s.id AND v.revision = s.revision
WHERE s.jurisdiction_id = :jurisdiction_id AND s.year = :year AND s.subject = :subject
	AND s.subject_id = :subject_id AND v.leaf_index < :size;

-- name: appraisal_history_entries
-- columns: subject_id id kind points reverses_id day reason reference
SELECT e.subject_id, e.id, e.kind, e.points, e.reverses_id, e.day, e.reason, e.reference
FROM entry e
JOIN record_version v ON v.jurisdiction_id = e.jurisdiction_id AND v.record_type = 'entry'
	AND v.record_id = e.id AND v.revision = e.revision
WHERE e.jurisdiction_id = :jurisdiction_id AND e.year = :year AND e.subject = :subject
	AND v.leaf_index < :size;
