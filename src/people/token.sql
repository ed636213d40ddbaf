-- API tokens are global (jurisdiction_id 0), as accounts are. Their SHA-256 is in table token_secret,
-- which no list, export or ledger reads.

-- name: token_insert
INSERT INTO token (
	jurisdiction_id, id, revision, encoding, account_id, name, purpose, scope, made_day,
	expires_day, state)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :account_id, :name, :purpose, :scope,
	:made_day, :expires_day, :state);

-- name: token_update
UPDATE token SET
	revision = :revision, encoding = :encoding, account_id = :account_id, name = :name,
	purpose = :purpose, scope = :scope, made_day = :made_day, expires_day = :expires_day,
	state = :state
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: token_remove
DELETE FROM token
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: token_get
-- columns: jurisdiction_id id revision encoding account_id name purpose scope made_day expires_day state
SELECT jurisdiction_id, id, revision, encoding, account_id, name, purpose, scope, made_day,
	expires_day, state
FROM token WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: token_all
-- columns: jurisdiction_id id revision encoding account_id name purpose scope made_day expires_day state
SELECT jurisdiction_id, id, revision, encoding, account_id, name, purpose, scope, made_day,
	expires_day, state
FROM token WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- How many of an account's tokens work on a day.
-- name: token_working
-- columns: count
SELECT COUNT(*) AS count FROM token
WHERE jurisdiction_id = 0 AND account_id = :account_id AND state = 'active'
	AND expires_day >= :day;

-- name: token_secret_insert
INSERT INTO token_secret (token_hash, token_id, used_day) VALUES (:token_hash, :token_id, NULL);

-- name: token_secret_used
UPDATE token_secret SET used_day = :day
WHERE token_id = :token_id AND (used_day IS NULL OR used_day < :day);

-- What a request with a token needs, in one row.
-- name: token_by_secret
-- columns: token_id account_id scope expires_day state account_state used_day login display_name person_id
SELECT t.id AS token_id, t.account_id, t.scope, t.expires_day, t.state, a.state AS account_state,
	s.used_day, a.login, a.display_name, a.person_id
FROM token_secret s
JOIN token t ON t.jurisdiction_id = 0 AND t.id = s.token_id
JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
WHERE s.token_hash = :token_hash;

-- The tokens of one account (:account_id), or of all (:account_id 0); the state as it is on :day.
-- list: token
-- column: id = t.id integer
-- column: account_id = t.account_id integer required
-- column: login = a.login text required
-- column: display_name = a.display_name text required
-- column: name = t.name text required
-- column: purpose = t.purpose text required
-- column: scope = t.scope text required
-- column: made_day = t.made_day integer required
-- column: expires_day = t.expires_day integer required
-- column: used_day = s.used_day integer
-- column: state = CASE WHEN t.state = 'active' AND t.expires_day < d.day THEN 'expired' ELSE t.state END text
SELECT {columns} FROM token t
JOIN (SELECT CAST(:day AS INTEGER) AS day) d ON 1 = 1
JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
LEFT JOIN token_secret s ON s.token_id = t.id
WHERE t.jurisdiction_id = 0 AND (:account_id = 0 OR t.account_id = :account_id);
