/*
 * unit_change_apply.c - write what a plan says, in the order in which each step leaves the rules whole:
 * first what hangs on the ending units lets go, then they end, then the new ones begin and take over.
 */
#include "people/unit_change.h"

#include "people/unit_name.h"

static int end_grants(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->grant_count; i++)
		code = role_grant_end(act, &plan->grants[i].grant, err);
	return code;
}

static bool stays(const struct unit_change_plan *plan, const struct unit_change_post *row)
{
	return row->target >= 0 && plan->after[row->target].head.id == row->post.unit_id;
}

/* A post that ends keeps its last day as the one on which it would have ended, for its successor. */
static int end_posts(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->post_count; i++) {
		struct post ended = plan->posts[i].post;
		if (stays(plan, &plan->posts[i]))
			continue;
		ended.to_day = plan->change.day - 1;
		code = post_update(act, &ended, err);
	}
	return code;
}

static int begin_posts(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->post_count; i++) {
		const struct unit_change_post *row = &plan->posts[i];
		struct post begun = row->post;
		if (row->target < 0 || row->held || stays(plan, row))
			continue;
		begun.head = (struct record_head){ 0 };
		begun.unit_id = plan->after[row->target].head.id;
		begun.from_day = plan->change.day;
		code = post_create(act, &begun, err);
	}
	return code;
}

static int remove_members(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->member_count; i++)
		code = act_remove(act, &group_member_record, &plan->members[i].member, err);
	return code;
}

static int take_places(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->member_count; i++)
		for (size_t j = 0; !code && j < plan->after_count; j++) {
			const struct unit_change_member *row = &plan->members[i];
			struct group_member heir = { .year = row->member.year,
						     .group_id = row->member.group_id,
						     .unit_id = plan->after[j].head.id };
			if (row->heirs >> j & 1u)
				code = group_member_create(act, &heir, err);
		}
	return code;
}

static int end_units(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->before_count; i++) {
		if (!plan->ends[i])
			continue;
		plan->before[i].to_day = plan->change.day - 1;
		code = act_update(act, &unit_record, &plan->before[i], err);
	}
	return code;
}

static int begin_units(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->after_count; i++)
		if (!plan->after[i].head.id)
			code = unit_create(act, &plan->after[i], err);
	return code;
}

/* First those that become ancestors, so that no step makes a circle. */
static int move_children(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; !code && i < plan->child_count; i++) {
			struct unit_change_child *row = &plan->children[i];
			int64_t parent = row->parent < 0 ? row->parent_id
							 : plan->after[row->parent].head.id;
			if ((row->parent < 0) != (pass == 0) || row->unit.parent_id == parent)
				continue;
			row->unit.parent_id = parent;
			code = unit_update(act, &row->unit, err);
		}
	return code;
}

static int rename_unit(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	struct unit *unit = &plan->after[0];
	struct unit_name former = { .unit_id = unit->head.id,
				    .name = unit->name,
				    .to_day = plan->change.day - 1,
				    .last_year = unit_name_last_year(plan->change.day - 1),
				    .change_id = plan->change.head.id };
	int code = act_create(act, &unit_name_record, &former, err);
	if (code)
		return code;
	unit->name = plan->change.name_after;
	return unit_update(act, unit, err);
}

static int write_units(struct act *act, const struct unit_change_plan *plan, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < plan->before_count; i++) {
		struct unit_change_unit row = { .change_id = plan->change.head.id,
						.unit_id = plan->before[i].head.id,
						.side = UNIT_CHANGE_BEFORE };
		code = act_create(act, &unit_change_unit_record, &row, err);
	}
	for (size_t i = 0; !code && i < plan->after_count; i++) {
		struct unit_change_unit row = { .change_id = plan->change.head.id,
						.unit_id = plan->after[i].head.id,
						.side = UNIT_CHANGE_AFTER };
		code = act_create(act, &unit_change_unit_record, &row, err);
	}
	return code;
}

/* The successors below which children come must exist and the ended ones not be in the way. */
static int regroup(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int (*const steps[])(struct act * act, struct unit_change_plan * plan, struct error * err) = {
		end_grants,  end_posts,	    remove_members, begin_units, move_children,
		end_units,   begin_posts,   take_places,
	};
	int code = 0;
	for (size_t i = 0; !code && i < ARRAY_LENGTH(steps); i++)
		code = steps[i](act, plan, err);
	return code;
}

int unit_change_apply(struct act *act, struct unit_change_plan *plan, struct error *err)
{
	int code = act_create(act, &unit_change_record, &plan->change, err);
	if (!code)
		code = plan->change.kind == UNIT_RENAME ? rename_unit(act, plan, err)
							: regroup(act, plan, err);
	return code ? code : write_units(act, plan, err);
}
