-- nouns: own_account

-- name: own_account_credential
-- columns: changed_ms
SELECT changed_ms FROM credential WHERE account_id = :account_id;
