-- The life of a transaction. db.c names these; no other file does.

-- name: transaction_read
-- engine: sqlite
BEGIN DEFERRED;
-- engine: postgres
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;

-- PostgreSQL reads committed rows: behind the jurisdiction's lock every statement sees what the last
-- holder committed, where a snapshot taken before the wait would be stale and fail again and again.
-- name: transaction_write
-- engine: sqlite
BEGIN IMMEDIATE;
-- engine: postgres
BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE;

-- name: transaction_commit
COMMIT;

-- name: transaction_rollback
ROLLBACK;

-- name: transaction_savepoint
SAVEPOINT job;

-- name: transaction_savepoint_release
RELEASE SAVEPOINT job;

-- name: transaction_savepoint_undo
ROLLBACK TO SAVEPOINT job;

-- Held until the transaction ends. The schema is part of the key, since two installations may share
-- one PostgreSQL database.
-- name: transaction_lock_jurisdiction
-- columns: locked
-- engine: sqlite
SELECT CAST(:jurisdiction_id AS INTEGER) AS locked;
-- engine: postgres
SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended(coalesce(current_schema(), '')
	|| ' jurisdiction ' || CAST(:jurisdiction_id AS TEXT), 0));
