-- What this room offers to handover lists. Matters have the columns id, title, due_day, unit_id first.

-- Deputies that stand: named by the person (of :unit_id: while a role for it is held), or naming the person.
-- name: handover_source_deputies
-- columns: id title due_day unit_id
SELECT d.id, a.display_name || ' → ' || b.display_name AS title, d.to_day AS due_day,
	CAST(NULL AS INTEGER) AS unit_id
FROM deputy d
JOIN account a ON a.jurisdiction_id = 0 AND a.id = d.account_id
JOIN account b ON b.jurisdiction_id = 0 AND b.id = d.deputy_id
WHERE d.jurisdiction_id = :jurisdiction_id AND d.state = 'named' AND d.to_day >= :day
	AND ((CAST(:unit_id AS INTEGER) = 0 AND (a.person_id = :person_id OR b.person_id = :person_id))
		OR (a.person_id = :person_id AND EXISTS (SELECT 1 FROM role_grant g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.account_id = a.id
				AND g.unit_id = CAST(:unit_id AS INTEGER)
				AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day))))
ORDER BY d.to_day, d.id;

-- name: handover_source_deputy
-- columns: id
SELECT id FROM deputy
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND state = 'named' AND to_day >= :day;

-- Roles of the person in force that no other active account holds for the same place.
-- name: handover_source_roles
-- columns: id title due_day unit_id role
SELECT g.id, COALESCE(u.name, '') AS title, CAST(NULL AS INTEGER) AS due_day, g.unit_id, g.role
FROM account a
JOIN role_grant g ON g.jurisdiction_id = :jurisdiction_id AND g.account_id = a.id
LEFT JOIN unit u ON u.jurisdiction_id = g.jurisdiction_id AND u.id = g.unit_id
WHERE a.jurisdiction_id = 0 AND a.person_id = :person_id AND g.role <> 'cadre'
	AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day)
	AND (CAST(:unit_id AS INTEGER) = 0 OR g.unit_id = CAST(:unit_id AS INTEGER))
	AND NOT EXISTS (SELECT 1 FROM role_grant h
		JOIN account b ON b.jurisdiction_id = 0 AND b.id = h.account_id
		WHERE h.jurisdiction_id = :jurisdiction_id AND h.role = g.role
			AND COALESCE(h.unit_id, 0) = COALESCE(g.unit_id, 0) AND b.state = 'active'
			AND COALESCE(b.person_id, 0) <> a.person_id
			AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day))
ORDER BY g.id;

-- Somebody else's role for the place of grant :id, in force on :day.
-- name: handover_source_role_taken
-- columns: id
SELECT h.id FROM role_grant g
JOIN role_grant h ON h.jurisdiction_id = g.jurisdiction_id AND h.role = g.role
	AND COALESCE(h.unit_id, 0) = COALESCE(g.unit_id, 0)
JOIN account b ON b.jurisdiction_id = 0 AND b.id = h.account_id AND b.state = 'active'
WHERE g.jurisdiction_id = :jurisdiction_id AND g.id = :id
	AND COALESCE(b.person_id, 0) <> :person_id
	AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day)
LIMIT 1;

-- Whether the person (own = 1) and others hold a role over the whole jurisdiction.
-- name: handover_source_role_holders
-- columns: own others
SELECT COUNT(CASE WHEN COALESCE(a.person_id, 0) = :person_id THEN 1 END) AS own,
	COUNT(CASE WHEN COALESCE(a.person_id, 0) <> :person_id THEN 1 END) AS others
FROM role_grant g
JOIN account a ON a.jurisdiction_id = 0 AND a.id = g.account_id AND a.state = 'active'
WHERE g.jurisdiction_id = :jurisdiction_id AND g.role = :role AND g.unit_id IS NULL
	AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day);

-- API tokens of the person that work on the real day :day.
-- name: handover_source_tokens
-- columns: id title due_day unit_id
SELECT t.id, t.name || ' · ' || t.purpose AS title, t.expires_day AS due_day,
	CAST(NULL AS INTEGER) AS unit_id
FROM account a
JOIN token t ON t.jurisdiction_id = 0 AND t.account_id = a.id
WHERE a.jurisdiction_id = 0 AND a.person_id = :person_id AND t.state = 'active'
	AND t.expires_day >= :day
ORDER BY t.expires_day, t.id;

-- name: handover_source_token
-- columns: id
SELECT id FROM token WHERE jurisdiction_id = 0 AND id = :id AND state = 'active'
	AND expires_day >= :day;
