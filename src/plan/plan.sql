-- Plans and their versions.

-- name: plan_insert
INSERT INTO plan (
	jurisdiction_id, id, revision, encoding, year, title, version)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :title, :version);

-- name: plan_update
UPDATE plan SET
	revision = :revision, encoding = :encoding, year = :year, title = :title,
	version = :version
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_remove
DELETE FROM plan
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_get
-- columns: jurisdiction_id id revision encoding year title version
SELECT jurisdiction_id, id, revision, encoding, year, title, version
FROM plan WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: plan_all
-- columns: jurisdiction_id id revision encoding year title version
SELECT jurisdiction_id, id, revision, encoding, year, title, version
FROM plan WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: plan_version_insert
INSERT INTO plan_version (
	jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :plan_id, :version, :state, :reason,
	:consult_until, :opened_day, :published_day);

-- name: plan_version_update
UPDATE plan_version SET
	revision = :revision, encoding = :encoding, plan_id = :plan_id, version = :version,
	state = :state, reason = :reason, consult_until = :consult_until,
	opened_day = :opened_day, published_day = :published_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_version_get
-- columns: jurisdiction_id id revision encoding plan_id version state reason consult_until opened_day published_day
SELECT jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day
FROM plan_version WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: plan_version_all
-- columns: jurisdiction_id id revision encoding plan_id version state reason consult_until opened_day published_day
SELECT jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day
FROM plan_version WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: plan_by_year
-- columns: jurisdiction_id id revision encoding year title version
SELECT jurisdiction_id, id, revision, encoding, year, title, version
FROM plan
WHERE jurisdiction_id = :jurisdiction_id AND year = :year;

-- name: plan_version_by_number
-- columns: jurisdiction_id id revision encoding plan_id version state reason consult_until opened_day published_day
SELECT jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day
FROM plan_version
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND version = :version;

-- The draft of a plan, if one is open.
-- name: plan_version_open
-- columns: jurisdiction_id id revision encoding plan_id version state reason consult_until opened_day published_day
SELECT jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day
FROM plan_version
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id
	AND state IN ('drafting', 'consulting');

-- name: plan_version_next
-- columns: version
SELECT COALESCE(MAX(version), 0) + 1 AS version FROM plan_version
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id;

-- name: plan_newest
-- columns: year
SELECT year FROM plan WHERE jurisdiction_id = :jurisdiction_id ORDER BY year DESC LIMIT 1;
