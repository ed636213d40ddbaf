-- A result of persons is named by its level's code in the scheme, no longer by the level's place in it: a
-- later version of the scheme that orders levels otherwise misplaces nothing. What was committed keeps its
-- group_id (encoding 1). Present rows get the code by the title that was stored; of a title that is not
-- shipped, by the level that the posts of its members had; failing both, the title.

ALTER TABLE result ADD COLUMN level TEXT NOT NULL DEFAULT '';

UPDATE result SET level = CASE group_name
	WHEN '正科职' THEN 'section'
	WHEN '副科职' THEN 'deputy_section'
	ELSE COALESCE((SELECT MIN(l.class) FROM result_line l JOIN result o
		ON o.jurisdiction_id = l.jurisdiction_id AND o.id = l.result_id
		WHERE o.jurisdiction_id = result.jurisdiction_id AND o.year = result.year
			AND o.subject = result.subject AND o.group_id = result.group_id), group_name)
	END
WHERE subject = 'person';

DROP INDEX result_version;
CREATE UNIQUE INDEX result_version ON result
	(jurisdiction_id, year, subject, level, group_id, version);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('result', 'result_version', '1000 1000 100 60 50 2 1');
