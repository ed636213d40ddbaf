/*
 * command_appraise.c - totals, ranks and grades of a year, from the records as they are now.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "ledger/history.h"
#include "process/appraisal_store.h"
#include "process/derivation.h"

static const struct command_option options[] = {
	{ "year", "Y", "the year to appraise (required)" },
	{ "subject", "unit|person", "what is appraised (unit)" },
	{ "as-of", "DAY", "from the records as they stood at the end of that day" },
	{ "why", "CODE", "print the derivation of one subject instead" },
	{ NULL, NULL, NULL },
};

static const struct output_column columns[] = {
	{ "unit_code", NULL, OUTPUT_STRING }, { "group", NULL, OUTPUT_STRING },
	{ "total", NULL, OUTPUT_DECIMAL },    { "rank", NULL, OUTPUT_INTEGER },
	{ "grade", NULL, OUTPUT_STRING },     { "vetoed", NULL, OUTPUT_BOOLEAN },
};

static struct str total_text(struct call *call, const struct appraisal_year *year,
			     const struct appraisal_result *result)
{
	char text[DECIMAL_TEXT_BYTES];

	if (!result->has_total)
		return STR_EMPTY;
	return arena_str(call->arena,
			 str_from(decimal_format(result->total, year->scheme->places, text)));
}

static struct str grade_text(const struct call *call, const struct appraisal_year *year,
			     const struct appraisal_result *result)
{
	if (result->grade < 0)
		return STR_EMPTY;
	if (call->format == OUTPUT_TEXT)
		return derivation_grade(year->scheme, result->grade, call->language);
	return year->scheme->grades[result->grade].code;
}

static void print_member(struct call *call, const struct appraisal_year *year,
			 struct output_table *table, int member)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	struct str cells[] = {
		year->subjects[member].code,
		year->groups[year->members[member].group].name,
		total_text(call, year, result),
		result->rank ? arena_format(call->arena, "%d", result->rank) : STR_EMPTY,
		grade_text(call, year, result),
		result->vetoed ? STR("1") : STR("0"),
	};

	output_table_row(table, cells);
}

static int print_year(struct call *call, const struct appraisal_year *year, struct error *err)
{
	struct output_table table = { .format = call->format,
				      .columns = columns,
				      .column_count = ARRAY_LENGTH(columns),
				      .sink = output_to_file(stdout),
				      .arena = call->arena };

	output_table_begin(&table);
	for (size_t g = 0; g < year->group_count; g++) {
		const struct appraisal_ranking *group =
			appraisal_ranking(year->appraisal, (int)g);
		for (size_t i = 0; i < group->members; i++)
			print_member(call, year, &table, group->order[i]);
		if (group->incomplete > 0)
			fprintf(stderr,
				call->language == LANGUAGE_ZH
					? "%.*s：%zu 个有缺项，未排名\n"
					: "%.*s: %zu incomplete, not ranked\n",
				STR_ARG(year->groups[g].name), group->incomplete);
	}
	return output_table_end(&table, err);
}

static int find_subject(const struct appraisal_year *year, const char *code, int *out,
			struct error *err)
{
	for (size_t i = 0; i < year->subject_count; i++) {
		if (str_equal(year->subjects[i].code, str_from(code))) {
			*out = (int)i;
			return 0;
		}
	}
	return error_invalid(err, "--why", code, "the code of a subject of that year",
			     "该年度考核对象的代码");
}

static void print_steps(struct call *call, const struct derivation *derivation)
{
	enum derivation_part part = DERIVATION_PART_COUNT;

	for (const struct derivation_step *step = derivation->steps; step; step = step->next) {
		if (derivation_part(step->kind) != part) {
			part = derivation_part(step->kind);
			puts(message_text(derivation_part_label(part), call->language));
		}
		struct str text = derivation_text(step, call->language, call->arena);
		printf("  %.*s\n", STR_ARG(text));
	}
}

static int explain(struct call *call, const struct appraisal_year *year, const char *code,
		   struct error *err)
{
	struct derivation *derivation;
	int member = -1;
	int rc = find_subject(year, code, &member, err);

	if (rc == 0)
		rc = derivation_make(year->appraisal, member, call->arena, &derivation, err);
	if (rc < 0)
		return rc;
	if (call->format == OUTPUT_TEXT) {
		print_steps(call, derivation);
		return 0;
	}
	if (call->format == OUTPUT_CSV)
		return error_invalid(err, "--format", "csv", "text or json with --why",
				     "--why 只支持 text 或 json");
	struct buf out;
	struct json json;
	buf_init(&out, (size_t)4 << 20);
	json_init(&json, &out);
	derivation_json(derivation, call->language, call->arena, &json);
	buf_add_byte(&out, '\n');
	call_print(buf_str(&out));
	rc = buf_failed(&out) ? error_broken(err, ERR_MEMORY, "derivation") : 0;
	buf_release(&out);
	return rc;
}

static int read_request(struct call *call, struct appraisal_request *out, struct error *err)
{
	const char *subject = call_option(call, "subject");
	int found = subject ? scheme_subject_from_name(str_from(subject)) : SCHEME_UNIT;
	struct call_range years = { CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, 0 };
	int64_t year = 0;

	if (!call_option(call, "year"))
		return call_usage(err, "--year is required", "必须给出 --year");
	int rc = call_option_int(call, "year", years, &year, err);
	if (rc < 0)
		return rc;
	if (found < 0)
		return error_invalid(err, "--subject", subject, "unit or person", "unit 或 person");
	*out = (struct appraisal_request){ .year = (int)year,
					   .subject = (enum scheme_subject)found,
					   .detail = call_option(call, "why") != NULL };
	return 0;
}

static int set_as_of(struct call *call, struct operator_session *session,
		     struct appraisal_request *request, struct error *err)
{
	const char *text = call_option(call, "as-of");
	int32_t day;

	if (!text)
		return 0;
	if (!civil_parse(str_from(text), &day))
		return error_invalid(err, "--as-of", text, "a day such as 2009-01-31",
				     "日期，例如 2009-01-31");
	int rc = history_size_on(session->db, session->jurisdiction_id, day, &request->as_of, err);
	if (rc == 0 && request->as_of == 0)
		rc = error_invalid(err, "--as-of", text, "a day on which there were records",
				   "已有记录之后的日期");
	return rc;
}

static int appraise(struct call *call, struct operator_session *session,
		    struct appraisal_request *request, struct error *err)
{
	struct appraisal_year *year;
	const char *why = call_option(call, "why");
	int rc = operator_need_jurisdiction(session, err);

	if (rc == 0)
		rc = db_begin_read(session->db, err);
	if (rc < 0)
		return rc;
	request->jurisdiction_id = session->jurisdiction_id;
	rc = set_as_of(call, session, request, err);
	if (rc == 0)
		rc = appraisal_load(session->db, request, call->arena, &year, err);
	db_rollback(session->db);
	if (rc < 0)
		return rc;
	return why ? explain(call, year, why, err) : print_year(call, year, err);
}

static int run(struct call *call, struct error *err)
{
	struct appraisal_request request;
	struct operator_session session;
	int rc = read_request(call, &request, err);

	if (rc == 0)
		rc = operator_open(call, DB_READ_ONLY, &session, err);
	if (rc < 0)
		return rc;
	rc = appraise(call, &session, &request, err);
	operator_close(&session);
	return rc;
}

const struct command command_appraise = {
	.name = "appraise",
	.synopsis = "--year Y",
	.summary = "total, rank and grade of every unit (or person) of a year",
	.details = "Ordered by group and rank. A group with missing scores is not ranked; its rows have\n"
		   "empty cells and a line on standard error says so. Nothing is stored.",
	.options = options,
	.has_format = true,
	.run = run,
};
