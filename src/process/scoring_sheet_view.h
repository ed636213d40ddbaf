/*
 * scoring_sheet_view.h - a whole group at a scoring desk: who of it the asker may score, and what is
 * missing. And the saving of many cells that were sent in one form.
 *
 * Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_SCORING_SHEET_VIEW_H
#define LIANZE_PROCESS_SCORING_SHEET_VIEW_H

#include "ledger/act.h"
#include "process/appraisal_store.h"
#include "process/scoring_view.h"

struct scoring_sheet {
	struct scoring_desk desk;
	struct appraisal_year *year;
	int *members; /* the engine's, those that the asker may score */
	size_t count;
	int64_t missing;
	int64_t *missing_by_indicator;
};

/* -ERR_NOT_FOUND also when the asker may score none of the group. */
MUST_USE int scoring_sheet_load(struct page *page, struct scoring_sheet *out, struct error *err);
/* Crumbs, title, scorers, columns, what is missing: all but rows. */
MUST_USE int scoring_sheet_fill(struct page *page, const struct scoring_sheet *sheet,
				struct scoring_view *out, struct error *err);
/* The cell of a member, with what was typed and why it was refused when the form is shown again. */
void scoring_sheet_cell(struct page *page, const struct scoring_sheet *sheet, int member,
			int indicator, struct scoring_cell_view *out);

/*
 * Save the cells of a posted form: fields "p.ID.CODE" (what is to stand there; empty: nothing), behind
 * each "w.ID.CODE" (the seen mark and its text, as "ID.revision:text") and "n.ID.CODE" (why it is not
 * applicable). All or nothing: each refused cell is kept in page->state for scoring_sheet_cell().
 * *out_count is the number of cells that changed.
 */
MUST_USE int scoring_save(struct page *page, struct act *act, const struct scoring_desk *desk,
			  size_t *out_count, struct error *err);
/* Name the fields of a refusal as the pages do. */
void scoring_relabel(struct page *page, struct error *err);

/* One mark as somebody entered it. */
struct scoring_entry {
	const struct scoring_subject *subject;
	int indicator;
	struct str text; /* points or "n/a: reason"; empty: nothing is to stand there */
	struct str seen; /* "ID.revision" or empty */
	struct str change_reason;
};
/* score_change() for it, under the desk's scorer. */
MUST_USE int scoring_enter(struct page *page, struct act *act, const struct scoring_desk *desk,
			   const struct scoring_entry *entry, enum score_outcome *out,
			   struct error *err);

#endif
