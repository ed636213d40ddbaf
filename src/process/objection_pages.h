/* objection_pages.h - objections on other pages. Layer: process, pages. */
#ifndef LIANZE_PROCESS_OBJECTION_PAGES_H
#define LIANZE_PROCESS_OBJECTION_PAGES_H

#include "process/result_store.h"
#include "web/table.h"
#include "web/page.h"

/* The form with which a subject objects to a result. */
struct safe_url link_objection_new(struct page *page, int64_t result_id, int64_t subject_id);
/* The objections against all versions of a group's result that the asker may read: those of the group's own
 * units, and whoever reads every derivation. */
MUST_USE int objection_table(struct page *page, const struct result_place *place,
			     struct table_view *out, struct error *err);
/* Objections that wait for an answer, the oldest first, `limit` of them; *out_count is all. */
MUST_USE int objection_waiting(struct page *page, int limit, struct table_view *out,
			       int64_t *out_count, struct error *err);
/* Year and group of the route's parameters: /years/{year}/groups/{id} or /years/{year}/levels/{code}; levels
 * only for those who read every derivation, else -ERR_NOT_FOUND (result_pages.c). */
MUST_USE int result_place_from(struct page *page, struct result_place *out, struct error *err);

#endif
