/* ranking_view.h - the years, the groups of a year, and the ranking of a group. Layer: process, pages. */
#ifndef LIANZE_PROCESS_RANKING_VIEW_H
#define LIANZE_PROCESS_RANKING_VIEW_H

#include "process/derivation_view.h"
#include "process/distribution_view.h"
#include "process/result_shown_view.h"

struct year_view {
	struct str title, about;
	struct table_view groups;
	struct table_view missing; /* cells without points, the first ones */
	bool has_missing;
	struct str missing_about;
	struct safe_url csv, json; /* of the whole year */
	bool is_levels;		   /* of persons */
	struct safe_url other;	   /* to the levels, or from them to the groups; may be empty */
	struct str other_label;
};

struct ranking_view {
	struct str title, about;
	struct result_banner banner;
	struct safe_url url_year;
	struct str year;
	struct str incomplete; /* why the group is not ranked; empty: it is */
	struct table_view rows;
	struct str shown; /* "1–100 of 5000"; empty when all are shown */
	struct safe_url previous, next; /* pages of a long ranking; may be empty */
	bool has_summary;
	struct derivation_summary summary;
	struct derivation_links groups; /* the year's groups */
	struct distribution_view distribution;
	struct quota_view quota;
	struct safe_url csv, json;
	struct safe_url years;	 /* its members over the years */
	struct safe_url letters; /* of the whole group; empty: may not */
	struct safe_url scores; /* the scoring table; empty: may not */
};

#endif
