-- Results of groups, and the lines of final ones.
-- nouns: result

-- name: result_insert
INSERT INTO result (
	jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version, state,
	scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis, final_day,
	basis, level)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :year, :subject, :group_id, :group_name, :version,
	:state, :scheme_id, :reason, :reference, :note, :publicity_from, :publicity_to,
	:publicity_basis, :final_day, :basis, :level);

-- name: result_update
UPDATE result SET
	revision = :revision, encoding = :encoding, year = :year, subject = :subject, group_id =
	:group_id, group_name = :group_name, version = :version, state = :state, scheme_id =
	:scheme_id, reason = :reason, reference = :reference, note = :note, publicity_from =
	:publicity_from, publicity_to = :publicity_to, publicity_basis = :publicity_basis, final_day =
	:final_day, basis = :basis, level = :level
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: result_get
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: result_all
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- name: result_line_insert
INSERT INTO result_line (
	jurisdiction_id, id, revision, encoding, result_id, subject_id, code, name, class, ranked,
	total, rank, grade, place, vetoed)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :result_id, :subject_id, :code, :name, :class,
	:ranked, :total, :rank, :grade, :place, :vetoed);

-- name: result_line_update
UPDATE result_line SET
	revision = :revision, encoding = :encoding, result_id = :result_id, subject_id = :subject_id,
	code = :code, name = :name, class = :class, ranked = :ranked, total = :total, rank = :rank,
	grade = :grade, place = :place, vetoed = :vetoed
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: result_line_get
-- columns: jurisdiction_id id revision encoding result_id subject_id code name class ranked total rank grade place vetoed
SELECT jurisdiction_id, id, revision, encoding, result_id, subject_id, code, name, class, ranked,
	total, rank, grade, place, vetoed
FROM result_line WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: result_line_all
-- columns: jurisdiction_id id revision encoding result_id subject_id code name class ranked total rank grade place vetoed
SELECT jurisdiction_id, id, revision, encoding, result_id, subject_id, code, name, class, ranked,
	total, rank, grade, place, vetoed
FROM result_line WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- A group is named by its id, a level by its code (then group_id says nothing; see result.h).

-- The newest version of a group's result that was not dropped.
-- name: result_latest
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND level = :level AND (group_id = :group_id OR level <> '') AND state <> 'dropped'
ORDER BY version DESC LIMIT 1;

-- name: result_latest_final
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND level = :level AND (group_id = :group_id OR level <> '') AND state = 'final'
ORDER BY version DESC LIMIT 1;

-- name: result_of_version
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND level = :level AND (group_id = :group_id OR level <> '') AND version = :version;

-- Every version of a group's result, the newest first.
-- name: result_versions
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND level = :level AND (group_id = :group_id OR level <> '')
ORDER BY version DESC;

-- Every version of every group's result of a year, a group's newest first.
-- name: result_of_year
-- columns: jurisdiction_id id revision encoding year subject group_id group_name version state scheme_id reason reference note publicity_from publicity_to publicity_basis final_day basis level
SELECT jurisdiction_id, id, revision, encoding, year, subject, group_id, group_name, version,
	state, scheme_id, reason, reference, note, publicity_from, publicity_to, publicity_basis,
	final_day, basis, level
FROM result WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
ORDER BY level, group_id, version DESC;

-- name: result_highest_version
-- columns: version
SELECT COALESCE(MAX(version), 0) AS version FROM result
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
	AND level = :level AND (group_id = :group_id OR level <> '');

-- The lines of a final result, by rank, those without one last.
-- name: result_line_of_result
-- columns: jurisdiction_id id revision encoding result_id subject_id code name class ranked total rank grade place vetoed
SELECT jurisdiction_id, id, revision, encoding, result_id, subject_id, code, name, class, ranked,
	total, rank, grade, place, vetoed
FROM result_line WHERE jurisdiction_id = :jurisdiction_id AND result_id = :result_id
ORDER BY CASE WHEN rank = 0 THEN 1 ELSE 0 END, rank, code;

-- What stands in the way of writing a unit's marks and entries of a year: its group's newest result.
-- name: result_of_unit
-- columns: id state version group_name
SELECT r.id, r.state, r.version, r.group_name FROM group_member m
JOIN result r ON r.jurisdiction_id = m.jurisdiction_id AND r.year = m.year
	AND r.subject = 'unit' AND r.level = '' AND r.group_id = m.group_id
WHERE m.jurisdiction_id = :jurisdiction_id AND m.year = :year AND m.unit_id = :unit_id
	AND r.state <> 'dropped'
ORDER BY r.version DESC LIMIT 1;

-- Marks and entries that an act wrote and whose group's newest result is public or final.
-- name: result_closed_of_act
-- columns: group_name
SELECT r.group_name FROM (
	SELECT s.year, s.subject_id FROM record_version v
	JOIN score s ON s.jurisdiction_id = v.jurisdiction_id AND s.id = v.record_id
	WHERE v.jurisdiction_id = :jurisdiction_id AND v.act_id = :act_id
		AND v.record_type = 'score' AND s.subject = 'unit'
	UNION ALL
	SELECT e.year, e.subject_id FROM record_version v
	JOIN entry e ON e.jurisdiction_id = v.jurisdiction_id AND e.id = v.record_id
	WHERE v.jurisdiction_id = :jurisdiction_id AND v.act_id = :act_id
		AND v.record_type = 'entry' AND e.subject = 'unit') t
JOIN group_member m ON m.jurisdiction_id = :jurisdiction_id AND m.year = t.year
	AND m.unit_id = t.subject_id
JOIN result r ON r.jurisdiction_id = m.jurisdiction_id AND r.year = m.year
	AND r.subject = 'unit' AND r.level = '' AND r.group_id = m.group_id
	AND r.state IN ('publicity', 'final')
WHERE NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = r.level
		AND (n.group_id = r.group_id OR n.level <> '')
		AND n.state <> 'dropped' AND n.version > r.version)
LIMIT 1;

-- The same for persons: any level of the year that is public or final closes the act.
-- name: result_closed_of_person_act
-- columns: group_name
SELECT r.group_name FROM (
	SELECT s.year FROM record_version v
	JOIN score s ON s.jurisdiction_id = v.jurisdiction_id AND s.id = v.record_id
	WHERE v.jurisdiction_id = :jurisdiction_id AND v.act_id = :act_id
		AND v.record_type = 'score' AND s.subject = 'person'
	UNION ALL
	SELECT e.year FROM record_version v
	JOIN entry e ON e.jurisdiction_id = v.jurisdiction_id AND e.id = v.record_id
	WHERE v.jurisdiction_id = :jurisdiction_id AND v.act_id = :act_id
		AND v.record_type = 'entry' AND e.subject = 'person') t
JOIN result r ON r.jurisdiction_id = :jurisdiction_id AND r.year = t.year
	AND r.subject = 'person' AND r.state IN ('publicity', 'final')
WHERE NOT EXISTS (SELECT 1 FROM result n WHERE n.jurisdiction_id = r.jurisdiction_id
		AND n.year = r.year AND n.subject = r.subject AND n.level = r.level
		AND (n.group_id = r.group_id OR n.level <> '')
		AND n.state <> 'dropped' AND n.version > r.version)
LIMIT 1;

-- The level of a person's posts on a day, the principal's first: the order of appraisal_persons.
-- name: result_person_levels
-- columns: level
SELECT level FROM post
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id AND from_day <= :day
	AND (to_day IS NULL OR to_day >= :day)
ORDER BY principal DESC, from_day DESC, id DESC;
