-- Files by their hash, pieces of those that PostgreSQL keeps, and what is spoken of.

-- name: blob_insert
INSERT INTO blob (jurisdiction_id, id, sha256, bytes)
VALUES (:jurisdiction_id, :id, :sha256, :bytes)
ON CONFLICT (jurisdiction_id, sha256) DO NOTHING;

-- name: blob_find
-- columns: id bytes
SELECT id, bytes FROM blob WHERE jurisdiction_id = :jurisdiction_id AND sha256 = :sha256;

-- All files of the installation, in the order of the key.
-- name: blob_all
-- columns: jurisdiction_id id sha256 bytes
SELECT jurisdiction_id, id, sha256, bytes FROM blob ORDER BY jurisdiction_id, id;

-- name: blob_chunk_put
INSERT INTO blob_chunk (jurisdiction_id, blob_id, number, bytes)
VALUES (:jurisdiction_id, :blob_id, :number, :bytes)
ON CONFLICT (jurisdiction_id, blob_id, number) DO UPDATE SET bytes = excluded.bytes;

-- name: blob_chunk_range
-- columns: number bytes
SELECT number, bytes FROM blob_chunk
WHERE jurisdiction_id = :jurisdiction_id AND blob_id = :blob_id
	AND number >= :first AND number <= :last
ORDER BY number;

-- name: blob_chunk_size
-- columns: bytes
SELECT COALESCE(SUM(LENGTH(bytes)), 0) AS bytes FROM blob_chunk
WHERE jurisdiction_id = :jurisdiction_id AND blob_id = :blob_id;

-- name: blob_chunk_remove
DELETE FROM blob_chunk WHERE jurisdiction_id = :jurisdiction_id AND blob_id = :blob_id;

-- Pieces that nothing speaks of: neither a file nor an upload.
-- name: blob_chunk_orphan_count
-- columns: files bytes
SELECT COUNT(DISTINCT c.blob_id) AS files, COALESCE(SUM(LENGTH(c.bytes)), 0) AS bytes FROM blob_chunk c
WHERE NOT EXISTS (SELECT 1 FROM blob b
		WHERE b.jurisdiction_id = c.jurisdiction_id AND b.id = c.blob_id)
	AND NOT EXISTS (SELECT 1 FROM upload u
		WHERE u.jurisdiction_id = c.jurisdiction_id AND u.id = c.blob_id);

-- name: blob_chunk_orphan_remove
DELETE FROM blob_chunk WHERE NOT EXISTS (SELECT 1 FROM blob b
		WHERE b.jurisdiction_id = blob_chunk.jurisdiction_id AND b.id = blob_chunk.blob_id)
	AND NOT EXISTS (SELECT 1 FROM upload u
		WHERE u.jurisdiction_id = blob_chunk.jurisdiction_id AND u.id = blob_chunk.blob_id);

-- Whether anything speaks of a file in the folder: by its hash, or by the id of its upload.
-- name: blob_spoken_of
-- columns: count
SELECT (SELECT COUNT(*) FROM blob b WHERE b.sha256 = :sha256)
	+ (SELECT COUNT(*) FROM upload u WHERE u.sha256 = :sha256) AS count;

-- name: blob_upload_known
-- columns: count
SELECT COUNT(*) AS count FROM upload WHERE id = :id;
