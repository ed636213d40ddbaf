/* person_archive_view.h - a person's integrity archive: the purpose asked before, the line, what is
 * closed. Layer: archive, pages. */
#ifndef LIANZE_ARCHIVE_PERSON_ARCHIVE_VIEW_H
#define LIANZE_ARCHIVE_PERSON_ARCHIVE_VIEW_H

#include "archive/archive_closure.h"
#include "archive/archive_reading.h"
#include "archive/archive_shown_view.h"
#include "people/person.h"

struct archive_purpose_view {
	struct str name, error, csrf, about, rule, value_note;
	struct safe_url person, action;
	struct list_options purposes;
	const char *class_purpose, *class_note;
};

struct person_archive_view {
	struct str name, purpose, until; /* purpose: of the reading; empty: one's own */
	bool is_own;
	struct safe_url person, readings, closures, entries; /* empty: may not */
	struct archive_line_view line;
};

/* One closure in the list of them; with the form that lifts it. */
struct archive_closure_row {
	struct str period, reason, reference, closer, ended, end_reason;
	enum message state;
	const char *light;
	bool may_lift;
	struct safe_url action, proof;
	int64_t revision;
	struct str csrf, field; /* field: an id of its input, unique on the page */
};

struct archive_closure_rows {
	struct archive_closure_row *items;
	size_t count;
};

struct archive_closures_view {
	struct str name, error, csrf;
	struct safe_url archive, action;
	struct archive_closure_rows rows;
	bool may_close; /* none holds today */
	struct str value_reason, value_reference, value_to;
	const char *class_reason, *class_reference, *class_to, *class_end;
};

/* The person of the path; whether the asker may ask for their archive, or it is their own (then neither
 * purpose nor right is needed). -ERR_NOT_FOUND otherwise; -ERR_DENIED for an API token: archives are
 * read in person. */
MUST_USE int archive_person_load(struct page *page, struct db *db, struct person *out, bool *out_own,
				 struct error *err);
struct safe_url link_person_archive(struct page *page, int64_t person_id);

#endif
