-- Objections against results.

-- name: objection_insert
INSERT INTO objection (
	jurisdiction_id, id, revision, encoding, result_id, subject_id, subject_name, indicator, text,
	raised_day, late, state, answer, answered_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :result_id, :subject_id, :subject_name,
	:indicator, :text, :raised_day, :late, :state, :answer, :answered_day);

-- name: objection_update
UPDATE objection SET
	revision = :revision, encoding = :encoding, result_id = :result_id, subject_id = :subject_id,
	subject_name = :subject_name, indicator = :indicator, text = :text, raised_day = :raised_day,
	late = :late, state = :state, answer = :answer, answered_day = :answered_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: objection_get
-- columns: jurisdiction_id id revision encoding result_id subject_id subject_name indicator text raised_day late state answer answered_day
SELECT jurisdiction_id, id, revision, encoding, result_id, subject_id, subject_name, indicator,
	text, raised_day, late, state, answer, answered_day
FROM objection WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: objection_all
-- columns: jurisdiction_id id revision encoding result_id subject_id subject_name indicator text raised_day late state answer answered_day
SELECT jurisdiction_id, id, revision, encoding, result_id, subject_id, subject_name, indicator,
	text, raised_day, late, state, answer, answered_day
FROM objection WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: objection_open_count
-- columns: count
SELECT COUNT(*) AS count FROM objection
WHERE jurisdiction_id = :jurisdiction_id AND result_id = :result_id AND state = 'raised';

-- The same words of the same subject, still unanswered: a form sent twice.
-- name: objection_same
-- columns: id
SELECT id FROM objection
WHERE jurisdiction_id = :jurisdiction_id AND result_id = :result_id
	AND subject_id = :subject_id AND indicator = :indicator AND text = :text
	AND state = 'raised';

-- Upheld objections of a subject that open an indicator; :indicator '' for entries and the whole.
-- name: objection_opens
-- columns: count
SELECT COUNT(*) AS count FROM objection
WHERE jurisdiction_id = :jurisdiction_id AND result_id = :result_id
	AND subject_id = :subject_id AND state = 'upheld'
	AND (indicator = '' OR indicator = :indicator OR :indicator = '');
