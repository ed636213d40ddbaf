/*
 * own_password_pages.c - changing one's own password, of one's own accord or because the log-in stops
 * here (SESSION_AT_PASSWORD).
 */
#include "messages_log_in.h"
#include "messages_web.h"
#include "people/account.h"
#include "people/own_account_view.h"
#include "people/password_view.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "current", MESSAGE_OWN_PASSWORD_CURRENT },
	{ "password", MESSAGE_ACCOUNT_NEW_PASSWORD },
	{ "repeat", MESSAGE_OWN_PASSWORD_REPEAT },
	{ NULL, MESSAGE_NONE },
};

/* From prepare to act. */
struct change {
	bool failed; /* the current password was wrong: to be counted */
	struct error why;
	struct security_policy policy;
	char hash[ACCOUNT_HASH_BYTES];
};

static struct attempt attempt_of(const struct page *page)
{
	return (struct attempt){ ATTEMPT_AGAIN, str_from(page->session.login), page->http->remote };
}

static int show_password(struct page *page, struct error *err)
{
	struct security_policy policy;
	int rc = security_policy_find(page->db, page->jurisdiction_id, page->today, &policy, err);

	if (rc < 0)
		return rc;
	struct own_password_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.demand = password_page_demand(page, &policy),
		.is_forced = page->session.stage == SESSION_AT_PASSWORD,
		.class_current = form_field_class(page, "current"),
		.class_new = form_field_class(page, "password"),
		.class_repeat = form_field_class(page, "repeat"),
	};
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_own_password, &view), err);
}

/* Worker: the current one first, so that nobody learns about the rules of a stranger's account. */
static int verify_current(struct page *page, struct change *change, struct error *err)
{
	struct attempt attempt = attempt_of(page);
	int rc = attempt_check(page->db, &attempt, err);

	if (rc < 0)
		return rc;
	rc = account_verify_own(page->db, page->session.account_id,
				form_value(page->form, "current"), err);
	if (rc != -ERR_LOGIN)
		return rc;
	change->failed = true;
	error_invalid(&change->why, "current", "", "the password that you use now",
		      "您当前使用的口令");
	return 0;
}

static int prepare_password(struct page *page, struct error *err)
{
	struct change *change = ARENA_NEW(page->arena, struct change);

	if (!change)
		return error_broken(err, ERR_MEMORY, "password");
	page->state = change;
	int rc = verify_current(page, change, err);
	if (rc < 0 || change->failed)
		return rc;
	rc = security_policy_find(page->db, page->jurisdiction_id, page->today, &change->policy,
				  err);
	if (rc < 0)
		return rc;
	const struct password_choice choice = {
		.policy = &change->policy,
		.account_id = page->session.account_id,
		.login = str_from(page->session.login),
		.display_name = str_from(page->session.display_name),
	};
	if (str_equal(form_value(page->form, "current"), form_value(page->form, "password")))
		return error_invalid(err, "password", "", "another password than the present one",
				     "与当前口令不同的口令");
	return password_page_hash(page, &choice, change->hash, err);
}

static int act_password(struct page *page, struct act *act, struct error *err)
{
	struct change *change = page->state;
	struct attempt attempt = attempt_of(page);
	const struct password_change new = { .account_id = act->account_id,
					     .hash = change->hash,
					     .keeps_former = change->policy.history_count > 0,
					     .kept_session_id = page->session.id };
	int rc;

	act->summary = str_from(page->session.login);
	if (change->failed) {
		act->kind = "session.refuse";
		page->error = change->why;
		return attempt_failed(act->db, &attempt, err);
	}
	rc = account_set_password(act, &new, err);
	if (rc == 0)
		rc = session_authenticated(act->db, &page->session.token_hash, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, act->account_id);
	page_flash(page, MESSAGE_FLASH_OWN_PASSWORD_SET);
	page_redirect(page, SAFE_URL("/account"));
	return 0;
}

const struct route own_password_routes[] = {
	{ .method = HTTP_GET, .path = "/account/password", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_AT_PASSWORD, .title = MESSAGE_OWN_PASSWORD_TITLE, .show = show_password },
	{ .method = HTTP_POST, .path = "/account/password", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED | ROUTE_AT_PASSWORD,
	  .title = MESSAGE_OWN_PASSWORD_TITLE, .show = show_password,
	  .prepare = prepare_password, .act = act_password, .act_kind = "account.password" },
	{ .path = NULL },
};
