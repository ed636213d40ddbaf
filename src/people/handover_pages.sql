-- Handover lists that the asker may see (web/scope.h): those of the units whose persons they may write, and
-- their own as giver or receiver. `duty` is what waits for the asker: to name a receiver, to hand over (also
-- for somebody who is gone), to receive.
-- list: handover_pages
-- column: id = h.id integer
-- column: from_person_id = h.from_person_id integer required
-- column: from_name = p.name text required
-- column: from_key = p.name_key blob required
-- column: to_person_id = h.to_person_id integer
-- column: to_name = COALESCE(q.name, '') text
-- column: persons = p.name || ' ' || p.code || ' ' || COALESCE(q.name, '') || ' ' || COALESCE(q.code, '') text
-- column: unit_id = h.unit_id integer
-- column: unit_name = COALESCE(u.name, '') text
-- column: last_day = h.last_day integer required
-- column: state = h.state text required
-- column: items = (SELECT COUNT(*) FROM handover_item i WHERE i.jurisdiction_id = h.jurisdiction_id AND i.handover_id = h.id) integer
-- column: pending = (SELECT COUNT(*) FROM handover_item i WHERE i.jurisdiction_id = h.jurisdiction_id AND i.handover_id = h.id AND i.state = 'pending') integer
-- column: handed_day = h.handed_day integer
-- column: confirmed_day = h.confirmed_day integer
-- column: duty = CASE WHEN h.state = 'open' AND h.office = 1 AND h.to_person_id IS NULL THEN 'name' WHEN h.state = 'open' AND (h.from_person_id = h.asker_id OR (h.office = 1 AND (p.left_day IS NOT NULL OR NOT EXISTS (SELECT 1 FROM account a WHERE a.jurisdiction_id = 0 AND a.person_id = p.id AND a.state = 'active')))) THEN 'give' WHEN h.state = 'handed' AND h.to_person_id = h.asker_id THEN 'receive' ELSE '' END text
SELECT {columns} FROM (SELECT g.jurisdiction_id, g.id, g.from_person_id, g.to_person_id, g.unit_id,
		g.last_day, g.state, g.handed_day, g.confirmed_day,
		CAST(:person_id AS INTEGER) AS asker_id,
		CASE WHEN CAST(:everywhere AS INTEGER) = 1 OR g.unit_id IN (
			WITH RECURSIVE below (id) AS (
				SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
					AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
				UNION
				SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
				WHERE c.jurisdiction_id = :jurisdiction_id)
			SELECT below.id FROM below) THEN 1 ELSE 0 END AS office
	FROM handover g WHERE g.jurisdiction_id = :jurisdiction_id) h
JOIN person p ON p.jurisdiction_id = h.jurisdiction_id AND p.id = h.from_person_id
LEFT JOIN person q ON q.jurisdiction_id = h.jurisdiction_id AND q.id = h.to_person_id
LEFT JOIN unit u ON u.jurisdiction_id = h.jurisdiction_id AND u.id = h.unit_id
WHERE h.jurisdiction_id = :jurisdiction_id
	AND (h.office = 1 OR h.from_person_id = h.asker_id OR h.to_person_id = h.asker_id);

-- The lists of one person on either side, the newest first.
-- name: handover_pages_of_person
-- columns: id from_person_id from_name to_person_id to_name unit_id unit_name last_day state
SELECT h.id, h.from_person_id, p.name AS from_name, h.to_person_id, COALESCE(q.name, '') AS to_name,
	h.unit_id, COALESCE(u.name, '') AS unit_name, h.last_day, h.state
FROM handover h
JOIN person p ON p.jurisdiction_id = h.jurisdiction_id AND p.id = h.from_person_id
LEFT JOIN person q ON q.jurisdiction_id = h.jurisdiction_id AND q.id = h.to_person_id
LEFT JOIN unit u ON u.jurisdiction_id = h.jurisdiction_id AND u.id = h.unit_id
WHERE h.jurisdiction_id = :jurisdiction_id
	AND (h.from_person_id = :person_id OR h.to_person_id = :person_id)
ORDER BY h.last_day DESC, h.id DESC LIMIT 50;

-- Persons in service whose code or name contains :pattern (:text first), with the unit of the post on :day.
-- name: handover_pages_matching
-- columns: id code name note
SELECT p.id, p.code, p.name, COALESCE(u.name || ' ' || o.title, '') AS note FROM person p
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.id = (
	SELECT t.id FROM post t WHERE t.jurisdiction_id = p.jurisdiction_id AND t.person_id = p.id
		AND t.from_day <= :day AND (t.to_day IS NULL OR t.to_day >= :day)
	ORDER BY t.principal DESC, t.from_day DESC, t.id LIMIT 1)
LEFT JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE p.jurisdiction_id = :jurisdiction_id AND p.left_day IS NULL
	AND (LOWER(p.code) LIKE :pattern ESCAPE '\' OR LOWER(p.name) LIKE :pattern ESCAPE '\')
ORDER BY CASE WHEN p.code = :text OR p.name = :text THEN 0 ELSE 1 END, p.name_key, p.id
LIMIT 21;

-- What waits in a unit: unanswered objections, handover lists that are not confirmed.
-- name: handover_pages_of_unit
-- columns: objections handovers
SELECT (SELECT COUNT(*) FROM objection o
		JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
			AND r.subject = 'unit'
		WHERE o.jurisdiction_id = :jurisdiction_id AND o.subject_id = :unit_id
			AND o.state = 'raised') AS objections,
	(SELECT COUNT(*) FROM handover h WHERE h.jurisdiction_id = :jurisdiction_id
		AND h.unit_id = :unit_id AND h.state IN ('open', 'handed')) AS handovers;
