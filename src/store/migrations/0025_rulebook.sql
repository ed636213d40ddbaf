-- Rule files other than schemes and calendars, as they were adopted.

CREATE TABLE rulebook (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	code TEXT NOT NULL,
	kind TEXT NOT NULL,
	version INTEGER NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	to_day INTEGER,
	source TEXT NOT NULL,
	adopted_day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rulebook_version ON rulebook (jurisdiction_id, code, version);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('rulebook', 'rulebook', '20 20 1'),
	('rulebook', 'rulebook_version', '20 20 2 1');
