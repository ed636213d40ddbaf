-- Security events (audit_log.h).
-- nouns: audit_event

-- name: audit_event_add
INSERT INTO audit_event (
	jurisdiction_id, id, at_ms, kind, account_id, login, network, object, times)
VALUES (
	:jurisdiction_id, :id, :at_ms, :kind, :account_id, :login, :network, :object, :times);

-- name: audit_event_expire
DELETE FROM audit_event WHERE at_ms < :before_ms;

-- list: audit_event
-- column: id = e.id integer
-- column: at_ms = e.at_ms integer required
-- column: kind = e.kind text required
-- column: display_name = COALESCE(a.display_name, '') text
-- column: login = e.login text required
-- column: network = e.network text required
-- column: object = e.object text required
-- column: times = e.times integer required
SELECT {columns} FROM audit_event e
LEFT JOIN account a ON a.jurisdiction_id = 0 AND a.id = e.account_id
WHERE e.jurisdiction_id = :jurisdiction_id OR e.jurisdiction_id = 0;
