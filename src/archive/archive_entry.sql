-- name: archive_entry_insert
INSERT INTO archive_entry (
	jurisdiction_id, id, revision, encoding, person_id, kind, day, title, document_number,
	issuing_unit, content, valid_until, added_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :kind, :day, :title,
	:document_number, :issuing_unit, :content, :valid_until, :added_day);

-- name: archive_entry_update
UPDATE archive_entry SET
	revision = :revision, encoding = :encoding, person_id = :person_id, kind = :kind,
	day = :day, title = :title, document_number = :document_number,
	issuing_unit = :issuing_unit, content = :content, valid_until = :valid_until,
	added_day = :added_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: archive_entry_remove
DELETE FROM archive_entry
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: archive_entry_get
-- columns: jurisdiction_id id revision encoding person_id kind day title document_number issuing_unit content valid_until added_day
SELECT
	jurisdiction_id, id, revision, encoding, person_id, kind, day, title, document_number,
	issuing_unit, content, valid_until, added_day
FROM archive_entry WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: archive_entry_all
-- columns: jurisdiction_id id revision encoding person_id kind day title document_number issuing_unit content valid_until added_day
SELECT
	jurisdiction_id, id, revision, encoding, person_id, kind, day, title, document_number,
	issuing_unit, content, valid_until, added_day
FROM archive_entry WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- In the columns of the import profile, of one person or (0) of all.
-- name: archive_entry_export
-- columns: code kind day title document_number issuing_unit content valid_until
SELECT p.code, n.kind, n.day, n.title, n.document_number, n.issuing_unit, n.content, n.valid_until
FROM archive_entry n
JOIN person p ON p.jurisdiction_id = n.jurisdiction_id AND p.id = n.person_id
WHERE n.jurisdiction_id = :jurisdiction_id
	AND (CAST(:person_id AS INTEGER) = 0 OR n.person_id = :person_id)
ORDER BY p.code, n.day, n.id;
