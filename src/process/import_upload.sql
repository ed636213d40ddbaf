-- name: import_upload_insert
INSERT INTO import_upload (
	jurisdiction_id, id, account_id, profile, file_name, sheet, rules, content, created_ms)
VALUES (:jurisdiction_id, :id, :account_id, :profile, :file_name, :sheet, :rules, :content, :created_ms);

-- name: import_upload_get
-- columns: profile file_name sheet rules content
SELECT profile, file_name, sheet, rules, content
FROM import_upload
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND account_id = :account_id
	AND created_ms > :since_ms;

-- name: import_upload_set
UPDATE import_upload SET sheet = :sheet, rules = :rules
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND account_id = :account_id;

-- name: import_upload_end
DELETE FROM import_upload
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND account_id = :account_id;

-- Those of all accounts that are too old, and of this account all but the newest.
-- name: import_upload_end_old
DELETE FROM import_upload
WHERE jurisdiction_id = :jurisdiction_id AND (created_ms <= :since_ms
	OR (account_id = :account_id AND id NOT IN (SELECT u.id FROM import_upload u
		WHERE u.jurisdiction_id = :jurisdiction_id AND u.account_id = :account_id
		ORDER BY u.id DESC LIMIT :kept)));
