-- Tables on their way in, and what was said about headings that are not ours.

-- How the columns of a foreign table become ours; found by the set of its headings.
CREATE TABLE import_mapping (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	profile TEXT NOT NULL,
	headers_key TEXT NOT NULL,
	headers TEXT NOT NULL,
	rules TEXT NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX import_mapping_natural ON import_mapping (jurisdiction_id, profile, headers_key);

-- A file that waits for its import, at most a day. Not a record: never committed, not part of a backup.
CREATE TABLE import_upload (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	profile TEXT NOT NULL,
	file_name TEXT NOT NULL,
	sheet TEXT NOT NULL,
	rules TEXT NOT NULL,
	content BLOB NOT NULL,
	created_ms INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('import_mapping', 'import_mapping', '50 50 1'),
	('import_mapping', 'import_mapping_natural', '50 50 13 1'),
	('import_upload', 'import_upload', '10 10 1');
