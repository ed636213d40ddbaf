/*
 * evidence_pick_view.h - choose pieces that exist, for a form of another room (ask once).
 *
 * Layer: evidence, pages. Check boxes of what a unit has in force, newest first; a text box and a button that
 * shows the form again narrow them down. What was ticked stays ticked. Without JavaScript:
 *
 *     {{> evidence_pick.html with evidence}}
 */
#ifndef LIANZE_EVIDENCE_EVIDENCE_PICK_VIEW_H
#define LIANZE_EVIDENCE_EVIDENCE_PICK_VIEW_H

#include "evidence/evidence.h"
#include "web/page.h"

#define EVIDENCE_PICK_SHOWN   20
#define EVIDENCE_PICK_MAXIMUM 50 /* ticked in one form */

struct evidence_choice {
	struct str id, title, note;
	bool is_chosen;
};

struct evidence_choices {
	struct evidence_choice *items;
	size_t count;
};

struct evidence_pick {
	struct evidence_choices choices;
	struct str search;
	struct safe_url find; /* POST: shows the form again, changes nothing */
	bool more;	      /* than are shown */
	bool may_add;	      /* a new one */
};

/*
 * Fill from what was posted: "evidence" for each ticked piece, "evidence_search" for the text. `unit_id` 0:
 * of every unit that the asker may read.
 */
MUST_USE int evidence_pick_fill(struct page *page, int64_t unit_id, struct safe_url find,
				struct evidence_pick *out, struct error *err);
/*
 * The ticked pieces, each once: existing, readable for the asker, in force. -ERR_INVALID ("evidence"). `db`
 * is the act's.
 */
MUST_USE int evidence_pick_read(struct page *page, struct db *db, int64_t ids[EVIDENCE_PICK_MAXIMUM],
				size_t *out_count, struct error *err);

#endif
