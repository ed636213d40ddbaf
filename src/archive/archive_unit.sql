-- The time line of a unit: one statement for each source (people/archive_source.h has their common
-- shape). nouns: archive_unit

-- Published versions of plans that have the unit as a lead.
-- name: archive_unit_plan
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT v.published_day AS day, v.id, p.year AS link_id, p.title, '' AS title_en, v.reason AS note,
		'' AS word, v.version AS number, 0 AS secret
	FROM plan p
	JOIN plan_version v ON v.jurisdiction_id = p.jurisdiction_id AND v.plan_id = p.id
		AND v.published_day IS NOT NULL
	WHERE p.jurisdiction_id = :jurisdiction_id AND EXISTS (
		SELECT 1 FROM assignment a
		WHERE a.jurisdiction_id = p.jurisdiction_id AND a.unit_id = :subject_id
			AND a.plan_id = p.id AND a.from_version <= v.version
			AND (a.to_version = 0 OR a.to_version >= v.version))
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Items that the unit answers for, on the day on which their version was published.
-- name: archive_unit_assignment
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT v.published_day AS day, a.id, a.id AS link_id, i.title, '' AS title_en, i.code AS note,
		'' AS word, CAST(NULL AS INTEGER) AS number, i.confidential AS secret
	FROM assignment a
	JOIN plan_version v ON v.jurisdiction_id = a.jurisdiction_id AND v.plan_id = a.plan_id
		AND v.version = a.from_version AND v.published_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Items that the unit helps with, likewise.
-- name: archive_unit_co_assignment
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT v.published_day AS day, c.id, p.year AS link_id, i.title, '' AS title_en,
		i.code || CASE WHEN c.part = '' THEN '' ELSE ' · ' || c.part END AS note,
		c.state AS word, CAST(NULL AS INTEGER) AS number, i.confidential AS secret
	FROM co_assignment c
	JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.id = c.assignment_id
	JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
	JOIN plan_version v ON v.jurisdiction_id = c.jurisdiction_id AND v.plan_id = a.plan_id
		AND v.version = c.from_version AND v.published_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= c.from_version AND (i.to_version = 0 OR i.to_version >= c.from_version)
	WHERE c.jurisdiction_id = :jurisdiction_id AND c.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Claims and proposals of the unit about items, and what the office answered.
-- name: archive_unit_answer
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT t.day, r.leaf_index AS id, a.id AS link_id, i.title, '' AS title_en,
		CASE WHEN t.kind = 'assignment.answer' THEN a.answer ELSE a.words END AS note,
		t.kind AS word, CAST(NULL AS INTEGER) AS number, i.confidential AS secret
	FROM assignment a
	JOIN record_version r ON r.jurisdiction_id = a.jurisdiction_id AND r.record_type = 'assignment'
		AND r.record_id = a.id
	JOIN act t ON t.jurisdiction_id = r.jurisdiction_id AND t.id = r.act_id
		AND t.kind IN ('assignment.claim', 'assignment.claim_all', 'assignment.answer')
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Reports of the unit.
-- name: archive_unit_report
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.reported_day AS day, r.id, r.id AS link_id, i.title, '' AS title_en,
		SUBSTR(r.text, 1, 200) AS note, r.status AS word, CAST(NULL AS INTEGER) AS number,
		i.confidential AS secret
	FROM assignment a
	JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
		AND r.reported_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- What became of them.
-- name: archive_unit_review
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.reviewed_day AS day, r.id, r.id AS link_id, i.title, '' AS title_en,
		SUBSTR(r.review_note, 1, 200) AS note, r.state AS word, CAST(NULL AS INTEGER) AS number,
		i.confidential AS secret
	FROM assignment a
	JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
		AND r.reviewed_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Other dates that the unit asked for, lights that it contested.
-- name: archive_unit_request
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.requested_day AS day, r.id, a.id AS link_id, i.title, '' AS title_en,
		SUBSTR(r.reason, 1, 200) AS note, r.kind AS word, CAST(NULL AS INTEGER) AS number,
		i.confidential AS secret
	FROM assignment a
	JOIN due_request r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
		AND r.requested_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- What was answered.
-- name: archive_unit_request_answer
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.answered_day AS day, r.id, a.id AS link_id, i.title, '' AS title_en,
		SUBSTR(r.answer, 1, 200) AS note, r.state AS word, CAST(NULL AS INTEGER) AS number,
		i.confidential AS secret
	FROM assignment a
	JOIN due_request r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
		AND r.answered_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Reports of the unit that were drawn for a sampled check.
-- name: archive_unit_sampling
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT s.drawn_day AS day, d.id, r.id AS link_id, i.title, '' AS title_en, s.title AS note,
		'' AS word, CAST(NULL AS INTEGER) AS number, i.confidential AS secret
	FROM assignment a
	JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
	JOIN sampling_draw d ON d.jurisdiction_id = r.jurisdiction_id AND d.report_id = r.id
	JOIN sampling s ON s.jurisdiction_id = d.jurisdiction_id AND s.id = d.sampling_id
		AND s.drawn_day IS NOT NULL
	JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
		AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Evidence that the unit issued.
-- name: archive_unit_evidence
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT v.added_day AS day, v.id, v.id AS link_id, v.title, '' AS title_en,
		CASE WHEN v.document_number = '' THEN v.file_name ELSE v.document_number END AS note,
		v.kind AS word, CAST(NULL AS INTEGER) AS number,
		CASE WHEN v.visibility = 'confidential' THEN 1 ELSE 0 END AS secret
	FROM evidence v
	WHERE v.jurisdiction_id = :jurisdiction_id AND v.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Marks of the unit: one entry for each scorer, year and day. Years are found by hops in the index.
-- name: archive_unit_mark
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	WITH RECURSIVE years (year) AS (
		SELECT MIN(f.year) FROM score f WHERE f.jurisdiction_id = :jurisdiction_id
		UNION ALL
		SELECT (SELECT MIN(n.year) FROM score n
			WHERE n.jurisdiction_id = :jurisdiction_id AND n.year > y.year)
		FROM years y WHERE y.year IS NOT NULL)
	SELECT s.day, MAX(s.id) AS id, s.year AS link_id,
		CAST(s.year AS TEXT) || ' · ' || s.scorer AS title, '' AS title_en, '' AS note, '' AS word,
		COUNT(*) AS number, 0 AS secret
	FROM years y
	JOIN score s ON s.jurisdiction_id = :jurisdiction_id AND s.year = y.year AND s.subject = 'unit'
		AND s.subject_id = :subject_id
	GROUP BY s.year, s.day, s.scorer
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Bonus, deduction, veto; a counter-entry has its points with a minus.
-- name: archive_unit_entry
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
		AND n.subject = 'unit' AND n.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Final results with their rank.
-- name: archive_unit_result
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT r.final_day AS day, l.id, r.year AS link_id,
		CAST(r.year AS TEXT) || ' · ' || r.group_name AS title, '' AS title_en,
		r.reason AS note, '' AS word, NULLIF(l.rank, 0) AS number, 0 AS secret
	FROM result_line l
	JOIN result r ON r.jurisdiction_id = l.jurisdiction_id AND r.id = l.result_id
		AND r.subject = 'unit' AND r.state = 'final' AND r.final_day IS NOT NULL
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Objections of the unit to its results.
-- name: archive_unit_objection
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.raised_day AS day, o.id, o.id AS link_id, SUBSTR(o.text, 1, 200) AS title,
		'' AS title_en, SUBSTR(o.answer, 1, 200) AS note, o.state AS word,
		CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM objection o
	JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
		AND r.subject = 'unit'
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.subject_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Proposals of the accountability procedure that triggers made of its results.
-- name: archive_unit_proposal
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT p.opened_day AS day, p.id, p.id AS link_id, p.grounds AS title, p.grounds_en AS title_en,
		p.reason AS note, p.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM proposal p
	WHERE p.jurisdiction_id = :jurisdiction_id AND p.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Principals: when their post began …
-- name: archive_unit_post
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.from_day AS day, o.id, h.id AS link_id, h.name || ' · ' || o.title AS title,
		'' AS title_en, '' AS note, '' AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM post o
	JOIN person h ON h.jurisdiction_id = o.jurisdiction_id AND h.id = o.person_id
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :subject_id
		AND o.principal = 1
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- … and ended.
-- name: archive_unit_post_end
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT o.to_day AS day, o.id, h.id AS link_id, h.name || ' · ' || o.title AS title,
		'' AS title_en, '' AS note, '' AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM post o
	JOIN person h ON h.jurisdiction_id = o.jurisdiction_id AND h.id = o.person_id
	WHERE o.jurisdiction_id = :jurisdiction_id AND o.unit_id = :subject_id
		AND o.principal = 1 AND o.to_day IS NOT NULL
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Handover lists of posts in the unit.
-- name: archive_unit_handover
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT l.opened_day AS day, l.id, l.id AS link_id,
		f.name || ' → ' || COALESCE(t.name, '…') AS title, '' AS title_en, l.reason AS note,
		l.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM handover l
	JOIN person f ON f.jurisdiction_id = l.jurisdiction_id AND f.id = l.from_person_id
	LEFT JOIN person t ON t.jurisdiction_id = l.jurisdiction_id AND t.id = l.to_person_id
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Renames, mergers, splits and the like that the unit went through.
-- name: archive_unit_change
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT c.day, c.id, c.id AS link_id, c.reason AS title, '' AS title_en, c.reference AS note,
		c.kind AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM unit_change c
	WHERE c.jurisdiction_id = :jurisdiction_id AND c.id IN (
		SELECT m.change_id FROM unit_change_unit m
		WHERE m.jurisdiction_id = :jurisdiction_id AND m.unit_id = :subject_id)
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;

-- The unit's line of the newest final result of a year.
-- name: archive_unit_total
-- columns: total rank ranked
SELECT l.total, l.rank, l.ranked
FROM result r
JOIN result_line l ON l.jurisdiction_id = r.jurisdiction_id AND l.result_id = r.id
	AND l.subject_id = :unit_id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.subject = 'unit' AND r.year = :year
	AND r.state = 'final'
ORDER BY r.version DESC, r.id DESC LIMIT 1;

-- Items that the unit leads in the version in force of a year's plan.
-- name: archive_unit_led
-- columns: items
SELECT COUNT(*) AS items
FROM plan p
JOIN assignment a ON a.jurisdiction_id = p.jurisdiction_id AND a.plan_id = p.id
	AND a.unit_id = :unit_id AND a.from_version <= p.version
	AND (a.to_version = 0 OR a.to_version >= p.version)
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE p.jurisdiction_id = :jurisdiction_id AND p.year = :year AND p.version > 0
	AND (i.confidential = 0 OR CAST(:secret AS INTEGER) = 1);

-- Responsibility letters of the unit's cadres, on the day on which they were made.
-- name: archive_unit_letter
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT l.made_day AS day, l.id, l.id AS link_id, CAST(l.year AS TEXT) || ' · ' || h.name AS title,
		'' AS title_en, l.note, l.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM letter l
	JOIN person h ON h.jurisdiction_id = l.jurisdiction_id AND h.id = l.person_id
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.unit_id = :subject_id AND l.state <> 'draft'
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- Meetings to which the unit or somebody of it was called; open to all when their minutes are frozen.
-- name: archive_unit_meeting
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT m.day, m.id, m.id AS link_id, m.title, '' AS title_en, m.place AS note, m.kind AS word,
		m.duration AS number, CASE WHEN m.state = 'minuted' THEN 0 ELSE 1 END AS secret
	FROM meeting m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.day IS NOT NULL AND m.state <> 'planned'
		AND m.id IN (SELECT a.meeting_id FROM meeting_participant a
			WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :subject_id)
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;


-- What was concluded for the unit to do, likewise.
-- name: archive_unit_conclusion
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT m.day, c.id, c.id AS link_id, SUBSTR(c.text, 1, 200) AS title, '' AS title_en,
		m.title AS note, c.state AS word, CAST(NULL AS INTEGER) AS number,
		CASE WHEN m.state = 'minuted' THEN 0 ELSE 1 END AS secret
	FROM meeting_conclusion c
	JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
		AND m.day IS NOT NULL
	WHERE c.jurisdiction_id = :jurisdiction_id AND c.unit_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;
