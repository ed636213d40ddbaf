/*
 * layout_view.h - what layout.html prints around every page; filled by page_render().
 *
 * Layer: web. Everything is borrowed from the page's arena. Empty texts and NULL lists leave their
 * part of the frame out, so that the same layout serves the pages before log-in.
 */
#ifndef LIANZE_WEB_LAYOUT_VIEW_H
#define LIANZE_WEB_LAYOUT_VIEW_H

#include "web/html.h"
#include "web/menu.h"

/* One year of the year switch. */
struct layout_year {
	int year;
	struct safe_url url; /* /years/{year} */
	const char *current; /* "true" for the page's year, else "false": aria-current */
};

struct layout_years {
	const struct layout_year *items;
	size_t count;
	int shown; /* the year on the closed switch: the page's, else the newest */
};

struct layout_view {
	const char *lang;	   /* "zh-CN" or "en" */
	struct str title;	   /* of the document, without the product's name */
	struct safe_url stylesheet;/* with its hash, so that it may be cached for ever */
	struct safe_url icon;
	struct str jurisdiction;   /* name; may be empty before log-in */
	bool logged_in;		   /* false: narrow page without rail and top bar */
	struct menu_view menu;	   /* web/menu.h; menu_make() */
	struct layout_years years; /* count 0: no switch */
	bool may_find;		   /* shows the search box */
	struct str person;	   /* who is logged in: display name */
	enum message role;	   /* the strongest role's label, MESSAGE_NONE for none */
	struct str csrf;	   /* page_csrf(); empty before log-in */
	const char *other_language;/* value of the language button: "en" or "zh" */
	struct str back;	   /* path and query to return to after the language switch */
	bool demonstration;	   /* shows the notice that everything here is invented */
	struct str sealed;	   /* why this copy may only be read; empty: it may be written */
	struct str business_day;   /* page_day(page, page->today); empty: not shown */
	struct str flash;	   /* the sentence to show once, or empty */
	struct html_slot content;
};

#endif
