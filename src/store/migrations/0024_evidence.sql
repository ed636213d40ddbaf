-- Evidence: what shows that something was done. A file, a record of this system, or a document's number; each
-- kept once, used by many. Withdrawn by a counter-act, never deleted.

CREATE TABLE evidence (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	unit_id INTEGER NOT NULL,
	shows_from INTEGER NOT NULL,
	shows_to INTEGER NOT NULL,
	year INTEGER NOT NULL,
	visibility TEXT NOT NULL,
	file_name TEXT NOT NULL,
	media_type TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	subject TEXT NOT NULL,
	subject_id INTEGER,
	document_number TEXT NOT NULL,
	remark TEXT NOT NULL,
	added_day INTEGER NOT NULL,
	added_by INTEGER,
	state TEXT NOT NULL,
	withdrawn_day INTEGER,
	reason TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_unit ON evidence (jurisdiction_id, unit_id);
CREATE INDEX evidence_year ON evidence (jurisdiction_id, year);
CREATE INDEX evidence_sha256 ON evidence (jurisdiction_id, sha256);
CREATE INDEX evidence_subject ON evidence (jurisdiction_id, subject, subject_id);
CREATE INDEX evidence_number ON evidence (jurisdiction_id, document_number);

-- The text of a file, as far as it can be read, and its MinHash signature (evidence/minhash.h). Derived from
-- the file, once for each hash.
CREATE TABLE evidence_text (
	jurisdiction_id INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	characters INTEGER NOT NULL,
	text TEXT NOT NULL,
	signature BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, sha256)
) STRICT, WITHOUT ROWID;

-- Bands of the signature: texts that share one are compared.
CREATE TABLE evidence_band (
	jurisdiction_id INTEGER NOT NULL,
	band INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, band, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_band_sha256 ON evidence_band (jurisdiction_id, sha256);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('evidence', 'evidence', '100000 100000 1'),
	('evidence', 'evidence_unit', '100000 100000 200'),
	('evidence', 'evidence_year', '100000 100000 10000'),
	('evidence', 'evidence_sha256', '100000 100000 2'),
	('evidence', 'evidence_subject', '100000 100000 40000 2'),
	('evidence', 'evidence_number', '100000 100000 20'),
	('evidence_text', 'evidence_text', '100000 100000 1'),
	('evidence_band', 'evidence_band', '2000000 2000000 2 1'),
	('evidence_band', 'evidence_band_sha256', '2000000 2000000 21');
