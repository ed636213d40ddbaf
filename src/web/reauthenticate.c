/* reauthenticate.c - see reauthenticate.h. */
#include "web/reauthenticate.h"

#include "messages_log_in.h"
#include "people/account.h"
#include "people/totp_store.h"
#include "templates_web.h"
#include "web/reauthenticate_view.h"
#include "web/route.h"

#define ANSWER_PASSWORD "again_password"
#define ANSWER_CODE "again_code"

bool reauthenticate_needed(const struct page *page)
{
	return page->route->flags & ROUTE_REAUTHENTICATE && !session_is_recent(&page->session);
}

bool reauthenticate_answered(const struct page *page)
{
	return form_has(page->form, ANSWER_PASSWORD);
}

static struct attempt attempt_of(const struct page *page)
{
	return (struct attempt){ ATTEMPT_AGAIN, str_from(page->session.login), page->http->remote };
}

int reauthenticate_prepare(struct page *page, struct error *err)
{
	struct attempt attempt = attempt_of(page);
	int rc = attempt_check(page->db, &attempt, err);

	if (rc < 0)
		return rc;
	rc = account_verify_own(page->db, page->session.account_id,
				form_value(page->form, ANSWER_PASSWORD), err);
	if (rc == -ERR_LOGIN) {
		page->error = *err;
		return 0;
	}
	return rc;
}

static int mark(struct page *page, struct act *act, struct error *err)
{
	int rc = page->session.has_totp
			 ? totp_use(act->db, page->session.account_id,
				    form_value(page->form, ANSWER_CODE), act->at_ms, err)
			 : 0;

	return rc < 0 ? rc : session_authenticated(act->db, &page->session.token_hash, err);
}

int reauthenticate_act(struct page *page, struct act *act, struct error *err)
{
	struct attempt attempt = attempt_of(page);

	act->summary = str_from(page->session.login);
	if (!page->error.code) {
		int rc = mark(page, act, err);
		if (rc == 0)
			return attempt_succeeded(act->db, &attempt, err);
		if (rc != -ERR_LOGIN)
			return rc;
		page->error = *err;
	}
	act->kind = "session.refuse";
	return attempt_failed(act->db, &attempt, err);
}

static bool is_carried(const struct form_field *field)
{
	return !field->is_file && !str_equal(field->name, STR("csrf")) &&
	       !str_starts_with(field->name, STR("again_"));
}

static int carry_fields(struct page *page, struct carried_fields *out, struct error *err)
{
	out->items = ARENA_ARRAY(page->arena, struct carried_field, page->form->count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "carried fields");
	for (size_t i = 0; i < page->form->count; i++) {
		const struct form_field *field = &page->form->fields[i];
		if (is_carried(field))
			out->items[out->count++] =
				(struct carried_field){ field->name, field->value };
	}
	return 0;
}

int reauthenticate_show(struct page *page, struct error *err)
{
	struct reauthenticate_view view = {
		.csrf = page_csrf(page),
		.error = page->error.code ? str_from(page_error_text(page, &page->error))
					  : STR_EMPTY,
		.login = str_from(page->session.login),
		.action = { page->http->path },
		.asks_code = page->session.has_totp,
		.class_field = page->error.code ? "field bad" : "field",
	};
	int rc = carry_fields(page, &view.carried, err);

	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_REAUTHENTICATE_TITLE)),
				    PAGE_SLOT(template_reauthenticate, &view), err);
}
