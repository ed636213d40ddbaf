/* unit_view.h - the page of one unit. Layer: process, pages. */
#ifndef LIANZE_PROCESS_UNIT_VIEW_H
#define LIANZE_PROCESS_UNIT_VIEW_H

#include "web/list_page.h"
#include "web/table.h"

struct unit_page_view {
	struct str code, name, parent;
	enum message kind;
	struct safe_url parent_url; /* empty: a root, or not visible */
	struct safe_url proof;	    /* of the unit's record; empty: may not */
	struct safe_url edit; /* of the change form; empty: may not */
	struct safe_url archive; /* everything about it on one time line */
	struct safe_url burden;  /* what the system asked of it */
	struct safe_url scores; /* the marks of the newest year; empty: may not */
	struct safe_url add_entry; /* the form of a new entry; empty: may not */
	bool has_children;
	struct safe_url url_children; /* the list of all, when not all are shown */
	struct table_view results, posts, entries, children;
	struct table_view changes; /* renames, merges … it went through */
	bool has_changes;
	struct str error, csrf;
	struct str from_day, to_day; /* empty: not known, still */
	bool may_change;	     /* buttons and the form of the group */
	struct safe_url rename, merge, split, dissolve, group;
	struct list_options groups;
	bool has_results, has_posts, has_entries; /* may see them */
};

#endif
