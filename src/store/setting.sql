-- Settings of the whole installation, by name.

-- name: setting_get
-- columns: value
SELECT value FROM setting WHERE name = :name;

-- name: setting_put
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: setting_remove
DELETE FROM setting WHERE name = :name;
