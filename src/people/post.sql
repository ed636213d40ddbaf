-- name: post_insert
INSERT INTO post (
	jurisdiction_id, id, revision, encoding, person_id, unit_id, title, level,
	principal, from_day, to_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :unit_id, :title, :level,
	:principal, :from_day, :to_day);

-- name: post_update
UPDATE post SET
	revision = :revision, encoding = :encoding, person_id = :person_id,
	unit_id = :unit_id, title = :title, level = :level, principal = :principal,
	from_day = :from_day, to_day = :to_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: post_remove
DELETE FROM post
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: post_get
-- columns: jurisdiction_id id revision encoding person_id unit_id title level principal from_day to_day
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, title, level, principal,
	from_day, to_day
FROM post WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: post_all
-- columns: jurisdiction_id id revision encoding person_id unit_id title level principal from_day to_day
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, title, level, principal,
	from_day, to_day
FROM post WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Posts of the same person, unit and title that share a day with [from_day, to_day].
-- name: post_overlapping
-- columns: id
SELECT id FROM post WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
	AND unit_id = :unit_id AND title = :title AND id <> :id
	AND (to_day IS NULL OR to_day >= :from_day)
	AND (CAST(:to_day AS INTEGER) IS NULL OR from_day <= :to_day);

-- A person's posts, latest first.
-- name: post_of_person
-- columns: id unit_id unit_code unit_name title level principal from_day to_day
SELECT o.id, o.unit_id, u.code AS unit_code, u.name AS unit_name, o.title, o.level, o.principal,
	o.from_day, o.to_day
FROM post o
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.person_id = :person_id
ORDER BY o.from_day DESC, o.id DESC;

-- Who held posts in a unit, in time order.
-- name: post_of_unit
-- columns: id person_id person_code person_name title level principal from_day to_day
SELECT o.id, o.person_id, p.code AS person_code, p.name AS person_name, o.title, o.level,
	o.principal, o.from_day, o.to_day
FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :unit_id
ORDER BY o.from_day, o.id;

-- The units in which a person holds a post on a day.
-- name: post_units_of_person
-- columns: unit_id
SELECT DISTINCT unit_id FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
	AND from_day <= :day AND (to_day IS NULL OR to_day >= :day)
ORDER BY unit_id;
