-- Records as they stood at an earlier place of the ledger.

-- The one version of each changed or removed record whose successor lies behind the place.
-- name: history_changed
-- columns: record_id content
SELECT v.record_id, v.content FROM record_version w
JOIN record_version v ON v.jurisdiction_id = w.jurisdiction_id
	AND v.record_type = w.record_type AND v.record_id = w.record_id
	AND v.revision = w.revision - 1
WHERE w.jurisdiction_id = :jurisdiction_id AND w.record_type = :record_type
	AND w.revision > 1 AND w.leaf_index >= :size AND v.leaf_index < :size AND v.removed = 0;

-- name: history_size_on
-- columns: size
SELECT COALESCE(MAX(first_leaf + leaf_count), 0) AS size FROM act
WHERE jurisdiction_id = :jurisdiction_id AND day <= :day AND leaf_count > 0;
