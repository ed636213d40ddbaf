/*
 * results.c - scores from a unit's hidden quality and noise, and the entries.
 *
 * Quality is drawn once per unit, so that a good unit is good in both years; the planted units get
 * theirs by name. Points are halves of a point, as scorers write them.
 */
#include "demo/results.h"

#include <string.h>

#define HALF_POINT (DECIMAL_ONE / 2)
#define TEAM_INDICATOR 1 /* position of the indicator that three teams score */

static const char *const teams[] = { "检查一组", "检查二组", "检查三组" };

static bool is_unit(const struct demo_unit *unit, const char *code)
{
	return strcmp(unit->code, code) == 0;
}

/* Per mille of the maximum that the unit reaches on average. */
static int64_t quality_of(const struct demo_unit *unit, int year, uint64_t seed)
{
	struct demo_random random = { seed ^ ((uint64_t)unit->code[0] << 32 |
					      (uint64_t)unit->code[1] << 16 |
					      (uint64_t)unit->code[2]) };
	bool tied = is_unit(unit, DEMO_UNIT_TIED_A) || is_unit(unit, DEMO_UNIT_TIED_B);

	if (is_unit(unit, DEMO_UNIT_LAST_TWICE) || is_unit(unit, DEMO_UNIT_LAST_CHANGED))
		return 770;
	if (tied && year == DEMO_LAST_YEAR)
		return 775;
	return demo_random_between(&random, 850, 960);
}

/* Whose dice a unit throws: the tied ones throw the same, so that their points are equal. */
static uint64_t dice_of(const struct demo_unit *unit, int year)
{
	const char *code = unit->code;

	if (year == DEMO_LAST_YEAR && is_unit(unit, DEMO_UNIT_TIED_B))
		code = DEMO_UNIT_TIED_A;
	return (uint64_t)year << 40 | (uint64_t)code[0] << 20 | (uint64_t)code[1] << 10 |
	       (uint64_t)code[2];
}

static struct decimal draw_points(struct demo_random *random, int64_t quality,
				  struct decimal maximum)
{
	int64_t share = quality + demo_random_between(random, -60, 60);
	int64_t halves = maximum.scaled * share / 1000 / HALF_POINT;
	int64_t scaled = halves * HALF_POINT;

	if (scaled > maximum.scaled)
		scaled = maximum.scaled;
	return (struct decimal){ scaled < 0 ? 0 : scaled };
}

static void write_score(struct buf *out, int year, struct str code,
			const struct scheme_indicator *indicator, struct decimal points,
			struct str scorer)
{
	char text[DECIMAL_TEXT_BYTES];

	buf_add_format(out, "%d,%.*s,%.*s,%s,%.*s\r\n", year, STR_ARG(code), STR_ARG(indicator->code),
		       decimal_format_short(points, text), STR_ARG(scorer));
}

static void write_unit_scores(const struct demo_unit *unit, const struct scheme *scheme, int year,
			      uint64_t seed, struct buf *out)
{
	static const char *const kinds[] = { "body", "town", "department" };
	struct demo_random random = { seed ^ dice_of(unit, year) };
	int64_t quality = quality_of(unit, year, seed);
	int class_index = scheme_class_find(scheme, str_from(kinds[unit->kind]));

	for (size_t i = 0; i < scheme->indicator_count; i++) {
		const struct scheme_indicator *indicator = &scheme->indicators[i];
		size_t scorers = i == TEAM_INDICATOR ? ARRAY_LENGTH(teams) : 1;
		if (!scheme_applies(scheme, (int)i, class_index) || indicator->source == SCHEME_PLAN)
			continue;
		for (size_t s = 0; s < scorers; s++)
			write_score(out, year, str_from(unit->code), indicator,
				    draw_points(&random, quality, indicator->maximum),
				    scorers == 1 ? indicator->scorer.zh : str_from(teams[s]));
	}
}

void demo_write_scores(const struct demo_unit units[DEMO_UNITS], const struct scheme *scheme, int year,
		       uint64_t seed, struct buf *out)
{
	buf_add_text(out, "year,unit_code,indicator_code,points,scorer\r\n");
	for (int i = 0; i < DEMO_UNITS; i++)
		if (units[i].group[0])
			write_unit_scores(&units[i], scheme, year, seed, out);
}

void demo_begin_person_scores(struct buf *out)
{
	buf_add_text(out, "year,person_code,indicator_code,points,scorer\r\n");
}

void demo_write_person_scores(struct str person_code, int level, const struct scheme *scheme, int year,
			      uint64_t seed, struct buf *out)
{
	struct demo_random random = { seed ^ (uint64_t)year << 40 };
	int64_t quality;

	for (size_t i = 0; i < person_code.length; i++)
		random.state = random.state * 31 + (uint64_t)(unsigned char)person_code.bytes[i];
	quality = demo_random_between(&random, 780, 955);
	for (size_t i = 0; i < scheme->indicator_count; i++) {
		const struct scheme_indicator *indicator = &scheme->indicators[i];

		if (scheme_applies(scheme, (int)i, level))
			write_score(out, year, person_code, indicator,
				    draw_points(&random, quality, indicator->maximum),
				    indicator->scorer.zh);
	}
}

void demo_write_entries(int year, struct buf *out)
{
	static const struct {
		int year;
		const char *unit, *kind, *points, *reason, *date, *reference;
	} rows[] = {
		{ 2007, "T02", "bonus", "1.5", "经验做法在全市推广", "2007-11-20", "示例〔2007〕12号" },
		{ 2007, "D03", "bonus", "1", "廉政文化示范点验收通过", "2007-10-08", "示例〔2007〕9号" },
		{ 2007, "D22", "deduction", "1", "整改报告逾期一个月以上", "2007-09-30",
		  "示例〔2007〕8号" },
		{ 2008, "T01", "bonus", "2", "工程招标监督做法获上级推广", "2008-12-05",
		  "示例〔2008〕21号" },
		{ 2008, "T01", "bonus", "2", "廉政教育基地建成", "2008-06-18", "示例〔2008〕10号" },
		{ 2008, DEMO_UNIT_DEDUCTED, "deduction", "2", "下属单位违规收费被通报，班子监管不力",
		  "2008-07-14", "示例〔2008〕13号" },
		{ 2008, DEMO_UNIT_LAST_TWICE, "deduction", "2", "内部人员被通报批评，班子未按规定处理",
		  "2008-07-14", "示例〔2008〕14号" },
		{ 2008, DEMO_UNIT_VETOED, "veto", "", "主要负责人受到问责", "2008-09-22",
		  "示例〔2008〕17号" },
	};

	buf_add_text(out, "year,unit_code,kind,points,reason,date,reference\r\n");
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		if (rows[i].year != year)
			continue;
		buf_add_format(out, "%d,%s,%s,%s,%s,%s,%s\r\n", rows[i].year, rows[i].unit,
			       rows[i].kind, rows[i].points, rows[i].reason, rows[i].date,
			       rows[i].reference);
	}
}
