/*
 * plan_overlap_pages.c - near items of a draft that a unit would be asked for twice, and two of them side by
 * side with what they have in common.
 *
 * For the office, which drafts. A hint: the only thing to do here is to say that both are wanted, and why.
 */
#include "messages_plan.h"
#include "messages_plan_overlap.h"
#include "messages_record_form.h"
#include "plan/plan_overlap.h"
#include "plan/plan_overlap_view.h"
#include "plan/plan_shown_view.h"
#include "templates_plan.h"
#include "web/form_error.h"
#include "web/route.h"
#include "web/view_field.h"

static const struct form_label labels[] = {
	{ "reason", MESSAGE_PLAN_PAIR_REASON },
	{ NULL, MESSAGE_NONE },
};

struct drafted {
	struct plan plan;
	struct plan_tree tree;
	struct plan_overlaps found;
	struct plan_pair *wanted;
	size_t wanted_count;
};

static int load_plan(struct page *page, struct db *db, struct drafted *out, struct error *err)
{
	struct plan_version version;
	int year, rc = page_check(page, PERMISSION_PLAN_MANAGE, 0, 0, err);

	if (rc == 0)
		rc = page_parameter_year(page, 0, &year, err);
	if (rc == 0)
		rc = plan_find(db, page->jurisdiction_id, year, page->arena, &out->plan, err);
	if (rc == 0)
		rc = plan_version_find_open(db, &out->plan, page->arena, &version, err);
	if (rc == -ERR_NOT_FOUND)
		rc = error_set(err, ERR_NOT_FOUND, "No draft of this plan is open.",
			       "该计划没有草案。");
	return rc < 0 ? rc
		      : plan_tree_load(db, &out->plan, version.version, page->arena, &out->tree, err);
}

static int load_found(struct page *page, struct drafted *out, struct error *err)
{
	int rc = load_plan(page, page->db, out, err);

	if (rc == 0)
		rc = plan_overlap_load(page->db, &out->tree, page->today, page->arena, &out->found,
				       err);
	return rc < 0 ? rc
		      : plan_pairs_load(page->db, &out->plan, page->arena, &out->wanted,
					&out->wanted_count, err);
}

static struct str share_text(struct page *page, int permille)
{
	return arena_format(page->arena, "%d.%d%%", permille / 10, permille % 10);
}

static struct safe_url link_pair(struct page *page, int64_t year, int64_t item_id, int64_t other_id)
{
	return safe_url_format(page->arena, "/plans/%d/overlaps/%I/%I", year, item_id, other_id);
}

static struct str coded(struct page *page, const struct plan_item *item)
{
	return arena_format(page->arena, "%.*s　%.*s", STR_ARG(item->code), STR_ARG(item->title));
}

static struct str unit_text(struct page *page, const struct plan_overlap *it)
{
	if (it->units == 1)
		return it->unit->name;
	struct message_value values[] = { { "first", it->unit->name },
					  { "count", page_number(page, (int64_t)it->units) } };
	return page_message(page, MESSAGE_PLAN_PAGE_AND_OTHERS, values, 2);
}

/* The list ----------------------------------------------------------------------------------------- */

static const struct view_field pair_view[] = {
	{ .name = "item_id", .type = VIEW_ID },
	{ .name = "code", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_CODE },
	{ .name = "title", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_TITLE },
	{ .name = "other_id", .type = VIEW_ID },
	{ .name = "other_code", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_CODE },
	{ .name = "other_title", .type = VIEW_TEXT, .label = MESSAGE_PLAN_ITEM_TITLE },
	{ .name = "last_year", .type = VIEW_BOOLEAN, .label = MESSAGE_PLAN_OVERLAP_LAST_YEAR },
	{ .name = "share", .type = VIEW_TEXT, .label = MESSAGE_PLAN_OVERLAP_SHARE },
	{ .name = "units", .type = VIEW_INTEGER, .label = MESSAGE_PLAN_OVERLAP_UNITS },
	{ .name = NULL },
};

static const struct view_field overlap_view[] = {
	{ .name = "year", .type = VIEW_INTEGER, .label = MESSAGE_PLAN_YEAR },
	{ .name = "more", .type = VIEW_BOOLEAN },
	{ .name = "pairs", .type = VIEW_ARRAY, .items = pair_view },
	{ .name = NULL },
};

static void pair_json(struct page *page, const struct plan_overlap *it, struct json *json)
{
	json_object_begin(json);
	json_name(json, "item_id"), json_id(json, it->node->item.item_id);
	json_name(json, "code"), json_str(json, it->node->item.code);
	json_name(json, "title"), json_str(json, it->node->item.title);
	json_name(json, "other_id"), json_id(json, it->other->item.item_id);
	json_name(json, "other_code"), json_str(json, it->other->item.code);
	json_name(json, "other_title"), json_str(json, it->other->item.title);
	json_name(json, "last_year"), json_bool(json, it->last_year);
	json_name(json, "share"), json_str(json, share_text(page, it->permille));
	json_name(json, "units"), json_int(json, (int64_t)it->units);
	json_object_end(json);
}

static void overlaps_json(struct page *page, const struct drafted *it)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year"), json_int(&json, it->plan.year);
	json_name(&json, "more"), json_bool(&json, it->found.more);
	json_name(&json, "pairs"), json_array_begin(&json);
	for (size_t i = 0; i < it->found.count; i++)
		pair_json(page, &it->found.items[i], &json);
	json_array_end(&json);
	json_object_end(&json);
}

static int fill_found(struct page *page, const struct drafted *it, struct table_view *table,
		      struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_OVERLAP_TITLE),
		   page_text(page, MESSAGE_PLAN_OVERLAP_NONE));
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_OTHER), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_UNITS), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_SHARE), COLUMN_NUMBER);
	for (size_t i = 0; i < it->found.count; i++) {
		const struct plan_overlap *pair = &it->found.items[i];
		struct table_cell *cell;

		table_row(table);
		table_heading(table, coded(page, &pair->node->item),
			      link_pair(page, it->plan.year, pair->node->item.item_id,
					pair->other->item.item_id));
		cell = table_cell(table, coded(page, &pair->other->item));
		if (pair->last_year)
			cell->note = str_from(page_text(page, MESSAGE_PLAN_OVERLAP_LAST_YEAR));
		table_cell(table, unit_text(page, pair));
		table_cell(table, share_text(page, pair->permille));
	}
	return table_check(table, err);
}

static struct str title_of(struct page *page, const struct drafted *it, int64_t item_id)
{
	size_t at = plan_tree_find(&it->tree, item_id);

	return at == PLAN_NO_NODE ? str_from(page_text(page, MESSAGE_PLAN_OVERLAP_LAST_YEAR))
				  : coded(page, &it->tree.nodes[at].item);
}

static int fill_wanted(struct page *page, const struct drafted *it, struct plan_overlaps_view *view,
		       struct error *err)
{
	struct table_view *table = &view->wanted;

	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_OVERLAP_WANTED), "");
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_OVERLAP_OTHER), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_PAIR_REASON), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_PAIR_MARKED_DAY),
		     COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = 0; i < it->wanted_count; i++) {
		const struct plan_pair *pair = &it->wanted[i];

		table_row(table);
		table_heading(table, title_of(page, it, pair->item_id),
			      link_pair(page, it->plan.year, pair->item_id, pair->other_id));
		table_cell(table, title_of(page, it, pair->other_id));
		table_cell(table, pair->reason);
		table_cell(table, page_day(page, pair->marked_day));
	}
	view->has_wanted = it->wanted_count > 0;
	return table_check(table, err);
}

static int show_overlaps(struct page *page, struct error *err)
{
	struct plan_overlaps_view view = { .has_wanted = false };
	struct drafted it = { .wanted_count = 0 };
	int rc = load_found(page, &it, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		overlaps_json(page, &it);
		return 0;
	}
	view.plan = it.plan.title;
	view.url_plan = link_plan(page, it.plan.year, true);
	view.more = it.found.more;
	rc = fill_found(page, &it, &view.found, err);
	if (rc == 0)
		rc = fill_wanted(page, &it, &view, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_PLAN_OVERLAP_TITLE)),
				    template_plan_overlaps_slot(&view), err);
}

/* A pair ------------------------------------------------------------------------------------------- */

struct paired {
	struct drafted draft;
	struct plan_pair pair;
	struct plan_item items[2]; /* as the path names them */
	int64_t years[2];
};

/* A node as the version in force or the draft of its plan has it. */
static int load_node(struct page *page, struct db *db, int64_t item_id, struct paired *it, size_t at,
		     struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct plan_item wanted = { .head.jurisdiction_id = page->jurisdiction_id,
				    .item_id = item_id };
	size_t node = plan_tree_find(&it->draft.tree, item_id);
	struct plan plan;
	int rc;

	if (node != PLAN_NO_NODE) {
		it->items[at] = it->draft.tree.nodes[node].item;
		it->years[at] = it->draft.plan.year;
		return 0;
	}
	rc = plan_find(db, key.jurisdiction_id, (int)it->draft.plan.year - 1, page->arena, &plan, err);
	if (rc == 0)
		rc = plan_item_find(db, &wanted, plan.version, page->arena, &it->items[at], err);
	it->years[at] = it->draft.plan.year - 1;
	return rc;
}

static int load_pair(struct page *page, struct db *db, struct paired *out, struct error *err)
{
	int64_t ids[2];
	int rc = load_plan(page, db, &out->draft, err);

	for (int i = 0; rc == 0 && i < 2; i++)
		rc = page_parameter_id(page, i + 1, &ids[i], err);
	for (size_t i = 0; rc == 0 && i < 2; i++)
		rc = load_node(page, db, ids[i], out, i, err);
	if (rc == 0 && ids[0] == ids[1])
		rc = error_set(err, ERR_NOT_FOUND, "That is one item.", "这是同一个事项。");
	if (rc < 0)
		return rc;
	out->pair = (struct plan_pair){ .plan_id = out->draft.plan.head.id,
					.item_id = ids[0] < ids[1] ? ids[0] : ids[1],
					.other_id = ids[0] < ids[1] ? ids[1] : ids[0],
					.marker_id = page->rights.person_id };
	return 0;
}

static int fill_side(struct page *page, const struct paired *it, size_t at, struct shingles sets[2],
		     struct plan_overlap_side *out, struct error *err)
{
	const struct plan_item *item = &it->items[at];
	struct message_value value = { "year", arena_format(page->arena, "%lld",
							    (long long)it->years[at]) };
	int rc = shingles_mark(item->title, &sets[1 - at], page->arena, &out->title, err);

	out->code = item->code;
	out->year = page_message(page, MESSAGE_PLAN_OVERLAP_OF_YEAR, &value, 1);
	out->due = plan_due_text(page, item->due);
	out->url = safe_url_format(page->arena, "/plans/%d/items/%I", it->years[at], item->item_id);
	if (it->years[at] == it->draft.plan.year)
		out->url = safe_url_with(page->arena, out->url, "version", STR("draft"));
	return rc < 0 ? rc
		      : shingles_mark(item->measure, &sets[1 - at], page->arena, &out->measure, err);
}

static int fill_pair(struct page *page, const struct paired *it, struct plan_overlap_view *view,
		     struct error *err)
{
	struct shingles titles[2], sets[2];
	int rc = 0, title, whole;

	for (size_t i = 0; rc == 0 && i < 2; i++) {
		struct str text = arena_format(page->arena, "%.*s\n%.*s", STR_ARG(it->items[i].title),
					       STR_ARG(it->items[i].measure));
		rc = shingles_of_short(it->items[i].title, page->arena, &titles[i], err);
		if (rc == 0)
			rc = shingles_of_short(text, page->arena, &sets[i], err);
	}
	if (rc == 0)
		rc = fill_side(page, it, 0, sets, &view->left, err);
	if (rc == 0)
		rc = fill_side(page, it, 1, sets, &view->right, err);
	if (rc < 0)
		return rc;
	title = resemblance_permille(shingles_compare(&titles[0], &titles[1]));
	whole = resemblance_permille(shingles_compare(&sets[0], &sets[1]));
	view->share = share_text(page, title > whole ? title : whole);
	return 0;
}

static int show_pair(struct page *page, struct error *err)
{
	struct plan_overlap_view view = { .csrf = page_csrf(page),
					  .error = form_error_text(page, labels) };
	struct paired it;
	int rc = load_pair(page, page->db, &it, err);

	if (rc == 0)
		rc = plan_pairs_load(page->db, &it.draft.plan, page->arena, &it.draft.wanted,
				     &it.draft.wanted_count, err);
	if (rc == 0)
		rc = fill_pair(page, &it, &view, err);
	if (rc < 0)
		return rc;
	view.plan = it.draft.plan.title;
	view.url_plan = link_plan(page, it.draft.plan.year, true);
	view.back = safe_url_format(page->arena, "/plans/%d/overlaps", it.draft.plan.year);
	view.action = (struct safe_url){ page->http->path };
	view.class_reason = form_field_class(page, "reason");
	for (size_t i = 0; i < it.draft.wanted_count; i++)
		if (it.draft.wanted[i].item_id == it.pair.item_id &&
		    it.draft.wanted[i].other_id == it.pair.other_id) {
			view.is_wanted = true;
			view.value_reason = it.draft.wanted[i].reason;
		}
	if (form_has(page->form, "reason"))
		view.value_reason = form_value(page->form, "reason");
	return page_render(page, str_from(page_text(page, MESSAGE_PLAN_OVERLAP_PAIR)),
			   template_plan_overlap_slot(&view), err);
}

static int act_pair(struct page *page, struct act *act, struct error *err)
{
	bool forgets = str_equal(form_value(page->form, "event"), STR("forget"));
	struct paired it;
	int rc = load_pair(page, act->db, &it, err);

	if (rc == 0 && !forgets)
		rc = field_parse(record_field(&plan_pair_record, STR("reason")),
				 form_value(page->form, "reason"), &it.pair, page->arena, err);
	if (rc == 0)
		rc = forgets ? plan_pair_forget(act, &it.pair, err)
			     : plan_pair_put(act, &it.pair, err);
	if (rc < 0)
		return rc;
	act->summary = it.items[0].title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, safe_url_format(page->arena, "/plans/%d/overlaps", it.draft.plan.year));
	return 0;
}

static const struct route_input pair_input[] = {
	{ "reason", INPUT_TEXT, false, 0, 300, NULL, MESSAGE_PLAN_PAIR_REASON },
	{ "event", INPUT_TEXT, false, 0, 20, NULL, MESSAGE_PLAN_OVERLAP_FORGET },
	{ .name = NULL },
};

const struct route plan_overlap_routes[] = {
	{ .method = HTTP_GET, .path = "/plans/{year}/overlaps", .access = PERMISSION_PLAN_MANAGE,
	  .flags = ROUTE_JSON, .title = MESSAGE_PLAN_OVERLAP_TITLE, .show = show_overlaps,
	  .view = overlap_view },
	{ .method = HTTP_GET, .path = "/plans/{year}/overlaps/{item}/{other}",
	  .access = PERMISSION_PLAN_MANAGE, .title = MESSAGE_PLAN_OVERLAP_PAIR,
	  .show = show_pair },
	{ .method = HTTP_POST, .path = "/plans/{year}/overlaps/{item}/{other}",
	  .access = PERMISSION_PLAN_MANAGE, .title = MESSAGE_PLAN_OVERLAP_PAIR,
	  .show = show_pair, .act = act_pair, .act_kind = "plan.pair", .input = pair_input },
	{ .path = NULL },
};
