/*
 * entry.h - bonus, deduction and veto: the ledger of points (mechanism A4). Insert-only: an entry is
 * taken back by a counter-entry that names it, never changed.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_ENTRY_H
#define LIANZE_PROCESS_ENTRY_H

#include "ledger/act.h"
#include "process/appraisal.h"
#include "record/record.h"

struct entry {
	struct record_head head;
	int64_t year;
	int subject; /* enum scheme_subject */
	int64_t subject_id;
	int kind; /* enum entry_kind; a counter-entry has that of its entry */
	struct decimal points; /* > 0; 0 for a veto; a counter-entry has those of its entry */
	struct str reason;
	int32_t day; /* of the decision */
	struct str reference; /* number of the document, may be empty */
	int64_t reverses_id;  /* 0, or the entry that this one takes back */
};

extern const struct record_type entry_record;
extern const struct field_choice entry_kinds[]; /* 加分/扣分/一票否决 */

/*
 * Pure. -ERR_INVALID: a bonus or deduction without points above 0, a veto with points, no reason.
 */
MUST_USE int entry_check(const struct entry *entry, struct error *err);

/* Write an entry. entry_check() first; -ERR_INVALID also when reverses_id is set (use
 * entry_reverse); -ERR_STATE when the group's result is public or final (result_check_open()). */
MUST_USE int entry_add(struct act *act, struct entry *entry, struct error *err);

/*
 * An entry (no counter-entry) with the same year, subject, kind, points, day, reference and reason, taken
 * back or not: *out_id. -ERR_NOT_FOUND when there is none.
 */
MUST_USE int entry_find_same(struct act *act, const struct entry *entry, int64_t *out_id,
			     struct error *err);

/*
 * As entry_add, but the same entry (entry_find_same) that is there already is not written again:
 * *out_created says. For imports.
 */
MUST_USE int entry_import(struct act *act, struct entry *entry, bool *out_created,
			  struct error *err);

/*
 * Take the entry `id` back on `act->day`, for `reason` (required), under `reference`. -ERR_NOT_FOUND: no
 * such entry; -ERR_RULE: it was taken back already, or is itself a counter-entry (then enter
 * the original anew); -ERR_STATE as entry_add(); -ERR_INVALID: no reason. *out is the counter-entry.
 */
MUST_USE int entry_reverse(struct act *act, int64_t id, struct str reason, struct str reference,
			   struct entry *out, struct error *err);

#endif
