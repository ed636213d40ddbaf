/*
 * route.h - the one table of routes: method, path, who may, how it runs, title.
 *
 * Layer: web. Access, CSRF and read or write are columns, so that a page cannot forget them; a test
 * visits every route as every role. Rooms contribute their rows in <noun>_pages.c as
 * `const struct route <noun>_routes[]`, ended by a row with a NULL path; web/routes.c lists the tables.
 *
 * A GET runs `show` on an io thread inside a read transaction of the thread's own connection; with
 * ROUTE_SLOW on the worker pool instead, and when the pool's queue is full the answer is 503 with
 * Retry-After.
 * A POST: session, access, CSRF and form are checked first; then `prepare` (if any) on the worker
 * pool with a read connection, for what is slow; then `act` on the writer thread inside the write
 * transaction; then the answer, normally a redirect (303) set with page_redirect(). When prepare or act is
 * refused or its input invalid, `show` of the same row (if any) is run again on a worker with
 * page->error and page->form filled, so that the form appears with what was typed and why it was refused.
 * An act that must be kept although the answer is a refusal (a wrong password is counted) returns 0
 * with page->error set.
 */
#ifndef LIANZE_WEB_ROUTE_H
#define LIANZE_WEB_ROUTE_H

#include "http/http.h"
#include "ledger/act.h"
#include "people/rights.h"
#include "web/page.h"

enum route_flag {
	ROUTE_NO_CSRF = 1 << 0,	  /* log-in only: its own protection is the Origin check */
	ROUTE_LARGE_BODY = 1 << 1,/* uploads up to PAGE_UPLOAD_BYTES instead of PAGE_BODY_BYTES */
	ROUTE_JSON = 1 << 2,	  /* also answers <path>.json or Accept: application/json */
	ROUTE_CSV = 1 << 3,	  /* also answers <path>.csv */
	ROUTE_INSTALLATION = 1 << 4, /* acts in jurisdiction 0: accounts, sessions */
	ROUTE_ALWAYS_LOGGED = 1 << 5, /* writes its act's line even when no record changed */
	ROUTE_SLOW = 1 << 6,	  /* a GET that takes long (PDF, XLSX): runs on a worker */
	ROUTE_XLSX = 1 << 7	  /* also answers <path>.xlsx, on a worker */
};

#define PAGE_BODY_BYTES (256 * 1024)
#define PAGE_UPLOAD_BYTES (32 * 1024 * 1024)

struct route {
	enum http_method method;
	const char *path;	/* "/units/{id}"; up to PAGE_PARAMETERS parameters */
	unsigned access;	/* permission bits, any of which opens the page; PERMISSION_PUBLIC: all */
	unsigned flags;
	enum message title;
	int (*show)(struct page *page, struct error *err);
	int (*prepare)(struct page *page, struct error *err);
	int (*act)(struct page *page, struct act *act, struct error *err);
	const char *act_kind;	/* "unit.create": for the act's line; needed with `act` */
};

/* All routes: an array of tables, each ended by a NULL path, itself ended by NULL. web/routes.c. */
extern const struct route *const route_tables[];

/* The row for a method and path (without format suffix); parameters are filled with borrowed parts of
 * the path. NULL when there is none; *out_other is true when another method would match (405). */
const struct route *route_find(enum http_method method, struct str path,
			       struct str parameters[PAGE_PARAMETERS], bool *out_other);

#endif
