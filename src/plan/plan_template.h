/*
 * plan_template.h - a plan to start a year from, as a rulebook of kind "plan": areas, tasks and items with
 * their measures, weights and due rules; who leads is said by kinds of units or names of groups, not by
 * units.
 *
 * Layer: plan. Reading is pure; keys in rules/README.md.
 *
 *     rules:
 *       areas:
 *         - code: "1"
 *           title: 学习教育
 *           weight: 3
 *           tasks:                       or items: directly
 *             - code: "1.1"
 *               title: 理论学习
 *               weight: 2
 *               items:
 *                 - {code: "1.1.1", title: 专题学习, measure: 每季度一次, due: quarterly, kinds: [all]}
 *
 * A due rule is one of plan_due.h, with dates as month and day ("06-30"), which are those of the plan's
 * year. Several templates may be in force at once: the office chooses when it starts a plan.
 */
#ifndef LIANZE_PLAN_PLAN_TEMPLATE_H
#define LIANZE_PLAN_PLAN_TEMPLATE_H

#include "plan/plan_store.h"
#include "process/rulebook.h"

struct plan_template_node {
	struct plan_item item; /* kind, code, title, measure, weight, due (with month and day), source, … */
	size_t parent;	       /* index; the node's own for an area */
	unsigned kinds;	       /* bit per enum unit_kind */
	const struct rule_node *groups; /* list of names; NULL: none */
};

struct plan_template {
	struct plan_template_node *nodes; /* each before those below it */
	size_t count;
};

#define PLAN_TEMPLATE_MAXIMUM 2000 /* nodes */

extern const struct rulebook_kind plan_rulebook;

/* Read the section `rules`; what is wrong becomes problems. -ERR_MEMORY. */
MUST_USE int plan_template_read(struct rule_problems *problems, const struct rule_node *rules,
				struct arena *arena, struct plan_template *out);
/* A due rule as it is in a year. In the arena. */
struct str plan_template_due(struct str due, int year, struct arena *arena);

/* A template that may be chosen. */
struct plan_template_choice {
	int64_t id; /* of the rulebook's record */
	struct str title, title_en;
	int64_t version;
};

/* The newest version of each template that is in force at some time of the year; 0 for any. */
MUST_USE int plan_template_choices(struct db *db, int64_t jurisdiction_id, int year,
				   struct arena *arena, struct plan_template_choice **out,
				   size_t *out_count, struct error *err); /* lint: as record_find_all() */

/*
 * Fill an empty first draft. Groups of the year that have the name lead, and units of the kinds that exist; a
 * name that no group of the year has is passed over, so that a template serves years whose groups are not
 * set up yet. -ERR_RULE: the template is not in force in the plan's year; -ERR_NOT_FOUND; -ERR_INVALID.
 */
MUST_USE int plan_start_from_template(struct act *act, const struct plan_draft *draft,
				      int64_t rulebook_id, struct error *err);

#endif
