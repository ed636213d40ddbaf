-- Acts and the versions of records. (The audit list joins accounts: people/act_list.sql.)
-- nouns: record

-- name: act_clock
-- columns: utc_offset_minutes clock_offset_days
SELECT utc_offset_minutes, clock_offset_days FROM jurisdiction
WHERE jurisdiction_id = 0 AND id = :id;

-- name: act_add
INSERT INTO act (
	jurisdiction_id, id, kind, account_id, on_behalf_id, token_id, role, day, at_ms, first_leaf,
	leaf_count, act_leaf, salt, summary)
VALUES (
	:jurisdiction_id, :id, :kind, :account_id, :on_behalf_id, :token_id, :role, :day, :at_ms,
	:first_leaf, :leaf_count, :act_leaf, :salt, :summary);

-- Every line with its leaf and the number of versions that are put to it, among its leaves.
-- name: act_all
-- columns: id kind account_id on_behalf_id role day at_ms first_leaf leaf_count summary act_leaf salt leaf versions token_id
SELECT a.id, a.kind, a.account_id, a.on_behalf_id, a.role, a.day, a.at_ms, a.first_leaf,
	a.leaf_count, a.summary, a.act_leaf, a.salt, l.leaf,
	(SELECT COUNT(*) FROM record_version v
	WHERE v.jurisdiction_id = a.jurisdiction_id AND v.act_id = a.id
		AND v.leaf_index >= a.first_leaf AND v.leaf_index < a.act_leaf) AS versions,
	a.token_id
FROM act a
LEFT JOIN ledger_leaf l ON l.jurisdiction_id = a.jurisdiction_id AND l.leaf_index = a.act_leaf
WHERE a.jurisdiction_id = :jurisdiction_id
ORDER BY a.id;

-- name: act_get
-- columns: kind account_id role day at_ms first_leaf leaf_count summary act_leaf on_behalf_id
SELECT kind, account_id, role, day, at_ms, first_leaf, leaf_count, summary, act_leaf, on_behalf_id
FROM act
WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- Where a new signing key took over: the leaf in front of the act's own (ledger/seal.h).
-- name: act_origins
-- columns: leaf_index leaf
SELECT l.leaf_index, l.leaf FROM act a
JOIN ledger_leaf l ON l.jurisdiction_id = a.jurisdiction_id AND l.leaf_index = a.act_leaf - 1
WHERE a.jurisdiction_id = :jurisdiction_id AND a.kind = 'ledger.origin'
ORDER BY l.leaf_index;

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
