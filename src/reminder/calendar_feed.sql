-- Secret addresses of calendars; never committed, listed to their owner only.

-- name: calendar_feed_insert
INSERT INTO calendar_feed (
	id, token_hash, jurisdiction_id, account_id, unit_id, language, made_day, used_day)
VALUES (
	:id, :token_hash, :jurisdiction_id, :account_id, :unit_id, :language, :made_day, NULL);

-- name: calendar_feed_count
-- columns: count
SELECT COUNT(*) AS count FROM calendar_feed WHERE account_id = :account_id;

-- name: calendar_feed_remove
DELETE FROM calendar_feed WHERE account_id = :account_id AND id = :id;

-- name: calendar_feed_by_secret
-- columns: id jurisdiction_id account_id unit_id language made_day used_day
SELECT f.id, f.jurisdiction_id, f.account_id, f.unit_id, f.language, f.made_day, f.used_day
FROM calendar_feed f
JOIN account a ON a.jurisdiction_id = 0 AND a.id = f.account_id AND a.state = 'active'
WHERE f.token_hash = :token_hash;

-- name: calendar_feed_used
UPDATE calendar_feed SET used_day = :day
WHERE id = :id AND (used_day IS NULL OR used_day < :day);

-- name: calendar_feed_of_account
-- columns: id unit_id unit_name made_day used_day
SELECT f.id, f.unit_id, COALESCE(u.name, '') AS unit_name, f.made_day, f.used_day
FROM calendar_feed f
LEFT JOIN unit u ON u.jurisdiction_id = f.jurisdiction_id AND u.id = f.unit_id
WHERE f.account_id = :account_id ORDER BY f.id;

-- Units that lead something in a plan in force, for the choice of a unit's calendar.
-- name: calendar_feed_units
-- columns: id code name
SELECT DISTINCT u.id, u.code, u.name FROM assignment a
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id AND p.version > 0
	AND p.year >= :year
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.from_version <= p.version
	AND (a.to_version = 0 OR a.to_version >= p.version)
ORDER BY u.code;

-- When the due day of a checkpoint was changed, and how often: granted requests of a plan.
-- name: calendar_feed_moves
-- columns: assignment_id checkpoint moves last_day
SELECT r.assignment_id, COALESCE(r.checkpoint, 0) AS checkpoint, COUNT(*) AS moves,
	MAX(r.answered_day) AS last_day
FROM assignment a
JOIN due_request r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id AND r.state = 'granted'
GROUP BY r.assignment_id, r.checkpoint
ORDER BY r.assignment_id, r.checkpoint;

-- When the last done report of a checkpoint was accepted.
-- name: calendar_feed_accepted
-- columns: assignment_id checkpoint last_day
SELECT r.assignment_id, COALESCE(r.checkpoint, 0) AS checkpoint, MAX(r.reviewed_day) AS last_day
FROM assignment a
JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id AND r.state = 'accepted'
GROUP BY r.assignment_id, r.checkpoint
ORDER BY r.assignment_id, r.checkpoint;

-- When the version in force was published.
-- name: calendar_feed_published
-- columns: published_day
SELECT published_day FROM plan_version
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND version = :version;
