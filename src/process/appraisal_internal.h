/*
 * appraisal_internal.h - what appraisal.c (sums) and appraisal_rank.c (ranks, grades) share.
 *
 * Layer: rules; for these two files only.
 */
#ifndef LIANZE_PROCESS_APPRAISAL_INTERNAL_H
#define LIANZE_PROCESS_APPRAISAL_INTERNAL_H

#include "process/appraisal.h"

struct cell { /* one indicator of the member whose scores are being read */
	int64_t sum;
	int32_t count;
	int32_t not_applicable;
	bool out_of_range;
	struct appraisal_mark *first, *last; /* detail only */
};

struct entry_node {
	struct appraisal_entry entry;
	struct entry_node *next;
};

struct appraisal {
	struct arena *arena;
	const struct scheme *scheme;
	const struct appraisal_member *members;
	size_t member_count;
	int group_count;

	bool *applies; /* (class_index + 1) × indicator_count */
	struct cell *cells;
	int open; /* member whose scores are being read, -1 before the first */

	struct appraisal_result *results;
	bool *closed;
	struct appraisal_ranking *groups;
	struct entry_node *entry_list;
	struct appraisal_entry *entries; /* sorted by member and entry */
	size_t entry_count;
	struct appraisal_missing *missing, *missing_last;
	size_t missing_count;
};

/* Order, rank, grade and last place of every group. -ERR_MEMORY. */
MUST_USE int appraisal_rank_groups(struct appraisal *appraisal, struct error *err);

#endif
