/*
 * unit_change_pages.c - rename, merge, split, dissolve a unit: form, preview, act; the changes that were.
 *
 * Everything that was typed travels through the preview as hidden fields, so that the act decides anew from
 * the same request; the digest says whether what it rests on is still what was shown.
 */
#include "people/unit_change_view.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_register.h"
#include "messages_web.h"
#include "statements_unit_change.h"
#include "statements_unit_change_pages.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/picker.h"
#include "web/routes.h"

static const struct form_label labels[] = {
	{ "day", MESSAGE_UNIT_CHANGE_DAY },
	{ "reason", MESSAGE_COMMON_REASON },
	{ "reference", MESSAGE_UNIT_CHANGE_REFERENCE },
	{ "name", MESSAGE_UNIT_NAME },
	{ "name_after", MESSAGE_UNIT_NAME },
	{ "code", MESSAGE_UNIT_CODE },
	{ "others", MESSAGE_UNIT_CHANGE_OTHERS },
	{ "into", MESSAGE_UNIT_CHANGE_INTO },
	{ NULL, MESSAGE_NONE },
};

/* From the path and the form ----------------------------------------------------------------- */

/* The unit of the path and the kind of change, which the asker may make. */
static int load(struct page *page, struct unit *out, int *out_kind, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int kind = 0;
	int rc = page_parameter_id(page, 0, &key.id, err);

	while (kind < UNIT_CHANGE_KIND_COUNT &&
	       !str_equal(page->parameters[1], str_from(unit_change_kinds[kind].name)))
		kind++;
	if (rc == 0 && kind == UNIT_CHANGE_KIND_COUNT)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_WRITE, key.id, 0, err);
	if (rc == 0)
		rc = record_get(page->db, &unit_record, key, page->arena, out, err);
	*out_kind = kind;
	return rc;
}

static struct str typed(const struct page *page, const char *name)
{
	return str_trim(form_value(page->form, name));
}

static struct str numbered(struct page *page, const char *name, int number)
{
	return arena_format(page->arena, "%s%d", name, number);
}

static int kind_of(struct str name, int otherwise)
{
	for (int i = 0; unit_kinds[i].name; i++)
		if (str_equal(name, str_from(unit_kinds[i].name)))
			return i;
	return otherwise;
}

/* The new unit of a row of the form; false when the row is empty. */
static bool read_new(struct page *page, int number, const struct unit *from, struct unit *out)
{
	struct str code = numbered(page, "code", number), name = numbered(page, "name", number);
	struct str kind = numbered(page, "kind", number);

	if (!code.bytes || !name.bytes || !kind.bytes)
		return false;
	*out = (struct unit){ .code = typed(page, code.bytes),
			      .name = typed(page, name.bytes),
			      .kind = kind_of(typed(page, kind.bytes), from->kind),
			      .parent_id = from->parent_id };
	return out->code.length || out->name.length;
}

static void read_news(struct page *page, const struct unit *from, struct unit_change_request *request)
{
	for (int i = 1; i <= UNIT_CHANGE_NEW_ROWS && request->after_count < UNIT_CHANGE_UNITS; i++)
		if (read_new(page, i, from, &request->after[request->after_count]))
			request->after_count++;
}

/* Codes or names, separated by commas or spaces; a full name may hold spaces of its own. */
static int read_others(struct page *page, struct unit_change_request *request, struct error *err)
{
	struct str rest = typed(page, "others");
	int rc = 0;

	while (rc == 0 && rest.length) {
		size_t end = 0;
		int64_t id;
		while (end < rest.length && !strchr(",;", rest.bytes[end]) &&
		       !str_starts_with(str_slice(rest, end, 3), STR("、")) &&
		       !str_starts_with(str_slice(rest, end, 3), STR("，")) &&
		       !str_starts_with(str_slice(rest, end, 3), STR("；")))
			end++;
		struct str word = str_trim(str_slice(rest, 0, end));
		size_t skip = end < rest.length && !strchr(",;", rest.bytes[end]) ? 3 : 1;
		rest = str_slice(rest, end + skip, rest.length);
		if (!word.length)
			continue;
		if (request->before_count == UNIT_CHANGE_UNITS)
			return error_set(err, ERR_RULE, "A change concerns at most 8 units.",
					 "一次变更最多涉及 8 个单位。");
		rc = picker_resolve(page, &unit_picker, "others", word, &id, err);
		if (rc == 0)
			request->before[request->before_count++] = id;
	}
	return rc;
}

static int read_merge(struct page *page, const struct unit *unit,
		      struct unit_change_request *request, struct error *err)
{
	int64_t into;
	int rc = read_others(page, request, err);

	if (rc == 0)
		rc = picker_resolve(page, &unit_picker, "into", typed(page, "into"), &into, err);
	if (rc < 0)
		return rc;
	if (!into) {
		read_news(page, unit, request);
		return 0;
	}
	request->after_count = 1;
	request->after[0].head.id = into;
	return 0;
}

/* Which way a post was chosen to go. */
static int post_target(const void *context, int64_t post_id)
{
	const struct page *page = context;
	char id[ID_TEXT_BYTES];
	struct str field = arena_format(page->arena, "post-%s", id_format(post_id, id));
	struct str value = field.bytes ? form_value(page->form, field.bytes) : STR_EMPTY;
	int64_t index;

	if (str_equal(value, STR("end")))
		return UNIT_CHANGE_ENDS;
	return str_parse_int(value, 0, UNIT_CHANGE_UNITS - 1, &index) ? (int)index
								      : UNIT_CHANGE_DEFAULT;
}

static int read_request(struct page *page, const struct unit *unit, int kind,
			struct unit_change_request *out, struct error *err)
{
	struct str day = typed(page, "day");
	int rc = 0;

	*out = (struct unit_change_request){
		.change = { .kind = kind,
			    .day = CIVIL_NO_DAY,
			    .reason = typed(page, "reason"),
			    .reference = typed(page, "reference"),
			    .name_after = typed(page, "name") },
		.before = { unit->head.id },
		.before_count = 1,
		.post_target = post_target,
		.context = page,
	};
	if (!civil_parse(day, &out->change.day))
		return error_invalid(err, "day", arena_text(page->arena, day),
				     "a date such as 2008-07-14", "日期，例如 2008-07-14");
	if (kind == UNIT_MERGE)
		rc = read_merge(page, unit, out, err);
	if (kind == UNIT_RENAME || (kind == UNIT_SPLIT && typed(page, "goes_on").length))
		out->after[out->after_count++].head.id = unit->head.id;
	if (kind == UNIT_SPLIT)
		read_news(page, unit, out);
	return rc;
}

/* The asker may change each of the units, and put new ones where they go. */
static int check_units(struct page *page, const struct unit_change_plan *plan, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < plan->before_count; i++)
		rc = page_check(page, PERMISSION_UNIT_WRITE, plan->before[i].head.id, 0, err);
	for (size_t i = 0; rc == 0 && i < plan->after_count; i++)
		if (!plan->after[i].head.id)
			rc = page_check(page, PERMISSION_UNIT_WRITE, plan->after[i].parent_id, 0,
					err);
	return rc;
}

/* The form ----------------------------------------------------------------------------------- */

static int fill_news(struct page *page, const struct unit *unit, int kind,
		     struct unit_change_form_view *view, struct error *err)
{
	size_t count = kind == UNIT_MERGE ? 1 : kind == UNIT_SPLIT ? UNIT_CHANGE_NEW_ROWS : 0;

	view->news.items = ARENA_ARRAY(page->arena, struct unit_change_new, UNIT_CHANGE_NEW_ROWS);
	if (!view->news.items)
		return error_broken(err, ERR_MEMORY, "rows of new units");
	view->news.count = count;
	for (size_t i = 0; i < count; i++) {
		struct unit_change_new *row = &view->news.items[i];
		int number = (int)i + 1;
		row->number = number;
		row->code_name = numbered(page, "code", number);
		row->name_name = numbered(page, "name", number);
		row->kind_name = numbered(page, "kind", number);
		row->code = typed(page, row->code_name.bytes);
		row->name = typed(page, row->name_name.bytes);
		list_option_choices(page, &row->kinds, "", unit_kinds);
		int chosen = kind_of(typed(page, row->kind_name.bytes), unit->kind);
		for (size_t k = 0; k < row->kinds.count; k++)
			row->kinds.items[k].selected = (int)k == chosen;
	}
	return 0;
}

static void fill_typed(struct page *page, struct unit_change_form_view *view)
{
	struct str day = typed(page, "day");

	view->day = day.length ? day : page_day(page, page->today);
	view->reason = typed(page, "reason");
	view->reference = typed(page, "reference");
	view->name = typed(page, "name");
	view->others = typed(page, "others");
	view->into = typed(page, "into");
	view->goes_on = typed(page, "goes_on").length > 0;
	view->class_day = form_field_class(page, "day");
	view->class_reason = form_field_class(page, "reason");
	view->class_reference = form_field_class(page, "reference");
	view->class_name = form_field_class(page, "name");
	view->class_others = form_field_class(page, "others");
	view->class_into = form_field_class(page, "into");
	view->class_code = form_field_class(page, "code");
}

static int show_form(struct page *page, struct error *err)
{
	static const enum message abouts[UNIT_CHANGE_KIND_COUNT] = {
		[UNIT_RENAME] = MESSAGE_UNIT_CHANGE_RENAME_ABOUT,
		[UNIT_MERGE] = MESSAGE_UNIT_CHANGE_MERGE_ABOUT,
		[UNIT_SPLIT] = MESSAGE_UNIT_CHANGE_SPLIT_ABOUT,
		[UNIT_DISSOLVE] = MESSAGE_UNIT_CHANGE_DISSOLVE_ABOUT,
	};
	struct unit_change_form_view view = { .csrf = page_csrf(page),
					      .error = form_error_text(page, labels) };
	struct unit unit;
	int rc = load(page, &unit, &view.kind, err);

	if (rc == 0)
		rc = fill_news(page, &unit, view.kind, &view, err);
	if (rc < 0)
		return rc;
	const char *kind = page_text(page, unit_change_kinds[view.kind].label);
	view.unit_name = unit.name;
	view.title = arena_format(page->arena, "%s · %.*s", kind, STR_ARG(unit.name));
	view.about = abouts[view.kind];
	view.back = link_unit(page, unit.head.id);
	view.preview = safe_url_format(page->arena, "/units/%I/change/%s/preview", unit.head.id,
				       unit_change_kinds[view.kind].name);
	fill_typed(page, &view);
	return page_render(page, view.title, template_unit_change_form_slot(&view), err);
}

/* The preview -------------------------------------------------------------------------------- */

/* What was typed, without the token, the digest and the ways of the posts. */
static int fill_hiddens(struct page *page, struct unit_change_preview_view *view, struct error *err)
{
	const struct form *form = page->form;

	view->hiddens.items =
		ARENA_ARRAY(page->arena, struct unit_change_hidden, form->count + 1);
	if (!view->hiddens.items)
		return error_broken(err, ERR_MEMORY, "hidden fields");
	for (size_t i = 0; i < form->count; i++) {
		struct str name = form->fields[i].name;
		if (!str_equal(name, STR("csrf")) && !str_equal(name, STR("seen")) &&
		    !str_starts_with(name, STR("post-")))
			view->hiddens.items[view->hiddens.count++] =
				(struct unit_change_hidden){ name, form->fields[i].value };
	}
	return 0;
}

static int show_preview(struct page *page, struct error *err)
{
	struct act act = { .db = page->db, .arena = page->arena,
			   .jurisdiction_id = page->jurisdiction_id, .day = page->today };
	struct unit_change_preview_view view = { .csrf = page_csrf(page) };
	struct unit_change_plan *plan = ARENA_NEW(page->arena, struct unit_change_plan);
	struct unit_change_request request;
	struct unit unit;
	int kind;
	int rc = load(page, &unit, &kind, err);

	if (rc == 0 && !plan)
		rc = error_broken(err, ERR_MEMORY, "plan of a change");
	if (rc == 0)
		rc = read_request(page, &unit, kind, &request, err);
	if (rc == 0)
		rc = unit_change_plan(&act, &request, plan, err);
	if (rc == 0)
		rc = check_units(page, plan, err);
	if (rc == 0)
		rc = unit_change_preview_fill(page, plan, &view, err);
	if (rc == 0)
		rc = fill_hiddens(page, &view, err);
	if (rc < 0)
		return rc;
	const char *name = unit_change_kinds[kind].name;
	view.title = unit.name;
	view.unit = link_unit(page, unit.head.id);
	view.confirm = safe_url_format(page->arena, "/units/%I/change/%s", unit.head.id, name);
	view.again = safe_url_format(page->arena, "/units/%I/change/%s/again", unit.head.id, name);
	return page_render(page, view.sentence, template_unit_change_preview_slot(&view), err);
}

/* The act ------------------------------------------------------------------------------------ */

static int check_seen(const struct page *page, const struct unit_change_plan *plan, struct error *err)
{
	char digest[HASH_HEX_BYTES];

	hex_encode(hash_str(&plan->digest), digest);
	if (str_equal(typed(page, "seen"), str_from(digest)))
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "Something that this change rests on was changed since the preview. Nothing was "
			 "done; look at the preview again.",
			 "预览之后，所涉单位、任职、角色或考核组已有变动。变更未执行，请重新预览。");
}

static int act_change(struct page *page, struct act *act, struct error *err)
{
	struct unit_change_plan *plan = ARENA_NEW(page->arena, struct unit_change_plan);
	struct unit_change_request request;
	struct unit unit;
	int kind;
	int rc = load(page, &unit, &kind, err);

	if (rc == 0 && !plan)
		rc = error_broken(err, ERR_MEMORY, "plan of a change");
	if (rc == 0)
		rc = read_request(page, &unit, kind, &request, err);
	if (rc == 0)
		rc = unit_change_plan(act, &request, plan, err);
	if (rc == 0)
		rc = check_units(page, plan, err);
	if (rc == 0)
		rc = check_seen(page, plan, err);
	if (rc == 0)
		rc = unit_change_apply(act, plan, err);
	if (rc < 0)
		return rc;
	page_forget_sessions(page, 0);
	act->summary = arena_format(page->arena, "%s %.*s %.*s", unit_change_kinds[kind].name,
				    STR_ARG(unit.code), STR_ARG(plan->change.reference));
	page_flash(page, MESSAGE_FLASH_UNIT_CHANGED);
	page_redirect(page, link_unit_change(page, plan->change.head.id));
	return 0;
}

/* One change, and all ------------------------------------------------------------------------ */

static int read_units(struct page *page, int64_t change_id, struct unit_change_seen *seen,
		      struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_UNIT_CHANGE_UNIT_OF_CHANGE,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("change_id", change_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_CHANGE_UNITS), "");
	table_column(table, page_text(page, MESSAGE_UNIT_CHANGE_SIDE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_UNIT_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_UNIT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_TO_DAY), COLUMN_NARROW);
	while ((rc = db_query_step(query, err)) > 0) {
		bool before = str_equal(db_query_bytes(query, 0), STR("before"));
		struct str name = db_query_copy(query, 3, page->arena);
		table_row(table);
		table_cell(table, str_from(page_text(page, before ? MESSAGE_UNIT_CHANGE_BEFORE
								  : MESSAGE_UNIT_CHANGE_AFTER)));
		table_cell(table, db_query_copy(query, 2, page->arena));
		table_heading(table, name, link_unit(page, db_query_int(query, 1)));
		table_cell(table, db_query_is_null(query, 4)
					  ? STR_EMPTY
					  : page_day(page, (int32_t)db_query_int(query, 4)));
		if (seen->unit_count == ARRAY_LENGTH(seen->units))
			continue;
		seen->units[seen->unit_count].name = name;
		seen->units[seen->unit_count++].side = before ? UNIT_CHANGE_BEFORE
							      : UNIT_CHANGE_AFTER;
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int show_change(struct page *page, struct error *err)
{
	struct unit_change_page_view view = { .kind = MESSAGE_NONE };
	struct unit_change_seen seen = { .unit_count = 0 };
	struct json json;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = record_get(page->db, &unit_change_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&seen.change, err);
	if (rc == 0)
		rc = read_units(page, id, &seen, &view.units, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&unit_change_record, &seen.change, &json);
		return 0;
	}
	view.sentence = unit_change_seen_sentence(page, &seen);
	view.day = page_day(page, seen.change.day);
	view.reason = seen.change.reason;
	view.reference = seen.change.reference;
	view.kind = unit_change_kinds[seen.change.kind].label;
	view.proof = link_proof(page, "unit_change", id);
	return page_render(page, view.sentence, template_unit_change_page_slot(&view), err);
}

static enum message kind_word(struct str stored)
{
	return list_page_word(unit_change_kinds, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", unit_change_kinds);
	return 0;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "day", .label = MESSAGE_UNIT_CHANGE_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "day" },
	{ .column = "kind", .label = MESSAGE_UNIT_CHANGE_KIND, .flags = COLUMN_NARROW,
	  .sort = "kind", .word = kind_word, .link = link_unit_change, .link_column = "id" },
	{ .column = "before", .label = MESSAGE_UNIT_CHANGE_BEFORE },
	{ .column = "after", .label = MESSAGE_UNIT_CHANGE_AFTER },
	{ .column = "reason", .label = MESSAGE_COMMON_REASON, .flags = COLUMN_WIDE },
	{ .column = "reference", .label = MESSAGE_UNIT_CHANGE_REFERENCE, .flags = COLUMN_WIDE,
	  .sort = "reference" },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_UNIT_CHANGE_KIND, kind_options },
	{ { "unit", "units", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNITS_NAME_CONTAINS, NULL },
	{ { "reference", "reference", LIST_CONTAINS, DB_TEXT }, MESSAGE_UNIT_CHANGE_REFERENCE,
	  NULL },
	{ .label = MESSAGE_NONE },
};

static const struct list_page changes = {
	.listing = LISTING_UNIT_CHANGE_PAGES,
	.about = MESSAGE_UNIT_CHANGE_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.sort = "day",
	.descending = true,
	.file_name = "unit-changes.csv",
};

static int show_changes(struct page *page, struct error *err)
{
	return list_page_show(page, &changes,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

const struct route unit_change_routes[] = {
	{ .method = HTTP_GET, .path = "/units/{id}/change/{type}", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_UNIT_CHANGE_LABEL, .show = show_form },
	{ .method = HTTP_POST, .path = "/units/{id}/change/{type}/preview",
	  .access = PERMISSION_UNIT_WRITE, .title = MESSAGE_UNIT_CHANGE_LABEL, .show = show_form,
	  .prepare = show_preview },
	{ .method = HTTP_POST, .path = "/units/{id}/change/{type}/again",
	  .access = PERMISSION_UNIT_WRITE, .title = MESSAGE_UNIT_CHANGE_LABEL,
	  .prepare = show_form },
	{ .method = HTTP_POST, .path = "/units/{id}/change/{type}", .access = PERMISSION_UNIT_WRITE,
	  .title = MESSAGE_UNIT_CHANGE_LABEL, .show = show_form, .act = act_change,
	  .act_kind = "unit.change" },
	{ .method = HTTP_GET, .path = "/changes", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_UNIT_CHANGE_LIST,
	  .show = show_changes, .list = &changes },
	{ .method = HTTP_GET, .path = "/changes/{id}", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_UNIT_CHANGE_LABEL, .show = show_change },
	{ .path = NULL },
};
