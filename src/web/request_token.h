/*
 * request_token.h - a request with `Authorization: Bearer lz_…` instead of a session.
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_REQUEST_TOKEN_H
#define LIANZE_WEB_REQUEST_TOKEN_H

#include "web/page.h"

/* The token of the Authorization header; STR_EMPTY when there is none of scheme Bearer. */
struct str request_token(const struct http_exchange *http);
/*
 * Fill session, rights and permissions from the token. -ERR_LOGIN when it does not work; -ERR_INVALID beside
 * a session cookie (who is it then?); -ERR_RULE on a line that is not encrypted (decisions.md 11);
 * -ERR_BUSY with status 429 when this network has sent too many wrong ones.
 */
MUST_USE int request_load_token(struct page *page, struct str token, struct error *err);

#endif
