-- Responsibility letters and who signed them (letter/letter.h).

CREATE TABLE letter_text (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE letter (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	post_id INTEGER NOT NULL,
	state TEXT NOT NULL,
	plan_version INTEGER NOT NULL,
	rulebook_id INTEGER NOT NULL,
	superior_id INTEGER NOT NULL,
	countersigner_id INTEGER,
	replaces_id INTEGER,
	text_id INTEGER NOT NULL,
	made_day INTEGER NOT NULL,
	issued_day INTEGER,
	closed_day INTEGER,
	content_hash TEXT NOT NULL,
	basis_hash TEXT NOT NULL,
	proof_code TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, unit_id) REFERENCES unit (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, post_id) REFERENCES post (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, rulebook_id) REFERENCES rulebook (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, superior_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, countersigner_id) REFERENCES person (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, replaces_id) REFERENCES letter (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, text_id) REFERENCES letter_text (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX letter_of_person ON letter (jurisdiction_id, person_id, unit_id, year, number);
CREATE INDEX letter_of_year ON letter (jurisdiction_id, year, state, unit_id);
CREATE INDEX letter_superior ON letter (jurisdiction_id, superior_id, state);
CREATE INDEX letter_countersigner ON letter (jurisdiction_id, countersigner_id, state);
CREATE UNIQUE INDEX letter_proof ON letter (proof_code, jurisdiction_id);

CREATE TABLE letter_signature (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	letter_id INTEGER NOT NULL,
	signer TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	content_hash TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, letter_id) REFERENCES letter (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, person_id) REFERENCES person (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX letter_signature_once ON letter_signature (jurisdiction_id, letter_id, signer);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('letter_text', 'letter_text', '50000 50000 1'),
	('letter', 'letter', '50000 50000 1'),
	('letter', 'letter_of_person', '50000 50000 6 5 1 1'),
	('letter', 'letter_of_year', '50000 50000 5000 1000 10'),
	('letter', 'letter_superior', '50000 50000 50 10'),
	('letter', 'letter_countersigner', '50000 50000 5000 1000'),
	('letter', 'letter_proof', '50000 1 1'),
	('letter_signature', 'letter_signature', '100000 100000 1'),
	('letter_signature', 'letter_signature_once', '100000 100000 2 1');
