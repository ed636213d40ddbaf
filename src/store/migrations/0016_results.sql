-- A group's result of a year: draft, publicity, final; objections during publicity; proposals from triggers
-- (mechanism A3; decisions.md 6). A final result never changes: a correction is the next version beside it.

CREATE TABLE result (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	subject TEXT NOT NULL,
	group_id INTEGER NOT NULL,
	group_name TEXT NOT NULL,
	version INTEGER NOT NULL,
	state TEXT NOT NULL,
	scheme_id INTEGER,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	note TEXT NOT NULL,
	publicity_from INTEGER,
	publicity_to INTEGER,
	publicity_basis INTEGER NOT NULL,
	final_day INTEGER,
	basis INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, scheme_id) REFERENCES scheme (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX result_version ON result (jurisdiction_id, year, subject, group_id, version);

-- What each member of the group got, frozen when the result became final.
CREATE TABLE result_line (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	result_id INTEGER NOT NULL,
	subject_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	class TEXT NOT NULL,
	ranked INTEGER NOT NULL,
	total INTEGER NOT NULL,
	rank INTEGER NOT NULL,
	grade TEXT NOT NULL,
	place TEXT NOT NULL,
	vetoed INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, result_id) REFERENCES result (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX result_line_subject ON result_line (jurisdiction_id, result_id, subject_id);
CREATE INDEX result_line_of_subject ON result_line (jurisdiction_id, subject_id, result_id);

CREATE TABLE objection (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	result_id INTEGER NOT NULL,
	subject_id INTEGER NOT NULL,
	subject_name TEXT NOT NULL,
	indicator TEXT NOT NULL,
	text TEXT NOT NULL,
	raised_day INTEGER NOT NULL,
	late INTEGER NOT NULL,
	state TEXT NOT NULL,
	answer TEXT NOT NULL,
	answered_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, result_id) REFERENCES result (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX objection_result ON objection (jurisdiction_id, result_id, subject_id);
CREATE INDEX objection_state ON objection (jurisdiction_id, state);

CREATE TABLE proposal (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	trigger_code TEXT NOT NULL,
	scheme_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	person_id INTEGER,
	result_id INTEGER NOT NULL,
	grounds TEXT NOT NULL,
	grounds_en TEXT NOT NULL,
	opened_day INTEGER NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	decided_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, scheme_id) REFERENCES scheme (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, result_id) REFERENCES result (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_ground ON proposal (jurisdiction_id, year, trigger_code, unit_id);
CREATE INDEX proposal_state ON proposal (jurisdiction_id, state);

-- Records that were changed or removed behind a place of the ledger: what "as it stood" needs to look at
-- beside the present rows (ledger/history.h). First versions are left out: they were not there then.
CREATE INDEX record_version_changed ON record_version (jurisdiction_id, record_type, leaf_index)
	WHERE revision > 1;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('result', 'result', '1000 1000 1'),
	('result', 'result_version', '1000 1000 100 60 2 1'),
	('result_line', 'result_line', '20000 20000 1'),
	('result_line', 'result_line_subject', '20000 20000 20 1'),
	('result_line', 'result_line_of_subject', '20000 20000 10 1'),
	('objection', 'objection', '2000 2000 1'),
	('objection', 'objection_result', '2000 2000 5 2'),
	('objection', 'objection_state', '2000 2000 500'),
	('proposal', 'proposal', '500 500 1'),
	('proposal', 'proposal_ground', '500 500 20 20 2'),
	('proposal', 'proposal_state', '500 500 100'),
	('record_version', 'record_version_changed', '50000 50000 6000 1');
