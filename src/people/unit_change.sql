-- nouns: unit_change unit_change_unit

-- name: unit_change_insert
INSERT INTO unit_change (
	jurisdiction_id, id, revision, encoding, kind, day, reason, reference, name_before, name_after)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :kind, :day, :reason, :reference, :name_before,
	:name_after);

-- name: unit_change_update
UPDATE unit_change SET
	revision = :revision, encoding = :encoding, kind = :kind, day = :day, reason = :reason,
	reference = :reference, name_before = :name_before, name_after = :name_after
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_change_remove
DELETE FROM unit_change
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_change_get
-- columns: jurisdiction_id id revision encoding kind day reason reference name_before name_after
SELECT jurisdiction_id, id, revision, encoding, kind, day, reason, reference, name_before,
	name_after
FROM unit_change WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_change_all
-- columns: jurisdiction_id id revision encoding kind day reason reference name_before name_after
SELECT jurisdiction_id, id, revision, encoding, kind, day, reason, reference, name_before,
	name_after
FROM unit_change WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: unit_change_unit_insert
INSERT INTO unit_change_unit (
	jurisdiction_id, id, revision, encoding, change_id, unit_id, side)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :change_id, :unit_id, :side);

-- name: unit_change_unit_update
UPDATE unit_change_unit SET
	revision = :revision, encoding = :encoding, change_id = :change_id, unit_id = :unit_id,
	side = :side
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_change_unit_remove
DELETE FROM unit_change_unit
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_change_unit_get
-- columns: jurisdiction_id id revision encoding change_id unit_id side
SELECT jurisdiction_id, id, revision, encoding, change_id, unit_id, side
FROM unit_change_unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_change_unit_all
-- columns: jurisdiction_id id revision encoding change_id unit_id side
SELECT jurisdiction_id, id, revision, encoding, change_id, unit_id, side
FROM unit_change_unit WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The units of one change, those before it first.
-- name: unit_change_unit_of_change
-- columns: side unit_id code name to_day
SELECT c.side, c.unit_id, u.code, u.name, u.to_day FROM unit_change_unit c
JOIN unit u ON u.jurisdiction_id = c.jurisdiction_id AND u.id = c.unit_id
WHERE c.jurisdiction_id = :jurisdiction_id AND c.change_id = :change_id
ORDER BY CASE c.side WHEN 'before' THEN 0 ELSE 1 END, u.name_key, u.id;

-- The changes that a unit went through or came from, newest first, each with its units.
-- name: unit_change_of_unit
-- columns: id kind day reason reference name_before name_after side other_id other_name
SELECT g.id, g.kind, g.day, g.reason, g.reference, g.name_before, g.name_after, o.side,
	o.unit_id AS other_id, u.name AS other_name
FROM unit_change g
JOIN unit_change_unit o ON o.jurisdiction_id = g.jurisdiction_id AND o.change_id = g.id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE g.jurisdiction_id = :jurisdiction_id AND g.id IN (
	SELECT m.change_id FROM unit_change_unit m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id)
ORDER BY g.day DESC, g.id DESC, o.side DESC, u.name_key, u.id;

-- The day of the unit's latest change; no row when it had none.
-- name: unit_change_latest
-- columns: day
SELECT g.day FROM unit_change g
JOIN unit_change_unit m ON m.jurisdiction_id = g.jurisdiction_id AND m.change_id = g.id
WHERE g.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id
ORDER BY g.day DESC LIMIT 1;

-- Posts of a unit that reach :day, in time order; head and fields of the record.
-- name: unit_change_posts
-- columns: jurisdiction_id id revision encoding person_id unit_id title level principal
-- columns: from_day to_day person_name unit_name
SELECT o.jurisdiction_id, o.id, o.revision, o.encoding, o.person_id, o.unit_id, o.title, o.level,
	o.principal, o.from_day, o.to_day, p.name AS person_name, u.name AS unit_name
FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :unit_id
	AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY o.principal DESC, p.name_key, o.id;

-- Roles for a unit that are in force on :today or later; head and fields of the record.
-- name: unit_change_grants
-- columns: jurisdiction_id id revision encoding account_id role unit_id from_day to_day display_name
SELECT g.jurisdiction_id, g.id, g.revision, g.encoding, g.account_id, g.role, g.unit_id, g.from_day,
	g.to_day, a.display_name
FROM role_grant g
JOIN account a ON a.jurisdiction_id = 0 AND a.id = g.account_id
WHERE g.jurisdiction_id = :jurisdiction_id AND g.unit_id = :unit_id
	AND (g.to_day IS NULL OR g.to_day >= :today)
ORDER BY g.id;

-- Groups of a unit from :year on; head and fields of the record.
-- name: unit_change_members
-- columns: jurisdiction_id id revision encoding year group_id unit_id group_name
SELECT m.jurisdiction_id, m.id, m.revision, m.encoding, m.year, m.group_id, m.unit_id,
	g.name AS group_name
FROM group_member m
JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id AND m.year >= :year
ORDER BY m.year, m.id;

-- The latest year from :year on in which the unit has scores or entries; no row when there is none.
-- name: unit_change_results
-- columns: year
SELECT r.year FROM (
	SELECT year FROM score WHERE jurisdiction_id = :jurisdiction_id AND subject = 'unit'
		AND subject_id = :unit_id AND year >= :year
	UNION ALL
	SELECT year FROM entry WHERE jurisdiction_id = :jurisdiction_id AND subject = 'unit'
		AND subject_id = :unit_id AND year >= :year) r
ORDER BY r.year DESC LIMIT 1;

-- Whether a unit is in a group of :year.
-- name: unit_change_in_group
-- columns: group_id
SELECT group_id FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND unit_id = :unit_id;
