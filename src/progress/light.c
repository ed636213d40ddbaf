/*
 * light.c - see light.h.
 *
 * light_of() only compares days; the sentence is made when somebody reads it, so that a list of a whole
 * plan costs no texts.
 */
#include "messages_progress.h"
#include "progress/light.h"

const struct field_choice light_colours[] = {
	[LIGHT_DONE] = { "done", MESSAGE_LIGHT_DONE },
	[LIGHT_GREY] = { "grey", MESSAGE_LIGHT_GREY },
	[LIGHT_GREEN] = { "green", MESSAGE_LIGHT_GREEN },
	[LIGHT_UNKNOWN] = { "unknown", MESSAGE_LIGHT_UNKNOWN },
	[LIGHT_YELLOW] = { "yellow", MESSAGE_LIGHT_YELLOW },
	[LIGHT_RED] = { "red", MESSAGE_LIGHT_RED },
	{ NULL, MESSAGE_NONE },
};

/* Days --------------------------------------------------------------------------------------------- */

static bool count_days(const struct workday_calendar *calendar, const struct light_count *count,
		       int sign, int32_t *day)
{
	struct error unloaded;

	if (!count->working) {
		*day += sign * count->days;
		return true;
	}
	return workday_add(calendar, *day, sign * count->days, day, &unloaded) == 0;
}

void light_dates_find(const struct light_rule *rule, const struct workday_calendar *calendar,
		      int32_t due, struct light_dates *out)
{
	*out = (struct light_dates){ .due = due, .known = true };
	if (due == CIVIL_NO_DAY || !rule->present)
		return;
	out->grey_to = due - rule->grey.days;
	out->yellow_from = due;
	out->red_from = due;
	out->known = count_days(calendar, &rule->yellow, -1, &out->yellow_from) &&
		     count_days(calendar, &rule->red, 1, &out->red_from);
	out->red_from++;
}

/* The light ---------------------------------------------------------------------------------------- */

static enum light_cause by_dates(const struct light_dates *dates, const struct light_facts *facts)
{
	if (facts->today >= dates->red_from)
		return LIGHT_LATE;
	if (facts->today > dates->due)
		return LIGHT_GRACE;
	if (facts->today >= dates->yellow_from)
		return LIGHT_SOON;
	if (facts->blocked)
		return LIGHT_STUCK;
	if (facts->today < dates->grey_to && !facts->under_way)
		return LIGHT_NOT_YET;
	return LIGHT_ON_COURSE;
}

static enum light_cause cause_of(const struct light_rule *rule, const struct light_dates *dates,
				 const struct light_facts *facts)
{
	if (facts->accepted)
		return LIGHT_ACCEPTED;
	if (dates->due == CIVIL_NO_DAY)
		return LIGHT_NO_DUE;
	if (!rule->present)
		return LIGHT_NO_RULE;
	if (facts->decided)
		return LIGHT_DECIDED;
	if (facts->waiting && rule->waiting_counts)
		return facts->reported_day <= dates->due ? LIGHT_REPORTED : LIGHT_REPORTED_LATE;
	return dates->known ? by_dates(dates, facts) : LIGHT_NO_CALENDAR;
}

struct light light_of(const struct light_rule *rule, const struct light_dates *dates,
		      const struct light_facts *facts)
{
	static const enum light_colour colours[LIGHT_CAUSE_COUNT] = {
		[LIGHT_NO_RULE] = LIGHT_UNKNOWN,      [LIGHT_NO_CALENDAR] = LIGHT_UNKNOWN,
		[LIGHT_ACCEPTED] = LIGHT_DONE,	      [LIGHT_NO_DUE] = LIGHT_GREY,
		[LIGHT_DECIDED] = LIGHT_GREEN,	      [LIGHT_REPORTED] = LIGHT_GREEN,
		[LIGHT_REPORTED_LATE] = LIGHT_YELLOW, [LIGHT_LATE] = LIGHT_RED,
		[LIGHT_GRACE] = LIGHT_YELLOW,	      [LIGHT_SOON] = LIGHT_YELLOW,
		[LIGHT_STUCK] = LIGHT_YELLOW,	      [LIGHT_NOT_YET] = LIGHT_GREY,
		[LIGHT_ON_COURSE] = LIGHT_GREEN,
	};
	struct light light = { .cause = cause_of(rule, dates, facts),
			       .contested = facts->contested };

	light.colour = colours[light.cause];
	if (dates->due != CIVIL_NO_DAY)
		light.days = light.cause == LIGHT_REPORTED_LATE ? facts->reported_day - dates->due
								: facts->today - dates->due;
	return light;
}

/* In words ----------------------------------------------------------------------------------------- */

struct wording {
	const struct light_rule *rule;
	const struct light_dates *dates;
	const struct light_facts *facts;
	const struct workday_calendar *calendar;
	struct arena *arena;
	char due[CIVIL_TEXT_BYTES], planned[CIVIL_TEXT_BYTES], today[CIVIL_TEXT_BYTES];
	char reported[CIVIL_TEXT_BYTES], decided[CIVIL_TEXT_BYTES];
};

#define WORDS(wording, zh_format, en_format, ...)                                                  \
	((struct light_words){ arena_format((wording)->arena, zh_format, __VA_ARGS__),             \
			       arena_format((wording)->arena, en_format, __VA_ARGS__) })

/* How a day was counted from the due day; empty when it cannot be said. */
static struct light_words counted(const struct wording *it, const struct light_count *count, int sign)
{
	const struct calendar_request request = {
		.from_day = it->dates->due,
		.count = sign * count->days,
		.kind = count->working ? CALENDAR_WORKING_DAYS : CALENDAR_ALL_DAYS,
	};
	struct calendar_answer answer = { 0 };
	struct error err;

	if (!count->days || calendar_deadline_by(it->calendar, &request, it->arena, &answer, &err))
		return (struct light_words){ STR_EMPTY, STR_EMPTY };
	return (struct light_words){ answer.zh, answer.en };
}

static struct light_words say_yellow(const struct wording *it)
{
	struct light_words how = counted(it, &it->rule->yellow, -1);
	int left = it->dates->due - it->facts->today;

	return (struct light_words){
		arena_format(it->arena, "%s 到期，还有 %d 日；黄灯起算：%.*s", it->due, left,
			     STR_ARG(how.zh)),
		arena_format(it->arena, "Due %s, %d days left; yellow from: %.*s", it->due, left,
			     STR_ARG(how.en)),
	};
}

static struct light_words say_late(const struct wording *it, bool red)
{
	struct light_words how = counted(it, &it->rule->red, 1);
	int late = it->facts->today - it->dates->due;
	const char *colour_zh = red ? "已逾期" : "在宽限期内，逾期";
	const char *colour_en = red ? "late" : "within the days of grace, late";

	return (struct light_words){
		arena_format(it->arena, "%s 到期，至 %s %s %d 日。%.*s", it->due, it->today, colour_zh,
			     late, STR_ARG(how.zh)),
		arena_format(it->arena, "Due %s; on %s %s by %d days. %.*s", it->due, it->today,
			     colour_en, late, STR_ARG(how.en)),
	};
}

static struct light_words say_reported(const struct wording *it, bool late)
{
	if (late)
		return WORDS(it, "%s 到期，%s 报告完成（逾期后），待审核。",
			     "Due %s, reported done on %s, after the due day; waits for review.",
			     it->due, it->reported);
	return WORDS(it, "%s 到期，%s 按期报告完成，待审核。",
		     "Due %s, reported done in time on %s; waits for review.", it->due,
		     it->reported);
}

static struct light_words say(const struct wording *it, enum light_cause cause)
{
	switch (cause) {
	case LIGHT_ACCEPTED:
		return WORDS(it, "报告完成（%s）并已认可。", "Reported done on %s, and accepted.",
			     it->reported);
	case LIGHT_NO_DUE:
		return (struct light_words){ STR("没有到期日。"), STR("No due date.") };
	case LIGHT_DECIDED:
		return WORDS(it, "%s 对亮灯的异议成立，按答复处理。",
			     "The objection to the light was granted on %s.", it->decided);
	case LIGHT_REPORTED:
	case LIGHT_REPORTED_LATE:
		return say_reported(it, cause == LIGHT_REPORTED_LATE);
	case LIGHT_LATE:
	case LIGHT_GRACE:
		return say_late(it, cause == LIGHT_LATE);
	case LIGHT_SOON:
		return say_yellow(it);
	case LIGHT_STUCK:
		return WORDS(it, "%s 到期；最近一次报告为受阻。",
			     "Due %s; the latest report says that it is blocked.", it->due);
	case LIGHT_NOT_YET:
		return WORDS(it, "%s 到期，距到期超过 %d 日，尚未临期。",
			     "Due %s, more than %d days away.", it->due, it->rule->grey.days);
	case LIGHT_ON_COURSE:
		return WORDS(it, "%s 到期，尚未进入黄灯期。", "Due %s, before the days of yellow.",
			     it->due);
	case LIGHT_NO_CALENDAR:
		return WORDS(it, "%s 到期；所涉年度的工作日历尚未载入，无法按工作日计算。",
			     "Due %s; a working-day calendar that this needs is not loaded.",
			     it->due);
	case LIGHT_NO_RULE:
	case LIGHT_CAUSE_COUNT:
		break;
	}
	return WORDS(it, "%s 到期；没有正在施行的亮灯规则。", "Due %s; no rule for lights is in force.",
		     it->due);
}

static struct str article_of(const struct light_rule *rule, enum light_cause cause)
{
	switch (cause) {
	case LIGHT_SOON:
	case LIGHT_STUCK:
	case LIGHT_ON_COURSE:
		return rule->yellow.article;
	case LIGHT_LATE:
	case LIGHT_GRACE:
		return rule->red.article;
	case LIGHT_NOT_YET:
		return rule->grey.article;
	case LIGHT_REPORTED:
	case LIGHT_REPORTED_LATE:
		return rule->waiting_article;
	case LIGHT_NO_RULE:
	case LIGHT_NO_CALENDAR:
	case LIGHT_ACCEPTED:
	case LIGHT_NO_DUE:
	case LIGHT_DECIDED:
	case LIGHT_CAUSE_COUNT:
		break;
	}
	return STR_EMPTY;
}

/* The date that was granted, and the rule. */
static struct light_words add_sources(const struct wording *it, enum light_cause cause,
				      struct light_words words)
{
	const struct light_rule *rule = it->rule;
	struct str article = article_of(rule, cause);

	if (it->facts->planned != it->dates->due && it->dates->due != CIVIL_NO_DAY)
		words = (struct light_words){
			arena_format(it->arena, "%.*s计划日期为 %s，经同意延至 %s。", STR_ARG(words.zh),
				     it->planned, it->due),
			arena_format(it->arena, "%.*s The plan says %s; extended to %s.",
				     STR_ARG(words.en), it->planned, it->due),
		};
	if (!article.length)
		return words;
	return (struct light_words){
		arena_format(it->arena, "%.*s（%.*s%.*s，第 %d 版）", STR_ARG(words.zh),
			     STR_ARG(rule->title), STR_ARG(article), rule->version),
		arena_format(it->arena, "%.*s (%.*s, %.*s, version %d)", STR_ARG(words.en),
			     STR_ARG(rule->title_en), STR_ARG(article), rule->version),
	};
}

struct light_words light_explain(const struct light_rule *rule, const struct light_dates *dates,
				 const struct light_facts *facts,
				 const struct workday_calendar *calendar, struct arena *arena)
{
	struct wording it = { .rule = rule, .dates = dates, .facts = facts,
			      .calendar = calendar, .arena = arena };
	enum light_cause cause = cause_of(rule, dates, facts);

	civil_format(dates->due, it.due);
	civil_format(facts->planned, it.planned);
	civil_format(facts->today, it.today);
	civil_format(facts->reported_day, it.reported);
	civil_format(facts->decided_day, it.decided);
	return add_sources(&it, cause, say(&it, cause));
}
