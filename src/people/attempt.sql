-- nouns: login_failure login_attempt

-- name: login_failure_get
-- columns: failures last_ms
SELECT failures, last_ms FROM login_failure
WHERE login_hash = :login_hash AND network = :network;

-- A row whose last failure is before :forget_before_ms starts again at one.
-- name: login_failure_add
INSERT INTO login_failure (login_hash, network, failures, last_ms)
VALUES (:login_hash, :network, 1, :now_ms)
ON CONFLICT (login_hash, network) DO UPDATE SET
	failures = CASE WHEN login_failure.last_ms < :forget_before_ms THEN 1
		ELSE login_failure.failures + 1 END,
	last_ms = excluded.last_ms;

-- name: login_failure_clear
DELETE FROM login_failure WHERE login_hash = :login_hash AND network = :network;

-- name: login_failure_prune
DELETE FROM login_failure WHERE last_ms < :before_ms;

-- name: login_attempt_add
INSERT INTO login_attempt (account_id, id, at_ms, kind, success, network)
VALUES (:account_id, :id, :at_ms, :kind, :success, :network);

-- name: login_attempt_prune
DELETE FROM login_attempt WHERE account_id = :account_id AND at_ms < :before_ms;

-- name: login_attempt_recent
-- columns: at_ms kind success network
SELECT at_ms, kind, success, network FROM login_attempt WHERE account_id = :account_id
ORDER BY id DESC LIMIT 20;

-- Failures since the account was last opened by the step of that kind.
-- name: login_attempt_failures
-- columns: failures
SELECT COUNT(*) AS failures FROM login_attempt
WHERE account_id = :account_id AND success = 0 AND id > COALESCE((
	SELECT MAX(o.id) FROM login_attempt o
	WHERE o.account_id = :account_id AND o.kind = :kind AND o.success = 1), 0);
