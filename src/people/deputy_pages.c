/*
 * deputy_pages.c - name a deputy, revoke, decline; whom one represents.
 */
#include "people/deputy.h"

#include "messages_common.h"
#include "messages_deputy.h"
#include "messages_people.h"
#include "people/deputy_view.h"
#include "statements_deputy.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/routes.h"

static const struct picker deputy_picker = { STATEMENT_DEPUTY_MATCHING,
					     "the log-in or the full name of a colleague's account",
					     "同事账号的登录名或姓名" };

static const struct form_label labels[] = {
	{ "deputy", MESSAGE_DEPUTY_LABEL },
	{ "from_day", MESSAGE_ROLE_GRANT_FROM_DAY },
	{ "to_day", MESSAGE_ROLE_GRANT_TO_DAY },
	{ "acts", MESSAGE_DEPUTY_ACTS },
	{ "reason", MESSAGE_COMMON_REASON },
	{ NULL, MESSAGE_NONE },
};

static struct str typed(const struct page *page, const char *name)
{
	return str_trim(form_value(page->form, name));
}

/* The columns of deputy_of_account. */
enum { ID, ACCOUNT, DEPUTY, FROM, TO, ACTS, REASON, STATE, ACCOUNT_NAME, DEPUTY_NAME };

static struct str acts_text(struct page *page, struct str acts)
{
	const char *comma = page->language == LANGUAGE_ZH ? "、" : ", ";
	struct str text = STR_EMPTY;

	while (acts.length) {
		struct str name = str_split(&acts, ' ');
		for (const struct deputy_kind *kind = deputy_kinds; kind->name; kind++)
			if (str_equal(name, str_from(kind->name)))
				text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text),
						    text.length ? comma : "",
						    page_text(page, kind->label));
	}
	return text;
}

static void put_columns(struct page *page, struct table_view *table, enum message who,
			enum message empty)
{
	table_init(table, page->arena, page_text(page, who), page_text(page, empty));
	table_column(table, page_text(page, who), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_FROM_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_TO_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_DEPUTY_ACTS), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_REASON), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_DEPUTY_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

/* What the arrangement is on that day: in force, to come, over, declined, revoked. */
static void put_state(struct page *page, struct table_view *table, struct db_query *query)
{
	enum message word = list_page_word(deputy_states, db_query_bytes(query, STATE));
	bool named = word == MESSAGE_DEPUTY_STATE_NAMED;
	const char *light = "light idle";

	if (named && db_query_int(query, TO) < page->today)
		word = MESSAGE_DEPUTY_OVER;
	else if (named && db_query_int(query, FROM) > page->today)
		word = MESSAGE_DEPUTY_TO_COME;
	else if (named)
		light = "light ok";
	table_light(table, light, str_from(page_text(page, word)));
}

static void put_row(struct page *page, struct table_view *table, struct db_query *query, bool mine)
{
	bool open = str_equal(db_query_bytes(query, STATE), STR("named")) &&
		    db_query_int(query, TO) >= page->today;
	int64_t id = db_query_int(query, ID);
	struct safe_url url = mine ? safe_url_format(page->arena, "/deputies/%I/revoke", id)
				   : safe_url_format(page->arena, "/deputies/%I/decline", id);
	enum message word = mine ? MESSAGE_DEPUTY_REVOKE : MESSAGE_DEPUTY_DECLINE;

	table_row(table);
	table_heading(table, db_query_copy(query, mine ? DEPUTY_NAME : ACCOUNT_NAME, page->arena),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, page_day(page, (int32_t)db_query_int(query, FROM)));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, TO)));
	table_cell(table, acts_text(page, db_query_copy(query, ACTS, page->arena)));
	table_cell(table, db_query_copy(query, REASON, page->arena));
	put_state(page, table, query);
	if (open)
		table_button(table, str_from(page_text(page, word)), url, page_csrf(page));
	else
		table_cell(table, STR_EMPTY);
}

/* Both tables; either may be NULL. `open_only`: what stands today or later. */
static int read_tables(struct page *page, struct table_view *mine, struct table_view *others,
		       bool open_only, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_DEPUTY_OF_ACCOUNT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("account_id", page->session.account_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		bool own = db_query_int(query, ACCOUNT) == page->session.account_id;
		struct table_view *table = own ? mine : others;
		bool open = str_equal(db_query_bytes(query, STATE), STR("named")) &&
			    db_query_int(query, TO) >= page->today;
		if (table && (open || !open_only))
			put_row(page, table, query, own);
	}
	db_query_close(query);
	if (rc == 0 && mine)
		rc = table_check(mine, err);
	return rc == 0 && others ? table_check(others, err) : rc;
}

int deputy_table(struct page *page, struct table_view *out, struct error *err)
{
	put_columns(page, out, MESSAGE_DEPUTY_ACCOUNT, MESSAGE_DEPUTY_NO_OTHERS);
	return read_tables(page, NULL, out, true, err);
}

static bool is_ticked(const struct page *page, const char *name)
{
	const struct form_field *field = NULL;

	while ((field = form_each(page->form, "acts", field)))
		if (str_equal(field->value, str_from(name)))
			return true;
	return false;
}

/* What the asker's own roles give, without what they do as a deputy. */
static permission_set own_permissions(const struct page *page)
{
	permission_set may = 0;

	for (size_t i = 0; i < page->rights.count; i++)
		if (!page->rights.grants[i].for_account_id)
			may |= role_permissions(page->rights.grants[i].role);
	return may;
}

static int fill_form(struct page *page, struct deputy_page_view *view, struct error *err)
{
	const struct picker_field deputy = { &deputy_picker, "deputy", MESSAGE_DEPUTY_LABEL,
					     MESSAGE_DEPUTY_PICK_HELP, STR_EMPTY,
					     SAFE_URL("/deputies/find") };
	struct str from = typed(page, "from_day");

	view->from_day = from.length ? from : page_day(page, page->today);
	view->to_day = typed(page, "to_day");
	view->reason = typed(page, "reason");
	view->class_from = form_field_class(page, "from_day");
	view->class_to = form_field_class(page, "to_day");
	view->class_acts = form_field_class(page, "acts");
	view->class_reason = form_field_class(page, "reason");
	for (const struct deputy_kind *kind = deputy_kinds; kind->name; kind++) {
		if (!(kind->permissions & own_permissions(page)))
			continue;
		list_option_add(page, &view->kinds, "", str_from(kind->name),
				str_from(page_text(page, kind->label)));
		if (view->kinds.count)
			view->kinds.items[view->kinds.count - 1].selected =
				is_ticked(page, kind->name);
	}
	return picker_fill(page, &deputy, &view->deputy, err);
}

static int show_deputies(struct page *page, struct error *err)
{
	struct deputy_page_view view = { .csrf = page_csrf(page),
					 .error = form_error_text(page, labels) };
	int rc;

	put_columns(page, &view.mine, MESSAGE_DEPUTY_LABEL, MESSAGE_DEPUTY_NO_MINE);
	put_columns(page, &view.others, MESSAGE_DEPUTY_ACCOUNT, MESSAGE_DEPUTY_NO_OTHERS);
	rc = read_tables(page, &view.mine, &view.others, false, err);
	view.may_name = (own_permissions(page) & PERMISSION_DEPUTE) != 0;
	if (rc == 0 && view.may_name)
		rc = fill_form(page, &view, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_DEPUTY_TITLE)),
				    template_deputy_page_slot(&view), err);
}

static int read_day(struct page *page, const char *name, int32_t *out, struct error *err)
{
	struct str text = typed(page, name);

	if (civil_parse(text, out))
		return 0;
	return error_invalid(err, name, arena_text(page->arena, text),
			     "a date such as 2008-07-14", "日期，例如 2008-07-14");
}

static int read_deputy(struct page *page, struct deputy *out, struct error *err)
{
	const struct form_field *field = NULL;
	int rc;

	*out = (struct deputy){ .account_id = page->session.account_id,
				.reason = typed(page, "reason") };
	rc = picker_read(page, &deputy_picker, "deputy", &out->deputy_id, err);
	if (rc == 0 && !out->deputy_id)
		rc = error_invalid(err, "deputy", "", deputy_picker.accepted_en,
				   deputy_picker.accepted_zh);
	if (rc == 0)
		rc = read_day(page, "from_day", &out->from_day, err);
	if (rc == 0)
		rc = read_day(page, "to_day", &out->to_day, err);
	while ((field = form_each(page->form, "acts", field)))
		out->acts = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(out->acts),
					 out->acts.length ? " " : "", STR_ARG(field->value));
	return rc;
}

static int act_name(struct page *page, struct act *act, struct error *err)
{
	struct deputy deputy;
	int rc = read_deputy(page, &deputy, err);

	/* Naming a deputy is nobody's to do for another. */
	if (rc == 0 && !(own_permissions(page) & PERMISSION_DEPUTE))
		rc = error_set(err, ERR_DENIED, "Your role does not open this page.",
			       "您的角色无权打开此页面。");
	if (rc == 0)
		rc = deputy_create(act, &deputy, &page->rights, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, deputy.deputy_id);
	act->summary = deputy.acts;
	page_flash(page, MESSAGE_FLASH_DEPUTY_NAMED);
	page_redirect(page, SAFE_URL("/deputies"));
	return 0;
}

/* The asker's own arrangement; another's is not told to exist. */
static int apply(struct page *page, struct act *act, enum deputy_event event, struct error *err)
{
	const struct deputy_asker asker = { page->session.account_id, PERMISSION_LOGGED_IN };
	struct record_key key = { page->jurisdiction_id, 0 };
	struct deputy deputy;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(act->db, &deputy_record, key, page->arena, &deputy, err);
	if (rc == 0 && deputy.account_id != asker.account_id && deputy.deputy_id != asker.account_id)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such record, or you may not see it.",
			       "没有这条记录，或您无权查看。");
	if (rc == 0)
		rc = deputy_apply(&deputy, event, &asker, err);
	if (rc == 0)
		rc = act_update(act, &deputy_record, &deputy, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, deputy.deputy_id);
	act->summary = deputy.acts;
	page_flash(page, MESSAGE_FLASH_DEPUTY_ENDED);
	page_redirect(page, SAFE_URL("/deputies"));
	return 0;
}

static int act_revoke(struct page *page, struct act *act, struct error *err)
{
	return apply(page, act, DEPUTY_REVOKE, err);
}

static int act_decline(struct page *page, struct act *act, struct error *err)
{
	return apply(page, act, DEPUTY_DECLINE, err);
}

const struct route deputy_routes[] = {
	{ .method = HTTP_GET, .path = "/deputies", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_DEPUTY_TITLE, .show = show_deputies },
	{ .method = HTTP_POST, .path = "/deputies", .access = PERMISSION_DEPUTE,
	  .title = MESSAGE_DEPUTY_TITLE, .show = show_deputies, .act = act_name,
	  .act_kind = "deputy.create" },
	{ .method = HTTP_POST, .path = "/deputies/find", .access = PERMISSION_DEPUTE,
	  .title = MESSAGE_DEPUTY_TITLE, .prepare = show_deputies },
	{ .method = HTTP_POST, .path = "/deputies/{id}/revoke", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_DEPUTY_TITLE, .show = show_deputies, .act = act_revoke,
	  .act_kind = "deputy.revoke" },
	{ .method = HTTP_POST, .path = "/deputies/{id}/decline", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_DEPUTY_TITLE, .show = show_deputies, .act = act_decline,
	  .act_kind = "deputy.decline" },
	{ .path = NULL },
};
