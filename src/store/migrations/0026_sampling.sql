-- Evidence that reports cite; sampling plans of the inspectors and the reports that they drew.

CREATE TABLE report_evidence (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	report_id INTEGER NOT NULL,
	evidence_id INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, report_id) REFERENCES progress_report (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, evidence_id) REFERENCES evidence (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_evidence_once ON report_evidence (jurisdiction_id, report_id, evidence_id);
CREATE INDEX report_evidence_use ON report_evidence (jurisdiction_id, evidence_id);

CREATE TABLE sampling (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	only_done INTEGER NOT NULL,
	size INTEGER NOT NULL,
	seed_hash TEXT NOT NULL,
	seed TEXT NOT NULL,
	state TEXT NOT NULL,
	made_day INTEGER NOT NULL,
	maker_id INTEGER,
	drawn_day INTEGER,
	population INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, plan_id) REFERENCES plan (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, maker_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sampling_seed ON sampling (jurisdiction_id, seed_hash);

CREATE TABLE sampling_draw (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	sampling_id INTEGER NOT NULL,
	report_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, sampling_id) REFERENCES sampling (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, report_id) REFERENCES progress_report (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sampling_draw_report ON sampling_draw (jurisdiction_id, sampling_id, report_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('report_evidence', 'report_evidence', '200000 200000 1'),
	('report_evidence', 'report_evidence_once', '200000 200000 2 1'),
	('report_evidence', 'report_evidence_use', '200000 200000 3'),
	('sampling', 'sampling', '100 100 1'),
	('sampling', 'sampling_seed', '100 100 1'),
	('sampling_draw', 'sampling_draw', '5000 5000 1'),
	('sampling_draw', 'sampling_draw_report', '5000 5000 50 1');
