/*
 * import_read.c - the header, the cells, and the list of problems of an import.
 */
#include "process/import_internal.h"

#include <stdio.h>

#include "export/xlsx_read.h"

#define PROGRESS_ROWS	1000
#define FIRST_CAPACITY	1024
#define WHOLE_FILE_ROW	0
#define SENTENCE_BYTES	300
#define FORMULA_CHARACTERS "=+-@"

static void problem_in(struct import *import, const struct error *problem, int column)
{
	struct import_result *result = import->result;
	size_t room = import->request->preview ? IMPORT_PREVIEW_PROBLEMS_MAXIMUM
					       : IMPORT_PROBLEMS_MAXIMUM;
	result->problem_count++;
	if (!result->problems) {
		result->problem_columns = ARENA_ARRAY(import->arena, int, room);
		result->problems = result->problem_columns
					   ? ARENA_ARRAY(import->arena, struct error, room)
					   : NULL;
	}
	if (!result->problems || result->problems_kept == room)
		return;
	result->problem_columns[result->problems_kept] = column;
	result->problems[result->problems_kept++] = *problem;
}

void import_problem(struct import *import, const struct error *problem)
{
	problem_in(import, problem, -1);
}

struct str import_problem_accepted(const struct error *problem, enum language language)
{
	const char *accepted = error_accepted(problem, language == LANGUAGE_ZH);

	if (accepted[0])
		return str_from(accepted);
	return str_from(language == LANGUAGE_ZH ? problem->zh : problem->en);
}

static const char *terminated(struct str text, char out[ERROR_NAME_BYTES * 2])
{
	snprintf(out, ERROR_NAME_BYTES * 2, "%.*s",
		 STR_ARG(utf8_cut(text, ERROR_NAME_BYTES * 2 - 1)));
	return out;
}

/* The header as the file has it, so that the office finds the column. */
static struct str header_of(const struct import *import, size_t column)
{
	int at = import->file_columns[column];
	return at >= 0 ? import->table.header[at]
		       : str_from(import->profile->columns[column].name);
}

/* The word that a mapping has for what the file says. */
static struct str translated(const struct import *import, size_t column, struct str text)
{
	const struct import_rules *rules = import->rules;
	for (size_t i = 0; rules && i < rules->value_count; i++)
		if (rules->values[i].column == column && str_equal(rules->values[i].from, text))
			return rules->values[i].to;
	return text;
}

struct str import_cell(const struct import *import, const struct import_row *row, size_t column)
{
	int at = import->file_columns[column];
	return at >= 0 ? str_trim(row->cells[at]) : import->constants[column];
}

void import_refuse(struct import *import, struct import_row *row, size_t column,
		   const char *accepted_en, const char *accepted_zh)
{
	char header[ERROR_NAME_BYTES * 2], found[ERROR_NAME_BYTES * 2];
	struct error problem;
	error_invalid(&problem, terminated(header_of(import, column), header),
		      terminated(import_cell(import, row, column), found), accepted_en, accepted_zh);
	problem.row = row->number;
	row->bad |= 1u << column;
	problem_in(import, &problem, (int)column);
}

/* Replace the one "{}" of a sentence. */
static const char *fill(const char *sentence, struct str argument, char out[SENTENCE_BYTES])
{
	const char *gap = strstr(sentence, "{}");
	int before = gap ? (int)(gap - sentence) : (int)strlen(sentence);
	snprintf(out, SENTENCE_BYTES, "%.*s%.*s%s", before, sentence,
		 STR_ARG(utf8_cut(argument, SENTENCE_BYTES / 2)), gap ? gap + 2 : "");
	return out;
}

void import_refuse_text(struct import *import, struct import_row *row, size_t column,
			const char *accepted_en, const char *accepted_zh, struct str argument)
{
	char en[SENTENCE_BYTES], zh[SENTENCE_BYTES];
	import_refuse(import, row, column, fill(accepted_en, argument, en),
		      fill(accepted_zh, argument, zh));
}

void import_refuse_number(struct import *import, struct import_row *row, size_t column,
			  const char *accepted_en, const char *accepted_zh, int64_t argument)
{
	char number[24];
	snprintf(number, sizeof(number), "%lld", (long long)argument);
	import_refuse_text(import, row, column, accepted_en, accepted_zh, str_from(number));
}

/* Header ------------------------------------------------------------------------------------- */

/* By the column's name, or its label in either language. */
static int column_of(struct import *import, struct str header)
{
	const struct import_profile *profile = import->profile;
	struct str heading = import_heading(import->arena, header);
	for (size_t i = 0; i < profile->column_count; i++) {
		const struct field *column = &profile->columns[i];
		const char *english = message_text(column->label, LANGUAGE_EN);
		if (str_equal_ignore_case(heading, str_from(column->name)) ||
		    str_equal_ignore_case(header, str_from(english)) ||
		    str_equal(heading, str_from(message_text(column->label, LANGUAGE_ZH))))
			return (int)i;
	}
	return -1;
}

/* "code (单位代码), name (单位名称), …" */
static struct str accepted_columns(struct import *import, const char *separator)
{
	struct str list = STR("");
	for (size_t i = 0; i < import->profile->column_count && list.bytes; i++) {
		const struct field *column = &import->profile->columns[i];
		list = arena_format(import->arena, "%.*s%s%s（%s）", STR_ARG(list),
				    i ? separator : "", column->name,
				    message_text(column->label, LANGUAGE_ZH));
	}
	return list;
}

static void header_problem(struct import *import, struct str header, const char *en,
			   const char *zh)
{
	struct error problem;
	char found[ERROR_NAME_BYTES * 2];
	error_set(&problem, ERR_INVALID, en, zh);
	snprintf(problem.field, sizeof(problem.field), "%.*s",
		 STR_ARG(utf8_cut(header, sizeof(problem.field) - 1)));
	snprintf(problem.found, sizeof(problem.found), "%s", terminated(header, found));
	problem.row = import->table.header_row;
	import_problem(import, &problem);
}

static void unknown_column(struct import *import, size_t at)
{
	char letters[CSV_COLUMN_TEXT_BYTES];
	struct str header = import->table.header[at];
	struct error texts;
	csv_column_name(at, letters);
	error_clear(&texts);
	error_en(&texts, "Column %s is called \"%.*s\", which this table does not have; accepted: %.*s",
		 letters, STR_ARG(utf8_cut(header, 60)), STR_ARG(accepted_columns(import, ", ")));
	error_zh(&texts, "%s 列的标题“%.*s”不属于本表，应为：%.*s", letters,
		 STR_ARG(utf8_cut(header, 60)), STR_ARG(accepted_columns(import, "、")));
	header_problem(import, header, texts.en, texts.zh);
}

static void doubled_column(struct import *import, size_t at)
{
	char letters[CSV_COLUMN_TEXT_BYTES];
	struct str header = import->table.header[at];
	struct error texts;
	csv_column_name(at, letters);
	error_clear(&texts);
	error_en(&texts, "Column %s, \"%.*s\", is there twice.", letters,
		 STR_ARG(utf8_cut(header, 60)));
	error_zh(&texts, "%s 列“%.*s”重复出现。", letters, STR_ARG(utf8_cut(header, 60)));
	header_problem(import, header, texts.en, texts.zh);
}

static void missing_columns(struct import *import)
{
	for (size_t i = 0; i < import->profile->column_count; i++) {
		const struct field *column = &import->profile->columns[i];
		const char *label = message_text(column->label, LANGUAGE_ZH);
		struct error texts;
		if (import_has(import, i) || !(column->flags & FIELD_REQUIRED))
			continue;
		error_clear(&texts);
		error_en(&texts, "The column %s (%s) is missing.", column->name, label);
		error_zh(&texts, "缺少“%s”列（%s）。", label, column->name);
		header_problem(import, str_from(column->name), texts.en, texts.zh);
	}
}

/* By the headings themselves. */
static void match_header(struct import *import)
{
	for (size_t at = 0; at < import->table.columns; at++) {
		int column = column_of(import, import->table.header[at]);
		if (column < 0)
			unknown_column(import, at);
		else if (import_has(import, (size_t)column))
			doubled_column(import, at);
		else
			import->file_columns[column] = (int)at;
	}
}

/* By rules: what they do not speak of is left out of the file. */
static void match_rules(struct import *import, const struct import_rules *rules)
{
	import->rules = rules;
	for (size_t i = 0; i < import->profile->column_count; i++) {
		struct str wanted = rules->columns[i].header;
		if (!wanted.length && rules->columns[i].constant.length)
			import->constants[i] = rules->columns[i].constant;
		for (size_t at = 0; wanted.length && at < import->table.columns; at++)
			if (str_equal(import_heading(import->arena, import->table.header[at]),
				      wanted) &&
			    import->file_columns[i] < 0)
				import->file_columns[i] = (int)at;
	}
}

static void forget_header(struct import *import)
{
	for (size_t i = 0; i < IMPORT_COLUMNS_MAXIMUM; i++) {
		import->file_columns[i] = -1;
		import->constants[i] = STR_EMPTY;
	}
}

/* What is remembered of these headings, when there is something. */
static int match_remembered(struct import *import, struct error *err)
{
	const struct import_request *request = import->request;
	const struct import_mapping_key key = {
		import->jurisdiction_id, request->profile,
		import_headers_key(import->arena, import->table.header, import->table.columns)
	};
	struct import_mapping mapping;
	struct import_rules *rules = import_alloc(import, sizeof(*rules), err);
	int code = rules ? import_mapping_find(import->db, &key, import->arena, &mapping, err)
			 : -ERR_MEMORY;
	if (code)
		return code == -ERR_NOT_FOUND ? 0 : code;
	import->result->problem_count = 0;
	import->result->problems_kept = 0;
	import_rules_parse(request->profile, mapping.rules, rules);
	forget_header(import);
	match_rules(import, rules);
	missing_columns(import);
	import->result->remembered = true;
	return 0;
}

static int match(struct import *import, struct error *err)
{
	int code = 0;
	forget_header(import);
	if (import->request->rules)
		match_rules(import, import->request->rules);
	else
		match_header(import);
	missing_columns(import);
	if (import->result->problem_count && !import->request->rules)
		code = match_remembered(import, err);
	import->result->unknown_headings = import->result->problem_count > 0;
	return code;
}

/* Rows ---------------------------------------------------------------------------------------- */

static bool is_empty(const struct import *import, const struct str *cells)
{
	for (size_t i = 0; i < import->table.columns; i++)
		if (str_trim(cells[i]).length)
			return false;
	return true;
}

/* A text that begins with an apostrophe before a formula's first character got it from an export
 * (CSV_GUARD_FORMULAS) or from Excel; it is not part of the text. */
static struct str unguarded(struct str text)
{
	bool guarded = text.length > 1 && text.bytes[0] == '\'' &&
		       strchr(FORMULA_CHARACTERS, text.bytes[1]);
	return guarded ? str_slice(text, 1, text.length - 1) : text;
}

/* A cell that the spreadsheet itself could not compute. */
static void refuse_uncomputed(struct import *import, struct import_row *row, size_t column)
{
	import_refuse(import, row, column,
		      "a value (the formula of this cell has no valid result: mend it, or let Excel "
		      "or WPS compute and save the file)",
		      "有效的值（该单元格的公式没有有效结果，请改正，或用 Excel/WPS 重新计算并保存）");
}

static int parse_cell(struct import *import, struct import_row *row, size_t column,
		      struct error *err)
{
	const struct field *field = &import->profile->columns[column];
	struct str text = translated(import, column,
				     unguarded(import_cell(import, row, column)));
	struct error problem;
	if (csv_cell_fault(text)) {
		refuse_uncomputed(import, row, column);
		return 0;
	}
	int code = field_parse(field, text, row, import->arena, &problem);
	if (code == -ERR_INVALID) {
		/* The same sentence, under the file's own header. */
		struct field renamed = *field;
		char header[ERROR_NAME_BYTES * 2];
		renamed.name = terminated(header_of(import, column), header);
		code = field_parse(&renamed, text, row, import->arena, &problem);
		problem.row = row->number;
		row->bad |= 1u << column;
		problem_in(import, &problem, (int)column);
		return 0;
	}
	if (code && err)
		*err = problem;
	return code;
}

static int append_row(struct import *import, struct import_row *row, struct error *err)
{
	if (import->row_count == import->row_capacity) {
		size_t capacity = import->row_capacity ? 2 * import->row_capacity
						       : FIRST_CAPACITY;
		struct import_row **rows = import_alloc(import, capacity * sizeof(*rows), err);
		if (!rows)
			return -ERR_MEMORY;
		if (import->row_count)
			memcpy(rows, import->rows, import->row_count * sizeof(*rows));
		import->rows = rows;
		import->row_capacity = capacity;
	}
	import->rows[import->row_count++] = row;
	return 0;
}

static int take_row(struct import *import, const struct str *cells, struct error *err)
{
	if (is_empty(import, cells))
		return 0;
	struct str *kept = import_alloc(import, import->table.columns * sizeof(*kept), err);
	struct import_row *row = kept ? import_alloc(import, import->profile->row_size, err) : NULL;
	if (!row)
		return -ERR_MEMORY;
	memcpy(kept, cells, import->table.columns * sizeof(*kept));
	row->number = import->table.row;
	row->cells = kept;
	for (size_t i = 0; i < import->profile->column_count; i++) {
		int code = parse_cell(import, row, i, err);
		if (code)
			return code;
	}
	return append_row(import, row, err);
}

static void report_reading(const struct import *import)
{
	const struct import_request *request = import->request;
	const struct csv_table *table = &import->table;
	if (request->progress && table->row % PROGRESS_ROWS == 0)
		request->progress(request->context, IMPORT_READING,
				  (int64_t)(table->position + table->prepared_next),
				  (int64_t)(table->text.length + table->prepared_count));
}

static int read_rows(struct import *import, struct error *err)
{
	struct str cells[CSV_COLUMNS_MAXIMUM];
	struct error problem;
	for (;;) {
		error_clear(&problem);
		int code = csv_next(&import->table, cells, &problem);
		if (code == 0)
			return 0;
		if (code == -ERR_INVALID || code == -ERR_TOO_LARGE) {
			import_problem(import, &problem);
			import->result->rows++;
			continue;
		}
		if (code > 0)
			code = take_row(import, cells, err);
		else if (err)
			*err = problem;
		if (code)
			return code;
		report_reading(import);
	}
}

int import_read(struct import *import, struct error *err)
{
	struct error problem;
	error_clear(&problem);
	int code = table_open(import->arena, import->request->bytes, import->request->sheet,
			      &import->table, &problem);
	import->result->table = import->table;
	if (code == -ERR_INVALID || code == -ERR_TOO_LARGE) {
		import_problem(import, &problem);
		return 0;
	}
	if (code) {
		if (err)
			*err = problem;
		return code;
	}
	import->result->encoding = import->table.encoding;
	code = match(import, err);
	import->result->table = import->table;
	if (code || import->result->problem_count)
		return code; /* without its columns every row would be wrong */
	for (size_t i = 0; i < import->table.fault_count; i++)
		import_problem(import, &import->table.faults[i]);
	code = read_rows(import, err);
	import->result->rows += (int64_t)import->row_count;
	return code;
}
