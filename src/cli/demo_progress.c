/*
 * demo_progress.c - see demo_progress.h.
 *
 * Everything that happens is worked out first, put in the order of its days, and then done, one act for each
 * day.
 */
#include "cli/demo_progress.h"

#include <stdlib.h>

#include "cli/demo_plan.h"
#include "people/rights.h"
#include "plan/plan_tree.h"
#include "progress/report_store.h"
#include "statements_assignment.h"

#define EVENTS_MAXIMUM 20000
#define EVERYTHING (PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_REVIEW | PERMISSION_LOGGED_IN)
#define UNITS_OF_LAST_YEAR 3 /* one in so many reported on all items of the year that is over */
#define SCORED_TASK "2.1."   /* … and all of them on these, in both: an indicator comes from them */

/* Thrown for the closed years: so that, with the points that come from these reports, nobody but the planted
 * units is last in both (demo/county.h). */
#define CLOSED_DICE STR("e")

enum happening { SUBMIT, ACCEPT, ACCEPT_PART, RETURN, ASK, OBJECT, GRANT };

struct happened {
	int32_t day;
	enum happening what;
	int64_t assignment_id, person_id;
	int32_t checkpoint;
	int status;
	int rank; /* of one day: in the order in which it was worked out */
};

struct telling {
	struct operator_session *session;
	struct arena *arena;
	struct happened *items;
	size_t count;
	int32_t today;
	size_t next; /* of the acts */
};

/* The day, or the Friday before it. */
static int32_t worked(int32_t day)
{
	int over = civil_weekday(day) - 5;

	return over > 0 ? day - over : day;
}

static void tell(struct telling *it, struct happened item, int32_t day)
{
	item.day = worked(day);
	item.rank = (int)it->count;
	if (item.day < it->today && it->count < EVENTS_MAXIMUM)
		it->items[it->count++] = item;
}

/* 0 … 99 for a checkpoint, the same whenever the demonstration is made. */
static int chance(const struct plan_lead *lead, const struct plan_item *item, int32_t checkpoint)
{
	char day[CIVIL_TEXT_BYTES];
	/* The two that share the last place of the last closed year fared alike in it. */
	bool tied = str_equal(lead->unit->code, STR(DEMO_UNIT_TIED_B)) &&
		    civil_from_day(checkpoint).year == DEMO_LAST_YEAR;
	const struct str parts[] = { tied ? STR(DEMO_UNIT_TIED_A) : lead->unit->code, item->code,
				     str_from(civil_format(checkpoint, day)), CLOSED_DICE };
	bool closed = civil_from_day(checkpoint).year < DEMO_PLAN_YEAR;
	struct hash hash = hash_parts(parts, ARRAY_LENGTH(parts) - !closed);

	return (hash.bytes[0] * 256 + hash.bytes[1]) % 100;
}

static void tell_returned(struct telling *it, struct happened item, int32_t due)
{
	item.what = SUBMIT;
	tell(it, item, due - 4);
	item.what = RETURN;
	tell(it, item, due - 1);
	item.what = SUBMIT;
	tell(it, item, due + 4);
	item.what = ACCEPT;
	tell(it, item, due + 9);
}

static void tell_asked(struct telling *it, struct happened item, int32_t due, bool granted)
{
	item.what = ASK;
	tell(it, item, due - 8);
	if (!granted)
		return;
	item.what = GRANT;
	tell(it, item, due - 4);
	item.what = SUBMIT;
	item.status = PROGRESS_DONE;
	tell(it, item, due + 18);
	item.what = ACCEPT;
	tell(it, item, due + 24);
}

static void tell_done(struct telling *it, struct happened item, int32_t day, enum happening review)
{
	item.what = SUBMIT;
	tell(it, item, day);
	item.what = review;
	tell(it, item, day + 5);
}

static void tell_point(struct telling *it, struct happened item, int n)
{
	int32_t due = item.checkpoint;

	if (n < 76) {
		tell_done(it, item, due - n % 7, ACCEPT);
	} else if (n < 85) {
		tell_done(it, item, due + 3 + n % 9, ACCEPT);
	} else if (n < 88) {
		tell_returned(it, item, due);
	} else if (n < 90) {
		tell_done(it, item, due - 2, ACCEPT_PART);
	} else if (n < 92) {
		tell(it, item, due - 1); /* waits for review */
	} else if (n < 95) {
		item.status = n == 94 ? PROGRESS_BLOCKED : PROGRESS_UNDER_WAY;
		tell_done(it, item, due - 12, ACCEPT);
	} else if (n < 98) {
		tell_asked(it, item, due, n < 97);
	} else if (n == 98) {
		item.what = OBJECT;
		tell(it, item, due + 6);
	}
}

/* Who is named for an assignment; 0: nobody. */
static int person_of(struct telling *it, int64_t assignment_id, int64_t *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(it->session->db, STATEMENT_ASSIGNMENT_PERSONS_OF,
				 DB_ARGS(db_int("jurisdiction_id", it->session->jurisdiction_id),
					 db_int("assignment_id", assignment_id)),
				 &query, err);

	*out = 0;
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = db_query_int(query, 5); /* behind the head and assignment_id */
	db_query_close(query);
	return code < 0 ? code : 0;
}

static int tell_lead(struct telling *it, const struct plan_tree *tree, const struct plan_lead *lead,
		     struct error *err)
{
	const struct plan_item *item = &tree->nodes[lead->node].item;
	struct happened base = { .what = SUBMIT, .assignment_id = lead->assignment.head.id,
				 .status = PROGRESS_DONE };
	struct plan_due due;
	int code = plan_due_read(item->due, (int)tree->plan.year, &due, err);

	if (!code)
		code = person_of(it, base.assignment_id, &base.person_id, err);
	for (size_t i = 0; !code && i < due.count; i++) {
		base.checkpoint = due.days[i];
		tell_point(it, base, chance(lead, item, due.days[i]));
	}
	return code;
}

static int tell_year(struct telling *it, int year, struct error *err)
{
	struct plan_tree tree;
	struct plan plan;
	int code = plan_find(it->session->db, it->session->jurisdiction_id, year, it->arena, &plan,
			     err);

	if (!code)
		code = plan_tree_load(it->session->db, &plan, plan.version, it->arena, &tree, err);
	for (size_t i = 0; !code && i < tree.lead_count; i++) {
		size_t unit = (size_t)(tree.leads[i].unit - tree.units);
		struct str item = tree.nodes[tree.leads[i].node].item.code;
		bool all = year == DEMO_PLAN_YEAR ||
			   (year == DEMO_LAST_YEAR && unit % UNITS_OF_LAST_YEAR == 0);
		if (all || str_starts_with(item, STR(SCORED_TASK)))
			code = tell_lead(it, &tree, &tree.leads[i], err);
	}
	return code;
}

static int compare(const void *a, const void *b)
{
	const struct happened *left = a, *right = b;

	if (left->day != right->day)
		return left->day > right->day ? 1 : -1;
	return (left->rank > right->rank) - (left->rank < right->rank);
}

/* Doing it ------------------------------------------------------------------------------------------ */

static struct str said(int status, int turn)
{
	static const char *const done[] = { "已按要求完成，材料已归档", "会议已开，纪要已印发",
					    "已全部落实，记录齐全", "已完成并在单位公开" };

	if (status == PROGRESS_BLOCKED)
		return STR("所需数据有关部门尚未提供，暂时无法推进");
	return status == PROGRESS_DONE ? str_from(done[turn % 4]) : STR("方案已定，正在组织实施");
}

static int submit(struct act *act, const struct happened *item, struct error *err)
{
	struct progress_report report = {
		.assignment_id = item->assignment_id,
		.checkpoint = item->checkpoint,
		.status = item->status,
		.text = said(item->status, item->rank),
		.reporter_id = item->person_id,
	};

	if (item->status == PROGRESS_DONE && item->rank % 3 == 0)
		report.documents = arena_format(act->arena, "示例〔%d〕%d号",
						civil_from_day(act->day).year, 1 + item->rank % 90);
	if (item->status != PROGRESS_DONE)
		report.next_step = STR("下月上旬完成");
	return report_submit(act, &report, err);
}

/* The report of the checkpoint that waits; NULL: there is none. */
static const struct progress_report *waiting(const struct progress_report *reports, size_t count,
					     int32_t checkpoint)
{
	for (size_t i = count; i-- > 0;)
		if (reports[i].checkpoint == checkpoint && reports[i].state == REPORT_SUBMITTED)
			return &reports[i];
	return NULL;
}

static int review(struct act *act, const struct happened *item, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, item->assignment_id };
	struct report_order order = { .event = REPORT_ACCEPT, .permissions = EVERYTHING,
				      .share = REPORT_FULL_SHARE };
	struct progress_report *reports, moved;
	size_t count;
	int code = reports_load(act->db, key, act->arena, &reports, &count, err);
	const struct progress_report *report =
		code ? NULL : waiting(reports, count, item->checkpoint);

	if (!report)
		return code;
	if (item->what == ACCEPT_PART) {
		order.share = DECIMAL_OF(60 + 10 * (item->checkpoint % 3));
		order.note = STR("个别人员未参加，请补齐");
	} else if (item->what == RETURN) {
		order.event = REPORT_RETURN;
		order.note = STR("只有结论，请写明时间、参加人数和文号");
	}
	return report_move(act, report->head.id, &order, &moved, err);
}

static int ask(struct act *act, const struct happened *item, struct error *err)
{
	bool objects = item->what == OBJECT;
	struct due_request request = {
		.assignment_id = item->assignment_id,
		.kind = objects ? DUE_OBJECTION : DUE_EXTENSION,
		.checkpoint = item->checkpoint,
		.proposed_day = objects ? CIVIL_NO_DAY : item->checkpoint + 30,
		.reason = objects ? STR("本项工作由市里统一组织，本单位无须单独报送")
				  : STR("与换届工作时间冲突，申请推迟一个月"),
		.light = objects ? STR("逾期") : STR_EMPTY,
		.requester_id = item->person_id,
	};

	return due_request_make(act, &request, err);
}

static int grant(struct act *act, const struct happened *item, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, item->assignment_id };
	const struct report_order order = { .event = DUE_GRANT, .permissions = EVERYTHING,
					    .note = STR("情况属实，同意延期"),
					    .granted_day = item->checkpoint + 25 };
	struct due_request *requests, moved;
	size_t count;
	int code = due_requests_load(act->db, key, act->arena, &requests, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		if (requests[i].checkpoint == item->checkpoint &&
		    requests[i].state == DUE_REQUESTED)
			return due_request_move(act, requests[i].head.id, &order, &moved, err);
	return code;
}

static int happen(struct act *act, const struct happened *item, struct error *err)
{
	switch (item->what) {
	case SUBMIT:
		return submit(act, item, err);
	case ACCEPT:
	case ACCEPT_PART:
	case RETURN:
		return review(act, item, err);
	case ASK:
	case OBJECT:
		return ask(act, item, err);
	case GRANT:
		break;
	}
	return grant(act, item, err);
}

/* All of one day. */
static int one_day(struct act *act, void *context, struct error *err)
{
	struct telling *it = context;
	int code = 0;

	act->day = it->items[it->next].day;
	while (!code && it->next < it->count && it->items[it->next].day == act->day)
		code = happen(act, &it->items[it->next++], err);
	return code;
}

int demo_progress_make(struct operator_session *session, struct error *err)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct telling it = { .session = session, .arena = arena };
	const struct civil_date today = { DEMO_PLAN_YEAR, 3, 17 };
	int code = arena && civil_to_day(today, &it.today)
			   ? 0
			   : error_broken(err, ERR_MEMORY, "the demonstration's reports");

	if (!code)
		it.items = ARENA_ARRAY(arena, struct happened, EVENTS_MAXIMUM);
	if (!code && !it.items)
		code = error_broken(err, ERR_MEMORY, "the demonstration's reports");
	if (!code)
		code = db_begin_read(session->db, err);
	for (int year = DEMO_FIRST_YEAR; !code && year <= DEMO_PLAN_YEAR; year++)
		code = tell_year(&it, year, err);
	db_rollback(session->db);
	if (!code)
		qsort(it.items, it.count, sizeof(*it.items), compare);
	while (!code && it.next < it.count)
		code = operator_act(session,
				    &(struct operator_work){ session->jurisdiction_id,
							     "report.submit", one_day, &it },
				    err);
	arena_free(arena);
	return code;
}
