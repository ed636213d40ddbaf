/*
 * scope.h - which rows of a list the asker may see, as parameters of the list.
 *
 * Layer: web. Listings of objects that stand in units have the parameters
 *   :everywhere  1: the asker may see the objects of the whole jurisdiction
 *   :roots       otherwise ",id,id,": the units whose objects, with those below, they may see
 * so that the database gives, counts and pages only what may be shown.
 */
#ifndef LIANZE_WEB_SCOPE_H
#define LIANZE_WEB_SCOPE_H

#include "web/page.h"

/*
 * Arguments jurisdiction_id, everywhere, roots for `permission`, and then `more`; in page->arena. On
 * lack of memory the count is 0, which the database refuses.
 */
struct db_args scope_args(struct page *page, permission_set permission, struct db_args more);

#endif
