-- What the search finds, one list a kind. `place` sorts: how well it fits (0 the code itself, 1 the name
-- itself, 2 code, name or a whole word begin with it, 3 it occurs), then the record's own order. The
-- narrowing gram is a range; the six patterns are '%' where the query has fewer words. Who may see
-- what: the same conditions as in the lists of units, persons and entries (web/scope.h).
-- nouns: search

-- list: search_unit
-- column: id = u.id integer
-- column: code = u.code text required
-- column: name = u.name text required
-- column: kind = u.kind text required
-- column: detail = COALESCE(p.name, '') text
-- column: to_day = u.to_day integer
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN s.name = :whole THEN '1'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR SUBSTR(s.name, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.sort_text AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'unit'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'unit'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN unit u ON u.jurisdiction_id = :jurisdiction_id AND u.id = e.record_id
LEFT JOIN unit p ON p.jurisdiction_id = u.jurisdiction_id AND p.id = u.parent_id
WHERE (CAST(:everywhere AS INTEGER) = 1 OR u.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));

-- Persons with the first of the posts that each holds on :day.
-- list: search_person
-- column: id = p.id integer
-- column: code = p.code text required
-- column: name = p.name text required
-- column: kind = COALESCE(o.title, '') text
-- column: detail = COALESCE((SELECT u.name FROM unit u WHERE (u.jurisdiction_id, u.id) = (o.jurisdiction_id, o.unit_id)), '') text
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN s.name = :whole THEN '1'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR SUBSTR(s.name, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.sort_text AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'person'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'person'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN person p ON p.jurisdiction_id = :jurisdiction_id AND p.id = e.record_id
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.id = (
	SELECT q.id FROM post q
	WHERE q.jurisdiction_id = p.jurisdiction_id AND q.person_id = p.id
		AND q.from_day <= :day AND (q.to_day IS NULL OR q.to_day >= :day)
	ORDER BY q.principal DESC, q.from_day DESC, q.id LIMIT 1)
WHERE (CAST(:everywhere AS INTEGER) = 1 OR p.id = :person_id OR p.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT h.person_id FROM post h JOIN below ON below.id = h.unit_id
	WHERE h.jurisdiction_id = :jurisdiction_id
		AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day)));

-- list: search_scheme
-- column: id = c.id integer
-- column: code = c.code text required
-- column: name = c.title text required
-- column: name_en = c.title_en text required
-- column: version = c.version integer required
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN s.name = :whole THEN '1'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR SUBSTR(s.name, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.code AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'scheme'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'scheme'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN scheme c ON c.jurisdiction_id = :jurisdiction_id AND c.id = e.record_id;

-- list: search_entry
-- column: id = n.id integer
-- column: code = n.reference text required
-- column: name = n.reason text required
-- column: kind = n.kind text required
-- column: detail = COALESCE(u.name, p.name, '') text
-- column: day = n.day integer required
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.sort_text AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'entry'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'entry'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN entry n ON n.jurisdiction_id = :jurisdiction_id AND n.id = e.record_id
LEFT JOIN unit u ON u.jurisdiction_id = n.jurisdiction_id AND n.subject = 'unit'
	AND u.id = n.subject_id
LEFT JOIN person p ON p.jurisdiction_id = n.jurisdiction_id AND n.subject = 'person'
	AND p.id = n.subject_id
WHERE (CAST(:everywhere AS INTEGER) = 1 OR u.id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));

-- Evidence by its title, file name, document number and remark; who may see it as in evidence_pages.sql.
-- list: search_evidence
-- column: id = v.id integer
-- column: code = v.document_number text required
-- column: name = v.title text required
-- column: kind = v.kind text required
-- column: detail = u.name text required
-- column: day = v.shows_to integer required
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.sort_text AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'evidence'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'evidence'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN evidence v ON v.jurisdiction_id = :jurisdiction_id AND v.id = e.record_id
JOIN unit u ON u.jurisdiction_id = v.jurisdiction_id AND u.id = v.unit_id
WHERE (CAST(:everywhere AS INTEGER) = 1
	OR v.visibility = 'all' OR v.added_by = :account_id
	OR (v.visibility IN ('unit', 'group') AND v.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below))
	OR (v.visibility = 'group' AND EXISTS (
		SELECT 1 FROM group_member m
		JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
			AND g.year = v.year
		JOIN group_member n ON n.jurisdiction_id = m.jurisdiction_id AND n.group_id = m.group_id
		WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = v.unit_id
			AND :roots LIKE '%,' || CAST(n.unit_id AS TEXT) || ',%'))
	OR (v.visibility = 'confidential' AND v.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :speaks LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below)));

-- Items of plans in force by code and title; a confidential one for who sees its page
-- (plan/plan_shown_view.h): :everywhere, the office; its leader; the units that lead it or help. Rows of
-- drafts and of older versions are no hits.
-- list: search_plan_item
-- column: id = i.id integer
-- column: code = i.code text required
-- column: name = i.title text required
-- column: year = p.year integer required
-- column: item_id = i.item_id integer required
-- column: kind = i.kind text required
-- column: place = e.place text required
SELECT {columns} FROM (SELECT s.record_id, CASE WHEN s.code = :whole THEN '0'
		WHEN SUBSTR(s.code, 1, LENGTH(:whole)) = :whole
			OR s.index_text LIKE :token THEN '2'
		ELSE '3' END || s.sort_text AS place
	FROM search_entry s
	WHERE s.jurisdiction_id = :jurisdiction_id AND s.record_type = 'plan_item'
		AND s.record_id IN (SELECT g.record_id FROM search_gram g
			WHERE g.jurisdiction_id = :jurisdiction_id AND g.record_type = 'plan_item'
				AND g.gram >= :gram_from AND g.gram < :gram_to)
		AND s.index_text LIKE :word_1 AND s.index_text LIKE :word_2
		AND s.index_text LIKE :word_3 AND s.index_text LIKE :word_4
		AND s.index_text LIKE :word_5 AND s.index_text LIKE :word_6) e
JOIN plan_item i ON i.jurisdiction_id = :jurisdiction_id AND i.id = e.record_id
JOIN plan p ON p.jurisdiction_id = i.jurisdiction_id AND p.id = i.plan_id
WHERE p.version > 0 AND i.from_version <= p.version
	AND (i.to_version = 0 OR i.to_version >= p.version)
	AND (i.confidential = 0 OR CAST(:everywhere AS INTEGER) = 1 OR i.leader_id = :person_id
		OR EXISTS (SELECT 1 FROM assignment a
			LEFT JOIN co_assignment c ON c.jurisdiction_id = a.jurisdiction_id
				AND c.assignment_id = a.id AND c.from_version <= p.version
				AND (c.to_version = 0 OR c.to_version >= p.version)
			WHERE a.jurisdiction_id = i.jurisdiction_id AND a.item_id = i.item_id
				AND a.from_version <= p.version
				AND (a.to_version = 0 OR a.to_version >= p.version)
				AND (a.unit_id IN (
					WITH RECURSIVE below (id) AS (
						SELECT r.id FROM unit r
						WHERE r.jurisdiction_id = :jurisdiction_id
							AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
						UNION
						SELECT d.id FROM unit d JOIN below b ON d.parent_id = b.id
						WHERE d.jurisdiction_id = :jurisdiction_id)
					SELECT below.id FROM below)
				OR :roots LIKE '%,' || CAST(c.unit_id AS TEXT) || ',%')));
