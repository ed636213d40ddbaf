/*
 * result_pages.h - what the page of a group's result (result_pages.c) and the acts on it
 * (result_move_pages.c) share. Layer: process, pages.
 */
#ifndef LIANZE_PROCESS_RESULT_PAGES_H
#define LIANZE_PROCESS_RESULT_PAGES_H

#include "process/result_view.h"

/* The page; shown again when an act was refused. */
MUST_USE int result_show(struct page *page, struct error *err);
/* A form for each event that the state table offers the asker, and for a correction. */
MUST_USE int result_forms_fill(struct page *page, const struct result_shown *shown,
			       const struct scheme *scheme, struct result_forms *forms,
			       struct error *err);
/* What was wrong with the form that was sent, or empty. */
struct str result_forms_error(struct page *page);

#endif
