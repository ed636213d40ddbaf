/*
 * plan_version_pages.c - the versions of a plan and what one changes against another.
 */
#include "messages_plan.h"
#include "messages_record.h"
#include "plan/plan_difference.h"
#include "plan/plan_shown_view.h"
#include "plan/plan_view.h"
#include "people/record_find.h"
#include "statements_plan_pages.h"
#include "templates_plan.h"
#include "web/route.h"

static int load_versions(struct page *page, const struct plan_shown *shown,
			 struct plan_version **out, size_t *out_count, struct error *err)
{
	const struct record_query query = { &plan_version_record, STATEMENT_PLAN_VERSIONS_OF,
					    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
						    db_int("plan_id", shown->plan.head.id)) };

	return record_find_all(page->db, &query, page->arena, out, out_count, err);
}

/* Published ones, and the draft of who may see it; dropped ones by their line only. */
static bool can_open(const struct plan_shown *shown, const struct plan_version *version)
{
	return version->state == PLAN_PUBLISHED || version->head.id == shown->draft.head.id;
}

static bool is_listed(const struct plan_shown *shown, const struct plan_version *version)
{
	return version->state == PLAN_DROPPED || can_open(shown, version);
}

static int fill_versions(struct page *page, const struct plan_shown *shown,
			 const struct plan_version *versions, size_t count,
			 struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_VERSIONS), "");
	table_column(table, page_text(page, MESSAGE_PLAN_VERSION_VERSION), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_VERSION_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_VERSION_PUBLISHED_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_VERSION_REASON), 0);
	for (size_t i = 0; i < count; i++) {
		const struct plan_version *version = &versions[i];
		struct safe_url url = { STR_EMPTY };
		if (!is_listed(shown, version))
			continue;
		if (can_open(shown, version))
			url = safe_url_format(page->arena, "/plans/%d?version=%d",
					      shown->plan.year, version->version);
		table_row(table);
		table_heading(table, page_number(page, version->version), url);
		table_cell(table, str_from(page_text(page,
						     plan_version_states[version->state].label)));
		table_cell(table, page_day(page, version->published_day));
		table_cell(table, version->reason);
	}
	return table_check(table, err);
}

/* A value of a field as a reader writes it. */
static struct str shown_value(struct page *page, const struct plan_change_field *change,
			      struct str value)
{
	const struct field *field = change->field;

	if (!value.length)
		return STR("—");
	if (field && !strcmp(field->name, "due"))
		return plan_due_text(page, value);
	for (const struct field_choice *choice = field ? field->choices : NULL;
	     choice && choice->name; choice++)
		if (str_equal(value, str_from(choice->name)))
			return str_from(page_text(page, choice->label));
	if (field && field->type == FIELD_BOOLEAN)
		return str_from(page_text(page, str_equal(value, STR("1")) ? MESSAGE_RECORD_YES
									   : MESSAGE_RECORD_NO));
	return value;
}

static void put_change(struct page *page, const struct plan_shown *shown,
		       const struct plan_change *change, struct table_view *table)
{
	static const enum message words[PLAN_CHANGE_KIND_COUNT] = {
		[PLAN_ADDED] = MESSAGE_PLAN_PAGE_ADDED,
		[PLAN_CHANGED] = MESSAGE_PLAN_PAGE_CHANGED,
		[PLAN_WITHDRAWN] = MESSAGE_PLAN_PAGE_WITHDRAWN,
	};
	struct str item = arena_format(page->arena, "%.*s %.*s", STR_ARG(change->item->code),
				       STR_ARG(change->item->title));
	size_t rows = change->field_count ? change->field_count : 1;

	for (size_t i = 0; i < rows; i++) {
		const struct plan_change_field *field =
			change->field_count ? &change->fields[i] : NULL;
		enum message label = MESSAGE_PLAN_PAGE_UNITS;
		if (field && field->field)
			label = field->field->label;
		table_row(table);
		table_heading(table, i ? STR_EMPTY : item,
			      i ? (struct safe_url){ STR_EMPTY }
				: link_plan_item(page, shown, change->item->item_id));
		table_cell(table, i ? STR_EMPTY : str_from(page_text(page, words[change->kind])));
		table_cell(table, field ? str_from(page_text(page, label)) : STR_EMPTY);
		table_cell(table, field ? shown_value(page, field, field->before) : STR_EMPTY);
		table_cell(table, field ? shown_value(page, field, field->after) : STR_EMPTY);
	}
}

static bool is_visible(struct page *page, const struct plan_tree *before,
		       const struct plan_tree *after, const struct plan_change *change)
{
	size_t old = plan_tree_find(before, change->item->item_id);
	size_t now = plan_tree_find(after, change->item->item_id);

	return (old == PLAN_NO_NODE || plan_sees(page, &before->nodes[old])) &&
	       (now == PLAN_NO_NODE || plan_sees(page, &after->nodes[now]));
}

static int fill_changes(struct page *page, const struct plan_shown *shown, int64_t from, int64_t to,
			struct plan_versions_view *view, struct error *err)
{
	struct plan_changes changes = { .count = 0 };
	struct table_view *table = &view->changes;
	struct plan_tree before, after;
	int64_t counted = 0;
	int code = plan_tree_load(page->db, &shown->plan, from, page->arena, &before, err);

	if (!code)
		code = plan_tree_load(page->db, &shown->plan, to, page->arena, &after, err);
	if (!code)
		code = plan_difference(&before, &after, page->arena, &changes, err);
	if (code)
		return code;
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_CHANGES),
		   page_text(page, MESSAGE_PLAN_PAGE_NO_CHANGES));
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_CHANGE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_FIELD), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_BEFORE), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_AFTER), 0);
	for (size_t i = 0; i < changes.count; i++) {
		if (!is_visible(page, &before, &after, &changes.items[i]))
			continue;
		put_change(page, shown, &changes.items[i], table);
		counted++;
	}
	struct message_value value = { "count", page_number(page, counted) };
	view->about = page_message(page, MESSAGE_PLAN_PAGE_CHANGES_COUNT, &value, 1);
	return table_check(table, err);
}

/* The version that a parameter names, else `fallback`. */
static int64_t read_version(struct page *page, const char *parameter, int64_t fallback,
			    const struct plan_shown *shown, const struct plan_version *versions,
			    size_t count)
{
	int64_t wanted;

	if (!str_parse_int(form_value(page->query, parameter), 1, INT32_MAX, &wanted))
		return fallback;
	for (size_t i = 0; i < count; i++)
		if (versions[i].version == wanted && can_open(shown, &versions[i]))
			return wanted;
	return fallback;
}

static void add_options(struct page *page, const struct plan_shown *shown,
			const struct plan_version *versions, size_t count, int64_t chosen,
			struct list_options *out)
{
	for (size_t i = 0; i < count; i++) {
		if (!can_open(shown, &versions[i]))
			continue;
		list_option_add(page, out, "", page_number(page, versions[i].version),
				plan_standing(page, &versions[i]));
		if (out->count)
			out->items[out->count - 1].selected = versions[i].version == chosen;
	}
}

static int show_versions(struct page *page, struct error *err)
{
	struct plan_versions_view view = { .has_changes = false };
	struct plan_version *versions;
	struct plan_shown shown;
	size_t count, open = 0;
	int64_t newest[2] = { 0, 0 };
	int code = plan_shown_find(page, page->db, &shown, err);

	if (!code)
		code = load_versions(page, &shown, &versions, &count, err);
	if (!code)
		code = fill_versions(page, &shown, versions, count, &view.versions, err);
	for (size_t i = 0; !code && i < count; i++)
		if (can_open(&shown, &versions[i]) && open < 2)
			newest[open++] = versions[i].version;
	if (!code && open == 2) {
		int64_t from = read_version(page, "from", newest[1], &shown, versions, count);
		int64_t to = read_version(page, "to", newest[0], &shown, versions, count);
		view.has_changes = true;
		add_options(page, &shown, versions, count, from, &view.from);
		add_options(page, &shown, versions, count, to, &view.to);
		code = fill_changes(page, &shown, from, to, &view, err);
	}
	if (code)
		return code;
	view.title = shown.plan.title;
	view.url_plan = link_plan(page, shown.plan.year, shown.is_draft);
	view.url_self = safe_url_format(page->arena, "/plans/%d/versions", shown.plan.year);
	return page_render(page, view.title, template_plan_versions_slot(&view), err);
}

const struct route plan_version_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/versions", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_PLAN_PAGE_VERSIONS, .show = show_versions },
	{ .path = NULL },
};
