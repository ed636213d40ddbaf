/*
 * entry_form_pages.c - a new bonus, deduction or veto, entered by hand (mechanism A4).
 *
 * The form carries the identifier that its entry will have, so that a second press of the button finds the
 * first one's entry. The same content under another identifier is asked about once more: two equal
 * decisions on one day are possible, and rarer than a form filled in twice.
 */
#include <stdio.h>

#include "messages_appraisal.h"
#include "messages_scoring.h"
#include "messages_token.h"
#include "people/appraisal_group.h"
#include "people/name_key.h"
#include "people/person.h"
#include "people/unit.h"
#include "process/entry.h"
#include "process/entry_form_view.h"
#include "process/entry_pages.h"
#include "process/score.h"
#include "statements_appraisal_group.h"
#include "statements_entry_pages.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "code", MESSAGE_ENTRY_FORM_CODE },
	{ "year", MESSAGE_ENTRY_YEAR },
	{ "kind", MESSAGE_ENTRY_KIND },
	{ "points", MESSAGE_ENTRY_POINTS },
	{ "reason", MESSAGE_ENTRY_REASON },
	{ "day", MESSAGE_ENTRY_FORM_DAY },
	{ "reference", MESSAGE_ENTRY_REFERENCE },
	{ NULL, MESSAGE_NONE },
};

/* The subject ---------------------------------------------------------------------------------*/

static int check_subject(struct page *page, enum scheme_subject subject, int64_t id,
			 struct error *err)
{
	bool unit = subject == SCHEME_UNIT;

	return page_check(page, PERMISSION_ENTRY_WRITE, unit ? id : 0, unit ? 0 : id, err);
}

/* A unit or person that the asker may enter something for; *out_name is its name. */
static int read_subject(struct page *page, struct db *db, const struct entry *entry,
			struct str *out_name, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, entry->subject_id };
	enum scheme_subject subject = (enum scheme_subject)entry->subject;
	struct person person = { .name = STR_EMPTY };
	struct unit unit = { .name = STR_EMPTY };
	int rc = check_subject(page, subject, entry->subject_id, err);

	if (rc == 0 && subject == SCHEME_UNIT)
		rc = record_get(db, &unit_record, key, page->arena, &unit, err);
	else if (rc == 0)
		rc = record_get(db, &person_record, key, page->arena, &person, err);
	*out_name = subject == SCHEME_UNIT ? unit.name : person.name;
	return rc;
}

static int refuse_code(struct str code, struct error *err)
{
	char text[ERROR_NAME_BYTES * 2];
	struct str cut = utf8_cut(code, sizeof(text) - 1);

	memcpy(text, cut.bytes ? cut.bytes : "", cut.length);
	text[cut.length] = '\0';
	return error_invalid(err, "code", text,
			     "the code or the full name of a registered unit, or a person's code",
			     "已登记单位的代码或全称，或人员编号");
}

static int find_unit_named(struct act *act, struct str name, int64_t *out, struct error *err)
{
	struct db_query *query;
	struct str key;
	size_t found = 0;
	int rc = name_key(name, act->arena, &key, err);

	if (rc == 0)
		rc = db_query_open(act->db, STATEMENT_ENTRY_PAGES_UNITS_NAMED,
				   DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					   db_blob("name_key", key), db_text("name", name)),
				   &query, err);
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0 && ++found)
		*out = db_query_int(query, 0);
	db_query_close(query);
	if (rc == 0 && found != 1)
		rc = refuse_code(name, err);
	return rc;
}

static int find_code(struct page *page, struct act *act, struct entry *entry, struct error *err)
{
	struct str code = str_trim(form_value(page->form, "code"));
	struct person person;
	struct unit unit;
	int rc;

	if (code.length == 0 || !utf8_is_valid(code))
		return refuse_code(code, err);
	if (entry->subject == SCHEME_PERSON) {
		rc = person_find(act->db, act->jurisdiction_id, code, act->arena, &person, err);
		entry->subject_id = person.head.id;
		return rc == -ERR_NOT_FOUND ? refuse_code(code, err) : rc;
	}
	rc = unit_find(act->db, act->jurisdiction_id, code, act->arena, &unit, err);
	entry->subject_id = unit.head.id;
	return rc == -ERR_NOT_FOUND ? find_unit_named(act, code, &entry->subject_id, err) : rc;
}

/* Whom it is about: chosen by a link, or named by code. One that the asker has no right to is as unknown
 * as one that does not exist. */
static int take_subject(struct page *page, struct act *act, struct entry *entry,
			struct error *err)
{
	struct str chosen = form_value(page->form, "subject_id"), name;
	int subject = scheme_subject_from_name(form_value(page->form, "subject"));
	int rc = 0;

	entry->subject = subject < 0 ? SCHEME_UNIT : subject;
	if (chosen.length && !id_parse(chosen, &entry->subject_id))
		return refuse_code(chosen, err);
	if (!chosen.length)
		rc = find_code(page, act, entry, err);
	if (rc == 0)
		rc = read_subject(page, act->db, entry, &name, err);
	if (rc == -ERR_NOT_FOUND)
		rc = refuse_code(form_value(page->form, "code"), err);
	return rc;
}

/* The act ------------------------------------------------------------------------------------- */

static int take_fields(struct page *page, struct act *act, struct entry *entry, struct error *err)
{
	static const char *const names[] = { "year", "kind", "points", "reason", "day",
					     "reference" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(names); i++)
		rc = field_parse(record_field(&entry_record, str_from(names[i])),
				 form_value(page->form, names[i]), entry, act->arena, err);
	if (rc)
		return rc;
	if (entry->year > civil_from_day(act->day).year)
		return error_invalid(err, "year",
				     field_format(record_field(&entry_record, STR("year")), entry,
						  act->arena)
					     .bytes,
				     "a year up to the present one", "不晚于今年的年度");
	if (entry->day > act->day) {
		char found[CIVIL_TEXT_BYTES];
		return error_invalid(err, "day", civil_format(entry->day, found),
				     "a date up to today", "不晚于今天的日期");
	}
	return 0;
}

/* Another entry says exactly this already, and nobody said that this is one more. */
static int check_again(struct page *page, struct act *act, const struct entry *entry,
		       struct error *err)
{
	int64_t same;
	int rc;

	if (str_equal(form_value(page->form, "again"), STR("1")))
		return 0;
	rc = entry_find_same(act, entry, &same, err);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (rc < 0)
		return rc;
	error_set(err, ERR_RULE,
		  "The same entry stands already. If this is another decision, say so below.",
		  "已有内容完全相同的记录。如确属另一项决定，请在下方勾选确认。");
	(void)snprintf(err->field, sizeof(err->field), "again");
	return -ERR_RULE;
}

static struct safe_url entry_url(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/entries/%I", id);
}

/* The button was pressed twice: the entry is there. */
static bool is_there(struct page *page, struct act *act, int64_t id)
{
	struct record_key key = { act->jurisdiction_id, id };
	struct entry present;
	struct error ignored;

	if (record_get(act->db, &entry_record, key, page->arena, &present, &ignored) != 0 ||
	    check_subject(page, (enum scheme_subject)present.subject, present.subject_id,
			  &ignored) != 0)
		return false;
	page_flash(page, MESSAGE_FLASH_ENTRY_THERE);
	page_redirect(page, entry_url(page, id));
	return true;
}

static int act_new_entry(struct page *page, struct act *act, struct error *err)
{
	struct entry entry = { .day = CIVIL_NO_DAY };
	int64_t id;
	int rc;

	if (!id_parse(form_value(page->form, "token"), &id))
		return error_invalid(err, "token", "", "the form as it was opened",
				     "原样打开的表单");
	if (is_there(page, act, id))
		return 0;
	rc = take_subject(page, act, &entry, err);
	if (rc == 0)
		rc = take_fields(page, act, &entry, err);
	if (rc == 0)
		rc = entry_check(&entry, err);
	if (rc == 0)
		rc = check_again(page, act, &entry, err);
	entry.head.id = id;
	if (rc == 0)
		rc = entry_add(act, &entry, err);
	if (rc < 0)
		return rc;
	act->summary = entry.reference.length ? entry.reference : entry.reason;
	page_flash(page, MESSAGE_FLASH_ENTRY_ADDED);
	page_redirect(page, entry_url(page, id));
	return 0;
}

/* The form ------------------------------------------------------------------------------------ */

static void put_options(struct page *page, struct list_options *out, const char *name,
			const struct field_choice *choices)
{
	struct str value = form_value(page->form, name);

	list_option_choices(page, out, name, choices);
	for (size_t i = 0; i < out->count; i++)
		if (value.length)
			out->items[i].selected = str_equal(out->items[i].value, value);
}

/* What was typed, else what the link says. */
static struct str value_of(struct page *page, const char *name)
{
	return form_has(page->form, name) ? form_value(page->form, name)
					  : form_value(page->query, name);
}

/* The subject of the link ?unit= or ?person=, or of the refused form. */
static int fill_subject(struct page *page, struct entry_form_view *view, struct error *err)
{
	struct entry entry = { .subject = SCHEME_UNIT };
	struct str id = form_value(page->form, "subject_id");
	int rc;

	if (id.length) {
		int subject = scheme_subject_from_name(form_value(page->form, "subject"));
		entry.subject = subject < 0 ? SCHEME_UNIT : subject;
	} else if (form_has(page->query, "person")) {
		entry.subject = SCHEME_PERSON;
		id = form_value(page->query, "person");
	} else {
		id = form_value(page->query, "unit");
	}
	view->back = SAFE_URL("/entries");
	if (!id.length)
		return 0;
	rc = id_parse(id, &entry.subject_id)
		     ? read_subject(page, page->db, &entry, &view->subject_name, err)
		     : page_parameter_id(page, 0, &entry.subject_id, err);
	if (rc < 0)
		return rc;
	view->chosen = true;
	view->subject = str_from(scheme_subject_name((enum scheme_subject)entry.subject));
	view->subject_id = id;
	view->back = entry.subject == SCHEME_UNIT ? link_unit(page, entry.subject_id)
						  : link_person(page, entry.subject_id);
	return 0;
}

/* The newest year that has groups: the one that is being appraised. */
static int default_year(struct page *page, struct str *out, struct error *err)
{
	int64_t year;
	int rc = db_get_int(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &year, err);

	if (rc == 0)
		*out = arena_format(page->arena, "%lld", (long long)year);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static void fill_classes(struct page *page, struct entry_form_view *view)
{
	view->class_code = form_field_class(page, "code");
	view->class_year = form_field_class(page, "year");
	view->class_kind = form_field_class(page, "kind");
	view->class_points = form_field_class(page, "points");
	view->class_reason = form_field_class(page, "reason");
	view->class_day = form_field_class(page, "day");
	view->class_reference = form_field_class(page, "reference");
}

static struct str token_of(struct page *page)
{
	char text[ID_TEXT_BYTES];

	if (form_has(page->form, "token"))
		return form_value(page->form, "token");
	return arena_str(page->arena, str_from(id_format(id_new(), text)));
}

static int show_form(struct page *page, struct error *err)
{
	struct entry_form_view view = { .csrf = page_csrf(page), .token = token_of(page) };
	int rc = fill_subject(page, &view, err);

	view.year = value_of(page, "year");
	if (rc == 0 && view.year.length == 0)
		rc = default_year(page, &view.year, err);
	if (rc < 0)
		return rc;
	put_options(page, &view.subjects, "subject", appraisal_subjects);
	put_options(page, &view.kinds, "kind", entry_kinds);
	view.error = form_error_text(page, labels);
	view.code = value_of(page, "code");
	view.points = value_of(page, "points");
	view.reason = value_of(page, "reason");
	view.today = page_day(page, page->today);
	view.day = form_has(page->form, "day") ? form_value(page->form, "day") : view.today;
	view.reference = value_of(page, "reference");
	view.asks_again = strcmp(page->error.field, "again") == 0;
	fill_classes(page, &view);
	return page_render(page, str_from(page_text(page, MESSAGE_ENTRY_FORM_TITLE)),
			   template_entry_form_slot(&view), err);
}

static const struct route_input entry_input[] = {
	{ "token", INPUT_ID, true, 0, 0, NULL, MESSAGE_OPENAPI_ONCE },
	{ "subject", INPUT_CHOICE, false, 0, 0, appraisal_subjects, MESSAGE_ENTRY_SUBJECT },
	{ "subject_id", INPUT_ID, false, 0, 0, NULL, MESSAGE_ENTRY_SUBJECT_ID },
	{ "code", INPUT_TEXT, false, 1, 0, NULL, MESSAGE_OPENAPI_CODE_OF },
	{ "year", INPUT_INTEGER, true, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, NULL,
	  MESSAGE_ENTRY_YEAR },
	{ "kind", INPUT_CHOICE, true, 0, 0, entry_kinds, MESSAGE_ENTRY_KIND },
	{ "points", INPUT_DECIMAL, false, 0, 0, NULL, MESSAGE_ENTRY_POINTS },
	{ "reason", INPUT_TEXT, true, 1, 0, NULL, MESSAGE_ENTRY_REASON },
	{ "day", INPUT_DAY, true, 0, 0, NULL, MESSAGE_ENTRY_DAY },
	{ "reference", INPUT_TEXT, false, 0, 0, NULL, MESSAGE_ENTRY_REFERENCE },
	{ "again", INPUT_BOOLEAN, false, 0, 0, NULL, MESSAGE_OPENAPI_AGAIN },
	{ 0 },
};

const struct route entry_form_routes[] = {
	{ .method = HTTP_GET, .path = "/entries/new", .access = PERMISSION_ENTRY_WRITE,
	  .title = MESSAGE_ENTRY_FORM_TITLE, .show = show_form },
	{ .method = HTTP_POST, .path = "/entries/new", .access = PERMISSION_ENTRY_WRITE,
	  .title = MESSAGE_ENTRY_FORM_TITLE, .show = show_form, .act = act_new_entry,
	  .act_kind = "entry.create", .input = entry_input },
	{ .path = NULL },
};
