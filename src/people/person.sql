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
