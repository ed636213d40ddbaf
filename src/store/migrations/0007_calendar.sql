-- Working-day calendars, one row per adopted version of a year's notice (decisions.md 8). Global: its
-- jurisdiction_id is 0.

CREATE TABLE calendar_year (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT NOT NULL,
	verified INTEGER NOT NULL,
	days_off INTEGER NOT NULL,
	days_made_up INTEGER NOT NULL,
	source TEXT NOT NULL,
	adopted_day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX calendar_year_version ON calendar_year (jurisdiction_id, year, version);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('calendar_year', 'calendar_year', '30 30 1'),
	('calendar_year', 'calendar_year_version', '30 30 2 1');
