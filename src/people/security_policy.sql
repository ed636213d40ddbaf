-- Password, slip and session rules of a jurisdiction, from a day on.

-- name: security_policy_insert
INSERT INTO security_policy (
	jurisdiction_id, id, revision, encoding, from_day, profile, minimum_length, rotation_days,
	history_count, slip_days, idle_minutes, absolute_hours, reauthentication_minutes)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :from_day, :profile, :minimum_length,
	:rotation_days, :history_count, :slip_days, :idle_minutes, :absolute_hours,
	:reauthentication_minutes);

-- name: security_policy_update
UPDATE security_policy SET
	revision = :revision, encoding = :encoding, from_day = :from_day, profile = :profile,
	minimum_length = :minimum_length, rotation_days = :rotation_days,
	history_count = :history_count, slip_days = :slip_days, idle_minutes = :idle_minutes,
	absolute_hours = :absolute_hours, reauthentication_minutes = :reauthentication_minutes
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: security_policy_remove
DELETE FROM security_policy
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: security_policy_get
-- columns: jurisdiction_id id revision encoding from_day profile minimum_length rotation_days history_count slip_days idle_minutes absolute_hours reauthentication_minutes
SELECT
	jurisdiction_id, id, revision, encoding, from_day, profile, minimum_length, rotation_days,
	history_count, slip_days, idle_minutes, absolute_hours, reauthentication_minutes
FROM security_policy WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: security_policy_all
-- columns: jurisdiction_id id revision encoding from_day profile minimum_length rotation_days history_count slip_days idle_minutes absolute_hours reauthentication_minutes
SELECT
	jurisdiction_id, id, revision, encoding, from_day, profile, minimum_length, rotation_days,
	history_count, slip_days, idle_minutes, absolute_hours, reauthentication_minutes
FROM security_policy WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: security_policy_in_force
-- columns: from_day profile minimum_length rotation_days history_count slip_days idle_minutes absolute_hours reauthentication_minutes
SELECT
	from_day, profile, minimum_length, rotation_days, history_count, slip_days, idle_minutes,
	absolute_hours, reauthentication_minutes
FROM security_policy WHERE jurisdiction_id = :jurisdiction_id AND from_day <= :day
ORDER BY from_day DESC LIMIT 1;

-- name: security_policy_of_day
-- columns: id
SELECT id FROM security_policy WHERE jurisdiction_id = :jurisdiction_id AND from_day = :from_day;
