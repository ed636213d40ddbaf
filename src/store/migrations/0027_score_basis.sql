-- What the marks that were taken from the plan came from.

CREATE TABLE score_basis (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	score_id INTEGER NOT NULL,
	score_revision INTEGER NOT NULL,
	day INTEGER NOT NULL,
	detail TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX score_basis_mark ON score_basis (jurisdiction_id, score_id, score_revision);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('score_basis', 'score_basis', '20000 20000 1'),
	('score_basis', 'score_basis_mark', '20000 20000 1 1');
