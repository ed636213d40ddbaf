/* rulebook_view.h - one adopted rulebook, and adopting one. Layer: process, pages. */
#ifndef LIANZE_PROCESS_RULEBOOK_VIEW_H
#define LIANZE_PROCESS_RULEBOOK_VIEW_H

#include "web/table.h"

struct rulebook_view {
	struct str title, code, version, kind, period, adopted, source;
	bool example, unverified;
	struct safe_url proof;
	struct str text; /* the YAML file as adopted */
};

struct rulebook_new_view {
	struct str text, error, csrf;
	struct table_view problems;
};

#endif
