-- Who was reminded of what on which day; mails that wait; addresses; calendar feeds.
--
-- A digest is a record: that somebody was reminded is a fact that others may rest on. Its lines are the
-- text of it, bound to the record by their SHA-256, and are read by source and subject ("reminded on …").
-- What the reader has seen is theirs alone: a row without a time, joined to nothing.

CREATE TABLE digest (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	rulebook_id INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	fresh INTEGER NOT NULL,
	lines_hash TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, rulebook_id) REFERENCES rulebook (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX digest_once ON digest (jurisdiction_id, account_id, day);

CREATE TABLE digest_line (
	jurisdiction_id INTEGER NOT NULL,
	digest_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	source TEXT NOT NULL,
	step TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	checkpoint INTEGER,
	since_day INTEGER NOT NULL,
	fresh INTEGER NOT NULL,
	confidential INTEGER NOT NULL,
	title TEXT NOT NULL,
	why TEXT NOT NULL,
	why_en TEXT NOT NULL,
	path TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, digest_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_line_subject ON digest_line (jurisdiction_id, source, subject_id, day);
CREATE INDEX digest_line_day ON digest_line (jurisdiction_id, day);

CREATE TABLE digest_seen (
	jurisdiction_id INTEGER NOT NULL,
	digest_id INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, digest_id)
) STRICT, WITHOUT ROWID;

-- The days whose digests are all made.
CREATE TABLE digest_run (
	jurisdiction_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	made_ms INTEGER NOT NULL,
	digests INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_address (
	account_id INTEGER NOT NULL PRIMARY KEY,
	address TEXT NOT NULL,
	confirmed INTEGER NOT NULL,
	enabled INTEGER NOT NULL,
	code_hash BLOB,
	code_ms INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	codes INTEGER NOT NULL,
	codes_from_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY,
	jurisdiction_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	mail_key TEXT NOT NULL,
	recipient TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	urgent INTEGER NOT NULL,
	state TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	next_ms INTEGER NOT NULL,
	made_ms INTEGER NOT NULL,
	done_ms INTEGER,
	failed_ms INTEGER,
	reply INTEGER NOT NULL,
	reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_key ON outbox (mail_key);
CREATE INDEX outbox_waiting ON outbox (state, next_ms);

-- A secret address under which a calendar program reads; only its SHA-256 is kept.
CREATE TABLE calendar_feed (
	id INTEGER NOT NULL PRIMARY KEY,
	token_hash BLOB NOT NULL,
	jurisdiction_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	language TEXT NOT NULL,
	made_day INTEGER NOT NULL,
	used_day INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX calendar_feed_token ON calendar_feed (token_hash);
CREATE INDEX calendar_feed_account ON calendar_feed (account_id, id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('digest', 'digest', '100000 100000 1'),
	('digest', 'digest_once', '100000 100000 200 1'),
	('digest_line', 'digest_line', '500000 500000 5 1'),
	('digest_line', 'digest_line_subject', '500000 500000 250000 20 4'),
	('digest_line', 'digest_line_day', '500000 500000 2000'),
	('digest_seen', 'digest_seen', '100000 100000 1'),
	('digest_run', 'digest_run', '250 250 1'),
	('mail_address', 'mail_address', '500 1'),
	('outbox', 'outbox', '10000 1'),
	('outbox', 'outbox_key', '10000 1'),
	('outbox', 'outbox_waiting', '10000 3000 1'),
	('calendar_feed', 'calendar_feed', '500 1'),
	('calendar_feed', 'calendar_feed_token', '500 1'),
	('calendar_feed', 'calendar_feed_account', '500 2 1');
