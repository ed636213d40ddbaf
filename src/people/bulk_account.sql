-- Who holds a post in a unit or one below it (unit 0: anywhere) on a day, of a level ('': any), and has no
-- account.
-- name: bulk_account_candidates
-- columns: person_id code name unit_id unit_name level
SELECT o.person_id, p.code, p.name, o.unit_id, u.name AS unit_name, o.level
FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id
	AND o.from_day <= :day AND (o.to_day IS NULL OR o.to_day >= :day)
	AND (CAST(:unit_id AS INTEGER) = 0 OR o.unit_id = :unit_id OR u.parent_id = :unit_id)
	AND (CAST(:level AS TEXT) = '' OR o.level = :level)
	AND NOT EXISTS (SELECT 1 FROM account a
		WHERE a.jurisdiction_id = 0 AND a.person_id = o.person_id)
ORDER BY u.code, p.code, o.id LIMIT 400;
