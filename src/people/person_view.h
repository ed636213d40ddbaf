/* person_view.h - the page of one person. Layer: people. */
#ifndef LIANZE_PEOPLE_PERSON_VIEW_H
#define LIANZE_PEOPLE_PERSON_VIEW_H

#include "web/table.h"

struct person_page_view {
	struct str code, name;
	struct safe_url proof; /* of the person's record; empty: may not */
	struct safe_url edit; /* of the change form; empty: may not */
	struct table_view posts;
};

#endif
