-- What this room offers to handover lists (people/handover_source.h).
-- nouns: handover_sources

-- Unanswered objections of units whose principal the person is on :day, or for which an account of theirs is
-- head or liaison.
-- name: handover_sources_objections
-- columns: id title due_day unit_id
SELECT o.id, CAST(r.year AS TEXT) || ' ' || r.group_name || ' · ' || o.subject_name
		|| CASE WHEN o.indicator = '' THEN '' ELSE ' · ' || o.indicator END AS title,
	r.publicity_to AS due_day, o.subject_id AS unit_id
FROM objection o
JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id AND r.subject = 'unit'
WHERE o.jurisdiction_id = :jurisdiction_id AND o.state = 'raised'
	AND (CAST(:unit_id AS INTEGER) = 0 OR o.subject_id = CAST(:unit_id AS INTEGER))
	AND (EXISTS (SELECT 1 FROM post p WHERE p.jurisdiction_id = o.jurisdiction_id
			AND p.person_id = :person_id AND p.unit_id = o.subject_id AND p.principal = 1
			AND p.from_day <= :day AND (p.to_day IS NULL OR p.to_day >= :day))
		OR EXISTS (SELECT 1 FROM account a
			JOIN role_grant g ON g.jurisdiction_id = o.jurisdiction_id AND g.account_id = a.id
			WHERE a.jurisdiction_id = 0 AND a.person_id = :person_id
				AND g.unit_id = o.subject_id AND g.role IN ('unit_head', 'liaison')
				AND g.from_day <= :day AND (g.to_day IS NULL OR g.to_day >= :day)))
ORDER BY r.publicity_to, o.id;

-- All objections that wait for the office.
-- name: handover_sources_answers
-- columns: id title due_day unit_id
SELECT o.id, CAST(r.year AS TEXT) || ' ' || r.group_name || ' · ' || o.subject_name
		|| CASE WHEN o.indicator = '' THEN '' ELSE ' · ' || o.indicator END AS title,
	r.publicity_to AS due_day,
	CASE WHEN r.subject = 'unit' THEN o.subject_id END AS unit_id
FROM objection o
JOIN result r ON r.jurisdiction_id = o.jurisdiction_id AND r.id = o.result_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.state = 'raised'
ORDER BY r.publicity_to, o.id;

-- name: handover_sources_objection
-- columns: id
SELECT id FROM objection
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND state = 'raised';

-- All proposals that wait for a leader.
-- name: handover_sources_proposals
-- columns: id title due_day unit_id
SELECT p.id, CAST(p.year AS TEXT) || ' ' || u.name
		|| CASE WHEN h.id IS NULL THEN '' ELSE ' · ' || h.name END AS title,
	CAST(NULL AS INTEGER) AS due_day, p.unit_id
FROM proposal p
JOIN unit u ON u.jurisdiction_id = p.jurisdiction_id AND u.id = p.unit_id
LEFT JOIN person h ON h.jurisdiction_id = p.jurisdiction_id AND h.id = p.person_id
WHERE p.jurisdiction_id = :jurisdiction_id AND p.state = 'open'
	AND COALESCE(p.person_id, 0) <> :person_id
ORDER BY p.opened_day, p.id;

-- name: handover_sources_proposal
-- columns: id
SELECT id FROM proposal
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND state = 'open';

-- Results on their way that an account of the person moved last.
-- name: handover_sources_results
-- columns: id title due_day year subject group_id level
SELECT r.id, CAST(r.year AS TEXT) || ' ' || r.group_name || ' · v' || CAST(r.version AS TEXT) AS title,
	r.publicity_to AS due_day, r.year, r.subject, r.group_id, r.level
FROM result r
JOIN record_version v ON v.jurisdiction_id = r.jurisdiction_id AND v.record_type = 'result'
	AND v.record_id = r.id AND v.revision = r.revision
JOIN act t ON t.jurisdiction_id = r.jurisdiction_id AND t.id = v.act_id
JOIN account a ON a.jurisdiction_id = 0 AND a.id = t.account_id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.state IN ('draft', 'publicity')
	AND a.person_id = :person_id
ORDER BY r.publicity_to, r.id;

-- name: handover_sources_result
-- columns: id
SELECT id FROM result
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND state IN ('draft', 'publicity');
