/* import_view.h - the import of a file, with what is wrong with it. Layer: process, pages. */
#ifndef LIANZE_PROCESS_IMPORT_VIEW_H
#define LIANZE_PROCESS_IMPORT_VIEW_H

#include "web/list_page.h"

struct import_profile_view {
	const char *name;  /* "units" */
	struct str label;
	struct str columns; /* headers, for reading */
	bool chosen;
	struct safe_url example, export, template, workbook;
	const char *template_name;
};

struct import_profiles_view {
	struct import_profile_view *items;
	size_t count;
};

struct import_view {
	struct str csrf, error;
	bool may_import, may_export;
	struct import_profiles_view profiles;
	struct table_view latest; /* imports */
};

/* The newest imports, at most `limit`. */
MUST_USE int import_latest(struct page *page, int limit, struct table_view *out,
			   struct error *err);

#endif
