-- Examinations on a person's time line.

-- Statements that were handed in.
-- name: examination_archive_statements
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT x.stated_day AS day, x.id, x.year AS link_id,
		CAST(x.year AS TEXT) || ' 年度三考陈述' AS title,
		'Statement for the examinations of ' || CAST(x.year AS TEXT) AS title_en,
		'' AS note, x.state AS word, CAST(NULL AS INTEGER) AS number, 0 AS secret
	FROM examination x
	WHERE x.jurisdiction_id = :jurisdiction_id AND x.person_id = :subject_id
		AND x.stated_day IS NOT NULL
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;

-- Findings that stand in a final result.
-- name: examination_archive_findings
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT f.day, f.id, x.year AS link_id, SUBSTR(f.facts, 1, 200) AS title, '' AS title_en,
		SUBSTR(f.reason, 1, 200) AS note, f.grade AS word, CAST(NULL AS INTEGER) AS number,
		0 AS secret
	FROM examination x
	JOIN finding f ON f.jurisdiction_id = x.jurisdiction_id AND f.examination_id = x.id
		AND f.state = 'proposed'
	WHERE x.jurisdiction_id = :jurisdiction_id AND x.person_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;
