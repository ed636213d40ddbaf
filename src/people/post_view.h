/*
 * post_view.h - the table of posts, of one person or of one unit.
 *
 * Layer: people, pages. The other side stands first: a person's page names units, a unit's page persons;
 * each is a link when the asker may read all of its kind.
 */
#ifndef LIANZE_PEOPLE_POST_VIEW_H
#define LIANZE_PEOPLE_POST_VIEW_H

#include "web/page.h"
#include "web/table.h"

MUST_USE int post_table_of_person(struct page *page, int64_t person_id, struct table_view *out,
				  struct error *err);
MUST_USE int post_table_of_unit(struct page *page, int64_t unit_id, struct table_view *out,
				struct error *err);

#endif
