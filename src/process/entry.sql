-- name: entry_insert
INSERT INTO entry (
	jurisdiction_id, id, revision, encoding, year, subject, subject_id, kind, points,
	reason, day, reference, reverses_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :subject, :subject_id, :kind,
	:points, :reason, :day, :reference, :reverses_id);

-- name: entry_update
UPDATE entry SET
	revision = :revision, encoding = :encoding, year = :year, subject = :subject,
	subject_id = :subject_id, kind = :kind, points = :points, reason = :reason,
	day = :day, reference = :reference, reverses_id = :reverses_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: entry_remove
DELETE FROM entry
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: entry_get
-- columns: jurisdiction_id id revision encoding year subject subject_id kind points reason day reference reverses_id
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, kind, points,
	reason, day, reference, reverses_id
FROM entry WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: entry_all
-- columns: jurisdiction_id id revision encoding year subject subject_id kind points reason day reference reverses_id
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, kind, points,
	reason, day, reference, reverses_id
FROM entry WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The counter-entry that took an entry back, if any.
-- name: entry_counter
-- columns: id
SELECT id FROM entry
WHERE jurisdiction_id = :jurisdiction_id AND reverses_id = :reverses_id;

-- The same entry, as an import meets it a second time (decisions.md 9); counter-entries are no match.
-- name: entry_by_content
-- columns: jurisdiction_id id revision encoding year subject subject_id kind points reason day reference reverses_id
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, kind, points,
	reason, day, reference, reverses_id
FROM entry WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id AND kind = :kind AND points = :points AND day = :day
	AND reference = :reference AND reason = :reason AND reverses_id IS NULL
ORDER BY id LIMIT 1;
