/* ledger_view.h - the ledger and the check of a proof. Layer: web. */
#ifndef LIANZE_WEB_LEDGER_VIEW_H
#define LIANZE_WEB_LEDGER_VIEW_H

#include "web/table.h"

struct ledger_view {
	struct str csrf, error;
	struct str size;      /* leaves */
	struct str root;      /* hex in groups of eight */
	struct str note;      /* newest checkpoint, or empty */
	struct str pending;   /* leaves since then; empty: none */
	struct str vkey;      /* verifier key; empty: there is no key here */
	bool may_sign;	      /* offers to make a checkpoint */
	struct table_view checkpoints;
};

struct ledger_check_view {
	struct str csrf, error;
	struct str typed;     /* the proof as pasted */
	const char *class_proof;
	bool checked, valid;
	struct str verdict;   /* sentence */
	struct str leaf;      /* text of the leaf */
	struct str place;     /* sentence: index, size, origin */
	struct str history;   /* sentence: whether this ledger still contains that tree */
	const char *history_light;
};

#endif
