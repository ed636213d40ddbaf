/*
 * plan_template.c - see plan_template.h.
 */
#include "plan/plan_template.h"

#include "messages_plan_template.h"
#include "people/record_find.h"
#include "people/unit.h"
#include "plan/plan_due.h"
#include "plan/plan_line.h"
#include "plan/plan_text.h"
#include "statements_plan_template.h"

#define CODE_MAXIMUM   32
#define TITLE_MAXIMUM  300
#define WEIGHT_MAXIMUM DECIMAL_OF(1000)

/* Reading ------------------------------------------------------------------------------------------ */

struct reading {
	struct rule_problems *problems;
	struct arena *arena;
	struct plan_template *out;
	bool full, failed;
};

/* "06-30", a day of the plan's year. */
static bool is_month_day(struct str part)
{
	int64_t month, day;

	return part.length == 5 && part.bytes[2] == '-' &&
	       str_parse_int(str_slice(part, 0, 2), 1, 12, &month) &&
	       str_parse_int(str_slice(part, 3, 2), 1, 31, &day);
}

struct str plan_template_due(struct str due, int year, struct arena *arena)
{
	struct str text = STR_EMPTY;

	while (due.length) {
		struct str part = plan_text_next(&due);
		const char *comma = text.length ? "; " : "";

		if (!part.length)
			continue;
		text = is_month_day(part) ? arena_format(arena, "%.*s%s%d-%.*s", STR_ARG(text), comma,
							 year, STR_ARG(part))
					  : arena_format(arena, "%.*s%s%.*s", STR_ARG(text), comma,
							 STR_ARG(part));
	}
	return text;
}

/* Whether it can be read in a common year and in a leap year. */
static void check_due(struct reading *it, const struct rule_node *node, struct str due)
{
	static const int years[] = { 2010, 2012 };
	struct error err;
	struct str ignored;

	for (size_t i = 0; i < ARRAY_LENGTH(years); i++)
		if (plan_due_canonical(plan_template_due(due, years[i], it->arena), years[i],
				       it->arena, &ignored, &err)) {
			rule_problem(it->problems, node->place,
				     "due is \"%.*s\"; accepted: monthly, quarterly, half-yearly, "
				     "yearly, with a day if need be, or dates such as 06-30",
				     "due 为“%.*s”；应为 monthly、quarterly、half-yearly、yearly（可带日），"
				     "或 06-30 这样的月日",
				     STR_ARG(due));
			return;
		}
}

static unsigned read_kinds(struct reading *it, const struct rule_node *list)
{
	unsigned kinds = 0;

	for (const struct rule_node *one = list ? list->first : NULL; one; one = one->next) {
		int kind = 0;

		while (unit_kinds[kind].name && !str_equal(one->text, str_from(unit_kinds[kind].name)))
			kind++;
		if (one->kind == RULE_TEXT && str_equal(one->text, STR("all")))
			kinds |= ~0u;
		else if (one->kind == RULE_TEXT && unit_kinds[kind].name)
			kinds |= 1u << kind;
		else
			rule_problem(it->problems, one->place,
				     "kind is \"%.*s\"; accepted: all, town, department, "
				     "institution, body",
				     "kinds 为“%.*s”；应为 all、town、department、institution、body",
				     STR_ARG(one->text));
	}
	return kinds;
}

static void check_groups(struct reading *it, const struct rule_node *list)
{
	for (const struct rule_node *one = list ? list->first : NULL; one; one = one->next)
		if (one->kind != RULE_TEXT || !one->text.length)
			rule_problem(it->problems, one->place, "a group is named by a text",
				     "考核组写名称");
}

/* A code that another node has, or one that does not fit. */
static void check_code(struct reading *it, const struct rule_node *node,
		       const struct plan_template_node *made)
{
	size_t count = it->out->count;

	if (utf8_length(made->item.code) > CODE_MAXIMUM)
		rule_problem(it->problems, node->place, "the code has more than %d characters",
			     "编号超过 %d 字", CODE_MAXIMUM);
	if (utf8_length(made->item.title) > TITLE_MAXIMUM)
		rule_problem(it->problems, node->place, "the title has more than %d characters",
			     "内容超过 %d 字", TITLE_MAXIMUM);
	for (size_t i = 0; i < count; i++)
		if (str_equal(it->out->nodes[i].item.code, made->item.code))
			rule_problem(it->problems, node->place, "the code %.*s is there already",
				     "编号 %.*s 重复", STR_ARG(made->item.code));
}

static struct plan_template_node *add(struct reading *it, const struct rule_node *node,
				      const struct plan_template_node *made)
{
	struct plan_template *out = it->out;

	if (out->count == PLAN_TEMPLATE_MAXIMUM) {
		if (!it->full)
			rule_problem(it->problems, node->place, "more than %d lines",
				     "超过 %d 条", PLAN_TEMPLATE_MAXIMUM);
		it->full = true;
		return NULL;
	}
	check_code(it, node, made);
	out->nodes[out->count] = *made;
	return &out->nodes[out->count++];
}

static void read_item(struct reading *it, const struct rule_node *map, size_t parent)
{
	static const char *const sources[] = { "rule",	    "meeting", "hearing", "inspection",
					       "last_year", "other",   NULL };
	static const struct rule_key keys[] = {
		{ "code", RULE_TEXT, true },	{ "title", RULE_TEXT, true },
		{ "measure", RULE_TEXT, false }, { "weight", RULE_TEXT, false },
		{ "due", RULE_TEXT, false },	{ "kinds", RULE_LIST, false },
		{ "groups", RULE_LIST, false }, { "source", RULE_TEXT, false },
		{ "source_note", RULE_TEXT, false }, { "confidential", RULE_TEXT, false },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct plan_template_node made = { .item = { .kind = PLAN_ITEM,
						     .weight = DECIMAL_OF(1),
						     .source = PLAN_SOURCE_RULE },
					   .parent = parent };

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(it->problems, nodes[0], &made.item.code);
	rule_read_text(it->problems, nodes[1], &made.item.title);
	rule_read_text(it->problems, nodes[2], &made.item.measure);
	rule_read_decimal(it->problems, nodes[3], DECIMAL_OF(0), WEIGHT_MAXIMUM, &made.item.weight);
	rule_read_text(it->problems, nodes[4], &made.item.due);
	rule_read_choice(it->problems, nodes[7], sources, &made.item.source);
	rule_read_text(it->problems, nodes[8], &made.item.source_note);
	rule_read_bool(it->problems, nodes[9], &made.item.confidential);
	made.kinds = read_kinds(it, nodes[5]);
	made.groups = nodes[6];
	check_groups(it, nodes[6]);
	if (nodes[4])
		check_due(it, nodes[4], made.item.due);
	(void)add(it, map, &made);
}

static void read_items(struct reading *it, const struct rule_node *list, size_t parent)
{
	for (const struct rule_node *one = list ? list->first : NULL; one && !it->full; one = one->next)
		read_item(it, one, parent);
}

static void read_gathering(struct reading *it, const struct rule_node *map, int kind, size_t parent)
{
	static const struct rule_key keys[] = { { "code", RULE_TEXT, true },
						{ "title", RULE_TEXT, true },
						{ "weight", RULE_TEXT, false },
						{ "items", RULE_LIST, false },
						{ "tasks", RULE_LIST, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct plan_template_node made = { .item = { .kind = kind, .weight = DECIMAL_OF(1),
						     .source = PLAN_SOURCE_RULE },
					   .parent = parent };
	size_t at = it->out->count;

	rule_map_read(it->problems, map, keys, ARRAY_LENGTH(keys) - (kind == PLAN_TASK), nodes);
	rule_read_text(it->problems, nodes[0], &made.item.code);
	rule_read_text(it->problems, nodes[1], &made.item.title);
	rule_read_decimal(it->problems, nodes[2], DECIMAL_OF(0), WEIGHT_MAXIMUM, &made.item.weight);
	if (kind == PLAN_AREA)
		made.parent = at;
	if (!add(it, map, &made))
		return;
	read_items(it, nodes[3], at);
	if (kind == PLAN_TASK)
		return;
	for (const struct rule_node *one = nodes[4] ? nodes[4]->first : NULL; one && !it->full;
	     one = one->next)
		read_gathering(it, one, PLAN_TASK, at);
}

int plan_template_read(struct rule_problems *problems, const struct rule_node *rules,
		       struct arena *arena, struct plan_template *out)
{
	static const struct rule_key keys[] = { { "areas", RULE_LIST, true } };
	const struct rule_node *areas[1];
	struct reading it = { .problems = problems, .arena = arena, .out = out };

	*out = (struct plan_template){
		.nodes = ARENA_ARRAY(arena, struct plan_template_node, PLAN_TEMPLATE_MAXIMUM)
	};
	if (!out->nodes)
		return -ERR_MEMORY;
	rule_map_read(problems, rules, keys, 1, areas);
	for (const struct rule_node *one = areas[0] ? areas[0]->first : NULL; one && !it.full;
	     one = one->next)
		read_gathering(&it, one, PLAN_AREA, 0);
	if (areas[0] && !out->count)
		rule_problem(problems, areas[0]->place, "there is no area", "没有领域");
	return 0;
}

static void check_rules(struct rule_problems *problems, const struct rule_node *rules)
{
	struct plan_template template;

	if (plan_template_read(problems, rules, problems->arena, &template))
		rule_problem(problems, rules->place, "the template is too large to be read",
			     "模板过大，无法读取");
}

const struct rulebook_kind plan_rulebook = { .name = "plan",
					     .label = MESSAGE_PLAN_TEMPLATE_LABEL,
					     .check = check_rules };

/* Choosing ----------------------------------------------------------------------------------------- */

int plan_template_choices(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
			  struct plan_template_choice **out, size_t *out_count,
			  struct error *err) /* lint: as record_find_all() */
{
	const struct record_query query = {
		&rulebook_record, STATEMENT_PLAN_TEMPLATES,
		DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
			db_int("from_day", year ? civil_year_start(year) : INT32_MIN + 1),
			db_int("to_day", year ? civil_year_end(year) : INT32_MAX))
	};
	struct rulebook_version *versions;
	size_t count;
	int code = record_find_all(db, &query, arena, &versions, &count, err);

	if (code)
		return code;
	*out_count = count;
	*out = ARENA_ARRAY(arena, struct plan_template_choice, count + 1);
	if (!*out)
		return error_broken(err, ERR_MEMORY, "templates");
	for (size_t i = 0; i < count; i++)
		(*out)[i] = (struct plan_template_choice){ versions[i].head.id, versions[i].title,
							   versions[i].title_en,
							   versions[i].version };
	return 0;
}

/* Starting ----------------------------------------------------------------------------------------- */

struct starting {
	struct act *act;
	const struct plan_draft *draft;
	struct plan_template template;
	struct plan_book book;
	struct plan_named_unit *units; /* all of the year, with their kinds */
	int *kinds;
	size_t unit_count;
	int64_t *ids; /* by node */
};

static int load_units(struct starting *it, struct error *err)
{
	const struct record_query query = { &unit_record, STATEMENT_PLAN_TEMPLATE_UNITS,
					    DB_ARGS(db_int("jurisdiction_id",
							   it->act->jurisdiction_id)) };
	struct unit *units;
	size_t count;
	int code = record_find_all(it->act->db, &query, it->act->arena, &units, &count, err);

	if (code)
		return code;
	it->units = ARENA_ARRAY(it->act->arena, struct plan_named_unit, count + 1);
	it->kinds = ARENA_ARRAY(it->act->arena, int, count + 1);
	if (!it->units || !it->kinds)
		return error_broken(err, ERR_MEMORY, "units for a plan");
	for (size_t i = 0; i < count; i++) {
		it->units[i] = (struct plan_named_unit){ .unit_id = units[i].head.id };
		it->kinds[i] = units[i].kind;
	}
	it->unit_count = count;
	return 0;
}

static void take(struct plan_named_units *out, int64_t unit_id)
{
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].unit_id == unit_id)
			return;
	out->items[out->count++] = (struct plan_named_unit){ .unit_id = unit_id };
}

static int take_groups(struct starting *it, const struct plan_template_node *node,
		       struct plan_named_units *out, struct error *err)
{
	for (const struct rule_node *one = node->groups ? node->groups->first : NULL; one;
	     one = one->next) {
		struct str text = arena_format(it->act->arena, "group:%.*s", STR_ARG(one->text));
		struct plan_named_units named;
		int code = plan_book_units(&it->book, "groups", text, &named, err);

		if (code == -ERR_INVALID) { /* no such group in that year */
			error_clear(err);
			continue;
		}
		if (code)
			return code;
		for (size_t i = 0; i < named.count; i++)
			take(out, named.items[i].unit_id);
	}
	return 0;
}

static int put_node(struct starting *it, size_t at, struct error *err)
{
	const struct plan_template_node *node = &it->template.nodes[at];
	struct plan_answerers answerers = { .keep_lead = false };
	struct plan_item item = node->item;
	int code = 0;

	item.parent_id = node->parent == at ? 0 : it->ids[node->parent];
	item.due = plan_template_due(item.due, (int)it->draft->plan.year, it->act->arena);
	answerers.lead.items = ARENA_ARRAY(it->act->arena, struct plan_named_unit, it->unit_count + 1);
	if (!answerers.lead.items)
		return error_broken(err, ERR_MEMORY, "units of an item");
	for (size_t i = 0; i < it->unit_count; i++)
		if (node->kinds & 1u << it->kinds[i])
			take(&answerers.lead, it->units[i].unit_id);
	code = take_groups(it, node, &answerers.lead, err);
	if (!code)
		code = plan_line_put(it->act, it->draft, &item, &answerers, err);
	it->ids[at] = item.item_id;
	return code;
}

static int not_in_force(const struct rulebook *book, struct error *err)
{
	error_set(err, ERR_RULE, "", "");
	error_en(err, "The template %.*s is not in force in this year.", STR_ARG(book->title_en));
	error_zh(err, "模板“%.*s”在该年度不适用。", STR_ARG(book->title));
	return -ERR_RULE;
}

static int load(struct starting *it, int64_t rulebook_id, struct error *err)
{
	struct act *act = it->act;
	int year = (int)it->draft->plan.year;
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct rulebook book;
	int code = rulebook_load_version(act->db,
					 (struct record_key){ act->jurisdiction_id, rulebook_id },
					 act->arena, &book, err);

	if (!code && book.kind != &plan_rulebook)
		code = error_set(err, ERR_NOT_FOUND, "There is no such template.", "没有这个模板。");
	if (code)
		return code;
	if (book.from_day > civil_year_end(year) ||
	    (book.to_day != CIVIL_NO_DAY && book.to_day < civil_year_start(year)))
		return not_in_force(&book, err);
	if (!problems)
		return error_broken(err, ERR_MEMORY, "a template");
	rule_problems_init(problems, act->arena);
	if (plan_template_read(problems, book.rules, act->arena, &it->template))
		return error_broken(err, ERR_MEMORY, "a template");
	it->ids = ARENA_ARRAY(act->arena, int64_t, it->template.count + 1);
	code = it->ids ? load_units(it, err) : error_broken(err, ERR_MEMORY, "a template");
	return code ? code
		    : plan_book_load(act->db, act->jurisdiction_id, year, act->arena, &it->book, err);
}

int plan_start_from_template(struct act *act, const struct plan_draft *draft, int64_t rulebook_id,
			     struct error *err)
{
	struct starting it = { .act = act, .draft = draft };
	int code = load(&it, rulebook_id, err);

	for (size_t i = 0; !code && i < it.template.count; i++)
		code = put_node(&it, i, err);
	plan_book_release(&it.book);
	return code;
}
