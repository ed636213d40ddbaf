-- Archives: entries of earlier archives of persons, who read a person's archive and why, what is closed
-- to the person during an investigation (archive/archive_entry.h, archive_reading.h, archive_closure.h).

CREATE TABLE archive_entry (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	day INTEGER NOT NULL,
	title TEXT NOT NULL,
	document_number TEXT NOT NULL,
	issuing_unit TEXT NOT NULL,
	content TEXT NOT NULL,
	valid_until INTEGER,
	added_day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX archive_entry_natural ON archive_entry
	(jurisdiction_id, person_id, day, kind, title, document_number);

CREATE TABLE archive_reading (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	reader TEXT NOT NULL,
	reader_role TEXT NOT NULL,
	purpose TEXT NOT NULL,
	purpose_title TEXT NOT NULL,
	purpose_title_en TEXT NOT NULL,
	note TEXT NOT NULL,
	day INTEGER NOT NULL,
	opened_ms INTEGER NOT NULL,
	until_ms INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_reading_person ON archive_reading (jurisdiction_id, person_id, opened_ms);

CREATE TABLE archive_closure (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	begun_ms INTEGER NOT NULL,
	to_day INTEGER,
	closed_by INTEGER,
	state TEXT NOT NULL,
	ended_day INTEGER,
	ended_by INTEGER,
	end_reason TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_closure_person ON archive_closure (jurisdiction_id, person_id);

-- What the time lines of units ask of older tables.
CREATE INDEX objection_subject ON objection (jurisdiction_id, subject_id);
CREATE INDEX proposal_unit ON proposal (jurisdiction_id, unit_id);
CREATE INDEX proposal_person ON proposal (jurisdiction_id, person_id);
CREATE INDEX sampling_draw_of_report ON sampling_draw (jurisdiction_id, report_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('archive_entry', 'archive_entry', '50000 50000 1'),
	('archive_entry', 'archive_entry_natural', '50000 50000 10 2 2 1 1'),
	('archive_reading', 'archive_reading', '20000 20000 1'),
	('archive_reading', 'archive_reading_person', '20000 20000 5 1'),
	('archive_closure', 'archive_closure', '500 500 1'),
	('archive_closure', 'archive_closure_person', '500 500 2'),
	('objection', 'objection_subject', '2000 2000 2'),
	('proposal', 'proposal_unit', '500 500 2'),
	('proposal', 'proposal_person', '500 500 2'),
	('sampling_draw', 'sampling_draw_of_report', '5000 5000 1');
