/* import_upload_view.h - a table on its way in: its preview, and its columns. Layer: process, pages. */
#ifndef LIANZE_PROCESS_IMPORT_UPLOAD_VIEW_H
#define LIANZE_PROCESS_IMPORT_UPLOAD_VIEW_H

#include "process/import_upload.h"
#include "web/list_page.h"

struct import_preview_view {
	struct str csrf, error, file_name, profile, verdict, digest;
	struct str rows, created, changed, unchanged, wrong;
	bool fine;	  /* no problems */
	bool confirm;	  /* and something to write */
	bool remembered;  /* read by a remembered mapping */
	bool only_wrong, has_sheets, has_rows, truncated;
	struct list_options sheets;
	struct table_view others, table;
	struct safe_url apply, discard, columns, sheet, all, wrong_only, first, next;
};

struct import_columns_field {
	struct str label, help, column_name, constant_name, constant;
	const char *class;
	bool required;
	struct list_options columns;  /* of the file */
	struct list_options constants; /* of a choice; empty: a text box */
};

struct import_columns_fields {
	struct import_columns_field *items;
	size_t count;
};

struct import_columns_value {
	struct str label, from, from_name, of_name, of, to_name;
	struct list_options to;
};

struct import_columns_values {
	struct import_columns_value *items;
	size_t count;
};

struct import_columns_view {
	struct str csrf, error, file_name, profile, number_of_values;
	struct import_columns_fields fields;
	struct import_columns_values values;
	struct safe_url action, back, discard;
};

/* The asker's own upload that the path names; -ERR_NOT_FOUND. */
MUST_USE int import_upload_of_page(struct page *page, struct db *db, struct import_upload *out,
				   struct error *err);
/* How an upload is to be read; `rules` is filled when it has some. */
struct import_request import_upload_request(const struct import_upload *upload,
					    struct import_rules *rules);
/* Keep a file and go on to its preview. */
MUST_USE int import_upload_stage(struct page *page, struct act *act,
				 const struct import_request *request, struct error *err);
/* "import.units", …: the kind of the act. */
const char *import_act_kind(enum import_profile_kind profile);
/* Add to a select; selected when `value` is `chosen`. */
void import_option_add(struct page *page, struct list_options *options, struct str value,
		       struct str label, struct str chosen);

#endif
