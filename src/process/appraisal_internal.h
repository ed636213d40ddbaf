/*
 * appraisal_internal.h - what appraisal.c (sums of marks), appraisal_total.c (entries, totals) and
 * appraisal_rank.c (ranks, grades) share.
 *
 * Layer: rules; for these three files only.
 */
#ifndef LIANZE_PROCESS_APPRAISAL_INTERNAL_H
#define LIANZE_PROCESS_APPRAISAL_INTERNAL_H

#include "process/appraisal.h"

/* Sums of averages are kept in this part of a ten-thousandth: lcm(1 … 16), see appraisal.c. */
#define APPRAISAL_PARTS 720720

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

/* Cancel what counter-entries take back, sum up the rest. -ERR_MEMORY, -ERR_CORRUPT. */
MUST_USE int appraisal_close_entries(struct appraisal *appraisal, struct error *err);
/* State and total of one member. -ERR_TOO_LARGE. */
MUST_USE int appraisal_member_total(struct appraisal *appraisal, int member, struct error *err);
/* Order, rank, grade and last place of every group. -ERR_MEMORY. */
MUST_USE int appraisal_rank_groups(struct appraisal *appraisal, struct error *err);

#endif
