-- Adopted schemes.
-- list: scheme_pages
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

-- name: scheme_pages_get
-- columns: source adopted_day
SELECT source, adopted_day FROM scheme WHERE jurisdiction_id = :jurisdiction_id AND id = :id;
