/* workbench_year.h - the appraisal's part of the workbench; part of workbench_pages.c. Layer: web. */
#ifndef LIANZE_WEB_WORKBENCH_YEAR_H
#define LIANZE_WEB_WORKBENCH_YEAR_H

#include "web/page.h"
#include "web/workbench_view.h"

/*
 * The newest year in which a group is ranked (else the newest that has groups): its groups with their
 * state, and the units that were last year after year. Leaves view->has_year false when there is no
 * year that could be appraised.
 */
MUST_USE int workbench_year(struct page *page, struct workbench_view *view, struct error *err);
/* The units for which the asker holds a role, with their results. */
MUST_USE int workbench_units(struct page *page, struct workbench_view *view, struct error *err);

#endif
