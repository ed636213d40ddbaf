/*
 * plan_line.c - see plan_line.h.
 */
#include "plan/plan_line.h"

#include "people/record_find.h"
#include "statements_assignment.h"

/* Reading ------------------------------------------------------------------------------------------ */

static int refuse_named(const char *field, struct error *err)
{
	return error_invalid(err, field, "", "nothing: only an item has it", "留空：只有事项填写");
}

int plan_line_read(const struct plan_book *book, struct plan_line *line, struct plan_answerers *out,
		   struct error *err)
{
	int code = 0;

	*out = (struct plan_answerers){ .keep_lead = out->keep_lead, .keep_co = out->keep_co };
	if (line->item.kind != PLAN_ITEM && str_trim(line->leader).length)
		return refuse_named("leader", err);
	if (line->item.kind != PLAN_ITEM && str_trim(line->lead_units).length)
		return refuse_named("lead_units", err);
	if (line->item.kind != PLAN_ITEM && str_trim(line->co_units).length)
		return refuse_named("co_units", err);
	code = plan_book_person(book, "leader", line->leader, &line->item.leader_id, err);
	if (!code)
		code = plan_book_units(book, "lead_units", line->lead_units, &out->lead, err);
	if (!code)
		code = plan_book_units(book, "co_units", line->co_units, &out->co, err);
	if (!code && out->co.count && !out->lead.count && !out->keep_lead)
		return error_invalid(err, "lead_units", "", "a lead unit, when there are co-units",
				     "有协办单位时须填写主办单位");
	return code;
}

/* Who answers --------------------------------------------------------------------------------------- */

static const struct plan_named_unit *named(const struct plan_named_units *units, int64_t unit_id)
{
	for (size_t i = 0; i < units->count; i++)
		if (units->items[i].unit_id == unit_id)
			return &units->items[i];
	return NULL;
}

/* The co-units of one assignment become the named ones. */
static int set_co_units(struct act *act, const struct plan_draft *draft,
			const struct assignment *lead, const struct plan_named_units *wanted,
			struct error *err)
{
	const struct record_query query = {
		&co_assignment_record, STATEMENT_CO_ASSIGNMENTS_OF,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("assignment_id", lead->head.id),
			db_int("version", draft->version.version))
	};
	struct co_assignment *present;
	size_t count;
	int code = record_find_all(act->db, &query, act->arena, &present, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		if (!named(wanted, present[i].unit_id) || present[i].unit_id == lead->unit_id)
			code = co_assignment_withdraw(act, draft, &present[i], err);
	for (size_t i = 0; !code && i < wanted->count; i++) {
		struct co_assignment co = { .unit_id = wanted->items[i].unit_id,
					    .part = wanted->items[i].part };
		if (co.unit_id != lead->unit_id)
			code = co_assignment_put(act, draft, lead, &co, err);
	}
	return code;
}

static int set_leads(struct act *act, const struct plan_draft *draft, int64_t item_id,
		     const struct plan_answerers *wanted, struct error *err)
{
	const struct record_query query = {
		&assignment_record, STATEMENT_ASSIGNMENTS_OF_ITEM,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id), db_int("item_id", item_id),
			db_int("version", draft->version.version))
	};
	struct assignment *present, lead;
	size_t count;
	int code = record_find_all(act->db, &query, act->arena, &present, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		if (wanted->keep_lead && !wanted->keep_co)
			code = set_co_units(act, draft, &present[i], &wanted->co, err);
		else if (!wanted->keep_lead && !named(&wanted->lead, present[i].unit_id))
			code = assignment_withdraw(act, draft, &present[i], err);
	}
	for (size_t i = 0; !code && i < wanted->lead.count; i++) {
		code = assignment_put(act, draft, item_id, wanted->lead.items[i].unit_id, &lead,
				      err);
		if (!code && !wanted->keep_co)
			code = set_co_units(act, draft, &lead, &wanted->co, err);
	}
	return code;
}

int plan_line_put(struct act *act, const struct plan_draft *draft, struct plan_item *item,
		  const struct plan_answerers *answerers, struct error *err)
{
	int code = plan_item_put(act, draft, item, err);

	if (code || item->kind != PLAN_ITEM)
		return code;
	return set_leads(act, draft, item->item_id, answerers, err);
}
