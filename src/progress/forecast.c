/* forecast.c - see forecast.h. */
#include "progress/forecast.h"

/* Average rounded up, also of negative sums. */
static int round_up(int64_t total, int64_t count)
{
	return (int)(total > 0 ? (total + count - 1) / count : -(-total / count));
}

static void take(struct forecast *out, const struct forecast_sample *samples, size_t count, int latest)
{
	size_t from = count > (size_t)latest ? count - (size_t)latest : 0;

	out->samples = (int)(count - from);
	out->total = 0;
	for (size_t i = from; i < count; i++)
		out->total += samples[i].delay;
	out->delay = round_up(out->total, out->samples);
}

struct forecast forecast_of(const struct light_rule *rule, const struct light_dates *dates,
			    const struct light_facts *facts, const struct forecast_paces *paces)
{
	struct forecast out = { .known = false };
	size_t minimum = (size_t)rule->forecast_minimum;

	if (!rule->present || !rule->forecast_horizon || dates->due == CIVIL_NO_DAY)
		return out;
	if (facts->accepted || facts->waiting || facts->decided || facts->today > dates->due ||
	    dates->due - facts->today > rule->forecast_horizon)
		return out;
	if (paces->own_count >= minimum) {
		take(&out, paces->own, paces->own_count, rule->forecast_latest);
	} else if (paces->unit_count >= minimum) {
		take(&out, paces->unit, paces->unit_count, rule->forecast_latest);
		out.of_unit = true;
	}
	out.blocked = facts->blocked;
	out.known = out.blocked || out.samples > 0;
	out.late = out.blocked || (out.samples > 0 && out.delay > 0);
	return out;
}

struct light_words forecast_explain(const struct light_rule *rule, const struct forecast *forecast,
				    const struct light_dates *dates, struct arena *arena)
{
	const char *who_zh = forecast->of_unit ? "本单位" : "本事项";
	const char *who_en = forecast->of_unit ? "unit" : "assignment";
	char due[CIVIL_TEXT_BYTES], expected[CIVIL_TEXT_BYTES];
	struct str law = rule->forecast_article;

	civil_format(dates->due, due);
	civil_format(dates->due + forecast->delay, expected);
	if (forecast->blocked)
		return (struct light_words){
			arena_format(arena, "最近一次报告为受阻，预计不能按 %s 完成（%.*s%.*s，第 %d 版）", due,
				     STR_ARG(rule->title), STR_ARG(law), rule->version),
			arena_format(arena,
				     "The latest report says blocked: expected later than %s (%.*s, "
				     "%.*s, version %d)",
				     due, STR_ARG(rule->title_en), STR_ARG(law), rule->version),
		};
	bool early = forecast->total < 0;
	long long total = early ? -forecast->total : forecast->total;
	int days = early ? -forecast->delay : forecast->delay;
	return (struct light_words){
		arena_format(arena,
			     "%s最近 %d 个节点合计%s %lld 日，平均%s %d 日（不足一日的向后取整）；%s 到期，预计 %s "
			     "完成（%.*s%.*s，第 %d 版）",
			     who_zh, forecast->samples, early ? "提前" : "晚", total,
			     early ? "提前" : "晚", days, due, expected, STR_ARG(rule->title),
			     STR_ARG(law), rule->version),
		arena_format(arena,
			     "The latest %d checkpoints of the %s were %s by %lld days together, %s by %d "
			     "on average (rounded to the later day); due %s, expected %s (%.*s, %.*s, "
			     "version %d)",
			     forecast->samples, who_en, early ? "early" : "late", total,
			     early ? "early" : "late", days, due, expected, STR_ARG(rule->title_en),
			     STR_ARG(law), rule->version),
	};
}
