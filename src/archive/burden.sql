-- What the system asked of units (archive/burden.h). The units are one, those of a group, or all.
-- nouns: burden

-- Due rules of the items that the units lead in the version in force of a year's plan.
-- name: burden_due
-- columns: unit_id assignment_id item_id title due secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT a.unit_id, a.id AS assignment_id, i.item_id, i.title, i.due, i.confidential AS secret
FROM wanted w
JOIN assignment a ON a.jurisdiction_id = :jurisdiction_id AND a.unit_id = w.id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id AND p.year = :year
	AND a.from_version <= p.version AND (a.to_version = 0 OR a.to_version >= p.version)
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE i.due <> ''
ORDER BY i.item_id, a.unit_id;

-- Forms that the units filled in, one row each. From the units on: "+ 0" keeps the engines from taking
-- all reports of those days instead (500 units, 375,000 reports: 11 instead of 3,800 ms for one unit).
-- name: burden_report
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT a.unit_id, r.reported_day AS day, r.id, r.id AS link_id, i.title, r.status AS note,
	1 + CASE WHEN r.checkpoint IS NOT NULL THEN 1 ELSE 0 END
	+ CASE WHEN r.text <> '' THEN 1 ELSE 0 END
	+ CASE WHEN r.next_step <> '' THEN 1 ELSE 0 END
	+ CASE WHEN r.documents <> '' THEN 1 ELSE 0 END AS fields,
	i.confidential AS secret
FROM wanted w
JOIN assignment a ON a.jurisdiction_id = :jurisdiction_id AND a.unit_id = w.id
JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
WHERE r.reported_day + 0 >= :from_day AND r.reported_day + 0 <= :to_day;

-- name: burden_request
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT a.unit_id, r.requested_day AS day, r.id, a.id AS link_id, i.title, r.kind AS note,
	1 + CASE WHEN r.checkpoint IS NOT NULL THEN 1 ELSE 0 END
	+ CASE WHEN r.proposed_day IS NOT NULL THEN 1 ELSE 0 END
	+ CASE WHEN r.reason <> '' THEN 1 ELSE 0 END AS fields,
	i.confidential AS secret
FROM wanted w
JOIN assignment a ON a.jurisdiction_id = :jurisdiction_id AND a.unit_id = w.id
JOIN due_request r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
WHERE r.requested_day + 0 >= :from_day AND r.requested_day + 0 <= :to_day;

-- Claims: one form for each act, however many items it claimed; the words of those that have some.
-- name: burden_claim
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT a.unit_id, t.day, t.id, MIN(a.id) AS link_id, MIN(i.title) AS title, t.kind AS note,
	SUM(CASE WHEN t.kind = 'assignment.claim' AND a.words <> '' THEN 1 ELSE 0 END) AS fields,
	MAX(i.confidential) AS secret
FROM wanted w
JOIN assignment a ON a.jurisdiction_id = :jurisdiction_id AND a.unit_id = w.id
JOIN record_version r ON r.jurisdiction_id = a.jurisdiction_id AND r.record_type = 'assignment'
	AND r.record_id = a.id
JOIN act t ON t.jurisdiction_id = r.jurisdiction_id AND t.id = r.act_id
	AND t.kind IN ('assignment.claim', 'assignment.claim_all')
	AND t.day >= :from_day AND t.day <= :to_day
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
GROUP BY a.unit_id, t.day, t.id, t.kind;

-- Answers as a co-unit.
-- name: burden_confirm
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT c.unit_id, c.answered_day AS day, c.id, p.year AS link_id, i.title, c.state AS note,
	1 + CASE WHEN c.note <> '' THEN 1 ELSE 0 END AS fields, i.confidential AS secret
FROM wanted w
JOIN co_assignment c ON c.jurisdiction_id = :jurisdiction_id AND c.unit_id = w.id
JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.id = c.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= a.from_version AND (i.to_version = 0 OR i.to_version >= a.from_version)
WHERE c.answered_day >= :from_day AND c.answered_day <= :to_day;

-- name: burden_evidence
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT v.unit_id, v.added_day AS day, v.id, v.id AS link_id, v.title, v.kind AS note,
	4 + CASE WHEN v.document_number <> '' THEN 1 ELSE 0 END
	+ CASE WHEN v.remark <> '' THEN 1 ELSE 0 END AS fields,
	CASE WHEN v.visibility = 'confidential' THEN 1 ELSE 0 END AS secret
FROM wanted w
JOIN evidence v ON v.jurisdiction_id = :jurisdiction_id AND v.unit_id = w.id
WHERE v.added_day >= :from_day AND v.added_day <= :to_day;

-- The units with their group of a year, in the order of groups and codes.
-- name: burden_units
-- columns: id code name group_id group_name
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT u.id, u.code, u.name, g.id AS group_id, COALESCE(g.name, '') AS group_name
FROM wanted w
JOIN unit u ON u.jurisdiction_id = :jurisdiction_id AND u.id = w.id
LEFT JOIN group_member m ON m.jurisdiction_id = u.jurisdiction_id AND m.year = :year
	AND m.unit_id = u.id
LEFT JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
ORDER BY group_name, u.code, u.id;

-- The group of a unit in a year; 0 when it has none.
-- name: burden_group
-- columns: group_id
SELECT m.group_id FROM group_member m
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year AND m.unit_id = :unit_id;

-- Meetings that were held and at which the unit, or somebody of it, was present; each once, with its length.
-- name: burden_meeting
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT w.id AS unit_id, m.day, m.id, m.id AS link_id, m.title, m.kind AS note, m.duration AS fields,
	CASE WHEN m.state = 'minuted' THEN 0 ELSE 1 END AS secret
FROM wanted w
JOIN meeting m ON m.jurisdiction_id = :jurisdiction_id AND m.state IN ('held', 'minuted')
	AND m.day >= :from_day AND m.day <= :to_day
	AND EXISTS (SELECT 1 FROM meeting_participant a
		WHERE a.jurisdiction_id = m.jurisdiction_id AND a.unit_id = w.id
			AND a.meeting_id = m.id AND a.attendance = 'present');

-- Letters that the unit's cadres signed; there is nothing to fill in.
-- name: burden_letter
-- columns: unit_id day id link_id title note fields secret
WITH wanted (id) AS (
	SELECT u.id FROM unit u WHERE u.jurisdiction_id = :jurisdiction_id
		AND (u.id = :unit_id OR CAST(:everybody AS INTEGER) = 1)
	UNION
	SELECT m.unit_id FROM group_member m
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.group_id = :group_id)
SELECT l.unit_id, s.day, s.id, l.id AS link_id, CAST(l.year AS TEXT) || ' · ' || h.name AS title,
	l.state AS note, 0 AS fields, 0 AS secret
FROM wanted w
JOIN letter l ON l.jurisdiction_id = :jurisdiction_id AND l.unit_id = w.id
JOIN letter_signature s ON s.jurisdiction_id = l.jurisdiction_id AND s.letter_id = l.id
	AND s.person_id = l.person_id AND s.day >= :from_day AND s.day <= :to_day
JOIN person h ON h.jurisdiction_id = l.jurisdiction_id AND h.id = l.person_id;
