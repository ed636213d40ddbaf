-- nouns: search
-- The search index (search_index.h).

-- name: search_entry_put
INSERT INTO search_entry (
	jurisdiction_id, record_type, record_id, code, name, index_text, sort_text)
VALUES (:jurisdiction_id, :record_type, :record_id, :code, :name, :index_text, :sort_text)
ON CONFLICT (jurisdiction_id, record_type, record_id) DO UPDATE SET
	code = excluded.code, name = excluded.name, index_text = excluded.index_text,
	sort_text = excluded.sort_text;

-- name: search_entry_text
-- columns: index_text
SELECT index_text FROM search_entry
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type AND record_id = :record_id;

-- name: search_entry_remove
DELETE FROM search_entry
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type AND record_id = :record_id;

-- name: search_entry_clear
DELETE FROM search_entry WHERE jurisdiction_id = :jurisdiction_id;

-- name: search_gram_clear
DELETE FROM search_gram WHERE jurisdiction_id = :jurisdiction_id;

-- All grams of a record at once: on PostgreSQL one round trip instead of thirty.
-- name: search_gram_add
-- engine: sqlite
INSERT INTO search_gram (jurisdiction_id, record_type, gram, record_id)
SELECT :jurisdiction_id, :record_type, value, :record_id FROM json_each(:grams);
-- engine: postgres
INSERT INTO search_gram (jurisdiction_id, record_type, gram, record_id)
SELECT CAST(:jurisdiction_id AS INTEGER), CAST(:record_type AS TEXT), g.gram,
	CAST(:record_id AS INTEGER)
FROM json_array_elements_text(CAST(:grams AS JSON)) AS g (gram);

-- name: search_gram_remove
-- engine: sqlite
DELETE FROM search_gram WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND gram IN (SELECT value FROM json_each(:grams)) AND record_id = :record_id;
-- engine: postgres
DELETE FROM search_gram WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND gram IN (SELECT g.gram FROM json_array_elements_text(CAST(:grams AS JSON)) AS g (gram))
	AND record_id = :record_id;

-- name: search_gram_count
-- columns: count
SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM search_gram
	WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
		AND gram >= :gram_from AND gram < :gram_to
	LIMIT :bound) g;

-- name: search_jurisdictions
-- columns: id
SELECT id FROM jurisdiction ORDER BY id;
