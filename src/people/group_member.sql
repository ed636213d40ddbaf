-- name: group_member_insert
INSERT INTO group_member (
	jurisdiction_id, id, revision, encoding, year, group_id, unit_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :group_id, :unit_id);

-- name: group_member_update
UPDATE group_member SET
	revision = :revision, encoding = :encoding, year = :year, group_id = :group_id,
	unit_id = :unit_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: group_member_remove
DELETE FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: group_member_get
-- columns: jurisdiction_id id revision encoding year group_id unit_id
SELECT jurisdiction_id, id, revision, encoding, year, group_id, unit_id
FROM group_member WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: group_member_all
-- columns: jurisdiction_id id revision encoding year group_id unit_id
SELECT jurisdiction_id, id, revision, encoding, year, group_id, unit_id
FROM group_member WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: group_member_by_unit
-- columns: jurisdiction_id id revision encoding year group_id unit_id
SELECT jurisdiction_id, id, revision, encoding, year, group_id, unit_id
FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND unit_id = :unit_id;

-- The groups that a unit was in, year by year.
-- name: group_member_of_unit
-- columns: year group_id group_name
SELECT m.year, m.group_id, g.name AS group_name FROM group_member m
JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id ORDER BY m.year DESC;
