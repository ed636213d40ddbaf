/*
 * outbox.h - mails that wait to be sent, were sent, or could not be.
 *
 * Layer:   mail.
 * Threads: the caller's connection.
 *
 * A mail is put into the table by the transaction that makes its reason, so it exists exactly when that
 * reason does, and is sent afterwards by whoever claims it first: claiming counts an attempt and moves
 * next_ms by OUTBOX_LEASE_MS, only when nobody else did. A process that is killed while it sends leaves a
 * claim that ends by itself, and the mail goes out again with the same Message-ID: at least once.
 *
 * Rows are an outbox, not records: they are not committed to the ledger, are left out of backups (a
 * restored copy would send them a second time), lose their text once they were sent, and go after
 * OUTBOX_KEPT_DAYS.
 */
#ifndef LIANZE_MAIL_OUTBOX_H
#define LIANZE_MAIL_OUTBOX_H

#include "mail/mail_send.h"
#include "store/db.h"

#define OUTBOX_LEASE_MS ((int64_t)3 * 60 * 1000) /* above MAIL_SEND_SECONDS */
#define OUTBOX_ATTEMPTS 12
#define OUTBOX_FIRST_WAIT_MS ((int64_t)60 * 1000)
#define OUTBOX_LONGEST_WAIT_MS ((int64_t)4 * 3600 * 1000)
#define OUTBOX_KEPT_DAYS 30

struct outbox_mail {
	int64_t id, jurisdiction_id;
	int64_t account_id;  /* whose mail it is */
	struct str key;	     /* of the Message-ID, unique: a second one with it is not put */
	struct str recipient, subject, body;
	bool urgent;	     /* somebody waits for it: also outside hours */
	int64_t attempts;    /* made so far */
	int64_t next_ms;     /* not before */
};

/* In a write transaction. */
MUST_USE int outbox_put(struct db *db, const struct outbox_mail *mail, int64_t now_ms,
			struct error *err);
/* What may be sent now. */
struct outbox_question {
	int64_t now_ms;
	int64_t open_id; /* the jurisdiction whose hours are open; 0: none */
	size_t maximum;	 /* mails */
};
/* Urgent mails, and all of the jurisdiction that is open, oldest first. */
MUST_USE int outbox_due(struct db *db, const struct outbox_question *question, struct arena *arena,
			struct outbox_mail *out, size_t *out_count, struct error *err);
/* In a write transaction: take one that outbox_due() gave. False: another process was first. */
MUST_USE int outbox_claim(struct db *db, const struct outbox_mail *mail, int64_t now_ms, bool *out,
			  struct error *err);
/* In a write transaction: it was taken by the server; `mail` as outbox_due() gave it. */
MUST_USE int outbox_sent(struct db *db, const struct outbox_mail *mail, int64_t now_ms,
			 struct error *err);
/* In a write transaction: it was not. It waits for its next attempt, or is given up: refused for good, or
 * after OUTBOX_ATTEMPTS. */
MUST_USE int outbox_failed(struct db *db, const struct outbox_mail *mail,
			   const struct mail_outcome *outcome, int64_t now_ms, struct error *err);
/* How long to wait after that many attempts. */
int64_t outbox_wait_ms(int64_t attempts);
/* In a write transaction: nothing more is sent to this account. */
MUST_USE int outbox_forget(struct db *db, int64_t account_id, struct error *err);
/* In a write transaction: old rows go. */
MUST_USE int outbox_tidy(struct db *db, int64_t now_ms, struct error *err);

struct outbox_state {
	int64_t waiting, sent, failed;
	int64_t failed_ms; /* the last attempt that failed; 0: none */
	struct str reason; /* its */
};
MUST_USE int outbox_state_read(struct db *db, struct arena *arena, struct outbox_state *out,
			       struct error *err);

#endif
