-- name: score_removal_insert
INSERT INTO score_removal (
	jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator, scorer,
	score_id, reason, day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :subject, :subject_id, :indicator,
	:scorer, :score_id, :reason, :day);

-- name: score_removal_update
UPDATE score_removal SET
	revision = :revision, encoding = :encoding, year = :year, subject = :subject,
	subject_id = :subject_id, indicator = :indicator, scorer = :scorer,
	score_id = :score_id, reason = :reason, day = :day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_removal_remove
DELETE FROM score_removal
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_removal_get
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator scorer score_id reason day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator, scorer,
	score_id, reason, day
FROM score_removal WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: score_removal_all
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator scorer score_id reason day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator, scorer,
	score_id, reason, day
FROM score_removal WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;
