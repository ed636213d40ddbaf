/*
 * assignment_reminders.c - what a published plan asks of people: checkpoints due soon or late, reports that
 * were returned.
 *
 * To whom, by the rule's steps: the persons named for the assignment; when none of them has an account, the
 * unit's liaison; when there is none, its head. Then the liaison (else the head). Then the leader in
 * charge of the item (when it has none, the head). A checkpoint asks for nothing while a done report waits
 * for review, when it was accepted in full, or when an objection to its light was granted.
 *
 * Several open checkpoints of one assignment make one line: the latest that asks, with the number of the
 * others, so that a monthly item does not fill the page.
 */
#include "base/id.h"
#include "messages_reminder.h"
#include "progress/board.h"
#include "reminder/reminder_source.h"
#include "statements_reminder.h"

#define NAMED_MAXIMUM 200000

struct named {
	int64_t assignment_id, person_id;
};

struct collecting {
	const struct reminder_scope *scope;
	const struct reminder_source *self;
	struct reminder_lines *out;
	struct board board;
	struct named *named; /* by assignment */
	size_t named_count;
};

/* Whom ---------------------------------------------------------------------------------------------- */

static int load_named(struct collecting *it, struct error *err)
{
	const struct reminder_scope *scope = it->scope;
	size_t capacity = 0;
	struct db_query *query;
	int code = db_query_open(scope->db, STATEMENT_REMINDER_NAMED,
				 DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					 db_int("plan_id", it->board.tree.plan.head.id)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0 && it->named_count < NAMED_MAXIMUM) {
		if (it->named_count == capacity) {
			size_t more = capacity ? capacity * 2 : 256;
			struct named *items = ARENA_ARRAY(scope->arena, struct named, more);

			if (!items) {
				code = error_broken(err, ERR_MEMORY, "persons named");
				break;
			}
			if (capacity)
				memcpy(items, it->named, capacity * sizeof(*items));
			it->named = items;
			capacity = more;
		}
		it->named[it->named_count++] =
			(struct named){ db_query_int(query, 0), db_query_int(query, 1) };
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

static void add_named(const struct collecting *it, int64_t assignment_id, struct reminder_set *set)
{
	size_t low = 0, high = it->named_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (it->named[middle].assignment_id < assignment_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < it->named_count && it->named[low].assignment_id == assignment_id; low++)
		reminder_set_person(it->scope, it->named[low].person_id, set);
}

static void find_readers(const struct collecting *it, const struct board_row *row,
			 enum reminder_step_name step, struct reminder_set *set)
{
	int64_t unit_id = row->lead->assignment.unit_id;

	if (step == REMIND_RESPONSIBLE)
		add_named(it, row->lead->assignment.head.id, set);
	if (step == REMIND_LEADER && row->node->item.leader_id) {
		reminder_set_person(it->scope, row->node->item.leader_id, set);
		return;
	}
	if (!set->count && step != REMIND_LEADER)
		reminder_set_role(it->scope, ROLE_LIAISON, unit_id, set);
	if (!set->count)
		reminder_set_role(it->scope, ROLE_UNIT_HEAD, unit_id, set);
}

static int add_for_all(const struct collecting *it, const struct reminder_set *set,
		       struct reminder_line *line, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < set->count; i++) {
		line->account_id = set->items[i]->account_id;
		code = reminder_add(it->scope, line, it->out, err);
	}
	return code;
}

/* Why ----------------------------------------------------------------------------------------------- */

static void say_due(const struct reminder_scope *scope, int32_t due, size_t others,
		    struct reminder_line *line)
{
	struct arena *arena = scope->arena;
	char text[CIVIL_TEXT_BYTES];
	int days = scope->today - due;

	civil_format(due, text);
	if (days > 0) {
		line->why = arena_format(arena, "%s 到期，已逾期 %d 日", text, days);
		line->why_en = arena_format(arena, "Due %s, late by %d day%s", text, days,
					    days == 1 ? "" : "s");
	} else {
		line->why = arena_format(arena, days ? "%s 到期，还有 %d 日" : "%s 今日到期", text, -days);
		line->why_en = arena_format(arena, days ? "Due %s, in %d day%s" : "Due today, %s", text,
					    -days, days == -1 ? "" : "s");
	}
	if (!others)
		return;
	line->why = arena_format(arena, "%.*s；此前另有 %zu 个节点未完成", STR_ARG(line->why), others);
	line->why_en = arena_format(arena, "%.*s; %zu earlier checkpoint%s open as well",
				    STR_ARG(line->why_en), others, others == 1 ? " is" : "s are");
}

static void cite(const struct reminder_scope *scope, struct reminder_line *line)
{
	struct str zh, en;

	reminder_cite(scope, scope->rule->steps[line->step].article, &zh, &en);
	line->why = arena_format(scope->arena, "%.*s%.*s", STR_ARG(line->why), STR_ARG(zh));
	line->why_en = arena_format(scope->arena, "%.*s%.*s", STR_ARG(line->why_en), STR_ARG(en));
}

static struct str title_of(const struct collecting *it, const struct board_row *row)
{
	return arena_format(it->scope->arena, "%.*s %.*s · %.*s", STR_ARG(row->node->item.code),
			    STR_ARG(row->node->item.title), STR_ARG(row->lead->unit->name));
}

static struct str path_of(const struct collecting *it, int64_t assignment_id)
{
	char id[ID_TEXT_BYTES];

	return arena_format(it->scope->arena, "/assignments/%s", id_format(assignment_id, id));
}

static struct reminder_line line_of(const struct collecting *it, const struct board_row *row,
				    enum reminder_step_name step)
{
	return (struct reminder_line){
		.source = it->self->name,
		.step = step,
		.subject_id = row->lead->assignment.head.id,
		.checkpoint = CIVIL_NO_DAY,
		.due = CIVIL_NO_DAY,
		.since_day = CIVIL_NO_DAY,
		.confidential = row->node->item.confidential,
	};
}

/* Checkpoints ---------------------------------------------------------------------------------------- */

static bool asks(const struct board_point *point)
{
	return point->dates.due != CIVIL_NO_DAY && !point->facts.accepted &&
	       !point->facts.waiting && !point->facts.decided;
}

static int row_step(const struct collecting *it, const struct board_row *row,
		    enum reminder_step_name step, struct error *err)
{
	struct reminder_line line = line_of(it, row, step);
	struct reminder_set set = { .count = 0 };
	size_t asking = 0;
	int code = 0;

	for (size_t i = 0; !code && i < row->count; i++) {
		const struct board_point *point = &row->points[i];
		int32_t since = CIVIL_NO_DAY;

		if (asks(point))
			code = reminder_since(it->scope, step, point->dates.due, &since, err);
		if (code || since == CIVIL_NO_DAY)
			continue;
		asking++;
		line.checkpoint = point->planned;
		line.due = point->dates.due;
		if (since > line.since_day)
			line.since_day = since;
	}
	if (code || !asking)
		return code;
	find_readers(it, row, step, &set);
	if (!set.count)
		return 0;
	line.title = title_of(it, row);
	line.path = path_of(it, line.subject_id);
	say_due(it->scope, line.due, asking - 1, &line);
	cite(it->scope, &line);
	return add_for_all(it, &set, &line, err);
}

static int collect_due(struct collecting *it, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < it->board.tree.lead_count; i++)
		for (int step = REMIND_RESPONSIBLE; !code && step <= REMIND_LEADER; step++)
			code = row_step(it, &it->board.rows[i], (enum reminder_step_name)step, err);
	return code;
}

/* Returned reports ----------------------------------------------------------------------------------- */

struct returned {
	int64_t report_id, assignment_id;
	int32_t checkpoint, reviewed_day;
};

#define RETURNED_MAXIMUM 10000

static int load_returned(const struct collecting *it, struct returned *out, size_t *count,
			 struct error *err)
{
	const struct reminder_scope *scope = it->scope;
	struct db_query *query;
	int code = db_query_open(scope->db, STATEMENT_REMINDER_RETURNED,
				 DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					 db_int("plan_id", it->board.tree.plan.head.id),
					 db_int("today", scope->today)),
				 &query, err);

	if (code)
		return code;
	while (*count < RETURNED_MAXIMUM && (code = db_query_step(query, err)) > 0)
		out[(*count)++] = (struct returned){
			.report_id = db_query_int(query, 0),
			.assignment_id = db_query_int(query, 1),
			.checkpoint = db_query_is_null(query, 2) ? CIVIL_NO_DAY
								 : (int32_t)db_query_int(query, 2),
			.reviewed_day = (int32_t)db_query_int(query, 3),
		};
	db_query_close(query);
	return code < 0 ? code : 0;
}

static int add_returned(const struct collecting *it, const struct returned *one, struct error *err)
{
	const struct board_row *row = board_find(&it->board, one->assignment_id);
	struct reminder_set set = { .count = 0 };
	struct reminder_line line;
	char text[CIVIL_TEXT_BYTES];
	int32_t since;
	int code = row ? reminder_since(it->scope, REMIND_WAITING, one->reviewed_day, &since, err) : 0;

	if (code || !row || since == CIVIL_NO_DAY)
		return code;
	find_readers(it, row, REMIND_RESPONSIBLE, &set);
	line = line_of(it, row, REMIND_WAITING);
	line.subject_id = one->report_id;
	line.checkpoint = one->checkpoint;
	line.since_day = since;
	line.title = title_of(it, row);
	line.path = path_of(it, one->assignment_id);
	civil_format(one->reviewed_day, text);
	line.why = arena_format(it->scope->arena, "%s 报告被退回，待重新报告", text);
	line.why_en = arena_format(it->scope->arena, "The report was returned on %s; report again", text);
	cite(it->scope, &line);
	return add_for_all(it, &set, &line, err);
}

static int collect_returned(struct collecting *it, struct error *err)
{
	struct returned *all = ARENA_ARRAY(it->scope->arena, struct returned, RETURNED_MAXIMUM);
	size_t count = 0;
	int code = all ? load_returned(it, all, &count, err)
		       : error_broken(err, ERR_MEMORY, "returned reports");

	for (size_t i = 0; !code && i < count; i++)
		code = add_returned(it, &all[i], err);
	return code;
}

/* The plans that may ask: of this year and of the last, whose dates reach into this. --------------------
 * */

static int collect_year(const struct reminder_scope *scope, const struct reminder_source *self,
			int year, int (*collect)(struct collecting *it, struct error *err),
			struct reminder_lines *out, struct error *err)
{
	const struct board_request request = { scope->jurisdiction_id, year, scope->today };
	struct collecting it = { .scope = scope, .self = self, .out = out };
	int code = board_load(scope->db, &request, scope->arena, &it.board, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (!code)
		code = load_named(&it, err);
	return code ? code : collect(&it, err);
}

static int collect_years(const struct reminder_scope *scope, const struct reminder_source *self,
			 int (*collect)(struct collecting *it, struct error *err),
			 struct reminder_lines *out, struct error *err)
{
	int year = civil_from_day(scope->today).year;
	int code = collect_year(scope, self, year - 1, collect, out, err);

	return code ? code : collect_year(scope, self, year, collect, out, err);
}

static int list_due(const struct reminder_scope *scope, const struct reminder_source *self,
		    struct reminder_lines *out, struct error *err)
{
	return collect_years(scope, self, collect_due, out, err);
}

static int list_returned(const struct reminder_scope *scope, const struct reminder_source *self,
			 struct reminder_lines *out, struct error *err)
{
	return collect_years(scope, self, collect_returned, out, err);
}

const struct reminder_source assignment_reminders = { "assignment",
						      MESSAGE_REMINDER_SOURCE_ASSIGNMENT,
						      "/assignments/%I", list_due };
const struct reminder_source returned_reminders = { "returned", MESSAGE_REMINDER_SOURCE_RETURNED,
						    "/assignments/%I", list_returned };
