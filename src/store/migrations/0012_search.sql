-- The search index: derived from the records, not committed to the ledger, left out of backups and made
-- anew by `lianze reindex` (store/search_index.h).

CREATE TABLE search_entry (
	jurisdiction_id INTEGER NOT NULL,
	record_type TEXT NOT NULL,
	record_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	index_text TEXT NOT NULL,
	sort_text TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, record_type, record_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_gram (
	jurisdiction_id INTEGER NOT NULL,
	record_type TEXT NOT NULL,
	gram TEXT NOT NULL,
	record_id INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, record_type, gram, record_id)
) STRICT, WITHOUT ROWID;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('search_entry', 'search_entry', '33000 33000 10000 1'),
	('search_gram', 'search_gram', '500000 500000 170000 100 1');
