-- The spine: jurisdictions, people, accounts, appraisal, ledger.
--
-- jurisdiction_id leads every primary, unique and foreign key, so that a table can be distributed by it
-- (decisions.md 1). Global tables: jurisdiction, account, setting. Record tables begin with the head
-- columns of record/record.h: jurisdiction_id, id, revision, encoding.
-- Points are ten-thousandths; days are days since 1970-01-01; instants are milliseconds UTC.

CREATE TABLE setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jurisdiction (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_en TEXT NOT NULL,
	utc_offset_minutes INTEGER NOT NULL,
	clock_offset_days INTEGER NOT NULL,
	demonstration INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX jurisdiction_code ON jurisdiction (code);

CREATE TABLE unit (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_key BLOB NOT NULL,
	parent_id INTEGER,
	kind TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, parent_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX unit_code ON unit (jurisdiction_id, code);
CREATE INDEX unit_name_key ON unit (jurisdiction_id, name_key, id);
CREATE INDEX unit_parent ON unit (jurisdiction_id, parent_id);

-- An appraisal group exists for one year; a unit is in at most one group of a year.
CREATE TABLE appraisal_group (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	name TEXT NOT NULL,
	name_key BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX appraisal_group_name ON appraisal_group (jurisdiction_id, year, name);

CREATE TABLE group_member (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	group_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, group_id) REFERENCES appraisal_group (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX group_member_unit ON group_member (jurisdiction_id, year, unit_id);
CREATE INDEX group_member_group ON group_member (jurisdiction_id, group_id, unit_id);

CREATE TABLE person (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_key BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_code ON person (jurisdiction_id, code);
CREATE INDEX person_name_key ON person (jurisdiction_id, name_key, id);

-- A post held by a person in a unit from a day to a day (NULL: still).
CREATE TABLE post (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	level TEXT NOT NULL,
	principal INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	to_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX post_natural ON post (jurisdiction_id, person_id, unit_id, title, from_day);
CREATE INDEX post_unit ON post (jurisdiction_id, unit_id, from_day);

-- Accounts are global; what they may do where is in role_grant.
CREATE TABLE account (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	login TEXT NOT NULL,
	display_name TEXT NOT NULL,
	person_id INTEGER,
	state TEXT NOT NULL,
	language TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_login ON account (login);

-- Secrets apart from the record: never committed to the ledger, never exported.
CREATE TABLE credential (
	account_id INTEGER NOT NULL PRIMARY KEY,
	password_hash TEXT NOT NULL,
	changed_ms INTEGER NOT NULL,
	totp_secret BLOB,
	totp_last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed log-ins per account and network, so that an outsider cannot lock a leader out everywhere.
CREATE TABLE login_failure (
	login_hash BLOB NOT NULL,
	network TEXT NOT NULL,
	failures INTEGER NOT NULL,
	last_ms INTEGER NOT NULL,
	PRIMARY KEY (login_hash, network)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_grant (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	role TEXT NOT NULL,
	unit_id INTEGER,
	from_day INTEGER NOT NULL,
	to_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_grant_account ON role_grant (jurisdiction_id, account_id);

CREATE TABLE session (
	token_hash BLOB NOT NULL PRIMARY KEY,
	account_id INTEGER NOT NULL,
	csrf_secret BLOB NOT NULL,
	created_ms INTEGER NOT NULL,
	seen_ms INTEGER NOT NULL,
	network TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account_id);

-- An adopted scheme: the YAML text as it was adopted; parsed when used.
CREATE TABLE scheme (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	code TEXT NOT NULL,
	version INTEGER NOT NULL,
	subject TEXT NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT NOT NULL,
	from_year INTEGER NOT NULL,
	to_year INTEGER,
	source TEXT NOT NULL,
	adopted_day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX scheme_code ON scheme (jurisdiction_id, code, version);

-- Points given by one scorer to one subject for one indicator. Subject: a unit or a person.
CREATE TABLE score (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	subject TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	indicator TEXT NOT NULL,
	points INTEGER NOT NULL,
	not_applicable INTEGER NOT NULL,
	reason TEXT NOT NULL,
	scorer TEXT NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX score_natural ON score (jurisdiction_id, year, subject, subject_id, indicator, scorer);

-- Bonus, deduction or veto. Insert-only: taken back by a counter-entry that names it.
CREATE TABLE entry (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	subject TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	points INTEGER NOT NULL,
	reason TEXT NOT NULL,
	day INTEGER NOT NULL,
	reference TEXT NOT NULL,
	reverses_id INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, reverses_id) REFERENCES entry (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_subject ON entry (jurisdiction_id, year, subject, subject_id);
CREATE UNIQUE INDEX entry_reverses ON entry (jurisdiction_id, reverses_id);

-- One imported file, undone as one act.
CREATE TABLE import_batch (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	profile TEXT NOT NULL,
	file_name TEXT NOT NULL,
	file_sha256 TEXT NOT NULL,
	row_count INTEGER NOT NULL,
	created_count INTEGER NOT NULL,
	changed_count INTEGER NOT NULL,
	act_id INTEGER NOT NULL,
	state TEXT NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;

-- The audit line of each act.
CREATE TABLE act (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	account_id INTEGER,
	role TEXT NOT NULL,
	day INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	first_leaf INTEGER,
	leaf_count INTEGER NOT NULL,
	summary TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;

-- Every version of every record: its canonical bytes and salt, by the leaf that commits to it. Erasing a
-- person deletes content and salt; leaf and tree stay.
CREATE TABLE record_version (
	jurisdiction_id INTEGER NOT NULL,
	record_type TEXT NOT NULL,
	record_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	leaf_index INTEGER NOT NULL,
	act_id INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	removed INTEGER NOT NULL,
	salt BLOB,
	content BLOB,
	PRIMARY KEY (jurisdiction_id, record_type, record_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_version_act ON record_version (jurisdiction_id, act_id, leaf_index);

CREATE TABLE ledger_head (
	jurisdiction_id INTEGER NOT NULL PRIMARY KEY,
	size INTEGER NOT NULL,
	frontier BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_leaf (
	jurisdiction_id INTEGER NOT NULL,
	leaf_index INTEGER NOT NULL,
	hash BLOB NOT NULL,
	leaf BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, leaf_index)
) STRICT, WITHOUT ROWID;

-- Hashes of complete subtrees at levels 8, 16, 24 …: proofs read at most a few hundred hashes.
CREATE TABLE ledger_node (
	jurisdiction_id INTEGER NOT NULL,
	level INTEGER NOT NULL,
	node_index INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (jurisdiction_id, level, node_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_checkpoint (
	jurisdiction_id INTEGER NOT NULL,
	size INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, size)
) STRICT, WITHOUT ROWID;
