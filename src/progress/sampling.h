/*
 * sampling.h - which reports are checked at random: a plan that is committed to before, and a draw that
 * anybody can recompute (mechanism P1).
 *
 * Layer: progress (rules; pure).
 *
 * The inspector says which reports are drawn from (those made in a period that is over when it is drawn, of
 * one year's plan), how many, and commits to a seed: the ledger gets the SHA-256 of its bytes, not the seed.
 * The draw reveals the seed. The order of the reports is that of
 *     SHA-256(seed || report id as its 13 base32 characters)
 * compared byte by byte; the first `size` of them that wait or are accepted on the day of the draw are taken,
 * those returned, withdrawn or in a check already are passed over. Nobody can choose the seed after
 * having seen the reports; whoever has the seed, the period and the ids can do the draw again.
 *
 * States: committed -draw-> drawn; committed -drop-> dropped, with a reason (a lost seed, too).
 */
#ifndef LIANZE_PROGRESS_SAMPLING_H
#define LIANZE_PROGRESS_SAMPLING_H

#include "base/hash.h"
#include "base/id.h"
#include "progress/progress_report.h"

#define SAMPLING_SIZE_MAXIMUM 500

enum sampling_state { SAMPLING_COMMITTED, SAMPLING_DRAWN, SAMPLING_DROPPED, SAMPLING_STATE_COUNT };
enum sampling_event { SAMPLING_DRAW, SAMPLING_DROP, SAMPLING_EVENT_COUNT };

struct sampling {
	struct record_head head;
	int64_t plan_id;
	struct str title;
	int32_t from_day, to_day; /* reports made then, both included */
	bool only_done;
	int64_t size;
	struct str seed_hash; /* 64 hex digits */
	struct str seed;      /* empty until drawn */
	int state;	      /* enum sampling_state */
	int32_t made_day;
	int64_t maker_id;
	int32_t drawn_day;    /* CIVIL_NO_DAY until drawn */
	int64_t population;   /* reports that were drawn from */
	struct str note;      /* why it was dropped */
};

struct sampling_draw {
	struct record_head head;
	int64_t sampling_id;
	int64_t report_id;
	int64_t position; /* in the order of all, from 1 */
};

extern const struct record_type sampling_record, sampling_draw_record;
extern const struct field_choice sampling_states[], sampling_events[];
extern const struct state_table sampling_life;

/*
 * The only function that changes the state; the caller fills seed or note first. -ERR_STATE, -ERR_DENIED as
 * transition_apply(); -ERR_INVALID "seed": not the one committed to; "note": no reason; -ERR_RULE: the
 * period is not over on `today`.
 */
MUST_USE int sampling_apply(struct sampling *sampling, enum sampling_event event,
			    permission_set permissions, int32_t today, struct error *err);

/* SHA-256 of the seed in hex. */
void sampling_hash_seed(struct str seed, char hex[HASH_HEX_BYTES]);
/* What the order of the reports is by. */
void sampling_key(struct str seed, int64_t report_id, struct hash *out);

#endif
