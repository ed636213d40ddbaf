/*
 * plan_edit.c - what a draft changes: items and who answers for them (plan_store.h).
 */
#include "base/id.h"
#include "people/record_find.h"
#include "people/unit.h"
#include "plan/plan_row.h"
#include "plan/plan_text.h"
#include "statements_assignment.h"
#include "statements_plan_item.h"

/* Finding ------------------------------------------------------------------------------------------ */

int plan_item_find(struct db *db, const struct plan_item *key, int64_t version, struct arena *arena,
		   struct plan_item *out, struct error *err)
{
	const struct db_arg by_id[] = { db_int("jurisdiction_id", key->head.jurisdiction_id),
					db_int("item_id", key->item_id),
					db_int("version", version) };
	const struct db_arg by_code[] = { db_int("jurisdiction_id", key->head.jurisdiction_id),
					  db_int("plan_id", key->plan_id),
					  db_text("code", key->code), db_int("version", version) };
	const struct record_query query = {
		&plan_item_record,
		key->item_id ? STATEMENT_PLAN_ITEM_IN_VERSION : STATEMENT_PLAN_ITEM_BY_CODE,
		key->item_id ? (struct db_args){ by_id, ARRAY_LENGTH(by_id) }
			     : (struct db_args){ by_code, ARRAY_LENGTH(by_code) },
	};
	int code = record_find(db, &query, arena, out, err);

	return code == -ERR_NOT_FOUND ? error_set(err, ERR_NOT_FOUND,
						  "The plan has no such item.",
						  "计划中没有这个事项。")
				      : code;
}

static int find_in_draft(struct act *act, const struct plan_draft *draft, int64_t item_id,
			 struct plan_item *out, struct error *err)
{
	const struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
				       .item_id = item_id };
	int code = plan_item_find(act->db, &key, draft->version.version, act->arena, out, err);

	if (!code && out->plan_id != draft->plan.head.id)
		return error_set(err, ERR_NOT_FOUND, "The plan has no such item.",
				 "计划中没有这个事项。");
	return code;
}

/* Items -------------------------------------------------------------------------------------------- */

static int check_code(struct act *act, const struct plan_draft *draft, const struct plan_item *item,
		      struct error *err)
{
	const struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
				       .plan_id = draft->plan.head.id, .code = item->code };
	struct plan_item other;
	int code = plan_item_find(act->db, &key, draft->version.version, act->arena, &other, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (code || other.item_id == item->item_id)
		return code;
	return plan_text_refuse("code", item->code, "a code that no other item of this plan has",
			   "本计划内未使用的编号", err);
}

/* The parent is in the draft, of a kind above, and not below the item itself. */
static int check_parent(struct act *act, const struct plan_draft *draft,
			const struct plan_item *item, struct error *err)
{
	static const char en[] = "an area above a task, an area or a task above an item";
	static const char zh[] = "任务的上级为领域，事项的上级为领域或任务";
	struct plan_item parent = { .kind = -1 };
	int code = item->parent_id ? find_in_draft(act, draft, item->parent_id, &parent, err) : 0;

	if (code == -ERR_NOT_FOUND)
		return error_invalid(err, "parent", "", en, zh);
	if (code)
		return code;
	return plan_item_fits(item->kind, parent.kind)
		       ? 0
		       : plan_text_refuse("parent", parent.code, en, zh, err);
}

/* What stands below a node keeps its level: only a leaf may change its kind. */
static int check_below(struct act *act, const struct plan_draft *draft,
		       const struct plan_item *present, const struct plan_item *item,
		       struct error *err)
{
	int64_t below = 0;
	int code;

	if (present->kind == item->kind)
		return 0;
	code = db_get_int(act->db, STATEMENT_PLAN_ITEM_DEPENDANTS,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("plan_id", item->plan_id),
				  db_int("item_id", item->item_id),
				  db_int("version", draft->version.version)),
			  &below, err);
	if (code || !below)
		return code;
	return error_invalid(err, "kind", "",
			     "the present level, while items stand below or units are assigned",
			     "保持原层级（其下已有事项或已分配单位）");
}

static int place_last(struct act *act, const struct plan_draft *draft, struct plan_item *item,
		      struct error *err)
{
	if (item->position)
		return 0;
	return db_get_int(act->db, STATEMENT_PLAN_ITEM_NEXT_POSITION,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("plan_id", item->plan_id),
				  db_int("parent_id", item->parent_id),
				  db_int("version", draft->version.version)),
			  &item->position, err);
}

int plan_item_put(struct act *act, const struct plan_draft *draft, struct plan_item *item,
		  struct error *err)
{
	struct plan_item present;
	const int64_t revision = item->head.revision;
	bool is_new = item->item_id == 0;
	int code = is_new ? 0 : find_in_draft(act, draft, item->item_id, &present, err);

	if (!code && !is_new && revision && revision != present.head.revision)
		return error_set(err, ERR_CONFLICT,
				 "Somebody changed this item after you opened the page.",
				 "您打开页面后，该事项已被他人修改，请刷新后再操作。");
	item->plan_id = draft->plan.head.id;
	item->code = str_trim(item->code);
	if (!code)
		code = plan_item_check(item, (int)draft->plan.year, act->arena, err);
	if (!code)
		code = check_parent(act, draft, item, err);
	if (!code)
		code = check_code(act, draft, item, err);
	if (!code && !is_new)
		code = check_below(act, draft, &present, item, err);
	if (!code)
		code = place_last(act, draft, item, err);
	if (code)
		return code;
	item->head.id = 0;
	if (is_new)
		item->head.id = item->item_id = id_new();
	return plan_row_put(act, draft, &plan_item_record, is_new ? NULL : &present, item, err);
}

static int withdraw_assignments(struct act *act, const struct plan_draft *draft, int64_t item_id,
				struct error *err)
{
	const struct record_query query = {
		&assignment_record, STATEMENT_ASSIGNMENTS_OF_ITEM,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("item_id", item_id), db_int("version", draft->version.version))
	};
	struct assignment *assignments;
	size_t count;
	int code = record_find_all(act->db, &query, act->arena, &assignments, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		code = assignment_withdraw(act, draft, &assignments[i], err);
	return code;
}

/* A node without what stands below it. */
static int withdraw_node(struct act *act, const struct plan_draft *draft, struct plan_item *item,
			 struct error *err)
{
	int code = withdraw_assignments(act, draft, item->item_id, err);

	return code ? code : plan_row_end(act, draft, &plan_item_record, item, err);
}

static int load_below(struct act *act, const struct plan_draft *draft, int64_t parent_id,
		      struct plan_item **out, size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&plan_item_record, STATEMENT_PLAN_ITEMS_BELOW,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("plan_id", draft->plan.head.id), db_int("parent_id", parent_id),
			db_int("version", draft->version.version))
	};

	return record_find_all(act->db, &query, act->arena, out, out_count, err);
}

int plan_item_withdraw(struct act *act, const struct plan_draft *draft, int64_t item_id,
		       struct error *err)
{
	struct plan_item item, *below;
	size_t count = 0;
	int code = find_in_draft(act, draft, item_id, &item, err);

	if (!code)
		code = load_below(act, draft, item_id, &below, &count, err);
	/* At most three levels (plan_item_fits). */
	for (size_t i = 0; !code && i < count; i++)
		code = plan_item_withdraw(act, draft, below[i].item_id, err);
	return code ? code : withdraw_node(act, draft, &item, err);
}

/* Who answers --------------------------------------------------------------------------------------- */

static int find_assignment(struct act *act, const struct plan_draft *draft,
			   const struct assignment *wanted, struct assignment *out,
			   struct error *err)
{
	const struct record_query query = {
		&assignment_record, STATEMENT_ASSIGNMENT_IN_VERSION,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("item_id", wanted->item_id), db_int("unit_id", wanted->unit_id),
			db_int("version", draft->version.version))
	};

	return record_find(act->db, &query, act->arena, out, err);
}

int assignment_put(struct act *act, const struct plan_draft *draft, int64_t item_id,
		   int64_t unit_id, struct assignment *out, struct error *err)
{
	struct assignment assignment = { .plan_id = draft->plan.head.id,
					 .item_id = item_id,
					 .unit_id = unit_id };
	struct plan_item item;
	int code = find_in_draft(act, draft, item_id, &item, err);

	if (!code && item.kind != PLAN_ITEM)
		return error_set(err, ERR_RULE, "Only items are assigned to units.",
				 "只有事项可以分配给单位。");
	if (!code)
		code = find_assignment(act, draft, &assignment, out, err);
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	code = plan_row_put(act, draft, &assignment_record, NULL, &assignment, err);
	*out = assignment;
	return code;
}

int assignment_withdraw(struct act *act, const struct plan_draft *draft,
			struct assignment *assignment, struct error *err)
{
	const struct record_query query = {
		&co_assignment_record, STATEMENT_CO_ASSIGNMENTS_OF,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("assignment_id", assignment->head.id),
			db_int("version", draft->version.version))
	};
	struct co_assignment *co;
	size_t count;
	int code = record_find_all(act->db, &query, act->arena, &co, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		code = plan_row_end(act, draft, &co_assignment_record, &co[i], err);
	return code ? code : plan_row_end(act, draft, &assignment_record, assignment, err);
}

int co_assignment_put(struct act *act, const struct plan_draft *draft,
		      const struct assignment *assignment, struct co_assignment *co,
		      struct error *err)
{
	const struct record_query query = {
		&co_assignment_record, STATEMENT_CO_ASSIGNMENT_IN_VERSION,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("assignment_id", assignment->head.id),
			db_int("unit_id", co->unit_id),
			db_int("version", draft->version.version))
	};
	struct co_assignment present;
	int code = record_find(act->db, &query, act->arena, &present, err);

	if (code == 0 && str_equal(present.part, co->part)) {
		*co = present;
		return 0;
	}
	if (code && code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	if (co->unit_id == assignment->unit_id)
		return error_set(err, ERR_RULE, "The lead unit is no co-unit of itself.",
				 "主办单位不能同时是协办单位。");
	co->assignment_id = assignment->head.id;
	co->state = CO_ASSIGNMENT_NAMED;
	co->note = STR_EMPTY;
	co->answered_day = CIVIL_NO_DAY;
	return plan_row_put(act, draft, &co_assignment_record, code ? NULL : &present, co, err);
}

int co_assignment_withdraw(struct act *act, const struct plan_draft *draft,
			   struct co_assignment *co, struct error *err)
{
	return plan_row_end(act, draft, &co_assignment_record, co, err);
}
