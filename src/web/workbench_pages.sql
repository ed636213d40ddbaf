-- name: workbench_pages_accounts
-- columns: active disabled
SELECT COALESCE(SUM(CASE WHEN state = 'active' THEN 1 ELSE 0 END), 0) AS active,
	COALESCE(SUM(CASE WHEN state = 'active' THEN 0 ELSE 1 END), 0) AS disabled
FROM account WHERE jurisdiction_id = 0;

-- name: workbench_pages_checkpoint
-- columns: size at_ms
SELECT size, at_ms FROM ledger_checkpoint
WHERE jurisdiction_id = :jurisdiction_id ORDER BY size DESC LIMIT 1;

-- Results of persons in publicity.
-- name: workbench_pages_public_levels
-- columns: id year level group_name publicity_to
SELECT id, year, level, group_name, publicity_to FROM result
WHERE jurisdiction_id = :jurisdiction_id AND subject = 'person' AND state = 'publicity'
ORDER BY year DESC, id;

-- Results in publicity of the groups that a unit is in.
-- name: workbench_pages_public
-- columns: year group_id group_name publicity_to
SELECT r.year, r.group_id, r.group_name, r.publicity_to FROM group_member m
JOIN result r ON r.jurisdiction_id = m.jurisdiction_id AND r.year = m.year
	AND r.subject = 'unit' AND r.level = '' AND r.group_id = m.group_id AND r.state = 'publicity'
WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :unit_id
ORDER BY r.year DESC, r.id;
