-- Units that the asker may see (web/scope.h), with their parent and their group of :year; without those
-- that ended before :day unless :ended is 1. A state filter contains a word of `states`.
-- list: unit_pages
-- column: id = u.id integer
-- column: code = u.code text required
-- column: name = u.name text required
-- column: name_key = u.name_key blob required
-- column: kind = u.kind text required
-- column: parent_id = u.parent_id integer
-- column: parent_code = COALESCE(p.code, '') text
-- column: parent_name = COALESCE(p.name, '') text
-- column: group_id = g.id integer
-- column: group_name = COALESCE(g.name, '') text
-- column: from_day = u.from_day integer
-- column: to_day = u.to_day integer
-- column: states = CASE WHEN u.to_day < t.day THEN 'ended all' ELSE 'present all' END text
SELECT {columns} FROM unit u
LEFT JOIN unit p ON p.jurisdiction_id = u.jurisdiction_id AND p.id = u.parent_id
LEFT JOIN group_member m ON m.jurisdiction_id = u.jurisdiction_id AND m.year = :year
	AND m.unit_id = u.id
LEFT JOIN appraisal_group g ON g.jurisdiction_id = u.jurisdiction_id AND g.id = m.group_id
JOIN (SELECT CAST(:day AS INTEGER) AS day) t ON 1 = 1
WHERE u.jurisdiction_id = :jurisdiction_id
	AND (CAST(:ended AS INTEGER) = 1 OR u.to_day IS NULL OR u.to_day >= :day)
	AND (CAST(:everywhere AS INTEGER) = 1 OR u.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));

-- The groups of all years, newest year first, for the filter.
-- name: unit_pages_groups
-- columns: id year name
SELECT id, year, name FROM appraisal_group
WHERE jurisdiction_id = :jurisdiction_id ORDER BY year DESC, name_key, id;
