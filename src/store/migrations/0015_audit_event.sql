-- What happened without changing a record: refused log-ins, denied requests, downloads. Not in the ledger:
-- anybody could make it grow. Only ever added to; rows go when they are older than half a year.

CREATE TABLE audit_event (
	jurisdiction_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	kind TEXT NOT NULL,
	account_id INTEGER,
	login TEXT NOT NULL,
	network TEXT NOT NULL,
	object TEXT NOT NULL,
	times INTEGER NOT NULL,
	PRIMARY KEY (jurisdiction_id, id)
) STRICT, WITHOUT ROWID;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('audit_event', 'audit_event', '100000 100000 1');

-- engine: sqlite
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN
	SELECT RAISE(ABORT, 'audit_event is insert-only');
END;
-- engine: postgres
CREATE TRIGGER audit_event_no_update BEFORE UPDATE OR TRUNCATE ON audit_event
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER audit_event_keep BEFORE DELETE ON audit_event
WHEN old.at_ms > (CAST(strftime('%s', 'now') AS INTEGER) - 15724800) * 1000
BEGIN
	SELECT RAISE(ABORT, 'audit_event is kept for half a year');
END;
-- engine: postgres
CREATE TRIGGER audit_event_keep BEFORE DELETE ON audit_event FOR EACH ROW
	WHEN (old.at_ms > (extract(epoch FROM now()) - 15724800) * 1000)
	EXECUTE FUNCTION refuse_change();
