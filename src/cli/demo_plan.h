/*
 * demo_plan.h - the demonstration's plans: drafted from a file, put to the units, claimed, published; the
 * last closed year gets a second version in summer, the present year starts from it.
 *
 * Layer: cli. By the functions that pages use, each act on its day.
 */
#ifndef LIANZE_CLI_DEMO_PLAN_H
#define LIANZE_CLI_DEMO_PLAN_H

#include "cli/operator.h"
#include "demo/county.h"

#define DEMO_PLAN_YEAR (DEMO_LAST_YEAR + 1) /* that the demonstration lives in */

MUST_USE int demo_plans_make(struct operator_session *session, struct error *err);

#endif
