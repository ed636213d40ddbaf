-- name: unit_insert
INSERT INTO unit (
	jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind,
	from_day, to_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :name, :name_key, :parent_id,
	:kind, :from_day, :to_day);

-- name: unit_update
UPDATE unit SET
	revision = :revision, encoding = :encoding, code = :code, name = :name,
	name_key = :name_key, parent_id = :parent_id, kind = :kind,
	from_day = :from_day, to_day = :to_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_remove
DELETE FROM unit
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: unit_get
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind from_day to_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind, from_day, to_day
FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_all
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind from_day to_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind, from_day, to_day
FROM unit WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: unit_by_code
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind from_day to_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind, from_day, to_day
FROM unit WHERE jurisdiction_id = :jurisdiction_id AND code = :code;

-- The unit's parent: one step of its path.
-- name: unit_parent
-- columns: parent_id
SELECT parent_id FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: unit_children
-- columns: id code name kind
SELECT id, code, name, kind FROM unit
WHERE jurisdiction_id = :jurisdiction_id AND parent_id = :parent_id
	AND (to_day IS NULL OR to_day >= :day) ORDER BY name_key, id;

-- Living units whose code or name contains :pattern (small letters, wildcards escaped); one that is the
-- text itself comes first. For pickers.
-- name: unit_matching
-- columns: id code name note
SELECT u.id, u.code, u.name, COALESCE(p.name, '') AS note FROM unit u
LEFT JOIN unit p ON p.jurisdiction_id = u.jurisdiction_id AND p.id = u.parent_id
WHERE u.jurisdiction_id = :jurisdiction_id
	AND (u.from_day IS NULL OR u.from_day <= :day) AND (u.to_day IS NULL OR u.to_day >= :day)
	AND (LOWER(u.code) LIKE :pattern ESCAPE '\' OR LOWER(u.name) LIKE :pattern ESCAPE '\')
ORDER BY CASE WHEN u.code = :text OR u.name = :text THEN 0 ELSE 1 END, u.name_key, u.id
LIMIT 21;

-- The first day of a unit's posts; no row when it had none.
-- name: unit_first_post
-- columns: from_day
SELECT from_day FROM post WHERE jurisdiction_id = :jurisdiction_id AND unit_id = :unit_id
ORDER BY from_day LIMIT 1;
