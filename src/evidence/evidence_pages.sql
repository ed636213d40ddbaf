-- Evidence that the asker may read (evidence/evidence.h says who): everything; what they added; what all may
-- read; what units of theirs (:roots, web/scope.h) issued, or units in a group with these in the year of its
-- period; and what is confidential of units for which they speak (:speaks, likewise).
-- list: evidence_pages
-- column: id = e.id integer
-- column: title = e.title text required
-- column: kind = e.kind text required
-- column: unit_id = e.unit_id integer required
-- column: unit_code = u.code text required
-- column: unit_name = u.name text required
-- column: shows_from = e.shows_from integer required
-- column: shows_to = e.shows_to integer required
-- column: year = e.year integer required
-- column: visibility = e.visibility text required
-- column: file_name = e.file_name text required
-- column: bytes = NULLIF(e.bytes, 0) integer
-- column: document_number = e.document_number text required
-- column: remark = e.remark text required
-- column: added_day = e.added_day integer required
-- column: state = e.state text required
SELECT {columns} FROM evidence e
JOIN unit u ON u.jurisdiction_id = e.jurisdiction_id AND u.id = e.unit_id
WHERE e.jurisdiction_id = :jurisdiction_id AND (CAST(:everywhere AS INTEGER) = 1
	OR e.visibility = 'all' OR e.added_by = :account_id
	OR (e.visibility IN ('unit', 'group') AND e.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below))
	OR (e.visibility = 'group' AND EXISTS (
		SELECT 1 FROM group_member m
		JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
			AND g.year = e.year
		JOIN group_member n ON n.jurisdiction_id = m.jurisdiction_id AND n.group_id = m.group_id
		WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = e.unit_id
			AND :roots LIKE '%,' || CAST(n.unit_id AS TEXT) || ',%'))
	OR (e.visibility = 'confidential' AND e.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :speaks LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below)));

-- The years that have evidence, newest first.
-- name: evidence_pages_years
-- columns: year
SELECT DISTINCT year FROM evidence WHERE jurisdiction_id = :jurisdiction_id ORDER BY year DESC;

-- Who added a piece, changed and withdrew it.
-- name: evidence_pages_story
-- columns: kind role at_ms account
SELECT t.kind, t.role, t.at_ms, COALESCE(a.display_name, '') AS account FROM record_version v
JOIN act t ON t.jurisdiction_id = v.jurisdiction_id AND t.id = v.act_id
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
WHERE v.jurisdiction_id = :jurisdiction_id AND v.record_type = 'evidence' AND v.record_id = :id
ORDER BY v.revision;

-- Other pieces with the same file; who may see them is asked of each.
-- name: evidence_pages_same_file
-- columns: id
SELECT id FROM evidence
WHERE jurisdiction_id = :jurisdiction_id AND sha256 = :sha256 AND id <> :id
ORDER BY id LIMIT 50;

-- The units for which the asker may add something: at most a few are named in a form.
-- name: evidence_pages_unit
-- columns: code
SELECT code FROM unit WHERE jurisdiction_id = :jurisdiction_id AND id = :id;
