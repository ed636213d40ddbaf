/*
 * token_pages.c - API tokens: one's own (list, new, revoke), and all of them for who manages accounts, with
 * the longest life that is allowed. No page shows a token again.
 */
#include "people/token.h"

#include "messages_people.h"
#include "messages_record_form.h"
#include "messages_token.h"
#include "messages_web.h"
#include "people/token_view.h"
#include "statements_token.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "name", MESSAGE_TOKEN_NAME },
	{ "purpose", MESSAGE_TOKEN_PURPOSE },
	{ "scope", MESSAGE_TOKEN_SCOPE },
	{ "expires_day", MESSAGE_TOKEN_EXPIRES_DAY },
	{ "days", MESSAGE_TOKEN_PAGE_DAYS },
	{ NULL, MESSAGE_NONE },
};

/* The lists ----------------------------------------------------------------------------------- */

/* A token's states as lists show them: "expired" is computed by the listing. */
static const struct field_choice shown_states[] = {
	{ "active", MESSAGE_TOKEN_STATE_ACTIVE },
	{ "expired", MESSAGE_TOKEN_STATE_EXPIRED },
	{ "revoked", MESSAGE_TOKEN_STATE_REVOKED },
	{ NULL, MESSAGE_NONE },
};

static enum message state_word(struct str stored)
{
	return list_page_word(shown_states, stored);
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", shown_states);
	return 0;
}

/* "registers results" → the parts' labels. */
static struct str scope_text(struct page *page, struct str stored)
{
	struct str text = STR_EMPTY;

	while (stored.length) {
		struct str name = str_split(&stored, ' ');

		for (const struct token_scope *one = token_scopes; one->name; one++)
			if (str_equal(name, str_from(one->name)))
				text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text),
						    text.length ? " · " : "",
						    page_text(page, one->label));
	}
	return text;
}

/* The revoke button of a row that can be revoked; `pattern` has one %I. */
static bool revoke_button(struct page *page, struct db_query *row, const char *pattern,
			  enum message *out_label, struct safe_url *out_url)
{
	int state = list_page_position(LISTING_TOKEN, "state");
	int id = list_page_position(LISTING_TOKEN, "id");
	const struct transition *offer;

	if (!str_equal(db_query_bytes(row, state), STR("active")) ||
	    transition_offers(&token_life, TOKEN_ACTIVE, page->permissions, &offer, 1) == 0)
		return false;
	*out_label = offer->label;
	*out_url = safe_url_format(page->arena, pattern, db_query_int(row, id));
	return true;
}

static bool own_button(struct page *page, struct db_query *row, enum message *out_label,
		       struct safe_url *out_url)
{
	return revoke_button(page, row, "/account/tokens/%I/revoke", out_label, out_url);
}

static bool any_button(struct page *page, struct db_query *row, enum message *out_label,
		       struct safe_url *out_url)
{
	return revoke_button(page, row, "/tokens/%I/revoke", out_label, out_url);
}

#define TOKEN_COLUMNS                                                                              \
	{ .column = "name", .label = MESSAGE_TOKEN_NAME, .sort = "name" },                         \
	{ .column = "purpose", .label = MESSAGE_TOKEN_PURPOSE, .flags = COLUMN_WIDE },             \
	{ .column = "scope", .label = MESSAGE_TOKEN_SCOPE, .flags = COLUMN_WIDE, .text = scope_text }, \
	{ .column = "expires_day", .label = MESSAGE_TOKEN_EXPIRES_DAY, .format = LIST_PAGE_DAY,    \
	  .flags = COLUMN_NARROW, .sort = "expires_day" },                                         \
	{ .column = "used_day", .label = MESSAGE_TOKEN_USED_DAY, .format = LIST_PAGE_DAY,          \
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "used_day" },                              \
	{ .column = "state", .label = MESSAGE_TOKEN_STATE, .flags = COLUMN_NARROW,                 \
	  .word = state_word }

static const struct list_page_column own_columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	TOKEN_COLUMNS,
	{ 0 },
};

static const struct list_page_column all_columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "login", .label = MESSAGE_ACCOUNT_LOGIN, .sort = "login",
	  .link = link_account, .link_column = "account_id" },
	TOKEN_COLUMNS,
	{ 0 },
};

static const struct list_page_filter own_filters[] = {
	{ { "name", "name", LIST_CONTAINS, DB_TEXT }, MESSAGE_TOKEN_PAGE_NAME_CONTAINS, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_TOKEN_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_filter all_filters[] = {
	{ { "login", "login", LIST_CONTAINS, DB_TEXT }, MESSAGE_ACCOUNTS_LOGIN_CONTAINS, NULL },
	{ { "name", "name", LIST_CONTAINS, DB_TEXT }, MESSAGE_TOKEN_PAGE_NAME_CONTAINS, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_TOKEN_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action own_actions[] = {
	{ MESSAGE_TOKEN_PAGE_NEW, "/account/tokens/new", PERMISSION_TOKEN },
	{ 0 },
};

static const struct list_page_action all_actions[] = {
	{ MESSAGE_TOKEN_PAGE_POLICY, "/tokens/policy", PERMISSION_ACCOUNT_WRITE },
	{ 0 },
};

static const struct list_page own_tokens = {
	.listing = LISTING_TOKEN,
	.about = MESSAGE_TOKEN_PAGE_ABOUT,
	.columns = own_columns,
	.filters = own_filters,
	.actions = own_actions,
	.sort = "expires_day",
	.descending = true,
	.file_name = "my-tokens.csv",
	.button = own_button,
};

static const struct list_page all_tokens = {
	.listing = LISTING_TOKEN,
	.about = MESSAGE_TOKEN_PAGE_ALL_ABOUT,
	.columns = all_columns,
	.filters = all_filters,
	.actions = all_actions,
	.sort = "expires_day",
	.descending = true,
	.file_name = "tokens.csv",
	.button = any_button,
};

static int show_own(struct page *page, struct error *err)
{
	return list_page_show(page, &own_tokens,
			      DB_ARGS(db_int("account_id", page->session.account_id),
				      db_int("day", token_today())),
			      err);
}

static int show_all(struct page *page, struct error *err)
{
	return list_page_show(page, &all_tokens,
			      DB_ARGS(db_int("account_id", 0), db_int("day", token_today())), err);
}

/* A new one ----------------------------------------------------------------------------------- */

/* Ticked in its box of the form, scope_registers, or named by `scope`. */
static bool scope_is_typed(const struct page *page, const char *name)
{
	const struct form_field *field = NULL;
	const char *box = arena_text(page->arena, arena_format(page->arena, "scope_%s", name));

	while ((field = form_each(page->form, "scope", field)))
		if (str_equal(field->value, str_from(name)))
			return true;
	return box && form_has(page->form, box);
}

/* The parts of which the account holds something today. */
static void fill_scopes(struct page *page, struct list_options *out)
{
	for (const struct token_scope *one = token_scopes; one->name; one++) {
		if (!(one->permissions & page->permissions))
			continue;
		list_option_add(page, out, "scope", str_from(one->name),
				str_from(page_text(page, one->label)));
		if (out->count)
			out->items[out->count - 1].selected = scope_is_typed(page, one->name);
	}
}

static int show_new(struct page *page, struct error *err)
{
	struct str typed = form_value(page->form, "expires_day");
	int days = TOKEN_DAYS_DEFAULT;
	int rc = token_days_get(page->db, &days, err);
	struct token_new_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.name = form_value(page->form, "name"),
		.purpose = form_value(page->form, "purpose"),
		.class_name = form_field_class(page, "name"),
		.class_purpose = form_field_class(page, "purpose"),
		.class_scope = form_field_class(page, "scope"),
		.class_expires = form_field_class(page, "expires_day"),
	};

	if (rc < 0)
		return rc;
	view.first_day = page_day(page, token_today());
	view.last_day = page_day(page, token_today() + days);
	view.expires_day = typed.length ? typed : view.last_day;
	fill_scopes(page, &view.scopes);
	return page_render(page, str_from(page_text(page, MESSAGE_TOKEN_PAGE_NEW)),
			   template_token_new_slot(&view), err);
}

/* The chosen parts in the order of token_scopes, then what is none of them (to be refused). */
static struct str read_scope(struct page *page)
{
	struct str scope = STR_EMPTY;
	const struct form_field *field = NULL;

	for (const struct token_scope *one = token_scopes; one->name; one++)
		if (scope_is_typed(page, one->name))
			scope = arena_format(page->arena, "%.*s%s%s", STR_ARG(scope),
					     scope.length ? " " : "", one->name);
	while ((field = form_each(page->form, "scope", field)))
		if (str_find(scope, field->value) < 0)
			scope = field->value;
	return scope;
}

/* The one answer of an act that is no redirect: what it shows exists nowhere else. */
static int show_made(struct page *page, const struct token *token, const char *text,
		     struct error *err)
{
	struct token_made_view view = { .name = token->name,
					.text = arena_str(page->arena, str_from(text)),
					.expires_day = page_day(page, token->expires_day),
					.scope = scope_text(page, token->scope) };

	return page_render(page, str_from(page_text(page, MESSAGE_TOKEN_PAGE_NEW)),
			   template_token_made_slot(&view), err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct str day = str_trim(form_value(page->form, "expires_day"));
	char text[TOKEN_TEXT_BYTES];
	struct token token = {
		.account_id = page->session.account_id,
		.name = str_trim(form_value(page->form, "name")),
		.purpose = str_trim(form_value(page->form, "purpose")),
		.scope = read_scope(page),
		.expires_day = CIVIL_NO_DAY,
	};
	int rc;

	if (!civil_parse(day, &token.expires_day))
		return error_invalid(err, "expires_day", arena_text(page->arena, day),
				     "a date such as 2008-07-14", "日期，例如 2008-07-14");
	rc = token_create(act, &token, page->permissions, text, err);
	if (rc < 0)
		return rc;
	act->summary = token.name;
	return show_made(page, &token, text, err);
}

/* Revoking ------------------------------------------------------------------------------------ */

static int revoke(struct page *page, struct act *act, struct safe_url back, struct error *err)
{
	const struct token_asker asker = { page->session.account_id, page->permissions };
	struct record_key key = { 0, 0 };
	struct token token;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(act->db, &token_record, key, page->arena, &token, err);
	if (rc == 0)
		rc = token_apply(&token, TOKEN_REVOKE, &asker, err);
	if (rc == 0)
		rc = act_update(act, &token_record, &token, err);
	if (rc < 0)
		return rc;
	act->summary = token.name;
	page_flash(page, MESSAGE_FLASH_TOKEN_REVOKED);
	page_redirect(page, back);
	return 0;
}

static int act_revoke_own(struct page *page, struct act *act, struct error *err)
{
	return revoke(page, act, SAFE_URL("/account/tokens"), err);
}

static int act_revoke_any(struct page *page, struct act *act, struct error *err)
{
	return revoke(page, act, SAFE_URL("/tokens"), err);
}

/* The longest life ---------------------------------------------------------------------------- */

static int show_policy(struct page *page, struct error *err)
{
	int days = TOKEN_DAYS_DEFAULT;
	int rc = token_days_get(page->db, &days, err);
	struct token_policy_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.days = form_has(page->form, "days") ? form_value(page->form, "days")
						     : page_number(page, days),
		.class_days = form_field_class(page, "days"),
	};

	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_TOKEN_PAGE_POLICY)),
			   template_token_policy_slot(&view), err);
}

static int act_policy(struct page *page, struct act *act, struct error *err)
{
	struct str text = str_trim(form_value(page->form, "days"));
	int64_t days;
	int rc;

	if (!str_parse_int(text, 1, TOKEN_DAYS_MAXIMUM, &days))
		return error_invalid(err, "days", arena_text(page->arena, text), "1 … 366",
				     "1 … 366");
	rc = token_days_put(act->db, (int)days, err);
	if (rc < 0)
		return rc;
	act->summary = page_number(page, days);
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, SAFE_URL("/tokens"));
	return 0;
}

const struct route token_routes[] = {
	{ .method = HTTP_GET, .path = "/account/tokens", .access = PERMISSION_TOKEN,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_TOKEN_PAGE_TITLE, .show = show_own,
	  .list = &own_tokens },
	{ .method = HTTP_GET, .path = "/account/tokens/new", .access = PERMISSION_TOKEN,
	  .title = MESSAGE_TOKEN_PAGE_NEW, .show = show_new },
	{ .method = HTTP_POST, .path = "/account/tokens/new", .access = PERMISSION_TOKEN,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_TOKEN_PAGE_NEW, .show = show_new,
	  .act = act_new, .act_kind = "token.create" },
	{ .method = HTTP_POST, .path = "/account/tokens/{id}/revoke", .access = PERMISSION_TOKEN,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_TOKEN_PAGE_TITLE, .show = show_own,
	  .act = act_revoke_own, .act_kind = "token.revoke" },
	{ .method = HTTP_GET, .path = "/tokens", .access = PERMISSION_ACCOUNT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_TOKEN_PAGE_ALL, .show = show_all,
	  .list = &all_tokens },
	{ .method = HTTP_POST, .path = "/tokens/{id}/revoke", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION, .title = MESSAGE_TOKEN_PAGE_ALL, .show = show_all,
	  .act = act_revoke_any, .act_kind = "token.revoke" },
	{ .method = HTTP_GET, .path = "/tokens/policy", .access = PERMISSION_ACCOUNT_WRITE,
	  .title = MESSAGE_TOKEN_PAGE_POLICY, .show = show_policy },
	{ .method = HTTP_POST, .path = "/tokens/policy", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_INSTALLATION | ROUTE_ALWAYS_LOGGED, .title = MESSAGE_TOKEN_PAGE_POLICY,
	  .show = show_policy, .act = act_policy, .act_kind = "token.policy" },
	{ .path = NULL },
};
