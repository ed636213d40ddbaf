/*
 * case_file.c - reads cases, feeds the engine.
 */
#include "case_file.h"

static int complain(struct error *err, int line, const char *what, struct str found)
{
	error_set(err, ERR_INVALID, "", "");
	error_en(err, "line %d: %s: “%.*s”", line, what, STR_ARG(found));
	if (err)
		err->row = line;
	return -ERR_INVALID;
}

struct str case_word(struct str *rest)
{
	*rest = str_trim(*rest);
	struct str word = str_split(rest, ' ');
	*rest = str_trim(*rest);
	return word;
}

void case_file_init(struct case_file *file, struct str name, struct str text)
{
	*file = (struct case_file){ .name = name, .rest = text };
}

int case_member_find(const struct appraisal_case *test, struct str name)
{
	for (size_t i = 0; i < test->member_count; i++)
		if (str_equal(test->members[i].name, name))
			return (int)i;
	return -1;
}

static struct str next_line(struct case_file *file)
{
	file->line++;
	return str_split(&file->rest, '\n');
}

/* The text up to the next line that begins with %%. */
static struct str section_text(struct case_file *file)
{
	struct str text = file->rest;
	size_t length = 0;
	while (file->rest.length && !str_starts_with(file->rest, STR("%%"))) {
		length += next_line(file).length + 1;
	}
	return str_slice(text, 0, length);
}

static int read_scheme(struct case_file *file, struct arena *arena, struct error *err)
{
	struct rule_problems problems;
	struct scheme *scheme = NULL;
	int first = file->line;
	rule_problems_init(&problems, arena);
	int code = scheme_parse(section_text(file), arena, &problems, &scheme, err);
	if (code)
		return complain(err, first + err->row, "scheme", str_from(err->en));
	file->scheme = scheme;
	return 0;
}

static int read_group(struct appraisal_case *test, struct str rest, int line, struct error *err)
{
	struct str name = str_trim(str_split(&rest, ':'));
	test->groups[test->group_count] = name;
	while (rest.length) {
		struct str item = str_trim(str_split(&rest, ','));
		struct case_member *member = &test->members[test->member_count];
		if (test->member_count == CASE_MEMBERS_MAXIMUM)
			return complain(err, line, "too many members", item);
		member->name = case_word(&item);
		member->kind = case_word(&item);
		member->group = test->group_count;
		test->inputs[test->member_count] = (struct appraisal_member){
			.id = (int64_t)test->member_count + 1,
			.group = member->group,
			.class_index = scheme_class_find(test->scheme, member->kind),
			.detail = true,
		};
		test->member_count++;
	}
	test->group_count++;
	return 0;
}

static int add_mark(struct appraisal_case *test, struct appraisal_score *score, struct str value,
		    int scorer, int line, struct error *err)
{
	static const char *const scorers[] = { "team 1", "team 2", "team 3", "further team" };
	size_t last = ARRAY_LENGTH(scorers) - 1;
	score->scorer = str_from(scorers[(size_t)scorer < last ? (size_t)scorer : last]);
	score->not_applicable = str_equal(value, STR("na"));
	score->reason = score->not_applicable ? STR("no such task") : STR("");
	score->points.scaled = 0;
	score->day = 14000;
	score->id = ++test->next_id;
	if (!score->not_applicable && !decimal_parse(value, &score->points))
		return complain(err, line, "points", value);
	return appraisal_add_score(test->appraisal, score, err);
}

static int read_scores(struct appraisal_case *test, struct str rest, int line, struct error *err)
{
	struct appraisal_score score = { .member = case_member_find(test, case_word(&rest)) };
	if (score.member < 0)
		return complain(err, line, "no such member", rest);
	for (score.indicator = 0; rest.length; score.indicator++) {
		struct str cell = case_word(&rest);
		if (str_equal(cell, STR("-")))
			continue;
		for (int scorer = 0; cell.length; scorer++) {
			int code = add_mark(test, &score, str_split(&cell, '/'), scorer, line, err);
			if (code)
				return code;
		}
	}
	return 0;
}

static int64_t entry_id(const struct appraisal_case *test, struct str name)
{
	for (size_t i = 0; i < test->entry_count; i++)
		if (str_equal(test->entry_names[i], name))
			return (int64_t)i + 1;
	return 999;
}

static int read_entry(struct appraisal_case *test, enum entry_kind kind, bool undo, struct str rest,
		      int line, struct error *err)
{
	struct appraisal_entry entry = { .kind = kind, .day = 14000, .reason = STR("decision"),
					 .reference = STR("R-1") };
	struct str name = case_word(&rest);
	entry.member = case_member_find(test, name);
	if (entry.member < 0 || test->entry_count == CASE_MEMBERS_MAXIMUM)
		return complain(err, line, "no such member", name);
	if (undo)
		entry.reverses_id = entry_id(test, case_word(&rest));
	else if (kind != ENTRY_VETO && !decimal_parse(case_word(&rest), &entry.points))
		return complain(err, line, "points", rest);
	test->entry_names[test->entry_count] = case_word(&rest);
	entry.id = (int64_t)++test->entry_count;
	return appraisal_add_entry(test->appraisal, &entry, err);
}

static int start_engine(struct appraisal_case *test, struct arena *arena, struct error *err)
{
	struct appraisal_setup setup = { test->scheme, test->inputs, test->member_count,
					 test->group_count };
	return test->appraisal ? 0 : appraisal_new(&setup, arena, &test->appraisal, err);
}

/* A line of input; 1 when it was none. */
static int read_input(struct appraisal_case *test, struct str verb, struct str rest,
		      struct arena *arena, int line, struct error *err)
{
	if (str_equal(verb, STR("group")))
		return read_group(test, rest, line, err);
	int code = start_engine(test, arena, err);
	if (code)
		return code;
	if (str_equal(verb, STR("score")))
		return read_scores(test, rest, line, err);
	for (int kind = 0; kind < ENTRY_KIND_COUNT; kind++)
		if (str_equal(verb, str_from(entry_kind_name((enum entry_kind)kind))))
			return read_entry(test, (enum entry_kind)kind, false, rest, line, err);
	if (str_equal(verb, STR("undo")))
		return read_entry(test, ENTRY_BONUS, true, rest, line, err);
	return 1;
}

static int read_case_line(struct appraisal_case *test, struct str text, struct arena *arena,
			  const struct case_line ***tail, int line, struct error *err)
{
	struct str rest = str_trim(text), verb = case_word(&rest);
	if (!verb.length || verb.bytes[0] == '#')
		return 0;
	int code = read_input(test, verb, rest, arena, line, err);
	if (code != 1)
		return code;
	struct case_line *expected = ARENA_NEW(arena, struct case_line);
	*expected = (struct case_line){ verb, rest, line, NULL };
	**tail = expected;
	*tail = &expected->next;
	return 0;
}

static int read_case(struct case_file *file, struct arena *arena, struct appraisal_case *test,
		     struct error *err)
{
	const struct case_line **tail = &test->expectations;
	while (file->rest.length && !str_starts_with(file->rest, STR("%%"))) {
		int code = read_case_line(test, next_line(file), arena, &tail, file->line, err);
		if (code)
			return code;
	}
	int code = start_engine(test, arena, err);
	return code ? code : appraisal_finish(test->appraisal, err);
}

int case_file_next(struct case_file *file, struct arena *arena, struct appraisal_case *out,
		   struct error *err)
{
	while (file->rest.length) {
		struct str line = next_line(file);
		if (!str_starts_with(line, STR("%%")))
			continue;
		struct str rest = str_slice(line, 2, line.length), verb = case_word(&rest);
		if (str_equal(verb, STR("scheme"))) {
			int code = read_scheme(file, arena, err);
			if (code)
				return code;
			continue;
		}
		*out = (struct appraisal_case){ .title = rest, .file = file->name,
						.line = file->line, .scheme = file->scheme };
		int code = read_case(file, arena, out, err);
		return code ? code : 1;
	}
	return 0;
}

struct str case_marks(const struct appraisal_case *test, int member, struct arena *arena)
{
	static const char *const last[LAST_STATE_COUNT] = {
		[LAST_PLACE] = " last", [LAST_NOT_LOWEST] = "", [LAST_SHARED] = " shared-last",
		[LAST_GROUP_TOO_SMALL] = " small-group", [LAST_NOT_RANKED] = "",
	};
	static const char *const states[APPRAISAL_STATE_COUNT] = {
		[APPRAISAL_RANKED] = "", [APPRAISAL_BLOCKED] = " blocked",
		[APPRAISAL_INCOMPLETE] = " incomplete", [APPRAISAL_EXEMPT] = " exempt",
	};
	const struct appraisal_result *result = appraisal_result(test->appraisal, member);
	bool quota = result->grade >= 0 && result->grade_reason == GRADE_BY_QUOTA;
	return str_trim(arena_format(arena, "%s%s%s%s%s%s%s", result->vetoed ? " veto" : "",
				     quota ? " quota" : "", result->floored ? " floored" : "",
				     result->capped ? " capped" : "",
				     result->ignored ? " ignored" : "", last[result->last],
				     states[result->state]));
}
