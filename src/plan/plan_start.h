/*
 * plan_start.h - a plan that begins with what the year before had.
 *
 * Layer: plan.
 */
#ifndef LIANZE_PLAN_PLAN_START_H
#define LIANZE_PLAN_PLAN_START_H

#include "plan/plan_store.h"

/*
 * Copy the version in force of the plan of the year before into an empty first draft: items with their dates
 * a year later, lead units, co-units and leaders who are still there. -ERR_RULE: there is no such plan.
 */
MUST_USE int plan_start_from_last_year(struct act *act, const struct plan_draft *draft,
				       struct error *err);

#endif
