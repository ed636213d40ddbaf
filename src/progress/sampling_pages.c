/*
 * sampling_pages.c - sampling plans: committing to one, drawing, and the draw so that it can be done again.
 *
 * The seed is proposed by the program and kept by the inspector: only its hash is stored until the draw. The
 * JSON of a drawn plan has every report that was drawn from with its key.
 */
#include "messages_common.h"
#include "messages_people.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "messages_web.h"
#include "progress/progress_view.h"
#include "progress/sampling_store.h"
#include "progress/sampling_view.h"
#include "statements_sampling.h"
#include "templates_progress.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

#define SHOWN 100
#define SEED_CHARACTERS 32

static const struct form_label labels[] = {
	{ "title", MESSAGE_SAMPLING_TITLE },
	{ "year", MESSAGE_COMMON_YEAR },
	{ "from_day", MESSAGE_SAMPLING_FROM_DAY },
	{ "to_day", MESSAGE_SAMPLING_TO_DAY },
	{ "size", MESSAGE_SAMPLING_SIZE },
	{ "seed", MESSAGE_SAMPLING_SEED },
	{ "note", MESSAGE_SAMPLING_NOTE },
	{ NULL, MESSAGE_NONE },
};

static struct safe_url link_sampling(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/samplings/%I", id);
}

static enum message state_word(struct str stored)
{
	return list_page_word(sampling_states, stored);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "title", .label = MESSAGE_SAMPLING_TITLE, .sort = "title",
	  .link = link_sampling, .link_column = "id" },
	{ .column = "year", .label = MESSAGE_COMMON_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW, .sort = "year" },
	{ .column = "from_day", .label = MESSAGE_SAMPLING_FROM_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "to_day", .label = MESSAGE_SAMPLING_TO_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "size", .label = MESSAGE_SAMPLING_SIZE, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ .column = "state", .label = MESSAGE_SAMPLING_STATE, .flags = COLUMN_NARROW,
	  .word = state_word },
	{ .column = "made_day", .label = MESSAGE_SAMPLING_MADE_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "made_day" },
	{ .column = "drawn_day", .label = MESSAGE_SAMPLING_DRAWN_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_SAMPLING_PAGE_NEW, "/samplings/new", PERMISSION_PLAN_REVIEW },
	{ 0 },
};

static const struct list_page samplings = {
	.listing = LISTING_SAMPLING_PAGES,
	.about = MESSAGE_SAMPLING_PAGE_ABOUT,
	.columns = columns,
	.actions = actions,
	.sort = "made_day",
	.descending = true,
	.file_name = "samplings.csv",
};

static int show_samplings(struct page *page, struct error *err)
{
	return list_page_show(page, &samplings,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

/* A new one ---------------------------------------------------------------------------------------- */

static struct str typed(struct page *page, const char *name, struct str otherwise)
{
	return form_has(page->form, name) ? form_value(page->form, name) : otherwise;
}

static struct str iso(struct page *page, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];

	return arena_str(page->arena, str_from(civil_format(day, text)));
}

static int show_new(struct page *page, struct error *err)
{
	char seed[SEED_CHARACTERS + 1];
	int year = civil_from_day(page->today).year;

	random_text(seed, SEED_CHARACTERS);
	struct sampling_new_view view = {
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.title = typed(page, "title", STR_EMPTY),
		.year = typed(page, "year", arena_format(page->arena, "%d", year)),
		.from_day = typed(page, "from_day", iso(page, civil_year_start(year))),
		.to_day = typed(page, "to_day", iso(page, page->today)),
		.size = typed(page, "size", STR("10")),
		.seed = typed(page, "seed", arena_str(page->arena, str_from(seed))),
		.only_done = !form_has(page->form, "title") || form_has(page->form, "only_done"),
		.class_title = form_field_class(page, "title"),
		.class_from = form_field_class(page, "from_day"),
		.class_to = form_field_class(page, "to_day"),
		.class_size = form_field_class(page, "size"),
		.class_year = form_field_class(page, "year"),
		.class_seed = form_field_class(page, "seed"),
	};

	return page_render(page, str_from(page_text(page, MESSAGE_SAMPLING_PAGE_NEW)),
			   template_sampling_new_slot(&view), err);
}

static int read_fields(struct page *page, struct sampling *out, struct error *err)
{
	static const char *const names[] = { "title", "from_day", "to_day", "size" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(names); i++)
		rc = field_parse(record_field(&sampling_record, str_from(names[i])),
				 form_value(page->form, names[i]), out, page->arena, err);
	out->only_done = str_equal(form_value(page->form, "only_done"), STR("1"));
	return rc;
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct sampling sampling = { .maker_id = page->rights.person_id };
	struct str text = str_trim(form_value(page->form, "year"));
	int64_t year = 0;
	int rc = page_check(page, PERMISSION_PLAN_REVIEW, 0, 0, err);

	if (rc == 0)
		rc = read_fields(page, &sampling, err);
	if (rc == 0 && !str_parse_int(text, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year))
		rc = error_invalid(err, "year", "", "a year such as 2009", "如 2009 的年度");
	if (rc == 0)
		rc = sampling_commit(act, (int)year, str_trim(form_value(page->form, "seed")),
				     &sampling, err);
	if (rc < 0)
		return rc;
	act->summary = sampling.title;
	page_flash(page, MESSAGE_FLASH_SAMPLING_COMMITTED);
	page_redirect(page, link_sampling(page, sampling.head.id));
	return 0;
}

/* One ---------------------------------------------------------------------------------------------- */

struct sampled {
	struct sampling sampling;
	struct sampling_entry *items;
	size_t count;
};

static int load_sampled(struct page *page, struct db *db, struct sampled *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &sampling_record, key, page->arena, &out->sampling, err);
	if (rc == 0 && out->sampling.state == SAMPLING_DRAWN)
		rc = sampling_population(db, &out->sampling, page->arena, &out->items, &out->count,
					 err);
	return rc;
}

static void entry_json(const struct sampling_entry *entry, size_t position, struct json *json)
{
	char key[HASH_HEX_BYTES];

	hex_encode(hash_str(&entry->key), key);
	json_object_begin(json);
	json_name(json, "position"), json_int(json, (int64_t)position);
	json_name(json, "report"), json_id(json, entry->report_id);
	json_name(json, "key"), json_text(json, key);
	json_name(json, "drawn"), json_bool(json, entry->drawn);
	json_name(json, "state"), json_text(json, report_states[entry->state].name);
	json_object_end(json);
}

static void sampled_json(struct page *page, const struct sampled *it)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "sampling"), record_json(&sampling_record, &it->sampling, &json);
	json_name(&json, "population"), json_array_begin(&json);
	for (size_t i = 0; i < it->count; i++)
		entry_json(&it->items[i], i + 1, &json);
	json_array_end(&json);
	json_object_end(&json);
}

/* The order as far as it was needed: what was taken, and what was passed over before the last taken. */
static int fill_draws(struct page *page, const struct sampled *it, struct table_view *table,
		      struct error *err)
{
	size_t last = 0;

	for (size_t i = 0; i < it->count; i++)
		if (it->items[i].drawn)
			last = i + 1;
	table_init(table, page->arena, page_text(page, MESSAGE_SAMPLING_PAGE_DRAWN),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_SAMPLING_DRAW_POSITION), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_PROGRESS_REPORT_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_SAMPLING_PAGE_KEY), COLUMN_WIDE);
	for (size_t i = 0; i < last && i < SHOWN; i++) {
		const struct sampling_entry *entry = &it->items[i];
		char key[HASH_HEX_BYTES];

		hex_encode(hash_str(&entry->key), key);
		table_row(table)->class = entry->drawn ? "mark" : "";
		table_cell(table, page_number(page, (int64_t)i + 1));
		table_heading(table,
			      entry->item_title.length
				      ? entry->item_title
				      : str_from(page_text(page, MESSAGE_PLAN_ITEM_CONFIDENTIAL)),
			      link_report(page, entry->report_id));
		table_cell(table, entry->unit_name);
		table_cell(table, str_from(page_text(page, entry->drawn
							     ? report_states[entry->state].label
							     : MESSAGE_SAMPLING_PAGE_PASSED)));
		table_cell(table, arena_format(page->arena, "%.16s…", key));
	}
	return table_check(table, err);
}

static void fill_view(struct page *page, const struct sampled *it, struct sampling_page_view *view)
{
	static const char *const lights[SAMPLING_STATE_COUNT] = { "light warn", "light done",
								  "light idle" };
	const struct sampling *sampling = &it->sampling;

	view->title = sampling->title;
	view->period = arena_format(page->arena, "%.*s – %.*s",
				    STR_ARG(page_day(page, sampling->from_day)),
				    STR_ARG(page_day(page, sampling->to_day)));
	view->size = page_number(page, sampling->size);
	view->seed_hash = sampling->seed_hash;
	view->seed = sampling->seed;
	view->made = page_day(page, sampling->made_day);
	view->note = sampling->note;
	view->only_done = sampling->only_done;
	view->state = sampling_states[sampling->state].label;
	view->light = lights[sampling->state];
	view->is_drawn = sampling->state == SAMPLING_DRAWN;
	view->is_over = page->today > sampling->to_day;
	view->is_open = sampling->state == SAMPLING_COMMITTED;
	view->population = page_number(page, sampling->population);
	if (view->is_drawn)
		view->drawn = page_day(page, sampling->drawn_day);
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
	view->action = link_sampling(page, sampling->head.id);
	view->json = safe_url_format(page->arena, "/samplings/%I.json", sampling->head.id);
	view->proof = link_proof(page, "sampling", sampling->head.id);
	view->revision = sampling->head.revision;
	view->class_seed = form_field_class(page, "seed");
	view->class_note = form_field_class(page, "note");
	view->value_seed = form_value(page->form, "seed");
	view->value_note = form_value(page->form, "note");
}

static int show_sampling(struct page *page, struct error *err)
{
	struct sampling_page_view view = { .is_open = false };
	struct sampled it = { .count = 0 };
	int rc = load_sampled(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		sampled_json(page, &it);
		return 0;
	}
	fill_view(page, &it, &view);
	rc = fill_draws(page, &it, &view.draws, err);
	return rc < 0 ? rc : page_render(page, view.title, template_sampling_page_slot(&view), err);
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	bool draws = str_equal(form_value(page->form, "event"), STR("draw"));
	struct str revision = form_value(page->form, "revision");
	struct report_order order = {
		.permissions = page->permissions,
		.note = str_trim(form_value(page->form, draws ? "seed" : "note")),
	};
	struct sampling sampling;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PLAN_REVIEW, 0, 0, err);
	if (rc == 0 && !draws && !str_equal(form_value(page->form, "event"), STR("drop")))
		rc = error_invalid(err, "event", "", "draw or drop", "draw 或 drop");
	if (rc == 0 && revision.length &&
	    !str_parse_int(revision, 1, INT64_MAX, &order.expected_revision))
		rc = error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (rc == 0 && draws)
		rc = sampling_draw_now(act, id, &order, &sampling, err);
	else if (rc == 0)
		rc = sampling_drop(act, id, &order, &sampling, err);
	if (rc < 0)
		return rc;
	act->summary = sampling.title;
	page_flash(page, draws ? MESSAGE_FLASH_SAMPLING_DRAWN : MESSAGE_FLASH_SAMPLING_DROPPED);
	page_redirect(page, link_sampling(page, id));
	return 0;
}

static const struct route_input new_input[] = {
	{ "title", INPUT_TEXT, true, 1, 200, NULL, MESSAGE_SAMPLING_TITLE },
	{ "year", INPUT_INTEGER, true, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, NULL, MESSAGE_COMMON_YEAR },
	{ "from_day", INPUT_DAY, true, 0, 0, NULL, MESSAGE_SAMPLING_FROM_DAY },
	{ "to_day", INPUT_DAY, true, 0, 0, NULL, MESSAGE_SAMPLING_TO_DAY },
	{ "only_done", INPUT_BOOLEAN, false, 0, 0, NULL, MESSAGE_SAMPLING_ONLY_DONE },
	{ "size", INPUT_INTEGER, true, 1, SAMPLING_SIZE_MAXIMUM, NULL, MESSAGE_SAMPLING_SIZE },
	{ "seed", INPUT_TEXT, true, 16, 200, NULL, MESSAGE_SAMPLING_SEED },
	{ 0 },
};
static const struct route_input move_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, sampling_events, MESSAGE_SAMPLING_STATE },
	{ "seed", INPUT_TEXT, false, 0, 200, NULL, MESSAGE_SAMPLING_SEED },
	{ "note", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_SAMPLING_NOTE },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};

const struct route sampling_routes[] = {
	{ .method = HTTP_GET, .path = "/samplings", .access = PERMISSION_PLAN_REVIEW,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_SAMPLING_PAGE_TITLE,
	  .show = show_samplings, .list = &samplings },
	{ .method = HTTP_GET, .path = "/samplings/new", .access = PERMISSION_PLAN_REVIEW,
	  .title = MESSAGE_SAMPLING_PAGE_NEW, .show = show_new },
	{ .method = HTTP_POST, .path = "/samplings/new", .access = PERMISSION_PLAN_REVIEW,
	  .title = MESSAGE_SAMPLING_PAGE_NEW, .show = show_new, .act = act_new,
	  .act_kind = "sampling.commit", .input = new_input },
	{ .method = HTTP_GET, .path = "/samplings/{id}", .access = PERMISSION_PLAN_REVIEW,
	  .flags = ROUTE_JSON, .title = MESSAGE_SAMPLING_PAGE_TITLE, .show = show_sampling },
	{ .method = HTTP_POST, .path = "/samplings/{id}", .access = PERMISSION_PLAN_REVIEW,
	  .title = MESSAGE_SAMPLING_PAGE_TITLE, .show = show_sampling, .act = act_move,
	  .act_kind = "sampling.move", .input = move_input },
	{ .path = NULL },
};
