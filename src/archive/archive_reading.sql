-- name: archive_reading_insert
INSERT INTO archive_reading (
	jurisdiction_id, id, revision, encoding, person_id, account_id, reader, reader_role,
	purpose, purpose_title, purpose_title_en, note, day, opened_ms, until_ms)
VALUES (
	:jurisdiction_id, :id, :revision, :encoding, :person_id, :account_id, :reader,
	:reader_role, :purpose, :purpose_title, :purpose_title_en, :note, :day, :opened_ms,
	:until_ms);

-- name: archive_reading_update
UPDATE archive_reading SET
	revision = :revision, encoding = :encoding, person_id = :person_id,
	account_id = :account_id, reader = :reader, reader_role = :reader_role,
	purpose = :purpose, purpose_title = :purpose_title,
	purpose_title_en = :purpose_title_en, note = :note, day = :day, opened_ms = :opened_ms,
	until_ms = :until_ms
WHERE jurisdiction_id = :jurisdiction_id AND id = :id AND revision = :expected_revision;

-- name: archive_reading_get
-- columns: jurisdiction_id id revision encoding person_id account_id reader reader_role purpose purpose_title purpose_title_en note day opened_ms until_ms
SELECT
	jurisdiction_id, id, revision, encoding, person_id, account_id, reader, reader_role,
	purpose, purpose_title, purpose_title_en, note, day, opened_ms, until_ms
FROM archive_reading WHERE jurisdiction_id = :jurisdiction_id AND id = :id;

-- name: archive_reading_all
-- columns: jurisdiction_id id revision encoding person_id account_id reader reader_role purpose purpose_title purpose_title_en note day opened_ms until_ms
SELECT
	jurisdiction_id, id, revision, encoding, person_id, account_id, reader, reader_role,
	purpose, purpose_title, purpose_title_en, note, day, opened_ms, until_ms
FROM archive_reading WHERE jurisdiction_id = :jurisdiction_id ORDER BY id;

-- The reading of a person's archive that stands open for an account.
-- name: archive_reading_open
-- columns: jurisdiction_id id revision encoding person_id account_id reader reader_role purpose purpose_title purpose_title_en note day opened_ms until_ms
SELECT
	jurisdiction_id, id, revision, encoding, person_id, account_id, reader, reader_role, purpose,
	purpose_title, purpose_title_en, note, day, opened_ms, until_ms
FROM archive_reading
WHERE jurisdiction_id = :jurisdiction_id AND person_id = :person_id
	AND account_id = :account_id AND opened_ms <= :now_ms AND until_ms > :now_ms
ORDER BY until_ms DESC, id DESC LIMIT 1;

-- Who read a person's archive. What was read since a closure began that still holds is left out unless
-- all is 1: it shows when the closure has ended (archive/archive_closure.h).
-- list: archive_reading
-- column: id = r.id integer
-- column: opened_ms = r.opened_ms integer required
-- column: until_ms = r.until_ms integer required
-- column: reader = r.reader text required
-- column: reader_role = r.reader_role text required
-- column: purpose = r.purpose text required
-- column: purpose_title = CASE WHEN r.english = 1 THEN r.purpose_title_en ELSE r.purpose_title END text required
-- column: note = r.note text required
SELECT {columns} FROM (
	SELECT g.*, CAST(:english AS INTEGER) AS english FROM archive_reading g
	WHERE g.jurisdiction_id = :jurisdiction_id AND g.person_id = :person_id) r
WHERE r.jurisdiction_id = :jurisdiction_id
	AND (CAST(:all AS INTEGER) = 1 OR NOT EXISTS (
		SELECT 1 FROM archive_closure c
		WHERE c.jurisdiction_id = r.jurisdiction_id AND c.person_id = r.person_id
			AND c.state = 'in_force' AND (c.to_day IS NULL OR c.to_day >= :today)
			AND c.begun_ms <= r.opened_ms));
