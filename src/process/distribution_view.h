/*
 * distribution_view.h - under a ranking: how the totals are spread, as a chart and the same numbers as a
 * table; and what the quotas of grades gave, to whom and where they ended.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_DISTRIBUTION_VIEW_H
#define LIANZE_PROCESS_DISTRIBUTION_VIEW_H

#include "process/appraisal_store.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/table.h"
#include "web/view_field.h"

struct distribution_view {
	bool has; /* someone has a total */
	struct str about, missing;
	struct chart_view chart;
	struct table_view table;
};

struct quota_view {
	bool has;	  /* the scheme has quotas and the group is ranked */
	struct str about; /* how places are rounded, what happens to equal totals */
	struct table_view table;
};

MUST_USE int distribution_fill(struct page *page, const struct appraisal_year *year, int group,
			       struct distribution_view *out, struct error *err);
/* Persons' names and totals are told to those only who may see the ranking of their level. */
MUST_USE int quota_fill(struct page *page, const struct appraisal_year *year, int group,
			struct quota_view *out, struct error *err);

/* "distribution":[…] into an open object; empty when nobody has a total. */
MUST_USE int distribution_json(struct page *page, const struct appraisal_year *year, int group,
			       struct json *json, struct error *err);
/* What that and derivation_quotas_json() write. */
extern const struct view_field distribution_json_view[], quota_json_view[];

#endif
