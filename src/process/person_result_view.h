/* person_result_view.h - a person's results year by year. Layer: process, pages. */
#ifndef LIANZE_PROCESS_PERSON_RESULT_VIEW_H
#define LIANZE_PROCESS_PERSON_RESULT_VIEW_H

#include "web/table.h"

struct person_result_view {
	struct str title, name;
	struct safe_url url_person;
	struct table_view results;
};

#endif
