/*
 * verify_internal.h - what the passes of verify share.
 *
 * Layer: ledger, private.
 */
#ifndef LIANZE_LEDGER_VERIFY_INTERNAL_H
#define LIANZE_LEDGER_VERIFY_INTERNAL_H

#include "ledger/ledger.h"
#include "ledger/note.h"

/* Signing keys that followed each other in one tree (ledger/seal.h). */
#define VERIFY_KEYS 32

struct verifier {
	const struct ledger_check *check;
	struct db *db, *second;
	/* keys[i] signs checkpoints of sizes above since[i]; the last is the one that was given. */
	struct note_verifier keys[VERIFY_KEYS];
	int64_t since[VERIFY_KEYS];
	size_t key_count; /* 0: signatures are not checked */
	struct ledger_report report;
	int64_t record_leaves;	  /* leaves that speak of a record's version */
	int64_t versions_matched; /* stored versions that are what their leaf says */
	int64_t act_leaves, first_act_leaf; /* leaves that speak of an act */
};

/* Count a finding and hand it out. */
void verify_found(struct verifier *verifier, const struct ledger_finding *finding);

/* The keys that came before the given one, from the leaves where they gave way. -ERR_RULE when these
 * do not lead to the given key. */
MUST_USE int verify_keys(struct verifier *verifier, struct error *err);
/* Leaves, stored subtrees, head, checkpoints. */
MUST_USE int verify_tree(struct verifier *verifier, struct error *err);
/* Every registered type: versions against leaves, rows against versions. */
MUST_USE int verify_records(struct verifier *verifier, struct error *err);
/* Lines of acts against their leaves. */
MUST_USE int verify_acts(struct verifier *verifier, struct error *err);
/* Leaves whose version is not stored any more; only when the counts do not agree. */
MUST_USE int verify_coverage(struct verifier *verifier, struct error *err);

/* Files that records name, against the hash in the record. */
MUST_USE int verify_files(struct verifier *verifier, struct error *err);

/* A page of consecutive leaves, in memory so that other queries may follow. */
#define VERIFY_PAGE 1024
struct verify_leaf {
	int64_t index;
	struct str hash, leaf; /* in the page's arena */
};
struct verify_page {
	struct arena *arena;
	struct verify_leaf leaves[VERIFY_PAGE];
	size_t count;
};
/* Read the leaves from index `first` on; count 0: no more. */
MUST_USE int verify_page_read(struct verifier *verifier, int64_t first, struct verify_page *page,
			      struct error *err);

#endif
