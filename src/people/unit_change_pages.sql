-- Changes of units with the names of the units before and after; a rename's are the two names.
-- list: unit_change_pages
-- column: id = c.id integer
-- column: day = c.day integer required
-- column: kind = c.kind text required
-- column: before = CASE WHEN c.kind = 'rename' THEN c.name_before ELSE COALESCE(n.before, '') END text
-- column: after = CASE WHEN c.kind = 'rename' THEN c.name_after ELSE COALESCE(n.after, '') END text
-- column: units = c.name_before || ' ' || c.name_after || ' ' || COALESCE(n.before, '') || ' ' || COALESCE(n.after, '') text
-- column: reason = c.reason text required
-- column: reference = c.reference text required
SELECT {columns} FROM unit_change c
LEFT JOIN (SELECT m.change_id,
		string_agg(CASE m.side WHEN 'before' THEN u.name END, ' · ' ORDER BY u.name_key) AS before,
		string_agg(CASE m.side WHEN 'after' THEN u.name END, ' · ' ORDER BY u.name_key) AS after
	FROM unit_change_unit m
	JOIN unit u ON u.jurisdiction_id = m.jurisdiction_id AND u.id = m.unit_id
	WHERE m.jurisdiction_id = :jurisdiction_id
	GROUP BY m.change_id) n ON n.change_id = c.id
WHERE c.jurisdiction_id = :jurisdiction_id;
