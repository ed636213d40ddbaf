/* result_view.h - a group's result: its state, versions, objections, what changed, what may be done. Layer:
 * process, pages. */
#ifndef LIANZE_PROCESS_RESULT_VIEW_H
#define LIANZE_PROCESS_RESULT_VIEW_H

#include "process/result_shown_view.h"

/* One event that the state table offers: a form of its own. */
struct result_form {
	enum message label, about;
	struct safe_url action;
	bool asks_period;    /* last day of publicity, document number */
	bool asks_reason;
	bool asks_reference;
	bool is_main;
	const char *id;      /* prefix of the fields' ids: there may be several forms */
	struct str earliest; /* shortest publicity, as the scheme says */
	struct str value_to, value_reference, value_reason;
	const char *class_to, *class_reason;
	int64_t revision;
	struct str csrf;
};

struct result_forms {
	struct result_form *items;
	size_t count;
};

struct result_page_view {
	struct str title, about, error;
	struct safe_url url_year;
	struct str year;
	struct result_banner banner;
	struct safe_url url_ranking;
	struct table_view versions;
	bool has_objections;
	struct table_view objections;
	bool has_changes;
	struct str changes_about;
	struct table_view changes; /* totals that publicity changed */
	struct result_forms forms;
	struct table_view objectors; /* own members that may object now */
	bool has_objectors;
};

#endif
