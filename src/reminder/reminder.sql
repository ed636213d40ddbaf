-- What digests are made of.
-- nouns: reminder

-- Who can be reminded: active accounts with a grant in force, by person.
-- name: reminder_readers
-- columns: account_id person_id language
SELECT a.id AS account_id, COALESCE(a.person_id, 0) AS person_id, a.language
FROM account a
WHERE a.jurisdiction_id = 0 AND a.state = 'active' AND EXISTS (
	SELECT 1 FROM role_grant g
	WHERE g.jurisdiction_id = :jurisdiction_id AND g.account_id = a.id
		AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day))
ORDER BY person_id, account_id;

-- Persons named for the assignments of a plan.
-- name: reminder_named
-- columns: assignment_id person_id
SELECT n.assignment_id, n.person_id
FROM assignment a
JOIN assignment_person n ON n.jurisdiction_id = a.jurisdiction_id AND n.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
ORDER BY n.assignment_id, n.id;

-- Returned reports of a plan that no later one of their checkpoint answers.
-- name: reminder_returned
-- columns: id assignment_id checkpoint reviewed_day
SELECT r.id, r.assignment_id, r.checkpoint, r.reviewed_day
FROM assignment a
JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id AND r.state = 'returned'
	AND r.reviewed_day <= :today AND NOT EXISTS (
	SELECT 1 FROM progress_report l
	WHERE l.jurisdiction_id = r.jurisdiction_id AND l.assignment_id = r.assignment_id
		AND l.number > r.number AND l.state <> 'withdrawn'
		AND COALESCE(l.checkpoint, 0) = COALESCE(r.checkpoint, 0))
ORDER BY r.assignment_id, r.number;

-- Reports that wait for review.
-- name: reminder_reviews
-- columns: id unit_id reporter_id confidential reported_day
SELECT r.id, a.unit_id, COALESCE(r.reporter_id, 0) AS reporter_id, i.confidential, r.reported_day
FROM progress_report r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE r.jurisdiction_id = :jurisdiction_id AND r.state IN ('submitted', 'sampled')
	AND r.reported_day <= :today
ORDER BY r.id;

-- Requests about due dates that wait for an answer.
-- name: reminder_requests
-- columns: id unit_id reporter_id confidential reported_day
SELECT r.id, a.unit_id, 0 AS reporter_id, i.confidential, r.requested_day AS reported_day
FROM due_request r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE r.jurisdiction_id = :jurisdiction_id AND r.state = 'requested' AND r.requested_day <= :today
ORDER BY r.id;

-- Posts that reviewers hold, so that nobody is asked to review their own unit's report.
-- name: reminder_posts
-- columns: person_id unit_id
SELECT person_id, unit_id FROM post
WHERE jurisdiction_id = :jurisdiction_id AND from_day <= :day AND (to_day IS NULL OR to_day >= :day)
ORDER BY person_id, unit_id;
