-- Lists by which open matters go from one person to the next (people/handover.h).

CREATE TABLE handover (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	from_person_id INTEGER NOT NULL,
	to_person_id INTEGER,
	unit_id INTEGER,
	post_id INTEGER,
	last_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	state TEXT NOT NULL,
	opened_day INTEGER NOT NULL,
	handed_day INTEGER,
	confirmed_day INTEGER,
	previous_id INTEGER,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, from_person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, to_person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, post_id) REFERENCES post (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, previous_id) REFERENCES handover (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_from ON handover (jurisdiction_id, from_person_id);
CREATE INDEX handover_to ON handover (jurisdiction_id, to_person_id);
CREATE INDEX handover_unit ON handover (jurisdiction_id, unit_id);

CREATE TABLE handover_item (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	handover_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT NOT NULL,
	address TEXT NOT NULL,
	unit_id INTEGER,
	due_day INTEGER,
	state TEXT NOT NULL,
	note TEXT NOT NULL,
	decided_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, handover_id) REFERENCES handover (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handover_item_subject
	ON handover_item (jurisdiction_id, handover_id, kind, subject_id);
CREATE INDEX handover_item_matter ON handover_item (jurisdiction_id, kind, subject_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('handover', 'handover', '5000 5000 1'),
	('handover', 'handover_from', '5000 5000 2'),
	('handover', 'handover_to', '5000 5000 2'),
	('handover', 'handover_unit', '5000 5000 10'),
	('handover_item', 'handover_item', '30000 30000 1'),
	('handover_item', 'handover_item_subject', '30000 30000 6 3 1'),
	('handover_item', 'handover_item_matter', '30000 30000 6000 2');
