/* plan_view.h - a plan's page, its versions, starting one. Layer: plan, pages. */
#ifndef LIANZE_PLAN_PLAN_VIEW_H
#define LIANZE_PLAN_PLAN_VIEW_H

#include "web/list_page.h"

/* One event that the draft can take. */
struct plan_offer {
	const char *event, *id;
	enum message label, about;
	bool asks_reason, asks_until, is_main;
	struct str csrf, value_reason, value_until;
	const char *class_reason, *class_until;
	struct safe_url action;
	int64_t revision;
};

struct plan_offers {
	struct plan_offer *items;
	size_t count;
};

/* Units for which the reader may claim everything that is offered. */
struct plan_offered {
	struct str text, csrf, unit;
	struct safe_url action;
};

struct plan_offereds {
	struct plan_offered *items;
	size_t count;
};

struct plan_page_view {
	struct str title, standing, error, csrf;
	struct str reason; /* of the shown version */
	bool is_draft, is_old, manages, may_open, has_other;
	struct safe_url url_other; /* the draft, or the version in force */
	struct str other;
	struct safe_url url_versions, url_new, url_import, csv, xlsx, json, url_claims, url_self;
	struct str nodes, items, leads, waiting; /* counts */
	struct list_options units; /* filter */
	struct list_options areas;
	bool folded; /* only areas and tasks, because there is so much */
	struct table_view table;
	struct plan_offers offers;
	struct plan_offereds offered;
	struct str overlaps; /* how many near items there are; empty: none, or not the reader's */
	struct safe_url url_overlaps, action_open;
	struct str value_reason;
	const char *class_reason;
};

struct plan_new_view {
	struct str error, csrf, year, title;
	const char *class_year, *class_title;
	struct list_options from;
};

struct plan_versions_view {
	struct str title, about;
	struct safe_url url_plan;
	struct table_view versions;
	bool has_changes;
	struct table_view changes;
	struct list_options from, to;
	struct safe_url url_self;
};

#endif
