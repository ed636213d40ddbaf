-- Joint meetings and key-work reviews (mechanism P5): meetings, topics, participants, conclusions, frozen
-- minutes.

CREATE TABLE meeting (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	kind TEXT NOT NULL,
	series TEXT NOT NULL,
	title TEXT NOT NULL,
	day INTEGER,
	starts TEXT NOT NULL,
	duration INTEGER NOT NULL,
	place TEXT NOT NULL,
	chair_id INTEGER,
	state TEXT NOT NULL,
	announced_day INTEGER,
	attendance INTEGER NOT NULL,
	version INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, chair_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_day ON meeting (jurisdiction_id, day);
CREATE INDEX meeting_series ON meeting (jurisdiction_id, kind, series, day);
CREATE INDEX meeting_chair ON meeting (jurisdiction_id, chair_id);

CREATE TABLE meeting_topic (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	meeting_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	title TEXT NOT NULL,
	host_unit_id INTEGER,
	host_person_id INTEGER,
	report TEXT NOT NULL,
	minutes TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, meeting_id) REFERENCES meeting (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, host_unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, host_person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_topic_position ON meeting_topic (jurisdiction_id, meeting_id, position, id);
CREATE INDEX meeting_topic_unit ON meeting_topic (jurisdiction_id, host_unit_id);
CREATE INDEX meeting_topic_person ON meeting_topic (jurisdiction_id, host_person_id);

CREATE TABLE meeting_participant (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	meeting_id INTEGER NOT NULL,
	unit_id INTEGER,
	person_id INTEGER,
	attendance TEXT NOT NULL,
	people INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, meeting_id) REFERENCES meeting (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_participant_key ON meeting_participant
	(jurisdiction_id, meeting_id, unit_id, person_id);
CREATE INDEX meeting_participant_unit ON meeting_participant (jurisdiction_id, unit_id, meeting_id);
CREATE INDEX meeting_participant_person ON meeting_participant (jurisdiction_id, person_id);

CREATE TABLE meeting_reference (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	topic_id INTEGER NOT NULL,
	evidence_id INTEGER,
	plan_id INTEGER,
	item_id INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, topic_id) REFERENCES meeting_topic (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, evidence_id) REFERENCES evidence (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_reference_key ON meeting_reference
	(jurisdiction_id, topic_id, evidence_id, item_id);
CREATE INDEX meeting_reference_evidence ON meeting_reference (jurisdiction_id, evidence_id);
CREATE INDEX meeting_reference_item ON meeting_reference (jurisdiction_id, item_id);

CREATE TABLE meeting_conclusion (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	meeting_id INTEGER NOT NULL,
	topic_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	text TEXT NOT NULL,
	unit_id INTEGER NOT NULL,
	due_day INTEGER,
	state TEXT NOT NULL,
	plan_id INTEGER,
	item_id INTEGER,
	closed_day INTEGER,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, meeting_id) REFERENCES meeting (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, topic_id) REFERENCES meeting_topic (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_conclusion_number ON meeting_conclusion
	(jurisdiction_id, meeting_id, number);
CREATE INDEX meeting_conclusion_topic ON meeting_conclusion (jurisdiction_id, topic_id);
CREATE INDEX meeting_conclusion_unit ON meeting_conclusion (jurisdiction_id, unit_id, state);
CREATE INDEX meeting_conclusion_item ON meeting_conclusion (jurisdiction_id, item_id);

CREATE TABLE meeting_minutes (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	meeting_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	reason TEXT NOT NULL,
	content TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	made_day INTEGER,
	maker_id INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, meeting_id) REFERENCES meeting (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, maker_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_minutes_version ON meeting_minutes
	(jurisdiction_id, meeting_id, version);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('meeting', 'meeting', '2000 2000 1'),
	('meeting', 'meeting_day', '2000 2000 2'),
	('meeting', 'meeting_series', '2000 2000 1000 50 1'),
	('meeting', 'meeting_chair', '2000 2000 40'),
	('meeting_topic', 'meeting_topic', '10000 10000 1'),
	('meeting_topic', 'meeting_topic_position', '10000 10000 5 1 1'),
	('meeting_topic', 'meeting_topic_unit', '10000 10000 100'),
	('meeting_topic', 'meeting_topic_person', '10000 10000 200'),
	('meeting_participant', 'meeting_participant', '60000 60000 1'),
	('meeting_participant', 'meeting_participant_key', '60000 60000 30 2 1'),
	('meeting_participant', 'meeting_participant_unit', '60000 60000 300 2'),
	('meeting_participant', 'meeting_participant_person', '60000 60000 60'),
	('meeting_reference', 'meeting_reference', '20000 20000 1'),
	('meeting_reference', 'meeting_reference_key', '20000 20000 2 1 1'),
	('meeting_reference', 'meeting_reference_evidence', '20000 20000 2'),
	('meeting_reference', 'meeting_reference_item', '20000 20000 4'),
	('meeting_conclusion', 'meeting_conclusion', '20000 20000 1'),
	('meeting_conclusion', 'meeting_conclusion_number', '20000 20000 10 1'),
	('meeting_conclusion', 'meeting_conclusion_topic', '20000 20000 2'),
	('meeting_conclusion', 'meeting_conclusion_unit', '20000 20000 200 50'),
	('meeting_conclusion', 'meeting_conclusion_item', '20000 20000 1'),
	('meeting_minutes', 'meeting_minutes', '2500 2500 1'),
	('meeting_minutes', 'meeting_minutes_version', '2500 2500 1 1');
