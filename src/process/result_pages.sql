-- The units of a group by name.
-- name: result_pages_members
-- columns: id name
SELECT u.id, u.name FROM group_member m
JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id
ORDER BY u.name_key, u.id LIMIT :maximum;
