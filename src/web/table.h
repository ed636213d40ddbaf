/*
 * table.h - a table as a value: columns, rows, cells; table.html prints it.
 *
 * Layer: web. Most pages are a few of these beside their facts. Everything lives in the arena.
 * Building never returns a code: when memory is out the table is marked failed, later calls do nothing,
 * and table_check() says so once.
 */
#ifndef LIANZE_WEB_TABLE_H
#define LIANZE_WEB_TABLE_H

#include "base/error.h"
#include "web/html.h"

enum column_flag {
	COLUMN_NUMBER = 1 << 0, /* aligned right, figures of equal width */
	COLUMN_WIDE = 1 << 1,	/* left out on a phone */
	COLUMN_NARROW = 1 << 2,	/* as narrow as its content, never broken */
	COLUMN_HIDDEN_LABEL = 1 << 3 /* the heading is for screen readers only */
};

struct table_column {
	struct str label;
	const char *class;
	const char *sorted;	  /* aria-sort; "none" unless the list is sorted by it */
	struct safe_url sort_url; /* empty: not sortable */
	bool hidden_label;
};

struct table_cell {
	const char *class;
	struct str text;
	struct safe_url url;  /* empty: no link */
	struct str note;      /* small, behind the text */
	struct str spoken;    /* what a screen reader says instead of the text; empty: the text */
	const char *light;    /* "light ok", "light warn", …, or NULL */
	bool is_header;	      /* the row's heading: th scope="row" */
	bool is_bar;
	int bar;	      /* 0 … 100 when is_bar */
	struct safe_url action; /* not empty: a button that posts there; its text is `text` */
	struct str csrf;	/* for the button */
};

struct table_cells {
	struct table_cell *items;
	size_t count;
};

struct table_row {
	const char *class;    /* "mark", "here" (shown beside), "mark here" or "" */
	struct table_cells cells;
};

struct table_columns {
	struct table_column *items;
	size_t count;
};

struct table_rows {
	struct table_row *items;
	size_t count, capacity;
};

#define TABLE_MAXIMUM_COLUMNS 16

struct table_view {
	struct str caption; /* for screen readers; visible headings stand in the sheet's header */
	struct str empty;   /* sentence instead of a table without rows */
	struct table_columns columns;
	struct table_rows rows;
	struct arena *arena;
	bool failed;
};

void table_init(struct table_view *table, struct arena *arena, const char *caption,
		const char *empty);
/* All columns before the first row; `flags` of enum column_flag. */
struct table_column *table_column(struct table_view *table, const char *label, unsigned flags);
/* A new row; cells are added to the last row. The result is never NULL: a spare when memory is out. */
struct table_row *table_row(struct table_view *table);
/* The next cell of the last row, with the column's class. Never NULL likewise. */
struct table_cell *table_cell(struct table_view *table, struct str text);
struct table_cell *table_link(struct table_view *table, struct str text, struct safe_url url);
/* The same as table_link, as the heading of its row. */
struct table_cell *table_heading(struct table_view *table, struct str text, struct safe_url url);
/* A cell with the button `text` that posts to `action`. */
struct table_cell *table_button(struct table_view *table, struct str text, struct safe_url action,
				struct str csrf);
struct table_cell *table_light(struct table_view *table, const char *light, struct str text);
/* 0, or -ERR_MEMORY when something did not fit. */
MUST_USE int table_check(const struct table_view *table, struct error *err);

#endif
