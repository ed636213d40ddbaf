-- Items of plans: areas, tasks, items.
-- nouns: plan_items

-- name: plan_item_insert
INSERT INTO plan_item (
	jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :plan_id, :item_id, :from_version,
	:to_version, :parent_id, :kind, :position, :code, :title, :measure, :weight, :due,
	:leader_id, :source, :source_note, :confidential);

-- name: plan_item_update
UPDATE plan_item SET
	revision = :revision, encoding = :encoding, plan_id = :plan_id, item_id = :item_id,
	from_version = :from_version, to_version = :to_version, parent_id = :parent_id,
	kind = :kind, position = :position, code = :code, title = :title, measure = :measure,
	weight = :weight, due = :due, leader_id = :leader_id, source = :source,
	source_note = :source_note, confidential = :confidential
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_item_remove
DELETE FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_item_get
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: plan_item_all
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- A node as it is in a version.
-- name: plan_item_in_version
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND item_id = :item_id AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version);

-- name: plan_item_by_code
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND code = :code
	AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version);

-- All nodes of a version, each level in its order.
-- name: plan_items_in_version
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY position, code, id;

-- Rows that begin in a version or ended with the one before: what it changes.
-- name: plan_items_changed
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id
	AND (from_version = :version OR to_version = CAST(:version AS INTEGER) - 1)
ORDER BY item_id, from_version;

-- name: plan_items_below
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND parent_id = :parent_id
	AND from_version <= :version
	AND (to_version = 0 OR to_version >= :version)
ORDER BY position, code, id;

-- What keeps a node at its level: nodes below it and units that answer for it.
-- name: plan_item_dependants
-- columns: count
SELECT (SELECT COUNT(*) FROM plan_item i
	WHERE i.jurisdiction_id = :jurisdiction_id AND i.plan_id = :plan_id AND i.parent_id = :item_id
		AND i.from_version <= :version AND (i.to_version = 0 OR i.to_version >= :version))
	+ (SELECT COUNT(*) FROM assignment a
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.item_id = :item_id
		AND a.from_version <= :version AND (a.to_version = 0 OR a.to_version >= :version))
	AS count;

-- name: plan_item_next_position
-- columns: position
SELECT COALESCE(MAX(position), 0) + 1 AS position FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND parent_id = :parent_id
	AND from_version <= :version AND (to_version = 0 OR to_version >= :version);

-- Items of a version for which no unit answers.
-- name: plan_items_unassigned
-- columns: code title
SELECT i.code, i.title FROM plan_item i
WHERE i.jurisdiction_id = :jurisdiction_id AND i.plan_id = :plan_id AND i.kind = 'item'
	AND i.from_version <= :version AND (i.to_version = 0 OR i.to_version >= :version)
	AND NOT EXISTS (SELECT 1 FROM assignment a
		WHERE a.jurisdiction_id = i.jurisdiction_id AND a.item_id = i.item_id
			AND a.from_version <= :version
			AND (a.to_version = 0 OR a.to_version >= :version))
ORDER BY i.position, i.code LIMIT 20;

-- All rows of a node, the newest first.
-- name: plan_item_rows
-- columns: jurisdiction_id id revision encoding plan_id item_id from_version to_version parent_id kind position code title measure weight due leader_id source source_note confidential
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, from_version, to_version,
	parent_id, kind, position, code, title, measure, weight, due, leader_id, source,
	source_note, confidential
FROM plan_item
WHERE jurisdiction_id = :jurisdiction_id AND item_id = :item_id
ORDER BY from_version DESC;
