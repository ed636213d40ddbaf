-- Imported files with who imported them.
-- list: import_pages
-- column: id = b.id integer required
-- column: profile = b.profile text required
-- column: file_name = b.file_name text required
-- column: row_count = b.row_count integer required
-- column: created_count = b.created_count integer required
-- column: changed_count = b.changed_count integer required
-- column: state = b.state text required
-- column: day = b.day integer required
-- column: who = COALESCE(c.display_name, '') text required
SELECT {columns} FROM import_batch b
LEFT JOIN act a ON a.jurisdiction_id = b.jurisdiction_id AND a.id = b.act_id
LEFT JOIN account c ON c.jurisdiction_id = 0 AND c.id = a.account_id
WHERE b.jurisdiction_id = :jurisdiction_id;
