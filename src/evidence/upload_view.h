/* upload_view.h - choosing a file. Layer: evidence, pages. */
#ifndef LIANZE_EVIDENCE_UPLOAD_VIEW_H
#define LIANZE_EVIDENCE_UPLOAD_VIEW_H

#include "evidence/upload.h"
#include "web/page.h"

struct upload_row {
	struct str name, progress, touched;
	struct safe_url describe; /* of one that is ready; else empty */
	struct safe_url discard;
};

struct upload_rows {
	struct upload_row *items;
	size_t count;
};

struct upload_view {
	struct str csrf, error, accept, limits, piece_bytes;
	struct safe_url script;
	struct upload_rows rows;
};

/* The asker's own upload that a text names; -ERR_NOT_FOUND. */
MUST_USE int upload_of_page(struct page *page, struct db *db, struct str id, struct upload *out,
			    struct error *err);

#endif
