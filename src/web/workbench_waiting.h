/* workbench_waiting.h - what waits for the asker: proposals, objections, results in publicity,
 * handovers. Layer: web. */
#ifndef LIANZE_WEB_WORKBENCH_WAITING_H
#define LIANZE_WEB_WORKBENCH_WAITING_H

#include "web/page.h"
#include "web/workbench_view.h"

/* Fills has_proposals, has_objections, has_public, has_examinations as the asker's rights open them. */
MUST_USE int workbench_waiting(struct page *page, struct workbench_view *view, struct error *err);
/* Fills has_handovers: everybody's, also those of a person with an administrator's account. */
MUST_USE int workbench_handovers(struct page *page, struct workbench_view *view, struct error *err);

#endif
