-- Bonuses, deductions and vetoes that the asker may see (web/scope.h); those of persons only to
-- those who may see all.
-- list: entry_pages
-- column: id = e.id integer
-- column: year = e.year integer required
-- column: unit_id = u.id integer
-- column: unit_code = COALESCE(u.code, '') text
-- column: subject_name = COALESCE((SELECT f.name FROM unit_name f WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= e.year ORDER BY f.to_day LIMIT 1), u.name, p.name, '') text
-- column: kind = e.kind text required
-- column: points = NULLIF(e.points, 0) integer
-- column: reason = e.reason text required
-- column: day = e.day integer required
-- column: reference = e.reference text required
-- column: effect = x.effect text
SELECT {columns} FROM entry e
LEFT JOIN unit u ON u.jurisdiction_id = e.jurisdiction_id AND e.subject = 'unit'
	AND u.id = e.subject_id
LEFT JOIN person p ON p.jurisdiction_id = e.jurisdiction_id AND e.subject = 'person'
	AND p.id = e.subject_id
JOIN (SELECT b.id, CASE WHEN r.id IS NOT NULL THEN 'cancelled'
		WHEN b.reverses_id IS NOT NULL THEN 'counter' ELSE 'counted' END AS effect
	FROM entry b
	LEFT JOIN entry r ON r.jurisdiction_id = b.jurisdiction_id AND r.reverses_id = b.id
	WHERE b.jurisdiction_id = :jurisdiction_id) x ON x.id = e.id
WHERE e.jurisdiction_id = :jurisdiction_id AND (CAST(:everywhere AS INTEGER) = 1 OR u.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));

-- The years that have entries, newest first.
-- name: entry_pages_years
-- columns: year
SELECT DISTINCT year FROM entry WHERE jurisdiction_id = :jurisdiction_id ORDER BY year DESC;

-- The entries of one unit, newest first.
-- name: entry_pages_of_unit
-- columns: id year kind points reason day reference effect
SELECT e.id, e.year, e.kind, e.points, e.reason, e.day, e.reference,
	CASE WHEN r.id IS NOT NULL THEN 'cancelled'
		WHEN e.reverses_id IS NOT NULL THEN 'counter' ELSE 'counted' END AS effect
FROM entry e
LEFT JOIN entry r ON r.jurisdiction_id = e.jurisdiction_id AND r.reverses_id = e.id
WHERE e.jurisdiction_id = :jurisdiction_id AND e.subject = 'unit' AND e.subject_id = :unit_id
ORDER BY e.year DESC, e.day DESC, e.id DESC;

-- Units of exactly that name: one is meant, two are too many.
-- name: entry_pages_units_named
-- columns: id
SELECT id FROM unit WHERE jurisdiction_id = :jurisdiction_id AND name_key = :name_key
	AND name = :name
ORDER BY id LIMIT 2;

-- Who recorded an entry, and when.
-- name: entry_pages_recorded
-- columns: role at_ms account
SELECT t.role, t.at_ms, COALESCE(a.display_name, '') AS account FROM record_version v
JOIN act t ON t.jurisdiction_id = v.jurisdiction_id AND t.id = v.act_id
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
WHERE v.jurisdiction_id = :jurisdiction_id AND v.record_type = 'entry' AND v.record_id = :id
ORDER BY v.revision LIMIT 1;
