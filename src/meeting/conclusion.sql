-- What meetings decided, and what became of it.
-- nouns: meeting_conclusion conclusion conclusions

-- name: meeting_conclusion_insert
INSERT INTO meeting_conclusion (
	jurisdiction_id, id, revision, encoding, meeting_id, topic_id, number, text, unit_id,
	due_day, state, plan_id, item_id, closed_day, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :meeting_id, :topic_id, :number, :text,
	:unit_id, :due_day, :state, :plan_id, :item_id, :closed_day, :note);

-- name: meeting_conclusion_update
UPDATE meeting_conclusion SET
	revision = :revision, encoding = :encoding, meeting_id = :meeting_id,
	topic_id = :topic_id, number = :number, text = :text, unit_id = :unit_id,
	due_day = :due_day, state = :state, plan_id = :plan_id, item_id = :item_id,
	closed_day = :closed_day, note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_conclusion_remove
DELETE FROM meeting_conclusion
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_conclusion_get
-- columns: jurisdiction_id id revision encoding meeting_id topic_id number text unit_id due_day state plan_id item_id closed_day note
SELECT jurisdiction_id, id, revision, encoding, meeting_id, topic_id, number, text, unit_id,
	due_day, state, plan_id, item_id, closed_day, note
FROM meeting_conclusion WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_conclusion_all
-- columns: jurisdiction_id id revision encoding meeting_id topic_id number text unit_id due_day state plan_id item_id closed_day note
SELECT jurisdiction_id, id, revision, encoding, meeting_id, topic_id, number, text, unit_id,
	due_day, state, plan_id, item_id, closed_day, note
FROM meeting_conclusion WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: meeting_conclusion_next_number
-- columns: number
SELECT COALESCE(MAX(number), 0) + 1 AS number FROM meeting_conclusion
WHERE jurisdiction_id = :jurisdiction_id AND meeting_id = :meeting_id;

-- Those of a meeting, with their item as the version in force has it, the unit's assignment and its latest
-- report.
-- name: conclusions_of_meeting
-- columns: jurisdiction_id id revision encoding meeting_id topic_id number text unit_id due_day state plan_id item_id closed_day note unit_name meeting_title meeting_day plan_year item_code item_title confidential assignment_id planned report_status report_text report_day
SELECT c.jurisdiction_id, c.id, c.revision, c.encoding, c.meeting_id, c.topic_id, c.number, c.text,
	c.unit_id, c.due_day, c.state, c.plan_id, c.item_id, c.closed_day, c.note,
	u.name AS unit_name, m.title AS meeting_title, m.day AS meeting_day,
	COALESCE(p.year, 0) AS plan_year, COALESCE(i.code, '') AS item_code,
	COALESCE(i.title, '') AS item_title, COALESCE(i.confidential, 0) AS confidential,
	COALESCE(a.id, 0) AS assignment_id,
	CASE WHEN c.item_id IS NULL OR p.id IS NULL THEN 0 WHEN EXISTS (SELECT 1 FROM plan_item n
		WHERE n.jurisdiction_id = c.jurisdiction_id AND n.item_id = c.item_id
			AND (n.to_version = 0 OR n.to_version >= p.version)) THEN 1 ELSE 0 END AS planned,
	COALESCE(r.status, '') AS report_status, COALESCE(r.text, '') AS report_text,
	COALESCE(r.reported_day, 0) AS report_day
FROM meeting_conclusion c
JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
JOIN unit u ON u.jurisdiction_id = c.jurisdiction_id AND u.id = c.unit_id
LEFT JOIN plan p ON p.jurisdiction_id = c.jurisdiction_id AND p.id = c.plan_id
LEFT JOIN plan_item i ON i.jurisdiction_id = c.jurisdiction_id AND i.item_id = c.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
LEFT JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.item_id = c.item_id
	AND a.unit_id = c.unit_id AND a.from_version <= p.version
	AND (a.to_version = 0 OR a.to_version >= p.version)
LEFT JOIN progress_report r ON r.jurisdiction_id = c.jurisdiction_id AND r.assignment_id = a.id
	AND r.number = (SELECT MAX(l.number) FROM progress_report l
		WHERE l.jurisdiction_id = c.jurisdiction_id AND l.assignment_id = a.id
			AND l.state <> 'withdrawn')
WHERE c.jurisdiction_id = :jurisdiction_id AND c.meeting_id = :meeting_id
ORDER BY c.number;

-- One of them.
-- name: conclusion_shown
-- columns: jurisdiction_id id revision encoding meeting_id topic_id number text unit_id due_day state plan_id item_id closed_day note unit_name meeting_title meeting_day plan_year item_code item_title confidential assignment_id planned report_status report_text report_day
SELECT c.jurisdiction_id, c.id, c.revision, c.encoding, c.meeting_id, c.topic_id, c.number, c.text,
	c.unit_id, c.due_day, c.state, c.plan_id, c.item_id, c.closed_day, c.note,
	u.name AS unit_name, m.title AS meeting_title, m.day AS meeting_day,
	COALESCE(p.year, 0) AS plan_year, COALESCE(i.code, '') AS item_code,
	COALESCE(i.title, '') AS item_title, COALESCE(i.confidential, 0) AS confidential,
	COALESCE(a.id, 0) AS assignment_id,
	CASE WHEN c.item_id IS NULL OR p.id IS NULL THEN 0 WHEN EXISTS (SELECT 1 FROM plan_item n
		WHERE n.jurisdiction_id = c.jurisdiction_id AND n.item_id = c.item_id
			AND (n.to_version = 0 OR n.to_version >= p.version)) THEN 1 ELSE 0 END AS planned,
	COALESCE(r.status, '') AS report_status, COALESCE(r.text, '') AS report_text,
	COALESCE(r.reported_day, 0) AS report_day
FROM meeting_conclusion c
JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
JOIN unit u ON u.jurisdiction_id = c.jurisdiction_id AND u.id = c.unit_id
LEFT JOIN plan p ON p.jurisdiction_id = c.jurisdiction_id AND p.id = c.plan_id
LEFT JOIN plan_item i ON i.jurisdiction_id = c.jurisdiction_id AND i.item_id = c.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
LEFT JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.item_id = c.item_id
	AND a.unit_id = c.unit_id AND a.from_version <= p.version
	AND (a.to_version = 0 OR a.to_version >= p.version)
LEFT JOIN progress_report r ON r.jurisdiction_id = c.jurisdiction_id AND r.assignment_id = a.id
	AND r.number = (SELECT MAX(l.number) FROM progress_report l
		WHERE l.jurisdiction_id = c.jurisdiction_id AND l.assignment_id = a.id
			AND l.state <> 'withdrawn')
WHERE c.jurisdiction_id = :jurisdiction_id AND c.id = :id
ORDER BY c.number;

-- What a meeting of the series opens with: all of the meeting before, and what is still open, or was closed
-- since, of earlier ones.
-- name: conclusions_carried
-- columns: jurisdiction_id id revision encoding meeting_id topic_id number text unit_id due_day state plan_id item_id closed_day note unit_name meeting_title meeting_day plan_year item_code item_title confidential assignment_id planned report_status report_text report_day
SELECT c.jurisdiction_id, c.id, c.revision, c.encoding, c.meeting_id, c.topic_id, c.number, c.text,
	c.unit_id, c.due_day, c.state, c.plan_id, c.item_id, c.closed_day, c.note,
	u.name AS unit_name, m.title AS meeting_title, m.day AS meeting_day,
	COALESCE(p.year, 0) AS plan_year, COALESCE(i.code, '') AS item_code,
	COALESCE(i.title, '') AS item_title, COALESCE(i.confidential, 0) AS confidential,
	COALESCE(a.id, 0) AS assignment_id,
	CASE WHEN c.item_id IS NULL OR p.id IS NULL THEN 0 WHEN EXISTS (SELECT 1 FROM plan_item n
		WHERE n.jurisdiction_id = c.jurisdiction_id AND n.item_id = c.item_id
			AND (n.to_version = 0 OR n.to_version >= p.version)) THEN 1 ELSE 0 END AS planned,
	COALESCE(r.status, '') AS report_status, COALESCE(r.text, '') AS report_text,
	COALESCE(r.reported_day, 0) AS report_day
FROM meeting_conclusion c
JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
JOIN unit u ON u.jurisdiction_id = c.jurisdiction_id AND u.id = c.unit_id
LEFT JOIN plan p ON p.jurisdiction_id = c.jurisdiction_id AND p.id = c.plan_id
LEFT JOIN plan_item i ON i.jurisdiction_id = c.jurisdiction_id AND i.item_id = c.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
LEFT JOIN assignment a ON a.jurisdiction_id = c.jurisdiction_id AND a.item_id = c.item_id
	AND a.unit_id = c.unit_id AND a.from_version <= p.version
	AND (a.to_version = 0 OR a.to_version >= p.version)
LEFT JOIN progress_report r ON r.jurisdiction_id = c.jurisdiction_id AND r.assignment_id = a.id
	AND r.number = (SELECT MAX(l.number) FROM progress_report l
		WHERE l.jurisdiction_id = c.jurisdiction_id AND l.assignment_id = a.id
			AND l.state <> 'withdrawn')
WHERE c.jurisdiction_id = :jurisdiction_id AND m.kind = :kind AND m.series = :series
	AND m.state IN ('held', 'minuted') AND (m.day < :day OR (m.day = :day AND m.id < :id))
	AND (c.meeting_id = :before OR c.state = 'open' OR c.closed_day > :before_day)
ORDER BY m.day DESC, m.id DESC, c.number;

-- What refers to an item of a plan: conclusions and topics of meetings.
-- name: conclusions_of_item
-- columns: id number text state meeting_id title day meeting_state
SELECT c.id, c.number, c.text, c.state, m.id AS meeting_id, m.title, m.day, m.state AS meeting_state
FROM meeting_conclusion c
JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
WHERE c.jurisdiction_id = :jurisdiction_id AND c.item_id = :item_id
ORDER BY m.day, c.number;

-- name: conclusion_topics_of_item
-- columns: meeting_id title day topic meeting_state
SELECT m.id AS meeting_id, m.title, m.day, t.title AS topic, m.state AS meeting_state
FROM meeting_reference r
JOIN meeting_topic t ON t.jurisdiction_id = r.jurisdiction_id AND t.id = r.topic_id
JOIN meeting m ON m.jurisdiction_id = t.jurisdiction_id AND m.id = t.meeting_id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.item_id = :item_id ORDER BY m.day, t.position;

-- name: conclusion_topics_of_evidence
-- columns: meeting_id title day topic
SELECT m.id AS meeting_id, m.title, m.day, t.title AS topic
FROM meeting_reference r
JOIN meeting_topic t ON t.jurisdiction_id = r.jurisdiction_id AND t.id = r.topic_id
JOIN meeting m ON m.jurisdiction_id = t.jurisdiction_id AND m.id = t.meeting_id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.evidence_id = :evidence_id
ORDER BY m.day, t.position;

-- Conclusions of the meetings that the asker may see, as in meeting_pages, and those of the units that they
-- answer for.
-- list: conclusion_pages
-- column: id = c.id integer required
-- column: text = c.text text required
-- column: number = c.number integer required
-- column: meeting_id = c.meeting_id integer required
-- column: meeting = m.title text required
-- column: day = m.day integer required
-- column: unit_id = c.unit_id integer required
-- column: unit = u.name text required
-- column: unit_key = u.name_key blob required
-- column: due_day = c.due_day integer required
-- column: state = c.state text required
-- column: closed_day = c.closed_day integer
-- column: item = COALESCE((SELECT i.code FROM plan p JOIN plan_item i ON i.jurisdiction_id = p.jurisdiction_id AND i.item_id = c.item_id AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version) WHERE p.jurisdiction_id = c.jurisdiction_id AND p.id = c.plan_id), '') text
-- column: note = c.note text required
SELECT {columns} FROM meeting_conclusion c
JOIN meeting m ON m.jurisdiction_id = c.jurisdiction_id AND m.id = c.meeting_id
JOIN unit u ON u.jurisdiction_id = c.jurisdiction_id AND u.id = c.unit_id
WHERE c.jurisdiction_id = :jurisdiction_id
	AND (CAST(:everywhere AS INTEGER) = 1 OR m.state = 'minuted' OR m.chair_id = :person_id
		OR c.unit_id IN (
			WITH RECURSIVE below (id) AS (
				SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
					AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
				UNION
				SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
				WHERE c.jurisdiction_id = :jurisdiction_id)
			SELECT below.id FROM below)
		OR m.id IN (SELECT a.meeting_id FROM meeting_participant a
			WHERE a.jurisdiction_id = :jurisdiction_id AND a.person_id = :person_id));

-- Whether a unit leads an item in a version.
-- name: conclusion_unit_leads
-- columns: count
SELECT COUNT(*) AS count FROM assignment
WHERE jurisdiction_id = :jurisdiction_id AND item_id = :item_id AND unit_id = :unit_id
	AND from_version <= :version AND (to_version = 0 OR to_version >= :version);
