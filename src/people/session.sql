-- Sessions: not records, not in the ledger. A token is stored only as its SHA-256.

-- name: session_insert
INSERT INTO session (token_hash, account_id, csrf_secret, created_ms, seen_ms, network)
VALUES (:token_hash, :account_id, :csrf_secret, :now_ms, :now_ms, :network);

-- A session of an active account, with what pages show of the account.
-- name: session_get
-- columns: account_id csrf_secret created_ms seen_ms login display_name person_id
SELECT s.account_id, s.csrf_secret, s.created_ms, s.seen_ms, a.login, a.display_name, a.person_id
FROM session s
JOIN account a ON a.jurisdiction_id = 0 AND a.id = s.account_id AND a.state = 'active'
WHERE s.token_hash = :token_hash;

-- name: session_end
DELETE FROM session WHERE token_hash = :token_hash;

-- name: session_end_account
DELETE FROM session WHERE account_id = :account_id;

-- name: session_seen
UPDATE session SET seen_ms = :seen_ms WHERE token_hash = :token_hash AND seen_ms < :seen_ms;

-- name: session_prune
DELETE FROM session WHERE seen_ms < :idle_before_ms OR created_ms < :created_before_ms;
