-- One-time codes: the secret beside the password's hash, in table credential.

-- name: totp_get
-- columns: totp_secret totp_last_step
SELECT totp_secret, totp_last_step FROM credential WHERE account_id = :account_id;

-- Of two that use the same code only the first changes the row.
-- name: totp_use
UPDATE credential SET totp_last_step = :step
WHERE account_id = :account_id AND totp_last_step < :step;

-- name: totp_set
UPDATE credential SET totp_secret = :totp_secret, totp_last_step = :totp_last_step
WHERE account_id = :account_id;

-- name: totp_remove
UPDATE credential SET totp_secret = NULL WHERE account_id = :account_id;
