/*
 * transition.h - state tables: one table, one door, one list of names (style.md 3).
 *
 * Layer: record.
 */
#ifndef LIANZE_RECORD_TRANSITION_H
#define LIANZE_RECORD_TRANSITION_H

#include "record/permission_set.h"
#include "record/record.h"

struct transition {
	int event;
	int from;
	int to;
	permission_set who;	       /* bit set of permissions (people/rights.h), any of which suffices */
	/* NULL, or a further condition: returns 0 or -ERR_RULE with a sentence. */
	int (*guard)(const void *record, const void *context, struct error *err);
	enum message label;    /* the button */
	enum message refusal;  /* the sentence when `who` does not match */
};

struct state_table {
	const char *name;
	const struct transition *rows;
	size_t count;
	const struct field_choice *states; /* names and labels, in enum order */
	const struct field_choice *events;
};

/* Every state table of the program, for the docs and tests; ends with NULL. Defined in record/registry.c. */
extern const struct state_table *const state_registry[];

/* What is asked of a record in a state, by whom. */
struct transition_request {
	int from, event;
	permission_set permissions;
	const void *record, *context; /* for the guard */
};

/*
 * Walk the table: the row for (from, event). Returns 0 and *out_to; -ERR_STATE when there is no
 * row; -ERR_DENIED when `permissions` has none of the row's bits; or the guard's -ERR_RULE.
 * Changes nothing: the caller assigns the state with *out_to.
 */
MUST_USE int transition_apply(const struct state_table *table,
			      const struct transition_request *request, int *out_to,
			      struct error *err);
/* Rows that could be walked from this state with these permissions: for buttons. Returns the
 * count. */
size_t transition_offers(const struct state_table *table, int from, permission_set permissions,
			 const struct transition **out, size_t maximum);

#endif
