-- The life of units: first and last day, former names, and the changes that bring both about.

ALTER TABLE unit ADD COLUMN from_day INTEGER;
ALTER TABLE unit ADD COLUMN to_day INTEGER;

-- A change of units by a document: rename, merge, split, dissolve. :day is the first day of the new state.
CREATE TABLE unit_change (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	kind TEXT NOT NULL,
	day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	name_before TEXT NOT NULL,
	name_after TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_change_day ON unit_change (jurisdiction_id, day, id);

-- Which units a change had before it and has after it; one that goes on stands on both sides.
CREATE TABLE unit_change_unit (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	change_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	side TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, change_id) REFERENCES unit_change (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX unit_change_unit_side ON unit_change_unit
	(jurisdiction_id, change_id, side, unit_id);
CREATE INDEX unit_change_unit_unit ON unit_change_unit (jurisdiction_id, unit_id, change_id);

-- A name that a unit had until a day. A year is told in the words of its last day: last_year is the last
-- year whose last day still had this name.
CREATE TABLE unit_name (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	to_day INTEGER NOT NULL,
	last_year INTEGER NOT NULL,
	change_id INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, change_id) REFERENCES unit_change (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX unit_name_day ON unit_name (jurisdiction_id, unit_id, to_day);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('unit_change', 'unit_change', '500 500 1'),
	('unit_change', 'unit_change_day', '500 500 4 1'),
	('unit_change_unit', 'unit_change_unit', '1200 1200 1'),
	('unit_change_unit', 'unit_change_unit_side', '1200 1200 3 2 1'),
	('unit_change_unit', 'unit_change_unit_unit', '1200 1200 2 1'),
	('unit_name', 'unit_name', '500 500 1'),
	('unit_name', 'unit_name_day', '500 500 2 1');
