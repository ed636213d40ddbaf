/*
 * plan.h - the demonstration's plans of a year, as an import file.
 *
 * Layer: demo. About forty items fall on each unit; both years ask the same, but for what the second version
 * of the last year adds and changes.
 */
#ifndef LIANZE_DEMO_PLAN_H
#define LIANZE_DEMO_PLAN_H

#include "demo/county.h"

/* Why the last year's plan got a second version. */
#define DEMO_PLAN_SECOND_REASON "市里部署岗位廉政风险防控，增补事项并调整时限"

/* The plan of a year in the columns of the import profile; failure sticks in the buffer. */
void demo_write_plan(int year, struct buf *out);
/* What the second version changes of it, in the same columns. */
void demo_write_plan_change(int year, struct buf *out);

#endif
