-- Pairs of near items of a plan of which the office said that both are wanted.

CREATE TABLE plan_pair (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	item_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	reason TEXT NOT NULL,
	marked_day INTEGER,
	marker_id INTEGER,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, marker_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX plan_pair_items ON plan_pair (jurisdiction_id, plan_id, item_id, other_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('plan_pair', 'plan_pair', '500 500 1'),
	('plan_pair', 'plan_pair_items', '500 500 50 1 1');
