-- The post that a person holds on a day, the principal's and the latest first, read from the index alone:
-- lists of persons ask for it once a row (a list of 50: 180 instead of 240 microseconds).

CREATE INDEX post_present ON post
	(jurisdiction_id, person_id, principal DESC, from_day DESC, id, to_day);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('post', 'post_present', '50000 50000 3 2 2 1 1');
