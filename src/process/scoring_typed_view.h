/*
 * scoring_typed_view.h - what was typed into a form of many cells, and why some of it was refused.
 *
 * Layer: process, pages; private to the scoring pages.
 */
#ifndef LIANZE_PROCESS_SCORING_TYPED_VIEW_H
#define LIANZE_PROCESS_SCORING_TYPED_VIEW_H

#include "process/scoring_desk_view.h"

/* One cell of the form. */
struct scoring_typed {
	struct str key;	     /* "ID.CODE" */
	struct str text;     /* to stand there */
	struct str seen;     /* "ID.revision" of the mark that was shown, empty: none */
	struct str original; /* its text */
	int64_t subject_id;
	struct str indicator;
	struct str reason;   /* as typed apart */
	bool both;	     /* points, and a reason why it is not applicable */
};

/* The cell that begins at field `at` of the form; false when none does. */
bool scoring_typed_read(struct page *page, size_t at, struct scoring_typed *out);

/* A refused cell; kept in page->state. */
struct scoring_problems {
	struct scoring_problem {
		struct str key, sentence;
	} *items;
	size_t count;
};

/* Put what was typed, and the problem, into the view of the cell with the same key. A cell that was left
 * as it was shown gets what stands there now. */
void scoring_typed_fill(struct page *page, struct scoring_cell_view *cell);

#endif
