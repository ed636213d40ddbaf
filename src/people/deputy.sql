-- name: deputy_insert
INSERT INTO deputy (
	jurisdiction_id, id, revision, encoding, account_id, deputy_id, from_day, to_day, acts,
	reason, state)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :account_id, :deputy_id, :from_day, :to_day,
	:acts, :reason, :state);

-- name: deputy_update
UPDATE deputy SET
	revision = :revision, encoding = :encoding, account_id = :account_id, deputy_id = :deputy_id,
	from_day = :from_day, to_day = :to_day, acts = :acts, reason = :reason, state = :state
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: deputy_remove
DELETE FROM deputy
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: deputy_get
-- columns: jurisdiction_id id revision encoding account_id deputy_id from_day to_day acts reason
-- columns: state
SELECT jurisdiction_id, id, revision, encoding, account_id, deputy_id, from_day, to_day,
	acts, reason, state
FROM deputy WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: deputy_all
-- columns: jurisdiction_id id revision encoding account_id deputy_id from_day to_day acts reason
-- columns: state
SELECT jurisdiction_id, id, revision, encoding, account_id, deputy_id, from_day, to_day,
	acts, reason, state
FROM deputy WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Whom an account represents on a day: only arrangements that stand, of accounts that are active.
-- name: deputy_in_force
-- columns: account_id person_id acts
SELECT d.account_id, a.person_id, d.acts FROM deputy d
JOIN account a ON a.jurisdiction_id = 0 AND a.id = d.account_id AND a.state = 'active'
WHERE d.jurisdiction_id = :jurisdiction_id AND d.deputy_id = :account_id AND d.state = 'named'
	AND d.from_day <= :day AND d.to_day >= :day
ORDER BY d.id LIMIT 8;

-- An arrangement between the same two that shares a day with [from_day, to_day] and stands.
-- name: deputy_overlapping
-- columns: id
SELECT id FROM deputy
WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id AND deputy_id = :deputy_id
	AND state = 'named' AND id <> :id AND to_day >= :from_day AND from_day <= :to_day;

-- Arrangements of an account on either side, the latest first.
-- name: deputy_of_account
-- columns: id account_id deputy_id from_day to_day acts reason state account_name deputy_name
SELECT d.id, d.account_id, d.deputy_id, d.from_day, d.to_day, d.acts, d.reason, d.state,
	a.display_name AS account_name, b.display_name AS deputy_name
FROM deputy d
JOIN account a ON a.jurisdiction_id = 0 AND a.id = d.account_id
JOIN account b ON b.jurisdiction_id = 0 AND b.id = d.deputy_id
WHERE d.jurisdiction_id = :jurisdiction_id
	AND (d.account_id = :account_id OR d.deputy_id = :account_id)
ORDER BY d.to_day DESC, d.id DESC LIMIT 200;

-- What stands of a person's accounts on either side from :day on; head and fields of the record.
-- name: deputy_of_person
-- columns: jurisdiction_id id revision encoding account_id deputy_id from_day to_day acts reason
-- columns: state
SELECT d.jurisdiction_id, d.id, d.revision, d.encoding, d.account_id, d.deputy_id, d.from_day, d.to_day,
	d.acts, d.reason, d.state
FROM deputy d
WHERE d.jurisdiction_id = :jurisdiction_id AND d.state = 'named' AND d.to_day >= :day
	AND EXISTS (SELECT 1 FROM account a WHERE a.jurisdiction_id = 0 AND a.person_id = :person_id
		AND a.id IN (d.account_id, d.deputy_id))
ORDER BY d.id;

-- Active accounts of the jurisdiction whose log-in or name contains :pattern, without administrators
-- (:text first). For the picker of deputies.
-- name: deputy_matching
-- columns: id code name note
SELECT a.id, a.login AS code, a.display_name AS name, '' AS note FROM account a
WHERE a.jurisdiction_id = 0 AND a.state = 'active'
	AND (LOWER(a.login) LIKE :pattern ESCAPE '\' OR LOWER(a.display_name) LIKE :pattern ESCAPE '\')
	AND EXISTS (SELECT 1 FROM role_grant g WHERE g.jurisdiction_id = :jurisdiction_id
		AND g.account_id = a.id AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day)
		AND g.role NOT IN ('system', 'security', 'audit'))
ORDER BY CASE WHEN a.login = :text OR a.display_name = :text THEN 0 ELSE 1 END, a.login
LIMIT 21;
