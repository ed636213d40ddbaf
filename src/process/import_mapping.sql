-- name: import_mapping_insert
INSERT INTO import_mapping (
	jurisdiction_id, id, revision, encoding, profile, headers_key, headers, rules, day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :profile, :headers_key, :headers, :rules, :day);

-- name: import_mapping_update
UPDATE import_mapping SET
	revision = :revision, encoding = :encoding, profile = :profile, headers_key = :headers_key,
	headers = :headers, rules = :rules, day = :day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: import_mapping_remove
DELETE FROM import_mapping
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: import_mapping_get
-- columns: jurisdiction_id id revision encoding profile headers_key headers rules day
SELECT jurisdiction_id, id, revision, encoding, profile, headers_key, headers, rules, day
FROM import_mapping WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: import_mapping_by_key
-- columns: jurisdiction_id id revision encoding profile headers_key headers rules day
SELECT jurisdiction_id, id, revision, encoding, profile, headers_key, headers, rules, day
FROM import_mapping
WHERE jurisdiction_id = :jurisdiction_id AND profile = :profile AND headers_key = :headers_key;

-- name: import_mapping_all
-- columns: jurisdiction_id id revision encoding profile headers_key headers rules day
SELECT jurisdiction_id, id, revision, encoding, profile, headers_key, headers, rules, day
FROM import_mapping WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Remembered headings, for pages.
-- list: import_mapping
-- column: id = m.id integer
-- column: profile = m.profile text required
-- column: headers = m.headers text required
-- column: day = m.day integer required
SELECT {columns} FROM import_mapping m WHERE m.jurisdiction_id = :jurisdiction_id;
