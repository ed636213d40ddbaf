/* login_view.h - the log-in page. Layer: web. */
#ifndef LIANZE_WEB_LOGIN_VIEW_H
#define LIANZE_WEB_LOGIN_VIEW_H

#include "web/html.h"

struct login_view {
	struct str login; /* what was typed */
	struct str error; /* why it was refused, or empty */
	struct str back;  /* where to go after log-in: a path of this site, or empty */
	const char *class_login; /* "field", or "field bad" after a refusal */
	bool activated; /* a slip has just been used */
	bool demonstration; /* says where the demonstration's passwords are */
};

/* The button that gives a log-in up at a stage of it. */
struct leave_view {
	struct str csrf;
};

/* The second step: the code of the authenticator app. */
struct login_code_view {
	struct str csrf, login, error, back;
	const char *class_code;
};

#endif
