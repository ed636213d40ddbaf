/*
 * page.h - one request on its way through a page handler, and what all pages share.
 *
 * Layer: web.
 * Owner: the page, and all that its handler allocates from page->arena, live until the answer is sent.
 */
#ifndef LIANZE_WEB_PAGE_H
#define LIANZE_WEB_PAGE_H

#include "base/civil.h"
#include "base/id.h"
#include "base/json.h"
#include "http/http.h"
#include "people/rights.h"
#include "people/session.h"
#include "store/db.h"
#include "store/list.h"
#include "web/html.h"

#define PAGE_PARAMETERS 4

struct page;
struct act;
struct app; /* the running server: web/app.h */
struct route;

enum page_format { PAGE_HTML, PAGE_JSON, PAGE_CSV, PAGE_XLSX };

/* What a program is told of an act. */
struct page_done {
	struct safe_url location;	     /* where a browser would go; empty: nowhere */
	enum message message;		     /* the sentence that a browser would show */
	const struct record_type *made_type; /* of the one record created; NULL: none or several */
	int64_t made_id;
	const char *kind;		     /* of the act; NULL: none */
	int64_t records;		     /* versions written to the ledger */
	/* The handler's further members, of a success and of a refusal; NULL: none. */
	void (*describe)(const struct page *page, struct json *json);
};

struct page {
	struct app *app;
	struct http_exchange *http;
	const struct route *route;
	struct arena *arena;
	struct db *db;		   /* in a transaction while a handler runs */
	struct act *act;	   /* while route->act runs: page_check() notes for whom a deputy acts */
	struct session session;	   /* account_id 0: nobody is logged in */
	struct rights rights;
	permission_set permissions;	   /* union of the grants' permissions */
	int64_t jurisdiction_id;
	struct str jurisdiction_name;
	bool demonstration;
	int32_t today;		   /* business date */
	int utc_offset_minutes;
	enum language language;
	enum page_format format;
	struct str parameters[PAGE_PARAMETERS]; /* of the path, in order */
	bool program;		   /* a program asks: failures and acts are answered as JSON */
	const struct form *query;  /* borrowed from http */
	const struct form *form;   /* posted values; empty on GET */
	struct error error;	   /* why the act was refused, when `show` runs again; code 0 otherwise */
	void *state;		   /* the handler's own, from prepare to act to show */
	bool is_download;	   /* page_begin_file() was called */
	bool forgets_sessions;	   /* page_forget_sessions() was called … */
	int64_t forgotten_account; /* … for this account */
	struct page_done done;	   /* what an act did, for a program (web/program.h) */
};

/* Text of a message in the page's language. */
const char *page_text(const struct page *page, enum message message);
/* The sentence of an error in the page's language. */
const char *page_error_text(const struct page *page, const struct error *err);

/* The path parameter `index` as a record id. -ERR_NOT_FOUND when malformed. */
MUST_USE int page_parameter_id(const struct page *page, int index, int64_t *out, struct error *err);
/* As a year 1900 … 2199. */
MUST_USE int page_parameter_year(const struct page *page, int index, int *out, struct error *err);

/*
 * May the asker do this to an object that stands in `unit_id` (0: none) and is about `person_id`
 * (0: nobody)? Returns 0 or -ERR_NOT_FOUND: whoever may not see an object is not told that it exists.
 */
MUST_USE int page_check(struct page *page, permission_set permission, int64_t unit_id,
			int64_t person_id, struct error *err);
/*
 * The same as a question, for showing or hiding a link. It reads the database: when it cannot, the answer is
 * no, and the log says why. Not to be asked while the rows of a query are being read (store/db.h).
 */
bool page_may(struct page *page, permission_set permission, int64_t unit_id, int64_t person_id);

/*
 * Render `content` inside the layout (menu, jurisdiction, language switch) with the document title.
 * The usual last line of `show`.
 */
MUST_USE int page_render(struct page *page, struct str title, struct html_slot content,
			 struct error *err);
/* A struct html_slot: template function and view of matching type. */
#define PAGE_SLOT(template_function, view_pointer)                                                 \
	((struct html_slot){ (void (*)(struct html *, const void *))(template_function),           \
			     (view_pointer) })
/* Begin a JSON or CSV answer: sets the type; write into page->http->out. */
void page_begin_json(struct page *page, struct json *out_json);
void page_begin_csv(struct page *page, const char *file_name);
struct csv_writer;
/* True when the request is for a file of rows: CSV or a workbook. */
bool page_wants_table(const struct page *page);
/*
 * Begin the file of rows that page->format asks for, "<stem>.csv" or "<stem>.xlsx" with a sheet called as
 * the page; write it by csv_write_…(), formulas guarded. page_end_table() must follow with the outcome.
 */
MUST_USE int page_begin_table(struct page *page, const char *stem, struct csv_writer *out,
			      struct error *err);
MUST_USE int page_end_table(struct page *page, struct csv_writer *csv, int code,
			    struct error *err);
/* A download: sets type and Content-Disposition; write into page->http->out. */
void page_begin_file(struct page *page, const char *type, const char *file_name);
/* After an act: where the browser goes (303). A program is told instead of sent. */
void page_redirect(struct page *page, struct safe_url where);
/* A sentence to show once on the next page (a cookie of a message key: no free text). */
void page_flash(struct page *page, enum message message);

/*
 * In an act that changes an account's roles, state or sessions: once it is committed, and before it
 * is answered, forget what is cached of the account (0: of all). Before the commit would be too
 * early: another request could cache the old state again.
 */
void page_forget_sessions(struct page *page, int64_t account_id);

/* Formatting for people, in the arena. */
struct str page_day(const struct page *page, int32_t day);	   /* 2008-07-14 */
struct str page_instant(const struct page *page, int64_t at_ms);
struct str page_number(const struct page *page, int64_t number);
struct str page_points(const struct page *page, struct decimal points, int places);
struct str page_message(const struct page *page, enum message message,
			const struct message_value *values, size_t count);

/* The hidden CSRF input's value, masked anew for each response. */
struct str page_csrf(struct page *page);

/*
 * What every list page shares: reads filter, sort, order, cursor and limit from the query (names of
 * declared columns only), and gives the links of the header cells and of the next page.
 */
#define PAGE_LIST_LIMIT 50
struct page_list {
	struct list_request request;
	struct list_filter filters[LIST_MAXIMUM_FILTERS];
	struct safe_url self;	  /* this page with its filters, without cursor */
	struct safe_url next;	  /* text.length 0: no further page */
	struct safe_url first;	  /* text.length 0: this is the first page */
	struct safe_url csv, json, xlsx; /* the same list as a file; xlsx: when the route has it */
	int64_t total;		  /* rows that match the filters */
	struct str cursor;	  /* of the last row of this page */
};
struct page_list_filter {
	const char *parameter;	  /* query parameter */
	const char *column;
	enum list_operator operator;
	enum db_type type;	  /* DB_INTEGER: a number, base32 id or date; DB_TEXT */
};
struct page_list_source {
	enum listing listing;
	struct db_args args;
	const struct page_list_filter *filters;
	size_t filter_count;
	const char *sort; /* by default */
};
MUST_USE int page_list_begin(struct page *page, const struct page_list_source *source,
			     struct page_list *out, struct error *err);
/*
 * Call for each row that list_open() gives, with its 0-based position. False for the one row beyond
 * the page: it is not to be shown, and list->next is set.
 */
MUST_USE bool page_list_take(struct page *page, struct page_list *list, struct db_query *query,
			     int position);
/* Link of a header cell: sorts by `column`, the other way round when it already does. */
struct safe_url page_list_sort_url(struct page *page, const struct page_list *list,
				   const char *column);
/* Whether the list is sorted by `column`: "ascending", "descending" or "none" (aria-sort). */
const char *page_list_sort_state(const struct page_list *list, const char *column);

#endif
