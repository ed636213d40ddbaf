/*
 * score_source_view.h - the items behind points that come from the plan (score_source.h), as the derivation
 * page and its JSON show them. What they are knows a room above this one: plan_score_view.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_SCORE_SOURCE_VIEW_H
#define LIANZE_PROCESS_SCORE_SOURCE_VIEW_H

#include "process/appraisal_store.h"
#include "web/page.h"
#include "web/table.h"
#include "web/view_field.h"

struct sourced_part {
	struct str title;    /* the indicator */
	struct str formula;  /* "11/12 × 12 = 11" */
	struct str about;    /* as of which day and version; whether it still moves */
	struct str note;     /* rounded; what being late cost; may be empty */
	struct table_view items;
};

struct sourced_part_list {
	struct sourced_part *items;
	size_t count;
};

struct sourced_parts {
	struct sourced_part_list list;
	struct safe_url renew; /* where the office takes the points anew; empty: may not, or nothing to do */
	struct str csrf, reason, error;
	const char *class_reason;
};

/* One cell: what stands in it, with detail. */
struct sourced_place {
	int year;
	int64_t unit_id;
	const struct scheme *scheme;
	int indicator;
	const struct appraisal_mark *mark; /* id 0: it follows the plan now */
};

struct score_source_view {
	/* -ERR_NOT_FOUND: the mark was not taken from the plan. */
	int (*fill)(struct page *page, const struct sourced_place *place, struct sourced_part *out,
		    struct error *err);
	/* One object of plan_points_view; likewise. */
	int (*json)(struct page *page, const struct sourced_place *place, struct json *json,
		    struct error *err);
};
extern const struct score_source_view plan_score_view; /* progress/plan_points_view.c */

/* For each cell of the subject that came from the plan: what it is made of; whether the office may renew. */
MUST_USE int sourced_parts_fill(struct page *page, const struct appraisal_year *year, int member,
				struct sourced_parts *out, struct error *err);
/* "plan_points": […] into an open object. */
MUST_USE int sourced_parts_json(struct page *page, const struct appraisal_year *year, int member,
				struct json *json, struct error *err);
extern const struct view_field plan_points_view[];

#endif
