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

-- name: post_by_key
-- columns: jurisdiction_id id revision encoding person_id unit_id title level principal from_day to_day
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, title, level, principal,
	from_day, to_day
FROM post WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
	AND unit_id = :unit_id AND title = :title AND from_day = :from_day;

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

-- Who is a unit's principal on a day: a set (decisions.md 5).
-- name: post_principals
-- columns: id person_id person_name title from_day to_day
SELECT o.id, o.person_id, p.name AS person_name, o.title, o.from_day, o.to_day FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :unit_id AND o.principal = 1
	AND o.from_day <= :day AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY o.from_day, o.id;

-- The units in which a person holds a post on a day.
-- name: post_units_of_person
-- columns: unit_id
SELECT DISTINCT unit_id FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
	AND from_day <= :day AND (to_day IS NULL OR to_day >= :day)
ORDER BY unit_id;

-- Posts with person and unit; filter by unit_id or person_id. An open end sorts last.
-- list: post
-- column: id = o.id integer
-- column: person_id = o.person_id integer required
-- column: person_code = p.code text
-- column: person_name = p.name text
-- column: person_key = p.name_key blob
-- column: unit_id = o.unit_id integer required
-- column: unit_code = u.code text
-- column: unit_name = u.name text
-- column: unit_key = u.name_key blob
-- column: title = o.title text required
-- column: level = o.level text required
-- column: principal = o.principal integer required
-- column: from_day = o.from_day integer required
-- column: to_day = o.to_day integer
-- column: end_day = COALESCE(o.to_day, 99999999) integer
SELECT {columns} FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id;
