/*
 * slip_view.h - the sheet of slips that is printed and cut: shown once, as the answer to the act that made
 * the codes (ROUTE_SHOWS_RESULT). slip_view.c.
 *
 * Layer: people, pages.
 */
#ifndef LIANZE_PEOPLE_SLIP_VIEW_H
#define LIANZE_PEOPLE_SLIP_VIEW_H

#include "people/slip.h"
#include "web/page.h"
#include "web/qr.h"

#define SLIP_SHEET_MAXIMUM 200 /* slips of one act */

struct slip_view {
	struct str display_name, login, code;
	struct str url;	    /* of the QR code */
	struct str expires; /* instant */
	bool is_reset;
	struct qr_view qr;
};

struct slip_views {
	struct slip_view *items;
	size_t count;
};

/* From act to show, in page->state. */
struct slip_sheet {
	struct slip_views slips;
	bool waits; /* a second person must confirm first; no slip */
};

struct slip_sheet_view {
	struct str jurisdiction, site;
	struct slip_views slips;
};

struct slip_list_row {
	struct str id, login, display_name, expires; /* expires: of a slip printed already, or empty */
};

struct slip_list_rows {
	struct slip_list_row *items;
	size_t count;
};

struct slip_list_view {
	struct str csrf, error;
	struct slip_list_rows rows;
	bool has_more;
};

/* Room for `maximum` slips. */
MUST_USE int slip_sheet_begin(struct page *page, size_t maximum, struct error *err);
/* In the act: print one account's slip into the sheet. */
MUST_USE int slip_sheet_add(struct page *page, struct act *act, const struct account *account,
			    int64_t valid_days, struct error *err);
/* The page: QR codes are drawn here, off the writer's thread. */
MUST_USE int slip_sheet_show(struct page *page, struct error *err);

#endif
