-- Mails that wait to be sent, were sent, or could not be. Not committed, left out of backups.

-- name: outbox_insert
INSERT INTO outbox (
	id, jurisdiction_id, account_id, mail_key, recipient, subject, body, urgent, state, attempts,
	next_ms, made_ms, done_ms, failed_ms, reply, reason)
VALUES (
	:id, :jurisdiction_id, :account_id, :mail_key, :recipient, :subject, :body, :urgent,
	'waiting', 0, :now_ms, :now_ms, NULL, NULL, 0, '')
ON CONFLICT (mail_key) DO NOTHING;

-- name: outbox_due
-- columns: id jurisdiction_id account_id mail_key recipient subject body urgent attempts next_ms
SELECT id, jurisdiction_id, account_id, mail_key, recipient, subject, body, urgent, attempts,
	next_ms
FROM outbox
WHERE state = 'waiting' AND next_ms <= :now_ms
	AND (urgent = 1 OR jurisdiction_id = :open_id)
ORDER BY next_ms, id LIMIT :maximum;

-- name: outbox_claim
UPDATE outbox SET next_ms = :until_ms, attempts = attempts + 1
WHERE id = :id AND state = 'waiting' AND next_ms = :seen_ms;

-- name: outbox_sent
UPDATE outbox SET state = 'sent', done_ms = :now_ms, body = '', reason = ''
WHERE id = :id AND state = 'waiting';

-- name: outbox_retry
UPDATE outbox SET next_ms = :next_ms, failed_ms = :now_ms, reply = :reply, reason = :reason
WHERE id = :id AND state = 'waiting';

-- name: outbox_give_up
UPDATE outbox SET state = 'failed', done_ms = :now_ms, failed_ms = :now_ms, reply = :reply,
	reason = :reason, body = ''
WHERE id = :id AND state = 'waiting';

-- name: outbox_forget
DELETE FROM outbox WHERE account_id = :account_id AND state = 'waiting';

-- name: outbox_tidy
DELETE FROM outbox WHERE state <> 'waiting' AND done_ms < :before_ms;

-- name: outbox_counts
-- columns: waiting sent failed
SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
	COUNT(CASE WHEN state = 'sent' THEN 1 END) AS sent,
	COUNT(CASE WHEN state = 'failed' THEN 1 END) AS failed
FROM outbox;

-- name: outbox_last_failure
-- columns: failed_ms reason
SELECT failed_ms, reason FROM outbox WHERE failed_ms IS NOT NULL
ORDER BY failed_ms DESC LIMIT 1;

-- For the system administrator: how it goes, without addresses and contents.
-- list: outbox
-- column: id = o.id integer
-- column: made_ms = o.made_ms integer required
-- column: state = o.state text required
-- column: attempts = o.attempts integer required
-- column: next_ms = CASE WHEN o.state = 'waiting' THEN o.next_ms END integer
-- column: failed_ms = o.failed_ms integer
-- column: reason = o.reason text required
SELECT {columns} FROM outbox o WHERE o.id > 0;
