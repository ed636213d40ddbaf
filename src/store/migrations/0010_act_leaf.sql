-- The line of an act is committed too: its own leaf, and the salt of that leaf's commitment. `on_behalf_id`
-- is the account for which a deputy acted. Lines older than this have none of the three.

ALTER TABLE act ADD COLUMN on_behalf_id INTEGER;
ALTER TABLE act ADD COLUMN act_leaf INTEGER;
ALTER TABLE act ADD COLUMN salt BLOB;
