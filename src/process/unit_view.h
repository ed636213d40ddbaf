/* unit_view.h - the page of one unit. Layer: process, pages. */
#ifndef LIANZE_PROCESS_UNIT_VIEW_H
#define LIANZE_PROCESS_UNIT_VIEW_H

#include "web/table.h"

struct unit_page_view {
	struct str code, name, parent;
	enum message kind;
	struct safe_url parent_url; /* empty: a root, or not visible */
	struct safe_url proof;	    /* of the unit's record; empty: may not */
	struct safe_url edit; /* of the change form; empty: may not */
	struct safe_url add_entry; /* the form of a new entry; empty: may not */
	bool has_children;
	struct safe_url url_children; /* the list of all, when not all are shown */
	struct table_view results, posts, entries, children;
	bool has_results, has_posts, has_entries; /* may see them */
};

#endif
