-- Accounts are global (jurisdiction_id 0). Their secrets are in table credential, which no list,
-- export or ledger reads.
-- nouns: credential password_history

-- name: account_insert
INSERT INTO account (
	jurisdiction_id, id, revision, encoding, login, display_name, person_id, state,
	language)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :login, :display_name, :person_id,
	:state, :language);

-- name: account_update
UPDATE account SET
	revision = :revision, encoding = :encoding, login = :login,
	display_name = :display_name, person_id = :person_id, state = :state,
	language = :language
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: account_remove
DELETE FROM account
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: account_get
-- columns: jurisdiction_id id revision encoding login display_name person_id state language
SELECT jurisdiction_id, id, revision, encoding, login, display_name, person_id, state, language
FROM account WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: account_all
-- columns: jurisdiction_id id revision encoding login display_name person_id state language
SELECT jurisdiction_id, id, revision, encoding, login, display_name, person_id, state, language
FROM account WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: account_by_login
-- columns: jurisdiction_id id revision encoding login display_name person_id state language
SELECT jurisdiction_id, id, revision, encoding, login, display_name, person_id, state, language
FROM account WHERE login = :login;

-- Accounts with the roles that they hold in a jurisdiction on a day, names joined by spaces.
-- list: account
-- column: id = a.id integer
-- column: login = a.login text required
-- column: display_name = a.display_name text required
-- column: state = a.state text required
-- column: language = a.language text required
-- column: person_id = a.person_id integer
-- column: roles = COALESCE(g.roles, '') text
SELECT {columns} FROM account a
LEFT JOIN (SELECT account_id, string_agg(role, ' ' ORDER BY role) AS roles FROM role_grant
	WHERE jurisdiction_id = :jurisdiction_id
		AND from_day <= :day AND (to_day IS NULL OR to_day >= :day)
	GROUP BY account_id) g ON g.account_id = a.id
WHERE a.jurisdiction_id = 0;

-- What a log-in needs in one row.
-- name: credential_by_login
-- columns: account_id state password_hash
SELECT a.id AS account_id, a.state, c.password_hash FROM account a
JOIN credential c ON c.account_id = a.id
WHERE a.login = :login;

-- name: credential_insert
INSERT INTO credential (account_id, password_hash, changed_ms, totp_secret, totp_last_step)
VALUES (:account_id, :password_hash, :changed_ms, NULL, 0);

-- name: credential_set_password
UPDATE credential SET password_hash = :password_hash, changed_ms = :changed_ms, must_change = 0
WHERE account_id = :account_id;

-- name: credential_hash
-- columns: password_hash
SELECT password_hash FROM credential WHERE account_id = :account_id;

-- name: credential_must_change
UPDATE credential SET must_change = 1 WHERE account_id = :account_id;

-- The present password becomes a former one.
-- name: password_history_add
INSERT INTO password_history (account_id, id, password_hash)
SELECT account_id, CAST(:id AS INTEGER), password_hash FROM credential
WHERE account_id = :account_id AND password_hash <> '';

-- name: password_history_prune
DELETE FROM password_history WHERE account_id = :account_id AND id NOT IN (
	SELECT id FROM password_history WHERE account_id = :account_id ORDER BY id DESC LIMIT 24);

-- The former passwords, newest first.
-- name: password_history_hashes
-- columns: password_hash
SELECT password_hash FROM password_history WHERE account_id = :account_id
ORDER BY id DESC LIMIT :count;

-- name: account_id_by_login
-- columns: id
SELECT id FROM account WHERE login = :login;

-- An active account's person; no row when it is disabled or absent.
-- name: account_active
-- columns: person_id
SELECT person_id FROM account WHERE jurisdiction_id = 0 AND id = :id AND state = 'active';
