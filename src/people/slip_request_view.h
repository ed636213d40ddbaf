/* slip_request_view.h - resets of administrators that wait for a second person. Layer: people. */
#ifndef LIANZE_PEOPLE_SLIP_REQUEST_VIEW_H
#define LIANZE_PEOPLE_SLIP_REQUEST_VIEW_H

#include "web/html.h"

struct slip_request_row {
	struct str login, display_name, requester, expires;
	enum message state;
	const char *light;
	bool may_confirm, may_refuse, may_print;
	struct safe_url decide, print;
};

struct slip_request_rows {
	struct slip_request_row *items;
	size_t count;
};

struct slip_request_view {
	struct str csrf, error;
	struct slip_request_rows rows;
};

#endif
