/*
 * percent_pages.c - how a percentage came about: what stands below it, with weights and values, down to the
 * checkpoints; of the body, of one unit, of one leader. See rollup.h for the rule.
 */
#include "messages_people.h"
#include "messages_plan.h"
#include "messages_progress.h"
#include "progress/board_view.h"
#include "templates_progress.h"
#include "web/links.h"
#include "web/route.h"

struct asked {
	struct board board;
	struct rollup_scope scope;
	struct rollup_node *nodes, body;
	size_t node; /* PLAN_NO_NODE: the whole */
};

static int64_t query_id(struct page *page, const char *name)
{
	int64_t id = 0;

	return id_parse(form_value(page->query, name), &id) ? id : 0;
}

/* What the asker may not read does not count for them. */
static int open_asked(struct page *page, int year, struct asked *out, struct error *err)
{
	int64_t item = query_id(page, "item");
	bool *readable;
	int rc = board_open(page, year, &out->board, &readable, err);

	if (rc < 0)
		return rc;
	out->scope = (struct rollup_scope){ .unit_id = query_id(page, "unit"),
					    .leader_id = query_id(page, "leader") };
	out->node = item ? plan_tree_find(&out->board.tree, item) : PLAN_NO_NODE;
	if (item && out->node == PLAN_NO_NODE)
		return error_set(err, ERR_NOT_FOUND, "The plan has no such item.",
				 "计划中没有该事项。");
	for (size_t i = 0; i < out->board.tree.lead_count; i++)
		if (!readable[i])
			out->board.leads[i] = (struct rollup_lead){ 0, { 0 } };
	out->nodes = ARENA_ARRAY(page->arena, struct rollup_node, out->board.tree.count + 1);
	if (!out->nodes)
		return error_broken(err, ERR_MEMORY, "a plan");
	return rollup_compute(&out->board.tree, out->board.leads, out->scope, out->nodes, &out->body,
			      err);
}

static struct safe_url link_below(struct page *page, const struct asked *it, int64_t item_id)
{
	struct safe_url url = link_progress(page, it->board.tree.plan.year, it->scope.unit_id,
					    item_id);
	char id[ID_TEXT_BYTES];

	if (it->scope.leader_id)
		url = safe_url_with(page->arena, url, "leader",
				    arena_str(page->arena,
					      str_from(id_format(it->scope.leader_id, id))));
	return url;
}

/* A value exactly: "5/9 = 55.6 %". */
static struct str exact(struct page *page, const struct rollup_node *node)
{
	char text[RATIONAL_TEXT_BYTES];

	return node->counts ? arena_format(page->arena, "%s", rational_format(node->value, text))
			    : STR("—");
}

static void begin_table(struct page *page, struct table_view *table, enum message first)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PROGRESS_PAGE_DERIVATION),
		   page_text(page, MESSAGE_PROGRESS_PAGE_NOTHING_COUNTS));
	table_column(table, page_text(page, first), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_WEIGHT), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_VALUE), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_DONE_PERCENT), COLUMN_NUMBER);
}

/* The nodes below: those that do not count are shown, and that they do not. */
static void put_nodes(struct page *page, const struct asked *it, size_t first, size_t end,
		      struct table_view *table)
{
	const struct plan_tree *tree = &it->board.tree;

	begin_table(page, table, MESSAGE_PROGRESS_PAGE_ITEM);
	for (size_t i = first; i < end; i = tree->nodes[i].end) {
		const struct plan_item *item = &tree->nodes[i].item;
		bool counts = it->nodes[i].counts && item->weight.scaled > 0;
		char weight[DECIMAL_TEXT_BYTES];

		table_row(table);
		table_heading(table,
			      arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
					   STR_ARG(item->title)),
			      link_below(page, it, item->item_id));
		table_cell(table, counts ? arena_str(page->arena,
						     str_from(decimal_format_short(item->weight,
										   weight)))
					 : str_from(page_text(page,
							      MESSAGE_PROGRESS_PAGE_NOT_COUNTED)));
		table_cell(table, exact(page, &it->nodes[i]));
		table_cell(table, rollup_percent(&it->nodes[i], page->arena));
	}
}

/* The lead units of an item, with what they were accepted of how many checkpoints. */
static void put_leads(struct page *page, const struct asked *it, struct table_view *table)
{
	const struct plan_node *node = &it->board.tree.nodes[it->node];

	begin_table(page, table, MESSAGE_UNIT_LABEL);
	for (size_t i = 0; i < node->lead_count; i++) {
		const struct plan_lead *lead = &node->leads[i];
		const struct rollup_lead *value =
			&it->board.leads[lead - it->board.tree.leads];
		struct rollup_node shown = { .counts = false };
		char sum[DECIMAL_TEXT_BYTES];

		if (it->scope.unit_id && lead->assignment.unit_id != it->scope.unit_id)
			continue;
		shown.counts = rollup_lead_value(value, &shown.value);
		table_row(table);
		table_heading(table, lead->unit->name,
			      link_assignment(page, lead->assignment.head.id));
		table_cell(table, shown.counts ? STR("1")
					       : str_from(page_text(
							 page, MESSAGE_PROGRESS_PAGE_NOT_COUNTED)));
		table_cell(table,
			   shown.counts ? arena_format(page->arena, "%s%% ÷ %lld",
						       decimal_format_short(value->accepted, sum),
						       (long long)value->counted)
					: STR("—"));
		table_cell(table, rollup_percent(&shown, page->arena));
	}
}

static struct str scope_text(const struct asked *it)
{
	const struct plan_tree *tree = &it->board.tree;

	for (size_t i = 0; it->scope.unit_id && i < tree->unit_count; i++)
		if (tree->units[i].id == it->scope.unit_id)
			return tree->units[i].name;
	for (size_t i = 0; it->scope.leader_id && i < tree->count; i++)
		if (tree->nodes[i].item.leader_id == it->scope.leader_id)
			return tree->nodes[i].leader_name;
	return STR_EMPTY;
}

static struct str formula_of(struct page *page, const struct asked *it,
			     const struct rollup_node *node)
{
	char weight[DECIMAL_TEXT_BYTES];
	struct message_value values[] = {
		{ "parts", page_number(page, (int64_t)node->parts) },
		{ "weight", arena_str(page->arena,
				      str_from(decimal_format_short(node->weight, weight))) },
		{ "value", exact(page, node) },
	};
	bool item = it->node != PLAN_NO_NODE &&
		    it->board.tree.nodes[it->node].item.kind == PLAN_ITEM;

	return page_message(page,
			    item ? MESSAGE_PROGRESS_PAGE_ITEM_FORMULA : MESSAGE_PROGRESS_PAGE_FORMULA,
			    values, 3);
}

static void put_place(struct page *page, const struct asked *it, struct percent_view *view)
{
	const struct plan_tree *tree = &it->board.tree;
	const struct plan_item *item;
	size_t parent;

	view->title = tree->plan.title;
	if (it->node == PLAN_NO_NODE)
		return;
	item = &tree->nodes[it->node].item;
	parent = tree->nodes[it->node].parent;
	view->title = arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
				   STR_ARG(item->title));
	view->up = link_below(page, it,
			      parent == PLAN_NO_NODE ? 0 : tree->nodes[parent].item.item_id);
}

static void answer_json(struct page *page, const struct asked *it, const struct rollup_node *node)
{
	char text[RATIONAL_TEXT_BYTES];
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year"), json_int(&json, it->board.tree.plan.year);
	json_name(&json, "counts"), json_bool(&json, node->counts);
	json_name(&json, "value"),
		json_text(&json, node->counts ? rational_format(node->value, text) : NULL);
	json_name(&json, "percent"), json_str(&json, rollup_percent(node, page->arena));
	json_name(&json, "parts"), json_int(&json, (int64_t)node->parts);
	json_name(&json, "rounded"), json_bool(&json, node->rounded);
	json_object_end(&json);
}

static int show_percent(struct page *page, struct error *err)
{
	struct asked it = { .node = PLAN_NO_NODE };
	struct percent_view view = { .rounded = false };
	const struct plan_tree *tree = &it.board.tree;
	const struct rollup_node *node;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = open_asked(page, year, &it, err);
	if (rc < 0)
		return rc;
	node = it.node == PLAN_NO_NODE ? &it.body : &it.nodes[it.node];
	if (page->format == PAGE_JSON) {
		answer_json(page, &it, node);
		return 0;
	}
	put_place(page, &it, &view);
	if (it.node == PLAN_NO_NODE)
		put_nodes(page, &it, 0, tree->count, &view.parts);
	else if (tree->nodes[it.node].item.kind == PLAN_ITEM)
		put_leads(page, &it, &view.parts);
	else
		put_nodes(page, &it, it.node + 1, tree->nodes[it.node].end, &view.parts);
	view.scope = scope_text(&it);
	view.about = str_from(page_text(page, MESSAGE_PROGRESS_PAGE_PERCENT_ABOUT));
	view.formula = formula_of(page, &it, node);
	view.percent = rollup_percent(node, page->arena);
	view.rounded = node->rounded;
	view.list = safe_url_format(page->arena, "/plans/%d/assignments", (int64_t)year);
	rc = table_check(&view.parts, err);
	return rc < 0 ? rc : page_render(page, view.title, template_percent_page_slot(&view), err);
}

const struct route percent_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/progress", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_PROGRESS_PAGE_ROLLUP, .show = show_percent },
	{ .path = NULL },
};
