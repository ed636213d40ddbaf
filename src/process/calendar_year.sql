-- name: calendar_year_insert
INSERT INTO calendar_year (
	jurisdiction_id, id, revision, encoding, year, version, title, title_en, verified, days_off,
	days_made_up, source, adopted_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :version, :title, :title_en, :verified,
	:days_off, :days_made_up, :source, :adopted_day);

-- name: calendar_year_update
UPDATE calendar_year SET
	revision = :revision, encoding = :encoding, year = :year, version = :version, title = :title,
	title_en = :title_en, verified = :verified, days_off = :days_off,
	days_made_up = :days_made_up, source = :source, adopted_day = :adopted_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: calendar_year_get
-- columns: jurisdiction_id id revision encoding year version title title_en verified days_off
-- columns: days_made_up source adopted_day
SELECT jurisdiction_id, id, revision, encoding, year, version, title, title_en, verified, days_off,
	days_made_up, source, adopted_day
FROM calendar_year WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: calendar_year_all
-- columns: jurisdiction_id id revision encoding year version title title_en verified days_off
-- columns: days_made_up source adopted_day
SELECT jurisdiction_id, id, revision, encoding, year, version, title, title_en, verified, days_off,
	days_made_up, source, adopted_day
FROM calendar_year WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The latest version of each year from … to.
-- name: calendar_year_in_force
-- columns: jurisdiction_id id revision encoding year version title title_en verified days_off
-- columns: days_made_up source adopted_day
SELECT jurisdiction_id, id, revision, encoding, year, version, title, title_en, verified, days_off,
	days_made_up, source, adopted_day
FROM calendar_year c WHERE c.jurisdiction_id = 0 AND c.year BETWEEN :from_year AND :to_year
	AND c.version = (SELECT MAX(l.version) FROM calendar_year l
		WHERE l.jurisdiction_id = 0 AND l.year = c.year)
ORDER BY c.year;

-- name: calendar_year_latest_version
-- columns: version
SELECT COALESCE(MAX(version), 0) AS version FROM calendar_year
WHERE jurisdiction_id = 0 AND year = :year;

-- The years that are loaded, each in its latest version.
-- list: calendar_year
-- column: id = c.id integer
-- column: year = c.year integer required
-- column: version = c.version integer required
-- column: title = c.title text required
-- column: title_en = c.title_en text required
-- column: days_off = c.days_off integer required
-- column: days_made_up = c.days_made_up integer required
-- column: verified = c.verified integer required
-- column: adopted_day = c.adopted_day integer required
SELECT {columns} FROM calendar_year c WHERE c.jurisdiction_id = 0
	AND c.version = (SELECT MAX(l.version) FROM calendar_year l
		WHERE l.jurisdiction_id = 0 AND l.year = c.year);
