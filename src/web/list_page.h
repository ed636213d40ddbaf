/*
 * list_page.h - a list page as a table of columns and filters: one description gives the page, its
 * CSV and its JSON.
 *
 * Layer: web. The rows come from a declared listing (store/list.h); a page that is only a list
 * needs no template of its own.
 */
#ifndef LIANZE_WEB_LIST_PAGE_H
#define LIANZE_WEB_LIST_PAGE_H

#include "record/record.h"
#include "web/page.h"
#include "web/table.h"

enum list_page_format {
	LIST_PAGE_TEXT,
	LIST_PAGE_INTEGER,
	LIST_PAGE_BOOLEAN, /* 是 or nothing */
	LIST_PAGE_DAY,
	LIST_PAGE_INSTANT,
	LIST_PAGE_POINTS,  /* ten-thousandths */
	LIST_PAGE_ID	   /* in JSON and CSV only */
};

struct list_page_column {
	const char *column;	/* of the listing */
	enum message label;
	enum list_page_format format;
	unsigned flags;		/* enum column_flag */
	const char *sort;	/* the column that sorts for this one, or NULL */
	enum message (*word)(struct str stored); /* what a stored choice is called, or NULL */
	struct str (*text)(struct page *page, struct str stored); /* other wording, or NULL */
	struct safe_url (*link)(struct page *page, int64_t id); /* with link_column, or NULL */
	const char *link_column;
};

struct list_option {
	struct str value, label;
	bool selected;
};

struct list_options {
	struct list_option *items;
	size_t count, capacity;
};

struct list_page_filter {
	struct page_list_filter filter;
	enum message label; /* MESSAGE_NONE: comes with a link only, and is kept by the form */
	/* Fills the choices of a select; NULL: a text box. */
	int (*options)(struct page *page, struct list_options *out, struct error *err);
};

struct list_page_action {
	enum message label;
	const char *url;
	permission_set permission;
};

struct list_page {
	enum listing listing;
	enum message about; /* under the title, or MESSAGE_NONE */
	const struct list_page_column *columns; /* ended by a NULL column */
	const struct list_page_filter *filters; /* ended by a NULL parameter, or NULL */
	const struct list_page_action *actions; /* ended by a NULL url, or NULL */
	const char *sort;      /* default */
	bool descending;       /* by default */
	const char *file_name; /* "units.csv" */
	/* What a select shows when nothing is chosen, instead of "all"; parameter NULL: none. */
	struct {
		const char *parameter;
		enum message label;
	} unfiltered;
	/* The button at the row's end, in the page only: fills label and url. NULL: none. */
	bool (*button)(struct page *page, struct db_query *row, enum message *out_label,
		       struct safe_url *out_url);
};

/* Show the list as page->format asks; `args` are the listing's parameters. The title is the route's. */
MUST_USE int list_page_show(struct page *page, const struct list_page *list, struct db_args args,
			    struct error *err);

/* The first `limit` rows in the list's own order, as a table without sorting, filters and
 * buttons. */
MUST_USE int list_page_head(struct page *page, const struct list_page *list, struct db_args args,
			    int limit, struct table_view *out, struct error *err);

/* Add a choice; it is selected when it is the value of `parameter` in the page's query. Does nothing
 * when memory is out. */
void list_option_add(struct page *page, struct list_options *options, const char *parameter,
		     struct str value, struct str label);
/* The label of a stored choice; MESSAGE_NONE when it is not among them. For `word` functions. */
enum message list_page_word(const struct field_choice *choices, struct str stored);
/* Add every choice to a select. */
void list_option_choices(struct page *page, struct list_options *options, const char *parameter,
			 const struct field_choice *choices);
/* Position of a declared column of a listing; -1 when there is none. */
int list_page_position(enum listing listing, const char *column);

/* For list_page.html. */
struct list_page_input {
	const char *name;
	struct str label, value;
	enum message unfiltered; /* the select's first choice */
	bool is_select, is_hidden;
	struct list_options options;
};

struct list_page_inputs {
	struct list_page_input *items;
	size_t count;
};

struct list_page_link {
	struct str label;
	struct safe_url url;
};

struct list_page_links {
	struct list_page_link *items;
	size_t count;
};

struct list_page_view {
	struct str title, about, total;
	struct list_page_links actions;
	struct list_page_inputs inputs;
	struct safe_url self;
	bool filtered;
	struct table_view table;
	struct safe_url first, next, csv, json, xlsx;
};

#endif
