/*
 * password_view.h - what every page that takes a new password shares: fields `password` and `repeat`, the
 * sentence that says what is asked, the slow checks. password_pages.c.
 *
 * Layer: people, pages.
 */
#ifndef LIANZE_PEOPLE_PASSWORD_VIEW_H
#define LIANZE_PEOPLE_PASSWORD_VIEW_H

#include "people/account.h"
#include "web/page.h"

struct password_choice {
	const struct security_policy *policy;
	int64_t account_id;
	struct str login, display_name;
};

/* "12 to 128 characters, …": what the policy asks, in the page's language. */
struct str password_page_demand(struct page *page, const struct security_policy *policy);

/* Worker: fields `password` and `repeat` of the form → a hash. -ERR_INVALID names the field when they
 * differ, when the policy does not accept it, or when it is one of the last ones. */
MUST_USE int password_page_hash(struct page *page, const struct password_choice *choice,
				char out[ACCOUNT_HASH_BYTES], struct error *err);

#endif
