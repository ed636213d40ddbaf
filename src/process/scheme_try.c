/*
 * scheme_try.c - see scheme_try.h.
 */
#include "process/scheme_try.h"

#include "base/buf.h"
#include "messages_scheme_try.h"

struct planner {
	const struct scheme *adopted, *draft;
	const struct scheme_try_marks *marks;
	size_t mark_count;
	struct arena *arena;
	struct scheme_try_change *changes;
	size_t change_count;
	struct scheme_indicator *indicators; /* of the applied scheme */
	struct decimal *former;
	size_t indicator_count;
};

static int64_t marks_of(const struct planner *planner, struct str code)
{
	for (size_t i = 0; i < planner->mark_count; i++)
		if (str_equal(planner->marks[i].indicator, code))
			return planner->marks[i].count;
	return 0;
}

static struct scheme_try_change *change_add(struct planner *planner, enum scheme_try_kind kind,
					    const struct scheme_indicator *indicator)
{
	struct scheme_try_change *change = &planner->changes[planner->change_count++];

	*change = (struct scheme_try_change){ .kind = kind,
					      .code = indicator->code,
					      .title = indicator->title,
					      .marks = marks_of(planner, indicator->code) };
	return change;
}

/* Kinds and levels ------------------------------------------------------------------------------ */

/* The adopted scheme's class for one of the draft's; -1 when it has none. */
static int adopted_class(const struct planner *planner, int class_index)
{
	const struct scheme_class *class = &planner->draft->classes[class_index];
	int found = scheme_class_find(planner->adopted, class->code);

	return found >= 0 ? found : scheme_class_find(planner->adopted, class->title.zh);
}

static struct str joined(struct arena *arena, struct str list, const char *separator, struct str name)
{
	return arena_format(arena, "%.*s%s%.*s", STR_ARG(list), list.length ? separator : "",
			    STR_ARG(name));
}

/*
 * The classes for which both schemes have the indicator, when the draft has more; *out_count is 0 when it is
 * left out altogether. False when the draft has no more of them. Names of those left out go to *out_names.
 */
static bool narrowed(const struct planner *planner, int drafted, int adopted, int *kept,
		     size_t *out_count, struct scheme_text *out_names)
{
	const struct scheme *draft = planner->draft;
	bool fewer = false;

	*out_count = 0;
	*out_names = (struct scheme_text){ STR_EMPTY, STR_EMPTY };
	for (int class = 0; class < (int)draft->class_count; class++) {
		const struct scheme_text *title = &draft->classes[class].title;

		if (!scheme_applies(draft, drafted, class))
			continue;
		if (scheme_applies(planner->adopted, adopted, adopted_class(planner, class))) {
			kept[(*out_count)++] = class;
			continue;
		}
		fewer = true;
		out_names->zh = joined(planner->arena, out_names->zh, "、", title->zh);
		out_names->en = joined(planner->arena, out_names->en, ", ", title->en);
	}
	return fewer;
}

/* Indicators ------------------------------------------------------------------------------------ */

static void keep(struct planner *planner, const struct scheme_indicator *indicator,
		 struct decimal former)
{
	planner->indicators[planner->indicator_count] = *indicator;
	planner->former[planner->indicator_count++] = former;
}

static int plan_known(struct planner *planner, int drafted, int adopted, struct error *err)
{
	struct scheme_indicator indicator = planner->draft->indicators[drafted];
	struct decimal former = planner->adopted->indicators[adopted].maximum;
	bool scaled = decimal_compare(former, indicator.maximum) != 0;
	int *kept = ARENA_ARRAY(planner->arena, int, planner->draft->class_count + 1);
	struct scheme_text names;
	size_t count;

	if (!kept)
		return error_broken(err, ERR_MEMORY, "scheme trial");
	if (narrowed(planner, drafted, adopted, kept, &count, &names)) {
		change_add(planner, SCHEME_TRY_WIDENED, &indicator)->classes = names;
		indicator.classes = kept;
		indicator.class_count = count;
		if (count == 0)
			return 0;
	}
	if (scaled) {
		struct scheme_try_change *change =
			change_add(planner, SCHEME_TRY_SCALED, &indicator);

		change->former = former;
		change->now = indicator.maximum;
	}
	keep(planner, &indicator, scaled ? former : (struct decimal){ 0 });
	return 0;
}

static int plan_drafted(struct planner *planner, int drafted, struct error *err)
{
	const struct scheme_indicator *indicator = &planner->draft->indicators[drafted];
	int adopted = scheme_indicator_find(planner->adopted, indicator->code);

	if (adopted >= 0)
		return plan_known(planner, drafted, adopted, err);
	if (marks_of(planner, indicator->code) > 0) /* of a version before the adopted one */
		keep(planner, indicator, (struct decimal){ 0 });
	else
		change_add(planner, SCHEME_TRY_ADDED, indicator)->now = indicator->maximum;
	return 0;
}

static void plan_removed(struct planner *planner)
{
	for (size_t i = 0; i < planner->adopted->indicator_count; i++) {
		const struct scheme_indicator *indicator = &planner->adopted->indicators[i];

		if (scheme_indicator_find(planner->draft, indicator->code) < 0)
			change_add(planner, SCHEME_TRY_REMOVED, indicator)->former =
				indicator->maximum;
	}
}

static int check_subjects(const struct scheme *adopted, const struct scheme *draft,
			  struct error *err)
{
	if (adopted->subject == draft->subject)
		return 0;
	return error_set(err, ERR_RULE, "The draft appraises other subjects than the adopted scheme.",
			 "草案与现行方案的考核对象不同。");
}

static int finish(struct planner *planner, struct scheme_try_plan *out, struct error *err)
{
	struct scheme *applied = ARENA_NEW(planner->arena, struct scheme);

	if (!applied)
		return error_broken(err, ERR_MEMORY, "scheme trial");
	if (planner->indicator_count == 0)
		return error_set(err, ERR_RULE,
				 "No indicator of the draft has marks in that year: there is nothing to try.",
				 "该年度没有草案所列任何指标的评分，无法试算。");
	*applied = *planner->draft;
	applied->indicators = planner->indicators;
	applied->indicator_count = planner->indicator_count;
	*out = (struct scheme_try_plan){ .adopted = planner->adopted,
					 .draft = planner->draft,
					 .applied = applied,
					 .former_maximum = planner->former,
					 .changes = planner->changes,
					 .change_count = planner->change_count };
	return 0;
}

int scheme_try_plan(const struct scheme_try_input *input, struct arena *arena,
		    struct scheme_try_plan *out, struct error *err)
{
	const struct scheme *adopted = input->adopted, *draft = input->draft;
	size_t room = draft->indicator_count + 1;
	struct planner planner = {
		.adopted = adopted,
		.draft = draft,
		.marks = input->marks,
		.mark_count = input->mark_count,
		.arena = arena,
		.changes = ARENA_ARRAY(arena, struct scheme_try_change,
				       2 * room + adopted->indicator_count),
		.indicators = ARENA_ARRAY(arena, struct scheme_indicator, room),
		.former = ARENA_ARRAY(arena, struct decimal, room),
	};

	if (!planner.changes || !planner.indicators || !planner.former)
		return error_broken(err, ERR_MEMORY, "scheme trial");
	int rc = check_subjects(adopted, draft, err);
	for (size_t i = 0; rc == 0 && i < draft->indicator_count; i++)
		rc = plan_drafted(&planner, (int)i, err);
	if (rc < 0)
		return rc;
	plan_removed(&planner);
	return finish(&planner, out, err);
}

/* Words ----------------------------------------------------------------------------------------- */

const char *scheme_try_kind_name(enum scheme_try_kind kind)
{
	static const char *const names[SCHEME_TRY_KIND_COUNT] = {
		[SCHEME_TRY_ADDED] = "added",
		[SCHEME_TRY_REMOVED] = "removed",
		[SCHEME_TRY_SCALED] = "scaled",
		[SCHEME_TRY_WIDENED] = "widened",
	};

	return names[kind];
}

static struct str value_of(struct str name, const struct message_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_from(values[i].name), name))
			return values[i].text;
	return STR_EMPTY;
}

struct str scheme_try_sentence(const struct scheme_try_change *change, enum language language,
			       struct arena *arena)
{
	static const enum message messages[SCHEME_TRY_KIND_COUNT] = {
		[SCHEME_TRY_ADDED] = MESSAGE_SCHEME_TRY_ADDED,
		[SCHEME_TRY_REMOVED] = MESSAGE_SCHEME_TRY_REMOVED,
		[SCHEME_TRY_SCALED] = MESSAGE_SCHEME_TRY_SCALED,
		[SCHEME_TRY_WIDENED] = MESSAGE_SCHEME_TRY_WIDENED,
	};
	bool chinese = language == LANGUAGE_ZH;
	char former[DECIMAL_TEXT_BYTES], now[DECIMAL_TEXT_BYTES];
	struct message_value values[] = {
		{ "code", change->code },
		{ "title", chinese ? change->title.zh : change->title.en },
		{ "former", str_from(decimal_format_short(change->former, former)) },
		{ "now", str_from(decimal_format_short(change->now, now)) },
		{ "classes", chinese ? change->classes.zh : change->classes.en },
		{ "marks", arena_format(arena, "%lld", (long long)change->marks) },
	};
	struct str rest = str_from(message_text(messages[change->kind], language)), out;
	struct buf text;

	buf_init(&text, 16 * 1024);
	while (rest.length) {
		buf_add_str(&text, str_split(&rest, '{'));
		if (rest.length)
			buf_add_str(&text, value_of(str_split(&rest, '}'), values,
						    ARRAY_LENGTH(values)));
	}
	out = buf_failed(&text) ? STR_EMPTY : arena_str(arena, buf_str(&text));
	buf_release(&text);
	return out;
}
