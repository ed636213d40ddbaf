-- name: workbench_pages_accounts
-- columns: active disabled
SELECT COALESCE(SUM(CASE WHEN state = 'active' THEN 1 ELSE 0 END), 0) AS active,
	COALESCE(SUM(CASE WHEN state = 'active' THEN 0 ELSE 1 END), 0) AS disabled
FROM account WHERE jurisdiction_id = 0;

-- name: workbench_pages_checkpoint
-- columns: size at_ms
SELECT size, at_ms FROM ledger_checkpoint
WHERE jurisdiction_id = :jurisdiction_id ORDER BY size DESC LIMIT 1;
