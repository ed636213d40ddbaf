-- Acts and the versions of records. (The audit list joins accounts: people/act_list.sql.)
-- nouns: record

-- name: act_clock
-- columns: utc_offset_minutes clock_offset_days
SELECT utc_offset_minutes, clock_offset_days FROM jurisdiction
WHERE jurisdiction_id = 0 AND id = :id;

-- name: act_add
INSERT INTO act (
	jurisdiction_id, id, kind, account_id, token_id, role, day, at_ms, first_leaf, leaf_count,
	summary)
VALUES (
	:jurisdiction_id, :id, :kind, :account_id, :token_id, :role, :day, :at_ms, :first_leaf,
	:leaf_count, :summary);

-- lint: the suite of the ledger reads back what an act was
-- name: act_get
-- columns: kind account_id role day at_ms first_leaf leaf_count summary
SELECT kind, account_id, role, day, at_ms, first_leaf, leaf_count, summary FROM act
WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: record_version_add
INSERT INTO record_version (
	jurisdiction_id, record_type, record_id, revision, leaf_index, act_id, encoding, removed,
	salt, content)
VALUES (
	:jurisdiction_id, :record_type, :record_id, :revision, :leaf_index, :act_id, :encoding,
	:removed, :salt, :content);

-- name: record_version_get
-- columns: leaf_index removed content
SELECT leaf_index, removed, content FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND record_id = :record_id AND revision = :revision;

-- The last version of a record, removals included.
-- name: record_version_latest
-- columns: revision leaf_index act_id removed
SELECT revision, leaf_index, act_id, removed FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND record_id = :record_id
ORDER BY revision DESC LIMIT 1;

-- What an act wrote, last first; a page ends where the next begins.
-- name: record_version_of_act
-- columns: leaf_index record_type record_id revision
SELECT leaf_index, record_type, record_id, revision FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND act_id = :act_id AND leaf_index < :before
ORDER BY leaf_index DESC LIMIT :maximum;

-- Which versions of a record one act wrote, and the last version of all.
-- name: record_version_span
-- columns: first_revision last_revision present_revision
SELECT MIN(CASE WHEN act_id = :act_id THEN revision END) AS first_revision,
	MAX(CASE WHEN act_id = :act_id THEN revision END) AS last_revision,
	MAX(revision) AS present_revision
FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = :record_type
	AND record_id = :record_id;

-- Every version of a type with its leaf, in the order in which rows are compared with them.
-- name: record_version_all
-- columns: record_id revision leaf_index encoding removed salt content leaf
SELECT v.record_id, v.revision, v.leaf_index, v.encoding, v.removed, v.salt, v.content, l.leaf
FROM record_version v
LEFT JOIN ledger_leaf l ON l.jurisdiction_id = v.jurisdiction_id
	AND l.leaf_index = v.leaf_index
WHERE v.jurisdiction_id = :jurisdiction_id AND v.record_type = :record_type
ORDER BY v.record_id, v.revision;
