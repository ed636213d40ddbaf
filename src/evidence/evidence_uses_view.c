/*
 * evidence_uses_view.c - see evidence_uses_view.h.
 *
 * Beside the records' registry the one place that may name what stands above this room: a source is one
 * declaration and one line.
 */
#include "evidence/evidence_uses_view.h"

extern const struct evidence_use_source report_evidence_uses; /* progress/report_uses_view.c */
extern const struct evidence_use_source meeting_evidence_uses; /* meeting/meeting_links_view.c */

const struct evidence_use_source *const evidence_use_sources[] = {
	&report_evidence_uses,
	&meeting_evidence_uses,
	NULL,
};

int evidence_use_add(struct page *page, struct evidence_uses *uses, const struct evidence_use *use,
		     struct error *err)
{
	if (!uses->items)
		uses->items = ARENA_ARRAY(page->arena, struct evidence_use, EVIDENCE_USES_MAXIMUM);
	if (!uses->items)
		return error_broken(err, ERR_MEMORY, "uses of evidence");
	if (uses->count == EVIDENCE_USES_MAXIMUM)
		uses->hidden++;
	else
		uses->items[uses->count++] = *use;
	return 0;
}

int evidence_uses_read(struct page *page, int64_t evidence_id, struct evidence_uses *out,
		       struct error *err)
{
	int rc = 0;

	*out = (struct evidence_uses){ .count = 0 };
	for (size_t i = 0; rc == 0 && evidence_use_sources[i]; i++)
		rc = evidence_use_sources[i]->list(page, evidence_id, out, err);
	return rc;
}
