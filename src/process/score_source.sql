-- What marks that were taken from the plan came from.
-- nouns: score_basis

-- name: score_basis_insert
INSERT INTO score_basis (
	jurisdiction_id, id, revision, encoding, score_id, score_revision, day, detail)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :score_id, :score_revision, :day, :detail);

-- name: score_basis_update
UPDATE score_basis SET
	revision = :revision, encoding = :encoding, score_id = :score_id,
	score_revision = :score_revision, day = :day, detail = :detail
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: score_basis_get
-- columns: jurisdiction_id id revision encoding score_id score_revision day detail
SELECT jurisdiction_id, id, revision, encoding, score_id, score_revision, day, detail
FROM score_basis WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: score_basis_all
-- columns: jurisdiction_id id revision encoding score_id score_revision day detail
SELECT jurisdiction_id, id, revision, encoding, score_id, score_revision, day, detail
FROM score_basis WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: score_basis_of
-- columns: jurisdiction_id id revision encoding score_id score_revision day detail
SELECT jurisdiction_id, id, revision, encoding, score_id, score_revision, day, detail
FROM score_basis WHERE jurisdiction_id = :jurisdiction_id AND score_id = :score_id
	AND score_revision = :score_revision;
