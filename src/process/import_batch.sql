-- name: import_batch_insert
INSERT INTO import_batch (
	jurisdiction_id, id, revision, encoding, profile, file_name, file_sha256, row_count,
	created_count, changed_count, act_id, state, day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :profile, :file_name, :file_sha256,
	:row_count, :created_count, :changed_count, :act_id, :state, :day);

-- name: import_batch_update
UPDATE import_batch SET
	revision = :revision, encoding = :encoding, profile = :profile,
	file_name = :file_name, file_sha256 = :file_sha256, row_count = :row_count,
	created_count = :created_count, changed_count = :changed_count, act_id = :act_id,
	state = :state, day = :day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: import_batch_remove
DELETE FROM import_batch
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: import_batch_get
-- columns: jurisdiction_id id revision encoding profile file_name file_sha256 row_count created_count changed_count act_id state day
SELECT jurisdiction_id, id, revision, encoding, profile, file_name, file_sha256, row_count,
	created_count, changed_count, act_id, state, day
FROM import_batch WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: import_batch_all
-- columns: jurisdiction_id id revision encoding profile file_name file_sha256 row_count created_count changed_count act_id state day
SELECT jurisdiction_id, id, revision, encoding, profile, file_name, file_sha256, row_count,
	created_count, changed_count, act_id, state, day
FROM import_batch WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Imports, for pages.
-- list: import_batch
-- column: id = b.id integer
-- column: profile = b.profile text required
-- column: file_name = b.file_name text required
-- column: row_count = b.row_count integer required
-- column: created_count = b.created_count integer required
-- column: changed_count = b.changed_count integer required
-- column: act_id = b.act_id integer required
-- column: state = b.state text required
-- column: day = b.day integer required
SELECT {columns} FROM import_batch b WHERE b.jurisdiction_id = :jurisdiction_id;
