/*
 * board.c - see board.h.
 *
 * The plan's tree, then reports and requests in the order of their assignments: each finds its row by
 * binary search and its point among the row's few. Lights come last. Due days are few and common to many
 * assignments, so what the calendar says of a day is kept.
 */
#include "progress/board.h"
#include "statements_board.h"

#include <stdlib.h>

#define KEPT_DAYS 1024 /* from a year before the plan's: due days end in March after it */

struct place {
	int64_t id;
	size_t row;
};

struct loading {
	struct db *db;
	struct arena *arena;
	struct board *board;
	struct place *places; /* rows by assignment id */
	struct light_dates *kept; /* by day - first; due CIVIL_NO_DAY: not asked yet */
	int32_t first;
};

/* Rows --------------------------------------------------------------------------------------------- */

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static struct board_row *row_of(const struct loading *it, int64_t assignment_id)
{
	struct place key = { assignment_id, 0 };
	const struct place *found = bsearch(&key, it->places, it->board->tree.lead_count,
					    sizeof(key), compare_places);

	return found ? &it->board->rows[found->row] : NULL;
}

static struct board_point *point_of(struct board_row *row, int32_t planned)
{
	for (size_t i = 0; row && i < row->count; i++)
		if (row->points[i].planned == planned)
			return &row->points[i];
	return NULL;
}

static void start_point(struct board_point *point, int32_t planned, int32_t today)
{
	*point = (struct board_point){
		.planned = planned,
		.dates = { .due = planned },
		.facts = { .planned = planned, .today = today, .reported_day = CIVIL_NO_DAY,
			   .decided_day = CIVIL_NO_DAY },
	};
}

/* Checkpoints of each item once; its leads share the days, not the points. */
static int start_row(struct loading *it, struct board_row *row, struct error *err)
{
	struct board *board = it->board;
	struct plan_due due = { .count = 0 };
	int code = plan_due_read(row->node->item.due, (int)board->tree.plan.year, &due, err);

	if (code)
		return code;
	row->count = due.count ? due.count : 1;
	row->points = ARENA_ARRAY(it->arena, struct board_point, row->count);
	if (!row->points)
		return error_broken(err, ERR_MEMORY, "checkpoints");
	if (!due.count)
		start_point(row->points, CIVIL_NO_DAY, board->today);
	for (size_t i = 0; i < due.count; i++)
		start_point(&row->points[i], due.days[i], board->today);
	return 0;
}

static int start_rows(struct loading *it, struct error *err)
{
	struct board *board = it->board;
	size_t count = board->tree.lead_count;
	int code = 0;

	board->rows = ARENA_ARRAY(it->arena, struct board_row, count + 1);
	board->leads = ARENA_ARRAY(it->arena, struct rollup_lead, count + 1);
	it->places = ARENA_ARRAY(it->arena, struct place, count + 1);
	if (!board->rows || !board->leads || !it->places)
		return error_broken(err, ERR_MEMORY, "%zu assignments", count);
	for (size_t i = 0; !code && i < count; i++) {
		const struct plan_lead *lead = &board->tree.leads[i];
		board->rows[i] = (struct board_row){ .lead = lead,
						     .node = &board->tree.nodes[lead->node] };
		it->places[i] = (struct place){ lead->assignment.head.id, i };
		code = start_row(it, &board->rows[i], err);
	}
	qsort(it->places, count, sizeof(*it->places), compare_places);
	return code;
}

/* Facts -------------------------------------------------------------------------------------------- */

static int32_t day_at(struct db_query *query, int column)
{
	return db_query_is_null(query, column) ? CIVIL_NO_DAY : (int32_t)db_query_int(query, column);
}

static int choice(const struct field_choice *choices, struct str name)
{
	const struct field field = { .name = "choice", .type = FIELD_CHOICE, .choices = choices };

	return field_choice_value(&field, name);
}

/* Reports come by number: the later one says where things stand. */
static void take_report(struct board_point *point, struct db_query *query)
{
	struct progress_report report = {
		.status = choice(progress_statuses, db_query_bytes(query, 2)),
		.state = choice(report_states, db_query_bytes(query, 3)),
		.accepted_share = { db_query_int(query, 4) },
		.reported_day = day_at(query, 5),
		.reviewed_day = day_at(query, 6),
	};
	struct light_facts *facts = &point->facts;

	/* On the day asked it still waited. */
	if (report.reviewed_day != CIVIL_NO_DAY && report.reviewed_day > facts->today)
		report.state = REPORT_SUBMITTED;
	bool stands = report.state != REPORT_RETURNED;
	point->returned = !stands;
	if (!stands)
		return;
	point->waiting = report.state == REPORT_SUBMITTED || report.state == REPORT_SAMPLED;
	facts->waiting = point->waiting && report.status == PROGRESS_DONE;
	facts->blocked = report.status == PROGRESS_BLOCKED;
	facts->under_way = report.status == PROGRESS_UNDER_WAY;
	if (report.status == PROGRESS_DONE)
		facts->reported_day = report.reported_day;
	if (report_counts(&report).scaled > point->share.scaled)
		point->share = report_counts(&report);
	facts->accepted = point->share.scaled >= REPORT_FULL_SHARE.scaled;
}

static void take_request(struct board_point *point, struct db_query *query)
{
	bool objection = choice(due_request_kinds, db_query_bytes(query, 2)) == DUE_OBJECTION;
	bool granted = choice(due_request_states, db_query_bytes(query, 3)) == DUE_GRANTED;
	int32_t day = day_at(query, 4), answered = day_at(query, 5);

	point->asked |= !granted;
	point->facts.contested |= objection && !granted;
	if (!granted || answered > point->facts.today)
		return;
	if (day != CIVIL_NO_DAY)
		point->dates.due = day;
	point->facts.decided = objection && day == CIVIL_NO_DAY;
	point->facts.decided_day = answered;
}

static int take_all(struct loading *it, enum statement statement,
		    void (*take)(struct board_point *, struct db_query *), struct error *err)
{
	const struct plan *plan = &it->board->tree.plan;
	struct db_query *query;
	int code = db_query_open(it->db, statement,
				 DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
					 db_int("plan_id", plan->head.id),
					 db_int("today", it->board->today)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		struct board_row *row = row_of(it, db_query_int(query, 0));
		struct board_point *point = point_of(row, day_at(query, 1));
		/* Of a checkpoint that a later version dropped nothing is asked any more. */
		if (point)
			take(point, query);
	}
	db_query_close(query);
	return code;
}

/* Lights ------------------------------------------------------------------------------------------- */

static void find_dates(struct loading *it, struct light_dates *dates)
{
	struct board *board = it->board;
	bool kept = dates->due >= it->first && dates->due < it->first + KEPT_DAYS;
	int32_t at = kept ? dates->due - it->first : 0;

	if (!kept) {
		light_dates_find(&board->rule, &board->calendar, dates->due, dates);
		return;
	}
	if (it->kept[at].due == CIVIL_NO_DAY)
		light_dates_find(&board->rule, &board->calendar, dates->due, &it->kept[at]);
	*dates = it->kept[at];
}

static void count_point(struct board *board, struct board_point *point, struct rollup_lead *lead)
{
	int32_t due = point->dates.due;

	if (due == CIVIL_NO_DAY)
		due = civil_year_end((int)board->tree.plan.year);
	point->counts = due <= board->today || point->share.scaled > 0;
	if (!point->counts)
		return;
	lead->counted++;
	lead->accepted.scaled += point->share.scaled;
}

static void light_row(struct loading *it, size_t at)
{
	struct board_row *row = &it->board->rows[at];

	for (size_t i = 0; i < row->count; i++) {
		struct board_point *point = &row->points[i];
		find_dates(it, &point->dates);
		point->light = light_of(&it->board->rule, &point->dates, &point->facts);
		count_point(it->board, point, &it->board->leads[at]);
		row->contested |= point->facts.contested;
		if (i == 0 || point->light.colour > row->light.colour) {
			row->next = i;
			row->light = point->light;
		}
	}
}

static int light_rows(struct loading *it, struct error *err)
{
	struct board *board = it->board;
	int year = (int)board->tree.plan.year;
	int code = board_rule(it->db, board->tree.plan.head.jurisdiction_id, year, it->arena,
			      &board->rule, err);

	if (!code)
		code = calendar_load(it->db, year - 1, year + 3, it->arena, &board->calendar, err);
	if (code)
		return code;
	it->first = civil_year_start(year);
	it->kept = ARENA_ARRAY(it->arena, struct light_dates, KEPT_DAYS);
	if (!it->kept)
		return error_broken(err, ERR_MEMORY, "days");
	for (int i = 0; i < KEPT_DAYS; i++)
		it->kept[i].due = CIVIL_NO_DAY;
	for (size_t i = 0; i < board->tree.lead_count; i++)
		light_row(it, i);
	return 0;
}

/* The whole ---------------------------------------------------------------------------------------- */

int board_rule(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
	       struct light_rule *out, struct error *err)
{
	const struct rulebook_request request = { jurisdiction_id, light_rulebook.name,
						  civil_year_end(year) };
	struct rulebook book;
	int64_t id;
	int code = rulebook_load(db, &request, arena, &book, &id, err);

	*out = (struct light_rule){ .present = false };
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code ? code : light_rule_read(&book, id, arena, out, err);
}

int board_load(struct db *db, const struct board_request *request, struct arena *arena,
	       struct board *out, struct error *err)
{
	struct board board = { .today = request->today };
	struct loading it = { .db = db, .arena = arena, .board = &board };
	struct plan plan;
	int code = plan_find(db, request->jurisdiction_id, request->year, arena, &plan, err);

	if (!code && !plan.version)
		code = error_set(err, ERR_NOT_FOUND, "The plan of this year is not published yet.",
				 "该年度的计划尚未发布。");
	if (!code)
		code = plan_tree_load(db, &plan, plan.version, arena, &board.tree, err);
	if (!code)
		code = start_rows(&it, err);
	if (!code)
		code = take_all(&it, STATEMENT_BOARD_REPORTS, take_report, err);
	if (!code)
		code = take_all(&it, STATEMENT_BOARD_REQUESTS, take_request, err);
	if (!code)
		code = light_rows(&it, err);
	if (!code)
		*out = board;
	return code;
}

const struct board_row *board_find(const struct board *board, int64_t assignment_id)
{
	for (size_t i = 0; i < board->tree.lead_count; i++)
		if (board->rows[i].lead->assignment.head.id == assignment_id)
			return &board->rows[i];
	return NULL;
}
