-- Evidence that reports cite.
-- nouns: reports

-- name: report_evidence_insert
INSERT INTO report_evidence (
	jurisdiction_id, id, revision, encoding, report_id, evidence_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :report_id, :evidence_id);

-- name: report_evidence_update
UPDATE report_evidence SET
	revision = :revision, encoding = :encoding, report_id = :report_id, evidence_id = :evidence_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: report_evidence_get
-- columns: jurisdiction_id id revision encoding report_id evidence_id
SELECT jurisdiction_id, id, revision, encoding, report_id, evidence_id
FROM report_evidence WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: report_evidence_all
-- columns: jurisdiction_id id revision encoding report_id evidence_id
SELECT jurisdiction_id, id, revision, encoding, report_id, evidence_id
FROM report_evidence WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: report_evidence_of
-- columns: evidence_id title
SELECT e.id AS evidence_id, e.title FROM report_evidence l
JOIN evidence e ON e.jurisdiction_id = l.jurisdiction_id AND e.id = l.evidence_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.report_id = :report_id ORDER BY l.id;

-- name: report_evidence_uses
-- columns: report_id assignment_id number state
SELECT r.id AS report_id, r.assignment_id, r.number, r.state FROM report_evidence l
JOIN progress_report r ON r.jurisdiction_id = l.jurisdiction_id AND r.id = l.report_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.evidence_id = :evidence_id
ORDER BY l.id DESC LIMIT 201;
