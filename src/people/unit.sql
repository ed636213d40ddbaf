-- name: unit_insert
INSERT INTO unit (
	jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :name, :name_key, :parent_id,
	:kind);

-- name: unit_update
UPDATE unit SET
	revision = :revision, encoding = :encoding, code = :code, name = :name,
	name_key = :name_key, parent_id = :parent_id, kind = :kind
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_remove
DELETE FROM unit
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_get
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind
FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_all
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind
FROM unit WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: unit_by_code
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind
FROM unit WHERE jurisdiction_id = :jurisdiction_id AND code = :code;

-- The unit's parent: one step of its path.
-- name: unit_parent
-- columns: parent_id
SELECT parent_id FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_children
-- columns: id code name kind
SELECT id, code, name, kind FROM unit
WHERE jurisdiction_id = :jurisdiction_id AND parent_id = :parent_id ORDER BY name_key, id;
