/* matrix_view.h - units across areas or single items. Layer: progress, pages. */
#ifndef LIANZE_PROGRESS_MATRIX_VIEW_H
#define LIANZE_PROGRESS_MATRIX_VIEW_H

#include "web/page.h"

struct matrix_view_cell {
	bool any;
	const char *light; /* "light ok" and so on */
	struct str word;
	struct str percent; /* of an area; empty: an item, shown by its light alone */
	struct str spoken;  /* word and percentage */
	struct safe_url url;
};

struct matrix_view_cells {
	struct matrix_view_cell *items;
	size_t count;
};

struct matrix_view_line {
	struct str name;
	struct safe_url url;
	const char *light;
	struct str word, percent;
	struct safe_url percent_url;
	struct matrix_view_cells cells;
};

struct matrix_view_lines {
	struct matrix_view_line *items;
	size_t count;
};

struct matrix_view_column {
	struct str code, title;
	struct safe_url url;
};

struct matrix_view_columns {
	struct matrix_view_column *items;
	size_t count;
};

/* What the columns may be: all areas, the items of one, all items. */
struct matrix_view_choice {
	struct str label;
	struct safe_url url;
	bool here;
};

struct matrix_view_choices {
	struct matrix_view_choice *items;
	size_t count;
};

struct matrix_view_light {
	struct str value, label;
	bool selected;
};

struct matrix_view_lights {
	struct matrix_view_light *items;
	size_t count;
};

struct matrix_view {
	struct str title, about, year, total, columns_total, unit, below;
	bool dense; /* columns are items */
	bool filtered;
	struct matrix_view_lights lights;
	struct matrix_view_choices choices;
	struct matrix_view_columns columns;
	struct matrix_view_lines lines;
	struct safe_url self, unfiltered, first, next, columns_first, columns_next;
	struct safe_url csv, json, xlsx, list, whole;
};

#endif
