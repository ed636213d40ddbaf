/*
 * plan_store.c - see plan_store.h.
 */
#include "plan/plan_store.h"

#include "people/record_find.h"
#include "plan/plan_row.h"
#include "statements_assignment.h"
#include "statements_plan.h"
#include "statements_plan_item.h"

/* Plans and versions ------------------------------------------------------------------------------ */

static struct record_query version_query(enum statement statement, struct db_args args)
{
	return (struct record_query){ &plan_version_record, statement, args };
}

int plan_find(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
	      struct plan *out, struct error *err)
{
	const struct record_query query = { &plan_record, STATEMENT_PLAN_BY_YEAR,
					    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
						    db_int("year", year)) };
	int code = record_find(db, &query, arena, out, err);

	return code == -ERR_NOT_FOUND
		       ? error_set(err, ERR_NOT_FOUND, "There is no plan of this year.",
				   "该年度没有责任分解计划。")
		       : code;
}

int plan_version_find_open(struct db *db, const struct plan *plan, struct arena *arena,
			   struct plan_version *out, struct error *err)
{
	const struct record_query query =
		version_query(STATEMENT_PLAN_VERSION_OPEN,
			      DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
				      db_int("plan_id", plan->head.id)));

	return record_find(db, &query, arena, out, err);
}

int plan_version_find(struct db *db, const struct plan *plan, int64_t version, struct arena *arena,
		      struct plan_version *out, struct error *err)
{
	const struct record_query query =
		version_query(STATEMENT_PLAN_VERSION_BY_NUMBER,
			      DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
				      db_int("plan_id", plan->head.id), db_int("version", version)));
	int code = record_find(db, &query, arena, out, err);

	return code == -ERR_NOT_FOUND ? error_set(err, ERR_NOT_FOUND,
						  "The plan has no such version.",
						  "计划没有这个版本。")
				      : code;
}

static int open_version(struct act *act, const struct plan *plan, struct str reason,
			struct plan_version *out, struct error *err)
{
	*out = (struct plan_version){
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.plan_id = plan->head.id,
		.state = PLAN_DRAFTING,
		.reason = reason,
		.consult_until = CIVIL_NO_DAY,
		.opened_day = act->day,
		.published_day = CIVIL_NO_DAY,
	};
	int code = db_get_int(act->db, STATEMENT_PLAN_VERSION_NEXT,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("plan_id", plan->head.id)),
			      &out->version, err);
	return code ? code : act_create(act, &plan_version_record, out, err);
}

int plan_create(struct act *act, struct plan *plan, struct plan_draft *out, struct error *err)
{
	struct plan present;
	int code = plan_find(act->db, act->jurisdiction_id, (int)plan->year, act->arena, &present,
			     err);

	if (code == 0)
		return error_set(err, ERR_RULE, "This year has a plan already.",
				 "该年度已有责任分解计划。");
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	plan->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	plan->version = 0;
	code = act_create(act, &plan_record, plan, err);
	if (code)
		return code;
	out->plan = *plan;
	return open_version(act, plan, STR_EMPTY, &out->version, err);
}

int plan_open_draft(struct act *act, int year, struct str reason, struct plan_draft *out,
		    struct error *err)
{
	int code = plan_find(act->db, act->jurisdiction_id, year, act->arena, &out->plan, err);

	if (code)
		return code;
	code = plan_version_find_open(act->db, &out->plan, act->arena, &out->version, err);
	if (code == 0)
		return error_set(err, ERR_RULE, "A draft of this plan is open already.",
				 "该计划已有草案，请在草案中修改。");
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	if (out->plan.version && str_trim(reason).length == 0)
		return error_invalid(err, "reason", "", "the reason for changing the plan",
				     "修改计划的理由");
	return open_version(act, &out->plan, str_trim(reason), &out->version, err);
}

int plan_draft_get(struct act *act, int year, struct plan_draft *out, struct error *err)
{
	int code = plan_find(act->db, act->jurisdiction_id, year, act->arena, &out->plan, err);

	if (code)
		return code;
	code = plan_version_find_open(act->db, &out->plan, act->arena, &out->version, err);
	return code == -ERR_NOT_FOUND
		       ? error_set(err, ERR_STATE,
				   "The plan is published and frozen; open a draft to change it.",
				   "计划已发布并固定；如需修改，请先起草新版本。")
		       : code;
}

/* Moving the draft --------------------------------------------------------------------------------- */

static int check_assigned(struct act *act, const struct plan_draft *draft, struct error *err)
{
	struct db_query *query;
	struct buf codes;
	int code = db_query_open(act->db, STATEMENT_PLAN_ITEMS_UNASSIGNED,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_int("plan_id", draft->plan.head.id),
					 db_int("version", draft->version.version)),
				 &query, err);

	if (code)
		return code;
	buf_init(&codes, 4096);
	while ((code = db_query_step(query, err)) > 0) {
		struct str item = db_query_bytes(query, 0);
		buf_add_text(&codes, buf_str(&codes).length ? ", " : "");
		buf_add_str(&codes, item);
	}
	db_query_close(query);
	struct str found = buf_str(&codes);
	if (!code && found.length) {
		code = error_set(err, ERR_RULE, "", "");
		error_en(err, "Items without a lead unit: %.*s.", STR_ARG(utf8_cut(found, 300)));
		error_zh(err, "以下事项没有主办单位：%.*s。", STR_ARG(utf8_cut(found, 300)));
	}
	buf_release(&codes);
	return code;
}

static int check_answered(struct act *act, const struct plan_draft *draft, struct error *err)
{
	int64_t waiting = 0;
	int code = db_get_int(act->db, STATEMENT_ASSIGNMENT_QUESTIONS,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("plan_id", draft->plan.head.id),
				      db_int("version", draft->version.version)),
			      &waiting, err);

	if (code || !waiting)
		return code;
	error_set(err, ERR_RULE, "", "");
	error_en(err, "%lld proposals of units wait for an answer.", (long long)waiting);
	error_zh(err, "还有 %lld 条单位意见没有答复。", (long long)waiting);
	return -ERR_RULE;
}

static int publish(struct act *act, struct plan_draft *draft, struct error *err)
{
	int code = check_assigned(act, draft, err);

	if (!code)
		code = check_answered(act, draft, err);
	if (code)
		return code;
	draft->version.published_day = act->day;
	draft->plan.version = draft->version.version;
	return act_update(act, &plan_record, &draft->plan, err);
}

int plan_draft_move(struct act *act, struct plan_draft *draft, const struct plan_order *order,
		    struct error *err)
{
	struct plan_version *version = &draft->version;
	int code;

	if (order->expected_revision && order->expected_revision != version->head.revision)
		return error_set(err, ERR_CONFLICT,
				 "Somebody moved this draft after you opened the page.",
				 "您打开页面后，草案状态已被他人改变，请刷新后再操作。");
	if (order->reason.length)
		version->reason = str_trim(order->reason);
	if (order->event == PLAN_CONSULT)
		version->consult_until = order->consult_until;
	code = plan_version_apply(version, order->event, order->permissions, err);
	if (!code && order->event == PLAN_PUBLISH)
		code = publish(act, draft, err);
	if (!code && order->event == PLAN_DROP)
		code = plan_rows_take_back(act, draft, err);
	return code ? code : act_update(act, &plan_version_record, version, err);
}
