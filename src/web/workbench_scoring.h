/* workbench_scoring.h - what waits to be scored. Layer: web. */
#ifndef LIANZE_WEB_WORKBENCH_SCORING_H
#define LIANZE_WEB_WORKBENCH_SCORING_H

#include "web/page.h"
#include "web/workbench_view.h"

/*
 * The groups and levels of the newest year in which cells are missing that the asker may score, each with
 * its scoring table. The caller has checked that they may score something.
 */
MUST_USE int workbench_scoring(struct page *page, struct workbench_view *view, struct error *err);

#endif
