/*
 * handover_source.h - where open matters come from: each mechanism offers those of a person.
 *
 * Layer: people. The sources of upper rooms stand in the one table handover_sources
 * (process/handover_sources.c), by address only, as record types stand in record/registry.c.
 *
 * What is a matter to be handed over: something open that one person carries, so that it would be left
 * lying when they go. Hence of today's records
 *   objection         raised by a unit and not answered: its head (principal) and liaison follow it up
 *   result            a draft or publicity that this person moved last: they know why it stands there
 *   deputy            a standing arrangement: given (of the unit, or any when the whole person goes), and
 *                     received when the whole person goes. Accepting it ends it: the next one names anew
 *   role              a role that nobody else holds for that place; it becomes vacant, and the security
 *                     administrator gives it (or not). A cadre's is left out: it carries no duty
 *   token             an API token in use: another program stops when its owner goes
 *   assignment        an item of the plan that they are named for (plan/plan_handover.c)
 *   objection_answer, proposal
 *                     what waits for the office or for a leader, when this person is the last
 *                     one with that role over the whole jurisdiction; else it lies on a desk of several and
 *                     nobody's hands change
 * Left out: one's own results and objections (they stay one's own), imports, scores (done when saved), and
 * whatever a role of one unit below the whole lets the office answer.
 *
 * A further mechanism (plan, letters, cases) adds one struct and one line to the table.
 */
#ifndef LIANZE_PEOPLE_HANDOVER_SOURCE_H
#define LIANZE_PEOPLE_HANDOVER_SOURCE_H

#include "people/handover.h"
#include "people/rights.h"

/* Whose matters, on which day. */
struct handover_scope {
	struct db *db;
	struct arena *arena;
	int64_t jurisdiction_id, person_id;
	int64_t unit_id; /* of this unit only; 0: everything */
	int32_t day;
};

struct handover_source;

struct handover_matter {
	const struct handover_source *source;
	int64_t subject_id;	    /* with source->kind it identifies the matter */
	struct str title, title_en; /* at most 400 characters; title_en empty: the same */
	struct str address;	    /* path of its page on this site, or empty */
	int64_t unit_id;	    /* 0: of no unit */
	int32_t due_day;	    /* CIVIL_NO_DAY: none */
};

#define HANDOVER_MATTERS_MAXIMUM 500 /* of one list */

struct handover_matters {
	struct handover_matter *items;
	size_t count;
	bool more; /* there are more than a list holds: they are added when some are done */
};

struct handover_source {
	const char *kind;     /* stored in handover_item.kind: stable, at most 40 characters */
	enum message label;   /* "Objection of the unit" */
	/* Add the open matters of the scope, what is due first before others (handover_add()). */
	int (*list)(const struct handover_scope *scope, const struct handover_source *self,
		    struct handover_matters *out, struct error *err);
	/* Is that matter still open? scope->unit_id is not looked at. */
	int (*is_open)(const struct handover_scope *scope, int64_t subject_id, bool *out,
		       struct error *err);
	bool ends_with_person; /* leaving itself settles it: nothing is left to hand over then */
	/* What changes hands when it is accepted, in the same act; NULL: only who carries it on. */
	int (*accept)(struct act *act, int64_t subject_id, struct error *err);
};

extern const struct handover_source *const handover_sources[]; /* ended by NULL */
/* NULL when no source has that kind any more. */
const struct handover_source *handover_source_find(struct str kind);

/* For sources: put one matter on the list; beyond the maximum it only notes that there are more. */
void handover_add(struct handover_matters *matters, const struct handover_matter *matter);
/* For sources: a statement with the columns id, title, due_day, unit_id. */
struct handover_rows {
	enum statement statement;
	struct db_args args;
	const char *address; /* the path before the id, or NULL */
};
/* For sources: put each row on the list. */
MUST_USE int handover_add_rows(const struct handover_scope *scope, const struct handover_source *self,
			       const struct handover_rows *rows, struct handover_matters *out,
			       struct error *err);
/* For sources: whether `statement` gives a row. */
MUST_USE int handover_has_row(const struct handover_scope *scope, enum statement statement,
			      struct db_args args, bool *out, struct error *err);
/* For sources: is the person the last active one who holds this role over the whole jurisdiction? */
MUST_USE int handover_holds_alone(const struct handover_scope *scope, enum role role, bool *out,
				  struct error *err);

/* The sources of this room. */
extern const struct handover_source deputy_handover_source, role_handover_source,
	token_handover_source;

/* Everything that the sources offer of the scope, kind by kind. */
MUST_USE int handover_collect(const struct handover_scope *scope, struct handover_matters *out,
			      struct error *err);

#endif
