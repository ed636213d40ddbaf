/* scheme_view.h - the page of one adopted scheme. Layer: process, pages. */
#ifndef LIANZE_PROCESS_SCHEME_VIEW_H
#define LIANZE_PROCESS_SCHEME_VIEW_H

#include "web/table.h"

struct scheme_view {
	struct str title, code, version, period, adopted, source;
	struct safe_url proof;
	bool example, unverified;
	struct table_view indicators, grades, triggers;
	struct str formula; /* how points become a total */
	struct str maximum; /* Σ maximum of all indicators */
	struct str text;    /* the YAML file as adopted */
};

#endif
