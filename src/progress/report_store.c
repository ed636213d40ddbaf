/* report_store.c - see report_store.h. */
#include "progress/report_store.h"

#include "messages_progress.h"
#include "people/record_find.h"
#include "people/rights.h"
#include "statements_due_request.h"
#include "statements_progress_report.h"

/* What an assignment is about ---------------------------------------------------------------------- */

int assigned_load(struct db *db, struct record_key key, struct arena *arena, struct assigned *out,
		  struct error *err)
{
	struct assigned it;
	int code = record_get(db, &assignment_record, key, arena, &it.assignment, err);

	if (!code)
		code = record_get(db, &plan_record,
				  (struct record_key){ key.jurisdiction_id, it.assignment.plan_id },
				  arena, &it.plan, err);
	if (code)
		return code;
	if (!it.plan.version || it.assignment.from_version > it.plan.version)
		return error_set(err, ERR_NOT_FOUND, "This is not published yet.", "尚未发布。");
	it.in_force = plan_row_in(it.assignment.from_version, it.assignment.to_version,
				  it.plan.version);
	const struct plan_item item = { .head.jurisdiction_id = key.jurisdiction_id,
					.item_id = it.assignment.item_id };
	code = plan_item_find(db, &item, it.in_force ? it.plan.version : it.assignment.to_version,
			      arena, &it.item, err);
	if (!code)
		code = plan_due_read(it.item.due, (int)it.plan.year, &it.due, err);
	if (!code)
		*out = it;
	return code;
}

bool assigned_has(const struct assigned *assigned, int32_t day)
{
	if (day == CIVIL_NO_DAY)
		return assigned->due.count == 0;
	for (size_t i = 0; i < assigned->due.count; i++)
		if (assigned->due.days[i] == day)
			return true;
	return false;
}

static struct db_args of_assignment(struct record_key key, struct db_arg storage[2])
{
	storage[0] = db_int("jurisdiction_id", key.jurisdiction_id);
	storage[1] = db_int("assignment_id", key.id);
	return (struct db_args){ storage, 2 };
}

int reports_load(struct db *db, struct record_key assignment, struct arena *arena,
		 struct progress_report **out, size_t *out_count, struct error *err)
{
	struct db_arg storage[2];
	const struct record_query query = { &progress_report_record, STATEMENT_PROGRESS_REPORTS_OF,
					    of_assignment(assignment, storage) };

	return record_find_all(db, &query, arena, out, out_count, err);
}

int due_requests_load(struct db *db, struct record_key assignment, struct arena *arena,
		      struct due_request **out, size_t *out_count, struct error *err)
{
	struct db_arg storage[2];
	const struct record_query query = { &due_request_record, STATEMENT_DUE_REQUESTS_OF,
					    of_assignment(assignment, storage) };

	return record_find_all(db, &query, arena, out, out_count, err);
}

/* The assignment is in force and has the checkpoint. */
static int check_place(struct act *act, int64_t assignment_id, int32_t checkpoint,
		       struct assigned *out, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, assignment_id };
	char found[CIVIL_TEXT_BYTES];
	int code = assigned_load(act->db, key, act->arena, out, err);

	if (code)
		return code;
	if (!out->in_force)
		return error_set(err, ERR_RULE,
				 "The plan in force does not have this assignment any more.",
				 "现行计划已不含该事项。");
	if (!assigned_has(out, checkpoint))
		return error_invalid(err, "checkpoint", civil_format(checkpoint, found),
				     "one of the item's due dates", "该事项的节点日期之一");
	return 0;
}

static int64_t stored_day(int32_t day)
{
	return day == CIVIL_NO_DAY ? -1 : day;
}

static int next_number(struct act *act, enum statement statement, int64_t assignment_id,
		       int64_t *out, struct error *err)
{
	struct db_arg storage[2];
	const struct record_key key = { act->jurisdiction_id, assignment_id };

	return db_get_int(act->db, statement, of_assignment(key, storage), out, err);
}

static int changed_meanwhile(struct error *err)
{
	return error_set(err, ERR_CONFLICT,
			 "Somebody changed this after you opened the page.",
			 "您打开页面后已被他人处理，请刷新后再操作。");
}

static int not_yours(struct error *err)
{
	enum message message = MESSAGE_REPORT_WITHDRAW_REFUSED;

	return error_set(err, ERR_DENIED, message_text(message, LANGUAGE_EN),
			 message_text(message, LANGUAGE_ZH));
}

/* Reports ------------------------------------------------------------------------------------------- */

static int check_standing(struct act *act, const struct progress_report *report, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(act->db, STATEMENT_PROGRESS_REPORT_STANDING,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_int("assignment_id", report->assignment_id),
					 db_int("checkpoint", stored_day(report->checkpoint))),
				 &query, err);

	if (code)
		return code;
	code = db_query_step(query, err);
	bool accepted = code > 0 && str_equal(db_query_bytes(query, 0), STR("accepted"));
	db_query_close(query);
	if (code <= 0)
		return code;
	return accepted ? error_set(err, ERR_RULE, "It is done already: the report was accepted.",
				    "该节点已完成：报告已认可。")
			: error_set(err, ERR_RULE,
				    "A report of this checkpoint waits for review. Withdraw it to send "
				    "another.",
				    "该节点已有报告待审核；如需重报，请先撤回。");
}

int report_submit(struct act *act, struct progress_report *report, struct error *err)
{
	struct assigned assigned;
	int code = check_place(act, report->assignment_id, report->checkpoint, &assigned, err);

	if (!code)
		code = check_standing(act, report, err);
	if (!code)
		code = next_number(act, STATEMENT_PROGRESS_REPORT_NEXT, report->assignment_id,
				   &report->number, err);
	if (code)
		return code;
	report->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	report->reported_day = act->day;
	report->state = REPORT_SUBMITTED;
	report->accepted_share = DECIMAL_OF(0);
	report->reviewer_id = 0;
	report->reviewed_day = CIVIL_NO_DAY;
	report->review_note = STR_EMPTY;
	return act_create(act, &progress_report_record, report, err);
}

/* Nobody reviews what they reported themselves, or what their own unit did. */
static int check_recusal(struct act *act, const struct progress_report *report,
			 const struct report_order *order, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, report->assignment_id };
	struct assignment assignment;
	int64_t posts = 0;
	int code = record_get(act->db, &assignment_record, key, act->arena, &assignment, err);

	if (!code && order->person_id)
		code = db_get_int(act->db, STATEMENT_PROGRESS_REPORT_POSTS,
				  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					  db_int("person_id", order->person_id),
					  db_int("unit_id", assignment.unit_id),
					  db_int("day", act->day)),
				  &posts, err);
	if (code)
		return code;
	if (!posts && !order->for_unit &&
	    (!order->person_id || order->person_id != report->reporter_id))
		return 0;
	return error_set(err, ERR_DENIED, message_text(MESSAGE_REPORT_RECUSED, LANGUAGE_EN),
			 message_text(MESSAGE_REPORT_RECUSED, LANGUAGE_ZH));
}

static int check_mover(struct act *act, const struct progress_report *report,
		       const struct report_order *order, struct error *err)
{
	if (order->event != REPORT_WITHDRAW)
		return check_recusal(act, report, order, err);
	if (order->for_unit || (order->person_id && order->person_id == report->reporter_id))
		return 0;
	return not_yours(err);
}

int report_move(struct act *act, int64_t report_id, const struct report_order *order,
		struct progress_report *out, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, report_id };
	int code = record_get(act->db, &progress_report_record, key, act->arena, out, err);

	if (!code && order->expected_revision && order->expected_revision != out->head.revision)
		code = changed_meanwhile(err);
	if (!code)
		code = check_mover(act, out, order, err);
	if (code)
		return code;
	if (order->event == REPORT_ACCEPT || order->event == REPORT_RETURN) {
		bool counts = order->event == REPORT_ACCEPT && out->status == PROGRESS_DONE;
		out->accepted_share = counts ? order->share : DECIMAL_OF(0);
		out->review_note = str_trim(order->note);
		out->reviewer_id = order->person_id;
		out->reviewed_day = act->day;
	}
	code = report_apply(out, (enum report_event)order->event, order->permissions, err);
	return code ? code : act_update(act, &progress_report_record, out, err);
}

/* Requests ------------------------------------------------------------------------------------------ */

static int check_asked(struct act *act, const struct due_request *request, struct error *err)
{
	int64_t open = 0;
	char found[CIVIL_TEXT_BYTES];
	int code = db_get_int(act->db, STATEMENT_DUE_REQUEST_OPEN,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("assignment_id", request->assignment_id),
				      db_text("kind",
					      str_from(due_request_kinds[request->kind].name)),
				      db_int("checkpoint", stored_day(request->checkpoint))),
			      &open, err);

	if (code)
		return code;
	if (open)
		return error_set(err, ERR_RULE,
				 "A request of this kind about this checkpoint waits for an answer.",
				 "该节点已有同类申请待答复。");
	if (request->kind == DUE_EXTENSION &&
	    (request->checkpoint == CIVIL_NO_DAY || request->proposed_day <= request->checkpoint))
		return error_invalid(err, "proposed_day",
				     civil_format(request->proposed_day, found),
				     "a day after the checkpoint", "节点日期之后的日期");
	return 0;
}

int due_request_make(struct act *act, struct due_request *request, struct error *err)
{
	struct assigned assigned;
	int code = check_place(act, request->assignment_id, request->checkpoint, &assigned, err);

	if (request->kind == DUE_OBJECTION)
		request->proposed_day = CIVIL_NO_DAY;
	if (!code)
		code = check_asked(act, request, err);
	if (!code)
		code = next_number(act, STATEMENT_DUE_REQUEST_NEXT, request->assignment_id,
				   &request->number, err);
	if (code)
		return code;
	request->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	request->requested_day = act->day;
	request->state = DUE_REQUESTED;
	request->granted_day = CIVIL_NO_DAY;
	request->answerer_id = 0;
	request->answered_day = CIVIL_NO_DAY;
	request->answer = STR_EMPTY;
	return act_create(act, &due_request_record, request, err);
}

int due_request_move(struct act *act, int64_t request_id, const struct report_order *order,
		     struct due_request *out, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, request_id };
	int code = record_get(act->db, &due_request_record, key, act->arena, out, err);

	if (!code && order->expected_revision && order->expected_revision != out->head.revision)
		code = changed_meanwhile(err);
	if (code)
		return code;
	if (order->event == DUE_WITHDRAW) {
		if (!order->for_unit &&
		    (!order->person_id || order->person_id != out->requester_id))
			return not_yours(err);
	} else {
		out->answer = str_trim(order->note);
		out->granted_day = order->event == DUE_GRANT ? order->granted_day : CIVIL_NO_DAY;
		out->answerer_id = order->person_id;
		out->answered_day = act->day;
	}
	code = due_request_apply(out, (enum due_request_event)order->event, order->permissions, err);
	return code ? code : act_update(act, &due_request_record, out, err);
}
