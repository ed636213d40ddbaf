-- Persons who left, and what happened to persons by which document.

ALTER TABLE person ADD COLUMN left_day INTEGER;

CREATE TABLE person_change (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	post_id INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, post_id) REFERENCES post (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_change_person ON person_change (jurisdiction_id, person_id, day);

-- Whose account it is: leaving and handing over ask for it.
CREATE INDEX account_person ON account (jurisdiction_id, person_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('person_change', 'person_change', '30000 30000 1'),
	('person_change', 'person_change_person', '30000 30000 3 1'),
	('account', 'account_person', '3000 3000 1');
