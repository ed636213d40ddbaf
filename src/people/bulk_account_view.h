/* bulk_account_view.h - choosing for whom accounts are made. Layer: people. */
#ifndef LIANZE_PEOPLE_BULK_ACCOUNT_VIEW_H
#define LIANZE_PEOPLE_BULK_ACCOUNT_VIEW_H

#include "web/list_page.h"

struct bulk_account_view {
	struct str csrf, error;
	struct str unit_code, level, role; /* as chosen */
	struct list_options levels, roles;
	size_t count;
	bool has_more;
	struct table_view table;
	const char *class_unit;
};

#endif
