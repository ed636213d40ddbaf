/*
 * import_upload_pages.c - the preview of a table: what it would do, what is wrong with it, in place.
 *
 * The file waits in the database (import_upload.h); each page reads it anew on a worker, so that the
 * preview is of the records as they are now. Confirming sends the preview's digest along: when the
 * outcome is another by then, nothing is imported and the preview comes back.
 */
#include "messages_common.h"
#include "messages_import_file.h"
#include "messages_web.h"
#include "process/import_upload_view.h"
#include "templates_process.h"
#include "web/routes.h"

#define ROWS_SHOWN    50
#define OPTIONS_SHOWN 300

static const char *const act_kinds[IMPORT_BATCH_PROFILE_COUNT] = {
	[IMPORT_BATCH_UNITS] = "import.units",
	[IMPORT_BATCH_PERSONS] = "import.persons",
	[IMPORT_BATCH_SCORES] = "import.scores",
	[IMPORT_BATCH_ENTRIES] = "import.entries",
	[IMPORT_BATCH_PLAN] = "import.plan",
	[IMPORT_BATCH_ARCHIVE] = "import.archive",
};

const char *import_act_kind(enum import_profile_kind profile)
{
	return act_kinds[profile];
}

void import_option_add(struct page *page, struct list_options *options, struct str value,
		       struct str label, struct str chosen)
{
	if (!options->items) {
		options->items = ARENA_ARRAY(page->arena, struct list_option, OPTIONS_SHOWN);
		options->capacity = options->items ? OPTIONS_SHOWN : 0;
	}
	if (options->count < options->capacity)
		options->items[options->count++] =
			(struct list_option){ value, label, str_equal(value, chosen) };
}

int import_upload_of_page(struct page *page, struct db *db, struct import_upload *out,
			  struct error *err)
{
	*out = (struct import_upload){ .jurisdiction_id = page->jurisdiction_id,
				       .account_id = page->session.account_id };
	int rc = page_parameter_id(page, 0, &out->id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);
	return rc < 0 ? rc : import_upload_get(db, out, page->arena, err);
}

struct import_request import_upload_request(const struct import_upload *upload,
					    struct import_rules *rules)
{
	if (upload->rules.length)
		import_rules_parse(upload->profile, upload->rules, rules);
	return (struct import_request){ .profile = upload->profile,
					.bytes = upload->content,
					.sheet = upload->sheet,
					.file_name = upload->file_name,
					.rules = upload->rules.length ? rules : NULL };
}

int import_upload_stage(struct page *page, struct act *act, const struct import_request *request,
			struct error *err)
{
	struct import_upload upload = { .profile = request->profile,
					.file_name = request->file_name,
					.content = request->bytes };
	int rc = import_upload_keep(act, &upload, err);

	if (rc == 0)
		page_redirect(page,
			      safe_url_format(page->arena, "/import/uploads/%I", upload.id));
	return rc;
}

/* The table ------------------------------------------------------------------------------------ */

static void status_cell(struct page *page, const struct import_preview_row *row,
			struct table_view *table)
{
	static const enum message words[] = {
		[IMPORT_UNCHANGED] = MESSAGE_IMPORT_FILE_UNCHANGED,
		[IMPORT_CHANGED] = MESSAGE_IMPORT_FILE_CHANGED,
		[IMPORT_CREATED] = MESSAGE_IMPORT_FILE_CREATED,
	};
	static const char *const lights[] = { [IMPORT_UNCHANGED] = "light idle",
					      [IMPORT_CHANGED] = "light warn",
					      [IMPORT_CREATED] = "light ok" };
	enum message word = row->wrong ? MESSAGE_IMPORT_FILE_WRONG : words[row->outcome];
	struct table_cell *cell = table_light(table, row->wrong ? "light late" : lights[row->outcome],
					      str_from(page_text(page, word)));

	if (row->problem)
		cell->note = str_from(page_error_text(page, row->problem));
}

/* The stored value, as the page's language calls it. */
static struct str old_value(struct page *page, const struct field *field, struct str was)
{
	if (field->type == FIELD_BOOLEAN)
		return str_from(page_text(page, str_equal(was, STR("1")) ? MESSAGE_COMMON_YES
									  : MESSAGE_IMPORT_FILE_NO));
	if (field->type == FIELD_CHOICE) {
		enum message word = list_page_word(field->choices, was);

		if (word != MESSAGE_NONE)
			return str_from(page_text(page, word));
	}
	return was.length ? was : STR("—");
}

static void value_cell(struct page *page, const struct import_preview_row *row, int column,
		       const struct field *field, struct table_view *table)
{
	const struct error *problem = row->problems[column];
	struct str text = utf8_cut(row->cells[column], 200);
	struct message_value values[1];

	if (problem) {
		struct table_cell *cell = table_light(table, "light late",
						      text.length ? text : STR("—"));

		values[0] = (struct message_value){
			"accepted", import_problem_accepted(problem, page->language)
		};
		cell->note = page_message(page, MESSAGE_IMPORT_FILE_ACCEPTED, values, 1);
		return;
	}
	struct table_cell *cell = table_cell(table, text);
	if (!row->was[column].bytes)
		return;
	values[0] = (struct message_value){ "was", old_value(page, field, row->was[column]) };
	cell->note = page_message(page, MESSAGE_IMPORT_FILE_WAS, values, 1);
}

static int fill_rows(struct page *page, enum import_profile_kind profile,
		     const struct import_preview *preview, struct table_view *table,
		     struct error *err)
{
	size_t count;
	const struct field *fields = import_profile_columns(profile, &count);

	table_init(table, page->arena, page_text(page, MESSAGE_IMPORT_FILE_ROWS),
		   page_text(page, MESSAGE_IMPORT_FILE_NO_ROWS));
	table_column(table, page_text(page, MESSAGE_IMPORT_PAGE_ROW), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_IMPORT_FILE_OUTCOME), 0);
	for (size_t i = 0; i < preview->column_count; i++) {
		const struct field *field = &fields[preview->columns[i]];
		struct str header = preview->headers[preview->columns[i]];

		table_column(table,
			     header.length ? arena_text(page->arena, header)
					   : page_text(page, field->label),
			     0);
	}
	for (size_t r = 0; r < preview->row_count; r++) {
		const struct import_preview_row *row = &preview->rows[r];

		table_row(table);
		table_heading(table, page_number(page, row->number), (struct safe_url){ STR_EMPTY });
		status_cell(page, row, table);
		for (size_t i = 0; i < preview->column_count; i++)
			value_cell(page, row, preview->columns[i], &fields[preview->columns[i]],
				   table);
	}
	return table_check(table, err);
}

/* Problems of the file, and of rows that could not be read. */
static int fill_others(struct page *page, const struct import_preview *preview,
		       struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_IMPORT_FILE_OF_THE_FILE), "");
	table_column(table, page_text(page, MESSAGE_IMPORT_PAGE_ROW), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_IMPORT_FILE_PROBLEM), 0);
	for (size_t i = 0; i < preview->other_count; i++) {
		const struct error *problem = preview->others[i];

		table_row(table);
		table_cell(table, problem->row ? page_number(page, problem->row) : STR("—"));
		table_light(table, "light late", str_from(page_error_text(page, problem)));
	}
	return table_check(table, err);
}

/* The page ------------------------------------------------------------------------------------- */

static void fill_links(struct page *page, const struct import_upload *upload,
		       const struct import_preview *preview, struct import_preview_view *view)
{
	struct safe_url self = safe_url_format(page->arena, "/import/uploads/%I", upload->id);
	struct safe_url here = self;

	view->apply = safe_url_format(page->arena, "/import/uploads/%I/apply", upload->id);
	view->discard = safe_url_format(page->arena, "/import/uploads/%I/discard", upload->id);
	view->columns = safe_url_format(page->arena, "/import/uploads/%I/columns", upload->id);
	view->sheet = safe_url_format(page->arena, "/import/uploads/%I/sheet", upload->id);
	view->all = self;
	view->wrong_only = safe_url_with(page->arena, self, "only", STR("wrong"));
	if (preview->only_wrong)
		here = view->wrong_only;
	if (preview->offset)
		view->first = here;
	if (preview->offset + (int64_t)preview->row_count < preview->total)
		view->next = safe_url_with(page->arena, here, "from",
					   page_number(page, preview->offset + ROWS_SHOWN));
}

static void fill_facts(struct page *page, const struct import_upload *upload,
		       const struct import_result *result, struct import_preview_view *view)
{
	struct message_value problems[] = { { "count", page_number(page, result->problem_count) } };
	bool something = result->created || result->changed;

	view->csrf = page_csrf(page);
	view->file_name = upload->file_name;
	view->profile = str_from(page_text(page, import_profiles[upload->profile].label));
	view->rows = page_number(page, result->rows);
	view->created = page_number(page, result->created);
	view->changed = page_number(page, result->changed);
	view->unchanged = page_number(page, result->unchanged);
	view->wrong = page_number(page, result->problem_count);
	view->fine = result->problem_count == 0;
	view->confirm = view->fine && something;
	view->remembered = result->remembered;
	view->truncated = result->problem_count > (int64_t)result->problems_kept;
	view->digest = str_from(result->digest);
	if (!view->fine)
		view->verdict = page_message(page, MESSAGE_IMPORT_FILE_NOT_YET, problems, 1);
	else
		view->verdict = str_from(page_text(page, something
								 ? MESSAGE_IMPORT_FILE_READY
								 : MESSAGE_IMPORT_FILE_NOTHING));
	view->has_sheets = result->table.sheet_count > 1;
	for (size_t i = 0; i < result->table.sheet_count; i++)
		import_option_add(page, &view->sheets, result->table.sheets[i],
				  result->table.sheets[i],
				  upload->sheet.length ? upload->sheet : result->table.sheet);
}

static int show_result(struct page *page, const struct import_upload *upload,
		       const struct import_result *result, const struct import_preview *preview,
		       struct error *err)
{
	struct import_preview_view view = { .only_wrong = preview->only_wrong };
	int rc = fill_rows(page, upload->profile, preview, &view.table, err);

	if (rc == 0)
		rc = fill_others(page, preview, &view.others, err);
	if (rc < 0)
		return rc;
	fill_facts(page, upload, result, &view);
	fill_links(page, upload, preview, &view);
	view.has_rows = result->table.columns > 0;
	if (page->error.code)
		view.error = str_from(page_error_text(page, &page->error));
	return page_render(page, str_from(page_text(page, MESSAGE_IMPORT_FILE_PREVIEW)),
			   template_import_preview_slot(&view), err);
}

static int show_preview(struct page *page, struct error *err)
{
	struct import_result *result = ARENA_NEW(page->arena, struct import_result);
	struct import_rules *rules = ARENA_NEW(page->arena, struct import_rules);
	struct import_preview preview = {
		.limit = ROWS_SHOWN,
		.only_wrong = str_equal(form_value(page->query, "only"), STR("wrong")),
	};
	struct import_upload upload;
	int rc = import_upload_of_page(page, page->db, &upload, err);

	if (rc < 0)
		return rc;
	if (!result || !rules)
		return error_broken(err, ERR_MEMORY, "a preview");
	if (!str_parse_int(form_value(page->query, "from"), 0, CSV_ROWS_MAXIMUM, &preview.offset))
		preview.offset = 0;
	struct import_request request = import_upload_request(&upload, rules);
	request.preview = &preview;
	rc = import_check(page->db, page->arena, page->jurisdiction_id, &request, result, err);
	if (rc < 0)
		return rc;
	if (result->unknown_headings && !page->error.code) {
		page_redirect(page, safe_url_format(page->arena, "/import/uploads/%I/columns",
						    upload.id));
		return 0;
	}
	return show_result(page, &upload, result, &preview, err);
}

/* What can be done ----------------------------------------------------------------------------- */

static int act_apply(struct page *page, struct act *act, struct error *err)
{
	struct import_result *result = ARENA_NEW(page->arena, struct import_result);
	struct import_rules *rules = ARENA_NEW(page->arena, struct import_rules);
	struct str digest = form_value(page->form, "digest");
	struct import_upload upload;
	int rc = import_upload_of_page(page, act->db, &upload, err);

	if (rc < 0)
		return rc;
	if (digest.length != IMPORT_DIGEST_BYTES - 1)
		return error_invalid(err, "digest", arena_text(page->arena, digest),
				     "that of a preview without problems", "无误的预览所带的值");
	if (!result || !rules)
		return error_broken(err, ERR_MEMORY, "an import");
	struct import_request request = import_upload_request(&upload, rules);
	request.expected = arena_text(page->arena, digest);
	act->kind = import_act_kind(upload.profile);
	rc = import_apply(act, &request, result, err);
	if (rc == 0)
		rc = import_upload_end(act->db, &upload, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%.*s: +%lld ~%lld", STR_ARG(upload.file_name),
				    (long long)result->created, (long long)result->changed);
	page_flash(page, result->batch_id ? MESSAGE_FLASH_IMPORTED : MESSAGE_FLASH_NOTHING_NEW);
	page_redirect(page, SAFE_URL("/imports"));
	return 0;
}

static int act_sheet(struct page *page, struct act *act, struct error *err)
{
	struct import_upload upload;
	int rc = import_upload_of_page(page, act->db, &upload, err);

	if (rc < 0)
		return rc;
	/* Rules were about the other sheet's headings. */
	upload.sheet = utf8_cut(form_value(page->form, "sheet"), 200);
	upload.rules = STR("");
	rc = import_upload_set(act->db, &upload, err);
	page_redirect(page, safe_url_format(page->arena, "/import/uploads/%I", upload.id));
	return rc;
}

static int act_discard(struct page *page, struct act *act, struct error *err)
{
	struct import_upload upload;
	int rc = import_upload_of_page(page, act->db, &upload, err);

	if (rc == 0)
		rc = import_upload_end(act->db, &upload, err);
	page_flash(page, MESSAGE_FLASH_UPLOAD_DISCARDED);
	page_redirect(page, SAFE_URL("/import"));
	return rc;
}

const struct route import_upload_routes[] = {
	{ .method = HTTP_GET, .path = "/import/uploads/{id}", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_SLOW, .title = MESSAGE_IMPORT_FILE_PREVIEW, .show = show_preview },
	{ .method = HTTP_POST, .path = "/import/uploads/{id}/apply", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_FILE_PREVIEW, .show = show_preview, .act = act_apply,
	  .act_kind = "import.file" },
	{ .method = HTTP_POST, .path = "/import/uploads/{id}/sheet", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_FILE_PREVIEW, .act = act_sheet, .act_kind = "import.sheet" },
	{ .method = HTTP_POST, .path = "/import/uploads/{id}/discard", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_FILE_PREVIEW, .act = act_discard, .act_kind = "import.discard" },
	{ .path = NULL },
};
