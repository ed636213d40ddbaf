-- Responsibility letters and their signatures.
-- nouns: letter letters

-- name: letter_text_insert
INSERT INTO letter_text (jurisdiction_id, id, revision, encoding, content)
VALUES (:jurisdiction_id, :id, :revision, :encoding, :content);

-- name: letter_text_update
UPDATE letter_text SET revision = :revision, encoding = :encoding, content = :content
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: letter_text_get
-- columns: jurisdiction_id id revision encoding content
SELECT jurisdiction_id, id, revision, encoding, content
FROM letter_text WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: letter_text_all
-- columns: jurisdiction_id id revision encoding content
SELECT jurisdiction_id, id, revision, encoding, content
FROM letter_text WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: letter_insert
INSERT INTO letter (
	jurisdiction_id, id, revision, encoding, person_id, unit_id, year, number, post_id, state,
	plan_version, rulebook_id, superior_id, countersigner_id, replaces_id, text_id, made_day,
	issued_day, closed_day, content_hash, basis_hash, proof_code, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :unit_id, :year, :number, :post_id,
	:state, :plan_version, :rulebook_id, :superior_id, :countersigner_id, :replaces_id,
	:text_id, :made_day,
	:issued_day, :closed_day, :content_hash, :basis_hash, :proof_code, :note);

-- name: letter_update
UPDATE letter SET
	revision = :revision, encoding = :encoding, person_id = :person_id, unit_id = :unit_id, year =
	:year, number = :number, post_id = :post_id, state = :state, plan_version = :plan_version,
	rulebook_id = :rulebook_id, superior_id = :superior_id, countersigner_id = :countersigner_id,
	replaces_id = :replaces_id, text_id = :text_id, made_day = :made_day,
	issued_day = :issued_day, closed_day = :closed_day, content_hash = :content_hash,
	basis_hash = :basis_hash, proof_code = :proof_code, note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: letter_get
-- columns: jurisdiction_id id revision encoding person_id unit_id year number post_id state plan_version rulebook_id superior_id countersigner_id replaces_id text_id made_day issued_day closed_day content_hash basis_hash proof_code note
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, year, number, post_id, state,
	plan_version, rulebook_id, superior_id, countersigner_id, replaces_id, text_id, made_day,
	issued_day, closed_day, content_hash, basis_hash, proof_code, note
FROM letter WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: letter_all
-- columns: jurisdiction_id id revision encoding person_id unit_id year number post_id state plan_version rulebook_id superior_id countersigner_id replaces_id text_id made_day issued_day closed_day content_hash basis_hash proof_code note
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, year, number, post_id, state,
	plan_version, rulebook_id, superior_id, countersigner_id, replaces_id, text_id, made_day,
	issued_day, closed_day, content_hash, basis_hash, proof_code, note
FROM letter WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: letter_signature_insert
INSERT INTO letter_signature (
	jurisdiction_id, id, revision, encoding, letter_id, signer, person_id, day, content_hash)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :letter_id, :signer, :person_id, :day,
	:content_hash);

-- name: letter_signature_update
UPDATE letter_signature SET
	revision = :revision, encoding = :encoding, letter_id = :letter_id, signer = :signer, person_id
	= :person_id, day = :day, content_hash = :content_hash
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: letter_signature_get
-- columns: jurisdiction_id id revision encoding letter_id signer person_id day content_hash
SELECT jurisdiction_id, id, revision, encoding, letter_id, signer, person_id, day, content_hash
FROM letter_signature WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: letter_signature_all
-- columns: jurisdiction_id id revision encoding letter_id signer person_id day content_hash
SELECT jurisdiction_id, id, revision, encoding, letter_id, signer, person_id, day, content_hash
FROM letter_signature WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: letter_signatures_of
-- columns: jurisdiction_id id revision encoding letter_id signer person_id day content_hash
SELECT jurisdiction_id, id, revision, encoding, letter_id, signer, person_id, day, content_hash
FROM letter_signature WHERE jurisdiction_id = :jurisdiction_id AND letter_id = :letter_id ORDER BY id;

-- Whoever holds the code of a printed letter may ask; the code names the jurisdiction.
-- name: letter_by_code
-- columns: jurisdiction_id id
SELECT jurisdiction_id, id FROM letter WHERE proof_code = :proof_code;

-- name: letter_number_last
-- columns: number
SELECT COALESCE(MAX(number), 0) AS number FROM letter
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND unit_id = :unit_id
	AND year = :year;

-- Letters that stand, of a post.
-- name: letters_of_post
-- columns: jurisdiction_id id revision encoding person_id unit_id year number post_id state plan_version rulebook_id superior_id countersigner_id replaces_id text_id made_day issued_day closed_day content_hash basis_hash proof_code note
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, year, number, post_id, state,
	plan_version, rulebook_id, superior_id, countersigner_id, replaces_id, text_id, made_day,
	issued_day, closed_day, content_hash, basis_hash, proof_code, note
FROM letter
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND post_id = :post_id
	AND state IN ('draft', 'issued', 'accepted', 'signed', 'countersigned')
ORDER BY id;

-- A person's letters, the newest first.
-- name: letters_of_person
-- columns: id year number state unit_name countersigner_id made_day signed_day
SELECT l.id, l.year, l.number, l.state, u.name AS unit_name, l.countersigner_id, l.made_day,
	(SELECT MAX(s.day) FROM letter_signature s WHERE s.jurisdiction_id = l.jurisdiction_id
		AND s.letter_id = l.id) AS signed_day
FROM letter l
JOIN unit u ON u.jurisdiction_id = l.jurisdiction_id AND u.id = l.unit_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.person_id = :person_id
ORDER BY l.year DESC, u.code, l.number DESC;

-- The letters of a person, unit and year, by number.
-- name: letters_before
-- columns: id number state made_day closed_day
SELECT id, number, state, made_day, closed_day FROM letter
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND unit_id = :unit_id
	AND year = :year
ORDER BY number;

-- Drafts of a year (of one unit, or 0: of all).
-- name: letters_drafted
-- columns: jurisdiction_id id revision encoding person_id unit_id year number post_id state plan_version rulebook_id superior_id countersigner_id replaces_id text_id made_day issued_day closed_day content_hash basis_hash proof_code note
SELECT jurisdiction_id, id, revision, encoding, person_id, unit_id, year, number, post_id, state,
	plan_version, rulebook_id, superior_id, countersigner_id, replaces_id, text_id, made_day,
	issued_day, closed_day, content_hash, basis_hash, proof_code, note
FROM letter
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND state = 'draft'
	AND (CAST(:unit_id AS INTEGER) = 0 OR unit_id = CAST(:unit_id AS INTEGER))
ORDER BY id;

-- What waits for a person's signature, the oldest first.
-- name: letters_waiting
-- columns: id year state person_name unit_name since_day
SELECT l.id, l.year, l.state, p.name AS person_name, u.name AS unit_name,
	COALESCE((SELECT MAX(s.day) FROM letter_signature s
		WHERE s.jurisdiction_id = l.jurisdiction_id AND s.letter_id = l.id),
		l.issued_day) AS since_day
FROM letter l
JOIN person p ON p.jurisdiction_id = l.jurisdiction_id AND p.id = l.person_id
JOIN unit u ON u.jurisdiction_id = l.jurisdiction_id AND u.id = l.unit_id
WHERE l.jurisdiction_id = :jurisdiction_id AND (
	(l.state = 'issued' AND l.person_id = :person_id)
	OR (l.state = 'accepted' AND l.superior_id = :person_id)
	OR (l.state = 'signed' AND l.countersigner_id = :person_id))
ORDER BY since_day, l.id LIMIT 1000;

-- Posts held on a day, with what a letter says of them: names and group of the year.
-- name: letters_posts
-- columns: id person_id person_code person_name unit_id unit_code unit_name unit_kind title level principal from_day to_day field
SELECT o.id, o.person_id, p.code AS person_code, p.name AS person_name, o.unit_id, u.code AS unit_code,
	COALESCE((SELECT f.name FROM unit_name f
		WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= :year
		ORDER BY f.to_day LIMIT 1), u.name) AS unit_name,
	u.kind AS unit_kind, o.title, o.level, o.principal, o.from_day, o.to_day,
	COALESCE((SELECT g.name FROM group_member m
		JOIN appraisal_group g ON g.jurisdiction_id = m.jurisdiction_id AND g.id = m.group_id
		WHERE m.jurisdiction_id = o.jurisdiction_id AND m.unit_id = o.unit_id AND m.year = :year
		LIMIT 1), '') AS field
FROM post o
JOIN person p ON p.jurisdiction_id = o.jurisdiction_id AND p.id = o.person_id
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.from_day <= :day
	AND (o.to_day IS NULL OR o.to_day >= :day)
ORDER BY u.code, o.principal DESC, o.from_day, o.id;

-- name: letters_units
-- columns: id parent_id
SELECT id, parent_id FROM unit WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Who is named for assignments of a plan's version.
-- name: letters_named
-- columns: person_id unit_id item_id due_day
SELECT n.person_id, a.unit_id, a.item_id, n.due_day FROM assignment_person n
JOIN assignment a ON a.jurisdiction_id = n.jurisdiction_id AND a.id = n.assignment_id
WHERE n.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND a.from_version <= :version AND (a.to_version = 0 OR a.to_version >= :version)
ORDER BY n.person_id, a.unit_id, n.id;

-- All letters of a year without their text, those of one person and unit by number.
-- name: letters_of_year
-- columns: id person_id unit_id number state superior_id countersigner_id basis_hash made_day closed_day person_code person_name unit_code unit_name title level principal
SELECT l.id, l.person_id, l.unit_id, l.number, l.state, l.superior_id, l.countersigner_id, l.basis_hash,
	l.made_day, l.closed_day, p.code AS person_code, p.name AS person_name, u.code AS unit_code,
	COALESCE((SELECT f.name FROM unit_name f
		WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= :year
		ORDER BY f.to_day LIMIT 1), u.name) AS unit_name,
	o.title, o.level, o.principal
FROM letter l
JOIN person p ON p.jurisdiction_id = l.jurisdiction_id AND p.id = l.person_id
JOIN unit u ON u.jurisdiction_id = l.jurisdiction_id AND u.id = l.unit_id
JOIN post o ON o.jurisdiction_id = l.jurisdiction_id AND o.id = l.post_id
WHERE l.jurisdiction_id = :jurisdiction_id AND l.year = :year
ORDER BY l.person_id, l.unit_id, l.number;

-- When each of them was signed by whom.
-- name: letters_signed
-- columns: letter_id signer day
SELECT s.letter_id, s.signer, s.day FROM letter_signature s
JOIN letter l ON l.jurisdiction_id = s.jurisdiction_id AND l.id = s.letter_id
WHERE s.jurisdiction_id = :jurisdiction_id AND l.year = :year
ORDER BY s.letter_id, s.id;

-- Matters of a person who goes: letters that wait for this signature. :unit_id as in handovers, 0: all.
-- name: letters_handover
-- columns: id title due_day unit_id
SELECT l.id, p.name AS title, CAST(NULL AS INTEGER) AS due_day, l.unit_id FROM letter l
JOIN person p ON p.jurisdiction_id = l.jurisdiction_id AND p.id = l.person_id
WHERE l.jurisdiction_id = :jurisdiction_id
	AND (CAST(:unit_id AS INTEGER) = 0 OR l.unit_id = CAST(:unit_id AS INTEGER)
		OR NOT EXISTS (SELECT 1 FROM post o WHERE o.jurisdiction_id = l.jurisdiction_id
			AND o.person_id = :person_id AND o.unit_id = l.unit_id))
	AND ((l.state = 'accepted' AND l.superior_id = :person_id)
		OR (l.state = 'signed' AND l.countersigner_id = :person_id))
ORDER BY l.id LIMIT 501;

-- name: letters_handover_open
-- columns: id
SELECT l.id FROM letter l
WHERE l.jurisdiction_id = :jurisdiction_id AND l.id = :id
	AND (l.state = 'accepted' OR (l.state = 'signed' AND l.countersigner_id IS NOT NULL));

-- The leaf of a signature's record, its salt and canonical bytes: what opens the commitment.
-- name: letters_leaf
-- columns: leaf_index salt content
SELECT leaf_index, salt, content FROM record_version
WHERE jurisdiction_id = :jurisdiction_id AND record_type = 'letter_signature'
	AND record_id = :record_id AND revision = 1;

-- For the archive of a person (people/archive_source.h): the letters, and when each was signed.
-- name: letters_archive
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT l.made_day AS day, l.id, l.id AS link_id, CAST(l.year AS TEXT) || ' · ' || u.name AS title,
		'' AS title_en, '' AS note, l.state AS word, l.number, 0 AS secret
	FROM letter l
	JOIN unit u ON u.jurisdiction_id = l.jurisdiction_id AND u.id = l.unit_id
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.person_id = :subject_id AND l.state <> 'draft'
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;

-- name: letters_archive_signed
-- columns: day id link_id title title_en note word number secret
SELECT e.day, e.id, e.link_id, e.title, e.title_en, e.note, e.word, e.number, e.secret
FROM (
	SELECT s.day, s.id, l.id AS link_id, CAST(l.year AS TEXT) || ' · ' || u.name AS title,
		'' AS title_en, p.name AS note, s.signer AS word, l.number, 0 AS secret
	FROM letter l
	JOIN letter_signature s ON s.jurisdiction_id = l.jurisdiction_id AND s.letter_id = l.id
	JOIN unit u ON u.jurisdiction_id = l.jurisdiction_id AND u.id = l.unit_id
	JOIN person p ON p.jurisdiction_id = s.jurisdiction_id AND p.id = s.person_id
	WHERE l.jurisdiction_id = :jurisdiction_id AND l.person_id = :subject_id
) e
WHERE e.day >= :from_day AND e.day <= :to_day
	AND (e.day < :before_day OR (e.day = :before_day AND e.id < :before_id))
	AND e.id <= :last_id AND (e.secret = 0 OR CAST(:secret AS INTEGER) = 1)
	AND (CAST(:word AS TEXT) = '' OR e.word = CAST(:word AS TEXT))
	AND LOWER(e.title || ' ' || e.note) LIKE :pattern ESCAPE '\'
ORDER BY e.day DESC, e.id DESC LIMIT :limit;
