/*
 * verify_internal.h - what the three passes of verify share.
 *
 * Layer: ledger, private.
 */
#ifndef LIANZE_LEDGER_VERIFY_INTERNAL_H
#define LIANZE_LEDGER_VERIFY_INTERNAL_H

#include "ledger/ledger.h"
#include "ledger/note.h"

struct verifier {
	const struct ledger_check *check;
	struct db *db, *second;
	struct note_verifier key;
	bool has_key;
	struct ledger_report report;
	int64_t record_leaves;	  /* leaves that speak of a record's version */
	int64_t versions_matched; /* stored versions that are what their leaf says */
};

/* Count a finding and hand it out. */
void verify_found(struct verifier *verifier, const struct ledger_finding *finding);

/* Leaves, stored subtrees, head, checkpoints. */
MUST_USE int verify_tree(struct verifier *verifier, struct error *err);
/* Every registered type: versions against leaves, rows against versions. */
MUST_USE int verify_records(struct verifier *verifier, struct error *err);
/* Leaves whose version is not stored any more; only when the counts do not agree. */
MUST_USE int verify_coverage(struct verifier *verifier, struct error *err);

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
