-- Templates of plans, and who they fall on.
-- nouns: plan_templates

-- The newest version of each template whose days meet [from_day, to_day].
-- name: plan_templates
-- columns: jurisdiction_id id revision encoding code kind version title title_en from_day to_day source adopted_day
SELECT r.jurisdiction_id, r.id, r.revision, r.encoding, r.code, r.kind, r.version, r.title, r.title_en,
	r.from_day, r.to_day, r.source, r.adopted_day
FROM rulebook r
WHERE r.jurisdiction_id = :jurisdiction_id AND r.kind = 'plan' AND r.from_day <= :to_day
	AND (r.to_day IS NULL OR r.to_day >= :from_day)
	AND NOT EXISTS (SELECT 1 FROM rulebook n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.code = r.code AND n.version > r.version AND n.from_day <= :to_day
		AND (n.to_day IS NULL OR n.to_day >= :from_day))
ORDER BY r.code;

-- Units that exist.
-- name: plan_template_units
-- columns: jurisdiction_id id revision encoding code name name_key parent_id kind from_day to_day
SELECT jurisdiction_id, id, revision, encoding, code, name, name_key, parent_id, kind, from_day, to_day
FROM unit WHERE jurisdiction_id = :jurisdiction_id AND to_day IS NULL ORDER BY code;
