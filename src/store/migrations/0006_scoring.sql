-- Scoring by people: why a mark was changed, and the marks that were taken away again.

ALTER TABLE score ADD COLUMN change_reason TEXT NOT NULL DEFAULT '';

-- A mark that was entered wrongly and removed: what it said and why it went.
CREATE TABLE score_removal (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	year INTEGER NOT NULL,
	subject TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	indicator TEXT NOT NULL,
	scorer TEXT NOT NULL,
	score_id INTEGER NOT NULL,
	reason TEXT NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_removal_cell ON score_removal
	(jurisdiction_id, year, subject, subject_id, indicator);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('score_removal', 'score_removal', '3000 3000 1'),
	('score_removal', 'score_removal_cell', '3000 3000 600 500 2 1');
