-- The year's examination of each cadre, and findings of failing or inadequate duty.

CREATE TABLE examination (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	level TEXT NOT NULL,
	superior_id INTEGER,
	state TEXT NOT NULL,
	study TEXT NOT NULL,
	performance TEXT NOT NULL,
	integrity TEXT NOT NULL,
	opinion TEXT NOT NULL,
	note TEXT NOT NULL,
	opened_day INTEGER NOT NULL,
	stated_day INTEGER,
	assessed_day INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, superior_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX examination_year ON examination (jurisdiction_id, year, person_id);
CREATE INDEX examination_person ON examination (jurisdiction_id, person_id);
CREATE INDEX examination_superior ON examination (jurisdiction_id, superior_id);
CREATE INDEX examination_unit ON examination (jurisdiction_id, unit_id);

CREATE TABLE finding (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	examination_id INTEGER NOT NULL,
	part TEXT NOT NULL,
	grade TEXT NOT NULL,
	facts TEXT NOT NULL,
	reason TEXT NOT NULL,
	finder TEXT NOT NULL,
	finder_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	state TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, examination_id) REFERENCES examination (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_examination ON finding (jurisdiction_id, examination_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('examination', 'examination', '5000 5000 1'),
	('examination', 'examination_year', '5000 5000 1000 1'),
	('examination', 'examination_person', '5000 5000 5'),
	('examination', 'examination_superior', '5000 5000 20'),
	('examination', 'examination_unit', '5000 5000 20'),
	('finding', 'finding', '200 200 1'),
	('finding', 'finding_examination', '200 200 2');
