/*
 * plan_item_pages.c - one item of a plan: what is asked, who answers, its versions; its form in the draft.
 *
 * The form is the item's descriptor plus five boxes in which people are named (plan_book.h), as in the file
 * that the import takes.
 */
#include "messages_meeting.h"
#include "messages_plan.h"
#include "messages_record_form.h"
#include "people/record_find.h"
#include "plan/plan_due.h"
#include "plan/plan_item_view.h"
#include "plan/plan_line.h"
#include "plan/plan_links_view.h"
#include "plan/plan_shown_view.h"
#include "statements_plan_item.h"
#include "templates_plan.h"
#include "templates_web.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/record_form.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "kind", MESSAGE_PLAN_ITEM_KIND },
	{ "parent", MESSAGE_PLAN_IMPORT_PARENT },
	{ "lead_units", MESSAGE_PLAN_IMPORT_LEAD_UNITS },
	{ "co_units", MESSAGE_PLAN_IMPORT_CO_UNITS },
	{ "leader", MESSAGE_PLAN_ITEM_LEADER_ID },
	{ NULL, MESSAGE_NONE },
};

struct shown_item {
	struct plan_shown shown;
	size_t at; /* in shown.tree */
	const struct plan_node *node;
};

static int load_item(struct page *page, struct db *db, struct shown_item *out, struct error *err)
{
	int64_t item_id;
	int code = page_parameter_id(page, 1, &item_id, err);

	if (!code)
		code = plan_shown_load(page, db, &out->shown, err);
	if (code)
		return code;
	out->at = plan_tree_find(&out->shown.tree, item_id);
	out->node = out->at == PLAN_NO_NODE ? NULL : &out->shown.tree.nodes[out->at];
	if (!out->node || !plan_sees(page, out->node))
		return error_set(err, ERR_NOT_FOUND, "The plan has no such item.",
				 "计划中没有这个事项。");
	return 0;
}

/* The page ------------------------------------------------------------------------------------------- */

static struct str path_of(struct page *page, const struct plan_tree *tree, const struct plan_node *node)
{
	struct str path = STR_EMPTY;

	for (size_t at = node->parent; at != PLAN_NO_NODE; at = tree->nodes[at].parent)
		path = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(tree->nodes[at].item.title),
				    path.length ? " / " : "", STR_ARG(path));
	return path;
}

/* The node's part of what counts below its parent: "同级合计 4，占 25%". */
static struct str share_of(struct page *page, const struct plan_tree *tree,
			   const struct plan_node *node)
{
	struct rational share, hundred = rational_from_int(100);
	struct decimal sum = { 0 }, rounded;
	char text[DECIMAL_TEXT_BYTES];

	for (size_t i = 0; i < tree->count; i++)
		if (tree->nodes[i].parent == node->parent)
			sum.scaled += tree->nodes[i].item.weight.scaled;
	if (!sum.scaled ||
	    !rational_divide(rational_from_decimal(node->item.weight), rational_from_decimal(sum),
			     &share) ||
	    !rational_multiply(share, hundred, &share) || !rational_round(share, 1, &rounded))
		return STR_EMPTY;
	struct message_value values[] = {
		{ "sum", plan_weight(page, sum) },
		{ "share", arena_str(page->arena, str_from(decimal_format(rounded, 1, text))) },
	};
	return page_message(page, MESSAGE_PLAN_PAGE_SHARE, values, 2);
}

/* The days that a due rule gives, when it is not simply one of them. */
static struct str days_of(struct page *page, const struct plan_shown *shown, struct str canonical)
{
	const char *comma = page->language == LANGUAGE_ZH ? "、" : ", ";
	struct str text = STR_EMPTY;
	struct plan_due due;
	struct error ignored;

	if (plan_due_read(canonical, (int)shown->plan.year, &due, &ignored) || due.count < 2)
		return STR_EMPTY;
	for (size_t i = 0; i < due.count; i++)
		text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text), i ? comma : "",
				    STR_ARG(page_day(page, due.days[i])));
	return text;
}

static struct str co_text(struct page *page, const struct plan_lead *lead)
{
	const char *comma = page->language == LANGUAGE_ZH ? "、" : ", ";
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < lead->co_count; i++) {
		const struct plan_co_unit *co = &lead->co_units[i];
		text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text), i ? comma : "",
				    STR_ARG(co->unit->name));
		if (co->co.part.length)
			text = arena_format(page->arena, "%.*s（%.*s）", STR_ARG(text),
					    STR_ARG(co->co.part));
	}
	return text;
}

/* The page on which a unit answers, for the office, the lead unit and its co-units. */
static struct safe_url link_answers(struct page *page, const struct shown_item *it,
				    const struct plan_lead *lead)
{
	bool may = plan_manages(page) ||
		   page_may(page, PERMISSION_PLAN_RESPOND, lead->unit->id, 0);

	for (size_t i = 0; !may && i < lead->co_count; i++)
		may = page_may(page, PERMISSION_PLAN_RESPOND, lead->co_units[i].unit->id, 0);
	if (!may)
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, "/plans/%d/claims/%I", it->shown.plan.year,
			       lead->assignment.head.id);
}

static int fill_leads(struct page *page, const struct shown_item *it, struct table_view *table,
		      struct error *err)
{
	static const char *const lights[ASSIGNMENT_STATE_COUNT] = {
		[ASSIGNMENT_OFFERED] = "light idle",
		[ASSIGNMENT_CLAIMED] = "light ok",
		[ASSIGNMENT_QUESTIONED] = "light warn",
		[ASSIGNMENT_AGREED] = "light ok",
	};

	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_WHO),
		   page_text(page, MESSAGE_PLAN_PAGE_NOBODY));
	table_column(table, page_text(page, MESSAGE_PLAN_IMPORT_LEAD_UNITS), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_IMPORT_CO_UNITS), 0);
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_STATE), COLUMN_NARROW);
	for (size_t i = 0; i < it->node->lead_count; i++) {
		const struct plan_lead *lead = &it->node->leads[i];
		int state = lead->assignment.state;
		table_row(table);
		table_heading(table, lead->unit->name, link_answers(page, it, lead));
		table_cell(table, co_text(page, lead));
		table_light(table, lights[state],
			    str_from(page_text(page, assignment_states[state].label)));
	}
	return table_check(table, err);
}

static int fill_below(struct page *page, const struct shown_item *it, struct plan_item_view *view,
		      struct error *err)
{
	struct table_view *table = &view->below;

	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_BELOW), "");
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_WEIGHT), COLUMN_NUMBER);
	for (size_t i = it->at + 1; i < it->node->end; i++) {
		const struct plan_node *node = &it->shown.tree.nodes[i];
		if (node->parent != it->at || !plan_sees(page, node))
			continue;
		table_row(table);
		table_heading(table,
			      arena_format(page->arena, "%.*s　%.*s", STR_ARG(node->item.code),
					   STR_ARG(node->item.title)),
			      link_plan_item(page, &it->shown, node->item.item_id));
		table_cell(table, plan_weight(page, node->item.weight));
		view->has_below = true;
	}
	return table_check(table, err);
}

/* The item's rows: what it said from which version to which. */
static int fill_versions(struct page *page, const struct shown_item *it,
			 struct plan_item_view *view, struct error *err)
{
	const struct record_query query = { &plan_item_record, STATEMENT_PLAN_ITEM_ROWS,
					    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
						    db_int("item_id", it->node->item.item_id)) };
	int64_t seen = it->shown.draft.head.id ? it->shown.draft.version : it->shown.plan.version;
	struct table_view *table = &view->versions;
	struct plan_item *rows;
	size_t count;
	int code = record_find_all(page->db, &query, page->arena, &rows, &count, err);

	if (code)
		return code;
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_ITEM_VERSIONS), "");
	table_column(table, page_text(page, MESSAGE_PLAN_VERSION_VERSION), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_DUE), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_ITEM_WEIGHT), COLUMN_NUMBER);
	for (size_t i = 0; i < count; i++) {
		const struct plan_item *row = &rows[i];
		int64_t last = row->to_version && row->to_version <= seen ? row->to_version : 0;
		if (row->from_version > seen)
			continue;
		table_row(table);
		table_heading(table,
			      last ? arena_format(page->arena, "%lld–%lld",
						  (long long)row->from_version, (long long)last)
				   : arena_format(page->arena, "%lld–",
						  (long long)row->from_version),
			      safe_url_format(page->arena, "/plans/%d/items/%I?version=%d",
					      it->shown.plan.year, row->item_id,
					      row->from_version));
		table_cell(table, row->title);
		table_cell(table, plan_due_text(page, row->due));
		table_cell(table, plan_weight(page, row->weight));
	}
	view->has_versions = table->rows.count > 1;
	return table_check(table, err);
}

/* Conclusions, letters and whatever else refers to the item. */
static int fill_other_links(struct page *page, int64_t item_id, struct plan_item_view *view,
			    struct error *err)
{
	struct table_view *table = &view->links;
	struct plan_links links;
	int code = plan_links_read(page, item_id, &links, err);

	if (code)
		return code;
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_PAGE_LINKS), "");
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_LINK), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_LINK_KIND), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PLAN_PAGE_LINK_DAY), COLUMN_NARROW);
	for (size_t i = 0; i < links.count; i++) {
		table_row(table);
		table_heading(table, links.items[i].what, links.items[i].url);
		table_cell(table, str_from(page_text(page, links.items[i].kind)));
		table_cell(table, page_day(page, links.items[i].day));
	}
	view->has_links = links.count > 0;
	return table_check(table, err);
}

static void fill_facts(struct page *page, const struct shown_item *it, struct plan_item_view *view)
{
	const struct plan_item *item = &it->node->item;
	const struct plan_shown *shown = &it->shown;

	view->title = item->title;
	view->code = item->code;
	view->plan_title = shown->plan.title;
	view->path = path_of(page, &shown->tree, it->node);
	view->standing = plan_standing(page, &shown->version);
	view->kind = plan_item_kinds[item->kind].label;
	view->source = plan_item_sources[item->source].label;
	view->source_note = item->source_note;
	view->is_item = item->kind == PLAN_ITEM;
	view->confidential = item->confidential;
	view->measure = item->measure;
	view->weight = plan_weight(page, item->weight);
	view->share = share_of(page, &shown->tree, it->node);
	view->due = plan_due_text(page, item->due);
	view->days = days_of(page, shown, item->due);
	view->leader = it->node->leader_name;
	if (item->leader_id && page_may(page, PERMISSION_PERSON_READ, 0, item->leader_id))
		view->url_leader = link_person(page, item->leader_id);
	view->is_draft = shown->is_draft;
	view->may_edit = shown->is_draft && plan_manages(page);
	view->revision = item->head.revision;
	view->proof = link_proof(page, "plan_item", item->head.id);
}

static int show_item(struct page *page, struct error *err)
{
	struct plan_item_view view = { .csrf = page_csrf(page),
				       .error = form_error_text(page, labels) };
	struct shown_item it;
	struct json json;
	int code = load_item(page, page->db, &it, err);

	if (code)
		return code;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&plan_item_record, &it.node->item, &json);
		return 0;
	}
	fill_facts(page, &it, &view);
	code = fill_leads(page, &it, &view.leads, err);
	if (!code)
		code = fill_below(page, &it, &view, err);
	if (!code)
		code = fill_versions(page, &it, &view, err);
	if (!code)
		code = fill_other_links(page, it.node->item.item_id, &view, err);
	if (code)
		return code;
	int64_t year = it.shown.plan.year;
	int64_t id = it.node->item.item_id;
	view.url_plan = link_plan(page, year, it.shown.is_draft);
	view.url_edit = safe_url_format(page->arena, "/plans/%d/items/%I/edit", year, id);
	view.url_below = safe_url_format(page->arena, "/plans/%d/items/new?parent=%S", year,
					 &it.node->item.code);
	view.action_withdraw = safe_url_format(page->arena, "/plans/%d/items/%I/withdraw", year, id);
	return page_render(page, view.title, template_plan_item_slot(&view), err);
}

/* The form ------------------------------------------------------------------------------------------- */

/* The boxes beside the descriptor's fields, as they stand before anything is typed. */
struct boxes {
	struct str parent, lead_units, co_units, leader;
};

static struct record_form_field box(struct page *page, const char *name, enum message label,
				    enum message help, struct str value)
{
	bool typed = form_has(page->form, name);

	return (struct record_form_field){ .name = name,
					   .class = form_field_class(page, name),
					   .label = label,
					   .help = help,
					   .value = typed ? form_value(page->form, name) : value,
					   .maximum = 4000 };
}

static struct record_form_field kind_box(struct page *page, int kind)
{
	struct record_form_field field = box(page, "kind", MESSAGE_PLAN_ITEM_KIND, MESSAGE_NONE,
					     str_from(plan_item_kinds[kind].name));

	list_option_choices(page, &field.options, "", plan_item_kinds);
	for (size_t i = 0; i < field.options.count; i++)
		field.options.items[i].selected =
			str_equal(field.options.items[i].value, field.value);
	return field;
}

/* The descriptor's fields, behind kind and parent, before who answers. */
static int fill_form(struct page *page, const struct plan_item *item, const struct boxes *boxes,
		     struct record_form_view *view, struct error *err)
{
	struct record_form_fields fields = { NULL, 0 };
	int code = record_form_fill(page, &plan_item_record, item, view, err);

	if (code)
		return code;
	fields.items = ARENA_ARRAY(page->arena, struct record_form_field, view->fields.count + 5);
	if (!fields.items)
		return error_broken(err, ERR_MEMORY, "the form of an item");
	fields.items[fields.count++] = kind_box(page, item->kind);
	fields.items[fields.count++] = box(page, "parent", MESSAGE_PLAN_IMPORT_PARENT,
					   MESSAGE_PLAN_PAGE_PARENT_HELP, boxes->parent);
	for (size_t i = 0; i < view->fields.count; i++) {
		struct record_form_field *field = &view->fields.items[i];
		if (!strcmp(field->name, "due") && !form_has(page->form, "due"))
			field->value = plan_due_text(page, field->value);
		fields.items[fields.count++] = *field;
	}
	fields.items[fields.count++] = box(page, "lead_units", MESSAGE_PLAN_IMPORT_LEAD_UNITS,
					   MESSAGE_PLAN_PAGE_UNITS_HELP, boxes->lead_units);
	fields.items[fields.count++] = box(page, "co_units", MESSAGE_PLAN_IMPORT_CO_UNITS,
					   MESSAGE_PLAN_PAGE_CO_UNITS_HELP, boxes->co_units);
	fields.items[fields.count++] = box(page, "leader", MESSAGE_PLAN_ITEM_LEADER_ID,
					   MESSAGE_PLAN_PAGE_PERSON_HELP, boxes->leader);
	view->fields = fields;
	for (const struct form_label *label = labels; label->field; label++)
		if (page->error.code && !strcmp(label->field, page->error.field))
			view->error = form_error_text(page, labels);
	return 0;
}

/* Units as the boxes want them: codes, so that a name is never ambiguous. */
static void fill_boxes(struct page *page, const struct plan_node *node, struct boxes *out)
{
	for (size_t i = 0; i < node->lead_count; i++)
		out->lead_units = arena_format(page->arena, "%.*s%s%.*s",
					       STR_ARG(out->lead_units), i ? "；" : "",
					       STR_ARG(node->leads[i].unit->code));
	for (size_t i = 0; node->lead_count && i < node->leads[0].co_count; i++) {
		const struct plan_co_unit *co = &node->leads[0].co_units[i];
		out->co_units = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(out->co_units),
					     i ? "；" : "", STR_ARG(co->unit->code));
		if (co->co.part.length)
			out->co_units = arena_format(page->arena, "%.*s（%.*s）",
						     STR_ARG(out->co_units), STR_ARG(co->co.part));
	}
	out->leader = node->leader_code;
}

static int load_in_draft(struct page *page, struct db *db, struct shown_item *out,
			 struct error *err)
{
	struct plan_shown *shown = &out->shown;
	int64_t item_id;
	int code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);

	if (!code)
		code = page_parameter_id(page, 1, &item_id, err);
	if (!code)
		code = plan_shown_find(page, db, shown, err);
	if (!code && !shown->draft.head.id)
		code = error_set(err, ERR_NOT_FOUND, "No draft of this plan is open.",
				 "该计划没有草案。");
	if (!code)
		code = plan_tree_load(db, &shown->plan, shown->draft.version, page->arena,
				      &shown->tree, err);
	if (code)
		return code;
	shown->is_draft = true;
	shown->version = shown->draft;
	out->at = plan_tree_find(&shown->tree, item_id);
	if (out->at == PLAN_NO_NODE)
		return error_set(err, ERR_NOT_FOUND, "The plan has no such item.",
				 "计划中没有这个事项。");
	out->node = &shown->tree.nodes[out->at];
	return 0;
}

static int show_edit(struct page *page, struct error *err)
{
	struct record_form_view view = { .revision = 0 };
	struct boxes boxes = { STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };
	struct shown_item it;
	int code = load_in_draft(page, page->db, &it, err);

	if (code)
		return code;
	if (it.node->parent != PLAN_NO_NODE)
		boxes.parent = it.shown.tree.nodes[it.node->parent].item.code;
	fill_boxes(page, it.node, &boxes);
	code = fill_form(page, &it.node->item, &boxes, &view, err);
	if (code)
		return code;
	view.title = arena_format(page->arena, "%.*s　%.*s", STR_ARG(it.node->item.code),
				  STR_ARG(it.node->item.title));
	view.back = link_plan_item(page, &it.shown, it.node->item.item_id);
	view.action = safe_url_format(page->arena, "/plans/%d/items/%I/edit",
				      it.shown.plan.year, it.node->item.item_id);
	return page_render(page, view.title, template_record_form_slot(&view), err);
}

/* What stands below the chosen parent begins as the next level. */
static int start_item(struct page *page, struct plan_item *item, struct boxes *boxes,
		      struct error *err)
{
	struct plan_shown shown;
	int code = plan_shown_find(page, page->db, &shown, err);

	if (!code && !shown.draft.head.id)
		code = error_set(err, ERR_NOT_FOUND, "No draft of this plan is open.",
				 "该计划没有草案。");
	boxes->parent = form_value(page->query, "parent");
	*item = (struct plan_item){ .kind = PLAN_AREA, .weight = DECIMAL_OF(1),
				    .source = PLAN_SOURCE_RULE };
	if (code || !boxes->parent.length)
		return code;
	const struct plan_item key = { .head.jurisdiction_id = page->jurisdiction_id,
				       .plan_id = shown.plan.head.id, .code = boxes->parent };
	struct plan_item parent;
	code = plan_item_find(page->db, &key, shown.draft.version, page->arena, &parent, err);
	if (!code)
		item->kind = parent.kind == PLAN_AREA ? PLAN_TASK : PLAN_ITEM;
	return code;
}

static int show_new(struct page *page, struct error *err)
{
	struct record_form_view view = { .creates = true };
	struct boxes boxes = { STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };
	struct plan_item item;
	int year, code = page_parameter_year(page, 0, &year, err);

	if (!code)
		code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	if (!code)
		code = start_item(page, &item, &boxes, err);
	if (!code)
		code = fill_form(page, &item, &boxes, &view, err);
	if (code)
		return code;
	view.title = str_from(page_text(page, MESSAGE_PLAN_PAGE_NEW_ITEM));
	view.about = str_from(page_text(page, MESSAGE_PLAN_PAGE_NEW_ITEM_ABOUT));
	view.back = link_plan(page, year, true);
	view.action = safe_url_format(page->arena, "/plans/%d/items/new", (int64_t)year);
	return page_render(page, view.title, template_record_form_slot(&view), err);
}

/* Acts ----------------------------------------------------------------------------------------------- */

static int read_parent(struct page *page, struct act *act, const struct plan_draft *draft,
		       struct plan_item *item, struct error *err)
{
	const struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
				       .plan_id = draft->plan.head.id,
				       .code = str_trim(form_value(page->form, "parent")) };
	struct plan_item parent;
	int code;

	if (!key.code.length) {
		item->parent_id = 0;
		return 0;
	}
	code = plan_item_find(act->db, &key, draft->version.version, act->arena, &parent, err);
	if (code == -ERR_NOT_FOUND)
		return error_invalid(err, "parent", "", "the code of an area or a task of this plan",
				     "本计划中领域或任务的编号");
	if (!code && item->parent_id != parent.item_id) {
		item->parent_id = parent.item_id;
		item->position = 0;
	}
	return code;
}

/* The posted line into the draft. */
static int put_line(struct page *page, struct act *act, const struct plan_draft *draft,
		    struct plan_line *line, struct error *err)
{
	const struct field *kind = record_field(&plan_item_record, STR("kind"));
	struct plan_answerers answerers = { .keep_lead = !form_has(page->form, "lead_units"),
					    .keep_co = !form_has(page->form, "co_units") };
	struct plan_book book = { .arena = NULL };
	int code = record_form_read(page, &plan_item_record, &line->item, err);

	if (!code && form_has(page->form, "kind"))
		code = field_parse(kind, form_value(page->form, "kind"), &line->item, page->arena,
				   err);
	if (!code && form_has(page->form, "parent"))
		code = read_parent(page, act, draft, &line->item, err);
	if (!code)
		code = plan_book_load(act->db, act->jurisdiction_id, (int)draft->plan.year,
				      act->arena, &book, err);
	if (!code)
		code = plan_line_read(&book, line, &answerers, err);
	plan_book_release(&book);
	return code ? code : plan_line_put(act, draft, &line->item, &answerers, err);
}

static void redirect_to_item(struct page *page, struct act *act, const struct plan_draft *draft,
			     const struct plan_item *item)
{
	act->summary = item->code;
	page_redirect(page, safe_url_format(page->arena, "/plans/%d/items/%I?version=draft",
					    draft->plan.year, item->item_id));
}

static int get_draft(struct page *page, struct act *act, struct plan_draft *out, struct error *err)
{
	int year, code = page_parameter_year(page, 0, &year, err);

	if (!code)
		code = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);
	return code ? code : plan_draft_get(act, year, out, err);
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct plan_line line = { .item = { .source = PLAN_SOURCE_RULE },
				  .lead_units = form_value(page->form, "lead_units"),
				  .co_units = form_value(page->form, "co_units"),
				  .leader = form_value(page->form, "leader") };
	struct plan_draft draft;
	int code = get_draft(page, act, &draft, err);

	if (!code)
		code = put_line(page, act, &draft, &line, err);
	if (code)
		return code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	redirect_to_item(page, act, &draft, &line.item);
	return 0;
}

static int act_edit(struct page *page, struct act *act, struct error *err)
{
	struct plan_line line = { .lead_units = form_value(page->form, "lead_units"),
				  .co_units = form_value(page->form, "co_units") };
	struct plan_draft draft;
	struct shown_item it;
	int code = get_draft(page, act, &draft, err);

	if (!code)
		code = load_in_draft(page, act->db, &it, err);
	if (code)
		return code;
	line.item = it.node->item;
	line.leader = form_has(page->form, "leader") ? form_value(page->form, "leader")
						     : it.node->leader_code;
	code = put_line(page, act, &draft, &line, err);
	if (code)
		return code;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	redirect_to_item(page, act, &draft, &line.item);
	return 0;
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct plan_draft draft;
	struct shown_item it;
	int64_t revision;
	int code = get_draft(page, act, &draft, err);

	if (!code)
		code = load_in_draft(page, act->db, &it, err);
	if (!code && str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX, &revision) &&
	    revision != it.node->item.head.revision)
		code = error_set(err, ERR_CONFLICT,
				 "Somebody changed this item after you opened the page.",
				 "您打开页面后，该事项已被他人修改，请刷新后再操作。");
	if (!code)
		code = plan_item_withdraw(act, &draft, it.node->item.item_id, err);
	if (code)
		return code;
	act->summary = it.node->item.code;
	page_flash(page, MESSAGE_FLASH_PLAN_ITEM_WITHDRAWN);
	page_redirect(page, link_plan(page, draft.plan.year, true));
	return 0;
}

static const struct route_input named_input[] = {
	{ "kind", INPUT_CHOICE, false, 0, 0, plan_item_kinds, MESSAGE_PLAN_ITEM_KIND },
	{ "parent", INPUT_TEXT, false, 0, 32, NULL, MESSAGE_PLAN_IMPORT_PARENT },
	{ "lead_units", INPUT_TEXT, false, 0, 4000, NULL, MESSAGE_PLAN_IMPORT_LEAD_UNITS },
	{ "co_units", INPUT_TEXT, false, 0, 4000, NULL, MESSAGE_PLAN_IMPORT_CO_UNITS },
	{ "leader", INPUT_TEXT, false, 0, 100, NULL, MESSAGE_PLAN_ITEM_LEADER_ID },
	{ 0 },
};

static const struct route_input withdraw_input[] = {
	{ "revision", INPUT_INTEGER, false, 1, INT64_MAX, NULL, MESSAGE_NONE },
	{ 0 },
};

const struct route plan_item_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/items/new", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_PLAN_PAGE_NEW_ITEM, .show = show_new },
	{ .method = HTTP_POST, .path = "/plans/{year}/items/new", .access = PERMISSION_PLAN_MANAGE,
	  .title = MESSAGE_PLAN_PAGE_NEW_ITEM, .show = show_new, .act = act_new,
	  .act_kind = "plan_item.create", .record = &plan_item_record, .input = named_input },
	{ .method = HTTP_GET, .path = "/plans/{year}/items/{id}", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_PLANS, .show = show_item,
	  .record = &plan_item_record },
	{ .method = HTTP_GET, .path = "/plans/{year}/items/{id}/edit",
	  .access = PERMISSION_PLAN_MANAGE, .title = MESSAGE_MENU_PLANS, .show = show_edit },
	{ .method = HTTP_POST, .path = "/plans/{year}/items/{id}/edit",
	  .access = PERMISSION_PLAN_MANAGE, .title = MESSAGE_MENU_PLANS, .show = show_edit,
	  .act = act_edit, .act_kind = "plan_item.update", .record = &plan_item_record,
	  .input = named_input },
	{ .method = HTTP_POST, .path = "/plans/{year}/items/{id}/withdraw",
	  .access = PERMISSION_PLAN_MANAGE, .title = MESSAGE_MENU_PLANS, .show = show_item,
	  .act = act_withdraw, .act_kind = "plan_item.withdraw", .input = withdraw_input },
	{ .path = NULL },
};
