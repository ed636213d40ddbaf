-- Handover lists and their items.
-- nouns: handover handover_item

-- name: handover_insert
INSERT INTO handover (
	jurisdiction_id, id, revision, encoding, from_person_id, to_person_id, unit_id, post_id,
	last_day, reason, reference, state, opened_day, handed_day, confirmed_day, previous_id, note)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :from_person_id, :to_person_id, :unit_id,
	:post_id, :last_day, :reason, :reference, :state, :opened_day, :handed_day, :confirmed_day,
	:previous_id, :note);

-- name: handover_update
UPDATE handover SET
	revision = :revision, encoding = :encoding, from_person_id = :from_person_id,
	to_person_id = :to_person_id, unit_id = :unit_id, post_id = :post_id, last_day = :last_day,
	reason = :reason, reference = :reference, state = :state, opened_day = :opened_day,
	handed_day = :handed_day, confirmed_day = :confirmed_day, previous_id = :previous_id,
	note = :note
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: handover_get
-- columns: jurisdiction_id id revision encoding from_person_id to_person_id unit_id post_id
-- columns: last_day reason reference state opened_day handed_day confirmed_day previous_id note
SELECT jurisdiction_id, id, revision, encoding, from_person_id, to_person_id, unit_id, post_id,
	last_day, reason, reference, state, opened_day, handed_day, confirmed_day, previous_id, note
FROM handover WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: handover_all
-- columns: jurisdiction_id id revision encoding from_person_id to_person_id unit_id post_id
-- columns: last_day reason reference state opened_day handed_day confirmed_day previous_id note
SELECT jurisdiction_id, id, revision, encoding, from_person_id, to_person_id, unit_id, post_id,
	last_day, reason, reference, state, opened_day, handed_day, confirmed_day, previous_id, note
FROM handover WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: handover_item_insert
INSERT INTO handover_item (
	jurisdiction_id, id, revision, encoding, handover_id, kind, subject_id, title, title_en,
	address, unit_id, due_day, state, note, decided_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :handover_id, :kind, :subject_id, :title,
	:title_en, :address, :unit_id, :due_day, :state, :note, :decided_day);

-- name: handover_item_update
UPDATE handover_item SET
	revision = :revision, encoding = :encoding, handover_id = :handover_id, kind = :kind,
	subject_id = :subject_id, title = :title, title_en = :title_en, address = :address,
	unit_id = :unit_id, due_day = :due_day, state = :state, note = :note,
	decided_day = :decided_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: handover_item_get
-- columns: jurisdiction_id id revision encoding handover_id kind subject_id title title_en address
-- columns: unit_id due_day state note decided_day
SELECT jurisdiction_id, id, revision, encoding, handover_id, kind, subject_id, title, title_en,
	address, unit_id, due_day, state, note, decided_day
FROM handover_item WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: handover_item_all
-- columns: jurisdiction_id id revision encoding handover_id kind subject_id title title_en address
-- columns: unit_id due_day state note decided_day
SELECT jurisdiction_id, id, revision, encoding, handover_id, kind, subject_id, title, title_en,
	address, unit_id, due_day, state, note, decided_day
FROM handover_item WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The items of a list as they were put on it; head and fields of the record, then the unit's name.
-- name: handover_item_of_list
-- columns: jurisdiction_id id revision encoding handover_id kind subject_id title title_en address
-- columns: unit_id due_day state note decided_day unit_name
SELECT i.jurisdiction_id, i.id, i.revision, i.encoding, i.handover_id, i.kind, i.subject_id, i.title,
	i.title_en, i.address, i.unit_id, i.due_day, i.state, i.note, i.decided_day,
	COALESCE(u.name, '') AS unit_name
FROM handover_item i
LEFT JOIN unit u ON u.jurisdiction_id = i.jurisdiction_id AND u.id = i.unit_id
WHERE i.jurisdiction_id = :jurisdiction_id AND i.handover_id = :handover_id
ORDER BY i.kind, i.due_day, i.id;

-- Another list of the same giver (:handover_id 0: any) that has the matter on its way, or by which somebody
-- took it.
-- name: handover_item_elsewhere
-- columns: id
SELECT i.id FROM handover_item i
JOIN handover h ON h.jurisdiction_id = i.jurisdiction_id AND h.id = i.handover_id
WHERE i.jurisdiction_id = :jurisdiction_id AND i.kind = :kind AND i.subject_id = :subject_id
	AND h.from_person_id = :person_id AND h.id <> :handover_id
	AND (h.state IN ('open', 'handed') OR (h.state = 'confirmed' AND i.state = 'accepted'))
LIMIT 1;

-- What is to be known of a person who gives or takes: when they left, how many active accounts they have.
-- name: handover_person
-- columns: code name left_day accounts
SELECT p.code, p.name, p.left_day, (SELECT COUNT(*) FROM account a
	WHERE a.jurisdiction_id = 0 AND a.person_id = p.id AND a.state = 'active') AS accounts
FROM person p WHERE p.jurisdiction_id = :jurisdiction_id AND p.id = :id;
