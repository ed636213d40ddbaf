-- Who leads an item, who helps, who answers for it.
-- nouns: co_assignment assignments co_assignments

-- name: assignment_insert
INSERT INTO assignment (
	jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :plan_id, :item_id, :unit_id,
	:from_version, :to_version, :state, :words, :answer);

-- name: assignment_update
UPDATE assignment SET
	revision = :revision, encoding = :encoding, plan_id = :plan_id, item_id = :item_id,
	unit_id = :unit_id, from_version = :from_version, to_version = :to_version,
	state = :state, words = :words, answer = :answer
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: assignment_remove
DELETE FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: assignment_get
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: assignment_all
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: co_assignment_insert
INSERT INTO co_assignment (
	jurisdiction_id, id, revision, encoding, assignment_id, unit_id, from_version,
	to_version, part, state, note, answered_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :assignment_id, :unit_id, :from_version,
	:to_version, :part, :state, :note, :answered_day);

-- name: co_assignment_update
UPDATE co_assignment SET
	revision = :revision, encoding = :encoding, assignment_id = :assignment_id,
	unit_id = :unit_id, from_version = :from_version, to_version = :to_version,
	part = :part, state = :state, note = :note, answered_day = :answered_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: co_assignment_remove
DELETE FROM co_assignment
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: co_assignment_get
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, unit_id, from_version,
	to_version, part, state, note, answered_day
FROM co_assignment WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: co_assignment_all
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, unit_id, from_version,
	to_version, part, state, note, answered_day
FROM co_assignment WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: assignment_person_insert
INSERT INTO assignment_person (
	jurisdiction_id, id, revision, encoding, assignment_id, person_id, part, due_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :assignment_id, :person_id, :part, :due_day);

-- name: assignment_person_update
UPDATE assignment_person SET
	revision = :revision, encoding = :encoding, assignment_id = :assignment_id,
	person_id = :person_id, part = :part, due_day = :due_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: assignment_person_remove
DELETE FROM assignment_person
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: assignment_person_get
-- columns: jurisdiction_id id revision encoding assignment_id person_id part due_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, person_id, part, due_day
FROM assignment_person WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: assignment_person_all
-- columns: jurisdiction_id id revision encoding assignment_id person_id part due_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, person_id, part, due_day
FROM assignment_person WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: assignment_in_version
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND item_id = :item_id AND unit_id = :unit_id
	AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version);

-- name: assignments_of_item
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND item_id = :item_id AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY id;

-- name: assignments_in_version
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY item_id, id;

-- Rows that begin in a version or ended with the one before: what it changes.
-- name: assignments_changed
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id
	AND (from_version = :version OR to_version = CAST(:version AS INTEGER) - 1)
ORDER BY item_id, id;

-- name: co_assignments_of
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, unit_id, from_version,
	to_version, part, state, note, answered_day
FROM co_assignment
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY id;

-- name: co_assignment_in_version
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, unit_id, from_version,
	to_version, part, state, note, answered_day
FROM co_assignment
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id AND unit_id = :unit_id
	AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version);

-- name: assignment_persons_of
-- columns: jurisdiction_id id revision encoding assignment_id person_id part due_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, person_id, part, due_day
FROM assignment_person
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id ORDER BY id;

-- Co-assignments of a plan that begin in a version or ended with the one before.
-- name: co_assignments_changed
-- columns: jurisdiction_id id revision encoding assignment_id unit_id from_version to_version part state note answered_day
SELECT c.jurisdiction_id, c.id, c.revision, c.encoding, c.assignment_id, c.unit_id, c.from_version,
	c.to_version, c.part, c.state, c.note, c.answered_day
FROM co_assignment c
JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.id = c.assignment_id
WHERE c.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND (c.from_version = :version OR c.to_version = CAST(:version AS INTEGER) - 1)
ORDER BY c.id;

-- What the units asked and nobody answered yet.
-- name: assignment_questions
-- columns: count
SELECT COUNT(*) AS count FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND state = 'questioned'
	AND from_version <= :version AND (to_version = 0 OR to_version >= :version);

-- name: assignment_person_by
-- columns: jurisdiction_id id revision encoding assignment_id person_id part due_day
SELECT jurisdiction_id, id, revision, encoding, assignment_id, person_id, part, due_day
FROM assignment_person
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id AND person_id = :person_id;

-- What a unit has not answered yet.
-- name: assignments_offered
-- columns: jurisdiction_id id revision encoding plan_id item_id unit_id from_version to_version state words answer
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, unit_id, from_version,
	to_version, state, words, answer
FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND unit_id = :unit_id
	AND state = 'offered' AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY id;

-- Posts of a person on :day in a unit or below it.
-- name: assignment_person_posts
-- columns: count
WITH RECURSIVE below (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id AND u.id = :unit_id
	UNION
	SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
	WHERE c.jurisdiction_id = :jurisdiction_id)
SELECT COUNT(*) AS count FROM post h JOIN below ON below.id = h.unit_id
WHERE h.jurisdiction_id = :jurisdiction_id AND h.person_id = :person_id
	AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day);
