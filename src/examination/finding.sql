-- Findings of failing or inadequate duty.

-- name: finding_insert
INSERT INTO finding (
	jurisdiction_id, id, revision, encoding, examination_id, part, grade, facts, reason, finder,
	finder_id, day, state, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :examination_id, :part, :grade, :facts, :reason,
	:finder, :finder_id, :day, :state, :note);

-- name: finding_update
UPDATE finding SET
	revision = :revision, encoding = :encoding, examination_id = :examination_id, part = :part,
	grade = :grade, facts = :facts, reason = :reason, finder = :finder, finder_id = :finder_id,
	day = :day, state = :state, note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: finding_get
-- columns: jurisdiction_id id revision encoding examination_id part grade facts reason finder finder_id day state note
SELECT
	jurisdiction_id, id, revision, encoding, examination_id, part, grade, facts, reason, finder,
	finder_id, day, state, note
FROM finding WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: finding_all
-- columns: jurisdiction_id id revision encoding examination_id part grade facts reason finder finder_id day state note
SELECT
	jurisdiction_id, id, revision, encoding, examination_id, part, grade, facts, reason, finder,
	finder_id, day, state, note
FROM finding WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: finding_of_examination
-- columns: jurisdiction_id id revision encoding examination_id part grade facts reason finder finder_id day state note
SELECT
	jurisdiction_id, id, revision, encoding, examination_id, part, grade, facts, reason, finder,
	finder_id, day, state, note
FROM finding WHERE jurisdiction_id = :jurisdiction_id AND examination_id = :examination_id
ORDER BY id;

-- Findings about who is examined at a level in a year, with whom they are about.
-- name: finding_of_level
-- columns: jurisdiction_id id revision encoding examination_id part grade facts reason finder finder_id day state note person_id unit_id
SELECT
	f.jurisdiction_id, f.id, f.revision, f.encoding, f.examination_id, f.part, f.grade, f.facts,
	f.reason, f.finder, f.finder_id, f.day, f.state, f.note, e.person_id, e.unit_id
FROM examination e
JOIN finding f ON f.jurisdiction_id = e.jurisdiction_id AND f.examination_id = e.id
WHERE e.jurisdiction_id = :jurisdiction_id AND e.year = :year AND e.level = :level
ORDER BY e.person_id, f.part, f.id;

-- Whether something stands that was found in a part of a person's year.
-- name: finding_stands
-- columns: count
SELECT COUNT(*) AS count FROM examination e
JOIN finding f ON f.jurisdiction_id = e.jurisdiction_id AND f.examination_id = e.id
WHERE e.jurisdiction_id = :jurisdiction_id AND e.year = :year AND e.person_id = :person_id
	AND f.part = :part AND f.state <> 'withdrawn';

-- name: finding_proposal
-- columns: id
SELECT id FROM proposal
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND trigger_code = :trigger_code
	AND unit_id = :unit_id AND person_id = :person_id
ORDER BY id DESC LIMIT 1;
