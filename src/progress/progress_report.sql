-- Reports on assignments, and their review.
-- nouns: progress_reports

-- name: progress_report_insert
INSERT INTO progress_report (
	jurisdiction_id, id, revision, encoding, assignment_id, number, checkpoint, status, text,
	next_step, documents, reporter_id, reported_day, state, accepted_share, reviewer_id,
	reviewed_day, review_note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :assignment_id, :number, :checkpoint, :status,
	:text, :next_step, :documents, :reporter_id, :reported_day, :state, :accepted_share,
	:reviewer_id, :reviewed_day, :review_note);

-- name: progress_report_update
UPDATE progress_report SET
	revision = :revision, encoding = :encoding, assignment_id = :assignment_id, number = :number,
	checkpoint = :checkpoint, status = :status, text = :text, next_step = :next_step, documents =
	:documents, reporter_id = :reporter_id, reported_day = :reported_day, state = :state,
	accepted_share = :accepted_share, reviewer_id = :reviewer_id, reviewed_day = :reviewed_day,
	review_note = :review_note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: progress_report_get
-- columns: jurisdiction_id id revision encoding assignment_id number checkpoint status text next_step documents reporter_id reported_day state accepted_share reviewer_id reviewed_day review_note
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, checkpoint, status, text,
	next_step, documents, reporter_id, reported_day, state, accepted_share, reviewer_id,
	reviewed_day, review_note
FROM progress_report WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: progress_report_all
-- columns: jurisdiction_id id revision encoding assignment_id number checkpoint status text next_step documents reporter_id reported_day state accepted_share reviewer_id reviewed_day review_note
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, checkpoint, status, text,
	next_step, documents, reporter_id, reported_day, state, accepted_share, reviewer_id,
	reviewed_day, review_note
FROM progress_report WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: progress_reports_of
-- columns: jurisdiction_id id revision encoding assignment_id number checkpoint status text next_step documents reporter_id reported_day state accepted_share reviewer_id reviewed_day review_note
SELECT jurisdiction_id, id, revision, encoding, assignment_id, number, checkpoint, status, text,
	next_step, documents, reporter_id, reported_day, state, accepted_share, reviewer_id,
	reviewed_day, review_note
FROM progress_report
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id
ORDER BY number;

-- A report of the same checkpoint that keeps another from being made: one that waits, or a done one
-- that was accepted in full.
-- name: progress_report_standing
-- columns: state
SELECT state FROM progress_report
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id
	AND COALESCE(checkpoint, -1) = CAST(:checkpoint AS INTEGER)
	AND (state IN ('submitted', 'sampled')
		OR (state = 'accepted' AND status = 'done' AND accepted_share >= 1000000))
ORDER BY number DESC LIMIT 1;

-- name: progress_report_next
-- columns: number
SELECT COALESCE(MAX(number), 0) + 1 AS number FROM progress_report
WHERE jurisdiction_id = :jurisdiction_id AND assignment_id = :assignment_id;

-- Whether a person holds a post in a unit on a day.
-- name: progress_report_posts
-- columns: count
SELECT COUNT(*) AS count FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND unit_id = :unit_id
	AND from_day <= :day AND (to_day IS NULL OR to_day >= :day);
