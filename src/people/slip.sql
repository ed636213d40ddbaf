-- Slips are of the installation (jurisdiction 0), as accounts are.

-- name: slip_insert
INSERT INTO slip (
	jurisdiction_id, id, revision, encoding, account_id, kind, state,
	requested_by, confirmed_by, expires_ms)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :account_id, :kind, :state,
	:requested_by, :confirmed_by, :expires_ms);

-- name: slip_update
UPDATE slip SET
	revision = :revision, encoding = :encoding, account_id = :account_id, kind = :kind,
	state = :state, requested_by = :requested_by, confirmed_by = :confirmed_by,
	expires_ms = :expires_ms
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: slip_remove
DELETE FROM slip
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: slip_get
-- columns: jurisdiction_id id revision encoding account_id kind state requested_by confirmed_by expires_ms
SELECT jurisdiction_id, id, revision, encoding, account_id, kind, state,
	requested_by, confirmed_by, expires_ms
FROM slip WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: slip_all
-- columns: jurisdiction_id id revision encoding account_id kind state requested_by confirmed_by expires_ms
SELECT jurisdiction_id, id, revision, encoding, account_id, kind, state,
	requested_by, confirmed_by, expires_ms
FROM slip WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The slip of an account that is still to be used or decided upon.
-- name: slip_open
-- columns: jurisdiction_id id revision encoding account_id kind state requested_by confirmed_by expires_ms
SELECT jurisdiction_id, id, revision, encoding, account_id, kind, state,
	requested_by, confirmed_by, expires_ms
FROM slip WHERE jurisdiction_id = 0 AND account_id = :account_id
	AND state IN ('requested', 'confirmed', 'issued')
ORDER BY id DESC LIMIT 1;

-- name: slip_by_hash
-- columns: slip_id
SELECT slip_id FROM credential WHERE slip_hash = :slip_hash;

-- name: slip_put_hash
UPDATE credential SET slip_hash = :slip_hash, slip_id = :slip_id WHERE account_id = :account_id;

-- name: slip_forget_hash
UPDATE credential SET slip_hash = NULL, slip_id = NULL WHERE account_id = :account_id;

-- Whether the account ever had a password, and whether it ever was an administrator's.
-- name: slip_situation
-- columns: activated administrator
SELECT CASE WHEN c.password_hash = '' THEN 0 ELSE 1 END AS activated,
	CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = c.account_id
		AND g.role IN ('system', 'security', 'audit')) THEN 1 ELSE 0 END AS administrator
FROM credential c WHERE c.account_id = :account_id;

-- Accounts that wait for their activation, with what became of their last slip.
-- name: slip_waiting
-- columns: id login display_name expires_ms
SELECT a.id, a.login, a.display_name, COALESCE((SELECT MAX(s.expires_ms) FROM slip s
	WHERE s.jurisdiction_id = 0 AND s.account_id = a.id AND s.state = 'issued'), 0) AS expires_ms
FROM account a WHERE a.jurisdiction_id = 0 AND a.state = 'waiting'
ORDER BY a.login LIMIT 201;

-- Resets of administrators that wait for a second person, and those confirmed but not yet printed.
-- name: slip_requests
-- columns: id account_id login display_name state requested_by requester expires_ms
SELECT s.id, s.account_id, a.login, a.display_name, s.state, s.requested_by,
	COALESCE(r.display_name, '') AS requester, s.expires_ms
FROM slip s
JOIN account a ON a.jurisdiction_id = 0 AND a.id = s.account_id
LEFT JOIN account r ON r.jurisdiction_id = 0 AND r.id = s.requested_by
WHERE s.jurisdiction_id = 0 AND s.state IN ('requested', 'confirmed') AND s.expires_ms > :now_ms
ORDER BY s.id LIMIT 100;
