/*
 * digest.h - the one message a business day that tells an account what waits for it.
 *
 * Layer:   reminder.
 * Owner:   everything read lives in the arena passed in.
 *
 * Record type "digest": one an account and day, which an unique index holds against two processes and two
 * nodes. It is a record, because that somebody was reminded is a fact that others may rest on (an
 * objection, a case), and a leaf a person and day is cheap. Its lines lie in table digest_line, bound to it
 * by lines_hash, so that "reminded on …" of an assignment is an index look-up and texts are kept once. What
 * its reader has seen (digest_seen) is theirs alone: no time, shown to nobody else, counted nowhere
 * (domain.md 4, rule 2).
 *
 * A digest lists all that waits for an account and is made when at least one line of it is new: never
 * listed before on or after its since_day. So days on which nothing new waits bring nothing.
 */
#ifndef LIANZE_REMINDER_DIGEST_H
#define LIANZE_REMINDER_DIGEST_H

#include "ledger/act.h"
#include "reminder/reminder_source.h"

#define DIGEST_LINES_MAXIMUM 200 /* of one digest; further ones are only counted */
#define DIGEST_BATCH 40		 /* digests of one act */

struct digest {
	struct record_head head;
	int64_t account_id;
	int32_t day;
	int64_t rulebook_id;
	int64_t lines; /* that wait */
	int64_t fresh; /* of them new */
	struct str lines_hash; /* SHA-256 of the stored lines (digest_lines_hash()), hex */
};

extern const struct record_type digest_record;

/* One that is to be made: lines of one account, new ones first, then by due day. */
struct digest_draft {
	const struct reminder_reader *reader;
	const struct reminder_line *lines;
	size_t count, fresh;
};

struct digest_day {
	int64_t jurisdiction_id;
	int32_t day;
	struct reminder_rule rule;
	struct reminder_reader *readers;
	size_t reader_count;
	struct digest_draft *drafts; /* by account; those that have one of that day are left out */
	size_t count;
	struct error problem; /* code 0, or why some lines are missing */
};

/*
 * What would be sent on `day`; nothing is written. `hours` are not looked at. out->rule.present is false
 * when no rule is in force (then there is nothing); -ERR_RULE when the day's calendar is not loaded.
 */
MUST_USE int digest_collect(struct db *db, int64_t jurisdiction_id, int32_t day,
			    struct arena *arena, struct digest_day *out, struct error *err);

/* Whether the day's digests are all made. */
MUST_USE int digest_is_made(struct db *db, int64_t jurisdiction_id, int32_t day, bool *out,
			    struct error *err);

/* Drafts [from, to) of a day. */
struct digest_mail; /* reminder/digest_mail.h */
struct digest_part {
	const struct digest_day *day;
	size_t from, to;
	const struct digest_mail *mail; /* NULL: no mails are put into the outbox */
};
/* Make them in one act; an account that has a digest of that day by now is passed over. *out_made counts.
 * */
MUST_USE int digest_write(struct act *act, const struct digest_part *part, size_t *out_made,
			  struct error *err);
/* In a write transaction: the day is done. */
MUST_USE int digest_finish(struct db *db, const struct digest_day *day, int64_t now_ms,
			   struct error *err);

/* SHA-256 over the lines as they are stored, as hex. */
void digest_lines_hash(const struct reminder_line *lines, size_t count, char out[65]);

/* How the last ones went, for the system page. */
struct digest_run {
	int32_t day; /* CIVIL_NO_DAY: none yet */
	int64_t made_ms, digests;
};
MUST_USE int digest_last_run(struct db *db, int64_t jurisdiction_id, struct digest_run *out,
			     struct error *err);

#endif
