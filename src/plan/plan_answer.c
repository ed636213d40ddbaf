/*
 * plan_answer.c - see plan_answer.h.
 */
#include "plan/plan_answer.h"

#include "people/record_find.h"
#include "statements_assignment.h"

static int refuse_stale(struct error *err)
{
	return error_set(err, ERR_CONFLICT,
			 "Somebody answered this after you opened the page.",
			 "您打开页面后，该事项已被他人处理，请刷新后再操作。");
}

static int refuse_ended(struct error *err)
{
	return error_set(err, ERR_STATE, "The plan does not ask this of the unit any more.",
			 "计划已不再要求该单位承担此事项。");
}

int assignment_answer(struct act *act, struct assignment *assignment,
		      const struct assignment_order *order, struct error *err)
{
	int code;

	if (order->expected_revision && order->expected_revision != assignment->head.revision)
		return refuse_stale(err);
	if (assignment->to_version)
		return refuse_ended(err);
	if (order->event == ASSIGNMENT_QUESTION) {
		assignment->words = str_trim(order->text);
		assignment->answer = STR_EMPTY;
	}
	if (order->event == ASSIGNMENT_SETTLE)
		assignment->answer = str_trim(order->text);
	code = assignment_apply(assignment, order->event, order->permissions, err);
	return code ? code : act_update(act, &assignment_record, assignment, err);
}

int assignment_claim_all(struct act *act, const struct assignment *wanted, permission_set permissions,
			 int64_t *out_count, struct error *err)
{
	const struct record_query query = { &assignment_record, STATEMENT_ASSIGNMENTS_OFFERED,
					    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
						    db_int("plan_id", wanted->plan_id),
						    db_int("unit_id", wanted->unit_id),
						    db_int("version", wanted->from_version)) };
	const struct assignment_order claim = { .event = ASSIGNMENT_CLAIM,
						.permissions = permissions };
	struct assignment *offered;
	size_t count;
	int code = record_find_all(act->db, &query, act->arena, &offered, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		code = assignment_answer(act, &offered[i], &claim, err);
	if (!code)
		*out_count = (int64_t)count;
	return code;
}

int co_assignment_answer(struct act *act, struct co_assignment *co,
			 const struct co_assignment_order *order, struct error *err)
{
	int code;

	if (order->expected_revision && order->expected_revision != co->head.revision)
		return refuse_stale(err);
	if (co->to_version)
		return refuse_ended(err);
	co->note = order->event == CO_ASSIGNMENT_DECLINE ? str_trim(order->note) : STR_EMPTY;
	code = co_assignment_apply(co, order->event, order->permissions, err);
	co->answered_day = act->day;
	return code ? code : act_update(act, &co_assignment_record, co, err);
}

static int check_post(struct act *act, const struct assignment *assignment, int64_t person_id,
		      struct error *err)
{
	int64_t posts = 0;
	int code = db_get_int(act->db, STATEMENT_ASSIGNMENT_PERSON_POSTS,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("unit_id", assignment->unit_id),
				      db_int("person_id", person_id), db_int("day", act->day)),
			      &posts, err);

	if (code || posts)
		return code;
	return error_invalid(err, "person", "", "somebody with a post in the unit today",
			     "本单位的在职人员");
}

int assignment_person_put(struct act *act, const struct assignment *assignment,
			  struct assignment_person *person, struct error *err)
{
	const struct record_query query = {
		&assignment_person_record, STATEMENT_ASSIGNMENT_PERSON_BY,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("assignment_id", assignment->head.id),
			db_int("person_id", person->person_id))
	};
	struct assignment_person present;
	int code = check_post(act, assignment, person->person_id, err);

	if (code)
		return code;
	person->assignment_id = assignment->head.id;
	code = record_find(act->db, &query, act->arena, &present, err);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		person->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
		return act_create(act, &assignment_person_record, person, err);
	}
	if (code)
		return code;
	person->head = present.head;
	return act_update(act, &assignment_person_record, person, err);
}
