-- name: archive_closure_insert
INSERT INTO archive_closure (
	jurisdiction_id, id, revision, encoding, person_id, reason, reference, from_day,
	begun_ms, to_day, closed_by, state, ended_day, ended_by, end_reason)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :reason, :reference,
	:from_day, :begun_ms, :to_day, :closed_by, :state, :ended_day, :ended_by, :end_reason);

-- name: archive_closure_update
UPDATE archive_closure SET
	revision = :revision, encoding = :encoding, person_id = :person_id, reason = :reason,
	reference = :reference, from_day = :from_day, begun_ms = :begun_ms, to_day = :to_day,
	closed_by = :closed_by, state = :state, ended_day = :ended_day, ended_by = :ended_by,
	end_reason = :end_reason
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: archive_closure_get
-- columns: jurisdiction_id id revision encoding person_id reason reference from_day begun_ms to_day closed_by state ended_day ended_by end_reason
SELECT
	jurisdiction_id, id, revision, encoding, person_id, reason, reference, from_day,
	begun_ms, to_day, closed_by, state, ended_day, ended_by, end_reason
FROM archive_closure WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: archive_closure_all
-- columns: jurisdiction_id id revision encoding person_id reason reference from_day begun_ms to_day closed_by state ended_day ended_by end_reason
SELECT
	jurisdiction_id, id, revision, encoding, person_id, reason, reference, from_day,
	begun_ms, to_day, closed_by, state, ended_day, ended_by, end_reason
FROM archive_closure WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The closure of a person's archive that holds on a day.
-- name: archive_closure_holding
-- columns: jurisdiction_id id revision encoding person_id reason reference from_day begun_ms to_day closed_by state ended_day ended_by end_reason
SELECT
	jurisdiction_id, id, revision, encoding, person_id, reason, reference, from_day, begun_ms,
	to_day, closed_by, state, ended_day, ended_by, end_reason
FROM archive_closure
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND state = 'in_force'
	AND (to_day IS NULL OR to_day >= :today)
ORDER BY id LIMIT 1;

-- All of a person, the newest first, with who decided.
-- name: archive_closure_of_person
-- columns: jurisdiction_id id revision encoding person_id reason reference from_day begun_ms to_day closed_by state ended_day ended_by end_reason closer
SELECT
	c.jurisdiction_id, c.id, c.revision, c.encoding, c.person_id, c.reason, c.reference,
	c.from_day, c.begun_ms, c.to_day, c.closed_by, c.state, c.ended_day, c.ended_by,
	c.end_reason, COALESCE(a.display_name, '') AS closer
FROM archive_closure c
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = c.closed_by
WHERE c.jurisdiction_id = :jurisdiction_id AND c.person_id = :person_id
ORDER BY c.id DESC LIMIT 100;
