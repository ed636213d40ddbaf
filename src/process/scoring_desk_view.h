/*
 * scoring_desk_view.h - where somebody scores and as whom; cells as pages and JSON show them.
 *
 * Layer: process, pages.
 *
 * A mark belongs to a scorer: by default the body that the scheme names for the indicator; or the name
 * that is chosen at the top of the table (?as=), one's own or that of a team whose sheet is entered. Who
 * typed it is the act's account, whatever the scorer is called.
 */
#ifndef LIANZE_PROCESS_SCORING_DESK_VIEW_H
#define LIANZE_PROCESS_SCORING_DESK_VIEW_H

#include "process/scoring_store.h"
#include "web/page.h"
#include "web/view_field.h"

#define SCORING_SCORER_CHARACTERS 100

struct scoring_desk {
	struct scoring_place place;
	struct str group_name; /* in the page's language */
	struct str base;       /* "/years/2008/groups/…" or "/years/2008/levels/…" */
	struct str as;	       /* the chosen scorer; empty: the body that the scheme names */
};

/* One cell. `summary` says what is there beside the asker's own mark, in words. */
struct scoring_cell_view {
	struct str key;	     /* "ID.CODE": of the inputs' names */
	const char *class;   /* of the table cell */
	bool enterable;	     /* the indicator applies to the subject's class and people score it */
	bool automatic;	     /* it applies, and its points come from the plan: `summary` says which */
	struct str value;    /* own mark, or what was typed */
	struct str reason;   /* own "not applicable", apart from the value, on the page of a subject */
	struct str shown;    /* the own mark as it stands, "ID.revision:text", for a conflict to be noticed;
			      * empty: none */
	struct str summary;
	struct str problem;  /* why what was typed was refused, or empty */
	struct str note_id;  /* of the problem's element */
	struct str labels;   /* ids of row and column heading */
	struct safe_url url; /* the cell's own page */
};

/*
 * The desk of a route /years/{year}/groups/{group}/… or /years/{year}/levels/{level}/…, with ?as= or the
 * posted field. -ERR_NOT_FOUND: no such group, level or scheme, or the year has not begun; -ERR_INVALID: a
 * scorer's name too long.
 */
MUST_USE int scoring_desk_read(struct page *page, struct db *db, struct scoring_desk *out,
			       struct error *err);
/* May the asker score this subject? */
bool scoring_may(struct page *page, const struct scoring_desk *desk, int64_t subject_id);
/* The subject of path parameter 2, which the asker may score; -ERR_NOT_FOUND likewise. */
MUST_USE int scoring_desk_subject(struct page *page, struct db *db,
				  const struct scoring_desk *desk, struct scoring_subject *out,
				  struct error *err);
/* Under which name a mark of this indicator is entered. */
struct str scoring_scorer(const struct page *page, const struct scoring_desk *desk,
			  const struct scheme_indicator *indicator);
struct str scoring_title(const struct page *page, const struct scheme_text *text);

/* The asker's own mark in a cell, or NULL. */
const struct appraisal_mark *scoring_own_mark(const struct page *page,
					      const struct scoring_desk *desk, int indicator,
					      const struct appraisal_line *line);
/* Whether the cell still needs a mark: missing, contradictory or out of range. */
bool scoring_is_missing(const struct appraisal_line *line);

/* Addresses, with ?as= when one is chosen. */
struct safe_url scoring_table_url(struct page *page, const struct scoring_desk *desk);
struct safe_url scoring_subject_url(struct page *page, const struct scoring_desk *desk,
				    int64_t subject_id);
struct safe_url scoring_cell_url(struct page *page, const struct scoring_desk *desk,
				 int64_t subject_id, int indicator);

/* "ID.revision" of a mark and back; false when malformed. */
struct str scoring_seen(const struct page *page, const struct appraisal_mark *mark);
bool scoring_seen_parse(struct str text, int64_t *out_id, int64_t *out_revision);
/* A mark as it is typed: "12.5", "n/a: reason". */
struct str scoring_mark_text(const struct page *page, const struct appraisal_mark *mark);

void scoring_cell_fill(struct page *page, const struct scoring_desk *desk,
		       const struct scoring_cell *cell, const struct appraisal_line *line,
		       struct scoring_cell_view *out);
/* One cell as a JSON object, and what it is made of. */
extern const struct view_field scoring_cell_fields[];
void scoring_cell_json(const struct page *page, const struct scoring_desk *desk,
		       const struct scoring_cell *cell, const struct appraisal_line *line,
		       struct json *json);

#endif
