-- One act, and the versions of records with what they were before.

-- name: history_pages_act
-- columns: jurisdiction_id kind login display_name on_behalf token role day at_ms first_leaf leaf_count summary act_leaf
SELECT a.jurisdiction_id, a.kind, COALESCE(c.login, '') AS login,
	COALESCE(c.display_name, '') AS display_name, COALESCE(d.display_name, '') AS on_behalf,
	COALESCE(k.name, '') AS token, a.role, a.day, a.at_ms, a.first_leaf, a.leaf_count, a.summary,
	a.act_leaf
FROM act a
LEFT JOIN account c ON c.jurisdiction_id = 0 AND c.id = a.account_id
LEFT JOIN account d ON d.jurisdiction_id = 0 AND d.id = a.on_behalf_id
LEFT JOIN token k ON k.jurisdiction_id = 0 AND k.id = a.token_id
WHERE a.jurisdiction_id IN (0, :jurisdiction_id) AND a.id = :id;

-- What an act wrote, in the order in which it did.
-- name: history_pages_of_act
-- columns: record_type record_id revision leaf_index act_id removed content former
SELECT v.record_type, v.record_id, v.revision, v.leaf_index, v.act_id, v.removed, v.content,
	p.content AS former
FROM record_version v
LEFT JOIN record_version p ON p.jurisdiction_id = v.jurisdiction_id
	AND p.record_type = v.record_type AND p.record_id = v.record_id
	AND p.revision = v.revision - 1
WHERE v.jurisdiction_id = :jurisdiction_id AND v.act_id = :act_id AND v.leaf_index >= :from_leaf
ORDER BY v.leaf_index LIMIT :maximum;

-- The versions of a record, the last first, with the acts that wrote them.
-- name: history_pages_of_record
-- columns: record_type record_id revision leaf_index act_id removed content former kind display_name role at_ms
SELECT v.record_type, v.record_id, v.revision, v.leaf_index, v.act_id, v.removed, v.content,
	p.content AS former, COALESCE(a.kind, '') AS kind,
	COALESCE(c.display_name, '') AS display_name, COALESCE(a.role, '') AS role,
	COALESCE(a.at_ms, 0) AS at_ms
FROM record_version v
LEFT JOIN record_version p ON p.jurisdiction_id = v.jurisdiction_id
	AND p.record_type = v.record_type AND p.record_id = v.record_id
	AND p.revision = v.revision - 1
LEFT JOIN act a ON a.jurisdiction_id = v.jurisdiction_id AND a.id = v.act_id
LEFT JOIN account c ON c.jurisdiction_id = 0 AND c.id = a.account_id
WHERE v.jurisdiction_id = :jurisdiction_id AND v.record_type = :record_type
	AND v.record_id = :record_id AND v.revision <= :from_revision
ORDER BY v.revision DESC LIMIT :maximum;
