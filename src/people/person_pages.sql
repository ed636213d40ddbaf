-- Persons that the asker may see (web/scope.h): everybody, those with a post on :day in one of the
-- asker's units, and the asker (:person_id); without those who left unless :left is 1. With the first of the
-- posts that each holds on :day: a principal's before others, the latest before older ones.
-- list: person_pages
-- column: id = p.id integer
-- column: code = p.code text required
-- column: name = p.name text required
-- column: name_key = p.name_key blob required
-- column: title = COALESCE(o.title, '') text
-- column: level = COALESCE(o.level, '') text
-- column: principal = COALESCE(o.principal, 0) integer
-- column: unit_id = o.unit_id integer
-- column: unit_code = (SELECT u.code FROM unit u WHERE (u.jurisdiction_id, u.id) = (o.jurisdiction_id, o.unit_id)) text
-- column: unit_name = (SELECT u.name FROM unit u WHERE (u.jurisdiction_id, u.id) = (o.jurisdiction_id, o.unit_id)) text
-- column: unit_key = (SELECT u.name_key FROM unit u WHERE (u.jurisdiction_id, u.id) = (o.jurisdiction_id, o.unit_id)) blob
-- column: left_day = p.left_day integer
-- column: states = CASE WHEN p.left_day IS NULL THEN 'present all' ELSE 'left all' END text
SELECT {columns} FROM person p
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.id = (
	SELECT q.id FROM post q
	WHERE q.jurisdiction_id = p.jurisdiction_id AND q.person_id = p.id
		AND q.from_day <= :day AND (q.to_day IS NULL OR q.to_day >= :day)
	ORDER BY q.principal DESC, q.from_day DESC, q.id LIMIT 1)
WHERE p.jurisdiction_id = :jurisdiction_id
	AND (CAST(:left AS INTEGER) = 1 OR p.left_day IS NULL)
	AND (CAST(:everywhere AS INTEGER) = 1
	OR p.id = :person_id OR p.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT h.person_id FROM post h JOIN below ON below.id = h.unit_id
	WHERE h.jurisdiction_id = :jurisdiction_id
		AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day)));
