/*
 * plan_pages.c - the plans, one as a tree, starting, moving and publishing a draft.
 *
 * Who: everybody in the business reads the published plan (plan_shown_view.h says what of it); the office
 * drafts (PLAN_MANAGE). One page for reading and drafting: in the draft each item has its form.
 */
#include "messages_plan.h"
#include "messages_plan_overlap.h"
#include "messages_plan_template.h"
#include "messages_web.h"
#include "plan/plan_export.h"
#include "plan/plan_overlap.h"
#include "plan/plan_shown_view.h"
#include "plan/plan_start.h"
#include "plan/plan_template.h"
#include "plan/plan_view.h"
#include "process/import.h"
#include "statements_plan_pages.h"
#include "templates_plan.h"
#include "web/form_error.h"
#include "web/list_page.h"
#include "web/route.h"
#include "web/scope.h"
#include "web/view_field.h"

/* A plan of more nodes is shown folded: its areas and tasks, until one area is chosen. */
#define NODES_UNFOLDED 400
#define LEADS_SHOWN    3

static const struct form_label labels[] = {
	{ "year", MESSAGE_PLAN_YEAR },
	{ "title", MESSAGE_PLAN_TITLE },
	{ "from", MESSAGE_PLAN_PAGE_FROM },
	{ "reason", MESSAGE_PLAN_VERSION_REASON },
	{ "consult_until", MESSAGE_PLAN_VERSION_CONSULT_UNTIL },
	{ NULL, MESSAGE_NONE },
};

/* The list ------------------------------------------------------------------------------------------ */

static struct safe_url link_of_year(struct page *page, int64_t year)
{
	return link_plan(page, year, false);
}

static enum message draft_word(struct str stored)
{
	return list_page_word(plan_version_states, stored);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "year", .label = MESSAGE_PLAN_YEAR, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NARROW, .sort = "year", .link = link_of_year, .link_column = "year" },
	{ .column = "title", .label = MESSAGE_PLAN_TITLE, .link = link_of_year,
	  .link_column = "year" },
	{ .column = "version", .label = MESSAGE_PLAN_VERSION, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ .column = "published_day", .label = MESSAGE_PLAN_VERSION_PUBLISHED_DAY,
	  .format = LIST_PAGE_DAY, .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "items", .label = MESSAGE_PLAN_PAGE_ITEMS, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "assignments", .label = MESSAGE_PLAN_PAGE_ASSIGNMENTS,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "draft", .label = MESSAGE_PLAN_PAGE_DRAFT, .flags = COLUMN_NARROW,
	  .word = draft_word },
	{ 0 },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_PLAN_PAGE_NEW, "/plans/new", PERMISSION_PLAN_MANAGE },
	{ .url = NULL },
};

static const struct list_page plans = {
	.listing = LISTING_PLAN_PAGES,
	.about = MESSAGE_PLAN_PAGE_ABOUT,
	.columns = columns,
	.actions = actions,
	.sort = "year",
	.descending = true,
	.file_name = "plans.csv",
};

static int show_plans(struct page *page, struct error *err)
{
	return list_page_show(page, &plans,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				      db_int("everywhere", plan_manages(page))),
			      err);
}

/* Starting ------------------------------------------------------------------------------------------ */

static const struct field_choice starts[] = {
	{ "empty", MESSAGE_PLAN_PAGE_FROM_EMPTY },
	{ "last_year", MESSAGE_PLAN_PAGE_FROM_LAST_YEAR },
	{ NULL, MESSAGE_NONE },
};

/* Templates of rulebooks, by the identifier of the adopted version. */
static int add_templates(struct page *page, struct list_options *out, struct error *err)
{
	struct plan_template_choice *choices;
	size_t count;
	int code = plan_template_choices(page->db, page->jurisdiction_id, 0, page->arena, &choices,
					 &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		bool chinese = page->language == LANGUAGE_ZH;
		struct message_value values[] = {
			{ "title", chinese ? choices[i].title : choices[i].title_en },
			{ "version", page_number(page, choices[i].version) },
		};
		char id[ID_TEXT_BYTES];

		list_option_add(page, out, "from",
				arena_str(page->arena, str_from(id_format(choices[i].id, id))),
				page_message(page, MESSAGE_PLAN_TEMPLATE_CHOICE, values, 2));
	}
	return code;
}

/* What the first draft begins with. */
static int fill_draft(struct page *page, struct act *act, const struct plan_draft *draft,
		      struct error *err)
{
	struct str from = str_trim(form_value(page->form, "from"));
	int64_t id;

	if (!from.length || str_equal(from, STR("empty")))
		return 0;
	if (str_equal(from, STR("last_year")))
		return plan_start_from_last_year(act, draft, err);
	if (id_parse(from, &id))
		return plan_start_from_template(act, draft, id, err);
	return error_invalid(err, "from", arena_text(page->arena, from),
			     "empty, last_year or a template", "empty、last_year 或模板");
}

static int show_new(struct page *page, struct error *err)
{
	struct plan_new_view view = {
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.year = form_value(page->form, "year"),
		.title = form_value(page->form, "title"),
		.class_year = form_field_class(page, "year"),
		.class_title = form_field_class(page, "title"),
	};
	int code, year = civil_from_day(page->today).year;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };

	if (!form_has(page->form, "year"))
		view.year = value.text;
	if (!form_has(page->form, "title"))
		view.title = page_message(page, MESSAGE_PLAN_PAGE_TITLE_OF, &value, 1);
	list_option_choices(page, &view.from, "from", starts);
	code = add_templates(page, &view.from, err);
	if (code)
		return code;
	for (size_t i = 0; i < view.from.count; i++)
		view.from.items[i].selected =
			str_equal(view.from.items[i].value, form_value(page->form, "from"));
	return page_render(page, str_from(page_text(page, MESSAGE_PLAN_PAGE_NEW)),
			   template_plan_new_slot(&view), err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct plan plan = { .version = 0 };
	struct plan_draft draft;
	int code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);

	if (!code)
		code = field_parse(record_field(&plan_record, STR("year")),
				   form_value(page->form, "year"), &plan, page->arena, err);
	if (!code)
		code = field_parse(record_field(&plan_record, STR("title")),
				   form_value(page->form, "title"), &plan, page->arena, err);
	if (!code)
		code = plan_create(act, &plan, &draft, err);
	if (!code)
		code = fill_draft(page, act, &draft, err);
	if (code)
		return code;
	act->summary = plan.title;
	page_flash(page, MESSAGE_FLASH_PLAN_STARTED);
	page_redirect(page, link_plan(page, plan.year, true));
	return 0;
}

/* The tree ------------------------------------------------------------------------------------------ */

/* What the reader wants to see of it. */
struct choice {
	size_t area;	 /* node; PLAN_NO_NODE: all */
	int64_t unit_id; /* 0: all */
	bool folded;
};

static bool concerns(const struct plan_node *node, int64_t unit_id)
{
	for (size_t i = 0; i < node->lead_count; i++) {
		const struct plan_lead *lead = &node->leads[i];
		if (lead->unit->id == unit_id)
			return true;
		for (size_t j = 0; j < lead->co_count; j++)
			if (lead->co_units[j].unit->id == unit_id)
				return true;
	}
	return false;
}

/* A node is shown when it, or something below it, is wanted. */
static bool is_wanted(struct page *page, const struct plan_tree *tree, size_t at,
		      const struct choice *choice)
{
	const struct plan_node *node = &tree->nodes[at];
	bool gathers = node->item.kind != PLAN_ITEM;

	if (choice->area != PLAN_NO_NODE &&
	    (at < choice->area || at >= tree->nodes[choice->area].end))
		return false;
	if (!gathers)
		return !choice->folded && plan_sees(page, node) &&
		       (!choice->unit_id || concerns(node, choice->unit_id));
	if (!choice->unit_id)
		return true;
	for (size_t i = at + 1; i < node->end; i++)
		if (tree->nodes[i].item.kind == PLAN_ITEM &&
		    concerns(&tree->nodes[i], choice->unit_id) && plan_sees(page, &tree->nodes[i]))
			return true;
	return false;
}

static struct str leads_text(struct page *page, const struct plan_node *node)
{
	struct str text = STR_EMPTY;
	bool chinese = page->language == LANGUAGE_ZH;

	for (size_t i = 0; i < node->lead_count && i < LEADS_SHOWN; i++)
		text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text),
				    i ? chinese ? "、" : ", " : "",
				    STR_ARG(node->leads[i].unit->name));
	if (node->lead_count > LEADS_SHOWN) {
		struct message_value values[] = {
			{ "first", text }, { "count", page_number(page, (int64_t)node->lead_count) }
		};
		text = page_message(page, MESSAGE_PLAN_PAGE_AND_OTHERS, values, 2);
	}
	return text;
}

static void put_node(struct page *page, const struct plan_shown *shown, size_t at,
		     struct table_view *table)
{
	static const char *const classes[] = { "area", "task", "item" };
	const struct plan_node *node = &shown->tree.nodes[at];
	struct table_row *row = table_row(table);
	struct table_cell *cell =
		table_heading(table,
			      arena_format(page->arena, "%.*s　%.*s", STR_ARG(node->item.code),
					   STR_ARG(node->item.title)),
			      link_plan_item(page, shown, node->item.item_id));

	row->class = classes[node->item.kind];
	if (node->item.confidential)
		cell->note = str_from(page_text(page, MESSAGE_PLAN_ITEM_CONFIDENTIAL));
	table_cell(table, plan_due_text(page, node->item.due));
	table_cell(table, plan_weight(page, node->item.weight));
	table_cell(table, leads_text(page, node));
	table_cell(table, node->leader_name);
}

static int fill_table(struct page *page, const struct plan_shown *shown,
		      const struct choice *choice, struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_ITEMS),
		   page_text(page, MESSAGE_PLAN_PAGE_EMPTY));
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_DUE), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_WEIGHT),
		     COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_PLAN_IMPORT_LEAD_UNITS), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_LEADER_ID), COLUMN_WIDE);
	for (size_t i = 0; i < shown->tree.count; i++)
		if (is_wanted(page, &shown->tree, i, choice))
			put_node(page, shown, i, table);
	return table_check(table, err);
}

/* The filters' choices, and what is chosen. */
static struct choice read_choice(struct page *page, const struct plan_shown *shown,
				 struct plan_page_view *view)
{
	const struct plan_tree *tree = &shown->tree;
	struct choice choice = { .area = PLAN_NO_NODE };
	struct str all = str_from(page_text(page, MESSAGE_LIST_ALL));

	list_option_add(page, &view->areas, "area", STR_EMPTY, all);
	list_option_add(page, &view->units, "unit", STR_EMPTY, all);
	for (size_t i = 0; i < tree->count; i = tree->nodes[i].end) {
		const struct plan_item *area = &tree->nodes[i].item;
		list_option_add(page, &view->areas, "area", area->code,
				arena_format(page->arena, "%.*s %.*s", STR_ARG(area->code),
					     STR_ARG(area->title)));
		if (str_equal(form_value(page->query, "area"), area->code))
			choice.area = i;
	}
	for (size_t i = 0; i < tree->unit_count; i++) {
		const struct plan_unit *unit = &tree->units[i];
		list_option_add(page, &view->units, "unit", unit->code, unit->name);
		if (str_equal(form_value(page->query, "unit"), unit->code))
			choice.unit_id = unit->id;
	}
	choice.folded = tree->count > NODES_UNFOLDED && choice.area == PLAN_NO_NODE &&
			!choice.unit_id;
	view->folded = choice.folded;
	return choice;
}

static void fill_counts(struct page *page, const struct plan_tree *tree,
			struct plan_page_view *view)
{
	int64_t items = 0, questions = 0;

	for (size_t i = 0; i < tree->count; i++)
		items += tree->nodes[i].item.kind == PLAN_ITEM;
	for (size_t i = 0; i < tree->lead_count; i++)
		questions += tree->leads[i].assignment.state == ASSIGNMENT_QUESTIONED;
	view->nodes = page_number(page, (int64_t)tree->count);
	view->items = page_number(page, items);
	view->leads = page_number(page, (int64_t)tree->lead_count);
	if (questions) {
		struct message_value value = { "count", page_number(page, questions) };
		view->waiting = page_message(page, MESSAGE_PLAN_PAGE_QUESTIONS, &value, 1);
	}
}

/* What the draft can do next ------------------------------------------------------------------------- */

static void fill_offers(struct page *page, const struct plan_shown *shown,
			struct plan_page_view *view)
{
	static const enum message abouts[PLAN_VERSION_EVENT_COUNT] = {
		[PLAN_CONSULT] = MESSAGE_PLAN_PAGE_CONSULT_ABOUT,
		[PLAN_REDRAFT] = MESSAGE_PLAN_PAGE_REDRAFT_ABOUT,
		[PLAN_PUBLISH] = MESSAGE_PLAN_PAGE_PUBLISH_ABOUT,
		[PLAN_DROP] = MESSAGE_PLAN_PAGE_DROP_ABOUT,
	};
	const struct transition *rows[PLAN_VERSION_EVENT_COUNT];
	size_t count = transition_offers(&plan_version_life, shown->version.state,
					 page->permissions, rows, PLAN_VERSION_EVENT_COUNT);
	bool typed = form_has(page->form, "reason");

	view->offers.items = ARENA_ARRAY(page->arena, struct plan_offer, PLAN_VERSION_EVENT_COUNT);
	if (!shown->is_draft || !view->manages || !view->offers.items)
		return;
	for (size_t i = 0; i < count; i++) {
		int event = rows[i]->event;
		view->offers.items[view->offers.count++] = (struct plan_offer){
			.event = plan_version_events[event].name,
			.id = plan_version_events[event].name,
			.label = rows[i]->label,
			.about = abouts[event],
			.asks_reason = shown->version.version > 1 &&
				       (event == PLAN_PUBLISH || event == PLAN_DROP),
			.asks_until = event == PLAN_CONSULT,
			.is_main = event == PLAN_PUBLISH,
			.csrf = page_csrf(page),
			.value_reason = typed ? form_value(page->form, "reason")
					      : shown->version.reason,
			.value_until = form_value(page->form, "consult_until"),
			.class_reason = form_field_class(page, "reason"),
			.class_until = form_field_class(page, "consult_until"),
			.action = safe_url_format(page->arena, "/plans/%d/draft",
						  shown->plan.year),
			.revision = shown->version.head.revision,
		};
	}
}

#define OFFERED_MAXIMUM 20 /* LIMIT of plan_offered_units */

/* Units of the reader that have something to claim in the shown version. */
static int fill_offered(struct page *page, const struct plan_shown *shown,
			struct plan_page_view *view, struct error *err)
{
	const struct db_args scope = scope_args(page, PERMISSION_PLAN_RESPOND, DB_NO_ARGS);
	struct db_query *query;
	int code = 0;

	view->offered.items = ARENA_ARRAY(page->arena, struct plan_offered, OFFERED_MAXIMUM);
	if (!scope.count || !view->offered.items)
		return error_broken(err, ERR_MEMORY, "units of a reader");
	code = db_query_open(page->db, STATEMENT_PLAN_OFFERED_UNITS,
			     DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				     db_int("plan_id", shown->plan.head.id),
				     db_int("version", shown->version.version), scope.items[2]),
			     &query, err);
	if (code)
		return code;
	while (view->offered.count < OFFERED_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		char id[ID_TEXT_BYTES];
		struct message_value values[] = {
			{ "unit", db_query_copy(query, 1, page->arena) },
			{ "count", page_number(page, db_query_int(query, 2)) },
		};
		view->offered.items[view->offered.count++] = (struct plan_offered){
			.text = page_message(page, MESSAGE_PLAN_PAGE_OFFERED, values, 2),
			.csrf = page_csrf(page),
			.unit = arena_str(page->arena,
					  str_from(id_format(db_query_int(query, 0), id))),
			.action = safe_url_format(page->arena, "/plans/%d/claims/all",
						  shown->plan.year),
		};
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* The way between the version in force and the draft. */
static void fill_other(struct page *page, const struct plan_shown *shown,
		       struct plan_page_view *view)
{
	int64_t year = shown->plan.year;

	if (shown->version.version != shown->plan.version && shown->plan.version) {
		view->has_other = true;
		view->url_other = link_plan(page, year, false);
		view->other = str_from(page_text(page, MESSAGE_PLAN_PAGE_TO_PUBLISHED));
	} else if (!shown->is_draft && shown->draft.head.id) {
		view->has_other = true;
		view->url_other = link_plan(page, year, true);
		view->other = str_from(page_text(page, MESSAGE_PLAN_PAGE_TO_DRAFT));
	}
}

static void fill_links(struct page *page, const struct plan_shown *shown,
		       struct plan_page_view *view)
{
	struct arena *arena = page->arena;
	int64_t year = shown->plan.year;
	int64_t version = shown->version.version;

	view->url_versions = safe_url_format(arena, "/plans/%d/versions", year);
	view->url_new = safe_url_format(arena, "/plans/%d/items/new", year);
	view->url_import = SAFE_URL("/import?profile=plan");
	view->csv = safe_url_format(arena, "/plans/%d.csv?version=%d", year, version);
	view->xlsx = safe_url_format(arena, "/plans/%d.xlsx?version=%d", year, version);
	view->json = safe_url_format(arena, "/plans/%d.json?version=%d", year, version);
	view->url_self = safe_url_format(arena, "/plans/%d", year);
	view->action_open = safe_url_format(arena, "/plans/%d/draft/open", year);
	if (page->permissions & (PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_RESPOND))
		view->url_claims = safe_url_format(arena, "/plans/%d/claims", year);
}

/* Files ---------------------------------------------------------------------------------------------- */

static const struct view_field item_view[] = {
	{ .name = "item_id", .type = VIEW_ID },
	{ .name = "parent_id", .type = VIEW_ID, .flags = VIEW_NULL },
	{ .name = "code", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_CODE },
	{ .name = "kind", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_KIND },
	{ .name = "title", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_TITLE },
	{ .name = "measure", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_MEASURE },
	{ .name = "weight", .type = VIEW_DECIMAL, .label = MESSAGE_PLAN_ITEM_WEIGHT },
	{ .name = "due", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_DUE },
	{ .name = "leader", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_LEADER_ID },
	{ .name = "source", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_SOURCE },
	{ .name = "source_note", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_SOURCE_NOTE },
	{ .name = "confidential", .type = VIEW_BOOLEAN, .label = MESSAGE_PLAN_ITEM_CONFIDENTIAL },
	{ .name = "lead_units", .type = VIEW_TEXT, .label = MESSAGE_PLAN_IMPORT_LEAD_UNITS },
	{ .name = NULL },
};

static const struct view_field plan_view[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "year", .type = VIEW_INTEGER, .label = MESSAGE_PLAN_YEAR },
	{ .name = "title", .type = VIEW_TEXT, .label = MESSAGE_PLAN_TITLE },
	{ .name = "version", .type = VIEW_INTEGER, .label = MESSAGE_PLAN_VERSION_VERSION },
	{ .name = "state", .type = VIEW_TEXT, .label = MESSAGE_PLAN_VERSION_STATE },
	{ .name = "published_day", .type = VIEW_DAY, .flags = VIEW_NULL,
	  .label = MESSAGE_PLAN_VERSION_PUBLISHED_DAY },
	{ .name = "items", .type = VIEW_ARRAY, .label = MESSAGE_PLAN_PAGE_ITEMS,
	  .items = item_view },
	{ .name = NULL },
};

static void json_node(struct page *page, const struct plan_node *node, struct json *json)
{
	struct str units = STR_EMPTY;

	for (size_t i = 0; i < node->lead_count; i++)
		units = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(units), i ? ";" : "",
				     STR_ARG(node->leads[i].unit->code));
	json_object_begin(json);
	json_name(json, "item_id"), json_id(json, node->item.item_id);
	json_name(json, "parent_id"), json_id(json, node->item.parent_id);
	json_name(json, "code"), json_str(json, node->item.code);
	json_name(json, "kind"), json_text(json, plan_item_kinds[node->item.kind].name);
	json_name(json, "title"), json_str(json, node->item.title);
	json_name(json, "measure"), json_str(json, node->item.measure);
	json_name(json, "weight"), json_decimal(json, node->item.weight, 4);
	json_name(json, "due"), json_str(json, node->item.due);
	json_name(json, "leader"), json_str(json, node->leader_code);
	json_name(json, "source"), json_text(json, plan_item_sources[node->item.source].name);
	json_name(json, "source_note"), json_str(json, node->item.source_note);
	json_name(json, "confidential"), json_bool(json, node->item.confidential);
	json_name(json, "lead_units"), json_str(json, units);
	json_object_end(json);
}

static int show_json(struct page *page, const struct plan_shown *shown)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "id"), json_id(&json, shown->plan.head.id);
	json_name(&json, "year"), json_int(&json, shown->plan.year);
	json_name(&json, "title"), json_str(&json, shown->plan.title);
	json_name(&json, "version"), json_int(&json, shown->version.version);
	json_name(&json, "state"), json_text(&json, plan_version_states[shown->version.state].name);
	json_name(&json, "published_day"), json_day(&json, shown->version.published_day);
	json_name(&json, "items"), json_array_begin(&json);
	for (size_t i = 0; i < shown->tree.count; i++)
		if (plan_sees(page, &shown->tree.nodes[i]))
			json_node(page, &shown->tree.nodes[i], &json);
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static void write_header(struct page *page, struct csv_writer *csv)
{
	size_t count;
	const struct field *columns_of = import_profile_columns(IMPORT_BATCH_PLAN, &count);

	for (size_t i = 0; i < count; i++)
		csv_write_cell(csv, str_from(page->language == LANGUAGE_ZH
						     ? page_text(page, columns_of[i].label)
						     : columns_of[i].name));
	csv_write_row_end(csv);
}

/* What of the tree the reader may see, in the columns of the import. */
static int show_file(struct page *page, struct plan_shown *shown, struct error *err)
{
	struct csv_writer csv;
	int code = page_begin_table(page, "plan", &csv, err);

	if (code)
		return code;
	for (size_t i = 0; i < shown->tree.count; i++)
		shown->tree.nodes[i].hidden = !plan_sees(page, &shown->tree.nodes[i]);
	write_header(page, &csv);
	plan_export(&shown->tree, page->language, &csv, page->arena);
	return page_end_table(page, &csv, 0, err);
}

/* A hint for who drafts; nothing depends on it. */
static int fill_overlaps(struct page *page, const struct plan_shown *shown,
			 struct plan_page_view *view, struct error *err)
{
	struct plan_overlaps found;
	int code;

	if (!shown->is_draft || !plan_manages(page))
		return 0;
	code = plan_overlap_load(page->db, &shown->tree, page->today, page->arena, &found, err);
	if (code || !found.count)
		return code;
	struct message_value value = { "count", page_number(page, (int64_t)found.count) };
	view->overlaps = page_message(page, MESSAGE_PLAN_OVERLAP_HINT, &value, 1);
	view->url_overlaps = safe_url_format(page->arena, "/plans/%d/overlaps", shown->plan.year);
	return 0;
}

/* The page ------------------------------------------------------------------------------------------- */

static int show_plan(struct page *page, struct error *err)
{
	struct plan_page_view view = { .csrf = page_csrf(page),
				       .error = form_error_text(page, labels) };
	struct plan_shown shown;
	int code = plan_shown_load(page, page->db, &shown, err);

	if (code)
		return code;
	if (page->format == PAGE_JSON)
		return show_json(page, &shown);
	if (page_wants_table(page))
		return show_file(page, &shown, err);
	const struct choice choice = read_choice(page, &shown, &view);
	code = fill_table(page, &shown, &choice, &view.table, err);
	if (!code)
		code = fill_overlaps(page, &shown, &view, err);
	if (!code && !shown.is_draft == !shown.draft.head.id)
		code = fill_offered(page, &shown, &view, err);
	if (code)
		return code;
	view.title = shown.plan.title;
	view.standing = plan_standing(page, &shown.version);
	view.reason = shown.is_draft ? STR_EMPTY : shown.version.reason;
	view.is_draft = shown.is_draft;
	view.is_old = !shown.is_draft && shown.version.version != shown.plan.version;
	view.manages = plan_manages(page);
	view.may_open = view.manages && !shown.draft.head.id;
	view.value_reason = form_value(page->form, "reason");
	view.class_reason = form_field_class(page, "reason");
	fill_counts(page, &shown.tree, &view);
	fill_links(page, &shown, &view);
	fill_other(page, &shown, &view);
	fill_offers(page, &shown, &view);
	return page_render(page, view.title, template_plan_page_slot(&view), err);
}

/* Acts ----------------------------------------------------------------------------------------------- */

static int act_open(struct page *page, struct act *act, struct error *err)
{
	struct plan_draft draft;
	int year, code = page_parameter_year(page, 0, &year, err);

	if (!code)
		code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	if (!code)
		code = plan_open_draft(act, year, form_value(page->form, "reason"), &draft, err);
	if (code)
		return code;
	act->summary = draft.plan.title;
	page_flash(page, MESSAGE_FLASH_PLAN_DRAFT_OPENED);
	page_redirect(page, link_plan(page, year, true));
	return 0;
}

static int read_order(struct page *page, struct plan_order *out, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = plan_version_events };
	struct plan_version typed = { .consult_until = CIVIL_NO_DAY };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));
	int code = field_parse(record_field(&plan_version_record, STR("consult_until")),
			       form_value(page->form, "consult_until"), &typed, page->arena, err);

	if (code)
		return code;
	if (event < 0)
		return error_invalid(err, "event", "", "consult, redraft, publish or drop",
				     "consult、redraft、publish 或 drop");
	*out = (struct plan_order){ .event = (enum plan_version_event)event,
				    .permissions = page->permissions,
				    .consult_until = typed.consult_until,
				    .reason = form_value(page->form, "reason") };
	if (form_has(page->form, "revision") &&
	    !str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX,
			   &out->expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	static const enum message flashes[PLAN_VERSION_EVENT_COUNT] = {
		[PLAN_CONSULT] = MESSAGE_FLASH_PLAN_CONSULTED,
		[PLAN_REDRAFT] = MESSAGE_FLASH_PLAN_REDRAFTED,
		[PLAN_PUBLISH] = MESSAGE_FLASH_PLAN_PUBLISHED,
		[PLAN_DROP] = MESSAGE_FLASH_PLAN_DROPPED,
	};
	struct plan_draft draft;
	struct plan_order order;
	int year, code = page_parameter_year(page, 0, &year, err);

	if (!code)
		code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	if (!code)
		code = plan_draft_get(act, year, &draft, err);
	if (!code)
		code = read_order(page, &order, err);
	if (!code)
		code = plan_draft_move(act, &draft, &order, err);
	if (code)
		return code;
	act->summary = arena_format(act->arena, "%d %s", year,
				    plan_version_events[order.event].name);
	page_flash(page, flashes[order.event]);
	if (order.event == PLAN_DROP && !draft.plan.version)
		page_redirect(page, SAFE_URL("/plans"));
	else
		page_redirect(page, link_plan(page, year, order.event < PLAN_PUBLISH));
	return 0;
}

static const struct route_input new_input[] = {
	{ "year", INPUT_INTEGER, true, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, NULL, MESSAGE_PLAN_YEAR },
	{ "title", INPUT_TEXT, true, 1, 200, NULL, MESSAGE_PLAN_TITLE },
	{ "from", INPUT_TEXT, false, 0, 20, NULL, MESSAGE_PLAN_PAGE_FROM },
	{ 0 },
};

static const struct route_input open_input[] = {
	{ "reason", INPUT_TEXT, true, 1, 500, NULL, MESSAGE_PLAN_VERSION_REASON },
	{ 0 },
};

static const struct route_input move_input[] = {
	{ "event", INPUT_CHOICE, true, 0, 0, plan_version_events, MESSAGE_PLAN_VERSION_STATE },
	{ "reason", INPUT_TEXT, false, 0, 500, NULL, MESSAGE_PLAN_VERSION_REASON },
	{ "consult_until", INPUT_DAY, false, 0, 0, NULL, MESSAGE_PLAN_VERSION_CONSULT_UNTIL },
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};

const struct route plan_routes[] = {
	{ .method = HTTP_GET, .path = "/plans", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_PLANS,
	  .show = show_plans, .list = &plans },
	{ .method = HTTP_GET, .path = "/plans/new", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_PLAN_PAGE_NEW, .show = show_new },
	{ .method = HTTP_POST, .path = "/plans/new", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_PLAN_PAGE_NEW, .show = show_new, .act = act_new,
	  .act_kind = "plan.create", .input = new_input },
	{ .method = HTTP_GET, .path = "/plans/{year}", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_PLANS,
	  .show = show_plan, .view = plan_view },
	{ .method = HTTP_POST, .path = "/plans/{year}/draft/open", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_MENU_PLANS, .show = show_plan, .act = act_open,
	  .act_kind = "plan.draft", .input = open_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/draft", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_MENU_PLANS, .show = show_plan, .act = act_move,
	  .act_kind = "plan.move", .input = move_input },
	{ .path = NULL },
};
