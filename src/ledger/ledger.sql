-- The trees: heads, leaves, stored subtrees, checkpoints. Insert-only but for the head.

-- name: ledger_head_get
-- columns: size frontier
SELECT size, frontier FROM ledger_head WHERE jurisdiction_id = :jurisdiction_id;

-- name: ledger_head_put
INSERT INTO ledger_head (jurisdiction_id, size, frontier)
VALUES (:jurisdiction_id, :size, :frontier)
ON CONFLICT (jurisdiction_id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier;

-- name: ledger_leaf_add
INSERT INTO ledger_leaf (jurisdiction_id, leaf_index, hash, leaf)
VALUES (:jurisdiction_id, :leaf_index, :hash, :leaf);

-- name: ledger_leaf_get
-- columns: hash leaf
SELECT hash, leaf FROM ledger_leaf
WHERE jurisdiction_id = :jurisdiction_id AND leaf_index = :leaf_index;

-- The leaves of one subtree.
-- name: ledger_leaf_hashes
-- columns: hash
SELECT hash FROM ledger_leaf
WHERE jurisdiction_id = :jurisdiction_id AND leaf_index BETWEEN :first AND :last
ORDER BY leaf_index;

-- name: ledger_leaf_page
-- columns: leaf_index hash leaf
SELECT leaf_index, hash, leaf FROM ledger_leaf
WHERE jurisdiction_id = :jurisdiction_id AND leaf_index >= :first
ORDER BY leaf_index LIMIT :maximum;

-- name: ledger_node_add
INSERT INTO ledger_node (jurisdiction_id, level, node_index, hash)
VALUES (:jurisdiction_id, :level, :node_index, :hash);

-- name: ledger_node_hashes
-- columns: hash
SELECT hash FROM ledger_node
WHERE jurisdiction_id = :jurisdiction_id AND level = :level
	AND node_index BETWEEN :first AND :last
ORDER BY node_index;

-- name: ledger_node_count
-- columns: total
SELECT COUNT(*) AS total FROM ledger_node WHERE jurisdiction_id = :jurisdiction_id;

-- name: ledger_checkpoint_add
INSERT INTO ledger_checkpoint (jurisdiction_id, size, at_ms, note)
VALUES (:jurisdiction_id, :size, :at_ms, :note);

-- name: ledger_checkpoint_latest
-- columns: size at_ms note
SELECT size, at_ms, note FROM ledger_checkpoint
WHERE jurisdiction_id = :jurisdiction_id ORDER BY size DESC LIMIT 1;

-- The first checkpoint of at least this size.
-- name: ledger_checkpoint_next
-- columns: size note
SELECT size, note FROM ledger_checkpoint
WHERE jurisdiction_id = :jurisdiction_id AND size >= :size ORDER BY size LIMIT 1;

-- Every tree with its newest checkpoint, if it has one.
-- name: ledger_head_all
-- columns: jurisdiction_id checkpoint
SELECT h.jurisdiction_id,
	(SELECT MAX(c.size) FROM ledger_checkpoint c
	WHERE c.jurisdiction_id = h.jurisdiction_id) AS checkpoint
FROM ledger_head h ORDER BY h.jurisdiction_id;
