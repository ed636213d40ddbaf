/*
 * plan_export.h - a version of a plan as rows, in the columns of the import profile (import_plan.c).
 *
 * Layer: plan.
 */
#ifndef LIANZE_PLAN_PLAN_EXPORT_H
#define LIANZE_PLAN_PLAN_EXPORT_H

#include "export/csv.h"
#include "plan/plan_tree.h"

/* Write a row for each node that is not hidden, in the tree's order; the header is the caller's. */
void plan_export(const struct plan_tree *tree, enum language language, struct csv_writer *csv,
		 struct arena *arena);

#endif
