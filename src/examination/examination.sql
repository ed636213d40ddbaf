-- Examinations of cadres: the records, whom a year examines, who waits for what.

-- name: examination_insert
INSERT INTO examination (
	jurisdiction_id, id, revision, encoding, year, person_id, unit_id, level, superior_id, state,
	study, performance, integrity, opinion, note, opened_day, stated_day, assessed_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :person_id, :unit_id, :level, :superior_id,
	:state, :study, :performance, :integrity, :opinion, :note, :opened_day, :stated_day,
	:assessed_day);

-- name: examination_update
UPDATE examination SET
	revision = :revision, encoding = :encoding, year = :year, person_id = :person_id,
	unit_id = :unit_id, level = :level, superior_id = :superior_id, state = :state, study = :study,
	performance = :performance, integrity = :integrity, opinion = :opinion, note = :note,
	opened_day = :opened_day, stated_day = :stated_day, assessed_day = :assessed_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: examination_get
-- columns: jurisdiction_id id revision encoding year person_id unit_id level superior_id state study performance integrity opinion note opened_day stated_day assessed_day
SELECT
	jurisdiction_id, id, revision, encoding, year, person_id, unit_id, level, superior_id, state,
	study, performance, integrity, opinion, note, opened_day, stated_day, assessed_day
FROM examination WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: examination_all
-- columns: jurisdiction_id id revision encoding year person_id unit_id level superior_id state study performance integrity opinion note opened_day stated_day assessed_day
SELECT
	jurisdiction_id, id, revision, encoding, year, person_id, unit_id, level, superior_id, state,
	study, performance, integrity, opinion, note, opened_day, stated_day, assessed_day
FROM examination WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: examination_of
-- columns: jurisdiction_id id revision encoding year person_id unit_id level superior_id state study performance integrity opinion note opened_day stated_day assessed_day
SELECT
	jurisdiction_id, id, revision, encoding, year, person_id, unit_id, level, superior_id, state,
	study, performance, integrity, opinion, note, opened_day, stated_day, assessed_day
FROM examination
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND person_id = :person_id;

-- Posts on the last day of a year in the order in which the engine takes them (appraisal_persons), with the
-- superior: of who is no principal one of the own unit's, else one of the unit's above; 0: none.
-- name: examination_candidates
-- columns: person_id level unit_id superior_id known
SELECT o.person_id, o.level, o.unit_id, COALESCE((
		SELECT s.person_id FROM post s
		WHERE s.jurisdiction_id = o.jurisdiction_id AND s.principal = 1
			AND s.person_id <> o.person_id AND s.from_day <= :day
			AND (s.to_day IS NULL OR s.to_day >= :day)
			AND ((o.principal = 0 AND s.unit_id = o.unit_id) OR s.unit_id = u.parent_id)
		ORDER BY CASE WHEN s.unit_id = o.unit_id THEN 0 ELSE 1 END, s.from_day, s.id
		LIMIT 1), 0) AS superior_id,
	CASE WHEN EXISTS (SELECT 1 FROM examination e WHERE e.jurisdiction_id = o.jurisdiction_id
		AND e.year = :year AND e.person_id = o.person_id) THEN 1 ELSE 0 END AS known
FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.from_day <= :day
	AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY p.code, o.principal DESC, o.from_day DESC, o.id DESC;
