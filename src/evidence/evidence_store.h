/*
 * evidence_store.h - adding evidence, changing what is said of it, withdrawing it.
 *
 * Layer: evidence. Who may is the caller's question (evidence_access_view.h).
 */
#ifndef LIANZE_EVIDENCE_EVIDENCE_STORE_H
#define LIANZE_EVIDENCE_EVIDENCE_STORE_H

#include "evidence/evidence.h"
#include "evidence/upload.h"
#include "ledger/act.h"

/*
 * Add a piece: added_day, added_by and state are set here. A file comes from `upload` (the account's own,
 * ready), which ends with it; NULL: no file. The same content of the same unit that is in force already is
 * not stored again: *evidence becomes that piece and *out_known true (ask once). Codes of evidence_check(),
 * unit_check_life(); -ERR_NOT_FOUND: the cited record.
 */
struct evidence_addition {
	const struct blobs *blobs;
	struct upload *upload;
};
MUST_USE int evidence_add(struct act *act, const struct evidence_addition *addition,
			  struct evidence *evidence, bool *out_known, struct error *err);
/* Write title, period, visibility and remark of a piece that was read in this act; in force only. */
MUST_USE int evidence_change(struct act *act, struct evidence *evidence, struct error *err);
/* Withdraw or restore. `expected_revision` 0: whichever. -ERR_CONFLICT; those of evidence_apply(). */
struct evidence_order {
	enum evidence_event event;
	struct str reason;
	permission_set permissions;
	int64_t expected_revision;
};
MUST_USE int evidence_move(struct act *act, const struct evidence_order *order,
			   struct evidence *evidence, struct error *err);
/* The piece whose id is evidence->head.id. -ERR_NOT_FOUND. */
MUST_USE int evidence_get(struct db *db, int64_t jurisdiction_id, int64_t id, struct arena *arena,
			  struct evidence *out, struct error *err);

#endif
