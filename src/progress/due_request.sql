-- Requests about a due date: extensions, and objections to a light.
-- nouns: due_requests

-- name: due_request_insert
INSERT INTO due_request (
	jurisdiction_id, id, revision, encoding, assignment_id, number, kind, checkpoint, proposed_day,
	reason, light, requester_id, requested_day, state, granted_day, answerer_id, answered_day,
	answer)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :assignment_id, :number, :kind, :checkpoint,
	:proposed_day, :reason, :light, :requester_id, :requested_day, :state, :granted_day,
	:answerer_id, :answered_day, :answer);

-- name: due_request_update
UPDATE due_request SET
	revision = :revision, encoding = :encoding, assignment_id = :assignment_id, number = :number,
	kind = :kind, checkpoint = :checkpoint, proposed_day = :proposed_day, reason = :reason, light =
	:light, requester_id = :requester_id, requested_day = :requested_day, state = :state,
	granted_day = :granted_day, answerer_id = :answerer_id, answered_day = :answered_day, answer =
	:answer
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: due_request_get
-- columns: jurisdiction_id id revision encoding assignment_id number kind checkpoint proposed_day reason light requester_id requested_day state granted_day answerer_id answered_day answer
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, kind, checkpoint,
	proposed_day, reason, light, requester_id, requested_day, state, granted_day, answerer_id,
	answered_day, answer
FROM due_request WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: due_request_all
-- columns: jurisdiction_id id revision encoding assignment_id number kind checkpoint proposed_day reason light requester_id requested_day state granted_day answerer_id answered_day answer
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, kind, checkpoint,
	proposed_day, reason, light, requester_id, requested_day, state, granted_day, answerer_id,
	answered_day, answer
FROM due_request WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: due_requests_of
-- columns: jurisdiction_id id revision encoding assignment_id number kind checkpoint proposed_day reason light requester_id requested_day state granted_day answerer_id answered_day answer
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, kind, checkpoint,
	proposed_day, reason, light, requester_id, requested_day, state, granted_day, answerer_id,
	answered_day, answer
FROM due_request
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id
ORDER BY number;

-- Of the same kind about the same checkpoint, still unanswered.
-- name: due_request_open
-- columns: count
SELECT COUNT(*) AS count FROM due_request
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id AND kind = :kind
	AND COALESCE(checkpoint, -1) = CAST(:checkpoint AS INTEGER) AND state = 'requested';

-- name: due_request_next
-- columns: number
SELECT COALESCE(MAX(number), 0) + 1 AS number FROM due_request
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id;
