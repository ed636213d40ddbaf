-- Sessions: not records, not in the ledger. A token is stored only as its SHA-256.

-- name: session_insert
INSERT INTO session (token_hash, account_id, id, stage, csrf_secret, created_ms, seen_ms,
	authenticated_ms, network)
VALUES (:token_hash, :account_id, :id, :stage, :csrf_secret, :now_ms, :now_ms, :now_ms, :network);

-- A session of an active account, with what pages show of the account and what the stage follows from.
-- name: session_get
-- columns: account_id csrf_secret created_ms seen_ms login display_name person_id id stage authenticated_ms has_totp changed_ms must_change
SELECT s.account_id, s.csrf_secret, s.created_ms, s.seen_ms, a.login, a.display_name, a.person_id,
	s.id, s.stage, s.authenticated_ms,
	CASE WHEN c.totp_secret IS NULL THEN 0 ELSE 1 END AS has_totp, c.changed_ms, c.must_change
FROM session s
JOIN account a ON a.jurisdiction_id = 0 AND a.id = s.account_id AND a.state = 'active'
JOIN credential c ON c.account_id = s.account_id
WHERE s.token_hash = :token_hash;

-- What a person is shown of their sessions: those that are not idle or over.
-- name: session_of_account
-- columns: id created_ms seen_ms network
SELECT id, created_ms, seen_ms, network FROM session
WHERE account_id = :account_id AND stage = 'open' AND seen_ms >= :idle_before_ms
	AND created_ms >= :created_before_ms
ORDER BY created_ms DESC, id DESC LIMIT 100;

-- name: session_authenticated
UPDATE session SET authenticated_ms = :now_ms WHERE token_hash = :token_hash;

-- name: session_end_one
DELETE FROM session WHERE account_id = :account_id AND id = :id;

-- name: session_end_others
DELETE FROM session WHERE account_id = :account_id AND id <> :id;

-- name: session_end
DELETE FROM session WHERE token_hash = :token_hash;

-- name: session_end_account
DELETE FROM session WHERE account_id = :account_id;

-- name: session_seen
UPDATE session SET seen_ms = :seen_ms WHERE token_hash = :token_hash AND seen_ms < :seen_ms;

-- name: session_prune
DELETE FROM session WHERE seen_ms < :idle_before_ms OR created_ms < :created_before_ms;
