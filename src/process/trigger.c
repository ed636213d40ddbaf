/*
 * trigger.c - see trigger.h.
 */
#include "process/trigger.h"

#include "base/buf.h"
#include "messages_appraisal.h"

/* Days in post -------------------------------------------------------------------------------- */

int trigger_days_in_year(int32_t from_day, int32_t to_day, int year)
{
	int32_t first = civil_year_start(year), last = civil_year_end(year);
	if (from_day > first)
		first = from_day;
	if (to_day != CIVIL_NO_DAY && to_day < last)
		last = to_day;
	return last < first ? 0 : last - first + 1;
}

static bool post_covers(const struct trigger_post *post, int32_t day)
{
	return post->from_day <= day && (post->to_day == CIVIL_NO_DAY || day <= post->to_day);
}

/* Days of the year that at least one of the posts covers: two posts at once count once. */
static int days_covered(const struct trigger_post *posts, size_t count, int year)
{
	int days = 0;
	if (count == 1)
		return trigger_days_in_year(posts->from_day, posts->to_day, year);
	for (int32_t day = civil_year_start(year); day <= civil_year_end(year); day++) {
		bool covered = false;
		for (size_t i = 0; i < count && !covered; i++)
			covered = post_covers(&posts[i], day);
		days += covered;
	}
	return days;
}

static struct str join_titles(const struct trigger_post *posts, size_t count, struct arena *arena)
{
	struct str titles = posts[0].title;
	for (size_t i = 1; i < count; i++)
		if (str_find(titles, posts[i].title) < 0)
			titles = arena_format(arena, "%.*s、%.*s", STR_ARG(titles),
					      STR_ARG(posts[i].title));
	return titles;
}

static void judge_principal(const struct trigger_input *input, const struct trigger_post *posts,
			    size_t count, struct arena *arena, struct trigger_principal *out)
{
	int years = input->trigger->years;
	*out = (struct trigger_principal){ .person_id = posts->person_id, .code = posts->code,
					   .name = posts->name, .qualifies = true };
	out->titles = join_titles(posts, count, arena);
	for (int i = 0; i < years; i++) {
		int year = input->year - years + 1 + i;
		out->days[i] = days_covered(posts, count, year);
		if (out->qualifies && out->days[i] < input->trigger->days_in_post) {
			out->qualifies = false;
			out->failing_year = year;
		}
	}
}

static int judge_principals(const struct trigger_input *input, struct arena *arena,
			    struct trigger_proposal *out, struct error *err)
{
	struct trigger_principal *principals = ARENA_ARRAY(
		arena, struct trigger_principal, input->post_count ? input->post_count : 1);
	if (!principals)
		return error_broken(err, ERR_MEMORY, "trigger");
	for (size_t first = 0; first < input->post_count;) {
		size_t end = first + 1;
		while (end < input->post_count &&
		       input->posts[end].person_id == input->posts[first].person_id)
			end++;
		struct trigger_principal *principal = &principals[out->principal_count++];
		judge_principal(input, &input->posts[first], end - first, arena, principal);
		out->qualifying_count += principal->qualifies;
		first = end;
	}
	out->principals = principals;
	return 0;
}

/* In another group than the year before. Groups exist for one year each: the same group is one of the same
 * name. */
static bool regrouped(const struct trigger_result *result)
{
	return result->grouped && result[-1].grouped &&
	       !str_equal(result->group_name, result[-1].group_name);
}

int trigger_judge(const struct trigger_input *input, struct arena *arena,
		  struct trigger_proposal *out, struct error *err)
{
	int years = input->trigger->years;
	bool last = true, final = true;
	if (years < 1 || years > TRIGGER_YEARS_MAXIMUM)
		return error_broken(err, ERR_BROKEN, "trigger of %d years", years);
	*out = (struct trigger_proposal){ .trigger = input->trigger, .unit_name = input->unit_name,
					  .year = input->year, .years = years,
					  .results = input->results };
	for (int i = 0; i < years; i++) {
		const struct trigger_result *result = &input->results[i];
		last = last && result->grouped && result->last == LAST_PLACE;
		final = final && result->grouped && result->final;
		out->regrouped = out->regrouped || (i > 0 && regrouped(result));
	}
	out->fires = last && final;
	out->provisional = last && !final;
	int code = judge_principals(input, arena, out, err);
	out->undetermined = !code && last && out->qualifying_count == 0;
	return code;
}

/* Sentences ----------------------------------------------------------------------------------- */

struct reasons {
	struct arena *arena;
	enum language language;
	struct str *items;
	size_t count;
};

/* Fill {names} of a message by values; ends with a NULL name. */
static void reason_add(struct reasons *reasons, enum message message,
		       const struct message_value *values)
{
	struct str rest = str_from(message_text(message, reasons->language));
	struct buf text;
	buf_init(&text, 8192);
	while (rest.length) {
		buf_add_str(&text, str_split(&rest, '{'));
		struct str name = rest.length ? str_split(&rest, '}') : STR_EMPTY;
		for (const struct message_value *value = values; name.length && value->name;
		     value++)
			if (str_equal(name, str_from(value->name)))
				buf_add_str(&text, value->text);
	}
	reasons->items[reasons->count++] =
		buf_failed(&text) ? STR_EMPTY : arena_str(reasons->arena, buf_str(&text));
	buf_release(&text);
}

static struct str number(struct reasons *reasons, int64_t value)
{
	return arena_format(reasons->arena, "%lld", (long long)value);
}

static enum message year_message(const struct trigger_result *result)
{
	static const enum message messages[LAST_STATE_COUNT] = {
		[LAST_PLACE] = MESSAGE_TRIGGER_YEAR_LAST,
		[LAST_NOT_LOWEST] = MESSAGE_TRIGGER_YEAR_NOT_LAST,
		[LAST_SHARED] = MESSAGE_TRIGGER_YEAR_SHARED,
		[LAST_GROUP_TOO_SMALL] = MESSAGE_TRIGGER_YEAR_SMALL_GROUP,
		[LAST_NOT_RANKED] = MESSAGE_TRIGGER_YEAR_NOT_RANKED,
	};
	return result->grouped ? messages[result->last] : MESSAGE_TRIGGER_YEAR_ABSENT;
}

static void year_reasons(struct reasons *reasons, const struct trigger_proposal *proposal, int at)
{
	const struct trigger_result *result = &proposal->results[at];
	char total[DECIMAL_TEXT_BYTES];
	const struct message_value values[] = {
		{ "year", number(reasons, result->year) },
		{ "group", result->group_name },
		{ "rank", number(reasons, result->rank) },
		{ "size", number(reasons, (int64_t)result->group_size) },
		{ "total", str_from(decimal_format(result->total, result->places, total)) },
		{ NULL, STR_EMPTY },
	};
	reason_add(reasons, year_message(result), values);
	if (result->grouped && !result->final)
		reason_add(reasons, MESSAGE_TRIGGER_YEAR_PROVISIONAL, values);
	if (at > 0 && regrouped(result))
		reason_add(reasons, MESSAGE_TRIGGER_REGROUPED, values);
}

static void principal_reason(struct reasons *reasons, const struct trigger_proposal *proposal,
			     const struct trigger_principal *principal)
{
	struct str days = STR("");
	for (int i = 0; i < proposal->years; i++)
		days = arena_format(reasons->arena, "%.*s%s%d", STR_ARG(days), i ? " + " : "",
				    principal->days[i]);
	const struct message_value values[] = {
		{ "name", arena_format(reasons->arena, "%.*s（%.*s）", STR_ARG(principal->name),
				       STR_ARG(principal->titles)) },
		{ "days", days },
		{ "needed", number(reasons, proposal->trigger->days_in_post) },
		{ "year", number(reasons, principal->failing_year) },
		{ NULL, STR_EMPTY },
	};
	reason_add(reasons,
		   principal->qualifies ? MESSAGE_TRIGGER_QUALIFIES
					: MESSAGE_TRIGGER_NOT_QUALIFIES,
		   values);
}

static void proposal_reason(struct reasons *reasons, const struct trigger_proposal *proposal)
{
	const struct scheme_text *title = &proposal->trigger->title;
	int first = proposal->year - proposal->years + 1;
	const struct message_value values[] = {
		{ "title", reasons->language == LANGUAGE_ZH ? title->zh : title->en },
		{ "unit", proposal->unit_name },
		{ "years", arena_format(reasons->arena, "%d–%d", first, proposal->year) },
		{ NULL, STR_EMPTY },
	};
	reason_add(reasons, MESSAGE_TRIGGER_PROPOSED, values);
}

int trigger_reasons(const struct trigger_proposal *proposal, enum language language,
		    struct arena *arena, const struct str **out, size_t *out_count,
		    struct error *err)
{
	const struct message_value none = { NULL, STR_EMPTY };
	size_t most = 2 + 3 * (size_t)proposal->years + proposal->principal_count;
	struct reasons reasons = { arena, language, ARENA_ARRAY(arena, struct str, most), 0 };
	if (!reasons.items)
		return error_broken(err, ERR_MEMORY, "trigger");
	if (proposal->fires)
		proposal_reason(&reasons, proposal);
	for (int i = 0; i < proposal->years; i++)
		year_reasons(&reasons, proposal, i);
	for (size_t i = 0; i < proposal->principal_count; i++)
		principal_reason(&reasons, proposal, &proposal->principals[i]);
	if (proposal->undetermined)
		reason_add(&reasons, MESSAGE_TRIGGER_UNDETERMINED, &none);
	for (size_t i = 0; i < reasons.count; i++)
		if (!reasons.items[i].bytes)
			return error_broken(err, ERR_MEMORY, "trigger");
	*out = reasons.items;
	*out_count = reasons.count;
	return 0;
}
