-- name: score_insert
INSERT INTO score (
	jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day, change_reason)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :subject, :subject_id,
	:indicator, :points, :not_applicable, :reason, :scorer, :day, :change_reason);

-- name: score_update
UPDATE score SET
	revision = :revision, encoding = :encoding, year = :year, subject = :subject,
	subject_id = :subject_id, indicator = :indicator, points = :points,
	not_applicable = :not_applicable, reason = :reason, scorer = :scorer, day = :day,
	change_reason = :change_reason
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_remove
DELETE FROM score
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_get
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day change_reason
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day, change_reason
FROM score WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: score_all
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day change_reason
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day, change_reason
FROM score WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: score_by_key
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day change_reason
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day, change_reason
FROM score WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id AND indicator = :indicator AND scorer = :scorer;

-- Marks of other scorers in the same cell that say the opposite about being applicable.
-- name: score_contradicting
-- columns: scorer
SELECT scorer FROM score WHERE jurisdiction_id = :jurisdiction_id AND year = :year
	AND subject = :subject AND subject_id = :subject_id AND indicator = :indicator
	AND scorer <> :scorer AND not_applicable <> :not_applicable
ORDER BY scorer LIMIT 1;
