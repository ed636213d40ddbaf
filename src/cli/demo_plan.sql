-- Who may be named for the demonstration's items.
-- nouns: demo_plan

-- Deputies of the unit on :day: those who usually answer for an item.
-- name: demo_plan_staff
-- columns: unit_id person_id
SELECT h.unit_id, h.person_id FROM post h
JOIN person p ON p.jurisdiction_id = h.jurisdiction_id AND p.id = h.person_id
WHERE h.jurisdiction_id = :jurisdiction_id AND h.from_day <= :day
	AND (h.to_day IS NULL OR h.to_day >= :day) AND h.principal = 0 AND h.level = 'deputy_section'
ORDER BY h.unit_id, h.id;
