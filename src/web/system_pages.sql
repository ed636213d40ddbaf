-- name: system_pages_engine
-- columns: version bytes
-- engine: sqlite
SELECT sqlite_version() AS version,
	(SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size()) AS bytes;
-- engine: postgres
SELECT current_setting('server_version') AS version,
	pg_database_size(current_database()) AS bytes;
