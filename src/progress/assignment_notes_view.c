/* assignment_notes_view.c - see assignment_notes_view.h. Sources of rooms above are named by their address
 * and included nowhere. */
#include "progress/assignment_notes_view.h"

extern const struct assignment_note_source reminder_assignment_notes; /* reminder/assignment_note_view.c */

static const struct assignment_note_source *const sources[] = {
	&reminder_assignment_notes,
	NULL,
};

int assignment_note_add(struct page *page, struct assignment_notes *notes,
			const struct assignment_note *note, struct error *err)
{
	if (!notes->items)
		notes->items = ARENA_ARRAY(page->arena, struct assignment_note,
					   ASSIGNMENT_NOTES_MAXIMUM);
	if (!notes->items)
		return error_broken(err, ERR_MEMORY, "notes of an assignment");
	if (notes->count < ASSIGNMENT_NOTES_MAXIMUM)
		notes->items[notes->count++] = *note;
	return 0;
}

int assignment_notes_read(struct page *page, int64_t assignment_id, struct assignment_notes *out,
			  struct error *err)
{
	int rc = 0;

	*out = (struct assignment_notes){ .count = 0 };
	for (size_t i = 0; rc == 0 && sources[i]; i++)
		rc = sources[i]->list(page, assignment_id, out, err);
	return rc;
}
