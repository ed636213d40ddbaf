-- name: person_insert
INSERT INTO person (
	jurisdiction_id, id, revision, encoding, code, name, name_key)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :name, :name_key);

-- name: person_update
UPDATE person SET
	revision = :revision, encoding = :encoding, code = :code, name = :name,
	name_key = :name_key
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_remove
DELETE FROM person
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_get
-- columns: jurisdiction_id id revision encoding code name name_key
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key
FROM person WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: person_all
-- columns: jurisdiction_id id revision encoding code name name_key
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key
FROM person WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: person_by_code
-- columns: jurisdiction_id id revision encoding code name name_key
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key
FROM person WHERE jurisdiction_id = :jurisdiction_id AND code = :code;

-- name: person_count
-- columns: count
SELECT COUNT(*) AS count FROM person WHERE jurisdiction_id = :jurisdiction_id;

-- Persons with the first of the posts that they hold on :day: a principal's before others, the
-- latest before older ones.
-- list: person
-- column: id = p.id integer
-- column: code = p.code text required
-- column: name = p.name text required
-- column: name_key = p.name_key blob required
-- column: title = COALESCE(o.title, '') text
-- column: level = COALESCE(o.level, '') text
-- column: principal = COALESCE(o.principal, 0) integer
-- column: unit_id = o.unit_id integer
-- column: unit_code = COALESCE(u.code, '') text
-- column: unit_name = COALESCE(u.name, '') text
SELECT {columns} FROM person p
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.id = (
	SELECT q.id FROM post q
	WHERE q.jurisdiction_id = p.jurisdiction_id AND q.person_id = p.id
		AND q.from_day <= :day AND (q.to_day IS NULL OR q.to_day >= :day)
	ORDER BY q.principal DESC, q.from_day DESC, q.id LIMIT 1)
LEFT JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE p.jurisdiction_id = :jurisdiction_id;
