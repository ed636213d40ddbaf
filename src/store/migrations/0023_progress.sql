-- What happens on a published plan: reports with their review, requests about due dates.

CREATE TABLE progress_report (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	checkpoint INTEGER,
	status TEXT NOT NULL,
	text TEXT NOT NULL,
	next_step TEXT NOT NULL,
	documents TEXT NOT NULL,
	reporter_id INTEGER,
	reported_day INTEGER,
	state TEXT NOT NULL,
	accepted_share INTEGER NOT NULL,
	reviewer_id INTEGER,
	reviewed_day INTEGER,
	review_note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, assignment_id) REFERENCES assignment (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, reporter_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, reviewer_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX progress_report_number ON progress_report (jurisdiction_id, assignment_id, number);
CREATE INDEX progress_report_state ON progress_report (jurisdiction_id, state, reported_day);

CREATE TABLE due_request (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	checkpoint INTEGER,
	proposed_day INTEGER,
	reason TEXT NOT NULL,
	light TEXT NOT NULL,
	requester_id INTEGER,
	requested_day INTEGER,
	state TEXT NOT NULL,
	granted_day INTEGER,
	answerer_id INTEGER,
	answered_day INTEGER,
	answer TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, assignment_id) REFERENCES assignment (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, requester_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, answerer_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX due_request_number ON due_request (jurisdiction_id, assignment_id, number);
CREATE INDEX due_request_state ON due_request (jurisdiction_id, state, requested_day);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('progress_report', 'progress_report', '400000 400000 1'),
	('progress_report', 'progress_report_number', '400000 400000 4 1'),
	('progress_report', 'progress_report_state', '400000 400000 100000 300'),
	('due_request', 'due_request', '10000 10000 1'),
	('due_request', 'due_request_number', '10000 10000 2 1'),
	('due_request', 'due_request_state', '10000 10000 3000 20');
