-- The roles of one account, those in force first.
-- name: account_pages_grants
-- columns: id role unit_id unit_name from_day to_day
SELECT g.id, g.role, g.unit_id, COALESCE(u.name, '') AS unit_name, g.from_day, g.to_day FROM role_grant g
LEFT JOIN unit u ON u.jurisdiction_id = g.jurisdiction_id AND u.id = g.unit_id
WHERE g.jurisdiction_id = :jurisdiction_id AND g.account_id = :account_id
ORDER BY COALESCE(g.to_day, 99999999) DESC, g.from_day DESC, g.id DESC;
