-- name: person_change_insert
INSERT INTO person_change (
	jurisdiction_id, id, revision, encoding, person_id, kind, day, reason, reference, post_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :kind, :day, :reason, :reference,
	:post_id);

-- name: person_change_update
UPDATE person_change SET
	revision = :revision, encoding = :encoding, person_id = :person_id, kind = :kind, day = :day,
	reason = :reason, reference = :reference, post_id = :post_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_change_remove
DELETE FROM person_change
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: person_change_get
-- columns: jurisdiction_id id revision encoding person_id kind day reason reference post_id
SELECT jurisdiction_id, id, revision, encoding, person_id, kind, day, reason, reference,
	post_id
FROM person_change WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: person_change_all
-- columns: jurisdiction_id id revision encoding person_id kind day reason reference post_id
SELECT jurisdiction_id, id, revision, encoding, person_id, kind, day, reason, reference,
	post_id
FROM person_change WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- What happened to a person, newest first, with the post that it was about.
-- name: person_change_of_person
-- columns: id kind day reason reference post_id title unit_name
SELECT c.id, c.kind, c.day, c.reason, c.reference, c.post_id, COALESCE(o.title, '') AS title,
	COALESCE(u.name, '') AS unit_name
FROM person_change c
LEFT JOIN post o ON o.jurisdiction_id = c.jurisdiction_id AND o.id = c.post_id
LEFT JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE c.jurisdiction_id = :jurisdiction_id AND c.person_id = :person_id
ORDER BY c.day DESC, c.id DESC;

-- The posts of a person that reach beyond :day; head and fields of the record, then the unit's name.
-- name: person_change_posts
-- columns: jurisdiction_id id revision encoding person_id unit_id title level principal
-- columns: from_day to_day unit_name
SELECT o.jurisdiction_id, o.id, o.revision, o.encoding, o.person_id, o.unit_id, o.title, o.level,
	o.principal, o.from_day, o.to_day, u.name AS unit_name
FROM post o
JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE o.jurisdiction_id = :jurisdiction_id AND o.person_id = :person_id
	AND (o.to_day IS NULL OR o.to_day > :day)
ORDER BY o.principal DESC, o.from_day, o.id;

-- The roles of a person's accounts in force on :today or later; of one unit, or (0) all. Head and fields.
-- name: person_change_grants
-- columns: jurisdiction_id id revision encoding account_id role unit_id from_day to_day unit_name
SELECT g.jurisdiction_id, g.id, g.revision, g.encoding, g.account_id, g.role, g.unit_id, g.from_day,
	g.to_day, COALESCE(u.name, '') AS unit_name
FROM account a
JOIN role_grant g ON g.account_id = a.id AND g.jurisdiction_id = :jurisdiction_id
LEFT JOIN unit u ON u.jurisdiction_id = g.jurisdiction_id AND u.id = g.unit_id
WHERE a.jurisdiction_id = 0 AND a.person_id = :person_id
	AND (g.to_day IS NULL OR g.to_day >= :today)
	AND (CAST(:unit_id AS INTEGER) = 0 OR g.unit_id = CAST(:unit_id AS INTEGER))
ORDER BY g.id;

-- A person's accounts; head and fields of the record.
-- name: person_change_accounts
-- columns: jurisdiction_id id revision encoding login display_name person_id state language
SELECT jurisdiction_id, id, revision, encoding, login, display_name, person_id, state, language
FROM account WHERE jurisdiction_id = 0 AND person_id = :person_id ORDER BY id;

-- Whether a person holds another post than :post_id in a unit after :day.
-- name: person_change_other_post
-- columns: id
SELECT id FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND unit_id = :unit_id
	AND id <> :post_id AND (to_day IS NULL OR to_day > :day) LIMIT 1;

-- Persons of that name: who is entered anew may be somebody who is there.
-- name: person_change_namesakes
-- columns: id code name left_day unit_name title
SELECT p.id, p.code, p.name, p.left_day, COALESCE(u.name, '') AS unit_name,
	COALESCE(o.title, '') AS title
FROM person p
LEFT JOIN post o ON o.jurisdiction_id = p.jurisdiction_id AND o.id = (
	SELECT q.id FROM post q WHERE q.jurisdiction_id = p.jurisdiction_id AND q.person_id = p.id
	ORDER BY q.from_day DESC, q.id LIMIT 1)
LEFT JOIN unit u ON u.jurisdiction_id = o.jurisdiction_id AND u.id = o.unit_id
WHERE p.jurisdiction_id = :jurisdiction_id AND (p.name = :name OR p.code = :code)
ORDER BY p.code LIMIT 20;

-- The day on which a person last left or returned; no row when neither happened.
-- name: person_change_latest
-- columns: day
SELECT day FROM person_change
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND kind IN ('leave', 'return')
ORDER BY day DESC, id DESC LIMIT 1;
