/*
 * calendar.c - a rule tree read as a year's calendar; see calendar.h.
 */
#include "process/calendar.h"

#define RANGES_MAXIMUM	120
#define LONGEST_RANGE	31

struct calendar_reader {
	struct rule_problems *problems;
	struct calendar *calendar;
	struct workday_range *ranges;
	struct rule_place places[RANGES_MAXIMUM]; /* of the ranges */
	struct str zh, en;			  /* the holiday being read */
	bool year_known;
};

/* Ranges -------------------------------------------------------------------------------------- */

/* Where "to" between two days begins and ends; false when it is one day. */
static bool split_range(struct str text, struct str *out_first, struct str *out_last)
{
	static const struct str words[] = { STR_INIT(" to "), STR_INIT("至"), STR_INIT("..") };

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		ptrdiff_t at = str_find(text, words[i]);

		if (at < 0)
			continue;
		*out_first = str_trim(str_slice(text, 0, (size_t)at));
		*out_last = str_trim(str_slice(text, (size_t)at + words[i].length, text.length));
		return true;
	}
	*out_first = *out_last = str_trim(text);
	return false;
}

static bool range_in_year(struct calendar_reader *reader, const struct rule_node *node,
			  const struct workday_range *range)
{
	int year = reader->calendar->days.year;
	char first[CIVIL_TEXT_BYTES], last[CIVIL_TEXT_BYTES];

	if (!reader->year_known)
		return true;
	int32_t from = civil_year_start(year) - WORKDAY_CHANGEABLE_DAYS, to = civil_year_end(year);
	if (range->first >= from && range->last <= to)
		return true;
	civil_format(from, first);
	civil_format(to, last);
	rule_problem(reader->problems, node->place, "“%.*s” is not of this year: %s to %s",
		     "“%.*s”不属于该年：应在 %s 至 %s 之间", STR_ARG(node->text), first, last);
	return false;
}

static bool range_plausible(struct calendar_reader *reader, const struct rule_node *node,
			    const struct workday_range *range)
{
	if (range->last < range->first || range->last - range->first >= LONGEST_RANGE) {
		rule_problem(reader->problems, node->place,
			     "“%.*s” must begin before it ends and be at most %d days long",
			     "“%.*s”的首日应早于末日，且不超过 %d 天", STR_ARG(node->text),
			     LONGEST_RANGE);
		return false;
	}
	for (int32_t day = range->first; !range->off && day <= range->last; day++) {
		char text[CIVIL_TEXT_BYTES];

		if (civil_weekday(day) > 5)
			continue;
		rule_problem(reader->problems, node->place,
			     "%s is no weekend day: it is worked anyway", "%s 不是周末，本来就是工作日",
			     civil_format(day, text));
		return false;
	}
	return range_in_year(reader, node, range);
}

static bool range_is_new(struct calendar_reader *reader, const struct rule_node *node,
			 const struct workday_range *range)
{
	for (size_t i = 0; i < reader->calendar->days.count; i++) {
		const struct workday_range *other = &reader->ranges[i];

		if (range->first > other->last || range->last < other->first)
			continue;
		rule_problem(reader->problems, node->place,
			     "“%.*s” meets days named before, in line %d",
			     "“%.*s”与第 %d 行已列出的日期重复", STR_ARG(node->text),
			     reader->places[i].line);
		return false;
	}
	return true;
}

static void read_range(struct calendar_reader *reader, const struct rule_node *node, bool off)
{
	struct workday_range range = { .off = off, .zh = reader->zh, .en = reader->en };
	struct str first, last;
	size_t *count = &reader->calendar->days.count;

	if (node->kind == RULE_TEXT)
		split_range(node->text, &first, &last);
	if (node->kind != RULE_TEXT || !civil_parse(first, &range.first) ||
	    !civil_parse(last, &range.last)) {
		struct str found = node->kind == RULE_TEXT ? utf8_cut(node->text, 60) : STR("…");

		rule_problem(reader->problems, node->place,
			     "found “%.*s”, accepted: a day, or two as 2008-05-01 to 2008-05-03",
			     "值为“%.*s”，可接受：一个日期，或 2008-05-01 至 2008-05-03", STR_ARG(found));
		return;
	}
	if (!range_plausible(reader, node, &range) || !range_is_new(reader, node, &range))
		return;
	if (*count == RANGES_MAXIMUM) {
		rule_problem(reader->problems, node->place, "more than %d ranges of days",
			     "日期段超过 %d 个", RANGES_MAXIMUM);
		return;
	}
	reader->places[*count] = node->place;
	reader->ranges[(*count)++] = range;
}

static void read_ranges(struct calendar_reader *reader, const struct rule_node *list, bool off)
{
	for (const struct rule_node *item = list ? list->first : NULL; item; item = item->next)
		read_range(reader, item, off);
}

/* The whole ----------------------------------------------------------------------------------- */

static void read_holiday(struct calendar_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "off", RULE_LIST, true },
						{ "work", RULE_LIST, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	rule_map_read(reader->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	reader->zh = reader->en = STR_EMPTY;
	rule_read_text(reader->problems, nodes[0], &reader->zh);
	rule_read_text(reader->problems, nodes[1], &reader->en);
	read_ranges(reader, nodes[2], true);
	read_ranges(reader, nodes[3], false);
}

static bool is_web_address(struct str url)
{
	return str_starts_with(url, STR("http://")) || str_starts_with(url, STR("https://"));
}

static void read_notice(struct calendar_reader *reader, const struct rule_node *map)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "number", RULE_TEXT, false },
						{ "url", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct calendar *calendar = reader->calendar;
	struct calendar_notice notice = { .number = STR(""), .url = STR("") };

	rule_map_read(reader->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(reader->problems, nodes[0], &notice.zh);
	rule_read_text(reader->problems, nodes[1], &notice.en);
	rule_read_text(reader->problems, nodes[2], &notice.number);
	rule_read_text(reader->problems, nodes[3], &notice.url);
	if (notice.url.length && !is_web_address(notice.url))
		rule_problem(reader->problems, nodes[3]->place,
			     "found “%.*s”, accepted: an address with http:// or https://",
			     "值为“%.*s”，可接受：以 http:// 或 https:// 开头的网址",
			     STR_ARG(notice.url));
	if (calendar->notice_count == CALENDAR_NOTICES_MAXIMUM) {
		rule_problem(reader->problems, map->place, "more than %d notices",
			     "通知超过 %d 份", CALENDAR_NOTICES_MAXIMUM);
		return;
	}
	calendar->notices[calendar->notice_count++] = notice;
}

static void not_empty(struct calendar_reader *reader, const struct rule_node *list)
{
	if (list && !list->count)
		rule_problem(reader->problems, list->place, "“%.*s” is empty", "“%.*s”为空",
			     STR_ARG(list->key));
}

static void read_calendar(struct calendar_reader *reader, const struct rule_node *root)
{
	static const struct rule_key keys[] = { { "calendar", RULE_TEXT, true },
						{ "version", RULE_TEXT, true },
						{ "verified", RULE_TEXT, true },
						{ "notices", RULE_LIST, true },
						{ "holidays", RULE_LIST, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct calendar *calendar = reader->calendar;

	rule_map_read(reader->problems, root, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_int(reader->problems, nodes[0], CIVIL_FIRST_YEAR + 1, CIVIL_LAST_YEAR,
		      &calendar->days.year);
	reader->year_known = calendar->days.year != 0;
	rule_read_int(reader->problems, nodes[1], 1, 9999, &calendar->version);
	rule_read_bool(reader->problems, nodes[2], &calendar->verified);
	not_empty(reader, nodes[3]);
	not_empty(reader, nodes[4]);
	for (const struct rule_node *item = nodes[3] ? nodes[3]->first : NULL; item;
	     item = item->next)
		read_notice(reader, item);
	for (const struct rule_node *item = nodes[4] ? nodes[4]->first : NULL; item;
	     item = item->next)
		read_holiday(reader, item);
}

int calendar_parse(struct str text, struct arena *arena, struct rule_problems *problems,
		   struct calendar **out, struct error *err)
{
	struct calendar *calendar = ARENA_NEW(arena, struct calendar);
	struct calendar_reader *reader = ARENA_NEW(arena, struct calendar_reader);
	struct workday_range *ranges = ARENA_ARRAY(arena, struct workday_range, RANGES_MAXIMUM);
	struct rule_node *root = NULL;

	rule_problems_init(problems, arena);
	if (!calendar || !reader || !ranges)
		return error_broken(err, ERR_MEMORY, "calendar");
	int rc = rule_tree_parse(text, arena, problems, &root, err);
	if (rc < 0)
		return rc;
	calendar->days.ranges = ranges;
	reader->problems = problems;
	reader->calendar = calendar;
	reader->ranges = ranges;
	read_calendar(reader, root);
	rule_problems_sort(problems);
	if (problems->count > 0)
		return rule_problems_error(problems, err);
	*out = calendar;
	return 0;
}

struct calendar_figures calendar_figures(const struct calendar *calendar)
{
	struct calendar_figures figures = { 0, 0 };

	for (size_t i = 0; i < calendar->days.count; i++) {
		const struct workday_range *range = &calendar->days.ranges[i];
		int days = range->last - range->first + 1;

		if (range->off)
			figures.off += days;
		else
			figures.made_up += days;
	}
	return figures;
}
