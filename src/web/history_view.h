/* history_view.h - one act with what it wrote, and the history of one record. Layer: web. */
#ifndef LIANZE_WEB_HISTORY_VIEW_H
#define LIANZE_WEB_HISTORY_VIEW_H

#include "web/table.h"

struct history_fact {
	enum message label;
	struct str text;
};

struct history_facts {
	struct history_fact *items;
	size_t count;
};

struct history_view {
	struct str title, about;
	struct history_facts facts; /* empty for a record */
	struct safe_url proof;	    /* of the act's own leaf; empty: none */
	struct str heading;
	struct table_view versions;
	struct safe_url next;	    /* further versions; empty: none */
};

#endif
