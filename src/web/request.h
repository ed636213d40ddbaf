/*
 * request.h - before a handler runs: route, format, language, session, access, CSRF.
 *
 * Layer: web. The only place that opens or closes a page to somebody.
 */
#ifndef LIANZE_WEB_REQUEST_H
#define LIANZE_WEB_REQUEST_H

#include "web/page.h"

/*
 * Fill the page from its exchange: route and parameters, format, language, session, rights,
 * jurisdiction. -ERR_NOT_FOUND (no route, or another method: 405), -ERR_LOGIN, -ERR_DENIED.
 */
MUST_USE int request_open(struct page *page, struct error *err);
/* For a GET of a page by a browser: answer with a redirect to the log-in. False: not such a request. */
MUST_USE bool request_offers_login(struct page *page);
/* A POST comes from this site and carries the session's CSRF token, or comes with an API token; a JSON
 * body is read into the form, and a program's fields are those that the route declares. */
MUST_USE int request_check_post(struct page *page, struct error *err);

#endif
