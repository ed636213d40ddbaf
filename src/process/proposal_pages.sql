-- Proposals that the asker may see (web/scope.h).
-- list: proposal_pages
-- column: id = p.id integer
-- column: year = p.year integer required
-- column: trigger_code = p.trigger_code text required
-- column: unit_id = p.unit_id integer required
-- column: unit_name = u.name text required
-- column: unit_code = u.code text required
-- column: person_id = p.person_id integer
-- column: person_name = COALESCE(h.name, '') text
-- column: person_code = COALESCE(h.code, '') text
-- column: opened_day = p.opened_day integer required
-- column: state = p.state text required
-- column: reason = p.reason text required
-- column: decided_day = p.decided_day integer
SELECT {columns} FROM proposal p
JOIN unit u ON u.jurisdiction_id = p.jurisdiction_id AND u.id = p.unit_id
LEFT JOIN person h ON h.jurisdiction_id = p.jurisdiction_id AND h.id = p.person_id
WHERE p.jurisdiction_id = :jurisdiction_id AND (CAST(:everywhere AS INTEGER) = 1 OR p.unit_id IN (
	WITH RECURSIVE below (id) AS (
		SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));
