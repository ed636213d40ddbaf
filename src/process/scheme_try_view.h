/* scheme_try_view.h - the page on which a scheme is checked, tried and adopted. Layer: process, pages. */
#ifndef LIANZE_PROCESS_SCHEME_TRY_VIEW_H
#define LIANZE_PROCESS_SCHEME_TRY_VIEW_H

#include "web/table.h"

struct scheme_try_lines {
	struct str *items;
	size_t count;
};

struct scheme_try_view {
	struct str csrf, error;
	struct str source, year; /* as sent */
	bool has_problems, more_problems;
	struct str problems_title, problems_more;
	struct table_view problems;
	bool has_trial;
	struct str about, counts;
	struct scheme_try_lines changes;
	struct table_view rows, lasts, grades;
	struct str shown, next_label; /* empty: all rows are shown */
	struct str next;	      /* value of `from` for the next rows; empty: the last ones */
	struct scheme_try_lines triggers;
	bool may_adopt;		      /* the text is a scheme */
	struct str adopt_about;
};

#endif
