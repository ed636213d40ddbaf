/*
 * unit_change_plan.c - what a change would do: reads everything that follows, refuses what may not be.
 *
 * First the request by itself (counts, texts, day), then the units, then the new ones, then what hangs on
 * the units that end. The records read are noted with their revisions in one hash.
 */
#include "people/unit_change.h"

#include "people/code.h"
#include "statements_post.h"
#include "statements_unit.h"
#include "statements_unit_change.h"

#define ROWS_FIRST 64

struct planner {
	struct act *act;
	const struct unit_change_request *request;
	struct unit_change_plan *plan;
	struct hash digest;
};

/* Refusals ----------------------------------------------------------------------------------- */

static int refuse_unit(struct error *err, const struct unit *unit, const char *en, const char *zh)
{
	int code = error_set(err, ERR_RULE, "", "");
	error_en(err, "The unit \"%.*s\" %s", STR_ARG(unit->name), en);
	error_zh(err, "单位“%.*s”%s", STR_ARG(unit->name), zh);
	return code;
}

static int refuse_day(struct error *err, const struct unit *unit, bool ended)
{
	char day[CIVIL_TEXT_BYTES];
	int code = error_set(err, ERR_RULE, "", "");
	civil_format(ended ? unit->to_day : unit->from_day, day);
	error_en(err, ended ? "The unit \"%.*s\" ended on %s." : "The unit \"%.*s\" began on %s only.",
		 STR_ARG(unit->name), day);
	error_zh(err, ended ? "单位“%.*s”已于 %s 终止。" : "单位“%.*s”自 %s 起才设立。",
		 STR_ARG(unit->name), day);
	return code;
}

/* Remember a record's revision in the digest. */
static void note(struct planner *planner, const struct record_head *head)
{
	const struct str parts[] = { hash_str(&planner->digest),
				     { (const char *)&head->id, sizeof(head->id) },
				     { (const char *)&head->revision, sizeof(head->revision) } };
	planner->digest = hash_parts(parts, ARRAY_LENGTH(parts));
}

/* The request by itself ---------------------------------------------------------------------- */

static int check_day(const struct planner *planner, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	int32_t day = planner->request->change.day;
	if (day != CIVIL_NO_DAY && day <= planner->act->day)
		return 0;
	return error_invalid(err, "day", day == CIVIL_NO_DAY ? "" : civil_format(day, found),
			     "a day not after today: enter a change on its day or later",
			     "不晚于今天的日期（变更在生效当日或以后录入）");
}

static bool is_before(const struct unit_change_plan *plan, int64_t unit_id)
{
	for (size_t i = 0; unit_id && i < plan->before_count; i++)
		if (plan->before[i].head.id == unit_id)
			return true;
	return false;
}

static bool is_after(const struct unit_change_plan *plan, int64_t unit_id)
{
	for (size_t i = 0; unit_id && i < plan->after_count; i++)
		if (plan->after[i].head.id == unit_id)
			return true;
	return false;
}

static bool is_ending(const struct unit_change_plan *plan, int64_t unit_id)
{
	return is_before(plan, unit_id) && !is_after(plan, unit_id);
}

static int check_counts(const struct unit_change_plan *plan, struct error *err)
{
	static const struct {
		size_t before_least, before_most, after_least, after_most;
		const char *en, *zh;
	} counts[UNIT_CHANGE_KIND_COUNT] = {
		[UNIT_RENAME] = { 1, 1, 1, 1, "A rename concerns one unit.", "更名只涉及一个单位。" },
		[UNIT_MERGE] = { 2, UNIT_CHANGE_UNITS, 1, 1,
				 "A merge needs at least two units and one successor; a unit cannot merge "
				 "into itself.",
				 "合并至少涉及两个单位和一个承接单位；单位不能并入自身。" },
		[UNIT_SPLIT] = { 1, 1, 2, UNIT_CHANGE_UNITS, "A split leads to at least two units.",
				 "分设后至少有两个单位。" },
		[UNIT_DISSOLVE] = { 1, 1, 0, 0, "A dissolved unit has no successor.",
				    "撤销的单位没有承接单位。" },
	};
	int kind = plan->change.kind;
	if (plan->before_count < counts[kind].before_least ||
	    plan->before_count > counts[kind].before_most ||
	    plan->after_count < counts[kind].after_least ||
	    plan->after_count > counts[kind].after_most)
		return error_set(err, ERR_RULE, counts[kind].en, counts[kind].zh);
	return 0;
}

/* Units -------------------------------------------------------------------------------------- */

static int add_before(struct planner *planner, int64_t unit_id, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	struct unit *unit = &plan->before[plan->before_count];
	const struct record_key key = { planner->act->jurisdiction_id, unit_id };
	if (plan->before_count == UNIT_CHANGE_UNITS)
		return error_set(err, ERR_RULE, "A change concerns at most 8 units.",
				 "一次变更最多涉及 8 个单位。");
	int code = record_get(planner->act->db, &unit_record, key, planner->act->arena, unit, err);
	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "There is no such unit.", "没有这个单位。");
	if (code)
		return code;
	if (is_before(plan, unit_id))
		return refuse_unit(err, unit, "is named twice.", "重复出现。");
	if (unit->to_day != CIVIL_NO_DAY)
		return refuse_day(err, unit, true);
	if (unit->from_day != CIVIL_NO_DAY && unit->from_day >= plan->change.day)
		return refuse_day(err, unit, false);
	plan->before_count++;
	note(planner, &unit->head);
	return 0;
}

/* A unit's changes come in the order of their days. */
static int check_latest(struct planner *planner, const struct unit *unit, struct error *err)
{
	int64_t latest;
	char day[CIVIL_TEXT_BYTES];
	int code = db_get_int(planner->act->db, STATEMENT_UNIT_CHANGE_LATEST,
			      DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				      db_int("unit_id", unit->head.id)),
			      &latest, err);
	if (code == -ERR_NOT_FOUND || (!code && latest < planner->plan->change.day))
		return 0;
	if (code)
		return code;
	code = error_set(err, ERR_RULE, "", "");
	civil_format((int32_t)latest, day);
	error_en(err, "The unit \"%.*s\" was changed on %s already: a further change comes after "
		      "that day.",
		 STR_ARG(unit->name), day);
	error_zh(err, "单位“%.*s”在 %s 已有变更，再次变更须晚于该日。", STR_ARG(unit->name), day);
	return code;
}

static int load_before(struct planner *planner, struct error *err)
{
	const struct unit_change_request *request = planner->request;
	int code = 0;
	for (size_t i = 0; !code && i < request->before_count; i++)
		code = add_before(planner, request->before[i], err);
	/* A unit that others join goes on: it stands on both sides. */
	for (size_t i = 0; !code && request->change.kind == UNIT_MERGE && i < request->after_count;
	     i++)
		if (request->after[i].head.id && !is_before(planner->plan, request->after[i].head.id))
			code = add_before(planner, request->after[i].head.id, err);
	for (size_t i = 0; !code && i < planner->plan->before_count; i++)
		code = check_latest(planner, &planner->plan->before[i], err);
	return code;
}

static int check_new(struct planner *planner, struct unit *unit, size_t index, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	struct act *act = planner->act;
	struct unit other;
	int code = code_check(unit->code, "code", err);
	if (!code)
		code = record_check(&unit_record, unit, err);
	if (code)
		return code;
	code = unit_find(act->db, act->jurisdiction_id, unit->code, act->arena, &other, err);
	for (size_t i = 0; code == -ERR_NOT_FOUND && i < index; i++)
		if (str_equal(plan->after[i].code, unit->code))
			code = 0;
	if (code != -ERR_NOT_FOUND)
		return code ? code : code_taken(unit->code, "code", err);
	if (!unit->parent_id)
		return 0;
	code = record_get(act->db, &unit_record,
			  (struct record_key){ act->jurisdiction_id, unit->parent_id }, act->arena,
			  &other, err);
	if (code)
		return code;
	if (other.to_day != CIVIL_NO_DAY)
		return refuse_day(err, &other, true);
	if (is_ending(plan, unit->parent_id))
		return refuse_unit(err, &other, "ends by this change and cannot be a parent.",
				   "因本次变更终止，不能作为上级单位。");
	return 0;
}

static int load_after(struct planner *planner, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	const struct unit_change_request *request = planner->request;
	int code = 0;
	plan->after_count = request->after_count;
	for (size_t i = 0; i < request->after_count; i++)
		plan->after[i] = request->after[i];
	for (size_t i = 0; !code && i < plan->after_count; i++) {
		struct unit *unit = &plan->after[i];
		if (!unit->head.id) {
			unit->from_day = plan->change.day;
			unit->to_day = CIVIL_NO_DAY;
			code = check_new(planner, unit, i, err);
			continue;
		}
		for (size_t j = 0; j < plan->before_count; j++)
			if (plan->before[j].head.id == unit->head.id)
				*unit = plan->before[j];
		if (!is_before(plan, unit->head.id))
			return error_set(err, ERR_RULE, "The successor is not one of the units.",
					 "承接单位不在所涉单位之中。");
	}
	for (size_t i = 0; i < plan->before_count; i++)
		plan->ends[i] = is_ending(plan, plan->before[i].head.id);
	return code;
}

static int check_rename(const struct unit_change_plan *plan, struct error *err)
{
	if (plan->change.kind != UNIT_RENAME)
		return 0;
	if (plan->change.name_after.length && utf8_length(plan->change.name_after) <= 100 &&
	    !str_equal(plan->change.name_after, plan->change.name_before))
		return 0;
	return error_invalid(err, "name", "", "a name other than the present one, at most 100 characters",
			     "与现名不同的名称，不超过 100 字");
}

/* Rows --------------------------------------------------------------------------------------- */

/* The array with room for one more of `size` bytes: it doubles when it is full, which is at powers of
 * two. NULL when memory is out. */
static void *grow(struct planner *planner, void *items, size_t count, size_t size, struct error *err)
{
	if (count && (count < ROWS_FIRST || (count & (count - 1))))
		return items;
	void *larger = arena_alloc_array(planner->act->arena,
					 count < ROWS_FIRST ? ROWS_FIRST : 2 * count, size);
	if (!larger)
		error_broken(err, ERR_MEMORY, "plan of a change");
	else if (count)
		memcpy(larger, items, count * size);
	return larger;
}

/* Open a statement of :unit_id and one more number, and give each row to `take`. */
static int each_row(struct planner *planner, enum statement statement, struct db_args args,
		    int (*take)(struct planner *planner, struct db_query *query, struct error *err),
		    struct error *err)
{
	struct db_query *query;
	int code = db_query_open(planner->act->db, statement, args, &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = take(planner, query, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int take_post(struct planner *planner, struct db_query *query, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	struct arena *arena = planner->act->arena;
	plan->posts = grow(planner, plan->posts, plan->post_count, sizeof(*plan->posts), err);
	if (!plan->posts)
		return -ERR_MEMORY;
	struct unit_change_post *row = &plan->posts[plan->post_count++];
	int code = record_read(query, &post_record, arena, &row->post, err);
	row->person_name = db_query_copy(query, 11, arena);
	row->unit_name = db_query_copy(query, 12, arena);
	note(planner, &row->post.head);
	return code;
}

static int take_grant(struct planner *planner, struct db_query *query, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	struct arena *arena = planner->act->arena;
	plan->grants = grow(planner, plan->grants, plan->grant_count, sizeof(*plan->grants), err);
	if (!plan->grants)
		return -ERR_MEMORY;
	struct unit_change_grant *row = &plan->grants[plan->grant_count++];
	int code = record_read(query, &role_grant_record, arena, &row->grant, err);
	row->account_name = db_query_copy(query, 9, arena);
	note(planner, &row->grant.head);
	return code;
}

static int take_member(struct planner *planner, struct db_query *query, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	struct arena *arena = planner->act->arena;
	plan->members = grow(planner, plan->members, plan->member_count, sizeof(*plan->members), err);
	if (!plan->members)
		return -ERR_MEMORY;
	struct unit_change_member *row = &plan->members[plan->member_count++];
	int code = record_read(query, &group_member_record, arena, &row->member, err);
	row->group_name = db_query_copy(query, 7, arena);
	note(planner, &row->member.head);
	return code;
}

static int take_child(struct planner *planner, struct db_query *query, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	plan->children = grow(planner, plan->children, plan->child_count, sizeof(*plan->children), err);
	if (!plan->children)
		return -ERR_MEMORY;
	struct unit_change_child *row = &plan->children[plan->child_count++];
	row->unit.head.id = db_query_int(query, 0); /* the record follows: one query at a time */
	return 0;
}

/* Sub-units ---------------------------------------------------------------------------------- */

/* The nearest unit above `id` that goes on; 0: none. */
static int living_above(struct planner *planner, int64_t id, int64_t *out, struct error *err)
{
	for (int depth = 0; id && is_ending(planner->plan, id) && depth < RIGHTS_MAXIMUM_DEPTH;
	     depth++) {
		int code = db_get_int(planner->act->db, STATEMENT_UNIT_PARENT,
				      DB_ARGS(db_int("jurisdiction_id",
						     planner->act->jurisdiction_id),
					      db_int("id", id)),
				      &id, err);
		if (code)
			return code;
	}
	*out = id;
	return 0;
}

static int place_child(struct planner *planner, struct unit_change_child *child, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	const struct record_key key = { planner->act->jurisdiction_id, child->unit.head.id };
	int code = record_get(planner->act->db, &unit_record, key, planner->act->arena,
			      &child->unit, err);
	if (code)
		return code;
	note(planner, &child->unit.head);
	child->parent = -1;
	if (is_ending(plan, child->unit.head.id)) {
		child->parent_id = child->unit.parent_id; /* ends with it, and stays where it was */
		return 0;
	}
	if (plan->change.kind != UNIT_MERGE)
		return refuse_unit(err, &child->unit,
				   "still stands below the unit: move it first.",
				   "仍隶属于该单位，请先调整其上级。");
	if (is_after(plan, child->unit.head.id))
		return living_above(planner, child->unit.parent_id, &child->parent_id, err);
	child->parent = 0;
	return 0;
}

static int load_children(struct planner *planner, const struct unit *unit, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	size_t first = plan->child_count;
	int code = each_row(planner, STATEMENT_UNIT_CHILDREN,
			    DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				    db_int("parent_id", unit->head.id),
				    db_int("day", plan->change.day)),
			    take_child, err);
	for (size_t i = first; !code && i < plan->child_count; i++)
		code = place_child(planner, &plan->children[i], err);
	return code;
}

/* Posts -------------------------------------------------------------------------------------- */

static int default_target(const struct unit_change_plan *plan, const struct post *post)
{
	for (size_t i = 0; i < plan->after_count; i++)
		if (plan->after[i].head.id == post->unit_id)
			return (int)i; /* the unit goes on: so does the post */
	return plan->after_count ? 0 : UNIT_CHANGE_ENDS;
}

static int check_held(struct planner *planner, struct unit_change_post *row, struct error *err)
{
	const struct unit *target = row->target < 0 ? NULL : &planner->plan->after[row->target];
	const struct post *post = &row->post;
	int64_t other;
	if (!target || !target->head.id || target->head.id == post->unit_id)
		return 0;
	int code = db_get_int(planner->act->db, STATEMENT_POST_OVERLAPPING,
			      DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				      db_int("person_id", post->person_id),
				      db_int("unit_id", target->head.id),
				      db_text("title", post->title), db_int("id", 0),
				      db_int("from_day", planner->plan->change.day),
				      post->to_day == CIVIL_NO_DAY
					      ? db_null("to_day")
					      : db_int("to_day", post->to_day)),
			      &other, err);
	row->held = code == 0;
	return code == -ERR_NOT_FOUND ? 0 : code;
}

static int place_post(struct planner *planner, struct unit_change_post *row, struct error *err)
{
	const struct unit_change_request *request = planner->request;
	const struct unit_change_plan *plan = planner->plan;
	char day[CIVIL_TEXT_BYTES];
	row->target = request->post_target
			      ? request->post_target(request->context, row->post.head.id)
			      : UNIT_CHANGE_DEFAULT;
	if (row->target == UNIT_CHANGE_DEFAULT || row->target >= (int)plan->after_count)
		row->target = default_target(plan, &row->post);
	bool stays = row->target >= 0 && plan->after[row->target].head.id == row->post.unit_id;
	if (stays || row->post.from_day < plan->change.day)
		return check_held(planner, row, err);
	int code = error_set(err, ERR_RULE, "", "");
	civil_format(row->post.from_day, day);
	error_en(err, "%.*s began a post in \"%.*s\" on %s, not before the change: correct the post or "
		      "the day.",
		 STR_ARG(row->person_name), STR_ARG(row->unit_name), day);
	error_zh(err, "%.*s 于 %s 到“%.*s”任职，不早于变更日期；请先更正任职或变更日期。",
		 STR_ARG(row->person_name), day, STR_ARG(row->unit_name));
	return code;
}

static int load_posts(struct planner *planner, const struct unit *unit, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	size_t first = plan->post_count;
	int code = each_row(planner, STATEMENT_UNIT_CHANGE_POSTS,
			    DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				    db_int("unit_id", unit->head.id),
				    db_int("day", plan->change.day)),
			    take_post, err);
	for (size_t i = first; !code && i < plan->post_count; i++)
		code = place_post(planner, &plan->posts[i], err);
	return code;
}

/* Roles and groups --------------------------------------------------------------------------- */

static int load_grants(struct planner *planner, const struct unit *unit, struct error *err)
{
	return each_row(planner, STATEMENT_UNIT_CHANGE_GRANTS,
			DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				db_int("unit_id", unit->head.id),
				db_int("today", planner->act->day)),
			take_grant, err);
}

/* Which successors take the place: those that are in no group of that year yet. */
static int find_heirs(struct planner *planner, struct unit_change_member *row, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	for (size_t i = 0; i < plan->after_count; i++) {
		bool taken = false;
		int64_t ignored;
		for (const struct unit_change_member *other = plan->members; other < row; other++)
			taken |= other->member.year == row->member.year && (other->heirs >> i & 1u);
		if (plan->after[i].head.id && !taken) {
			int code = db_get_int(
				planner->act->db, STATEMENT_UNIT_CHANGE_IN_GROUP,
				DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
					db_int("unit_id", plan->after[i].head.id),
					db_int("year", row->member.year)),
				&ignored, err);
			if (code && code != -ERR_NOT_FOUND)
				return code;
			taken = code == 0;
		}
		if (!taken)
			row->heirs |= 1u << i;
	}
	return 0;
}

static int check_results(struct planner *planner, const struct unit *unit, struct error *err)
{
	int64_t year;
	int code = db_get_int(planner->act->db, STATEMENT_UNIT_CHANGE_RESULTS,
			      DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
				      db_int("unit_id", unit->head.id),
				      db_int("year",
					     unit_change_first_year(planner->plan->change.day))),
			      &year, err);
	if (code)
		return code == -ERR_NOT_FOUND ? 0 : code;
	code = error_set(err, ERR_RULE, "", "");
	error_en(err, "\"%.*s\" has scores or entries of %lld, when it would not exist any more: date "
		      "the change later or take them back.",
		 STR_ARG(unit->name), (long long)year);
	error_zh(err, "“%.*s”已有 %lld 年度的得分或加减分，而届时该单位已不存在；请推迟变更日期或先撤回。",
		 STR_ARG(unit->name), (long long)year);
	return code;
}

static int load_members(struct planner *planner, const struct unit *unit, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	size_t first = plan->member_count;
	int code = check_results(planner, unit, err);
	if (!code)
		code = each_row(planner, STATEMENT_UNIT_CHANGE_MEMBERS,
				DB_ARGS(db_int("jurisdiction_id", planner->act->jurisdiction_id),
					db_int("unit_id", unit->head.id),
					db_int("year", unit_change_first_year(plan->change.day))),
				take_member, err);
	for (size_t i = first; !code && i < plan->member_count; i++)
		code = find_heirs(planner, &plan->members[i], err);
	return code;
}

static int load_consequences(struct planner *planner, struct error *err)
{
	struct unit_change_plan *plan = planner->plan;
	int code = 0;
	for (size_t i = 0; !code && i < plan->before_count; i++) {
		const struct unit *unit = &plan->before[i];
		if (plan->ends[i] || plan->change.kind == UNIT_SPLIT)
			code = load_posts(planner, unit, err);
		if (code || !plan->ends[i])
			continue;
		code = load_children(planner, unit, err);
		if (!code)
			code = load_grants(planner, unit, err);
		if (!code)
			code = load_members(planner, unit, err);
	}
	return code;
}

int unit_change_plan(struct act *act, const struct unit_change_request *request,
		     struct unit_change_plan *out, struct error *err)
{
	struct planner planner = { .act = act, .request = request, .plan = out };
	*out = (struct unit_change_plan){ .change = request->change };
	out->change.name_before = STR_EMPTY;
	int code = check_day(&planner, err);
	if (!code)
		code = load_before(&planner, err);
	if (code)
		return code;
	if (out->change.kind == UNIT_RENAME)
		out->change.name_before = out->before[0].name;
	else
		out->change.name_after = STR_EMPTY;
	code = check_rename(out, err);
	if (!code)
		code = record_check(&unit_change_record, &out->change, err);
	if (!code)
		code = load_after(&planner, err);
	if (!code)
		code = check_counts(out, err);
	if (!code)
		code = load_consequences(&planner, err);
	out->digest = planner.digest;
	return code;
}
