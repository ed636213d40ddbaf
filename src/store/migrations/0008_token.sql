-- API tokens. The record says whose a token is, for what, and until when; token_secret has the SHA-256 of
-- the token itself and the last day it was used, and is never committed, exported or shown. An act done
-- with a token names it.

CREATE TABLE token (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	purpose TEXT NOT NULL,
	scope TEXT NOT NULL,
	made_day INTEGER NOT NULL,
	expires_day INTEGER NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (jurisdiction_id, id),
	FOREIGN KEY (jurisdiction_id, account_id) REFERENCES account (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_account ON token (jurisdiction_id, account_id, id);

CREATE TABLE token_secret (
	token_hash BLOB NOT NULL PRIMARY KEY,
	token_id INTEGER NOT NULL,
	used_day INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX token_secret_token ON token_secret (token_id);

ALTER TABLE act ADD COLUMN token_id INTEGER;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('token', 'token', '200 200 1'),
	('token', 'token_account', '200 200 10 1'),
	('token_secret', 'token_secret', '200 1'),
	('token_secret', 'token_secret_token', '200 1');
