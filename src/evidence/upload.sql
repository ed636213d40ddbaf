-- Files on their way in (evidence/upload.h).

-- name: upload_insert
INSERT INTO upload (jurisdiction_id, id, account_id, file_name, fingerprint, bytes, received, sha256,
	media_type, touched_ms)
VALUES (:jurisdiction_id, :id, :account_id, :file_name, :fingerprint, :bytes, 0, NULL, '', :touched_ms);

-- name: upload_get
-- columns: file_name fingerprint bytes received sha256 media_type touched_ms
SELECT file_name, fingerprint, bytes, received, sha256, media_type, touched_ms FROM upload
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND account_id = :account_id;

-- name: upload_same
-- columns: id
SELECT id FROM upload
WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id AND fingerprint = :fingerprint
	AND bytes = :bytes
ORDER BY id DESC LIMIT 1;

-- What an account has lying about.
-- name: upload_load
-- columns: count bytes
SELECT COUNT(*) AS count, CAST(COALESCE(SUM(bytes), 0) AS INTEGER) AS bytes FROM upload
WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id;

-- Only from where it stands: of two pieces at one offset the second finds nothing.
-- name: upload_advance
UPDATE upload SET received = received + :length, touched_ms = :touched_ms
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND received = :received
	AND received + :length <= bytes AND sha256 IS NULL;

-- name: upload_ready
UPDATE upload SET sha256 = :sha256, media_type = :media_type, file_name = :file_name,
	touched_ms = :touched_ms
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND received = bytes;

-- name: upload_end
DELETE FROM upload WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: upload_own
-- columns: id file_name bytes received ready touched_ms
SELECT id, file_name, bytes, received, CASE WHEN sha256 IS NULL THEN 0 ELSE 1 END AS ready, touched_ms
FROM upload WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id
ORDER BY id DESC LIMIT 20;

-- name: upload_over
DELETE FROM upload WHERE touched_ms < :before_ms;

-- Those whose bytes may have been lost with a machine: compared with what the folder holds.
-- name: upload_unfinished
-- columns: jurisdiction_id id received
SELECT jurisdiction_id, id, received FROM upload WHERE sha256 IS NULL AND received > 0
ORDER BY jurisdiction_id, id LIMIT 1000;

-- name: upload_restart
UPDATE upload SET received = 0 WHERE jurisdiction_id = :jurisdiction_id AND id = :id;
