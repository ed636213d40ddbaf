/*
 * meeting_access_view.h - who may read and manage a meeting; links of this room.
 *
 * Layer: meeting, pages.
 *
 * The office (MEETING_MANAGE) and the meeting's chair manage it. A planned one is theirs alone. From the
 * announcement on also its participants and hosts read it: a person in their own name, of a unit whoever
 * answers for it. Once its minutes are frozen everybody who may read meetings does. What is being written
 * as minutes is the managers' until then. The same conditions are those of the list meeting_pages.
 */
#ifndef LIANZE_MEETING_MEETING_ACCESS_VIEW_H
#define LIANZE_MEETING_MEETING_ACCESS_VIEW_H

#include "meeting/meeting_store.h"
#include "web/page.h"

struct meeting_rights {
	bool read;
	bool manage;
	bool minutes; /* may read what stands in the minutes */
	permission_set permissions; /* what meeting_apply() is asked with */
};
struct meeting_rights meeting_rights_of(struct page *page, const struct meeting_whole *whole);

/* Whether the asker reports on the topic: in person, or for the unit. */
bool meeting_hosts(struct page *page, const struct meeting_topic *topic);
/* The meeting of path parameter 0. -ERR_NOT_FOUND for who may not read it. */
MUST_USE int meeting_open(struct page *page, struct db *db, struct meeting_whole *out,
			  struct meeting_rights *rights, struct error *err);
/* The same for who manages it; -ERR_DENIED for who only reads it. */
MUST_USE int meeting_open_to_manage(struct page *page, struct db *db, struct meeting_whole *out,
				    struct meeting_rights *rights, struct error *err);
/* And its topic of path parameter 1. */
MUST_USE int meeting_open_topic(struct page *page, struct db *db, struct meeting_whole *out,
				const struct meeting_topic_row **out_topic, struct error *err);
/* An order of who acts; `event` and what it needs is the caller's. The form's revision is -ERR_INVALID. */
MUST_USE int meeting_read_order(struct page *page, const struct meeting_rights *rights,
				struct meeting_order *out, struct error *err);
/* The form was made from another version of what it changes: -ERR_CONFLICT. */
MUST_USE int meeting_check_revision(struct page *page, int64_t present, struct error *err);

/* One field of a form into its record. */
MUST_USE int meeting_read_field(struct page *page, const struct record_type *type, const char *name,
				void *record, struct error *err);

struct safe_url link_meeting(struct page *page, int64_t meeting_id);
struct safe_url link_meeting_topic(struct page *page, const struct meeting_topic *topic,
				   const char *what);
struct safe_url link_conclusion(struct page *page, int64_t conclusion_id);

#endif
