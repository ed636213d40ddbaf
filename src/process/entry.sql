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

-- Entries of a year with their unit; counter_id is the counter-entry that took it back.
-- list: entry
-- column: id = e.id integer
-- column: year = e.year integer required
-- column: subject_id = e.subject_id integer required
-- column: unit_code = u.code text
-- column: unit_name = u.name text
-- column: kind = e.kind text required
-- column: points = e.points integer required
-- column: reason = e.reason text required
-- column: day = e.day integer required
-- column: reference = e.reference text required
-- column: reverses_id = e.reverses_id integer
-- column: counter_id = c.id integer
SELECT {columns} FROM entry e
JOIN unit u ON u.jurisdiction_id = e.jurisdiction_id AND u.id = e.subject_id
LEFT JOIN entry c ON c.jurisdiction_id = e.jurisdiction_id AND c.reverses_id = e.id
WHERE e.jurisdiction_id = :jurisdiction_id AND e.subject = 'unit';
