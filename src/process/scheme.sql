-- name: scheme_insert
INSERT INTO scheme (
	jurisdiction_id, id, revision, encoding, code, version, subject, title, title_en,
	from_year, to_year, source, adopted_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :version, :subject, :title,
	:title_en, :from_year, :to_year, :source, :adopted_day);

-- name: scheme_update
UPDATE scheme SET
	revision = :revision, encoding = :encoding, code = :code, version = :version,
	subject = :subject, title = :title, title_en = :title_en, from_year = :from_year,
	to_year = :to_year, source = :source, adopted_day = :adopted_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: scheme_get
-- columns: jurisdiction_id id revision encoding code version subject title title_en from_year to_year source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, version, subject, title, title_en,
	from_year, to_year, source, adopted_day
FROM scheme WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: scheme_all
-- columns: jurisdiction_id id revision encoding code version subject title title_en from_year to_year source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, version, subject, title, title_en,
	from_year, to_year, source, adopted_day
FROM scheme WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The scheme that rules a year: of those whose years include it, the latest version.
-- name: scheme_in_force
-- columns: jurisdiction_id id revision encoding code version subject title title_en from_year to_year source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, version, subject, title, title_en,
	from_year, to_year, source, adopted_day
FROM scheme WHERE jurisdiction_id = :jurisdiction_id AND subject = :subject
	AND from_year <= :year AND (COALESCE(to_year, 0) = 0 OR to_year >= :year)
ORDER BY version DESC, id DESC LIMIT 1;

-- name: scheme_latest_version
-- columns: version
SELECT COALESCE(MAX(version), 0) AS version FROM scheme
WHERE jurisdiction_id = :jurisdiction_id AND code = :code;

-- A scheme of another code for the same subject whose years meet [from_year, to_year].
-- name: scheme_other_in_years
-- columns: code version from_year to_year
SELECT code, version, from_year, to_year FROM scheme
WHERE jurisdiction_id = :jurisdiction_id AND subject = :subject AND code <> :code
	AND (COALESCE(to_year, 0) = 0 OR to_year >= :from_year)
	AND (CAST(:to_year AS INTEGER) = 0
		OR from_year <= CAST(:to_year AS INTEGER))
ORDER BY version DESC, id DESC LIMIT 1;

-- Adopted schemes.
-- list: scheme
-- column: id = s.id integer
-- column: code = s.code text required
-- column: version = s.version integer required
-- column: subject = s.subject text required
-- column: title = s.title text required
-- column: title_en = s.title_en text required
-- column: from_year = s.from_year integer required
-- column: to_year = NULLIF(s.to_year, 0) integer
-- column: adopted_day = s.adopted_day integer required
SELECT {columns} FROM scheme s WHERE s.jurisdiction_id = :jurisdiction_id;
