-- Proposals that triggers made.

-- name: proposal_insert
INSERT INTO proposal (
	jurisdiction_id, id, revision, encoding, year, trigger_code, scheme_id, unit_id, person_id,
	result_id, grounds, grounds_en, opened_day, state, reason, decided_day)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :trigger_code, :scheme_id, :unit_id,
	:person_id, :result_id, :grounds, :grounds_en, :opened_day, :state, :reason, :decided_day);

-- name: proposal_update
UPDATE proposal SET
	revision = :revision, encoding = :encoding, year = :year, trigger_code = :trigger_code,
	scheme_id = :scheme_id, unit_id = :unit_id, person_id = :person_id, result_id = :result_id,
	grounds = :grounds, grounds_en = :grounds_en, opened_day = :opened_day, state = :state, reason
	= :reason, decided_day = :decided_day
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: proposal_get
-- columns: jurisdiction_id id revision encoding year trigger_code scheme_id unit_id person_id result_id grounds grounds_en opened_day state reason decided_day
SELECT jurisdiction_id, id, revision, encoding, year, trigger_code, scheme_id, unit_id, person_id,
	result_id, grounds, grounds_en, opened_day, state, reason, decided_day
FROM proposal WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: proposal_all
-- columns: jurisdiction_id id revision encoding year trigger_code scheme_id unit_id person_id result_id grounds grounds_en opened_day state reason decided_day
SELECT jurisdiction_id, id, revision, encoding, year, trigger_code, scheme_id, unit_id, person_id,
	result_id, grounds, grounds_en, opened_day, state, reason, decided_day
FROM proposal WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- Every proposal of a trigger about a unit in a year.
-- name: proposal_of_ground
-- columns: jurisdiction_id id revision encoding year trigger_code scheme_id unit_id person_id result_id grounds grounds_en opened_day state reason decided_day
SELECT jurisdiction_id, id, revision, encoding, year, trigger_code, scheme_id, unit_id, person_id,
	result_id, grounds, grounds_en, opened_day, state, reason, decided_day
FROM proposal WHERE jurisdiction_id = :jurisdiction_id AND year = :year
	AND trigger_code = :trigger_code AND unit_id = :unit_id
ORDER BY id;

-- Units about which there is a proposal of that year.
-- name: proposal_units_of_year
-- columns: unit_id
SELECT DISTINCT unit_id FROM proposal
WHERE jurisdiction_id = :jurisdiction_id AND year = :year
ORDER BY unit_id;
