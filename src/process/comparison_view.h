/*
 * comparison_view.h - what units and persons got in several years, on pages and as JSON: the line and the
 * tables under a derivation, the cells of a list of years.
 *
 * Layer: process, pages. Figures are those of comparison.h. A year without a final result is left out, but
 * for the one that the page shows. A row says where the scheme or the group is another than in the year
 * before, and that the shown result is not final.
 */
#ifndef LIANZE_PROCESS_COMPARISON_VIEW_H
#define LIANZE_PROCESS_COMPARISON_VIEW_H

#include "process/comparison.h"
#include "process/result_shown_view.h"
#include "web/chart.h"
#include "web/table.h"
#include "web/view_field.h"

#define COMPARISON_YEARS 5

struct comparison_view {
	bool has; /* there is an earlier year */
	struct chart_view chart;
	struct table_view table;
	bool has_parts;
	struct table_view parts; /* by part of the scheme, year by year */
};

/* What the page shows; the caller has checked that the asker may see it. */
struct comparison_shown {
	const struct appraisal_year *year;
	int member;
	enum result_state state;
};

/* The shown year and the final ones of the four before, with their parts, oldest first. */
MUST_USE int comparison_around(struct page *page, const struct comparison_shown *shown,
			       struct comparison *out, struct error *err);
MUST_USE int comparison_fill(struct page *page, const struct comparison_shown *shown,
			     struct comparison_view *out, struct error *err);

/* "comparison":[…] into an open object. */
void comparison_json(const struct comparison *comparison, struct json *json);
extern const struct view_field comparison_json_view[];
/* The members of one year into an open object; as compared_json_view says. */
void compared_json(const struct compared *it, struct json *json);

/*
 * What is shown of a subject in one year, for lists of years: the frozen line of a final result, from
 * `frozen`, else appraised. `out_why` says why there is no rank, or is empty. -ERR_NOT_FOUND: it was not
 * appraised.
 */
MUST_USE int comparison_of_shown(struct page *page, const struct comparison *frozen,
				 struct result_shown *shown, struct compared *out,
				 struct str *out_why, struct error *err);

/* Texts: "93.5%", "93.50", "1 / 10", the grade, the group or the level in the page's language; "—". */
struct str compared_share_text(struct page *page, int64_t share);
struct str compared_total_text(struct page *page, const struct compared *it);
struct str compared_rank_text(struct page *page, const struct compared *it);
struct str compared_grade_text(struct page *page, const struct compared *it);
struct str compared_group_text(struct page *page, const struct compared *it);
/* "+0.2" percentage points, "↑ 2" places, or empty. */
struct str compared_change_text(struct page *page, const struct compared *before,
				const struct compared *it);
struct str compared_places_text(struct page *page, const struct compared *before,
				const struct compared *it);

#endif
