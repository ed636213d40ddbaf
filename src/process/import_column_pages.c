/*
 * import_column_pages.c - the columns of a foreign table: which is which, asked once.
 *
 * The form comes filled in with a guess (import_guess.h), or with what was said before. What the
 * table says where a choice is expected (乡镇 for a town) is asked for too, value by value.
 */
#include <stdio.h>

#include "messages_appraisal.h"
#include "messages_common.h"
#include "messages_import_file.h"
#include "messages_web.h"
#include "process/import_guess.h"
#include "process/import_upload_view.h"
#include "export/xlsx_read.h"
#include "statements_import_mapping.h"
#include "templates_process.h"
#include "web/routes.h"

#define SAMPLES_SHOWN  3
#define VALUES_SHOWN   60
#define SAMPLE_BYTES   45
#define NAME_BYTES     16
#define HEADERS_BYTES  3000

/* A table with what its columns hold. */
struct draft {
	struct import_upload upload;
	struct csv_table table;
	struct str samples[CSV_COLUMNS_MAXIMUM];
	int sample_counts[CSV_COLUMNS_MAXIMUM];
	struct import_rules rules;
	struct {
		size_t column;
		struct str text;
	} unknown[VALUES_SHOWN]; /* values that no choice has */
	size_t unknown_count;
};

static const struct field_choice booleans[] = { { "1", MESSAGE_COMMON_YES },
						{ "0", MESSAGE_IMPORT_FILE_NO },
						{ NULL, MESSAGE_NONE } };

static const struct field_choice *choices_of(const struct field *column)
{
	return column->type == FIELD_BOOLEAN ? booleans : column->choices;
}

static struct str name_of(struct page *page, const char *stem, size_t number)
{
	return arena_format(page->arena, "%s-%zu", stem, number);
}

/* Reading -------------------------------------------------------------------------------------- */

static void take_sample(struct page *page, struct draft *draft, size_t at, struct str cell)
{
	struct str *samples = &draft->samples[at];
	struct str text = utf8_cut(str_trim(cell), SAMPLE_BYTES);

	if (!text.length || draft->sample_counts[at] == SAMPLES_SHOWN ||
	    str_find(*samples, text) >= 0)
		return;
	draft->sample_counts[at]++;
	*samples = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(*samples),
				samples->length ? "、" : "", STR_ARG(text));
}

static int file_column(const struct draft *draft, struct arena *arena, size_t column)
{
	struct str wanted = draft->rules.columns[column].header;

	for (size_t at = 0; wanted.length && at < draft->table.columns; at++)
		if (str_equal(import_heading(arena, draft->table.header[at]), wanted))
			return (int)at;
	return -1;
}

static void take_value(struct page *page, struct draft *draft, size_t column, struct str cell)
{
	struct str text = arena_str(page->arena, str_trim(cell));

	if (!text.length || import_value_is_known(draft->upload.profile, column, text, page->arena))
		return;
	for (size_t i = 0; i < draft->unknown_count; i++)
		if (draft->unknown[i].column == column && str_equal(draft->unknown[i].text, text))
			return;
	if (draft->unknown_count == VALUES_SHOWN)
		return;
	draft->unknown[draft->unknown_count].column = column;
	draft->unknown[draft->unknown_count++].text = text;
}

/* One pass for samples, and for values that need a word of ours. */
static void read_table(struct page *page, struct draft *draft)
{
	struct str cells[CSV_COLUMNS_MAXIMUM];
	struct error ignored; /* the preview tells of rows that cannot be read */
	int at[IMPORT_COLUMNS_MAXIMUM], code;
	size_t count;
	const struct field *columns = import_profile_columns(draft->upload.profile, &count);

	for (size_t i = 0; i < count; i++)
		at[i] = choices_of(&columns[i]) ? file_column(draft, page->arena, i) : -1;
	while ((code = csv_next(&draft->table, cells, &ignored)) != 0) {
		if (code < 0)
			continue;
		for (size_t i = 0; i < draft->table.columns; i++)
			take_sample(page, draft, i, cells[i]);
		for (size_t i = 0; i < count; i++)
			if (at[i] >= 0)
				take_value(page, draft, i, cells[at[i]]);
	}
}

/* What was said of these headings before; else a guess. */
static int first_rules(struct page *page, struct db *db, struct draft *draft, struct error *err)
{
	enum import_profile_kind profile = draft->upload.profile;
	const struct import_mapping_key key = {
		page->jurisdiction_id, profile,
		import_headers_key(page->arena, draft->table.header, draft->table.columns)
	};
	struct import_mapping mapping;
	int rc;

	if (draft->upload.rules.length) {
		import_rules_parse(profile, draft->upload.rules, &draft->rules);
		return 0;
	}
	rc = import_mapping_find(db, &key, page->arena, &mapping, err);
	if (rc == 0)
		import_rules_parse(profile, mapping.rules, &draft->rules);
	else if (rc == -ERR_NOT_FOUND)
		import_guess_columns(page->arena, profile, &draft->table, &draft->rules);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int open_draft(struct page *page, struct db *db, struct draft **out, struct error *err)
{
	struct draft *draft = ARENA_NEW(page->arena, struct draft);
	int rc;

	if (!draft)
		return error_broken(err, ERR_MEMORY, "columns of a table");
	rc = import_upload_of_page(page, db, &draft->upload, err);
	if (rc == 0)
		rc = table_open(page->arena, draft->upload.content, draft->upload.sheet,
				&draft->table, err);
	if (rc == 0)
		rc = first_rules(page, db, draft, err);
	if (rc == 0)
		*out = draft;
	return rc;
}

/* The form ------------------------------------------------------------------------------------- */

static void column_options(struct page *page, const struct draft *draft, size_t column,
			   struct list_options *out)
{
	int chosen = file_column(draft, page->arena, column);
	struct str chosen_text = arena_format(page->arena, "%d", chosen);
	char letters[CSV_COLUMN_TEXT_BYTES];

	import_option_add(page, out, STR(""), str_from(page_text(page, MESSAGE_IMPORT_FILE_NONE)),
			  chosen_text);
	for (size_t at = 0; at < draft->table.columns; at++) {
		if (!draft->table.header[at].length)
			continue;
		csv_column_name(at, letters);
		import_option_add(page, out, arena_format(page->arena, "%zu", at),
				  arena_format(page->arena, "%s %.*s（%.*s）", letters,
					       STR_ARG(utf8_cut(draft->table.header[at], 60)),
					       STR_ARG(draft->samples[at])),
				  chosen_text);
	}
}

static void choice_options(struct page *page, const struct field_choice *choices, struct str chosen,
			   struct list_options *out)
{
	import_option_add(page, out, STR(""), STR("—"), chosen);
	for (; choices->name; choices++)
		import_option_add(page, out, str_from(choices->name),
				  str_from(page_text(page, choices->label)), chosen);
}

static int fill_fields(struct page *page, const struct draft *draft, struct import_columns_view *view,
		       struct error *err)
{
	size_t count;
	const struct field *columns = import_profile_columns(draft->upload.profile, &count);

	view->fields.items = ARENA_ARRAY(page->arena, struct import_columns_field, count);
	if (!view->fields.items)
		return error_broken(err, ERR_MEMORY, "columns of a table");
	for (size_t i = 0; i < count; i++) {
		struct import_columns_field *field = &view->fields.items[view->fields.count++];

		field->label = str_from(page_text(page, columns[i].label));
		field->column_name = name_of(page, "column", i);
		field->constant_name = name_of(page, "constant", i);
		field->constant = draft->rules.columns[i].constant;
		field->required = columns[i].flags & FIELD_REQUIRED;
		field->class = form_has(page->query, "again") && field->required &&
					       !draft->rules.columns[i].header.length &&
					       !field->constant.length
				       ? "field bad"
				       : "field";
		field->help = field_accepted(&columns[i], page->language, page->arena);
		column_options(page, draft, i, &field->columns);
		if (choices_of(&columns[i]))
			choice_options(page, choices_of(&columns[i]), field->constant,
				       &field->constants);
	}
	return 0;
}

static struct str said_of(const struct draft *draft, size_t column, struct str value)
{
	for (size_t i = 0; i < draft->rules.value_count; i++)
		if (draft->rules.values[i].column == column &&
		    str_equal(draft->rules.values[i].from, value))
			return draft->rules.values[i].to;
	return STR_EMPTY;
}

static int fill_values(struct page *page, const struct draft *draft, struct import_columns_view *view,
		       struct error *err)
{
	size_t count;
	const struct field *columns = import_profile_columns(draft->upload.profile, &count);

	view->values.items = ARENA_ARRAY(page->arena, struct import_columns_value,
					 draft->unknown_count + 1);
	if (!view->values.items)
		return error_broken(err, ERR_MEMORY, "values of a table");
	for (size_t i = 0; i < draft->unknown_count; i++) {
		const struct field *column = &columns[draft->unknown[i].column];
		struct str said = said_of(draft, draft->unknown[i].column, draft->unknown[i].text);
		struct import_columns_value *value = &view->values.items[view->values.count++];

		value->label = str_from(page_text(page, column->label));
		value->from = draft->unknown[i].text;
		value->of = str_from(column->name);
		value->from_name = name_of(page, "from", i);
		value->of_name = name_of(page, "of", i);
		value->to_name = name_of(page, "to", i);
		if (!said.length && column->type == FIELD_CHOICE)
			said = import_guess_choice(column->choices, value->from);
		choice_options(page, choices_of(column), said, &value->to);
	}
	return 0;
}

static int show_columns(struct page *page, struct error *err)
{
	struct draft *draft = NULL;
	int rc = open_draft(page, page->db, &draft, err);

	if (rc < 0)
		return rc;
	read_table(page, draft);
	struct import_columns_view view = {
		.csrf = page_csrf(page),
		.file_name = draft->upload.file_name,
		.profile = str_from(page_text(page, import_profiles[draft->upload.profile].label)),
		.action = safe_url_format(page->arena, "/import/uploads/%I/columns",
					  draft->upload.id),
	};
	if (page->error.code)
		view.error = str_from(page_error_text(page, &page->error));
	else if (form_has(page->query, "again"))
		view.error = str_from(page_text(page, MESSAGE_IMPORT_FILE_AGAIN));
	rc = fill_fields(page, draft, &view, err);
	if (rc == 0)
		rc = fill_values(page, draft, &view, err);
	if (rc < 0)
		return rc;
	return page_render(page, str_from(page_text(page, MESSAGE_IMPORT_FILE_COLUMNS)),
			   template_import_columns_slot(&view), err);
}

/* The answer ----------------------------------------------------------------------------------- */

static void read_columns(struct page *page, struct draft *draft)
{
	size_t count;

	import_profile_columns(draft->upload.profile, &count);
	for (size_t i = 0; i < count; i++) {
		struct str at = form_value(page->form, name_of(page, "column", i).bytes);
		struct str constant = form_value(page->form, name_of(page, "constant", i).bytes);
		int64_t column;

		draft->rules.columns[i].header = STR_EMPTY;
		draft->rules.columns[i].constant = STR_EMPTY;
		if (draft->table.columns &&
		    str_parse_int(at, 0, (int64_t)draft->table.columns - 1, &column))
			draft->rules.columns[i].header =
				import_heading(page->arena, draft->table.header[column]);
		else
			draft->rules.columns[i].constant = utf8_cut(str_trim(constant), 600);
	}
}

static bool is_choice(const struct field *column, struct str name)
{
	const struct field_choice *choices = choices_of(column);

	for (; choices && choices->name; choices++)
		if (str_equal(name, str_from(choices->name)))
			return true;
	return false;
}

static void read_values(struct page *page, struct draft *draft)
{
	struct import_rules *rules = &draft->rules;
	size_t count;
	const struct field *columns = import_profile_columns(draft->upload.profile, &count);

	rules->value_count = 0;
	for (size_t i = 0; i < VALUES_SHOWN; i++) {
		struct str from = form_value(page->form, name_of(page, "from", i).bytes);
		struct str of = form_value(page->form, name_of(page, "of", i).bytes);
		struct str to = form_value(page->form, name_of(page, "to", i).bytes);

		for (size_t c = 0; from.length && c < count; c++) {
			if (!str_equal(of, str_from(columns[c].name)) || !is_choice(&columns[c], to))
				continue;
			rules->values[rules->value_count].column = c;
			rules->values[rules->value_count].from = utf8_cut(from, 200);
			rules->values[rules->value_count++].to = to;
		}
	}
}

/* Whether something is still to be said: a required column, or a value. */
static bool is_open(struct page *page, struct draft *draft)
{
	size_t count;
	const struct field *columns = import_profile_columns(draft->upload.profile, &count);

	for (size_t i = 0; i < count; i++)
		if (columns[i].flags & FIELD_REQUIRED && !draft->rules.columns[i].header.length &&
		    !draft->rules.columns[i].constant.length)
			return true;
	read_table(page, draft);
	for (size_t i = 0; i < draft->unknown_count; i++)
		if (!said_of(draft, draft->unknown[i].column, draft->unknown[i].text).length)
			return true;
	return false;
}

static int remember(struct page *page, struct act *act, const struct draft *draft, struct error *err)
{
	struct import_mapping mapping = {
		.profile = (int)draft->upload.profile,
		.headers_key = import_headers_key(page->arena, draft->table.header,
						  draft->table.columns),
		.headers = STR(""),
		.rules = draft->upload.rules,
	};

	for (size_t i = 0; i < draft->table.columns; i++)
		mapping.headers = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(mapping.headers),
					       i ? "、" : "", STR_ARG(draft->table.header[i]));
	mapping.headers = utf8_cut(mapping.headers, HEADERS_BYTES);
	act->summary = utf8_cut(mapping.headers, 200);
	return import_mapping_put(act, &mapping, err);
}

static int act_columns(struct page *page, struct act *act, struct error *err)
{
	struct draft *draft = NULL;
	int rc = open_draft(page, act->db, &draft, err);
	bool open;

	if (rc < 0)
		return rc;
	read_columns(page, draft);
	read_values(page, draft);
	draft->upload.rules = import_rules_format(page->arena, draft->upload.profile,
						  &draft->rules);
	if (!draft->upload.rules.bytes)
		return error_broken(err, ERR_MEMORY, "rules of a table");
	open = is_open(page, draft);
	rc = import_upload_set(act->db, &draft->upload, err);
	if (rc == 0 && !open && form_has(page->form, "remember"))
		rc = remember(page, act, draft, err);
	page_redirect(page, open ? safe_url_format(page->arena, "/import/uploads/%I/columns?again=1",
						   draft->upload.id)
				 : safe_url_format(page->arena, "/import/uploads/%I",
						   draft->upload.id));
	return rc;
}

/* What is remembered --------------------------------------------------------------------------- */

static enum message profile_word(struct str stored)
{
	return list_page_word(import_profiles, stored);
}

static bool forget_button(struct page *page, struct db_query *row, enum message *out_label,
			  struct safe_url *out_url)
{
	int id = list_page_position(LISTING_IMPORT_MAPPING, "id");

	*out_label = MESSAGE_IMPORT_FILE_FORGET;
	*out_url = safe_url_format(page->arena, "/import/mappings/%I/forget",
				   db_query_int(row, id));
	return true;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "headers", .label = MESSAGE_IMPORT_MAPPING_HEADERS, .sort = "headers" },
	{ .column = "profile", .label = MESSAGE_IMPORT_BATCH_PROFILE, .flags = COLUMN_NARROW,
	  .sort = "profile", .word = profile_word },
	{ .column = "day", .label = MESSAGE_IMPORT_BATCH_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "day" },
	{ 0 },
};

static const struct list_page mappings = {
	.listing = LISTING_IMPORT_MAPPING,
	.about = MESSAGE_IMPORT_FILE_MAPPINGS_ABOUT,
	.columns = columns,
	.sort = "id",
	.descending = true,
	.file_name = "mappings.csv",
	.button = forget_button,
};

static int show_mappings(struct page *page, struct error *err)
{
	int rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);

	return rc < 0 ? rc : list_page_show(page, &mappings,
					    DB_ARGS(db_int("jurisdiction_id",
							   page->jurisdiction_id)),
					    err);
}

static int act_forget(struct page *page, struct act *act, struct error *err)
{
	struct import_mapping mapping;
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_IMPORT, 0, 0, err);
	if (rc == 0)
		rc = record_get(act->db, &import_mapping_record, key, page->arena, &mapping, err);
	if (rc == 0)
		rc = act_remove(act, &import_mapping_record, &mapping, err);
	page_flash(page, MESSAGE_FLASH_MAPPING_FORGOTTEN);
	page_redirect(page, SAFE_URL("/import/mappings"));
	return rc;
}

const struct route import_column_routes[] = {
	{ .method = HTTP_GET, .path = "/import/uploads/{id}/columns", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_SLOW, .title = MESSAGE_IMPORT_FILE_COLUMNS, .show = show_columns },
	{ .method = HTTP_POST, .path = "/import/uploads/{id}/columns", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_FILE_COLUMNS, .show = show_columns, .act = act_columns,
	  .act_kind = "import_mapping.put" },
	{ .method = HTTP_GET, .path = "/import/mappings", .access = PERMISSION_IMPORT,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_IMPORT_FILE_MAPPINGS,
	  .show = show_mappings, .list = &mappings },
	{ .method = HTTP_POST, .path = "/import/mappings/{id}/forget", .access = PERMISSION_IMPORT,
	  .title = MESSAGE_IMPORT_FILE_MAPPINGS, .show = show_mappings, .act = act_forget,
	  .act_kind = "import_mapping.remove" },
	{ .path = NULL },
};
