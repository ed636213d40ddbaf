-- Where the present version of a record stands in the ledger.
-- name: ledger_pages_leaf
-- columns: leaf_index
SELECT leaf_index FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND record_id = :record_id
ORDER BY revision DESC LIMIT 1;

-- The unit or person that a score or an entry is about.
-- name: ledger_pages_score_subject
-- columns: subject subject_id
SELECT subject, subject_id FROM score WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: ledger_pages_entry_subject
-- columns: subject subject_id
SELECT subject, subject_id FROM entry WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: ledger_pages_objection_subject
-- columns: subject subject_id
SELECT r.subject, o.subject_id FROM objection o
JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.id = :id;

-- name: ledger_pages_result_subject
-- columns: subject
SELECT subject FROM result WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: ledger_pages_checkpoints
-- columns: size at_ms
SELECT size, at_ms FROM ledger_checkpoint
WHERE jurisdiction_id = :jurisdiction_id ORDER BY size DESC LIMIT 20;
