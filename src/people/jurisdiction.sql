-- A jurisdiction is a global record: its column jurisdiction_id is 0, and its id is what the other
-- tables carry as jurisdiction_id.

-- name: jurisdiction_insert
INSERT INTO jurisdiction (
	jurisdiction_id, id, revision, encoding, code, name, name_en, utc_offset_minutes,
	clock_offset_days, demonstration)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :name, :name_en,
	:utc_offset_minutes, :clock_offset_days, :demonstration);

-- name: jurisdiction_update
UPDATE jurisdiction SET
	revision = :revision, encoding = :encoding, code = :code, name = :name,
	name_en = :name_en, utc_offset_minutes = :utc_offset_minutes,
	clock_offset_days = :clock_offset_days, demonstration = :demonstration
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: jurisdiction_remove
DELETE FROM jurisdiction
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: jurisdiction_get
-- columns: jurisdiction_id id revision encoding code name name_en utc_offset_minutes
-- columns: clock_offset_days demonstration
SELECT jurisdiction_id, id, revision, encoding, code, name, name_en, utc_offset_minutes,
	clock_offset_days, demonstration
FROM jurisdiction WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: jurisdiction_all
-- columns: jurisdiction_id id revision encoding code name name_en utc_offset_minutes
-- columns: clock_offset_days demonstration
SELECT jurisdiction_id, id, revision, encoding, code, name, name_en, utc_offset_minutes,
	clock_offset_days, demonstration
FROM jurisdiction WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: jurisdiction_clock
-- columns: utc_offset_minutes clock_offset_days
SELECT utc_offset_minutes, clock_offset_days
FROM jurisdiction WHERE jurisdiction_id = 0 AND id = :id;
