/* failure_view.h - the page of an answer that is not 200. Layer: web. */
#ifndef LIANZE_WEB_FAILURE_VIEW_H
#define LIANZE_WEB_FAILURE_VIEW_H

#include "web/html.h"

struct failure_view {
	int status;
	enum message title;  /* failure_title() */
	struct str sentence; /* of the error, in the page's language; may be empty */
	enum message advice; /* failure_advice(): what to do */
	struct str detail_field; /* field of bad input, or empty */
	struct str detail_found; /* value found, or empty */
	bool logged_in;	     /* offers the workbench; else the log-in page */
	bool retry;	     /* offers the same page again */
	struct safe_url self;
};

/* Heading and advice for an HTTP status: 400, 401, 403, 404, 405, 409, 413, 422, 500, 503; others as
 * 500. */
enum message failure_title(int status);
enum message failure_advice(int status);

#endif
