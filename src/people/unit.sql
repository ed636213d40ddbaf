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

-- name: unit_count
-- columns: count
SELECT COUNT(*) AS count FROM unit WHERE jurisdiction_id = :jurisdiction_id;

-- name: unit_children
-- columns: id code name kind
SELECT id, code, name, kind FROM unit
WHERE jurisdiction_id = :jurisdiction_id AND parent_id = :parent_id ORDER BY name_key, id;

-- Units with their parent, and the group that they are in in :year.
-- list: unit
-- column: id = u.id integer
-- column: code = u.code text required
-- column: name = u.name text required
-- column: name_key = u.name_key blob required
-- column: kind = u.kind text required
-- column: parent_id = u.parent_id integer
-- column: parent_code = COALESCE(p.code, '') text
-- column: parent_name = COALESCE(p.name, '') text
-- column: group_id = g.id integer
-- column: group_name = COALESCE(g.name, '') text
SELECT {columns} FROM unit u
LEFT JOIN unit p ON p.jurisdiction_id = u.jurisdiction_id AND p.id = u.parent_id
LEFT JOIN group_member m ON m.jurisdiction_id = u.jurisdiction_id AND m.year = :year
	AND m.unit_id = u.id
LEFT JOIN appraisal_group g ON g.jurisdiction_id = u.jurisdiction_id AND g.id = m.group_id
WHERE u.jurisdiction_id = :jurisdiction_id;
