-- What meetings ask of units: for the burden figure. A unit was at a meeting when it, or somebody of it, was
-- present; the meeting counts once for it.
-- nouns: meeting_burden

-- One unit's, meeting by meeting.
-- name: meeting_burden_of_unit
-- columns: day duration people
SELECT m.day, m.duration, CAST(SUM(a.people) AS INTEGER) AS people
FROM meeting_participant a
JOIN meeting m ON m.jurisdiction_id = a.jurisdiction_id AND m.id = a.meeting_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :unit_id AND a.attendance = 'present'
	AND m.state IN ('held', 'minuted') AND m.day >= :from_day AND m.day <= :to_day
GROUP BY m.id, m.day, m.duration ORDER BY m.day, m.id;

-- All units', summed over a period.
-- name: meeting_burden_of_units
-- columns: unit_id meetings minutes person_minutes
SELECT s.unit_id, COUNT(*) AS meetings, CAST(SUM(s.duration) AS INTEGER) AS minutes,
	CAST(SUM(s.duration * s.people) AS INTEGER) AS person_minutes
FROM (SELECT a.unit_id, m.id, m.duration, CAST(SUM(a.people) AS INTEGER) AS people
	FROM meeting m
	JOIN meeting_participant a ON a.jurisdiction_id = m.jurisdiction_id AND a.meeting_id = m.id
		AND a.attendance = 'present' AND a.unit_id IS NOT NULL
	WHERE m.jurisdiction_id = :jurisdiction_id AND m.state IN ('held', 'minuted')
		AND m.day >= :from_day AND m.day <= :to_day
	GROUP BY a.unit_id, m.id, m.duration) s
GROUP BY s.unit_id ORDER BY s.unit_id;
