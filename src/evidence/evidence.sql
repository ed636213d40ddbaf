-- Evidence (evidence/evidence.h).

-- name: evidence_insert
INSERT INTO evidence (
	jurisdiction_id, id, revision, encoding, kind, title, unit_id, shows_from, shows_to, year,
	visibility, file_name, media_type, bytes, sha256, subject, subject_id, document_number,
	remark, added_day, added_by, state, withdrawn_day, reason)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :kind, :title, :unit_id, :shows_from, :shows_to,
	:year, :visibility, :file_name, :media_type, :bytes, :sha256, :subject, :subject_id,
	:document_number, :remark, :added_day, :added_by, :state, :withdrawn_day, :reason);

-- name: evidence_update
UPDATE evidence SET
	revision = :revision, encoding = :encoding, kind = :kind, title = :title, unit_id = :unit_id,
	shows_from = :shows_from, shows_to = :shows_to, year = :year, visibility = :visibility,
	file_name = :file_name, media_type = :media_type, bytes = :bytes, sha256 = :sha256,
	subject = :subject, subject_id = :subject_id, document_number = :document_number,
	remark = :remark, added_day = :added_day, added_by = :added_by, state = :state,
	withdrawn_day = :withdrawn_day, reason = :reason
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: evidence_get
-- columns: jurisdiction_id id revision encoding kind title unit_id shows_from shows_to year visibility file_name media_type bytes sha256 subject subject_id document_number remark added_day added_by state withdrawn_day reason
SELECT
	jurisdiction_id, id, revision, encoding, kind, title, unit_id, shows_from, shows_to, year,
	visibility, file_name, media_type, bytes, sha256, subject, subject_id, document_number,
	remark, added_day, added_by, state, withdrawn_day, reason
FROM evidence WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: evidence_all
-- columns: jurisdiction_id id revision encoding kind title unit_id shows_from shows_to year visibility file_name media_type bytes sha256 subject subject_id document_number remark added_day added_by state withdrawn_day reason
SELECT
	jurisdiction_id, id, revision, encoding, kind, title, unit_id, shows_from, shows_to, year,
	visibility, file_name, media_type, bytes, sha256, subject, subject_id, document_number,
	remark, added_day, added_by, state, withdrawn_day, reason
FROM evidence WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The same content of the same unit, in force: a form that was sent twice, or asked twice.
-- name: evidence_same
-- columns: id
SELECT id FROM evidence
WHERE jurisdiction_id = :jurisdiction_id AND unit_id = :unit_id AND state = 'in_force'
	AND ((:kind = 'file' AND sha256 = :sha256)
		OR (:kind = 'record' AND subject = :subject AND subject_id = :subject_id)
		OR (:kind = 'document' AND document_number = :document_number AND kind = 'document'))
ORDER BY id LIMIT 1;
