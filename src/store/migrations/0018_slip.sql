-- One-time slips that activate an account or reset its password. The record says who asked, who confirmed
-- and what became of it; the code is nowhere, its hash with the account's other secrets.

CREATE TABLE slip (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	state TEXT NOT NULL,
	requested_by INTEGER,
	confirmed_by INTEGER,
	expires_ms INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_account ON slip (jurisdiction_id, account_id);
CREATE INDEX slip_state ON slip (jurisdiction_id, state);

ALTER TABLE credential ADD COLUMN slip_hash BLOB;
ALTER TABLE credential ADD COLUMN slip_id INTEGER;
CREATE UNIQUE INDEX credential_slip ON credential (slip_hash);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('slip', 'slip', '10000 10000 1'),
	('slip', 'slip_account', '10000 10000 3'),
	('slip', 'slip_state', '10000 10000 1500'),
	('credential', 'credential_slip', '3000 1');
