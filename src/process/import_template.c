/* import_template.c - see import_template.h. */
#include "process/import_template.h"

#include "export/xlsx_template.h"
#include "people/unit.h"
#include "process/scheme_version.h"

#define CHOICES_MAXIMUM 3000

/* Two rows as an office would write them, by language. */
static const struct {
	const char *zh[IMPORT_EXAMPLES][IMPORT_COLUMNS_MAXIMUM], *en[IMPORT_EXAMPLES][IMPORT_COLUMNS_MAXIMUM];
} examples[IMPORT_BATCH_PROFILE_COUNT] = {
	[IMPORT_BATCH_UNITS] = { { { "T01", "甲镇", "", "镇街", "镇区甲组", "2008" },
				   { "D01", "乙局", "", "部门", "部门甲组", "2008" } },
				 { { "T01", "Town A", "", "town", "Towns I", "2008" },
				   { "D01", "Bureau B", "", "department", "Departments I",
				     "2008" } } },
	[IMPORT_BATCH_PERSONS] = { { { "P001", "甲某", "T01", "镇长", "正科职", "是",
				       "2006年3月1日", "" },
				     { "P002", "乙某", "T01", "副镇长", "副科职", "否",
				       "2007-05-01", "2008-12-31" } },
				   { { "P001", "Person A", "T01", "mayor", "section", "yes",
				       "2006-03-01", "" },
				     { "P002", "Person B", "T01", "deputy mayor",
				       "deputy_section", "no", "2007-05-01", "2008-12-31" } } },
	[IMPORT_BATCH_SCORES] = { { { "2008", "T01", "Z01", "11.5", "责任制办公室" },
				    { "2008", "T01", "Z02", "4", "责任制办公室" } },
				  { { "2008", "T01", "Z01", "11.5", "office" },
				    { "2008", "T01", "Z02", "4", "office" } } },
	[IMPORT_BATCH_ENTRIES] = { { { "2008", "T01", "扣分", "2", "示例事由", "2008年7月14日",
				       "示〔2008〕1号" },
				     { "2008", "D01", "一票否决", "", "示例事由", "2008-09-01",
				       "示〔2008〕2号" } },
				   { { "2008", "T01", "deduction", "2", "example reason",
				       "2008-07-14", "EX-2008-1" },
				     { "2008", "D01", "veto", "", "example reason", "2008-09-01",
				       "EX-2008-2" } } },
	[IMPORT_BATCH_PLAN] = { { { "2008", "1", "", "领域", "学习教育", "", "1", "", "", "", "", "制度规定",
				    "示〔2008〕1号", "" },
				  { "2008", "1.1", "1", "事项", "专题学习（示例）", "每季度一次", "1", "每季度",
				    "组:镇区甲组；D01", "D02（提供材料）", "P001", "会议决定", "", "否" } },
				{ { "2008", "1", "", "area", "Education", "", "1", "", "", "", "",
				    "rule", "EX-2008-1", "" },
				  { "2008", "1.1", "1", "item", "Study sessions (example)",
				    "one each quarter", "1", "quarterly", "group:Towns I; D01",
				    "D02 (material)", "P001", "meeting", "", "no" } } },
	[IMPORT_BATCH_ARCHIVE] = { { { "P001", "表彰奖励", "2005-12-30", "年度先进个人（示例）", "示〔2005〕8号",
				       "甲镇", "示例内容", "" },
				     { "P002", "处分与问责决定", "2006年3月1日", "诫勉（示例）", "示〔2006〕3号", "",
				       "", "2006-09-01" } },
				   { { "P001", "award", "2005-12-30", "Award (example)", "EX-2005-8",
				       "Town A", "an example", "" },
				     { "P002", "decision", "2006-03-01", "Admonition (example)",
				       "EX-2006-3", "", "", "2006-09-01" } } },
};

const char *import_example(enum import_profile_kind profile, enum language language, int row,
			   size_t column)
{
	const char *text = language == LANGUAGE_ZH ? examples[profile].zh[row][column]
						   : examples[profile].en[row][column];
	return text ? text : "";
}

/* Words of the workbook itself. */
static const struct {
	const char *word, *examples, *notes, *lists, *title, *required, *heads[3], *date, *choice;
} words[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = { "模板", "示例", "填写说明", "可选值", "示例：仅供参考，不会被导入，请在第一张表中填写",
			  "必填", { "列", "是否必填", "可填内容" },
			  "请填写日期，如 2008-07-14。", "请从下拉列表中选择，见“可选值”表。" },
	[LANGUAGE_EN] = { "Template", "Examples", "Notes", "Choices",
			  "Examples only: they are not imported; fill in the first sheet", "required",
			  { "Column", "Required", "What it accepts" },
			  "Enter a date such as 2008-07-14.",
			  "Pick one of the list; see the sheet Choices." },
};

const char *import_template_word(enum language language)
{
	return words[language].word;
}

struct choices {
	const char **items;
	size_t count;
};

static int make_choices(struct arena *arena, struct choices *out, struct error *err)
{
	out->items = ARENA_ARRAY(arena, const char *, CHOICES_MAXIMUM);
	out->count = 0;
	return out->items ? 0 : error_broken(err, ERR_MEMORY, "choices of a template");
}

static void add_choice(struct arena *arena, struct choices *choices, struct str text)
{
	const char *copy = arena_text(arena, text);

	if (copy && choices->count < CHOICES_MAXIMUM)
		choices->items[choices->count++] = copy;
}

static int unit_choices(struct db *db, const struct import_template_request *request,
			struct arena *arena, struct choices *out, struct error *err)
{
	struct db_query *query;
	struct unit unit;
	int code = make_choices(arena, out, err);

	if (!code)
		code = db_query_open(db, (enum statement)unit_record.all,
				     DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id)),
				     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = record_read(query, &unit_record, arena, &unit, err);
		if (code)
			break;
		add_choice(arena, out, unit.code);
	}
	db_query_close(query);
	return code;
}

/* No scheme is no failure: then nothing is offered. */
static int indicator_choices(struct db *db, const struct import_template_request *request,
			     struct arena *arena, struct choices *out, struct error *err)
{
	struct scheme_request wanted = { request->jurisdiction_id, SCHEME_UNIT, request->year };
	struct scheme *scheme;
	int code = make_choices(arena, out, err);

	if (code)
		return code;
	code = scheme_load(db, &wanted, arena, &scheme, err);
	if (code == -ERR_NOT_FOUND) {
		wanted.year--;
		code = scheme_load(db, &wanted, arena, &scheme, err);
	}
	for (size_t i = 0; !code && i < scheme->indicator_count; i++)
		add_choice(arena, out, scheme->indicators[i].code);
	return code == -ERR_NOT_FOUND ? 0 : code;
}

static int word_choices(const struct field *field, enum language language, struct arena *arena,
			struct choices *out, struct error *err)
{
	int code = make_choices(arena, out, err);

	if (code)
		return code;
	if (field->type == FIELD_BOOLEAN) {
		add_choice(arena, out, language == LANGUAGE_ZH ? STR("是") : STR("yes"));
		add_choice(arena, out, language == LANGUAGE_ZH ? STR("否") : STR("no"));
	}
	for (const struct field_choice *choice = field->choices; choice && choice->name; choice++)
		add_choice(arena, out, str_from(message_text(choice->label, language)));
	return 0;
}

static enum xlsx_template_kind kind_of(const struct field *field)
{
	if (field->type == FIELD_DAY)
		return XLSX_TEMPLATE_DATE;
	return field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL ? XLSX_TEMPLATE_NUMBER
									    : XLSX_TEMPLATE_TEXT;
}

static int fill_column(struct db *db, const struct import_template_request *request, size_t at,
		       struct arena *arena, struct xlsx_template_column *out, struct error *err)
{
	size_t count;
	const struct field *field = &import_profile_columns(request->profile, &count)[at];
	struct str name = str_from(field->name);
	struct choices choices = { NULL, 0 };
	int code = 0;

	out->heading = message_text(field->label, request->language);
	out->required = field->flags & FIELD_REQUIRED ? words[request->language].required : "";
	out->note = field_accepted(field, request->language, arena).bytes;
	out->kind = kind_of(field);
	out->others = str_equal(name, STR("parent_code")); /* it may be new in the same table */
	for (int row = 0; row < IMPORT_EXAMPLES; row++)
		out->examples[row] = import_example(request->profile, request->language, row, at);
	if (field->type == FIELD_CHOICE || field->type == FIELD_BOOLEAN)
		code = word_choices(field, request->language, arena, &choices, err);
	else if (str_equal(name, STR("unit_code")) || out->others)
		code = unit_choices(db, request, arena, &choices, err);
	else if (str_equal(name, STR("indicator_code")))
		code = indicator_choices(db, request, arena, &choices, err);
	out->choices = choices.items;
	out->choice_count = choices.count;
	return !code && !out->note ? error_broken(err, ERR_MEMORY, "a template") : code;
}

int import_template(struct db *db, const struct import_template_request *request,
		    struct arena *arena, struct buf *out, struct error *err)
{
	struct xlsx_template_column columns[IMPORT_COLUMNS_MAXIMUM] = { { .heading = NULL } };
	size_t count;
	int code = 0;

	import_profile_columns(request->profile, &count);
	for (size_t i = 0; !code && i < count; i++)
		code = fill_column(db, request, i, arena, &columns[i], err);
	if (code)
		return code;
	const struct xlsx_template template = {
		.sheet = message_text(import_profiles[request->profile].label, request->language),
		.examples = words[request->language].examples,
		.notes = words[request->language].notes,
		.lists = words[request->language].lists,
		.examples_title = words[request->language].title,
		.notes_heads = { words[request->language].heads[0],
				 words[request->language].heads[1],
				 words[request->language].heads[2] },
		.date_message = words[request->language].date,
		.choice_message = words[request->language].choice,
		.columns = columns,
		.column_count = count,
	};
	return xlsx_template_write(&template, out, err);
}
