-- Files by their SHA-256 (store/blob.h). On SQLite the bytes lie in a folder beside the database and
-- blob_chunk stays empty; on PostgreSQL they are pieces here, so that every node has them.

CREATE TABLE blob (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	bytes INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX blob_sha256 ON blob (jurisdiction_id, sha256);
CREATE INDEX blob_by_sha256 ON blob (sha256);

CREATE TABLE blob_chunk (
	jurisdiction_id INTEGER NOT NULL,
	blob_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, blob_id, number)
) STRICT, WITHOUT ROWID;

-- A file on its way in, kept for some days so that a lost connection does not lose what has come. Not a
-- record: never committed, not part of a backup. sha256 is there once the file is whole and was examined.
CREATE TABLE upload (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	file_name TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	received INTEGER NOT NULL,
	sha256 BLOB,
	media_type TEXT NOT NULL,
	touched_ms INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_account ON upload (jurisdiction_id, account_id);
CREATE INDEX upload_sha256 ON upload (sha256);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('blob', 'blob', '100000 100000 1'),
	('blob', 'blob_sha256', '100000 100000 1'),
	('blob', 'blob_by_sha256', '100000 1'),
	('blob_chunk', 'blob_chunk', '1000000 1000000 40 1'),
	('upload', 'upload', '1000 1000 1'),
	('upload', 'upload_account', '1000 1000 3'),
	('upload', 'upload_sha256', '1000 2');
