-- Log-ins in two steps, sessions that can be named and asked again, policies with dates, and what a person
-- is shown of the attempts on their account. None of it but the policy is a record.

DELETE FROM session;
ALTER TABLE session ADD COLUMN id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN stage TEXT NOT NULL DEFAULT 'open';
ALTER TABLE session ADD COLUMN authenticated_ms INTEGER NOT NULL DEFAULT 0;

-- 1: the password was made for the person and must be changed at the first log-in.
ALTER TABLE credential ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;

-- Former passwords, as many as the strictest policy compares with.
CREATE TABLE password_history (
	account_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	password_hash TEXT NOT NULL,
	PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

-- Attempts to open an account, for the account's own page; kept for some months.
CREATE TABLE login_attempt (
	account_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	kind TEXT NOT NULL,
	success INTEGER NOT NULL,
	network TEXT NOT NULL,
	PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE security_policy (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	encoding INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	profile TEXT NOT NULL,
	minimum_length INTEGER NOT NULL,
	rotation_days INTEGER NOT NULL,
	history_count INTEGER NOT NULL,
	slip_days INTEGER NOT NULL,
	idle_minutes INTEGER NOT NULL,
	absolute_hours INTEGER NOT NULL,
	reauthentication_minutes INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX security_policy_from ON security_policy (jurisdiction_id, from_day);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('password_history', 'password_history', '10000 5 1'),
	('login_attempt', 'login_attempt', '100000 50 1'),
	('security_policy', 'security_policy', '20 20 1'),
	('security_policy', 'security_policy_from', '20 20 1');

-- Two transactions that give one account roles in different jurisdictions hold different locks. The first
-- to get here locks the account's row; the second waits, and then its look at the other roles sees
-- what the first has committed (0002 compared without waiting). SQLite has one writer.
-- engine: postgres only
CREATE OR REPLACE FUNCTION role_grant_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM account WHERE jurisdiction_id = 0 AND id = NEW.account_id FOR UPDATE;
	IF EXISTS (SELECT 1 FROM role_grant o
		WHERE o.account_id = NEW.account_id
			AND o.id <> NEW.id
			AND o.role <> NEW.role
			AND (o.role IN ('system', 'security', 'audit')
				OR NEW.role IN ('system', 'security', 'audit'))
			AND (o.to_day IS NULL OR o.to_day >= NEW.from_day)
			AND (NEW.to_day IS NULL OR o.from_day <= NEW.to_day)) THEN
		RAISE EXCEPTION 'role_grant_apart: administrators are kept apart'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
