/*
 * rulebook_pages.c - the adopted rulebooks, one of them as its file says, and adopting another.
 */
#include "process/rulebook.h"

#include "messages_calendar.h"
#include "messages_rulebook.h"
#include "messages_web.h"
#include "process/rulebook_view.h"
#include "statements_rulebook.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

static struct safe_url link_rulebook(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/rulebooks/%I", id);
}

static enum message kind_word(struct str stored)
{
	for (const struct rulebook_kind *const *kind = rulebook_kinds; *kind; kind++)
		if (str_equal(stored, str_from((*kind)->name)))
			return (*kind)->label;
	return MESSAGE_NONE;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "title", .label = MESSAGE_RULEBOOK_TITLE, .sort = "title",
	  .link = link_rulebook, .link_column = "id" },
	{ .column = "title_en", .label = MESSAGE_RULEBOOK_TITLE_EN, .sort = "title_en",
	  .link = link_rulebook, .link_column = "id" },
	{ .column = "kind", .label = MESSAGE_RULEBOOK_KIND, .word = kind_word },
	{ .column = "code", .label = MESSAGE_RULEBOOK_CODE, .flags = COLUMN_WIDE, .sort = "code" },
	{ .column = "version", .label = MESSAGE_RULEBOOK_VERSION, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER, .sort = "version" },
	{ .column = "from_day", .label = MESSAGE_RULEBOOK_FROM_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "from_day" },
	{ .column = "to_day", .label = MESSAGE_RULEBOOK_TO_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ .column = "adopted_day", .label = MESSAGE_RULEBOOK_ADOPTED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "adopted_day" },
	{ 0 },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_RULEBOOK_PAGE_ADOPT, "/rulebooks/new", PERMISSION_SCHEME_ADOPT },
	{ 0 },
};

static const struct list_page rulebooks = {
	.listing = LISTING_RULEBOOK,
	.about = MESSAGE_RULEBOOK_PAGE_ABOUT,
	.columns = columns,
	.actions = actions,
	.sort = "from_day",
	.descending = true,
	.file_name = "rulebooks.csv",
};

/* People see the title of their language; a program both. */
static int show_rulebooks(struct page *page, struct error *err)
{
	const char *other = page->language == LANGUAGE_EN ? "title" : "title_en";
	struct list_page_column shown[ARRAY_LENGTH(columns)];
	struct list_page list = rulebooks;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		if (!columns[i].column || page->format == PAGE_JSON ||
		    strcmp(columns[i].column, other) != 0)
			shown[count++] = columns[i];
	list.columns = shown;
	return list_page_show(page, &list,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), err);
}

static void fill_view(struct page *page, const struct rulebook_version *version,
		      const struct rulebook *book, struct rulebook_view *view)
{
	bool zh = page->language == LANGUAGE_ZH;
	struct str to = version->to_day == CIVIL_NO_DAY
				? str_from(page_text(page, MESSAGE_RULEBOOK_PAGE_OPEN))
				: page_day(page, version->to_day);

	view->title = zh ? book->title : book->title_en;
	view->code = version->code;
	view->version = page_number(page, version->version);
	view->kind = str_from(page_text(page, book->kind->label));
	view->period = arena_format(page->arena, "%.*s – %.*s",
				    STR_ARG(page_day(page, version->from_day)), STR_ARG(to));
	view->adopted = page_day(page, version->adopted_day);
	view->source = zh ? book->source : book->source_en;
	view->example = book->example;
	view->unverified = !book->verified;
	view->proof = link_proof(page, "rulebook", version->head.id);
	view->text = version->source;
}

static int show_rulebook(struct page *page, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(page->arena, struct rule_problems);
	struct record_key key = { page->jurisdiction_id, 0 };
	struct rulebook_view view = { .example = false };
	struct rulebook_version version;
	struct rulebook book;
	struct json json;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	if (rc == 0)
		rc = record_get(page->db, &rulebook_record, key, page->arena, &version, err);
	if (rc == 0 && page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&rulebook_record, &version, &json);
		return 0;
	}
	if (rc == 0)
		rc = rulebook_parse(version.source, page->arena, problems, &book, err);
	if (rc < 0)
		return rc;
	fill_view(page, &version, &book, &view);
	return page_render(page, view.title, template_rulebook_page_slot(&view), err);
}

/* Adopting ----------------------------------------------------------------------------------------- */

static const struct form_label labels[] = {
	{ "file", MESSAGE_RULEBOOK_PAGE_FILE },
	{ NULL, MESSAGE_NONE },
};

/* The uploaded file, else the text box. */
static int read_text(struct page *page, struct str *out, struct error *err)
{
	const struct form_field *file = form_find(page->form, "file");
	struct str text = form_value(page->form, "text");

	if (file && file->is_file && file->value.length)
		text = file->value;
	if (!text.length)
		return error_invalid(err, "file", "", "a file, or its text", "文件或其内容");
	*out = text;
	return 0;
}

static int fill_problems(struct page *page, const struct rule_problems *problems,
			 struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_CALENDAR_PROBLEMS), "");
	table_column(table, page_text(page, MESSAGE_CALENDAR_LINE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_CALENDAR_PROBLEM), 0);
	for (size_t i = 0; problems && i < problems->count; i++) {
		const struct rule_problem *problem = &problems->items[i];

		table_row(table);
		table_cell(table, page_number(page, problem->place.line));
		table_cell(table, page->language == LANGUAGE_ZH ? problem->zh : problem->en);
	}
	return table_check(table, err);
}

static int show_new(struct page *page, struct error *err)
{
	struct rulebook_new_view view = { .csrf = page_csrf(page),
					  .error = form_error_text(page, labels) };
	struct error unread;
	int rc;

	if (read_text(page, &view.text, &unread) < 0 || !utf8_is_valid(view.text))
		view.text = STR_EMPTY;
	rc = fill_problems(page, page->state, &view.problems, err);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_RULEBOOK_PAGE_ADOPT)),
			   template_rulebook_new_slot(&view), err);
}

static int act_adopt(struct page *page, struct act *act, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(page->arena, struct rule_problems);
	struct rulebook_version version;
	struct str text;
	int rc = read_text(page, &text, err);

	if (rc < 0)
		return rc;
	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	page->state = problems;
	rc = rulebook_adopt(act, text, problems, &version, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%.*s v%lld", STR_ARG(version.code),
				    (long long)version.version);
	page_flash(page, MESSAGE_FLASH_RULEBOOK_ADOPTED);
	page_redirect(page, link_rulebook(page, version.head.id));
	return 0;
}

static int act_shipped(struct page *page, struct act *act, struct error *err)
{
	int rc = rulebook_adopt_shipped(act, err);

	if (rc < 0)
		return rc;
	page_flash(page, MESSAGE_FLASH_RULEBOOK_ADOPTED);
	page_redirect(page, SAFE_URL("/rulebooks"));
	return 0;
}

const struct route rulebook_routes[] = {
	{ .method = HTTP_GET, .path = "/rulebooks", .access = PERMISSION_SCHEME_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_RULEBOOK_PAGE_TITLE,
	  .show = show_rulebooks, .list = &rulebooks },
	{ .method = HTTP_GET, .path = "/rulebooks/new", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_RULEBOOK_PAGE_ADOPT, .show = show_new },
	{ .method = HTTP_POST, .path = "/rulebooks", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_RULEBOOK_PAGE_ADOPT, .show = show_new, .act = act_adopt,
	  .act_kind = "rulebook.adopt" },
	{ .method = HTTP_POST, .path = "/rulebooks/shipped", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_RULEBOOK_PAGE_ADOPT, .show = show_new, .act = act_shipped,
	  .act_kind = "rulebook.adopt" },
	{ .method = HTTP_GET, .path = "/rulebooks/{id}", .access = PERMISSION_SCHEME_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_RULEBOOK_PAGE_TITLE, .show = show_rulebook,
	  .record = &rulebook_record },
	{ .path = NULL },
};
