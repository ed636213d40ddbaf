/* scoring_view.h - the scoring table, one subject, one cell. Layer: process, pages. */
#ifndef LIANZE_PROCESS_SCORING_VIEW_H
#define LIANZE_PROCESS_SCORING_VIEW_H

#include "process/scoring_desk_view.h"
#include "web/list_page.h"
#include "web/table.h"

struct scoring_cells {
	struct scoring_cell_view *items;
	size_t count;
};

struct scoring_column {
	struct str id, code, title, maximum;
	struct str missing; /* cells in the whole group; empty: none */
	struct str scorer;  /* under whose name a mark is entered */
	struct scoring_cell_view cell; /* on the page of a subject */
};

struct scoring_columns {
	struct scoring_column *items;
	size_t count;
};

struct scoring_row {
	struct str id, name, code;
	struct safe_url url; /* of the subject alone */
	struct str missing;  /* cells; empty: none */
	struct scoring_cells cells;
};

struct scoring_rows {
	struct scoring_row *items;
	size_t count;
};

/* What the table and the page of a subject share. */
struct scoring_view {
	struct str title, about, error, group_name, year;
	struct safe_url url_year, url_group, url_table, action, self;
	struct str csrf, as, change_reason;
	const char *class_reason;
	struct list_options scorers;
	struct scoring_columns columns;
	struct str missing;	/* in the whole group; empty: none */
	int64_t missing_count;
	/* Table. */
	struct scoring_rows rows;
	bool only_missing;
	struct safe_url url_missing, url_all, previous, next, csv, json, xlsx;
	struct str shown;
	struct safe_url script, changes;
	int64_t cursor;
	const char *hash; /* "#": where the script puts a number into a message */
	/* One subject. */
	struct str subject_name, subject_code, position;
	struct safe_url previous_subject, next_subject;
	bool has_next;
};

/* One cell with its history. */
struct scoring_cell_page_view {
	struct str title, about, error, group_name, year, subject_name;
	struct safe_url url_year, url_group, url_table, url_subject, action;
	struct str article, maximum, state, average, scorer;
	bool enterable, has_own;
	struct str csrf, as, seen, points, reason, change_reason;
	const char *class_points, *class_reason, *class_change;
	struct table_view marks, history;
};

#endif
