/*
 * derivation_view.h - a derivation as pages show it: in full, and as the sheet beside a ranking.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_DERIVATION_VIEW_H
#define LIANZE_PROCESS_DERIVATION_VIEW_H

#include "process/comparison_view.h"
#include "process/distribution_view.h"
#include "process/result_shown_view.h"
#include "process/score_source_view.h"
#include "web/table.h"

struct derivation;
struct page;

struct derivation_line {
	const char *class;     /* "", "sum" */
	struct str text;
	struct str rule;       /* scheme, version and article; may be empty */
	struct safe_url proof; /* of the entry or score; may be empty */
};

struct derivation_lines {
	struct derivation_line *items;
	size_t count;
};

struct derivation_link {
	struct str label;
	struct safe_url url;
	const char *current; /* aria-current */
};

struct derivation_links {
	struct derivation_link *items;
	size_t count;
};

/* An A3 trigger for this unit and year. */
struct derivation_trigger {
	struct str title;     /* of the trigger, with its rule */
	const char *light;    /* "light warn" fired, "light idle" not */
	struct str outcome;   /* what follows, or why nothing follows */
	struct derivation_lines lines; /* years, principals and their days in post */
};

struct derivation_triggers {
	struct derivation_trigger *items;
	size_t count;
};

struct derivation_view {
	struct result_banner banner;
	struct str title, about;
	struct safe_url url_unit, url_ranking, url_scheme, url_year;
	struct str unit_name, group_name, year;
	struct str total, rank, grade; /* empty: none */
	struct str scheme;	       /* title and version */
	struct str source;	       /* citation */
	bool example, unverified;      /* marks of the scheme */
	struct derivation_links years; /* the unit's other years */
	struct table_view cells;
	struct derivation_lines base, entries, sums, position;
	struct derivation_triggers triggers;
	struct sourced_parts sourced; /* what came from the plan */
	struct quota_view quota;
	struct comparison_view comparison;
	struct safe_url csv, json, letter;
	struct safe_url object; /* while the result is in publicity, for whoever may */
	struct safe_url scores; /* set before derivation_fill(): link_scores_of(); empty: may not score */
};

/* The sheet beside a ranking. */
struct derivation_summary {
	struct str title; /* "丁镇 81.20 分计分依据" */
	struct derivation_lines sums, position;
	struct derivation_triggers triggers;
	struct safe_url url_full, url_unit; /* empty: may not */
	bool is_person;
};

/* The points, base, entries, sums and position of a derivation into the view. */
MUST_USE int derivation_fill(struct page *page, const struct derivation *derivation,
			     struct derivation_view *view, struct error *err);
/* What a reader wants first: base, entries, total; place and how stable it is. */
MUST_USE int derivation_summarise(struct page *page, const struct derivation *derivation,
				  struct derivation_summary *summary, struct error *err);
/* The derivation's steps as a CSV file. */
MUST_USE int derivation_csv(struct page *page, const struct derivation *derivation,
			    const char *stem, struct error *err);

/* What derivation_result_json() writes, for the views that hold it (web/view_field.h). */
#define DERIVATION_RESULT_VIEW                                                                     \
	{ .name = "total", .type = VIEW_DECIMAL, .flags = VIEW_NULL },                             \
	{ .name = "rank", .type = VIEW_INTEGER, .flags = VIEW_NULL },                              \
	{ .name = "grade", .type = VIEW_TEXT, .flags = VIEW_NULL },                                \
	{ .name = "vetoed", .type = VIEW_BOOLEAN },                                                \
	{ .name = "last_place", .type = VIEW_BOOLEAN }

#endif
