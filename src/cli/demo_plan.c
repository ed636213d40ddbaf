/*
 * demo_plan.c - see demo_plan.h.
 *
 * Units claim on different days; every ninth proposes a change to one of its items, which is answered. Each
 * item has a responsible person in every unit, from those with a post there, in turn.
 */
#include "cli/demo_plan.h"

#include "cli/demo_letters.h"
#include "demo/plan.h"
#include "people/rights.h"
#include "plan/plan_answer.h"
#include "plan/plan_start.h"
#include "plan/plan_tree.h"
#include "process/import.h"
#include "statements_demo_plan.h"

#define FILE_BYTES ((size_t)1 << 20)
#define EITHER	   (PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_RESPOND)

/* One act on a day. */
struct step {
	int year;
	struct civil_date date;
	const char *kind;
	int (*change)(struct act *act, const struct step *step, struct error *err);
};

static int on_day(struct act *act, void *context, struct error *err)
{
	const struct step *step = context;

	if (!civil_to_day(step->date, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return step->change(act, step, err);
}

/* Drafting ------------------------------------------------------------------------------------------ */

static int import_text(struct act *act, void (*write)(int year, struct buf *out), int year,
		       struct error *err)
{
	struct import_request request = { .profile = IMPORT_BATCH_PLAN,
					  .file_name = STR("demo-plan.csv") };
	struct import_result result = { 0 };
	struct buf text;
	int code;

	buf_init(&text, FILE_BYTES);
	write(year, &text);
	request.bytes = buf_str(&text);
	code = buf_failed(&text) ? error_broken(err, ERR_MEMORY, "demo-plan.csv")
				 : import_apply(act, &request, &result, err);
	if (code && result.problems_kept)
		error_detail(err, "demo-plan.csv row %d: %s", result.problems[0].row,
			     result.problems[0].en);
	buf_release(&text);
	return code;
}

static int draft_from_file(struct act *act, const struct step *step, struct error *err)
{
	return import_text(act, demo_write_plan, step->year, err);
}

static int draft_from_last_year(struct act *act, const struct step *step, struct error *err)
{
	struct plan plan = { .year = step->year };
	struct plan_draft draft;

	plan.title = arena_format(act->arena, "%d 年度党风廉政建设责任分解计划", step->year);
	int code = plan_create(act, &plan, &draft, err);
	return code ? code : plan_start_from_last_year(act, &draft, err);
}

static int open_second(struct act *act, const struct step *step, struct error *err)
{
	struct plan_draft draft;

	return plan_open_draft(act, step->year, STR(DEMO_PLAN_SECOND_REASON), &draft, err);
}

static int change_second(struct act *act, const struct step *step, struct error *err)
{
	return import_text(act, demo_write_plan_change, step->year, err);
}

static int move(struct act *act, const struct step *step, enum plan_version_event event,
		struct error *err)
{
	const struct civil_date last = { step->year, 1, 23 };
	struct plan_order order = { .event = event, .permissions = EITHER,
				    .consult_until = CIVIL_NO_DAY };
	struct plan_draft draft;
	int code = plan_draft_get(act, step->year, &draft, err);

	if (event == PLAN_CONSULT && !civil_to_day(last, &order.consult_until))
		return error_broken(err, ERR_BROKEN, "date");
	return code ? code : plan_draft_move(act, &draft, &order, err);
}

static int consult(struct act *act, const struct step *step, struct error *err)
{
	return move(act, step, PLAN_CONSULT, err);
}

static int publish(struct act *act, const struct step *step, struct error *err)
{
	return move(act, step, PLAN_PUBLISH, err);
}

/* Units --------------------------------------------------------------------------------------------- */

static int load_tree(struct act *act, int year, struct plan_tree *out, struct error *err)
{
	struct plan_version version;
	struct plan plan;
	int code = plan_find(act->db, act->jurisdiction_id, year, act->arena, &plan, err);

	if (code)
		return code;
	code = plan_version_find_open(act->db, &plan, act->arena, &version, err);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		version.version = plan.version;
		code = 0;
	}
	return code ? code
		    : plan_tree_load(act->db, &plan, version.version, act->arena, out, err);
}

static int say(struct act *act, struct assignment *assignment, enum assignment_event event,
	       const char *text, struct error *err)
{
	const struct assignment_order order = { .event = event, .permissions = EITHER,
						.text = str_from(text) };

	return assignment_answer(act, assignment, &order, err);
}

/* One proposal of every ninth unit, answered. */
static int propose(struct act *act, struct plan_tree *tree, int64_t unit_id, struct error *err)
{
	for (size_t i = tree->lead_count / 2; i < tree->lead_count; i++) {
		struct assignment *assignment = &tree->leads[i].assignment;
		if (assignment->unit_id != unit_id)
			continue;
		int code = say(act, assignment, ASSIGNMENT_QUESTION,
			       "本单位今年机构调整，建议第一个时限推迟一个月", err);
		return code ? code
			    : say(act, assignment, ASSIGNMENT_SETTLE,
				  "时限全市统一，暂不调整；确有困难的，到期前申请延期", err);
	}
	return 0;
}

static int answer_all(struct act *act, const struct step *step, struct error *err)
{
	struct plan_tree tree;
	int code = load_tree(act, step->year, &tree, err);

	for (size_t i = 0; !code && i < tree.unit_count; i++) {
		struct assignment wanted = { .plan_id = tree.plan.head.id,
					     .unit_id = tree.units[i].id,
					     .from_version = tree.version };
		int64_t claimed;
		if (i % 9 == 8)
			code = propose(act, &tree, wanted.unit_id, err);
		/* In the present year two units have not answered yet. */
		if (!code && !(step->year == DEMO_PLAN_YEAR && i % 35 == 34))
			code = assignment_claim_all(act, &wanted, EITHER, &claimed, err);
	}
	return code;
}

static int confirm_co_units(struct act *act, const struct step *step, struct error *err)
{
	const struct co_assignment_order confirm = { .event = CO_ASSIGNMENT_CONFIRM,
						     .permissions = EITHER };
	struct plan_tree tree;
	int code = load_tree(act, step->year, &tree, err);

	for (size_t i = 0; !code && i < tree.lead_count; i++)
		for (size_t j = 0; !code && j < tree.leads[i].co_count; j++)
			code = co_assignment_answer(act, &tree.leads[i].co_units[j].co, &confirm,
						    err);
	return code;
}

/* Persons ------------------------------------------------------------------------------------------- */

struct staff {
	int64_t unit_id, person_id;
};

/* Who has a post on the act's day, by unit. */
static int load_staff(struct act *act, struct staff **out, size_t *out_count, struct error *err)
{
	struct db_query *query;
	struct staff *staff = NULL;
	size_t count = 0;
	int code = db_query_open(act->db, STATEMENT_DEMO_PLAN_STAFF,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_int("day", act->day)),
				 &query, err);

	while (!code && (code = db_query_step(query, err)) > 0) {
		if ((count & (count - 1)) == 0) {
			struct staff *grown =
				ARENA_ARRAY(act->arena, struct staff, count ? 2 * count : 1);
			if (!grown) {
				code = error_broken(err, ERR_MEMORY, "staff");
				break;
			}
			if (count)
				memcpy(grown, staff, count * sizeof(*grown));
			staff = grown;
		}
		staff[count++] = (struct staff){ db_query_int(query, 0), db_query_int(query, 1) };
		code = 0;
	}
	db_query_close(query);
	*out = staff;
	*out_count = count;
	return code;
}

/* The nth of a unit's staff, over and over; 0 when it has none. */
static int64_t person_of(const struct staff *staff, size_t count, int64_t unit_id, size_t nth)
{
	size_t first = 0, own = 0;

	while (first < count && staff[first].unit_id != unit_id)
		first++;
	while (first + own < count && staff[first + own].unit_id == unit_id)
		own++;
	return own ? staff[first + nth % own].person_id : 0;
}

static int name_persons(struct act *act, const struct step *step, struct error *err)
{
	struct plan_tree tree;
	struct staff *staff;
	size_t count;
	int code = load_tree(act, step->year, &tree, err);

	if (!code)
		code = load_staff(act, &staff, &count, err);
	for (size_t i = 0; !code && i < tree.lead_count; i++) {
		const struct assignment *assignment = &tree.leads[i].assignment;
		struct assignment_person person = {
			.person_id = person_of(staff, count, assignment->unit_id,
					       tree.leads[i].node),
			.due_day = CIVIL_NO_DAY,
		};
		if (person.person_id)
			code = assignment_person_put(act, assignment, &person, err);
	}
	return code;
}

/* The whole ------------------------------------------------------------------------------------------ */

static int walk(struct operator_session *session, const struct step *steps, size_t count,
		struct error *err)
{
	const struct civil_date end = { CIVIL_LAST_YEAR, 1, 1 };
	size_t letters = 0;
	int code = 0;

	for (size_t i = 0; !code && i < count; i++) {
		struct step step = steps[i];
		const struct operator_work work = { session->jurisdiction_id, step.kind, on_day,
						    &step };
		code = demo_letters_until(session, step.date, &letters, err);
		if (!code)
			code = operator_act(session, &work, err);
	}
	return code ? code : demo_letters_until(session, end, &letters, err);
}

int demo_plans_make(struct operator_session *session, struct error *err)
{
	static const struct step steps[] = {
		{ 2007, { 2007, 1, 8 }, "import.plan", draft_from_file },
		{ 2007, { 2007, 1, 9 }, "plan.move", consult },
		{ 2007, { 2007, 1, 18 }, "assignment.claim_all", answer_all },
		{ 2007, { 2007, 1, 26 }, "plan.move", publish },
		{ 2008, { 2008, 1, 7 }, "import.plan", draft_from_file },
		{ 2008, { 2008, 1, 8 }, "plan.move", consult },
		{ 2008, { 2008, 1, 17 }, "assignment.claim_all", answer_all },
		{ 2008, { 2008, 1, 18 }, "assignment.confirm", confirm_co_units },
		{ 2008, { 2008, 1, 25 }, "plan.move", publish },
		{ 2008, { 2008, 1, 30 }, "assignment.person", name_persons },
		{ 2008, { 2008, 7, 1 }, "plan.draft", open_second },
		{ 2008, { 2008, 7, 2 }, "import.plan", change_second },
		{ 2008, { 2008, 7, 8 }, "plan.move", publish },
		{ 2009, { 2009, 1, 6 }, "plan.create", draft_from_last_year },
		{ 2009, { 2009, 1, 7 }, "plan.move", consult },
		{ 2009, { 2009, 1, 16 }, "assignment.claim_all", answer_all },
		{ 2009, { 2009, 1, 23 }, "plan.move", publish },
		{ 2009, { 2009, 2, 4 }, "assignment.person", name_persons },
	};

	return walk(session, steps, ARRAY_LENGTH(steps), err);
}
