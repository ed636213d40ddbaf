/* import_printer.c - see import_printer.h. */
#include "cli/import_printer.h"

#include <stdio.h>
#include <unistd.h>

#define PROGRESS_WIDTH 40

static void show_progress(void *context, enum import_stage stage, int64_t done, int64_t total)
{
	struct call *call = context;
	bool chinese = call->language == LANGUAGE_ZH;
	int filled = total > 0 ? (int)(done * PROGRESS_WIDTH / total) : PROGRESS_WIDTH;
	const char *label = stage == IMPORT_READING ? (chinese ? "检查" : "checking")
						    : (chinese ? "写入" : "writing ");

	fprintf(stderr, "\r%s [", label);
	for (int i = 0; i < PROGRESS_WIDTH; i++)
		fputc(i < filled ? '#' : ' ', stderr);
	fprintf(stderr, "] %3d %%", (int)(total > 0 ? done * 100 / total : 100));
}

void import_progress_begin(struct call *call, struct import_request *request)
{
	if (!isatty(STDERR_FILENO))
		return;
	request->progress = show_progress;
	request->context = call;
}

void import_progress_end(const struct import_request *request)
{
	if (request->progress)
		fputc('\n', stderr);
}

static const char *problem_text(const struct call *call, const struct error *problem)
{
	return call->language == LANGUAGE_ZH ? problem->zh : problem->en;
}

static const struct output_column problem_columns[] = {
	{ "row", NULL, OUTPUT_INTEGER },
	{ "column", NULL, OUTPUT_STRING },
	{ "found", NULL, OUTPUT_STRING },
	{ "problem", NULL, OUTPUT_STRING },
};

static int print_problems(struct call *call, const struct import_result *result,
			  struct error *err)
{
	struct output_table table = { .format = call->format,
				      .columns = problem_columns,
				      .column_count = ARRAY_LENGTH(problem_columns),
				      .sink = output_to_file(stdout),
				      .arena = call->arena };

	output_table_begin(&table);
	for (size_t i = 0; i < result->problems_kept; i++) {
		const struct error *problem = &result->problems[i];
		struct str cells[] = {
			problem->row ? arena_format(call->arena, "%d", problem->row) : STR_EMPTY,
			str_from(problem->field),
			str_from(problem->found),
			str_from(problem_text(call, problem)),
		};
		output_table_row(&table, cells);
	}
	return output_table_end(&table, err);
}

static void json_count(struct json *json, const char *name, int64_t count)
{
	json_name(json, name);
	json_int(json, count);
}

static void json_problems(struct call *call, const struct import_result *result,
			  struct json *json)
{
	json_name(json, "errors");
	json_array_begin(json);
	for (size_t i = 0; i < result->problems_kept; i++) {
		const struct error *problem = &result->problems[i];
		json_object_begin(json);
		json_count(json, "row", problem->row);
		json_name(json, "column");
		json_text(json, problem->field);
		json_name(json, "found");
		json_text(json, problem->found);
		json_name(json, "problem");
		json_text(json, problem_text(call, problem));
		json_object_end(json);
	}
	json_array_end(json);
}

static int print_json(struct call *call, const struct import_result *result, struct error *err)
{
	struct buf out;
	struct json json;

	buf_init(&out, (size_t)4 << 20);
	json_init(&json, &out);
	json_object_begin(&json);
	json_name(&json, "import");
	json_id(&json, result->batch_id);
	json_name(&json, "stored");
	json_bool(&json, result->batch_id != 0 && result->problem_count == 0);
	json_count(&json, "rows", result->rows);
	json_count(&json, "created", result->created);
	json_count(&json, "changed", result->changed);
	json_count(&json, "unchanged", result->unchanged);
	json_count(&json, "error_count", result->problem_count);
	json_problems(call, result, &json);
	json_object_end(&json);
	buf_add_byte(&out, '\n');
	call_print(buf_str(&out));
	int rc = buf_failed(&out) ? error_broken(err, ERR_MEMORY, "import result") : 0;
	buf_release(&out);
	return rc;
}

static void print_counts(const struct call *call, const struct import_result *result,
			 bool only_check)
{
	bool chinese = call->language == LANGUAGE_ZH;
	long long rows = result->rows, created = result->created, changed = result->changed;
	char id[ID_TEXT_BYTES];

	if (only_check)
		fputs(chinese ? "（仅检查）" : "(check only) ", stdout);
	if (chinese)
		printf("共 %lld 行：新增 %lld，更改 %lld，无变化 %lld", rows, created, changed,
		       (long long)result->unchanged);
	else
		printf("%lld rows: %lld created, %lld changed, %lld unchanged", rows, created,
		       changed, (long long)result->unchanged);
	if (result->batch_id)
		printf("%s%s", chinese ? "；导入编号 " : "; import ", id_format(result->batch_id, id));
	putchar('\n');
}

int import_print(struct call *call, const struct import_result *result, bool only_check,
		 struct error *err)
{
	if (call->format == OUTPUT_JSON)
		return print_json(call, result, err);
	if (result->problem_count || call->format == OUTPUT_CSV)
		return print_problems(call, result, err);
	print_counts(call, result, only_check);
	return 0;
}
