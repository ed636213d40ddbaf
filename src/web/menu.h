/*
 * menu.h - the one table of the menu, cut down to what the asker's permissions open.
 *
 * Layer: web. The rail on a desk and the page /menu on a phone show the same value.
 */
#ifndef LIANZE_WEB_MENU_H
#define LIANZE_WEB_MENU_H

#include "web/html.h"

struct page;

struct menu_item {
	enum message label;
	struct safe_url url;
	const char *current; /* aria-current: "page", "true" on a page below it, or "false" */
};

struct menu_items {
	const struct menu_item *items;
	size_t count;
};

struct menu_group {
	enum message heading; /* MESSAGE_NONE: the group has none */
	struct menu_items entries;
};

struct menu_groups {
	const struct menu_group *items;
	size_t count;
};

struct menu_view {
	struct menu_groups groups;
};

/*
 * The menu for page->permissions, with the entry of page->http->path marked. In page->arena; empty
 * when memory is out or nobody is logged in.
 */
struct menu_view menu_make(const struct page *page);

#endif
