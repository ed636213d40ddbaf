-- Adopted rulebooks.
-- nouns: rulebooks

-- name: rulebook_insert
INSERT INTO rulebook (
	jurisdiction_id, id, revision, encoding, code, kind, version, title, title_en, from_day,
	to_day, source, adopted_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :code, :kind, :version, :title, :title_en,
	:from_day, :to_day, :source, :adopted_day);

-- name: rulebook_update
UPDATE rulebook SET
	revision = :revision, encoding = :encoding, code = :code, kind = :kind, version = :version,
	title = :title, title_en = :title_en, from_day = :from_day, to_day = :to_day, source = :source,
	adopted_day = :adopted_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: rulebook_get
-- columns: jurisdiction_id id revision encoding code kind version title title_en from_day to_day source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, kind, version, title, title_en, from_day,
	to_day, source, adopted_day
FROM rulebook WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: rulebook_all
-- columns: jurisdiction_id id revision encoding code kind version title title_en from_day to_day source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, kind, version, title, title_en, from_day,
	to_day, source, adopted_day
FROM rulebook WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The latest version in force on a day.
-- name: rulebook_in_force
-- columns: jurisdiction_id id revision encoding code kind version title title_en from_day to_day source adopted_day
SELECT jurisdiction_id, id, revision, encoding, code, kind, version, title, title_en, from_day,
	to_day, source, adopted_day
FROM rulebook
WHERE jurisdiction_id = :jurisdiction_id AND kind = :kind AND from_day <= :day
	AND (to_day IS NULL OR to_day >= :day)
ORDER BY version DESC, id DESC LIMIT 1;

-- name: rulebook_latest_version
-- columns: version
SELECT COALESCE(MAX(version), 0) AS version FROM rulebook
WHERE jurisdiction_id = :jurisdiction_id AND code = :code;

-- A rulebook of another code of the same kind whose days meet [from_day, to_day].
-- name: rulebook_other
-- columns: code version
SELECT code, version FROM rulebook
WHERE jurisdiction_id = :jurisdiction_id AND kind = :kind AND code <> :code
	AND (to_day IS NULL OR to_day >= :from_day)
	AND (CAST(:to_day AS INTEGER) IS NULL OR from_day <= CAST(:to_day AS INTEGER))
ORDER BY version DESC, id DESC LIMIT 1;

-- list: rulebook
-- column: id = r.id integer
-- column: code = r.code text required
-- column: kind = r.kind text required
-- column: version = r.version integer required
-- column: title = r.title text required
-- column: title_en = r.title_en text required
-- column: from_day = r.from_day integer required
-- column: to_day = r.to_day integer
-- column: adopted_day = r.adopted_day integer required
SELECT {columns} FROM rulebook r WHERE r.jurisdiction_id = :jurisdiction_id;
