-- name: score_insert
INSERT INTO score (
	jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :subject, :subject_id,
	:indicator, :points, :not_applicable, :reason, :scorer, :day);

-- name: score_update
UPDATE score SET
	revision = :revision, encoding = :encoding, year = :year, subject = :subject,
	subject_id = :subject_id, indicator = :indicator, points = :points,
	not_applicable = :not_applicable, reason = :reason, scorer = :scorer, day = :day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_remove
DELETE FROM score
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_get
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day
FROM score WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: score_all
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day
FROM score WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: score_by_key
-- columns: jurisdiction_id id revision encoding year subject subject_id indicator points not_applicable reason scorer day
SELECT jurisdiction_id, id, revision, encoding, year, subject, subject_id, indicator,
	points, not_applicable, reason, scorer, day
FROM score WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND subject_id = :subject_id AND indicator = :indicator AND scorer = :scorer;

-- Marks of other scorers in the same cell that say the opposite about being applicable.
-- name: score_contradicting
-- columns: scorer
SELECT scorer FROM score WHERE jurisdiction_id = :jurisdiction_id AND year = :year
	AND subject = :subject AND subject_id = :subject_id AND indicator = :indicator
	AND scorer <> :scorer AND not_applicable <> :not_applicable
ORDER BY scorer LIMIT 1;

-- Marks of a year with the unit that they are about; filter by subject_id for one unit.
-- list: score
-- column: id = s.id integer
-- column: year = s.year integer required
-- column: subject_id = s.subject_id integer required
-- column: unit_code = u.code text
-- column: unit_name = u.name text
-- column: unit_key = u.name_key blob
-- column: indicator = s.indicator text required
-- column: points = s.points integer required
-- column: not_applicable = s.not_applicable integer required
-- column: reason = s.reason text required
-- column: scorer = s.scorer text required
-- column: day = s.day integer required
SELECT {columns} FROM score s
JOIN unit u ON u.jurisdiction_id = s.jurisdiction_id AND u.id = s.subject_id
WHERE s.jurisdiction_id = :jurisdiction_id AND s.year = :year AND s.subject = 'unit';
