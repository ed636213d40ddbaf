/*
 * demo_examination.c - see demo_examination.h.
 */
#include "cli/demo_examination.h"

#include "examination/examination_marks.h"
#include "examination/finding_store.h"
#include "people/record_find.h"
#include "people/rights.h"
#include "people/unit.h"
#include "statements_examination.h"

#define STATED	 9 /* of ten hand in a statement */
#define ASSESSED "T0" /* units whose superiors assessed */

struct examining {
	struct operator_session *session;
	int year;
	struct civil_date day;
	int (*change)(struct examining *it, struct act *act, struct error *err);
};

static int on_day(struct act *act, void *context, struct error *err)
{
	struct examining *it = context;

	if (!civil_to_day(it->day, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return it->change(it, act, err);
}

static int open_year(struct examining *it, struct act *act, struct error *err)
{
	size_t count;

	return examination_open_year(act, it->year, &count, err);
}

static int load_all(struct act *act, struct examination **out, size_t *out_count, struct error *err)
{
	const struct record_query query = { &examination_record, STATEMENT_EXAMINATION_ALL,
					    DB_ARGS(db_int("jurisdiction_id",
							   act->jurisdiction_id)) };
	void *items;
	int code = record_find_all(act->db, &query, act->arena, &items, out_count, err);

	*out = items;
	return code;
}

/* Each of the year's examinations. */
static int each(struct examining *it, struct act *act,
		int (*change)(struct act *act, const struct examination *present, size_t at,
			      struct error *err),
		struct error *err)
{
	struct examination *items;
	size_t count;
	int code = load_all(act, &items, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		if (items[i].year == it->year)
			code = change(act, &items[i], i, err);
	return code;
}

/* Statements ----------------------------------------------------------------------------------- */

static int state_one(struct act *act, const struct examination *present, size_t at, struct error *err)
{
	static const char *const study[] = { "按计划参加中心组和干部学习，撰写体会一篇。",
					     "参加廉政规定专题学习，测试合格。",
					     "结合分管工作学习有关制度，组织科室学习四次。" };
	static const char *const performance[] = { "分管事项按节点完成，材料已归档。",
						   "重点工作按期推进，一项推迟后补齐。",
						   "办结来信来访，答复提出人。" };
	struct examination_order order = {
		.event = EXAMINATION_SUBMIT,
		.asker = { .permissions = PERMISSION_LOGGED_IN, .person_id = present->person_id },
		.parts = { str_from(study[at % 3]), str_from(performance[at / 3 % 3]),
			   STR("执行责任制：参与本单位责任分解，逐项落实。\n"
			       "本人廉洁自律：未收受礼金，按规定报告有关事项。") },
	};
	struct examination stated;

	return at % 10 < STATED ? examination_move(act, present, &order, &stated, err) : 0;
}

static int state_all(struct examining *it, struct act *act, struct error *err)
{
	return each(it, act, state_one, err);
}

/* Superiors ------------------------------------------------------------------------------------ */

static int unit_of(struct act *act, const struct examination *present, struct unit *out, struct error *err)
{
	return record_get(act->db, &unit_record,
			  (struct record_key){ act->jurisdiction_id, present->unit_id }, act->arena, out,
			  err);
}

static int mark_one(struct act *act, const struct examination_sheet *sheet, int indicator, size_t at,
		    struct error *err)
{
	struct decimal points = sheet->place.scheme->indicators[indicator].maximum;
	struct examination_entry entry = { .indicator = indicator, .superior = true };
	char text[DECIMAL_TEXT_BYTES];
	bool changed;

	/* Nine tenths, or all of it. */
	if ((at + (size_t)indicator) % 3) {
		points.scaled = points.scaled / 10 * 9;
		entry.reason = STR("完成较好，个别材料报送偏晚");
	}
	entry.points = str_from(decimal_format_short(points, text));
	return examination_enter(act, sheet, &entry, &changed, err);
}

static int assess_one(struct act *act, const struct examination *present, size_t at, struct error *err)
{
	const struct examination_order order = {
		.event = EXAMINATION_ASSESS,
		.asker = { .permissions = PERMISSION_LOGGED_IN, .person_id = present->superior_id },
		.opinion = STR("履职认真，陈述属实；报送材料应更及时。"),
	};
	struct examination_sheet sheet;
	struct examination assessed;
	struct unit unit;
	int code = unit_of(act, present, &unit, err);

	if (code || present->state != EXAMINATION_STATED || !present->superior_id ||
	    !str_equal(present->level, STR("deputy_section")) ||
	    !str_starts_with(unit.code, STR(ASSESSED)))
		return code;
	code = examination_sheet_load(act->db, present, act->arena, &sheet, err);
	for (size_t i = 0; !code && i < sheet.place.scheme->indicator_count; i++)
		if (sheet.lines[i].state != CELL_OTHER_CLASS)
			code = mark_one(act, &sheet, (int)i, at, err);
	return code ? code : examination_move(act, present, &order, &assessed, err);
}

static int assess_all(struct examining *it, struct act *act, struct error *err)
{
	return each(it, act, assess_one, err);
}

/* Findings: about what the entries of the year say of the unit's leadership. --------------------- */

static const struct planted_finding {
	int year;
	const char *unit_code, *level;
	struct finding finding;
} planted[] = {
	{ 2007, "D22", "section",
	  { .part = PART_PERFORMANCE, .grade = FINDING_INADEQUATE,
	    .facts = STR_INIT("检查发现的问题整改报告逾期一个月以上才报送。"),
	    .reason = STR_INIT("主要负责人未督促落实，经两次催办。"),
	    .finder = STR_INIT("联查二组") } },
	{ 2008, "D05", "section",
	  { .part = PART_PERFORMANCE, .grade = FINDING_FAILING,
	    .facts = STR_INIT("下属单位违规收费被通报，全年未组织过收费检查。"),
	    .reason = STR_INIT("责任书列有此项，未履行监管职责。"),
	    .finder = STR_INIT("联查一组") } },
	{ 2008, "T04", "section",
	  { .part = PART_INTEGRITY, .grade = FINDING_INADEQUATE,
	    .facts = STR_INIT("内部人员被通报批评后，班子未按规定处理。"),
	    .reason = STR_INIT("执行责任制不到位，知情后未提出处理意见。"),
	    .finder = STR_INIT("联查一组") } },
	{ 2008, "T09", "deputy_section",
	  { .part = PART_STUDY, .grade = FINDING_INADEQUATE,
	    .facts = STR_INIT("全年四次专题学习缺席三次，未补学。"),
	    .reason = STR_INIT("签到与请假记录核对属实。"),
	    .finder = STR_INIT("联查二组") } },
};

static bool is_planted(const struct examination *it, const struct unit *unit,
		       const struct planted_finding *plant)
{
	return plant->year == it->year && str_equal(it->level, str_from(plant->level)) &&
	       str_equal(unit->code, str_from(plant->unit_code));
}

/* The first of the unit at that level. */
static int find_one(struct act *act, const struct planted_finding *plant, struct error *err)
{
	struct finding finding = plant->finding;
	struct examination *items;
	struct unit unit;
	size_t count;
	int code = load_all(act, &items, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		code = unit_of(act, &items[i], &unit, err);
		if (!code && is_planted(&items[i], &unit, plant))
			return finding_add(act, &items[i], &finding, err);
	}
	return code;
}

static int find_all(struct examining *it, struct act *act, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < ARRAY_LENGTH(planted); i++)
		if (planted[i].year == it->year)
			code = find_one(act, &planted[i], err);
	return code;
}

/* The whole ------------------------------------------------------------------------------------ */

int demo_examinations_make(struct operator_session *session, int year, struct error *err)
{
	const struct {
		const char *kind;
		struct civil_date day;
		int (*change)(struct examining *it, struct act *act, struct error *err);
	} steps[] = {
		{ "examination.open", { year, 12, 15 }, open_year },
		{ "examination.state", { year, 12, 26 }, state_all },
		{ "examination.move", { year + 1, 1, 8 }, assess_all },
		{ "finding.note", { year + 1, 1, 9 }, find_all },
	};
	int code = 0;

	for (size_t i = 0; !code && i < ARRAY_LENGTH(steps); i++) {
		struct examining it = { session, year, steps[i].day, steps[i].change };
		const struct operator_work work = { session->jurisdiction_id, steps[i].kind, on_day,
						    &it };
		code = operator_act(session, &work, err);
	}
	return code;
}
