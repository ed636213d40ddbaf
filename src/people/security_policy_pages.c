/*
 * security_policy_pages.c - what is in force, and a new policy from a day on.
 *
 * A policy that has begun is never changed: a new one takes over from its day. Setting one for a day that
 * has one already (today's, or one to come) replaces it.
 */
#include "people/security_policy.h"

#include "messages_log_in.h"
#include "people/security_policy_view.h"
#include "statements_security_policy.h"
#include "templates_people.h"
#include "templates_web.h"
#include "web/record_form.h"
#include "web/route.h"

/* Showing -------------------------------------------------------------------------------------- */

static void value_row(struct page *page, const struct security_policy *policy,
		      const struct field *field, struct table_view *table)
{
	struct str value = field->type == FIELD_CHOICE
				   ? str_from(page_text(page, password_profiles[policy->profile].label))
				   : field_format(field, policy, page->arena);

	table_row(table);
	table_heading(table, str_from(page_text(page, field->label)), (struct safe_url){ STR_EMPTY });
	table_cell(table, value);
}

static int fill_now(struct page *page, const struct security_policy *policy,
		    struct table_view *table, struct error *err)
{
	const struct record_type *type = &security_policy_record;

	table_init(table, page->arena, page_text(page, MESSAGE_POLICY_NOW), "");
	table_column(table, page_text(page, MESSAGE_POLICY_RULE), 0);
	table_column(table, page_text(page, MESSAGE_POLICY_VALUE), 0);
	for (size_t i = 0; i < type->field_count; i++)
		if (type->fields[i].type != FIELD_DAY || policy->from_day != CIVIL_NO_DAY)
			value_row(page, policy, &type->fields[i], table);
	return table_check(table, err);
}

static void policy_row(struct page *page, const struct security_policy *policy,
		       struct table_view *table)
{
	table_row(table);
	table_heading(table, page_day(page, policy->from_day), (struct safe_url){ STR_EMPTY });
	table_cell(table, str_from(page_text(page, password_profiles[policy->profile].label)));
	table_cell(table, page_number(page, policy->minimum_length));
	table_cell(table, page_number(page, policy->rotation_days));
	table_cell(table, page_number(page, policy->history_count));
	table_cell(table, page_number(page, policy->idle_minutes));
}

static int fill_all(struct page *page, struct table_view *table, struct error *err)
{
	struct security_policy policy;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SECURITY_POLICY_ALL,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_POLICY_ALL),
		   page_text(page, MESSAGE_POLICY_NONE));
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_FROM_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_PROFILE), 0);
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_MINIMUM_LENGTH), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_ROTATION_DAYS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_HISTORY_COUNT),
		     COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SECURITY_POLICY_IDLE_MINUTES),
		     COLUMN_NUMBER | COLUMN_WIDE);
	while ((rc = db_query_step(query, err)) > 0) {
		rc = record_read(query, &security_policy_record, page->arena, &policy, err);
		if (rc < 0)
			break;
		policy_row(page, &policy, table);
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int show_policy(struct page *page, struct error *err)
{
	struct security_policy_view view = {
		.may_write = page->permissions & PERMISSION_ACCOUNT_WRITE,
	};
	struct security_policy policy;
	int rc = security_policy_find(page->db, page->jurisdiction_id, page->today, &policy, err);

	if (rc == 0)
		rc = fill_now(page, &policy, &view.now, err);
	if (rc == 0)
		rc = fill_all(page, &view.all, err);
	if (rc < 0)
		return rc;
	view.is_default = policy.from_day == CIVIL_NO_DAY;
	return page_render(page, str_from(page_text(page, page->route->title)),
			   PAGE_SLOT(template_security_policy, &view), err);
}

/* A new one ------------------------------------------------------------------------------------ */

static int show_new(struct page *page, struct error *err)
{
	struct record_form_view view = {
		.title = str_from(page_text(page, MESSAGE_POLICY_NEW)),
		.about = str_from(page_text(page, MESSAGE_POLICY_NEW_ABOUT)),
		.back = SAFE_URL("/security/policy"),
		.action = SAFE_URL("/security/policy/new"),
	};
	struct security_policy policy;
	int rc = security_policy_find(page->db, page->jurisdiction_id, page->today, &policy, err);

	policy.from_day = page->today;
	if (rc == 0)
		rc = record_form_fill(page, &security_policy_record, &policy, &view, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_record_form_slot(&view), err);
}

/* The one that begins on that day already; -ERR_NOT_FOUND when there is none. */
static int find_of_day(struct page *page, struct db *db, int32_t day, struct security_policy *out,
		       struct error *err)
{
	int64_t id;
	int rc = db_get_int(db, STATEMENT_SECURITY_POLICY_OF_DAY,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				    db_int("from_day", day)),
			    &id, err);

	return rc < 0 ? rc
		      : record_get(db, &security_policy_record,
				   (struct record_key){ page->jurisdiction_id, id }, page->arena, out,
				   err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct security_policy policy = { .from_day = page->today }, present;
	char day[CIVIL_TEXT_BYTES];
	int rc = record_form_read(page, &security_policy_record, &policy, err);

	if (rc == 0)
		rc = security_policy_check(&policy, err);
	if (rc == 0 && policy.from_day < act->day)
		rc = error_invalid(err, "from_day", civil_format(policy.from_day, day),
				   "today or a later day", "今天或以后的日期");
	if (rc < 0)
		return rc;
	rc = find_of_day(page, act->db, policy.from_day, &present, err);
	if (rc == 0) {
		policy.head = present.head;
		rc = act_update(act, &security_policy_record, &policy, err);
	} else if (rc == -ERR_NOT_FOUND) {
		rc = act_create(act, &security_policy_record, &policy, err);
	}
	if (rc < 0)
		return rc;
	act->summary = str_from(password_profiles[policy.profile].name);
	page_forget_sessions(page, 0); /* everybody's times may be others now */
	page_flash(page, MESSAGE_FLASH_POLICY_SET);
	page_redirect(page, SAFE_URL("/security/policy"));
	return 0;
}

const struct route security_policy_routes[] = {
	{ .method = HTTP_GET, .path = "/security/policy", .access = PERMISSION_ACCOUNT_READ,
	  .title = MESSAGE_POLICY_TITLE, .show = show_policy },
	{ .method = HTTP_GET, .path = "/security/policy/new", .access = PERMISSION_ACCOUNT_WRITE,
	  .title = MESSAGE_POLICY_NEW, .show = show_new },
	{ .method = HTTP_POST, .path = "/security/policy/new", .access = PERMISSION_ACCOUNT_WRITE,
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_POLICY_NEW, .show = show_new,
	  .act = act_new, .act_kind = "security_policy.set" },
	{ .path = NULL },
};
