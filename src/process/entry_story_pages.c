/*
 * entry_story_pages.c - one points entry in full: what was decided, who recorded it, whether it was taken
 * back, and what it does to the total; and the counter-entry that takes it back (mechanism A4).
 */
#include "messages_appraisal.h"
#include "messages_scoring.h"
#include "messages_web.h"
#include "people/person.h"
#include "people/unit.h"
#include "process/appraisal_store.h"
#include "process/derivation.h"
#include "process/entry.h"
#include "process/entry_form_view.h"
#include "process/entry_pages.h"
#include "statements_entry.h"
#include "statements_entry_pages.h"
#include "templates_process.h"
#include "web/act_pages.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"
#include "web/view_field.h"

#define EFFECT_LINES 4

static const struct form_label labels[] = {
	{ "reason", MESSAGE_ENTRY_STORY_REVERSE_REASON },
	{ "reference", MESSAGE_ENTRY_REFERENCE },
	{ NULL, MESSAGE_NONE },
};

struct story {
	struct entry entry;   /* that of the page */
	struct entry counter; /* head.id 0: it was not taken back */
	struct str subject_name;
};

static bool is_unit(const struct entry *entry)
{
	return entry->subject == SCHEME_UNIT;
}

static int check_entry(struct page *page, permission_set permission, const struct entry *entry,
		       struct error *err)
{
	return page_check(page, permission, is_unit(entry) ? entry->subject_id : 0,
			  is_unit(entry) ? 0 : entry->subject_id, err);
}

static bool may_entry(struct page *page, permission_set permission, const struct entry *entry)
{
	struct error ignored;

	return check_entry(page, permission, entry, &ignored) == 0;
}

/* Reading ------------------------------------------------------------------------------------- */

static int load_entry(struct page *page, struct db *db, struct entry *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	return rc < 0 ? rc : record_get(db, &entry_record, key, page->arena, out, err);
}

static int load_counter(struct page *page, struct story *story, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = db_get_int(page->db, STATEMENT_ENTRY_COUNTER,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				    db_int("reverses_id", story->entry.head.id)),
			    &key.id, err);

	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return rc < 0 ? rc : record_get(page->db, &entry_record, key, page->arena, &story->counter,
					err);
}

static int load_subject(struct page *page, struct story *story, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, story->entry.subject_id };
	struct person person = { .name = STR_EMPTY };
	struct unit unit = { .name = STR_EMPTY };
	int rc = is_unit(&story->entry)
			 ? record_get(page->db, &unit_record, key, page->arena, &unit, err)
			 : record_get(page->db, &person_record, key, page->arena, &person, err);

	story->subject_name = is_unit(&story->entry) ? unit.name : person.name;
	return rc;
}

static int load_story(struct page *page, struct story *story, struct error *err)
{
	int rc = load_entry(page, page->db, &story->entry, err);

	if (rc == 0)
		rc = check_entry(page, PERMISSION_DERIVATION_READ, &story->entry, err);
	if (rc == 0)
		rc = load_subject(page, story, err);
	return rc < 0 ? rc : load_counter(page, story, err);
}

/* Effect -------------------------------------------------------------------------------------- */

static void add_effect(struct page *page, struct entry_story_view *view, enum message message,
		       const struct message_value *values, size_t count)
{
	if (view->effect.count < EFFECT_LINES)
		view->effect.items[view->effect.count++] = (struct entry_effect_line){
			page_message(page, message, values, count)
		};
}

/* The total with the entry's points once more or once less. */
static bool total_with(const struct appraisal_year *year, const struct entry *entry, int sign,
		       struct decimal *out)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, year->member);
	struct decimal bonus = result->bonus_entered, deductions = result->deductions;
	int64_t points = sign * entry->points.scaled;

	if (entry->kind == ENTRY_BONUS)
		bonus.scaled += points;
	else
		deductions.scaled += points;
	return appraisal_total_with(year->appraisal, year->member, bonus, deductions, out);
}

static void fill_veto(struct page *page, const struct appraisal_year *year, bool stands,
		      struct entry_story_view *view)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, year->member);
	struct message_value grades[] = {
		{ "grade", derivation_grade(year->scheme, result->grade, page->language) },
		{ "other",
		  derivation_grade(year->scheme, result->grade_by_threshold, page->language) },
	};

	if (result->grade < 0)
		add_effect(page, view, MESSAGE_ENTRY_STORY_NO_GRADE, NULL, 0);
	else if (stands)
		add_effect(page, view, MESSAGE_ENTRY_STORY_VETO_STANDS, grades, 2);
	else
		add_effect(page, view, MESSAGE_ENTRY_STORY_VETO_GONE, grades, 1);
}

static void fill_points(struct page *page, const struct appraisal_year *year,
			const struct story *story, struct entry_story_view *view)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, year->member);
	bool stands = !story->counter.head.id && !story->entry.reverses_id;
	struct decimal other;
	int places = year->scheme->places;
	struct message_value totals[] = { { "total", page_points(page, result->total, places) },
					  { "other", STR_EMPTY } };

	if (!result->has_total) {
		add_effect(page, view, MESSAGE_ENTRY_STORY_NO_TOTAL, NULL, 0);
		return;
	}
	if (!total_with(year, &story->entry, stands ? -1 : 1, &other))
		return;
	totals[1].text = page_points(page, other, places);
	add_effect(page, view, stands ? MESSAGE_ENTRY_STORY_TOTAL_WITH
				      : MESSAGE_ENTRY_STORY_TOTAL_WITHOUT,
		   totals, 2);
	if (stands && story->entry.kind == ENTRY_BONUS &&
	    decimal_compare(result->bonus_counted, result->bonus_entered) < 0)
		add_effect(page, view, MESSAGE_ENTRY_STORY_CAPPED, NULL, 0);
}

static int fill_effect(struct page *page, const struct story *story,
		       struct entry_story_view *view, struct error *err)
{
	struct appraisal_year *year;
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .year = (int)story->entry.year,
					     .subject = (enum scheme_subject)story->entry.subject,
					     .subject_id = story->entry.subject_id };
	int rc = appraisal_load(page->db, &request, page->arena, &year, err);

	view->effect.items = ARENA_ARRAY(page->arena, struct entry_effect_line, EFFECT_LINES);
	if (!view->effect.items)
		return error_broken(err, ERR_MEMORY, "effect");
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		add_effect(page, view, MESSAGE_ENTRY_STORY_NOT_APPRAISED, NULL, 0);
		return 0;
	}
	if (rc < 0)
		return rc;
	if (story->entry.kind == ENTRY_VETO)
		fill_veto(page, year, appraisal_result(year->appraisal, year->member)->vetoed, view);
	else
		fill_points(page, year, story, view);
	if (is_unit(&story->entry))
		view->derivation = link_derivation(page, year->year, story->entry.subject_id);
	return 0;
}

/* The page ------------------------------------------------------------------------------------ */

/* Role and time for all; the account's name for those who read every derivation. */
static int fill_recorded(struct page *page, int64_t id, struct str *out, struct error *err)
{
	struct db_query *query;
	bool named = rights_has_everywhere(&page->rights, PERMISSION_DERIVATION_READ);
	int rc = db_query_open(page->db, STATEMENT_ENTRY_PAGES_RECORDED,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		enum message role = act_role_word(db_query_bytes(query, 0));
		struct str at = page_instant(page, db_query_int(query, 1));
		struct str name = named ? db_query_bytes(query, 2) : STR_EMPTY;

		*out = arena_format(page->arena, "%.*s · %s%s%.*s", STR_ARG(at),
				    role ? page_text(page, role) : "", name.length ? " · " : "",
				    STR_ARG(name));
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int fill_part(struct page *page, const struct entry *entry, bool linked,
		     struct entry_part *out, struct error *err)
{
	out->reason = entry->reason;
	out->day = page_day(page, entry->day);
	out->reference = entry->reference;
	out->proof = link_proof(page, "entry", entry->head.id);
	if (linked)
		out->url = safe_url_format(page->arena, "/entries/%I", entry->head.id);
	return fill_recorded(page, entry->head.id, &out->recorded, err);
}

/* Of a counter-entry's page, the entry that it takes back stands first. */
static int fill_parts(struct page *page, const struct story *story, struct entry_story_view *view,
		      struct error *err)
{
	struct record_key key = { page->jurisdiction_id, story->entry.reverses_id };
	struct entry original;
	int rc;

	view->has_counter = story->counter.head.id || story->entry.reverses_id;
	if (!story->entry.reverses_id) {
		rc = fill_part(page, &story->entry, false, &view->entry, err);
		if (rc == 0 && view->has_counter)
			rc = fill_part(page, &story->counter, true, &view->counter, err);
		return rc;
	}
	rc = record_get(page->db, &entry_record, key, page->arena, &original, err);
	if (rc == 0)
		rc = fill_part(page, &original, true, &view->entry, err);
	return rc < 0 ? rc : fill_part(page, &story->entry, false, &view->counter, err);
}

static const char *effect_name(const struct story *story)
{
	if (story->counter.head.id)
		return "cancelled";
	return story->entry.reverses_id ? "counter" : "counted";
}

static void fill_texts(struct page *page, const struct story *story,
		       struct entry_story_view *view)
{
	const struct entry *entry = &story->entry;
	struct message_value year = { "year", arena_format(page->arena, "%lld",
							   (long long)entry->year) };
	bool counted = !story->counter.head.id && !entry->reverses_id;
	char points[DECIMAL_TEXT_BYTES];

	view->subject = story->subject_name;
	view->kind = str_from(page_text(page, entry_kinds[entry->kind].label));
	if (entry->kind != ENTRY_VETO)
		view->points = arena_str(page->arena,
					 str_from(decimal_format_short(entry->points, points)));
	view->title = arena_format(page->arena, "%.*s · %.*s %.*s", STR_ARG(view->subject),
				   STR_ARG(view->kind), STR_ARG(view->points));
	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, &year, 1);
	view->year_url = link_year(page, entry->year);
	view->state = str_from(page_text(page, entry_effect_word(str_from(effect_name(story)))));
	view->light = counted ? "light ok" : "light idle";
	if (is_unit(entry) && page_may(page, PERMISSION_UNIT_READ, entry->subject_id, 0))
		view->subject_url = link_unit(page, entry->subject_id);
	if (!is_unit(entry) && page_may(page, PERMISSION_PERSON_READ, 0, entry->subject_id))
		view->subject_url = link_person(page, entry->subject_id);
}

static void fill_form(struct page *page, const struct story *story, struct entry_story_view *view)
{
	view->may_reverse = !story->counter.head.id && !story->entry.reverses_id &&
			    may_entry(page, PERMISSION_ENTRY_WRITE, &story->entry);
	view->error = form_error_text(page, labels);
	view->csrf = page_csrf(page);
	view->reason = form_value(page->form, "reason");
	view->reference = form_value(page->form, "reference");
	view->class_reason = form_field_class(page, "reason");
	view->class_reference = form_field_class(page, "reference");
	view->action = safe_url_format(page->arena, "/entries/%I/reverse", story->entry.head.id);
}

static int show_json(struct page *page, const struct story *story)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "entry");
	record_json(&entry_record, &story->entry, &json);
	json_name(&json, "effect");
	json_text(&json, effect_name(story));
	json_name(&json, "counter_entry");
	if (story->counter.head.id)
		record_json(&entry_record, &story->counter, &json);
	else
		json_null(&json);
	json_object_end(&json);
	return 0;
}

static int show_story(struct page *page, struct error *err)
{
	struct entry_story_view view = { .may_reverse = false };
	struct story story = { .counter = { .head = { 0 } } };
	int rc = load_story(page, &story, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, &story);
	rc = fill_parts(page, &story, &view, err);
	if (rc == 0)
		rc = fill_effect(page, &story, &view, err);
	if (rc < 0)
		return rc;
	fill_texts(page, &story, &view);
	fill_form(page, &story, &view);
	return page_render(page, view.title, template_entry_story_slot(&view), err);
}

static int act_reverse(struct page *page, struct act *act, struct error *err)
{
	struct entry form = { .day = CIVIL_NO_DAY }, entry, counter;
	int rc = load_entry(page, act->db, &entry, err);

	if (rc == 0)
		rc = check_entry(page, PERMISSION_ENTRY_WRITE, &entry, err);
	if (rc == 0)
		rc = field_parse(record_field(&entry_record, STR("reason")),
				 form_value(page->form, "reason"), &form, act->arena, err);
	if (rc == 0)
		rc = field_parse(record_field(&entry_record, STR("reference")),
				 form_value(page->form, "reference"), &form, act->arena, err);
	if (rc == 0)
		rc = entry_reverse(act, entry.head.id, form.reason, form.reference, &counter, err);
	if (rc < 0)
		return rc;
	act->summary = counter.reason;
	page_flash(page, MESSAGE_FLASH_ENTRY_REVERSED);
	page_redirect(page, safe_url_format(page->arena, "/entries/%I", entry.head.id));
	return 0;
}

static const struct view_field story_view[] = {
	{ .name = "entry", .type = VIEW_RECORD, .record = &entry_record },
	{ .name = "effect", .type = VIEW_TEXT },
	{ .name = "counter_entry", .type = VIEW_RECORD, .flags = VIEW_NULL,
	  .record = &entry_record },
	{ .name = NULL },
};

static const struct route_input reverse_input[] = {
	{ "reason", INPUT_TEXT, true, 1, 0, NULL, MESSAGE_ENTRY_REASON },
	{ "reference", INPUT_TEXT, false, 0, 0, NULL, MESSAGE_ENTRY_REFERENCE },
	{ 0 },
};

const struct route entry_story_routes[] = {
	{ .method = HTTP_GET, .path = "/entries/{id}", .access = PERMISSION_DERIVATION_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_ENTRIES, .show = show_story,
	  .view = story_view },
	{ .method = HTTP_POST, .path = "/entries/{id}/reverse", .access = PERMISSION_ENTRY_WRITE,
	  .title = MESSAGE_MENU_ENTRIES, .show = show_story, .act = act_reverse,
	  .act_kind = "entry.reverse", .input = reverse_input },
	{ .path = NULL },
};
