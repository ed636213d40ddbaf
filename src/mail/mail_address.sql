-- Where an account's owner wants mail. No record: never committed.

-- name: mail_address_get
-- columns: address confirmed enabled code_hash code_ms tries codes codes_from_ms
SELECT address, confirmed, enabled, code_hash, code_ms, tries, codes, codes_from_ms
FROM mail_address WHERE account_id = :account_id;

-- name: mail_address_put
INSERT INTO mail_address (
	account_id, address, confirmed, enabled, code_hash, code_ms, tries, codes, codes_from_ms)
VALUES (:account_id, :address, 0, 1, :code_hash, :code_ms, 0, :codes, :codes_from_ms)
ON CONFLICT (account_id) DO UPDATE SET
	address = excluded.address, confirmed = 0, enabled = 1, code_hash = excluded.code_hash,
	code_ms = excluded.code_ms, tries = 0, codes = excluded.codes,
	codes_from_ms = excluded.codes_from_ms;

-- name: mail_address_confirmed
UPDATE mail_address SET confirmed = 1, code_hash = NULL, code_ms = 0, tries = 0
WHERE account_id = :account_id;

-- name: mail_address_wrong
UPDATE mail_address SET tries = tries + 1 WHERE account_id = :account_id;

-- name: mail_address_switch
UPDATE mail_address SET enabled = :enabled WHERE account_id = :account_id AND address <> '';

-- What was asked for stays counted until the hour is over.
-- name: mail_address_remove
UPDATE mail_address SET address = '', confirmed = 0, code_hash = NULL, code_ms = 0
WHERE account_id = :account_id AND address <> '';
