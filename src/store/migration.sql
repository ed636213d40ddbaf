-- The record of applied migrations (migrate.h). Its table exists before the first migration, so it is
-- made here and not by one.

-- name: migration_table_exists
-- columns: found
-- engine: sqlite
SELECT COUNT(*) AS found FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration';
-- engine: postgres
SELECT COUNT(*) AS found FROM pg_catalog.pg_class
WHERE relname = 'schema_migration' AND relnamespace = to_regnamespace(current_schema());

-- name: migration_table_create
-- engine: sqlite
CREATE TABLE IF NOT EXISTS schema_migration (
	number INTEGER NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	sha256 TEXT NOT NULL
) STRICT;
-- engine: postgres
CREATE TABLE IF NOT EXISTS schema_migration (
	number BIGINT NOT NULL PRIMARY KEY,
	name TEXT COLLATE "C" NOT NULL,
	sha256 TEXT COLLATE "C" NOT NULL
);

-- Two programs that start together migrate one after the other.
-- name: migration_lock
-- columns: locked
-- engine: sqlite
SELECT 1 AS locked;
-- engine: postgres
SELECT 1 AS locked FROM pg_advisory_xact_lock(
	hashtextextended(coalesce(current_schema(), '') || ' migration', 0));

-- name: migration_all
-- columns: number name sha256
SELECT number, name, sha256 FROM schema_migration ORDER BY number;

-- name: migration_insert
INSERT INTO schema_migration (number, name, sha256) VALUES (:number, :name, :sha256);
