-- The time line of a person, likewise (people/archive_source.h).
-- nouns: archive_person

-- Entries of earlier archives, as they were imported.
-- name: archive_person_entry
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT n.day, n.id, n.id AS link_id, n.title, '' AS title_en,
		n.document_number || CASE WHEN n.issuing_unit = '' THEN '' ELSE ' · ' || n.issuing_unit END
			|| CASE WHEN n.content = '' THEN '' ELSE ' · ' || n.content END AS note,
		n.kind AS word, n.valid_until AS number, 0 AS secret
	FROM archive_entry n
	WHERE n.jurisdiction_id = :jurisdiction_id AND n.person_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Posts: when they began …
-- name: archive_person_post
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.from_day AS day, o.id, o.unit_id AS link_id, u.name || ' · ' || o.title AS title,
		'' AS title_en, '' AS note, o.level AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM post o
	JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.person_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- … and ended.
-- name: archive_person_post_end
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.to_day AS day, o.id, o.unit_id AS link_id, u.name || ' · ' || o.title AS title,
		'' AS title_en, '' AS note, o.level AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM post o
	JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.person_id = :subject_id AND o.to_day IS NOT NULL
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Transfer, leaving, return, by which document.
-- name: archive_person_change
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT c.day, c.id, c.person_id AS link_id, c.reason AS title, '' AS title_en,
		c.reference AS note, c.kind AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM person_change c
	WHERE c.jurisdiction_id = :jurisdiction_id AND c.person_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Final results with their rank.
-- name: archive_person_result
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.final_day AS day, l.id, r.year AS link_id,
		CAST(r.year AS TEXT) || ' · ' || r.group_name AS title, '' AS title_en,
		r.reason AS note, '' AS word, NULLIF(l.rank, 0) AS number, 0 AS secret
	FROM result_line l
	JOIN result r ON r.jurisdiction_id = l.jurisdiction_id AND r.id = l.result_id
		AND r.subject = 'person' AND r.state = 'final' AND r.final_day IS NOT NULL
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Bonus, deduction, veto that name the person.
-- name: archive_person_points
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	WITH RECURSIVE years (year) AS (
		SELECT MIN(f.year) FROM entry f WHERE f.jurisdiction_id = :jurisdiction_id
		UNION ALL
		SELECT (SELECT MIN(n.year) FROM entry n
			WHERE n.jurisdiction_id = :jurisdiction_id AND n.year > y.year)
		FROM years y WHERE y.year IS NOT NULL)
	SELECT n.day, n.id, n.id AS link_id, n.reason AS title, '' AS title_en,
		n.reference AS note, n.kind AS word,
		CASE WHEN n.kind = 'veto' THEN NULL WHEN n.reverses_id IS NOT NULL THEN -n.points
			ELSE n.points END AS number, 0 AS secret
	FROM years y
	JOIN entry n ON n.jurisdiction_id = :jurisdiction_id AND n.year = y.year
		AND n.subject = 'person' AND n.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Objections to their results.
-- name: archive_person_objection
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.raised_day AS day, o.id, o.id AS link_id, SUBSTR(o.text, 1, 200) AS title,
		'' AS title_en, SUBSTR(o.answer, 1, 200) AS note, o.state AS word,
		CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM objection o
	JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
		AND r.subject = 'person'
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Proposals about them that were accepted: a procedure is open.
-- name: archive_person_proposal
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT p.decided_day AS day, p.id, p.id AS link_id, p.grounds AS title, p.grounds_en AS title_en,
		p.reason AS note, p.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM proposal p
	WHERE p.jurisdiction_id = :jurisdiction_id AND p.person_id = :subject_id
		AND p.state = 'accepted' AND p.decided_day IS NOT NULL
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Handover lists that they gave or received.
-- name: archive_person_handover
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT l.opened_day AS day, l.id, l.id AS link_id,
		f.name || ' → ' || COALESCE(t.name, '…') AS title, '' AS title_en, l.reason AS note,
		l.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM handover l
	JOIN person f ON f.jurisdiction_id = l.jurisdiction_id AND f.id = l.from_person_id
	LEFT JOIN person t ON t.jurisdiction_id = l.jurisdiction_id AND t.id = l.to_person_id
	WHERE l.jurisdiction_id = :jurisdiction_id
		AND (l.from_person_id = :subject_id OR l.to_person_id = :subject_id)
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;
