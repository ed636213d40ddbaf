/*
 * own_mail_pages.c - where one wants mail: entering an address, confirming it by its code, switching off.
 *
 * Every row is for whoever is logged in and about nobody else. The acts' lines say that something was
 * changed, never an address.
 */
#include "mail/mail_address.h"

#include "mail/mail_settings.h"
#include "messages_mail.h"
#include "reminder/digest_mail.h"
#include "reminder/reminder_view.h"
#include "templates_reminder.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/reminder_run.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "address", MESSAGE_OWN_MAIL_ADDRESS },
	{ "code", MESSAGE_OWN_MAIL_CODE },
	{ NULL, MESSAGE_NONE },
};

static int show_mail(struct page *page, struct error *err)
{
	struct own_mail_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.has_server = page->app->mail != NULL,
		.value_address = form_value(page->form, "address"),
		.class_address = form_field_class(page, "address"),
		.class_code = form_field_class(page, "code"),
	};
	struct mail_owner owner = { .confirmed = false };
	int rc = mail_address_get(page->db, page->session.account_id, page->arena, &owner, err);

	if (rc < 0)
		return rc;
	view.has_address = owner.address.length > 0;
	view.address = owner.address;
	view.confirmed = owner.confirmed;
	view.enabled = owner.enabled;
	view.waits = view.has_address && !owner.confirmed;
	return page_render(page, str_from(page_text(page, page->route->title)),
			   template_own_mail_slot(&view), err);
}

static int done(struct page *page, enum message message)
{
	page_flash(page, message);
	page_redirect(page, SAFE_URL("/account/mail"));
	return 0;
}

static int no_server(struct error *err)
{
	return error_set(err, ERR_STATE, "This installation sends no mail: ask the system administrator.",
			 "本系统未设置邮件发送，请联系系统管理员。");
}

static int put_code(struct page *page, struct act *act, struct str address, const char *code,
		    struct error *err)
{
	const struct digest_mail mail = { page->app->mail->url };
	struct digest_text text;
	char id[ID_TEXT_BYTES];
	int rc = digest_mail_code(&mail, page->language, code, page->arena, &text, err);
	const struct outbox_mail one = {
		.jurisdiction_id = page->jurisdiction_id,
		.account_id = page->session.account_id,
		.key = arena_format(page->arena, "code.%s", id_format(id_new(), id)),
		.recipient = address,
		.subject = text.subject,
		.body = text.body,
		.urgent = true,
	};

	return rc < 0 ? rc : outbox_put(act->db, &one, act->at_ms, err);
}

static int act_address(struct page *page, struct act *act, struct error *err)
{
	struct str address = str_trim(form_value(page->form, "address"));
	char code[MAIL_CODE_BYTES];
	int rc = page->app->mail ? 0 : no_server(err);

	if (rc == 0)
		rc = outbox_forget(act->db, page->session.account_id, err);
	if (rc == 0)
		rc = mail_address_set(act->db, page->session.account_id, address, act->at_ms, code,
				      err);
	if (rc == 0)
		rc = put_code(page, act, address, code, err);
	if (rc < 0)
		return rc;
	reminder_runner_wake(page->app->reminders);
	return done(page, MESSAGE_FLASH_MAIL_CODE_SENT);
}

/* A wrong code is counted: the act is kept although the answer is a refusal. */
static int act_code(struct page *page, struct act *act, struct error *err)
{
	struct str code = str_trim(form_value(page->form, "code"));
	int rc = mail_address_confirm(act->db, page->session.account_id, code, act->at_ms, err);

	if (rc == -ERR_INVALID) {
		page->error = *err;
		page->error.code = rc;
		return 0;
	}
	return rc < 0 ? rc : done(page, MESSAGE_FLASH_MAIL_CONFIRMED);
}

static int act_switch(struct page *page, struct act *act, struct error *err)
{
	bool enabled = str_equal(form_value(page->form, "enabled"), STR("1"));
	int rc = mail_address_switch(act->db, page->session.account_id, enabled, err);

	if (rc == 0 && !enabled)
		rc = outbox_forget(act->db, page->session.account_id, err);
	return rc < 0 ? rc
		      : done(page, enabled ? MESSAGE_FLASH_MAIL_ON : MESSAGE_FLASH_MAIL_OFF);
}

static int act_remove_address(struct page *page, struct act *act, struct error *err)
{
	int rc = mail_address_remove(act->db, page->session.account_id, err);

	if (rc == 0)
		rc = outbox_forget(act->db, page->session.account_id, err);
	return rc < 0 ? rc : done(page, MESSAGE_FLASH_MAIL_REMOVED);
}

#define OWN_MAIL_POST .method = HTTP_POST, .access = PERMISSION_LOGGED_IN,                        \
	.flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED, .title = MESSAGE_OWN_MAIL_TITLE,        \
	.show = show_mail

const struct route own_mail_routes[] = {
	{ .method = HTTP_GET, .path = "/account/mail", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_OWN_MAIL_TITLE, .show = show_mail },
	{ OWN_MAIL_POST, .path = "/account/mail", .act = act_address, .act_kind = "mail.address" },
	{ OWN_MAIL_POST, .path = "/account/mail/code", .act = act_code, .act_kind = "mail.confirm" },
	{ OWN_MAIL_POST, .path = "/account/mail/switch", .act = act_switch,
	  .act_kind = "mail.switch" },
	{ OWN_MAIL_POST, .path = "/account/mail/remove", .act = act_remove_address,
	  .act_kind = "mail.remove" },
	{ .path = NULL },
};
