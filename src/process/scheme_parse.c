/*
 * scheme_parse.c - a rule tree read as a scheme.
 *
 * Each section has its table of keys; what is read is then compared with itself (scheme_check.c).
 * Reading goes on after a problem, so that an author sees all of them at once; the
 * scheme is handed out only when there was none.
 */
#include "process/scheme_check.h"
#include "process/score_source.h"

struct scheme_reader {
	struct arena *arena;
	struct rule_problems *problems;
	struct scheme *scheme;
	bool out_of_memory;
};

#define READ_MAP(reader, map, keys, nodes)                                                         \
	rule_map_read((reader)->problems, (map), (keys), ARRAY_LENGTH(keys), (nodes))

static const struct decimal no_points = { 0 };

static void *reader_array(struct scheme_reader *reader, size_t count, size_t size)
{
	void *items = arena_alloc_array(reader->arena, count ? count : 1, size);
	reader->out_of_memory |= !items;
	return items;
}

/* Two keys, zh and en, of one text. */
static void read_titles(struct scheme_reader *reader, const struct rule_node *zh,
			const struct rule_node *en, struct scheme_text *out)
{
	rule_read_text(reader->problems, zh, &out->zh);
	rule_read_text(reader->problems, en, &out->en);
}

static void read_text_map(struct scheme_reader *reader, const struct rule_node *map,
			  struct scheme_text *out)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	read_titles(reader, nodes[0], nodes[1], out);
}

/* Head ---------------------------------------------------------------------------------------- */

static void read_years(struct scheme_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "from_year", RULE_TEXT, true },
						{ "to_year", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct scheme *scheme = reader->scheme;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_int(reader->problems, nodes[0], 1990, 2199, &scheme->from_year);
	rule_read_int(reader->problems, nodes[1], 1990, 2199, &scheme->to_year);
	if (scheme->to_year != SCHEME_NO_YEAR && scheme->to_year < scheme->from_year)
		rule_problem(reader->problems, nodes[1]->place,
			     "to_year %d lies before from_year %d of line %d",
			     "to_year %d 早于 from_year %d（第 %d 行）", scheme->to_year,
			     scheme->from_year, nodes[0] ? nodes[0]->place.line : 0);
}

static void read_source(struct scheme_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "verified", RULE_TEXT, true },
						{ "example", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	read_titles(reader, nodes[0], nodes[1], &reader->scheme->source);
	rule_read_bool(reader->problems, nodes[2], &reader->scheme->verified);
	rule_read_bool(reader->problems, nodes[3], &reader->scheme->example);
}

/* Classes and parts --------------------------------------------------------------------------- */

static const struct str *read_names(struct scheme_reader *reader, const struct rule_node *list,
				    size_t *out_count)
{
	*out_count = 0;
	if (!list)
		return NULL;
	struct str *names = reader_array(reader, list->count, sizeof(*names));
	if (!names)
		return NULL;
	for (const struct rule_node *item = list->first; item; item = item->next)
		rule_read_text(reader->problems, item, &names[(*out_count)++]);
	return names;
}

static void read_class(struct scheme_reader *reader, const struct rule_node *map,
		       struct scheme_class *out)
{
	static const struct rule_key keys[] = { { "code", RULE_TEXT, true },
						{ "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "also", RULE_LIST, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	READ_MAP(reader, map, keys, nodes);
	out->place = map->place;
	rule_read_code(reader->problems, nodes[0], &out->code);
	read_titles(reader, nodes[1], nodes[2], &out->title);
	out->also = read_names(reader, nodes[3], &out->also_count);
}

static const struct scheme_class *read_classes(struct scheme_reader *reader,
					       const struct rule_node *list, size_t *out_count)
{
	*out_count = 0;
	if (!list)
		return NULL;
	struct scheme_class *classes = reader_array(reader, list->count, sizeof(*classes));
	if (!classes)
		return NULL;
	for (const struct rule_node *item = list->first; item; item = item->next)
		read_class(reader, item, &classes[(*out_count)++]);
	return classes;
}

/* Indicators ---------------------------------------------------------------------------------- */

static int class_by_code(const struct scheme_class *classes, size_t count, struct str code)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(classes[i].code, code))
			return (int)i;
	return -1;
}

/* applies_to: codes of declared classes, each once. */
static void read_applies_to(struct scheme_reader *reader, const struct rule_node *list,
			    struct scheme_indicator *out)
{
	const struct scheme *scheme = reader->scheme;
	if (!list)
		return;
	if (list->count == 0)
		rule_problem(reader->problems, list->place,
			     "applies_to is empty: leave the key out when it applies to all",
			     "applies_to 为空：适用于全部时请省略该键");
	int *classes = reader_array(reader, list->count, sizeof(*classes));
	out->classes = classes;
	for (const struct rule_node *item = list->first; classes && item; item = item->next) {
		struct str code = STR_EMPTY;
		rule_read_code(reader->problems, item, &code);
		int at = class_by_code(scheme->classes, scheme->class_count, code);
		if (at >= 0)
			classes[out->class_count++] = at;
		else if (code.length)
			rule_problem(reader->problems, item->place,
				     "“%.*s” is not declared under kinds or levels",
				     "“%.*s”未在 kinds 或 levels 中声明", STR_ARG(code));
	}
}

static void read_part(struct scheme_reader *reader, const struct rule_node *node,
		      struct scheme_indicator *out)
{
	struct str code = STR_EMPTY;
	out->part = -1;
	if (!node)
		return;
	rule_read_code(reader->problems, node, &code);
	out->part = class_by_code(reader->scheme->parts, reader->scheme->part_count, code);
	if (code.length && out->part < 0)
		rule_problem(reader->problems, node->place, "“%.*s” is not declared under parts",
			     "“%.*s”未在 parts 中声明", STR_ARG(code));
}

static void read_maximum(struct scheme_reader *reader, const struct rule_node *node,
			 struct decimal *out)
{
	struct decimal value = { 0 };
	if (node && decimal_parse(node->text, &value) && value.scaled <= 0) {
		rule_problem(reader->problems, node->place,
			     "the maximum must be greater than 0, found %.*s",
			     "满分应大于 0，值为 %.*s", STR_ARG(node->text));
		return;
	}
	rule_read_decimal(reader->problems, node, (struct decimal){ 1 }, DECIMAL_OF(10000), out);
}

/* Names of where items come from, as the plan's own table has them. */
static void read_item_sources(struct scheme_reader *reader, const struct rule_node *list,
			      struct scheme_plan *out)
{
	out->sources = read_names(reader, list, &out->source_count);
	for (const struct rule_node *item = list ? list->first : NULL; item; item = item->next)
		if (item->text.length && !plan_score_source.knows_item_source(item->text))
			rule_problem(reader->problems, item->place,
				     "“%.*s” is no source of a plan's items",
				     "“%.*s”不是责任事项的来源", STR_ARG(item->text));
}

static void read_plan(struct scheme_reader *reader, const struct rule_node *map,
		      struct scheme_plan *out)
{
	enum { AREAS, SOURCES, WEIGHTS, LATE };
	static const char *const weights[] = { "plan", "equal", NULL };
	static const struct rule_key keys[] = {
		[AREAS] = { "areas", RULE_LIST, false },
		[SOURCES] = { "sources", RULE_LIST, false },
		[WEIGHTS] = { "weights", RULE_TEXT, false },
		[LATE] = { "late", RULE_TEXT, false },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int weight = 0;
	READ_MAP(reader, map, keys, nodes);
	out->areas = read_names(reader, nodes[AREAS], &out->area_count);
	read_item_sources(reader, nodes[SOURCES], out);
	rule_read_choice(reader->problems, nodes[WEIGHTS], weights, &weight);
	out->equal_weights = weight == 1;
	rule_read_decimal(reader->problems, nodes[LATE], no_points, DECIMAL_OF(100), &out->late);
	for (int i = AREAS; i <= SOURCES; i++)
		if (nodes[i] && nodes[i]->count == 0)
			rule_problem(reader->problems, nodes[i]->place,
				     "%s is empty: leave the key out when all items count",
				     "%s 为空：所有事项都计时请省略该键", keys[i].name);
}

/* source: plan, with the selection below plan: only when there is that source. */
static void read_origin(struct scheme_reader *reader, const struct rule_node *source,
			const struct rule_node *plan, struct scheme_indicator *out)
{
	static const char *const sources[] = { "scorers", "plan", NULL };
	int choice = SCHEME_SCORERS;
	rule_read_choice(reader->problems, source, sources, &choice);
	out->source = (enum scheme_source)choice;
	if (out->source == SCHEME_PLAN && reader->scheme->subject != SCHEME_UNIT)
		rule_problem(reader->problems, source->place,
			     "source: plan is for units; persons are scored",
			     "source: plan 只用于单位考核，个人由人评分");
	if (plan && out->source != SCHEME_PLAN)
		rule_problem(reader->problems, plan->place,
			     "plan needs “source: plan” beside it",
			     "写 plan 时须同时写“source: plan”");
	if (plan)
		read_plan(reader, plan, &out->plan);
}

static void read_indicator(struct scheme_reader *reader, const struct rule_node *map,
			   struct scheme_indicator *out)
{
	enum { CODE, ZH, EN, ARTICLE, MAXIMUM, SCORER, PART, APPLIES_TO, SOURCE, PLAN };
	static const struct rule_key keys[] = {
		[CODE] = { "code", RULE_TEXT, true },
		[ZH] = { "zh", RULE_TEXT, true },
		[EN] = { "en", RULE_TEXT, true },
		[ARTICLE] = { "article", RULE_TEXT, false },
		[MAXIMUM] = { "maximum", RULE_TEXT, true },
		[SCORER] = { "scorer", RULE_MAP, false },
		[PART] = { "part", RULE_TEXT, false },
		[APPLIES_TO] = { "applies_to", RULE_LIST, false },
		[SOURCE] = { "source", RULE_TEXT, false },
		[PLAN] = { "plan", RULE_MAP, false },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	READ_MAP(reader, map, keys, nodes);
	out->place = map->place;
	rule_read_code(reader->problems, nodes[CODE], &out->code);
	read_titles(reader, nodes[ZH], nodes[EN], &out->title);
	rule_read_text(reader->problems, nodes[ARTICLE], &out->article);
	read_maximum(reader, nodes[MAXIMUM], &out->maximum);
	read_text_map(reader, nodes[SCORER], &out->scorer);
	read_part(reader, nodes[PART], out);
	read_applies_to(reader, nodes[APPLIES_TO], out);
	read_origin(reader, nodes[SOURCE], nodes[PLAN], out);
}

static void read_indicators(struct scheme_reader *reader, const struct rule_node *list)
{
	if (!list)
		return;
	if (list->count < 1 || list->count > SCHEME_INDICATORS_MAXIMUM) {
		rule_problem(reader->problems, list->place, "1 to %d indicators, found %zu",
			     "指标应为 1 至 %d 项，现有 %zu 项", SCHEME_INDICATORS_MAXIMUM,
			     list->count);
		return;
	}
	struct scheme_indicator *items = reader_array(reader, list->count, sizeof(*items));
	if (!items)
		return;
	reader->scheme->indicators = items;
	for (const struct rule_node *item = list->first; item; item = item->next)
		read_indicator(reader, item, &items[reader->scheme->indicator_count++]);
}

/* Arithmetic ---------------------------------------------------------------------------------- */

static void read_total(struct scheme_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "full_marks", RULE_TEXT, false },
						{ "cap", RULE_TEXT, false },
						{ "places", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct scheme *scheme = reader->scheme;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_decimal(reader->problems, nodes[0], (struct decimal){ 1 }, DECIMAL_OF(10000),
			  &scheme->full_marks);
	scheme->has_total_cap = nodes[1] != NULL;
	rule_read_decimal(reader->problems, nodes[1], (struct decimal){ 1 }, DECIMAL_OF(20000),
			  &scheme->total_cap);
	rule_read_int(reader->problems, nodes[2], 0, DECIMAL_PLACES, &scheme->places);
	rule_read_text(reader->problems, nodes[3], &scheme->total_article);
}

static void read_bonus(struct scheme_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "cap", RULE_TEXT, true },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_decimal(reader->problems, nodes[0], no_points, DECIMAL_OF(10000),
			  &reader->scheme->bonus_cap);
	rule_read_text(reader->problems, nodes[1], &reader->scheme->bonus_article);
}

static void read_deduction(struct scheme_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "article", RULE_TEXT, false } };
	const struct rule_node *node;
	if (!map)
		return;
	READ_MAP(reader, map, keys, &node);
	rule_read_text(reader->problems, node, &reader->scheme->deduction_article);
}

/* Before the grades are known: only the article; the grade's code waits in *out_grade. */
static void read_veto(struct scheme_reader *reader, const struct rule_node *map,
		      const struct rule_node **out_grade)
{
	static const struct rule_key keys[] = { { "grade", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	*out_grade = NULL;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	*out_grade = nodes[0];
	rule_read_text(reader->problems, nodes[1], &reader->scheme->veto_article);
}

static void read_ranking(struct scheme_reader *reader, const struct rule_node *map)
{
	static const char *const ties[] = { "shared", "dense", NULL };
	static const struct rule_key keys[] = { { "ties", RULE_TEXT, false },
						{ "smallest_group", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct scheme *scheme = reader->scheme;
	int choice = SCHEME_TIES_SHARED;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_choice(reader->problems, nodes[0], ties, &choice);
	scheme->ties = (enum scheme_ties)choice;
	rule_read_int(reader->problems, nodes[1], 2, 1000, &scheme->smallest_group);
	rule_read_text(reader->problems, nodes[2], &scheme->ranking_article);
}

static void read_quota(struct scheme_reader *reader, const struct rule_node *map)
{
	static const char *const rounding[] = { "floor", "nearest", "ceiling", NULL };
	static const char *const ties[] = { "lower", "upper", NULL };
	static const struct rule_key keys[] = { { "rounding", RULE_TEXT, false },
						{ "ties", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int round = SCHEME_QUOTA_FLOOR, tie = SCHEME_QUOTA_TIES_LOWER;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_choice(reader->problems, nodes[0], rounding, &round);
	rule_read_choice(reader->problems, nodes[1], ties, &tie);
	reader->scheme->quota_rounding = (enum scheme_quota_rounding)round;
	reader->scheme->quota_ties = (enum scheme_quota_ties)tie;
}

/* Grades and triggers ------------------------------------------------------------------------- */

static void read_grade(struct scheme_reader *reader, const struct rule_node *map,
		       struct scheme_grade *out)
{
	static const struct rule_key keys[] = { { "code", RULE_TEXT, true },
						{ "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "from", RULE_TEXT, true },
						{ "quota", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	READ_MAP(reader, map, keys, nodes);
	out->place = map->place;
	rule_read_code(reader->problems, nodes[0], &out->code);
	read_titles(reader, nodes[1], nodes[2], &out->title);
	rule_read_decimal(reader->problems, nodes[3], no_points, DECIMAL_OF(20000), &out->from);
	out->has_quota = nodes[4] != NULL;
	rule_read_decimal(reader->problems, nodes[4], (struct decimal){ 1 }, DECIMAL_OF(100),
			  &out->quota);
}

static void read_grades(struct scheme_reader *reader, const struct rule_node *list)
{
	if (!list)
		return;
	if (list->count < 2 || list->count > 20) {
		rule_problem(reader->problems, list->place, "2 to 20 grades, found %zu",
			     "等次应为 2 至 20 个，现有 %zu 个", list->count);
		return;
	}
	struct scheme_grade *grades = reader_array(reader, list->count, sizeof(*grades));
	if (!grades)
		return;
	reader->scheme->grades = grades;
	for (const struct rule_node *item = list->first; item; item = item->next)
		read_grade(reader, item, &grades[reader->scheme->grade_count++]);
}

static void read_veto_grade(struct scheme_reader *reader, const struct rule_node *node)
{
	struct scheme *scheme = reader->scheme;
	struct str code = STR_EMPTY;
	scheme->veto_grade = (int)scheme->grade_count - 1;
	if (!node)
		return;
	rule_read_code(reader->problems, node, &code);
	for (size_t i = 0; i < scheme->grade_count; i++) {
		if (str_equal(scheme->grades[i].code, code)) {
			scheme->veto_grade = (int)i;
			return;
		}
	}
	if (code.length)
		rule_problem(reader->problems, node->place,
			     "the veto leads to the grade “%.*s”, which is not declared",
			     "一票否决所定等次“%.*s”未声明", STR_ARG(code));
}

static void read_publicity(struct scheme_reader *reader, const struct rule_node *map)
{
	static const char *const kinds[] = { "calendar", "working", NULL };
	static const struct rule_key keys[] = { { "days", RULE_TEXT, true },
						{ "day_type", RULE_TEXT, false },
						{ "article", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int kind = 0;
	if (!map)
		return;
	READ_MAP(reader, map, keys, nodes);
	rule_read_int(reader->problems, nodes[0], 1, 365, &reader->scheme->publicity_days);
	rule_read_choice(reader->problems, nodes[1], kinds, &kind);
	reader->scheme->publicity_working = kind == 1;
	rule_read_text(reader->problems, nodes[2], &reader->scheme->publicity_article);
}

static void read_trigger(struct scheme_reader *reader, const struct rule_node *map,
			 struct scheme_trigger *out)
{
	enum { CODE, ZH, EN, KIND, MECHANISM, YEARS, TARGET, DAYS, ARTICLE };
	static const char *const kinds[] = { "last_in_group_consecutive", NULL };
	static const char *const targets[] = { "principals", NULL };
	static const struct rule_key keys[] = {
		[CODE] = { "code", RULE_TEXT, true },
		[ZH] = { "zh", RULE_TEXT, true },
		[EN] = { "en", RULE_TEXT, true },
		[KIND] = { "kind", RULE_TEXT, true },
		[MECHANISM] = { "mechanism", RULE_TEXT, true },
		[YEARS] = { "years", RULE_TEXT, false },
		[TARGET] = { "target", RULE_TEXT, false },
		[DAYS] = { "days_in_post", RULE_TEXT, false },
		[ARTICLE] = { "article", RULE_TEXT, false },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	int choice = 0;
	READ_MAP(reader, map, keys, nodes);
	out->place = map->place;
	rule_read_code(reader->problems, nodes[CODE], &out->code);
	read_titles(reader, nodes[ZH], nodes[EN], &out->title);
	rule_read_choice(reader->problems, nodes[KIND], kinds, &choice);
	rule_read_choice(reader->problems, nodes[TARGET], targets, &choice);
	rule_read_code(reader->problems, nodes[MECHANISM], &out->mechanism);
	out->years = 2;
	rule_read_int(reader->problems, nodes[YEARS], 2, 10, &out->years);
	out->days_in_post = 183;
	rule_read_int(reader->problems, nodes[DAYS], 1, 365, &out->days_in_post);
	rule_read_text(reader->problems, nodes[ARTICLE], &out->article);
}

static void read_triggers(struct scheme_reader *reader, const struct rule_node *list)
{
	if (!list)
		return;
	struct scheme_trigger *triggers = reader_array(reader, list->count, sizeof(*triggers));
	if (!triggers)
		return;
	reader->scheme->triggers = triggers;
	for (const struct rule_node *item = list->first; item; item = item->next)
		read_trigger(reader, item, &triggers[reader->scheme->trigger_count++]);
}

/* The whole ----------------------------------------------------------------------------------- */

enum top_key {
	TOP_SCHEME, TOP_VERSION, TOP_TITLE, TOP_SUBJECT, TOP_IN_FORCE, TOP_SOURCE, TOP_KINDS,
	TOP_LEVELS, TOP_PARTS, TOP_INDICATORS, TOP_TOTAL, TOP_SCORERS, TOP_BONUS, TOP_DEDUCTION,
	TOP_VETO, TOP_RANKING, TOP_GRADES, TOP_GRADES_ARTICLE, TOP_QUOTA, TOP_PUBLICITY,
	TOP_TRIGGERS, TOP_COUNT
};

static const struct rule_key top_keys[TOP_COUNT] = {
	[TOP_SCHEME] = { "scheme", RULE_TEXT, true },
	[TOP_VERSION] = { "version", RULE_TEXT, true },
	[TOP_TITLE] = { "title", RULE_MAP, true },
	[TOP_SUBJECT] = { "subject", RULE_TEXT, true },
	[TOP_IN_FORCE] = { "in_force", RULE_MAP, true },
	[TOP_SOURCE] = { "source", RULE_MAP, true },
	[TOP_KINDS] = { "kinds", RULE_LIST, false },
	[TOP_LEVELS] = { "levels", RULE_LIST, false },
	[TOP_PARTS] = { "parts", RULE_LIST, false },
	[TOP_INDICATORS] = { "indicators", RULE_LIST, true },
	[TOP_TOTAL] = { "total", RULE_MAP, false },
	[TOP_SCORERS] = { "scorers", RULE_TEXT, false },
	[TOP_BONUS] = { "bonus", RULE_MAP, true },
	[TOP_DEDUCTION] = { "deduction", RULE_MAP, false },
	[TOP_VETO] = { "veto", RULE_MAP, false },
	[TOP_RANKING] = { "ranking", RULE_MAP, false },
	[TOP_GRADES] = { "grades", RULE_LIST, true },
	[TOP_GRADES_ARTICLE] = { "grades_article", RULE_TEXT, false },
	[TOP_QUOTA] = { "quota", RULE_MAP, false },
	[TOP_PUBLICITY] = { "publicity", RULE_MAP, false },
	[TOP_TRIGGERS] = { "triggers", RULE_LIST, false },
};

static void read_head(struct scheme_reader *reader, const struct rule_node *const *nodes)
{
	static const char *const subjects[] = { "unit", "person", NULL };
	static const char *const scorers[] = { "average", NULL };
	struct scheme *scheme = reader->scheme;
	int subject = SCHEME_UNIT, unused = 0;
	rule_read_code(reader->problems, nodes[TOP_SCHEME], &scheme->code);
	rule_read_int(reader->problems, nodes[TOP_VERSION], 1, 9999, &scheme->version);
	read_text_map(reader, nodes[TOP_TITLE], &scheme->title);
	rule_read_choice(reader->problems, nodes[TOP_SUBJECT], subjects, &subject);
	scheme->subject = (enum scheme_subject)subject;
	rule_read_choice(reader->problems, nodes[TOP_SCORERS], scorers, &unused);
	read_years(reader, nodes[TOP_IN_FORCE]);
	read_source(reader, nodes[TOP_SOURCE]);
}

static void read_class_lists(struct scheme_reader *reader, const struct rule_node *const *nodes)
{
	struct scheme *scheme = reader->scheme;
	bool unit = scheme->subject == SCHEME_UNIT;
	const struct rule_node *wrong = nodes[unit ? TOP_LEVELS : TOP_KINDS];
	if (wrong)
		rule_problem(reader->problems, wrong->key_place,
			     "a scheme for %ss has no “%s”", "%.0s此类方案没有“%s”",
			     scheme_subject_name(scheme->subject), unit ? "levels" : "kinds");
	scheme->classes = read_classes(reader, nodes[unit ? TOP_KINDS : TOP_LEVELS],
				       &scheme->class_count);
	scheme->parts = read_classes(reader, nodes[TOP_PARTS], &scheme->part_count);
}

static void read_scheme(struct scheme_reader *reader, const struct rule_node *root)
{
	const struct rule_node *nodes[TOP_COUNT], *veto_grade;
	rule_map_read(reader->problems, root, top_keys, TOP_COUNT, nodes);
	read_head(reader, nodes);
	read_class_lists(reader, nodes);
	read_indicators(reader, nodes[TOP_INDICATORS]);
	read_total(reader, nodes[TOP_TOTAL]);
	read_bonus(reader, nodes[TOP_BONUS]);
	read_deduction(reader, nodes[TOP_DEDUCTION]);
	read_veto(reader, nodes[TOP_VETO], &veto_grade);
	read_ranking(reader, nodes[TOP_RANKING]);
	read_grades(reader, nodes[TOP_GRADES]);
	rule_read_text(reader->problems, nodes[TOP_GRADES_ARTICLE], &reader->scheme->grades_article);
	read_veto_grade(reader, veto_grade);
	read_quota(reader, nodes[TOP_QUOTA]);
	read_publicity(reader, nodes[TOP_PUBLICITY]);
	read_triggers(reader, nodes[TOP_TRIGGERS]);
}

int scheme_parse(struct str text, struct arena *arena, struct rule_problems *problems,
		 struct scheme **out, struct error *err)
{
	struct rule_node *root = NULL;
	rule_problems_init(problems, arena);
	int code = rule_tree_parse(text, arena, problems, &root, err);
	if (code)
		return code;
	struct scheme *scheme = ARENA_NEW(arena, struct scheme);
	if (!scheme)
		return error_broken(err, ERR_MEMORY, "scheme");
	scheme->full_marks = DECIMAL_OF(100);
	scheme->places = 2;
	scheme->smallest_group = 3;
	scheme->publicity_days = 7;
	struct scheme_reader reader = { arena, problems, scheme, false };
	read_scheme(&reader, root);
	if (reader.out_of_memory)
		return error_broken(err, ERR_MEMORY, "scheme");
	scheme_check(scheme, problems);
	rule_problems_sort(problems);
	if (problems->count > 0)
		return rule_problems_error(problems, err);
	*out = scheme;
	return 0;
}
