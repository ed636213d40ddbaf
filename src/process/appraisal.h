/*
 * appraisal.h - the engine that turns scores and entries into totals, ranks, grades and last places
 * (mechanisms A3, A4, P7; decisions.md 4).
 *
 * Layer:   rules. Includes base/ and the scheme only; no SQL, no clock, no globals.
 * Owner:   everything lives in the arena of appraisal_new(); texts of entries and marks are borrowed
 *          from the caller and must live as long.
 * Threads: one thread at a time; results may be read by several after appraisal_finish().
 *
 * Use: appraisal_new() with the members, then entries and scores streamed in (the scores of one
 * member together, in any order), then appraisal_finish(), then the results. Memory is one
 * struct appraisal_result for each member and one row of cells; cells are kept only for members
 * that ask for `detail`.
 *
 * Arithmetic is exact: a cell's value is the average of its scorers; sums are kept in
 * 1/720,720 of a ten-thousandth, which every number of scorers up to 16 divides, and as a rational
 * beyond. The total is rounded once; ranks, grades and distances compare rounded totals.
 */
#ifndef LIANZE_PROCESS_APPRAISAL_H
#define LIANZE_PROCESS_APPRAISAL_H

#include "base/civil.h"
#include "process/scheme.h"

#define APPRAISAL_MISSING_LISTED 10000 /* missing cells listed; all are counted */

struct appraisal;

/* Input --------------------------------------------------------------------------------------- */

struct appraisal_member {
	int64_t id;	 /* the caller's; also the last order among equals */
	int group;	 /* 0 … group_count - 1 */
	int class_index; /* scheme_class_find(); -1: a class that the scheme does not name */
	bool detail;	 /* keep its cells and marks for the derivation */
};

struct appraisal_setup {
	const struct scheme *scheme;
	const struct appraisal_member *members; /* borrowed */
	size_t member_count;
	int group_count;
};

/* One scorer's mark for one cell. */
struct appraisal_score {
	int member;    /* index into members */
	int indicator; /* index into the scheme's indicators */
	struct decimal points;
	bool not_applicable; /* explicit; points are ignored */
	/* Used for members with detail only: */
	struct str scorer, reason;
	int32_t day;
	int64_t id, revision;
};

enum entry_kind { ENTRY_BONUS, ENTRY_DEDUCTION, ENTRY_VETO, ENTRY_KIND_COUNT };

enum entry_effect {
	ENTRY_COUNTED,
	ENTRY_CANCELLED, /* a counter-entry names it */
	ENTRY_COUNTER,	 /* is the counter-entry; counts for nothing itself */
	ENTRY_UNMATCHED	 /* a counter-entry whose entry is not among these: no effect */
};

struct appraisal_entry {
	int member;
	int64_t id;
	enum entry_kind kind;
	struct decimal points; /* >= 0; ignored for a veto */
	int64_t reverses_id;   /* 0, or the entry that this one takes back */
	int32_t day;
	struct str reason, reference;
	enum entry_effect effect; /* set by appraisal_finish() */
};

/* Output -------------------------------------------------------------------------------------- */

enum appraisal_state {
	APPRAISAL_RANKED,
	APPRAISAL_BLOCKED,    /* has a total; unranked because another of its group is incomplete */
	APPRAISAL_INCOMPLETE, /* cells are missing: no total, and its group is not ranked */
	APPRAISAL_EXEMPT,     /* every indicator is not applicable: outside the ranking */
	APPRAISAL_STATE_COUNT
};

enum cell_state {
	CELL_SCORED,
	CELL_NOT_APPLICABLE, /* marked so, with a reason: the maximum shrinks */
	CELL_OTHER_CLASS,    /* the indicator does not apply to this kind or level */
	CELL_MISSING,
	CELL_CONTRADICTORY,  /* points from one scorer, "not applicable" from another: as missing */
	CELL_OUT_OF_RANGE,   /* points outside [0, maximum]: as missing */
	CELL_STATE_COUNT
};

enum last_place {
	LAST_PLACE,
	LAST_NOT_LOWEST,
	LAST_SHARED,	      /* a shared last place is nobody's last place */
	LAST_GROUP_TOO_SMALL, /* fewer than scheme.smallest_group ranked members */
	LAST_NOT_RANKED,
	LAST_STATE_COUNT
};

enum grade_reason { GRADE_BY_THRESHOLD, GRADE_BY_QUOTA, GRADE_BY_VETO, GRADE_REASON_COUNT };

struct appraisal_mark {
	struct str scorer, reason;
	struct decimal points;
	bool not_applicable;
	int32_t day;
	int64_t id, revision;
	const struct appraisal_mark *next;
};

struct appraisal_line { /* one cell, for members with detail; one line per indicator of the scheme */
	enum cell_state state;
	struct rational average; /* CELL_SCORED */
	int scorer_count;
	const struct appraisal_mark *marks; /* in the order given */
};

struct appraisal_result {
	enum appraisal_state state;
	int missing;	       /* cells that are missing, contradictory or out of range */
	int ignored;	       /* marks for indicators that do not apply to the class */
	struct decimal maximum; /* Σ maximum of the indicators that apply */
	int64_t given_parts;   /* Σ of averages in 1/7,207,200,000 of a point … */
	const struct rational *given_rest; /* … plus this (NULL: nothing) */

	struct decimal bonus_entered, bonus_counted, deductions;
	bool capped;	       /* the scheme's cap of the total cut it */
	bool floored;	       /* below 0 before the floor */
	bool vetoed;
	bool has_total;
	struct decimal total;  /* rounded */

	int rank;	       /* 0: not ranked */
	int grade;	       /* index into the scheme's grades; -1: none */
	int grade_by_threshold;
	enum grade_reason grade_reason;
	enum last_place last;
	bool has_better, has_worse;
	struct decimal to_better; /* what is missing to the next better total */
	struct decimal to_worse;  /* by how much it lies above the next worse total */
	/* LAST_PLACE: by how much it lies below the last but one (gaining it, it is no longer alone in last
	 * place). LAST_NOT_LOWEST: by how much it lies above the lowest. LAST_SHARED: 0. */
	struct decimal last_margin;

	const struct appraisal_line *lines; /* NULL without detail */
	const struct appraisal_entry *entries; /* in the order of id, a counter-entry behind its entry */
	size_t entry_count;
};

/* What a grade's quota did in a ranked group. Candidates are the members without a veto, best first, that
 * reach the grade by their total or were passed down from a better one. */
enum quota_edge {
	QUOTA_NOT_REACHED, /* every candidate got a place */
	QUOTA_CUT,	   /* the edge lies between two different totals */
	QUOTA_TIES_LOWER,  /* equal totals across it: all of them got the next grade */
	QUOTA_TIES_UPPER,  /* equal totals across it: all of them kept this one */
	QUOTA_EDGE_COUNT
};

struct appraisal_quota {
	bool limited;	   /* the grade has a quota; else only `candidates` and `used` say something */
	size_t places;	   /* share of the ranked members, rounded as the scheme says */
	size_t candidates, used;
	enum quota_edge edge;
	int last_in, first_out;	 /* members on either side of the edge; -1: none */
	struct decimal edge_total; /* QUOTA_TIES_…: the total that lies on the edge … */
	size_t tied;		   /* … and how many candidates have it */
};

struct appraisal_ranking {
	size_t members;	   /* all */
	size_t ranked;	   /* those with a rank; the size that quotas and the last place refer to */
	size_t incomplete; /* members with missing cells; > 0: the group is not ranked */
	int last;	   /* member in last place, or -1 */
	int *order;	   /* members: ranked ones by rank, then the others as given */
	struct appraisal_quota *quotas; /* by grade of the scheme; all 0 when the group is not ranked */
};

struct appraisal_missing {
	int member, indicator;
	enum cell_state state;
	const struct appraisal_missing *next;
};

/* Running ------------------------------------------------------------------------------------- */

/* Start. -ERR_MEMORY; -ERR_BROKEN when a member's group or class is out of range. */
MUST_USE int appraisal_new(const struct appraisal_setup *setup, struct arena *arena,
			   struct appraisal **out, struct error *err);
/*
 * One mark. -ERR_BROKEN when an index is out of range or the member's scores were already closed by
 * those of another; -ERR_MEMORY. Values that are wrong are no failure: they block the group.
 */
MUST_USE int appraisal_add_score(struct appraisal *appraisal, const struct appraisal_score *score,
				 struct error *err);
/* One entry (copied); any order. -ERR_BROKEN when the member is out of range, -ERR_MEMORY. */
MUST_USE int appraisal_add_entry(struct appraisal *appraisal, const struct appraisal_entry *entry,
				 struct error *err);
/* Total, rank, grade. -ERR_TOO_LARGE when a sum leaves 128 bits (no real input does). */
MUST_USE int appraisal_finish(struct appraisal *appraisal, struct error *err);

/* Reading: after appraisal_finish() ----------------------------------------------------------- */

const struct scheme *appraisal_scheme(const struct appraisal *appraisal);
const struct appraisal_member *appraisal_member(const struct appraisal *appraisal, int member);
const struct appraisal_result *appraisal_result(const struct appraisal *appraisal, int member);
const struct appraisal_ranking *appraisal_ranking(const struct appraisal *appraisal, int group);
/* Missing cells in the order met, the first APPRAISAL_MISSING_LISTED of them. */
const struct appraisal_missing *appraisal_missing_cells(const struct appraisal *appraisal);

/* Σ given, exact, in points. False on overflow. */
MUST_USE bool appraisal_given(const struct appraisal_result *result, struct rational *out);
/* full_marks × Σ given / Σ maximum, exact. False on overflow or when nothing applies. */
MUST_USE bool appraisal_base(const struct appraisal *appraisal, int member, struct rational *out);
/* The rounded total that the member would have with other sums of entries: for "what if". */
MUST_USE bool appraisal_total_with(const struct appraisal *appraisal, int member,
				   struct decimal bonus_entered, struct decimal deductions,
				   struct decimal *out);

const char *entry_kind_name(enum entry_kind kind); /* "bonus", "deduction", "veto" */

#endif
