-- What the lights of a year are made of: reports and requests of the assignments of a plan.
-- nouns: board

-- name: board_reports
-- columns: assignment_id checkpoint status state accepted_share reported_day reviewed_day
SELECT r.assignment_id, r.checkpoint, r.status, r.state, r.accepted_share, r.reported_day,
	r.reviewed_day
FROM assignment a
JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND r.reported_day <= :today AND r.state <> 'withdrawn'
ORDER BY r.assignment_id, r.number;

-- name: board_requests
-- columns: assignment_id checkpoint kind state granted_day answered_day
SELECT r.assignment_id, r.checkpoint, r.kind, r.state, r.granted_day, r.answered_day
FROM assignment a
JOIN due_request r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND r.requested_day <= :today AND r.state IN ('requested', 'granted')
ORDER BY r.assignment_id, r.number;

-- The newest year with a published plan; 0 when there is none.
-- name: board_year
-- columns: year
SELECT COALESCE(MAX(year), 0) AS year FROM plan
WHERE jurisdiction_id = :jurisdiction_id AND version > 0;

-- Assignments that name a person.
-- name: board_named
-- columns: assignment_id
SELECT assignment_id FROM assignment_person
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
ORDER BY assignment_id DESC;
