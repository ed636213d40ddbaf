/* burden_view.h - what the system cost: one unit, the list behind a number, all units. Layer: archive,
 * pages. */
#ifndef LIANZE_ARCHIVE_BURDEN_VIEW_H
#define LIANZE_ARCHIVE_BURDEN_VIEW_H

#include "archive/burden.h"
#include "web/table.h"

struct burden_unit_view {
	struct str name, year, year_before, year_after, group;
	struct safe_url unit, archive, before, after, all, csv, xlsx, json; /* all: empty: may not */
	struct table_view totals, months;
};

struct burden_list_view {
	struct str title, name, total, fields;
	bool has_fields, has_minutes;
	struct safe_url unit, burden, first, next, csv;
	struct table_view rows;
};

struct burden_all_view {
	struct str year, year_before, year_after, total, group;
	struct safe_url self, before, after, first, next, csv, xlsx, json;
	struct table_view table;
};

#endif
