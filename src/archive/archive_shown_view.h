/*
 * archive_shown_view.h - a time line as a page, a file or JSON, with its filters: units and persons
 * alike.
 *
 * Layer: archive, pages.
 *
 * The query of a page: kind (a source, or "entry:award": one kind of earlier entries), year, text, after
 * (a place).
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_SHOWN_VIEW_H
#define LIANZE_ARCHIVE_ARCHIVE_SHOWN_VIEW_H

#include "archive/archive_line.h"
#include "web/list_page.h"
#include "web/page.h"

/* What is shown of whom. The caller fills sources, unit or person, views and rule; the rest is read. */
struct archive_shown {
	const struct archive_source *const *sources;
	int64_t unit_id, person_id; /* one of them */
	struct archive_view_of views[ARCHIVE_SOURCES_MAXIMUM];
	bool linked[ARCHIVE_SOURCES_MAXIMUM]; /* the asker may open the pages of its rows */
	struct archive_rule rule; /* version 0: none in force */
	struct safe_url self;
	const char *file_name;
	/* Read from the query: */
	int year; /* 0: all */
	struct str kind, text;
	struct archive_line_request request;
	struct archive_place after;
};

/* Whether a source is seen whole, and where its links lead. */
void archive_shown_open(struct page *page, struct archive_shown *shown);
/* The rule in force today, for the words of earlier entries. */
MUST_USE int archive_shown_rule(struct page *page, struct archive_shown *shown, struct error *err);
/* Read the query. -ERR_INVALID: no such kind, no year, no place. */
MUST_USE int archive_shown_begin(struct page *page, struct archive_shown *shown, struct error *err);

/* For archive_line.html. */
struct archive_entry_view {
	struct str day, kind, title, note, word, number;
	struct safe_url url;
	bool secret;
};

struct archive_entry_views {
	struct archive_entry_view *items;
	size_t count;
};

struct archive_line_view {
	struct safe_url self, first, next, csv, xlsx, json;
	struct list_options kinds;
	struct str year, text;
	bool filtered;
	struct archive_entry_views entries;
};

MUST_USE int archive_shown_fill(struct page *page, const struct archive_shown *shown,
				struct archive_line_view *out, struct error *err);
/* All entries of the filters as a file of rows or, a page of them, as JSON. */
MUST_USE int archive_shown_file(struct page *page, const struct archive_shown *shown,
				struct error *err);

/* A year at a glance: how many entries of each kind, each with the list behind it. */
struct archive_count_view {
	enum message label;
	struct str count;
	struct safe_url url;
};

struct archive_count_views {
	struct archive_count_view *items;
	size_t count;
};

MUST_USE int archive_shown_count(struct page *page, const struct archive_shown *shown, int year,
				 struct archive_count_views *out, struct error *err);

#endif
