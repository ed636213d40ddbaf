/* group_years_view.h - the members of a group over the years. Layer: process, pages. */
#ifndef LIANZE_PROCESS_GROUP_YEARS_VIEW_H
#define LIANZE_PROCESS_GROUP_YEARS_VIEW_H

#include "process/result_shown_view.h"
#include "web/table.h"

struct group_years_view {
	struct str title, about, group, year;
	struct safe_url url_year, url_group;
	struct result_banner banner;
	struct table_view rows;
	struct str shown; /* "1–100 of 5000"; empty when all are shown */
	struct safe_url previous, next;
	struct safe_url csv, json;
};

#endif
