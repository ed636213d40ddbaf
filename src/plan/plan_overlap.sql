-- Pairs of near items that are both wanted.
-- nouns: plan_pair plan_pairs

-- name: plan_pair_insert
INSERT INTO plan_pair (
	jurisdiction_id, id, revision, encoding, plan_id, item_id, other_id, reason, marked_day,
	marker_id)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :plan_id, :item_id, :other_id, :reason,
	:marked_day, :marker_id);

-- name: plan_pair_update
UPDATE plan_pair SET
	revision = :revision, encoding = :encoding, plan_id = :plan_id, item_id = :item_id,
	other_id = :other_id, reason = :reason, marked_day = :marked_day, marker_id = :marker_id
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_pair_remove
DELETE FROM plan_pair
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: plan_pair_get
-- columns: jurisdiction_id id revision encoding plan_id item_id other_id reason marked_day marker_id
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, other_id, reason, marked_day,
	marker_id
FROM plan_pair WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: plan_pair_all
-- columns: jurisdiction_id id revision encoding plan_id item_id other_id reason marked_day marker_id
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, other_id, reason, marked_day,
	marker_id
FROM plan_pair WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: plan_pairs_of
-- columns: jurisdiction_id id revision encoding plan_id item_id other_id reason marked_day marker_id
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, other_id, reason, marked_day, marker_id
FROM plan_pair WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id ORDER BY id;

-- name: plan_pair_of
-- columns: jurisdiction_id id revision encoding plan_id item_id other_id reason marked_day marker_id
SELECT jurisdiction_id, id, revision, encoding, plan_id, item_id, other_id, reason, marked_day, marker_id
FROM plan_pair
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id AND item_id = :item_id
	AND other_id = :other_id;
