-- name: unit_name_insert
INSERT INTO unit_name (
	jurisdiction_id, id, revision, encoding, unit_id, name, to_day, last_year, change_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :unit_id, :name, :to_day, :last_year, :change_id);

-- name: unit_name_update
UPDATE unit_name SET
	revision = :revision, encoding = :encoding, unit_id = :unit_id, name = :name, to_day = :to_day,
	last_year = :last_year, change_id = :change_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_name_remove
DELETE FROM unit_name
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_name_get
-- columns: jurisdiction_id id revision encoding unit_id name to_day last_year change_id
SELECT jurisdiction_id, id, revision, encoding, unit_id, name, to_day, last_year, change_id
FROM unit_name WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_name_all
-- columns: jurisdiction_id id revision encoding unit_id name to_day last_year change_id
SELECT jurisdiction_id, id, revision, encoding, unit_id, name, to_day, last_year, change_id
FROM unit_name WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;
