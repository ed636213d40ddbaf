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

-- name: group_member_count
-- columns: count
SELECT COUNT(*) AS count FROM group_member
WHERE jurisdiction_id = :jurisdiction_id AND group_id = :group_id;

-- The groups that a unit was in, year by year.
-- name: group_member_of_unit
-- columns: year group_id group_name
SELECT m.year, m.group_id, g.name AS group_name FROM group_member m
JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id ORDER BY m.year DESC;

-- Members of the groups of a year; filter by group_id for one group.
-- list: group_member
-- column: id = m.id integer
-- column: year = m.year integer required
-- column: group_id = m.group_id integer required
-- column: group_name = g.name text
-- column: unit_id = m.unit_id integer required
-- column: unit_code = u.code text
-- column: unit_name = u.name text
-- column: name_key = u.name_key blob
-- column: kind = u.kind text
SELECT {columns} FROM group_member m
JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year;
