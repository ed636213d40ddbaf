/*
 * route.h - the one table of routes: method, path, who may, how it runs, title.
 *
 * Layer: web. Access, CSRF and read or write are columns, so that a page cannot forget them; a test
 * visits every route as every role. Rooms contribute their rows in <noun>_pages.c as
 * `const struct route <noun>_routes[]`, ended by a row with a NULL path; web/routes.c lists the tables.
 *
 * A GET runs `show` on an io thread inside a read transaction of the thread's own connection; with
 * ROUTE_SLOW on a pool of slow pages instead, and when its queue is full the answer is 503 with
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

struct list_page;   /* web/list_page.h */
struct view_field;  /* web/view_field.h */

/* One value that a POST takes, as a program sends it (a form sends the same names). */
enum route_input_type {
	INPUT_TEXT,    /* minimum … maximum characters; 0: no bound of its own */
	INPUT_INTEGER, /* minimum … maximum */
	INPUT_DECIMAL, /* as text, "11.5", or a JSON number */
	INPUT_BOOLEAN,
	INPUT_DAY,     /* "2008-07-14" */
	INPUT_ID,
	INPUT_CHOICE,  /* one of `choices` */
	INPUT_CHOICES, /* several of them */
	INPUT_FILE     /* { "name": …, "text": … }, or a part of multipart/form-data */
};

struct route_input {
	const char *name;
	enum route_input_type type;
	bool required;
	int64_t minimum, maximum;
	const struct field_choice *choices;
	enum message label;
};

enum route_flag {
	ROUTE_NO_CSRF = 1 << 0,	  /* log-in only: its own protection is the Origin check */
	ROUTE_LARGE_BODY = 1 << 1,/* uploads up to PAGE_UPLOAD_BYTES instead of PAGE_BODY_BYTES */
	ROUTE_JSON = 1 << 2,	  /* also answers <path>.json or Accept: application/json */
	ROUTE_CSV = 1 << 3,	  /* also answers <path>.csv */
	ROUTE_INSTALLATION = 1 << 4, /* acts in jurisdiction 0: accounts, sessions */
	ROUTE_ALWAYS_LOGGED = 1 << 5, /* writes its act's line even when no record changed */
	ROUTE_SLOW = 1 << 6,	  /* a GET that takes long (PDF, XLSX): runs on a worker */
	ROUTE_XLSX = 1 << 7,	  /* also answers <path>.xlsx, on a worker */
	ROUTE_AT_CODE = 1 << 8,	     /* also serves a session that stops at that stage … */
	ROUTE_AT_PASSWORD = 1 << 9,  /* (people/session.h): all other routes but public ones … */
	ROUTE_AT_ENROLMENT = 1 << 10,/* send it to the stage's page */
	ROUTE_REAUTHENTICATE = 1 << 11, /* a POST that asks again who it is: see below */
	ROUTE_SHOWS_RESULT = 1 << 12,/* after the act `show` runs and is the answer, not a redirect */
	ROUTE_FILE_BODY = 1 << 13 /* a body as large as a file may be (evidence/upload_rules.h); read only
				   * when whoever sends it may open the route */
};

/*
 * ROUTE_REAUTHENTICATE: give it to sensitive acts (roles, policy, resets; final results, decisions). When
 * the session has not proved who it is within the policy's minutes (ten; the log-in counts), the
 * act does not run: the answer is a page that asks for the password, and the one-time code of who
 * uses codes, and carries the posted fields along as hidden inputs. It posts to the same path; with
 * the right password the act then runs as if nothing had been asked (web/reauthenticate.h). Works
 * without JavaScript. Nothing is to be done in the row's handlers; not for rows that take files
 * (ROUTE_LARGE_BODY: a file cannot be carried), nor for form fields named again_….
 *
 * ROUTE_SHOWS_RESULT is for what is shown once and stored nowhere (slips): prepare or act leaves it in
 * page->state. `show` runs on a worker with page->error empty, or filled when the act was refused.
 */

#define PAGE_BODY_BYTES (256 * 1024)
#define PAGE_UPLOAD_BYTES (32 * 1024 * 1024)

struct route {
	enum http_method method;
	const char *path;	/* "/units/{id}"; up to PAGE_PARAMETERS parameters */
	permission_set access;	/* permission bits, any of which opens the page; PERMISSION_PUBLIC: all */
	unsigned flags;
	enum message title;
	int (*show)(struct page *page, struct error *err);
	int (*prepare)(struct page *page, struct error *err);
	int (*act)(struct page *page, struct act *act, struct error *err);
	const char *act_kind;	/* "unit.create": for the act's line; needed with `act` */
	/*
	 * For programs (web/openapi.c). A POST that declares what it takes, by `input` or by `record`,
	 * refuses anything else from a program and is described; a GET names what its JSON is made of.
	 */
	const struct route_input *input; /* of a POST; ended by a NULL name */
	const struct record_type *record;/* POST: takes the fields of its form; GET: answers one */
	const struct list_page *list;	 /* GET: answers a list of these columns */
	const struct view_field *view;	 /* GET: answers a computed view */
};

/* All routes: an array of tables, each ended by a NULL path, itself ended by NULL. web/routes.c. */
extern const struct route *const route_tables[];

/* The row for a method and path (without format suffix); parameters are filled with borrowed parts of
 * the path. NULL when there is none; *out_other is true when another method would match (405). */
const struct route *route_find(enum http_method method, struct str path,
			       struct str parameters[PAGE_PARAMETERS], bool *out_other);

#endif
