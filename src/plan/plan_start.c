/*
 * plan_start.c - see plan_start.h.
 */
#include "plan/plan_start.h"

#include "plan/plan_book.h"
#include "plan/plan_due.h"
#include "plan/plan_tree.h"

struct copying {
	struct act *act;
	const struct plan_draft *draft;
	struct plan_tree tree; /* of the year before */
	struct plan_book book; /* who can be named in the new year */
	int64_t *new_ids;      /* by node */
};

/* The unit is still there. */
static bool is_there(const struct copying *copying, const struct plan_unit *unit)
{
	return map_find(&copying->book.units, unit->code) != NULL;
}

static int copy_co_units(struct copying *copying, const struct plan_lead *lead,
			 const struct assignment *made, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < lead->co_count; i++) {
		struct co_assignment co = { .unit_id = lead->co_units[i].unit->id,
					    .part = lead->co_units[i].co.part };
		if (is_there(copying, lead->co_units[i].unit))
			code = co_assignment_put(copying->act, copying->draft, made, &co, err);
	}
	return code;
}

static int copy_leads(struct copying *copying, const struct plan_node *node, int64_t item_id,
		      struct error *err)
{
	struct assignment made;
	int code = 0;

	for (size_t i = 0; !code && i < node->lead_count; i++) {
		const struct plan_lead *lead = &node->leads[i];
		if (!is_there(copying, lead->unit))
			continue;
		code = assignment_put(copying->act, copying->draft, item_id, lead->unit->id, &made,
				      err);
		if (!code)
			code = copy_co_units(copying, lead, &made, err);
	}
	return code;
}

static int copy_node(struct copying *copying, size_t at, struct error *err)
{
	const struct plan_node *node = &copying->tree.nodes[at];
	struct plan_item item = node->item;
	int code;

	item.head = (struct record_head){ .id = 0 };
	item.item_id = 0;
	item.parent_id = node->parent == PLAN_NO_NODE ? 0 : copying->new_ids[node->parent];
	if (item.leader_id && !map_find(&copying->book.persons, node->leader_code))
		item.leader_id = 0;
	code = plan_due_next_year(item.due, copying->act->arena, &item.due, err);
	if (!code)
		code = plan_item_put(copying->act, copying->draft, &item, err);
	copying->new_ids[at] = item.item_id;
	return code ? code : copy_leads(copying, node, item.item_id, err);
}

static int load(struct copying *copying, struct error *err)
{
	struct act *act = copying->act;
	int year = (int)copying->draft->plan.year;
	struct plan last;
	int code = plan_find(act->db, act->jurisdiction_id, year - 1, act->arena, &last, err);

	if (code == -ERR_NOT_FOUND || (!code && !last.version))
		return error_set(err, ERR_RULE, "The year before has no published plan.",
				 "上一年度没有已发布的计划。");
	if (!code)
		code = plan_tree_load(act->db, &last, last.version, act->arena, &copying->tree, err);
	if (!code)
		code = plan_book_load(act->db, act->jurisdiction_id, year, act->arena,
				      &copying->book, err);
	if (code)
		return code;
	copying->new_ids = ARENA_ARRAY(act->arena, int64_t, copying->tree.count + 1);
	return copying->new_ids ? 0 : error_broken(err, ERR_MEMORY, "a plan to copy");
}

int plan_start_from_last_year(struct act *act, const struct plan_draft *draft, struct error *err)
{
	struct copying copying = { .act = act, .draft = draft };
	int code = load(&copying, err);

	for (size_t i = 0; !code && i < copying.tree.count; i++)
		code = copy_node(&copying, i, err);
	plan_book_release(&copying.book);
	return code;
}
