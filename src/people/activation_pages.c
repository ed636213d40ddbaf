/*
 * activation_pages.c - the public page where whoever holds a slip chooses a password.
 *
 * The code comes by hand or from the QR code's address. It is 80 random bits and good once, so the page may
 * say whose slip it is. Wrong codes count for the network alone (people/attempt.h).
 */
#include "messages_log_in.h"
#include "messages_web.h"
#include "people/activation_view.h"
#include "people/password_view.h"
#include "people/slip.h"
#include "statements_role_grant.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "code", MESSAGE_ACTIVATION_CODE },
	{ "password", MESSAGE_ACCOUNT_NEW_PASSWORD },
	{ "repeat", MESSAGE_OWN_PASSWORD_REPEAT },
	{ NULL, MESSAGE_NONE },
};

/* From prepare to act. */
struct activation {
	bool failed; /* no such code: to be counted */
	struct error why;
	struct security_policy policy;
	char hash[ACCOUNT_HASH_BYTES];
};

static struct attempt attempt_of(const struct page *page)
{
	return (struct attempt){ ATTEMPT_SLIP, STR_EMPTY, page->http->remote };
}

/* The policy of the account's jurisdiction, on its business day. */
static int policy_of(struct page *page, int64_t account_id, struct security_policy *out,
		     struct error *err)
{
	int64_t home = 0;
	int rc = db_get_int(page->db, STATEMENT_ROLE_GRANT_HOME,
			    DB_ARGS(db_int("account_id", account_id)), &home, err);

	if (rc < 0 && rc != -ERR_NOT_FOUND)
		return rc;
	return security_policy_find(page->db, home ? home : page->jurisdiction_id, page->today, out,
				    err);
}

static int show_activation(struct page *page, struct error *err)
{
	struct str typed = page->form->count ? form_value(page->form, "code")
					     : form_value(page->query, "code");
	struct security_policy policy = SECURITY_POLICY_DEFAULT;
	struct account account = { .login = STR_EMPTY };
	struct slip slip;
	int rc = typed.length ? slip_find(page->db, typed, page->arena, &slip, &account, err)
			      : -ERR_INVALID;

	if (rc < 0 && rc != -ERR_INVALID)
		return rc;
	rc = policy_of(page, account.head.id, &policy, err);
	if (rc < 0)
		return rc;
	struct activation_view view = {
		.error = form_error_text(page, labels),
		.code = typed,
		.whose = account.display_name,
		.login = account.login,
		.demand = password_page_demand(page, &policy),
		.class_code = form_field_class(page, "code"),
		.class_password = form_field_class(page, "password"),
		.class_repeat = form_field_class(page, "repeat"),
	};
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_activation, &view), err);
}

static int check_door(struct page *page, struct error *err)
{
	struct attempt attempt = attempt_of(page);

	if (!page->http->secure)
		return error_set(err, ERR_RULE,
				 "This needs an encrypted connection. Ask the operator to set up TLS.",
				 "此操作需要加密连接，请联系运维人员配置 TLS。");
	return attempt_check(page->db, &attempt, err);
}

static int prepare_activation(struct page *page, struct error *err)
{
	struct activation *activation = ARENA_NEW(page->arena, struct activation);
	struct account account;
	struct slip slip;
	int rc = activation ? check_door(page, err) : error_broken(err, ERR_MEMORY, "activation");

	if (rc < 0)
		return rc;
	page->state = activation;
	rc = slip_find(page->db, form_value(page->form, "code"), page->arena, &slip, &account,
		       &activation->why);
	activation->failed = rc == -ERR_INVALID;
	if (activation->failed)
		return 0;
	if (rc < 0) {
		*err = activation->why;
		return rc;
	}
	rc = policy_of(page, account.head.id, &activation->policy, err);
	const struct password_choice choice = { .policy = &activation->policy,
						.account_id = account.head.id,
						.login = account.login,
						.display_name = account.display_name };
	return rc < 0 ? rc : password_page_hash(page, &choice, activation->hash, err);
}

static int act_activation(struct page *page, struct act *act, struct error *err)
{
	struct activation *activation = page->state;
	struct attempt attempt = attempt_of(page);
	struct account account = { .login = STR_EMPTY };

	if (activation->failed) {
		act->kind = "slip.refuse";
		page->error = activation->why;
		return attempt_failed(act->db, &attempt, err);
	}
	int rc = slip_use(act, form_value(page->form, "code"), activation->hash,
			  activation->policy.history_count > 0, &account, err);
	if (rc < 0)
		return rc;
	attempt.login = account.login;
	rc = attempt_succeeded(act->db, &attempt, err);
	if (rc < 0)
		return rc;
	act->summary = account.login;
	page_forget_sessions(page, account.head.id);
	page_redirect(page, SAFE_URL("/login?activated=1"));
	return 0;
}

const struct route activation_routes[] = {
	{ .method = HTTP_GET, .path = "/activate", .access = PERMISSION_PUBLIC,
	  .title = MESSAGE_ACTIVATION_TITLE, .show = show_activation },
	{ .method = HTTP_POST, .path = "/activate", .access = PERMISSION_PUBLIC,
	  .flags = ROUTE_NO_CSRF | ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED,
	  .title = MESSAGE_ACTIVATION_TITLE, .show = show_activation,
	  .prepare = prepare_activation, .act = act_activation, .act_kind = "slip.use" },
	{ .path = NULL },
};
