/*
 * import_pages.c - tables of an office in and out: check a file, import it, undo an import, examples
 * and exports. Checking runs on a worker with a reading connection; importing checks again inside
 * its transaction, because the records may have changed in between.
 */
#include "process/import.h"

#include "export/xlsx_write.h"
#include "messages_appraisal.h"
#include "messages_web.h"
#include "process/import_template.h"
#include "process/import_upload_view.h"
#include "process/import_view.h"
#include "statements_import_pages.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/route.h"

#define LATEST_SHOWN 5

/* The list of imports ------------------------------------------------------------------------- */

static enum message profile_word(struct str stored)
{
	return list_page_word(import_profiles, stored);
}

static enum message state_word(struct str stored)
{
	return list_page_word(import_batch_states, stored);
}

static int profile_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "profile", import_profiles);
	return 0;
}

static bool undo_button(struct page *page, struct db_query *row, enum message *out_label,
			struct safe_url *out_url)
{
	int state = list_page_position(LISTING_IMPORT_PAGES, "state");
	int id = list_page_position(LISTING_IMPORT_PAGES, "id");
	int from = field_choice_value(record_field(&import_batch_record, STR("state")),
				      db_query_bytes(row, state));
	const struct transition *offer;

	if (transition_offers(&import_batch_life, from, page->permissions, &offer, 1) == 0)
		return false;
	*out_label = offer->label;
	*out_url = safe_url_format(page->arena, "/imports/%I/undo", db_query_int(row, id));
	return true;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "file_name", .label = MESSAGE_IMPORT_BATCH_FILE_NAME, .sort = "file_name" },
	{ .column = "profile", .label = MESSAGE_IMPORT_BATCH_PROFILE, .flags = COLUMN_NARROW,
	  .sort = "profile", .word = profile_word },
	{ .column = "row_count", .label = MESSAGE_IMPORT_BATCH_ROW_COUNT,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE, .sort = "row_count" },
	{ .column = "created_count", .label = MESSAGE_IMPORT_BATCH_CREATED_COUNT,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "changed_count", .label = MESSAGE_IMPORT_BATCH_CHANGED_COUNT,
	  .format = LIST_PAGE_INTEGER, .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "who", .label = MESSAGE_ACTS_WHO, .flags = COLUMN_WIDE },
	{ .column = "day", .label = MESSAGE_IMPORT_BATCH_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "day" },
	{ .column = "state", .label = MESSAGE_IMPORT_BATCH_STATE, .flags = COLUMN_NARROW,
	  .word = state_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "file", "file_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_IMPORT_PAGE_FILE_CONTAINS,
	  NULL },
	{ { "profile", "profile", LIST_EQUAL, DB_TEXT }, MESSAGE_IMPORT_BATCH_PROFILE,
	  profile_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_MENU_IMPORT, "/import", PERMISSION_IMPORT },
	{ 0 },
};

static const struct list_page imports = {
	.listing = LISTING_IMPORT_PAGES,
	.about = MESSAGE_IMPORT_PAGE_UNDO_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "id",
	.descending = true,
	.file_name = "imports.csv",
	.button = undo_button,
};

/* Tables are of all units: an office of one unit neither imports nor sees them. */
static int show_imports(struct page *page, struct error *err)
{
	int rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);

	return rc < 0 ? rc : list_page_show(page, &imports,
					    DB_ARGS(db_int("jurisdiction_id",
							   page->jurisdiction_id)),
					    err);
}

int import_latest(struct page *page, int limit, struct table_view *out, struct error *err)
{
	return list_page_head(page, &imports,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), limit,
			      out, err);
}

static int act_undo_import(struct page *page, struct act *act, struct error *err)
{
	int64_t id, records;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);
	if (rc == 0)
		rc = import_undo(act, id, page->permissions, &records, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%.*s (%lld)", STR_ARG(page->parameters[0]),
				    (long long)records);
	page_flash(page, MESSAGE_FLASH_IMPORT_UNDONE);
	page_redirect(page, SAFE_URL("/imports"));
	return 0;
}

/* The form and its result --------------------------------------------------------------------- */

/* The headers of a profile in the page's language, as its file has them. */
static struct str headers_of(struct page *page, enum import_profile_kind profile)
{
	size_t count;
	const struct field *fields = import_profile_columns(profile, &count);
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < count; i++) {
		const char *header = page->language == LANGUAGE_ZH
					     ? page_text(page, fields[i].label)
					     : fields[i].name;

		text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text), i ? ", " : "",
				    header);
	}
	return text;
}

static int fill_profiles(struct page *page, struct import_view *view, struct error *err)
{
	int chosen = import_profile_find(form_value(page->form, "profile"));

	view->profiles.items =
		ARENA_ARRAY(page->arena, struct import_profile_view, IMPORT_BATCH_PROFILE_COUNT);
	if (!view->profiles.items)
		return error_broken(err, ERR_MEMORY, "import profiles");
	for (int profile = 0; profile < IMPORT_BATCH_PROFILE_COUNT; profile++) {
		struct import_profile_view *item = &view->profiles.items[profile];
		bool personal = import_profile_is_personal((enum import_profile_kind)profile);

		item->name = import_profile_name((enum import_profile_kind)profile);
		item->label = str_from(page_text(page, import_profiles[profile].label));
		item->columns = headers_of(page, (enum import_profile_kind)profile);
		item->chosen = profile == chosen;
		if (view->may_import)
			item->example =
				safe_url_format(page->arena, "/import/examples/%s.csv", item->name);
		item->template_name = import_template_word(page->language);
		if (view->may_import)
			item->template = safe_url_format(page->arena, "/import/%s/template.xlsx",
							 item->name);
		if (view->may_export && !personal)
			item->workbook =
				safe_url_format(page->arena, "/export/%s.xlsx", item->name);
		if (view->may_export && !personal)
			item->export = safe_url_format(page->arena, "/export/%s.csv", item->name);
	}
	view->profiles.count = IMPORT_BATCH_PROFILE_COUNT;
	return 0;
}

static const struct form_label labels[] = {
	{ "profile", MESSAGE_IMPORT_BATCH_PROFILE },
	{ "file", MESSAGE_IMPORT_PAGE_FILE },
	{ NULL, MESSAGE_NONE },
};

static int show_import(struct page *page, struct error *err)
{
	struct import_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.may_import = rights_has_everywhere(&page->rights, PERMISSION_IMPORT),
		.may_export = rights_has_everywhere(&page->rights, PERMISSION_EXPORT),
	};
	int rc = fill_profiles(page, &view, err);

	if (rc == 0 && view.may_import)
		rc = import_latest(page, LATEST_SHOWN, &view.latest, err);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_MENU_IMPORT)),
			   template_import_page_slot(&view), err);
}

static void problem_json(const struct page *page, const struct error *problem, struct json *json)
{
	json_object_begin(json);
	json_name(json, "row");
	json_int(json, problem->row);
	json_name(json, "field");
	json_text(json, problem->field);
	json_name(json, "found");
	json_text(json, problem->found);
	json_name(json, "accepted");
	json_str(json, import_problem_accepted(problem, page->language));
	json_object_end(json);
}

/* What a program is told of a check, an import or a refused one. */
static void describe_result(const struct page *page, struct json *json)
{
	const struct import_result *result = page->state;
	const struct {
		const char *name;
		int64_t count;
	} counts[] = { { "rows", result ? result->rows : 0 },
		       { "created", result ? result->created : 0 },
		       { "changed", result ? result->changed : 0 },
		       { "unchanged", result ? result->unchanged : 0 },
		       { "problem_count", result ? result->problem_count : 0 } };

	if (!result)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(counts); i++) {
		json_name(json, counts[i].name);
		json_int(json, counts[i].count);
	}
	json_name(json, "batch_id");
	json_id(json, result->batch_id);
	json_name(json, "problems");
	json_array_begin(json);
	for (size_t i = 0; i < result->problems_kept; i++)
		problem_json(page, &result->problems[i], json);
	json_array_end(json);
}

static int read_request(struct page *page, struct import_request *out, struct error *err)
{
	struct str name = form_value(page->form, "profile");
	const struct form_field *file = form_find(page->form, "file");
	int profile = import_profile_find(name);

	if (profile < 0)
		return error_invalid(err, "profile", arena_text(page->arena, name),
				     "units, persons, scores or entries",
				     "单位、人员、评分、加扣分之一");
	if (!file || !file->is_file || !file->value.length)
		return error_invalid(err, "file", "", "a file with rows", "有内容的文件");
	*out = (struct import_request){ .profile = (enum import_profile_kind)profile,
					.bytes = file->value,
					.file_name = file->file_name };
	return 0;
}

/* Worker: what the file would do. A file with problems is refused here, before the writer. */
static int check_file(struct page *page, struct import_result **out, struct error *err)
{
	struct import_result *result = ARENA_NEW(page->arena, struct import_result);
	struct import_request request;
	int rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);

	if (rc == 0)
		rc = read_request(page, &request, err);
	if (rc < 0)
		return rc;
	if (!result)
		return error_broken(err, ERR_MEMORY, "import result");
	rc = import_check(page->db, page->arena, page->jurisdiction_id, &request, result, err);
	if (rc < 0)
		return rc;
	*out = result;
	page->state = result;
	page->done.describe = describe_result;
	return 0;
}

/* Nothing can be shown of a file that is no table at all. */
static bool is_readable(const struct import_result *result)
{
	return result->table.columns || result->table.sheet_count > 1;
}

static int prepare_check(struct page *page, struct error *err)
{
	struct import_result *result = NULL;
	int rc = check_file(page, &result, err);

	if (rc < 0 || page->program || is_readable(result))
		return rc;
	*err = result->problems[0];
	return -ERR_INVALID;
}

/* With the first wrong cell; all of them stand in the result. */
static int refuse_file(struct page *page, const struct import_result *result, struct error *err)
{
	const struct error *first = result->problems_kept ? &result->problems[0] : NULL;
	struct str found = STR("");
	int rc;

	if (first)
		found = arena_format(page->arena, "%d: %s = %s", first->row, first->field,
				     first->found);
	rc = error_invalid(err, "file", arena_text(page->arena, found),
			   "a file without wrong cells", "没有错误的文件");
	if (err && first)
		err->row = first->row;
	return rc;
}

static int prepare_import(struct page *page, struct error *err)
{
	int rc = prepare_check(page, err);
	const struct import_result *result = page->state;

	if (rc < 0 || !page->program || result->problem_count == 0)
		return rc;
	return refuse_file(page, result, err);
}

/* Kept for its preview, where problems stand in their cells. A program was told all by `prepare`. */
static int act_check(struct page *page, struct act *act, struct error *err)
{
	struct import_request request;

	if (page->program)
		return 0;
	int rc = read_request(page, &request, err);
	return rc < 0 ? rc : import_upload_stage(page, act, &request, err);
}

static int act_import(struct page *page, struct act *act, struct error *err)
{
	const struct import_result *checked = page->state;
	struct import_result *result = ARENA_NEW(page->arena, struct import_result);
	struct import_request request;
	int rc = read_request(page, &request, err);

	if (rc < 0)
		return rc;
	if (!result)
		return error_broken(err, ERR_MEMORY, "import result");
	if (checked->problem_count && !page->program)
		return import_upload_stage(page, act, &request, err);
	act->kind = import_act_kind(request.profile);
	rc = import_apply(act, &request, result, err);
	if (rc == 0 || result->problem_count)
		page->state = result;
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%.*s: +%lld ~%lld", STR_ARG(request.file_name),
				    (long long)result->created, (long long)result->changed);
	page_flash(page, result->batch_id ? MESSAGE_FLASH_IMPORTED : MESSAGE_FLASH_NOTHING_NEW);
	page_redirect(page, SAFE_URL("/imports"));
	return 0;
}

/* Files --------------------------------------------------------------------------------------- */

static int profile_parameter(struct page *page, enum import_profile_kind *out, struct error *err)
{
	int profile = import_profile_find(page->parameters[0]);

	if (profile < 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such table.", "没有这种表。");
	*out = (enum import_profile_kind)profile;
	return 0;
}

static int show_example(struct page *page, struct error *err)
{
	enum import_profile_kind profile = IMPORT_BATCH_UNITS;
	bool chinese = page->language == LANGUAGE_ZH;
	const struct field *fields;
	struct csv_writer csv;
	size_t count;
	int rc = profile_parameter(page, &profile, err);

	if (rc < 0)
		return rc;
	fields = import_profile_columns(profile, &count);
	page_begin_csv(page, arena_format(page->arena, "example-%s.csv",
					  import_profile_name(profile))
				     .bytes);
	csv_write_begin(&csv, &page->http->out, 0);
	for (size_t i = 0; i < count; i++)
		csv_write_cell(&csv, str_from(chinese ? page_text(page, fields[i].label)
						      : fields[i].name));
	csv_write_row_end(&csv);
	for (int row = 0; row < IMPORT_EXAMPLES; row++) {
		for (size_t i = 0; i < count; i++)
			csv_write_cell(&csv,
				       str_from(import_example(profile, page->language, row, i)));
		csv_write_row_end(&csv);
	}
	return 0;
}

static int show_template(struct page *page, struct error *err)
{
	struct import_template_request request = { .jurisdiction_id = page->jurisdiction_id,
						   .year = civil_from_day(page->today).year,
						   .language = page->language };
	int rc = profile_parameter(page, &request.profile, err);

	/* Its drop-downs name every unit. */
	if (rc == 0)
		rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);
	if (rc < 0)
		return rc;
	page_begin_file(page, XLSX_TYPE,
			arena_format(page->arena, "template-%s.xlsx",
				     import_profile_name(request.profile))
				.bytes);
	return import_template(page->db, &request, page->arena, &page->http->out, err);
}

static int show_export(struct page *page, struct error *err)
{
	struct import_export_request request = { .jurisdiction_id = page->jurisdiction_id,
						 .language = page->language };
	struct str year = form_value(page->query, "year");
	int64_t number_of_year = 0;
	int rc = profile_parameter(page, &request.profile, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_EXPORT, 0, 0, err);
	if (rc == 0 && import_profile_is_personal(request.profile))
		rc = error_set(err, ERR_NOT_FOUND,
			       "Archives are exported one by one, on the person's own page, for a purpose.",
			       "廉政档案不能批量导出，请在个人档案页面注明目的后逐份导出。");
	if (rc == 0 && year.length &&
	    !str_parse_int(year, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &number_of_year))
		rc = error_invalid(err, "year", arena_text(page->arena, year), "1900 … 2199",
				   "1900 … 2199");
	if (rc < 0)
		return rc;
	request.year = (int)number_of_year;
	request.workbook = page->format == PAGE_XLSX;
	/* import_export() begins with the byte order mark itself. */
	page_begin_file(page, request.workbook ? XLSX_TYPE : "text/csv; charset=utf-8",
			arena_format(page->arena, "%s.%s", import_profile_name(request.profile),
				     request.workbook ? "xlsx" : "csv")
				.bytes);
	return import_export(page->db, &request, &page->http->out, err);
}

static const struct route_input import_input[] = {
	{ "profile", INPUT_CHOICE, true, 0, 0, import_profiles, MESSAGE_IMPORT_BATCH_PROFILE },
	{ "file", INPUT_FILE, true, 0, 0, NULL, MESSAGE_IMPORT_PAGE_FILE },
	{ 0 },
};

static const struct route_input no_input[] = { { 0 } };

#define MAY_OPEN (PERMISSION_IMPORT | PERMISSION_EXPORT)

const struct route import_routes[] = {
	{ .method = HTTP_GET, .path = "/import", .access = MAY_OPEN,
	  .title = MESSAGE_MENU_IMPORT, .show = show_import },
	{ .method = HTTP_POST, .path = "/import", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_LARGE_BODY, .title = MESSAGE_MENU_IMPORT, .show = show_import,
	  .prepare = prepare_import, .act = act_import, .act_kind = "import.file",
	  .input = import_input },
	{ .method = HTTP_POST, .path = "/import/check", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_LARGE_BODY, .title = MESSAGE_MENU_IMPORT, .show = show_import,
	  .prepare = prepare_check, .act = act_check, .act_kind = "import.check",
	  .input = import_input },
	{ .method = HTTP_GET, .path = "/import/examples/{profile}", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_CSV, .title = MESSAGE_MENU_IMPORT, .show = show_example },
	{ .method = HTTP_GET, .path = "/import/{profile}/template", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_XLSX | ROUTE_SLOW, .title = MESSAGE_MENU_IMPORT, .show = show_template },
	{ .method = HTTP_GET, .path = "/imports", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_IMPORT_PAGE_LIST,
	  .show = show_imports, .list = &imports },
	{ .method = HTTP_POST, .path = "/imports/{id}/undo", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_PAGE_LIST, .show = show_imports, .act = act_undo_import,
	  .act_kind = "import.undo", .input = no_input },
	{ .method = HTTP_GET, .path = "/export/{profile}", .access = PERMISSION_EXPORT,
	  .flags = ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_MENU_IMPORT, .show = show_export },
	{ .path = NULL },
};
