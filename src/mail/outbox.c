/* outbox.c - see outbox.h. */
#include "mail/outbox.h"

#include "base/id.h"
#include "statements_outbox.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

int64_t outbox_wait_ms(int64_t attempts)
{
	int64_t wait = OUTBOX_FIRST_WAIT_MS;

	for (int64_t i = 1; i < attempts && wait < OUTBOX_LONGEST_WAIT_MS; i++)
		wait *= 2;
	return wait < OUTBOX_LONGEST_WAIT_MS ? wait : OUTBOX_LONGEST_WAIT_MS;
}

int outbox_put(struct db *db, const struct outbox_mail *mail, int64_t now_ms, struct error *err)
{
	return db_run(db, STATEMENT_OUTBOX_INSERT,
		      DB_ARGS(db_int("id", id_new()),
			      db_int("jurisdiction_id", mail->jurisdiction_id),
			      db_int("account_id", mail->account_id), db_text("mail_key", mail->key),
			      db_text("recipient", mail->recipient),
			      db_text("subject", mail->subject), db_text("body", mail->body),
			      db_int("urgent", mail->urgent), db_int("now_ms", now_ms)),
		      NULL, err);
}

int outbox_due(struct db *db, const struct outbox_question *question, struct arena *arena,
	       struct outbox_mail *out, size_t *out_count, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_OUTBOX_DUE,
				 DB_ARGS(db_int("now_ms", question->now_ms),
					 db_int("open_id", question->open_id),
					 db_int("maximum", (int64_t)question->maximum)),
				 &query, err);

	*out_count = 0;
	if (code)
		return code;
	while (*out_count < question->maximum && (code = db_query_step(query, err)) > 0)
		out[(*out_count)++] = (struct outbox_mail){
			.id = db_query_int(query, 0),
			.jurisdiction_id = db_query_int(query, 1),
			.account_id = db_query_int(query, 2),
			.key = db_query_copy(query, 3, arena),
			.recipient = db_query_copy(query, 4, arena),
			.subject = db_query_copy(query, 5, arena),
			.body = db_query_copy(query, 6, arena),
			.urgent = db_query_int(query, 7) != 0,
			.attempts = db_query_int(query, 8),
			.next_ms = db_query_int(query, 9),
		};
	db_query_close(query);
	return code < 0 ? code : 0;
}

int outbox_claim(struct db *db, const struct outbox_mail *mail, int64_t now_ms, bool *out,
		 struct error *err)
{
	int64_t changed = 0;
	int code = db_run(db, STATEMENT_OUTBOX_CLAIM,
			  DB_ARGS(db_int("id", mail->id), db_int("seen_ms", mail->next_ms),
				  db_int("until_ms", now_ms + OUTBOX_LEASE_MS)),
			  &changed, err);

	*out = changed == 1;
	return code;
}

int outbox_sent(struct db *db, const struct outbox_mail *mail, int64_t now_ms, struct error *err)
{
	return db_run(db, STATEMENT_OUTBOX_SENT,
		      DB_ARGS(db_int("id", mail->id), db_int("now_ms", now_ms)), NULL, err);
}

int outbox_failed(struct db *db, const struct outbox_mail *mail, const struct mail_outcome *outcome,
		  int64_t now_ms, struct error *err)
{
	int64_t attempts = mail->attempts + 1; /* with the one that was claimed */
	struct str reason = str_from(outcome->reason);

	if (outcome->permanent || attempts >= OUTBOX_ATTEMPTS)
		return db_run(db, STATEMENT_OUTBOX_GIVE_UP,
			      DB_ARGS(db_int("id", mail->id), db_int("now_ms", now_ms),
				      db_int("reply", outcome->reply), db_text("reason", reason)),
			      NULL, err);
	return db_run(db, STATEMENT_OUTBOX_RETRY,
		      DB_ARGS(db_int("id", mail->id), db_int("now_ms", now_ms),
			      db_int("next_ms", now_ms + outbox_wait_ms(attempts)),
			      db_int("reply", outcome->reply), db_text("reason", reason)),
		      NULL, err);
}

int outbox_forget(struct db *db, int64_t account_id, struct error *err)
{
	return db_run(db, STATEMENT_OUTBOX_FORGET, DB_ARGS(db_int("account_id", account_id)), NULL,
		      err);
}

int outbox_tidy(struct db *db, int64_t now_ms, struct error *err)
{
	return db_run(db, STATEMENT_OUTBOX_TIDY,
		      DB_ARGS(db_int("before_ms", now_ms - OUTBOX_KEPT_DAYS * DAY_MS)), NULL, err);
}

int outbox_state_read(struct db *db, struct arena *arena, struct outbox_state *out,
		      struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_OUTBOX_COUNTS, DB_NO_ARGS, &query, err);

	*out = (struct outbox_state){ .waiting = 0 };
	if (code)
		return code;
	code = db_query_step(query, err);
	out->waiting = code > 0 ? db_query_int(query, 0) : 0;
	out->sent = code > 0 ? db_query_int(query, 1) : 0;
	out->failed = code > 0 ? db_query_int(query, 2) : 0;
	db_query_close(query);
	if (code < 0)
		return code;
	code = db_query_open(db, STATEMENT_OUTBOX_LAST_FAILURE, DB_NO_ARGS, &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		out->failed_ms = db_query_int(query, 0);
		out->reason = db_query_copy(query, 1, arena);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}
