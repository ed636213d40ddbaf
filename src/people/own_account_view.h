/* own_account_view.h - one's own account: password, one-time codes, sessions, language. Layer: people. */
#ifndef LIANZE_PEOPLE_OWN_ACCOUNT_VIEW_H
#define LIANZE_PEOPLE_OWN_ACCOUNT_VIEW_H

#include "web/qr.h"
#include "web/table.h"

struct own_account_view {
	struct str csrf, error;
	struct safe_url archive; /* who read one's integrity archive; empty: the account is nobody's */
	struct str login, display_name, changed; /* changed: when the password was set, or empty */
	bool has_totp, must_have_totp, may_end_others, chinese, english, may_feed;
	struct table_view sessions, attempts;
};

struct own_password_view {
	struct str csrf, error;
	struct str demand; /* what the policy asks, in a sentence */
	bool is_forced;	   /* the log-in stops here until it is done */
	const char *class_current, *class_new, *class_repeat;
};

struct own_code_view {
	struct str csrf, error;
	struct str secret;  /* as it is sent back */
	struct str grouped; /* as it is read */
	struct qr_view qr;
	bool is_forced, replaces;
	const char *class_code;
};

#endif
