/*
 * error_page.h - the answer when a page cannot be shown: sentence, status, what to do next.
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_ERROR_PAGE_H
#define LIANZE_WEB_ERROR_PAGE_H

#include "web/page.h"

/* Fill the response from `err` in the page's format; sets the status unless one is set already. */
void error_page(struct page *page, const struct error *err);

#endif
