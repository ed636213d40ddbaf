-- name: appraisal_group_insert
INSERT INTO appraisal_group (
	jurisdiction_id, id, revision, encoding, year, name, name_key)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :name, :name_key);

-- name: appraisal_group_update
UPDATE appraisal_group SET
	revision = :revision, encoding = :encoding, year = :year, name = :name,
	name_key = :name_key
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: appraisal_group_remove
DELETE FROM appraisal_group
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: appraisal_group_get
-- columns: jurisdiction_id id revision encoding year name name_key
SELECT jurisdiction_id, id, revision, encoding, year, name, name_key
FROM appraisal_group WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: appraisal_group_all
-- columns: jurisdiction_id id revision encoding year name name_key
SELECT jurisdiction_id, id, revision, encoding, year, name, name_key
FROM appraisal_group WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: appraisal_group_by_name
-- columns: jurisdiction_id id revision encoding year name name_key
SELECT jurisdiction_id, id, revision, encoding, year, name, name_key
FROM appraisal_group WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND name = :name;

-- The years that have groups, newest first.
-- name: appraisal_group_years
-- columns: year
SELECT DISTINCT year FROM appraisal_group
WHERE jurisdiction_id = :jurisdiction_id ORDER BY year DESC;
