/*
 * act.h - one act: a person with a role changes records; rows, history and ledger leaves commit
 * together or not at all.
 *
 * Layer:   ledger (above store and record).
 * Owner:   the act borrows db and arena.
 * Threads: the thread that holds the write transaction.
 *
 * This is the only door for writing records. act_create/act_update/act_remove write the row, its
 * new version in record_version (salt and canonical content), one leaf per version, and the record's
 * part of the search index; act_finish writes the act's own line (who, role, kind, day, leaves from-to)
 * and the leaf that commits it.
 */
#ifndef LIANZE_LEDGER_ACT_H
#define LIANZE_LEDGER_ACT_H

#include "record/record.h"
#include "store/db.h"

struct ledger_heads; /* tree heads held in memory during one transaction: ledger/ledger.h */

struct act {
	struct db *db;
	struct arena *arena;
	struct ledger_heads *heads;
	int64_t jurisdiction_id;
	int64_t id;	    /* this act's identifier */
	int64_t account_id; /* 0: the program itself (init, demo) */
	int64_t token_id;   /* the API token that it came with, or 0 */
	int64_t on_behalf_id; /* the account that a deputy acts for; 0: nobody's */
	const char *role;   /* role name under which it is done; "operator" on the command line */
	const char *kind;   /* "unit.create", "import.scores", … : noun.verb */
	int32_t day;	    /* business date */
	int64_t at_ms;	    /* real time */
	int64_t first_leaf; /* -1 until the first leaf */
	int64_t leaf_count;
	struct str summary; /* one line for the audit list, may be empty */
	const struct record_type *made_type; /* of the first record created; NULL: none */
	int64_t made_id;
	int64_t made_count; /* records created */
	bool unrecorded;    /* on a sealed copy: writes no line, and no record can be written */
};

/* Who begins which act where. */
struct act_start {
	struct db *db;
	struct arena *arena;
	struct ledger_heads *heads;
	int64_t jurisdiction_id; /* 0: the installation's own tree, for global records */
	int64_t account_id;
	const char *role, *kind;
	int64_t token_id; /* 0: none */
	int64_t on_behalf_id; /* 0: nobody's */
	bool allow_sealed; /* logging in and out: on a sealed copy it happens without a record */
};

/*
 * Fill `act` for a transaction that is open: takes the jurisdiction's lock, reads its business
 * date. `role` and `kind` are plain names without spaces that outlive the act. Outside the
 * writer, the caller does ledger_heads_forget() behind db_begin_write() and ledger_heads_store()
 * before db_commit(). When any function below fails, roll the transaction (or the job's
 * savepoint) back.
 */
MUST_USE int act_begin(struct act *act, const struct act_start *start, struct error *err);
/* Insert. Assigns head.id when 0, revision 1. Checks the descriptor's rules first. */
MUST_USE int act_create(struct act *act, const struct record_type *type, void *record,
			struct error *err);
/* Update the record whose head.revision is the one that was read; raises it by one. -ERR_CONFLICT
 * when another got there first. An update that changes nothing writes nothing and returns 0. */
MUST_USE int act_update(struct act *act, const struct record_type *type, void *record,
			struct error *err);
/* Remove, leaving a leaf that says so. */
MUST_USE int act_remove(struct act *act, const struct record_type *type, void *record,
			struct error *err);
/* Write the act's line and the leaf that commits it (ledger/act_line.h). An act that wrote no leaf
 * writes no line unless `always`. */
MUST_USE int act_finish(struct act *act, bool always, struct error *err);

/*
 * Undo everything that the earlier act `act_id` of the same jurisdiction wrote, as part of `act`:
 * what it created is removed, what it changed or removed gets its former content, in reverse
 * order. The ledger grows; nothing is erased. *out_count is the number of records. -ERR_CONFLICT
 * naming the record when one was written again since; -ERR_NOT_FOUND when the act wrote nothing;
 * -ERR_RULE when a record is of a kind that is never removed. On failure the caller rolls back.
 */
MUST_USE int act_undo(struct act *act, int64_t act_id, int64_t *out_count, struct error *err);

/* Where a record lies: its table's primary key. */
struct record_key {
	int64_t jurisdiction_id;
	int64_t id;
};

/* Read one record into `out` (type->size bytes). -ERR_NOT_FOUND when absent. */
MUST_USE int record_get(struct db *db, const struct record_type *type, struct record_key key,
			struct arena *arena, void *out, struct error *err);
/* Read the present row of a query whose columns are head then fields (statements get, all).
 * -ERR_CORRUPT when a column holds what this program never writes; -ERR_MEMORY. */
MUST_USE int record_read(struct db_query *query, const struct record_type *type,
			 struct arena *arena, void *out, struct error *err);

#endif
