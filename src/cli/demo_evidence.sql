-- What the demonstration's evidence belongs to.
-- nouns: demo_evidence

-- Done reports of a unit in a plan's year, the first of each assignment.
-- name: demo_evidence_reports
-- columns: id
SELECT r.id FROM assignment a
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN progress_report r ON r.jurisdiction_id = a.jurisdiction_id AND r.assignment_id = a.id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.unit_id = :unit_id AND p.year = :year
	AND r.status = 'done' AND r.number = 1 AND r.state <> 'withdrawn'
ORDER BY r.id LIMIT 3;

-- A bonus or deduction of a unit in a year; 0 when it has none.
-- name: demo_evidence_entry
-- columns: id
SELECT COALESCE(MIN(id), 0) AS id FROM entry
WHERE jurisdiction_id = :jurisdiction_id AND subject = 'unit' AND subject_id = :unit_id AND year = :year;
