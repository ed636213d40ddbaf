-- Reports that the asker may review: of units in their scope, not their own, not of a unit in which they
-- hold a post; only those that wait when :waiting is 1.
-- nouns: due_request_pages
-- list: report_pages
-- column: id = r.id integer
-- column: year = p.year integer required
-- column: item_code = i.code text required
-- column: item_title = i.title text required
-- column: unit_code = u.code text required
-- column: unit_name = u.name text required
-- column: checkpoint = r.checkpoint integer
-- column: status = r.status text required
-- column: text = r.text text required
-- column: reported_day = r.reported_day integer required
-- column: state = r.state text required
-- column: accepted_share = r.accepted_share integer required
-- column: reviewed_day = r.reviewed_day integer
-- column: assignment_id = r.assignment_id integer required
SELECT {columns} FROM progress_report r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
WHERE r.jurisdiction_id = :jurisdiction_id
	AND (CAST(:waiting AS INTEGER) = 0 OR r.state IN ('submitted', 'sampled'))
	AND (CAST(:secrets AS INTEGER) = 1 OR i.confidential = 0)
	AND (r.reporter_id IS NULL OR r.reporter_id <> CAST(:person_id AS INTEGER))
	AND NOT EXISTS (SELECT 1 FROM post o
		WHERE o.jurisdiction_id = :jurisdiction_id
			AND o.person_id = CAST(:person_id AS INTEGER) AND o.unit_id = a.unit_id
			AND o.from_day <= CAST(:today AS INTEGER)
			AND (o.to_day IS NULL OR o.to_day >= CAST(:today AS INTEGER)))
	AND (CAST(:everywhere AS INTEGER) = 1 OR a.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below));

-- Requests about due dates of units in the asker's scope.
-- list: due_request_pages
-- column: id = r.id integer
-- column: year = p.year integer required
-- column: item_code = i.code text required
-- column: item_title = i.title text required
-- column: unit_name = u.name text required
-- column: kind = r.kind text required
-- column: checkpoint = r.checkpoint integer
-- column: proposed_day = r.proposed_day integer
-- column: requested_day = r.requested_day integer required
-- column: state = r.state text required
-- column: granted_day = r.granted_day integer
-- column: answered_day = r.answered_day integer
-- column: assignment_id = r.assignment_id integer required
SELECT {columns} FROM due_request r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
WHERE r.jurisdiction_id = :jurisdiction_id
	AND (CAST(:secrets AS INTEGER) = 1 OR i.confidential = 0)
	AND (CAST(:everywhere AS INTEGER) = 1 OR a.unit_id IN (
		WITH RECURSIVE below (id) AS (
			SELECT s.id FROM unit s WHERE s.jurisdiction_id = :jurisdiction_id
				AND :roots LIKE '%,' || CAST(s.id AS TEXT) || ',%'
			UNION
			SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
			WHERE c.jurisdiction_id = :jurisdiction_id)
		SELECT below.id FROM below));
