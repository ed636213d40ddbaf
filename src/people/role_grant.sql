-- name: role_grant_insert
INSERT INTO role_grant (
	jurisdiction_id, id, revision, encoding, account_id, role, unit_id, from_day, to_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :account_id, :role, :unit_id,
	:from_day, :to_day);

-- name: role_grant_update
UPDATE role_grant SET
	revision = :revision, encoding = :encoding, account_id = :account_id, role = :role,
	unit_id = :unit_id, from_day = :from_day, to_day = :to_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: role_grant_remove
DELETE FROM role_grant
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: role_grant_get
-- columns: jurisdiction_id id revision encoding account_id role unit_id from_day to_day
SELECT jurisdiction_id, id, revision, encoding, account_id, role, unit_id, from_day, to_day
FROM role_grant WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: role_grant_all
-- columns: jurisdiction_id id revision encoding account_id role unit_id from_day to_day
SELECT jurisdiction_id, id, revision, encoding, account_id, role, unit_id, from_day, to_day
FROM role_grant WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The grants of an account that are in force on a day.
-- name: role_grant_in_force
-- columns: role unit_id
SELECT role, unit_id FROM role_grant
WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id
	AND from_day <= :day AND (to_day IS NULL OR to_day >= :day)
ORDER BY id;

-- The jurisdiction of an account's latest grant.
-- name: role_grant_home
-- columns: jurisdiction_id
SELECT jurisdiction_id FROM role_grant WHERE account_id = :account_id ORDER BY id DESC LIMIT 1;

-- name: role_grant_lock_account
-- columns: id
-- engine: sqlite
SELECT id FROM account WHERE jurisdiction_id = 0 AND id = :account_id;
-- engine: postgres
SELECT id FROM account WHERE jurisdiction_id = 0 AND id = :account_id FOR UPDATE;

-- Every grant of an account in all jurisdictions that shares a day with [from_day, to_day].
-- name: role_grant_overlapping
-- columns: role
SELECT role FROM role_grant WHERE account_id = :account_id AND id <> :id
	AND (to_day IS NULL OR to_day >= :from_day)
	AND (CAST(:to_day AS INTEGER) IS NULL OR from_day <= :to_day);

-- How many of the open grants of a role in force on :day are the account's own, and how many those of
-- other active accounts.
-- name: role_grant_holders
-- columns: own others
SELECT COUNT(CASE WHEN g.account_id = :account_id THEN 1 END) AS own,
	COUNT(CASE WHEN g.account_id <> :account_id AND a.state = 'active' THEN 1 END) AS others
FROM role_grant g JOIN account a ON a.jurisdiction_id = 0 AND a.id = g.account_id
WHERE g.jurisdiction_id = :jurisdiction_id AND g.role = :role
	AND g.from_day <= :day AND g.to_day IS NULL;
