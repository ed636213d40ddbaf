-- Pages of plans.
-- nouns: plan plan_versions

-- list: plan_pages
-- column: id = p.id integer
-- column: year = p.year integer required
-- column: title = p.title text required
-- column: version = p.version integer required
-- column: published_day = (SELECT v.published_day FROM plan_version v WHERE v.jurisdiction_id = p.jurisdiction_id AND v.plan_id = p.id AND v.version = p.version) integer
-- column: draft = COALESCE((SELECT v.state FROM plan_version v WHERE v.jurisdiction_id = p.jurisdiction_id AND v.plan_id = p.id AND v.state IN ('drafting', 'consulting')), '') text
-- column: items = (SELECT COUNT(*) FROM plan_item i WHERE i.jurisdiction_id = p.jurisdiction_id AND i.plan_id = p.id AND i.kind = 'item' AND i.from_version <= p.version AND (i.to_version = 0 OR i.to_version >= p.version)) integer
-- column: assignments = (SELECT COUNT(*) FROM assignment a WHERE a.jurisdiction_id = p.jurisdiction_id AND a.plan_id = p.id AND a.from_version <= p.version AND (a.to_version = 0 OR a.to_version >= p.version)) integer
SELECT {columns} FROM plan p
WHERE p.jurisdiction_id = :jurisdiction_id
	AND (p.version > 0 OR CAST(:everywhere AS INTEGER) = 1 OR EXISTS (SELECT 1 FROM plan_version v
		WHERE v.jurisdiction_id = p.jurisdiction_id AND v.plan_id = p.id
			AND v.state = 'consulting'));

-- name: plan_versions_of
-- columns: jurisdiction_id id revision encoding plan_id version state reason consult_until opened_day published_day
SELECT jurisdiction_id, id, revision, encoding, plan_id, version, state, reason, consult_until,
	opened_day, published_day
FROM plan_version
WHERE jurisdiction_id = :jurisdiction_id AND plan_id = :plan_id ORDER BY version DESC, id DESC;

-- What units lead in a version, and what they said to it, as far as the asker may see (web/scope.h).
-- list: plan_claims
-- column: id = a.id integer
-- column: code = i.code text required
-- column: title = i.title text required
-- column: item_id = a.item_id integer required
-- column: unit_id = a.unit_id integer required
-- column: unit_name = COALESCE((SELECT f.name FROM unit_name f WHERE f.jurisdiction_id = u.jurisdiction_id AND f.unit_id = u.id AND f.last_year >= p.year ORDER BY f.to_day LIMIT 1), u.name) text required
-- column: unit_key = u.name_key blob required
-- column: state = a.state text required
-- column: words = a.words text required
-- column: answer = a.answer text required
SELECT {columns} FROM assignment a
JOIN plan_item i ON i.jurisdiction_id = a.jurisdiction_id AND i.item_id = a.item_id
	AND i.from_version <= :version AND (i.to_version = 0 OR i.to_version >= :version)
JOIN plan p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.plan_id
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id
	AND a.from_version <= :version AND (a.to_version = 0 OR a.to_version >= :version)
	AND (CAST(:everywhere AS INTEGER) = 1 OR a.unit_id IN (
	WITH RECURSIVE below (id) AS (
		SELECT r.id FROM unit r WHERE r.jurisdiction_id = :jurisdiction_id
			AND :roots LIKE '%,' || CAST(r.id AS TEXT) || ',%'
		UNION
		SELECT c.id FROM unit c JOIN below b ON c.parent_id = b.id
		WHERE c.jurisdiction_id = :jurisdiction_id)
	SELECT below.id FROM below));

-- Persons of an assignment.
-- name: plan_persons
-- columns: id person_id name part due_day
SELECT a.id, a.person_id, p.name, a.part, a.due_day FROM assignment_person a
JOIN person p ON p.jurisdiction_id = a.jurisdiction_id AND p.id = a.person_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.assignment_id = :assignment_id
ORDER BY p.name_key, a.id;

-- Units that the asker answers for and that have something to claim in a version.
-- name: plan_offered_units
-- columns: unit_id name count
SELECT u.id AS unit_id, u.name, COUNT(*) AS count FROM assignment a
JOIN unit u ON u.jurisdiction_id = a.jurisdiction_id AND u.id = a.unit_id
WHERE a.jurisdiction_id = :jurisdiction_id AND a.plan_id = :plan_id AND a.state = 'offered'
	AND a.from_version <= :version AND (a.to_version = 0 OR a.to_version >= :version)
	AND :roots LIKE '%,' || CAST(u.id AS TEXT) || ',%'
GROUP BY u.id, u.name, u.name_key ORDER BY u.name_key LIMIT 20;
