-- Sampling plans and what they drew.
-- nouns: sampling_draw samplings

-- name: sampling_insert
INSERT INTO sampling (
	jurisdiction_id, id, revision, encoding, plan_id, title, from_day, to_day, only_done, size,
	seed_hash, seed, state, made_day, maker_id, drawn_day, population, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :plan_id, :title, :from_day, :to_day, :only_done,
	:size, :seed_hash, :seed, :state, :made_day, :maker_id, :drawn_day, :population, :note);

-- name: sampling_update
UPDATE sampling SET
	revision = :revision, encoding = :encoding, plan_id = :plan_id, title = :title, from_day =
	:from_day, to_day = :to_day, only_done = :only_done, size = :size, seed_hash = :seed_hash, seed
	= :seed, state = :state, made_day = :made_day, maker_id = :maker_id, drawn_day = :drawn_day,
	population = :population, note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: sampling_get
-- columns: jurisdiction_id id revision encoding plan_id title from_day to_day only_done size seed_hash seed state made_day maker_id drawn_day population note
SELECT jurisdiction_id, id, revision, encoding, plan_id, title, from_day, to_day, only_done,
	size, seed_hash, seed, state, made_day, maker_id, drawn_day, population, note
FROM sampling WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: sampling_all
-- columns: jurisdiction_id id revision encoding plan_id title from_day to_day only_done size seed_hash seed state made_day maker_id drawn_day population note
SELECT jurisdiction_id, id, revision, encoding, plan_id, title, from_day, to_day, only_done,
	size, seed_hash, seed, state, made_day, maker_id, drawn_day, population, note
FROM sampling WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: sampling_draw_insert
INSERT INTO sampling_draw (
	jurisdiction_id, id, revision, encoding, sampling_id, report_id, position)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :sampling_id, :report_id, :position);

-- name: sampling_draw_update
UPDATE sampling_draw SET
	revision = :revision, encoding = :encoding, sampling_id = :sampling_id, report_id = :report_id,
	position = :position
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: sampling_draw_get
-- columns: jurisdiction_id id revision encoding sampling_id report_id position
SELECT jurisdiction_id, id, revision, encoding, sampling_id, report_id, position
FROM sampling_draw WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: sampling_draw_all
-- columns: jurisdiction_id id revision encoding sampling_id report_id position
SELECT jurisdiction_id, id, revision, encoding, sampling_id, report_id, position
FROM sampling_draw WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Reports made in a period: what is drawn from, whatever became of them.
-- name: sampling_population
-- columns: id state status unit_name item_title
SELECT r.id, r.state, r.status, u.name AS unit_name,
	CASE WHEN i.confidential = 1 THEN '' ELSE i.title END AS item_title
FROM progress_report r
JOIN assignment a ON a.jurisdiction_id = r.jurisdiction_id AND a.id = r.assignment_id
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)
WHERE r.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND r.reported_day >= :from_day AND r.reported_day <= :to_day
	AND (CAST(:only_done AS INTEGER) = 0 OR r.status = 'done')
ORDER BY r.id;

-- name: sampling_draws
-- columns: report_id position
SELECT report_id, position FROM sampling_draw
WHERE jurisdiction_id = :jurisdiction_id AND sampling_id = :sampling_id ORDER BY position;

-- Draws that took reports of an assignment.
-- name: samplings_of_assignment
-- columns: id title drawn_day
SELECT DISTINCT s.id, s.title, s.drawn_day FROM progress_report r
JOIN sampling s ON s.jurisdiction_id = r.jurisdiction_id AND s.state = 'drawn'
JOIN sampling_draw d ON d.jurisdiction_id = r.jurisdiction_id AND d.sampling_id = s.id
	AND d.report_id = r.id
WHERE r.jurisdiction_id = :jurisdiction_id AND r.assignment_id = :assignment_id
ORDER BY s.drawn_day, s.id;

-- list: sampling_pages
-- column: id = s.id integer
-- column: title = s.title text required
-- column: year = p.year integer required
-- column: from_day = s.from_day integer required
-- column: to_day = s.to_day integer required
-- column: size = s.size integer required
-- column: state = s.state text required
-- column: made_day = s.made_day integer required
-- column: drawn_day = s.drawn_day integer
-- column: population = s.population integer required
SELECT {columns} FROM sampling s
JOIN plan p ON p.jurisdiction_id = s.jurisdiction_id AND p.id = s.plan_id
WHERE s.jurisdiction_id = :jurisdiction_id;
