-- The audit list of a jurisdiction, with the acts on accounts and sessions, which are global.
-- Newest first when sorted by id descending.
-- nouns: act

-- list: act
-- column: id = t.id integer
-- column: kind = t.kind text required
-- column: account_id = t.account_id integer
-- column: login = COALESCE(a.login, '') text
-- column: display_name = COALESCE(a.display_name, '') text
-- column: role = t.role text required
-- column: day = t.day integer required
-- column: at_ms = t.at_ms integer required
-- column: first_leaf = t.first_leaf integer
-- column: leaf_count = t.leaf_count integer required
-- column: summary = t.summary text required
-- column: on_behalf = COALESCE(b.display_name, '') text
-- column: token_id = t.token_id integer
-- column: token_name = COALESCE(k.name, '') text
SELECT {columns} FROM act t
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
LEFT JOIN account b ON b.jurisdiction_id = 0 AND b.id = t.on_behalf_id
LEFT JOIN token k ON k.jurisdiction_id = 0 AND k.id = t.token_id
WHERE t.jurisdiction_id = :jurisdiction_id OR t.jurisdiction_id = 0;
