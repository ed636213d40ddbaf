-- The plan of a year and its breakdown (mechanism P1): versions, items, who leads, who helps, who answers.
-- A row of a plan is in force from :from_version to :to_version (0: still).

CREATE TABLE plan (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	title TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX plan_year ON plan (jurisdiction_id, year);

CREATE TABLE plan_version (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	consult_until INTEGER,
	opened_day INTEGER,
	published_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX plan_version_number ON plan_version (jurisdiction_id, plan_id, version);

CREATE TABLE plan_item (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	item_id INTEGER NOT NULL,
	from_version INTEGER NOT NULL,
	to_version INTEGER NOT NULL,
	parent_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	position INTEGER NOT NULL,
	code TEXT NOT NULL,
	title TEXT NOT NULL,
	measure TEXT NOT NULL,
	weight INTEGER NOT NULL,
	due TEXT NOT NULL,
	leader_id INTEGER,
	source TEXT NOT NULL,
	source_note TEXT NOT NULL,
	confidential INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, leader_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX plan_item_version ON plan_item (jurisdiction_id, item_id, from_version);
CREATE UNIQUE INDEX plan_item_code ON plan_item (jurisdiction_id, plan_id, code, from_version);
CREATE INDEX plan_item_leader ON plan_item (jurisdiction_id, leader_id, plan_id);

CREATE TABLE assignment (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	item_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	from_version INTEGER NOT NULL,
	to_version INTEGER NOT NULL,
	state TEXT NOT NULL,
	words TEXT NOT NULL,
	answer TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX assignment_item ON assignment (jurisdiction_id, item_id, unit_id, from_version);
CREATE INDEX assignment_unit ON assignment (jurisdiction_id, unit_id, plan_id);
CREATE INDEX assignment_plan ON assignment (jurisdiction_id, plan_id, item_id);

CREATE TABLE co_assignment (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	from_version INTEGER NOT NULL,
	to_version INTEGER NOT NULL,
	part TEXT NOT NULL,
	state TEXT NOT NULL,
	note TEXT NOT NULL,
	answered_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, assignment_id) REFERENCES assignment (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX co_assignment_unit ON co_assignment
	(jurisdiction_id, assignment_id, unit_id, from_version);
CREATE INDEX co_assignment_of_unit ON co_assignment (jurisdiction_id, unit_id);

CREATE TABLE assignment_person (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	part TEXT NOT NULL,
	due_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, assignment_id) REFERENCES assignment (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX assignment_person_person ON assignment_person
	(jurisdiction_id, assignment_id, person_id);
CREATE INDEX assignment_person_of ON assignment_person (jurisdiction_id, person_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('plan', 'plan', '20 20 1'),
	('plan', 'plan_year', '20 20 1'),
	('plan_version', 'plan_version', '60 60 1'),
	('plan_version', 'plan_version_number', '60 60 3 1'),
	('plan_item', 'plan_item', '20000 20000 1'),
	('plan_item', 'plan_item_version', '20000 20000 1 1'),
	('plan_item', 'plan_item_code', '20000 20000 1000 1 1'),
	('plan_item', 'plan_item_leader', '20000 20000 500 50'),
	('assignment', 'assignment', '100000 100000 1'),
	('assignment', 'assignment_item', '100000 100000 5 1 1'),
	('assignment', 'assignment_unit', '100000 100000 200 40'),
	('assignment', 'assignment_plan', '100000 100000 5000 5'),
	('co_assignment', 'co_assignment', '50000 50000 1'),
	('co_assignment', 'co_assignment_unit', '50000 50000 2 1 1'),
	('co_assignment', 'co_assignment_of_unit', '50000 50000 100'),
	('assignment_person', 'assignment_person', '150000 150000 1'),
	('assignment_person', 'assignment_person_person', '150000 150000 2 1'),
	('assignment_person', 'assignment_person_of', '150000 150000 30');
