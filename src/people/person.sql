-- name: person_insert
INSERT INTO person (
	jurisdiction_id, id, revision, encoding, code, name, name_key, left_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :name, :name_key, :left_day);

-- name: person_update
UPDATE person SET
	revision = :revision, encoding = :encoding, code = :code, name = :name,
	name_key = :name_key, left_day = :left_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_remove
DELETE FROM person
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_get
-- columns: jurisdiction_id id revision encoding code name name_key left_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, left_day
FROM person WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: person_all
-- columns: jurisdiction_id id revision encoding code name name_key left_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, left_day
FROM person WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: person_by_code
-- columns: jurisdiction_id id revision encoding code name name_key left_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, left_day
FROM person WHERE jurisdiction_id = :jurisdiction_id AND code = :code;
