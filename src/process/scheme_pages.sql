-- Adopted schemes.
-- list: scheme_pages
-- column: id = s.id integer
-- column: code = s.code text
-- column: version = s.version integer
-- column: subject = s.subject text
-- column: title = s.title text
-- column: title_en = s.title_en text
-- column: from_year = s.from_year integer
-- column: to_year = NULLIF(s.to_year, 0) integer
-- column: adopted_day = s.adopted_day integer
SELECT {columns} FROM scheme s WHERE s.jurisdiction_id = :jurisdiction_id;

-- name: scheme_pages_get
-- columns: source adopted_day
SELECT source, adopted_day FROM scheme WHERE jurisdiction_id = :jurisdiction_id AND id = :id;
