-- Digests, their lines, what was seen of them.

-- name: digest_insert
INSERT INTO digest (
	jurisdiction_id, id, revision, encoding, account_id, day, rulebook_id, lines, fresh,
	lines_hash)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :account_id, :day, :rulebook_id, :lines,
	:fresh, :lines_hash);

-- name: digest_update
UPDATE digest SET
	revision = :revision, encoding = :encoding, account_id = :account_id, day = :day,
	rulebook_id = :rulebook_id, lines = :lines, fresh = :fresh, lines_hash = :lines_hash
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: digest_get
-- columns: jurisdiction_id id revision encoding account_id day rulebook_id lines fresh lines_hash
SELECT jurisdiction_id, id, revision, encoding, account_id, day, rulebook_id, lines, fresh, lines_hash
FROM digest WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: digest_all
-- columns: jurisdiction_id id revision encoding account_id day rulebook_id lines fresh lines_hash
SELECT jurisdiction_id, id, revision, encoding, account_id, day, rulebook_id, lines, fresh, lines_hash
FROM digest WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: digest_of_day
-- columns: account_id
SELECT account_id FROM digest
WHERE jurisdiction_id = :jurisdiction_id AND account_id = :account_id AND day = :day;

-- name: digest_line_insert
INSERT INTO digest_line (
	jurisdiction_id, digest_id, position, account_id, day, source, step, subject_id, checkpoint,
	since_day, fresh, confidential, title, why, why_en, path)
VALUES (
	:jurisdiction_id, :digest_id, :position, :account_id, :day, :source, :step, :subject_id,
	:checkpoint, :since_day, :fresh, :confidential, :title, :why, :why_en, :path);

-- When each thing was listed last for each account.
-- name: digest_line_last
-- columns: account_id source step subject_id checkpoint day
SELECT account_id, source, step, subject_id, checkpoint, MAX(day) AS day FROM digest_line
WHERE jurisdiction_id = :jurisdiction_id AND day >= :from_day
GROUP BY account_id, source, step, subject_id, checkpoint;

-- name: digest_lines_of
-- columns: source step subject_id checkpoint since_day fresh confidential title why why_en path
SELECT source, step, subject_id, checkpoint, since_day, fresh, confidential, title, why, why_en, path
FROM digest_line WHERE jurisdiction_id = :jurisdiction_id AND digest_id = :digest_id
ORDER BY position;

-- name: digest_run_insert
INSERT INTO digest_run (jurisdiction_id, day, made_ms, digests)
VALUES (:jurisdiction_id, :day, :made_ms, (SELECT COUNT(*) FROM digest
	WHERE jurisdiction_id = :jurisdiction_id AND day = :day))
ON CONFLICT (jurisdiction_id, day) DO NOTHING;

-- name: digest_run_get
-- columns: digests
SELECT digests FROM digest_run WHERE jurisdiction_id = :jurisdiction_id AND day = :day;

-- name: digest_run_last
-- columns: day made_ms digests
SELECT day, made_ms, digests FROM digest_run WHERE jurisdiction_id = :jurisdiction_id
ORDER BY day DESC LIMIT 1;

-- name: digest_seen_insert
INSERT INTO digest_seen (jurisdiction_id, digest_id) VALUES (:jurisdiction_id, :digest_id)
ON CONFLICT (jurisdiction_id, digest_id) DO NOTHING;

-- All of an account.
-- name: digest_seen_all
INSERT INTO digest_seen (jurisdiction_id, digest_id)
SELECT d.jurisdiction_id, d.id FROM digest d
WHERE d.jurisdiction_id = :jurisdiction_id AND d.account_id = :account_id AND NOT EXISTS (
	SELECT 1 FROM digest_seen s
	WHERE s.jurisdiction_id = d.jurisdiction_id AND s.digest_id = d.id);

-- name: digest_unseen
-- columns: count
SELECT COUNT(*) AS count FROM digest d
WHERE d.jurisdiction_id = :jurisdiction_id AND d.account_id = :account_id AND NOT EXISTS (
	SELECT 1 FROM digest_seen s
	WHERE s.jurisdiction_id = d.jurisdiction_id AND s.digest_id = d.id);

-- One's own, newest first by default.
-- list: digest
-- column: id = d.id integer
-- column: day = d.day integer required
-- column: lines = d.lines integer required
-- column: fresh = d.fresh integer required
-- column: seen = CASE WHEN s.digest_id IS NULL THEN 0 ELSE 1 END integer
SELECT {columns} FROM digest d
LEFT JOIN digest_seen s ON s.jurisdiction_id = d.jurisdiction_id AND s.digest_id = d.id
WHERE d.jurisdiction_id = :jurisdiction_id AND d.account_id = :account_id;

-- Who was reminded of a thing, newest first.
-- name: digest_reminded
-- columns: day display_name step
SELECT DISTINCT l.day, a.display_name, l.step FROM digest_line l
JOIN account a ON a.jurisdiction_id = 0 AND a.id = l.account_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.source = :source AND l.subject_id = :subject_id
	AND l.fresh = 1
ORDER BY l.day DESC, a.display_name, l.step LIMIT 30;

-- name: digest_seen_get
-- columns: digest_id
SELECT digest_id FROM digest_seen
WHERE jurisdiction_id = :jurisdiction_id AND digest_id = :digest_id;
