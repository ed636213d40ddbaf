-- Meetings, what stands on their agenda and who takes part.
-- nouns: meetings

-- name: meeting_insert
INSERT INTO meeting (
	jurisdiction_id, id, revision, encoding, kind, series, title, day, starts, duration,
	place, chair_id, state, announced_day, attendance, version, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :kind, :series, :title, :day, :starts,
	:duration, :place, :chair_id, :state, :announced_day, :attendance, :version, :note);

-- name: meeting_update
UPDATE meeting SET
	revision = :revision, encoding = :encoding, kind = :kind, series = :series,
	title = :title, day = :day, starts = :starts, duration = :duration, place = :place,
	chair_id = :chair_id, state = :state, announced_day = :announced_day,
	attendance = :attendance, version = :version, note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_get
-- columns: jurisdiction_id id revision encoding kind series title day starts duration place chair_id state announced_day attendance version note
SELECT jurisdiction_id, id, revision, encoding, kind, series, title, day, starts, duration,
	place, chair_id, state, announced_day, attendance, version, note
FROM meeting WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_all
-- columns: jurisdiction_id id revision encoding kind series title day starts duration place chair_id state announced_day attendance version note
SELECT jurisdiction_id, id, revision, encoding, kind, series, title, day, starts, duration,
	place, chair_id, state, announced_day, attendance, version, note
FROM meeting WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The last meeting of the series that was held before this one.
-- name: meeting_before
-- columns: jurisdiction_id id revision encoding kind series title day starts duration place chair_id state announced_day attendance version note
SELECT m.jurisdiction_id, m.id, m.revision, m.encoding, m.kind, m.series, m.title, m.day, m.starts,
	m.duration, m.place, m.chair_id, m.state, m.announced_day, m.attendance, m.version, m.note
FROM meeting m
WHERE m.jurisdiction_id = :jurisdiction_id AND m.kind = :kind AND m.series = :series
	AND m.state IN ('held', 'minuted') AND (m.day < :day OR (m.day = :day AND m.id < :id))
ORDER BY m.day DESC, m.id DESC LIMIT 1;

-- name: meeting_topic_insert
INSERT INTO meeting_topic (
	jurisdiction_id, id, revision, encoding, meeting_id, position, title, host_unit_id,
	host_person_id, report, minutes)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :meeting_id, :position, :title,
	:host_unit_id, :host_person_id, :report, :minutes);

-- name: meeting_topic_update
UPDATE meeting_topic SET
	revision = :revision, encoding = :encoding, meeting_id = :meeting_id,
	position = :position, title = :title, host_unit_id = :host_unit_id,
	host_person_id = :host_person_id, report = :report, minutes = :minutes
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_topic_remove
DELETE FROM meeting_topic
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_topic_get
-- columns: jurisdiction_id id revision encoding meeting_id position title host_unit_id host_person_id report minutes
SELECT jurisdiction_id, id, revision, encoding, meeting_id, position, title, host_unit_id,
	host_person_id, report, minutes
FROM meeting_topic WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_topic_all
-- columns: jurisdiction_id id revision encoding meeting_id position title host_unit_id host_person_id report minutes
SELECT jurisdiction_id, id, revision, encoding, meeting_id, position, title, host_unit_id,
	host_person_id, report, minutes
FROM meeting_topic WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The agenda, with who reports.
-- name: meeting_topics_of
-- columns: jurisdiction_id id revision encoding meeting_id position title host_unit_id host_person_id report minutes unit_name person_name
SELECT t.jurisdiction_id, t.id, t.revision, t.encoding, t.meeting_id, t.position, t.title,
	t.host_unit_id, t.host_person_id, t.report, t.minutes,
	COALESCE(u.name, '') AS unit_name, COALESCE(p.name, '') AS person_name
FROM meeting_topic t
LEFT JOIN unit u ON u.jurisdiction_id = t.jurisdiction_id AND u.id = t.host_unit_id
LEFT JOIN person p ON p.jurisdiction_id = t.jurisdiction_id AND p.id = t.host_person_id
WHERE t.jurisdiction_id = :jurisdiction_id AND t.meeting_id = :meeting_id
ORDER BY t.position, t.id;

-- name: meeting_topic_next_position
-- columns: position
SELECT COALESCE(MAX(position), 0) + 1 AS position FROM meeting_topic
WHERE jurisdiction_id = :jurisdiction_id AND meeting_id = :meeting_id;

-- name: meeting_participant_insert
INSERT INTO meeting_participant (
	jurisdiction_id, id, revision, encoding, meeting_id, unit_id, person_id, attendance,
	people, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :meeting_id, :unit_id, :person_id,
	:attendance, :people, :note);

-- name: meeting_participant_update
UPDATE meeting_participant SET
	revision = :revision, encoding = :encoding, meeting_id = :meeting_id,
	unit_id = :unit_id, person_id = :person_id, attendance = :attendance, people = :people,
	note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_participant_remove
DELETE FROM meeting_participant
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_participant_get
-- columns: jurisdiction_id id revision encoding meeting_id unit_id person_id attendance people note
SELECT jurisdiction_id, id, revision, encoding, meeting_id, unit_id, person_id, attendance,
	people, note
FROM meeting_participant WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_participant_all
-- columns: jurisdiction_id id revision encoding meeting_id unit_id person_id attendance people note
SELECT jurisdiction_id, id, revision, encoding, meeting_id, unit_id, person_id, attendance,
	people, note
FROM meeting_participant WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: meeting_participants_of
-- columns: jurisdiction_id id revision encoding meeting_id unit_id person_id attendance people note unit_name unit_code person_name
SELECT a.jurisdiction_id, a.id, a.revision, a.encoding, a.meeting_id, a.unit_id, a.person_id,
	a.attendance, a.people, a.note,
	COALESCE(u.name, '') AS unit_name, COALESCE(u.code, '') AS unit_code,
	COALESCE(p.name, '') AS person_name
FROM meeting_participant a
LEFT JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
LEFT JOIN person p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.person_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.meeting_id = :meeting_id
ORDER BY CASE WHEN a.person_id IS NULL THEN 0 ELSE 1 END, u.code, p.name_key, a.id;

-- Where a person works on a day: their principal post first, then the oldest.
-- name: meeting_unit_of_person
-- columns: unit_id
SELECT unit_id FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND from_day <= :day
	AND (to_day IS NULL OR to_day >= :day)
ORDER BY principal DESC, from_day, id LIMIT 1;

-- name: meeting_reference_insert
INSERT INTO meeting_reference (
	jurisdiction_id, id, revision, encoding, topic_id, evidence_id, plan_id, item_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :topic_id, :evidence_id, :plan_id, :item_id);

-- name: meeting_reference_update
UPDATE meeting_reference SET
	revision = :revision, encoding = :encoding, topic_id = :topic_id,
	evidence_id = :evidence_id, plan_id = :plan_id, item_id = :item_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_reference_remove
DELETE FROM meeting_reference
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_reference_get
-- columns: jurisdiction_id id revision encoding topic_id evidence_id plan_id item_id
SELECT jurisdiction_id, id, revision, encoding, topic_id, evidence_id, plan_id, item_id
FROM meeting_reference WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_reference_all
-- columns: jurisdiction_id id revision encoding topic_id evidence_id plan_id item_id
SELECT jurisdiction_id, id, revision, encoding, topic_id, evidence_id, plan_id, item_id
FROM meeting_reference WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- What the topics of a meeting refer to: evidence by title; items as the version in force has them.
-- name: meeting_references_of
-- columns: jurisdiction_id id revision encoding topic_id evidence_id plan_id item_id title code year confidential
SELECT r.jurisdiction_id, r.id, r.revision, r.encoding, r.topic_id, r.evidence_id, r.plan_id,
	r.item_id,
	COALESCE(e.title, i.title, '') AS title, COALESCE(i.code, '') AS code,
	COALESCE(p.year, 0) AS year, COALESCE(i.confidential, 0) AS confidential
FROM meeting_topic t
JOIN meeting_reference r ON r.jurisdiction_id = t.jurisdiction_id AND r.topic_id = t.id
LEFT JOIN evidence e ON e.jurisdiction_id = r.jurisdiction_id AND e.id = r.evidence_id
LEFT JOIN plan p ON p.jurisdiction_id = r.jurisdiction_id AND p.id = r.plan_id
LEFT JOIN plan_item i ON i.jurisdiction_id = r.jurisdiction_id AND i.item_id = r.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE t.jurisdiction_id = :jurisdiction_id AND t.meeting_id = :meeting_id
ORDER BY t.position, t.id, r.id;

-- name: meeting_references_of_topic
-- columns: jurisdiction_id id revision encoding topic_id evidence_id plan_id item_id
SELECT r.jurisdiction_id, r.id, r.revision, r.encoding, r.topic_id, r.evidence_id, r.plan_id,
	r.item_id
FROM meeting_reference r
WHERE r.jurisdiction_id = :jurisdiction_id AND r.topic_id = :topic_id ORDER BY r.id;

-- name: meeting_minutes_insert
INSERT INTO meeting_minutes (
	jurisdiction_id, id, revision, encoding, meeting_id, version, reason, content, sha256,
	made_day, maker_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :meeting_id, :version, :reason, :content,
	:sha256, :made_day, :maker_id);

-- name: meeting_minutes_update
UPDATE meeting_minutes SET
	revision = :revision, encoding = :encoding, meeting_id = :meeting_id,
	version = :version, reason = :reason, content = :content, sha256 = :sha256,
	made_day = :made_day, maker_id = :maker_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: meeting_minutes_get
-- columns: jurisdiction_id id revision encoding meeting_id version reason content sha256 made_day maker_id
SELECT jurisdiction_id, id, revision, encoding, meeting_id, version, reason, content, sha256,
	made_day, maker_id
FROM meeting_minutes WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: meeting_minutes_all
-- columns: jurisdiction_id id revision encoding meeting_id version reason content sha256 made_day maker_id
SELECT jurisdiction_id, id, revision, encoding, meeting_id, version, reason, content, sha256,
	made_day, maker_id
FROM meeting_minutes WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: meeting_minutes_of
-- columns: jurisdiction_id id revision encoding meeting_id version reason content sha256 made_day maker_id
SELECT n.jurisdiction_id, n.id, n.revision, n.encoding, n.meeting_id, n.version, n.reason,
	n.content, n.sha256, n.made_day, n.maker_id
FROM meeting_minutes n
WHERE n.jurisdiction_id = :jurisdiction_id AND n.meeting_id = :meeting_id
ORDER BY n.version DESC;

-- Meetings that the asker may see: all of them (:everywhere), those that they chair, report to or are
-- invited to once they are announced, in person or with a unit that they answer for; minuted ones are open to
-- all who may read meetings.
-- list: meeting_pages
-- column: id = m.id integer required
-- column: title = m.title text required
-- column: kind = m.kind text required
-- column: series = m.series text required
-- column: day = m.day integer required
-- column: starts = m.starts text required
-- column: place = m.place text required
-- column: chair_name = COALESCE((SELECT p.name FROM person p WHERE p.jurisdiction_id = m.jurisdiction_id AND p.id = m.chair_id), '') text required
-- column: state = m.state text required
-- column: duration = m.duration integer required
-- column: attendance = m.attendance integer required
-- column: topics = (SELECT COUNT(*) FROM meeting_topic t WHERE t.jurisdiction_id = m.jurisdiction_id AND t.meeting_id = m.id) integer
-- column: conclusions = (SELECT COUNT(*) FROM meeting_conclusion c WHERE c.jurisdiction_id = m.jurisdiction_id AND c.meeting_id = m.id) integer
-- column: open = (SELECT COUNT(*) FROM meeting_conclusion c WHERE c.jurisdiction_id = m.jurisdiction_id AND c.meeting_id = m.id AND c.state = 'open') integer
SELECT {columns} FROM meeting m
WHERE m.jurisdiction_id = :jurisdiction_id
	AND (CAST(:everywhere AS INTEGER) = 1 OR m.state = 'minuted' OR m.chair_id = :person_id
		OR (m.state <> 'planned' AND (
			m.id IN (SELECT a.meeting_id FROM meeting_participant a
				WHERE a.jurisdiction_id = :jurisdiction_id AND (a.person_id = :person_id
					OR (a.person_id IS NULL AND a.unit_id IN (
					WITH RECURSIVE below (id) AS (
						SELECT r.id FROM unit r
						WHERE r.jurisdiction_id = :jurisdiction_id
							AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
						UNION
						SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
						WHERE c.jurisdiction_id = :jurisdiction_id)
					SELECT below.id FROM below))))
			OR m.id IN (SELECT t.meeting_id FROM meeting_topic t
				WHERE t.jurisdiction_id = :jurisdiction_id AND (t.host_person_id = :person_id
					OR t.host_unit_id IN (
					WITH RECURSIVE below (id) AS (
						SELECT r.id FROM unit r
						WHERE r.jurisdiction_id = :jurisdiction_id
							AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
						UNION
						SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
						WHERE c.jurisdiction_id = :jurisdiction_id)
					SELECT below.id FROM below))))));

-- Announced meetings from a day on that concern the asker: they chair, are invited, or report; also with a
-- unit that they answer for.
-- name: meeting_coming
-- columns: id title kind day starts place state
SELECT m.id, m.title, m.kind, m.day, m.starts, m.place, m.state FROM meeting m
WHERE m.jurisdiction_id = :jurisdiction_id AND m.state = 'announced' AND m.day >= :today
	AND (m.chair_id = :person_id OR EXISTS (SELECT 1 FROM meeting_participant a
		WHERE a.jurisdiction_id = m.jurisdiction_id AND a.meeting_id = m.id
			AND (a.person_id = :person_id OR (a.person_id IS NULL
				AND :roots LIKE '%,' || CAST(a.unit_id AS TEXT) || ',%')))
		OR EXISTS (SELECT 1 FROM meeting_topic t
		WHERE t.jurisdiction_id = m.jurisdiction_id AND t.meeting_id = m.id
			AND (t.host_person_id = :person_id
				OR :roots LIKE '%,' || CAST(t.host_unit_id AS TEXT) || ',%')))
ORDER BY m.day, m.starts, m.id LIMIT 20;

-- What waits for who manages meetings: announced ones whose day is over, held ones without minutes.
-- name: meeting_unfinished
-- columns: id title kind day starts place state
SELECT m.id, m.title, m.kind, m.day, m.starts, m.place, m.state FROM meeting m
WHERE m.jurisdiction_id = :jurisdiction_id
	AND (m.state = 'held' OR (m.state IN ('planned', 'announced') AND m.day < :today))
ORDER BY m.day, m.starts, m.id LIMIT 20;
