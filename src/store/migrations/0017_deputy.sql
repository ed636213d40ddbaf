-- Who may act for whom, from a day to a day, in which kinds of act (people/deputy.h).

CREATE TABLE deputy (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	deputy_id INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	acts TEXT NOT NULL,
	reason TEXT NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deputy_account ON deputy (jurisdiction_id, account_id);
CREATE INDEX deputy_deputy ON deputy (jurisdiction_id, deputy_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('deputy', 'deputy', '2000 2000 1'),
	('deputy', 'deputy_account', '2000 2000 4'),
	('deputy', 'deputy_deputy', '2000 2000 4');
