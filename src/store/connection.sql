-- How a connection is set up, once, when it is opened (design.md, section 4).

-- name: connection_journal
-- engine: sqlite only
PRAGMA journal_mode = WAL;

-- A commit is on the disk before it is answered.
-- name: connection_durability
-- engine: sqlite
PRAGMA synchronous = FULL;
-- engine: postgres
SET synchronous_commit = on;

-- What is deleted is overwritten: erased personal data leaves no trace in free pages.
-- name: connection_erasure
-- engine: sqlite only
PRAGMA secure_delete = ON;

-- The writer looks at every cell of a page before it changes one. Readers do not: it made a whole
-- year's appraisal (4,000,000 marks) a third slower, and `ledger verify` reads everything anyway.
-- name: connection_cell_check
-- engine: sqlite only
PRAGMA cell_size_check = ON;

-- After a reset the write-ahead log keeps at most 16 MiB of disk.
-- name: connection_journal_limit
-- engine: sqlite only
PRAGMA journal_size_limit = 16777216;

-- 4 MiB of page cache per connection; the rest comes from the system's. No memory map: a mapped page is
-- looked through again at each use, a cached one only once (a page of the site: a tenth less time), and
-- a bad disk would be a signal instead of an error.
-- name: connection_cache
-- engine: sqlite only
PRAGMA cache_size = -4000;

-- name: connection_read_only
-- engine: sqlite
PRAGMA query_only = ON;
-- engine: postgres
SET default_transaction_read_only = on;

-- name: connection_zone
-- engine: postgres only
SET TIME ZONE 'UTC';

-- name: connection_compiler
-- engine: postgres only
SET jit = off;

-- A long export may stream for minutes; nothing else comes near.
-- name: connection_statement_limit
-- engine: postgres only
SET statement_timeout = '10min';

-- name: connection_lock_limit
-- engine: postgres only
SET lock_timeout = '15s';

-- name: connection_idle_limit
-- engine: postgres only
SET idle_in_transaction_session_timeout = '10min';
