-- What the engine knows of its own tables: for whole tables in and out (db_table.h).

-- Ordinary tables with their columns; key_position counts from 1, 0: not of the primary key.
-- name: catalogue_columns
-- columns: table_name column_name type key_position
-- engine: sqlite
SELECT t.name AS table_name, c.name AS column_name, lower(c.type) AS type, c.pk AS key_position
FROM pragma_table_list t, pragma_table_info(t.name) c
WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY t.name, c.cid;
-- engine: postgres
SELECT t.relname AS table_name, a.attname AS column_name,
	format_type(a.atttypid, NULL) AS type,
	coalesce(array_position(CAST(k.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS key_position
FROM pg_catalog.pg_class t
JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_index k ON k.indrelid = t.oid AND k.indisprimary
WHERE t.relkind IN ('r', 'p') AND t.relnamespace = to_regnamespace(current_schema())
ORDER BY CAST(t.relname AS TEXT) COLLATE "C", a.attnum;

-- Which table refers to which.
-- name: catalogue_references
-- columns: table_name referred_name
-- engine: sqlite
SELECT DISTINCT t.name AS table_name, f."table" AS referred_name
FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
WHERE t.schema = 'main' AND t.type = 'table'
ORDER BY 1, 2;
-- engine: postgres
SELECT DISTINCT CAST(t.relname AS TEXT) AS table_name, CAST(r.relname AS TEXT) AS referred_name
FROM pg_catalog.pg_constraint c
JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
WHERE c.contype = 'f' AND t.relnamespace = to_regnamespace(current_schema())
ORDER BY 1, 2;

-- Rows of one table may refer to rows that come behind them; asked at the commit.
-- name: catalogue_defer_references
-- engine: sqlite only
PRAGMA defer_foreign_keys = ON;
