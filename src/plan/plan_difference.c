/*
 * plan_difference.c - see plan_difference.h.
 */
#include "plan/plan_difference.h"

/* What a reader calls a change; the order below the parent is none. */
static const char *const told[] = { "code", "title", "measure", "weight", "due", "leader_id",
				    "source", "source_note", "confidential", "kind", "parent_id" };

#define FIELDS_MAXIMUM (ARRAY_LENGTH(told) + 1)

/* Lead units and their co-units in one line; the same text means the same answerers. */
static struct str answerers_text(const struct plan_node *node, struct arena *arena)
{
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < node->lead_count; i++) {
		const struct plan_lead *lead = &node->leads[i];
		text = arena_format(arena, "%.*s%s%.*s", STR_ARG(text), i ? "；" : "",
				    STR_ARG(lead->unit->name));
		for (size_t j = 0; j < lead->co_count; j++) {
			const struct plan_co_unit *co = &lead->co_units[j];
			text = arena_format(arena, "%.*s%s%.*s", STR_ARG(text), j ? "、" : " + ",
					    STR_ARG(co->unit->name));
			if (co->co.part.length)
				text = arena_format(arena, "%.*s（%.*s）", STR_ARG(text),
						    STR_ARG(co->co.part));
		}
	}
	return text;
}

/* References as a reader knows them: a leader's name, a parent's code. */
static struct str value_text(const struct plan_tree *tree, const struct plan_node *node,
			     const struct field *field, struct arena *arena)
{
	if (field->offset == offsetof(struct plan_item, leader_id))
		return node->leader_name;
	if (field->offset == offsetof(struct plan_item, parent_id))
		return node->parent == PLAN_NO_NODE ? STR_EMPTY
						    : tree->nodes[node->parent].item.code;
	return field_format(field, &node->item, arena);
}

struct pair {
	const struct plan_tree *before_tree, *after_tree;
	const struct plan_node *before, *after;
};

static void compare_fields(const struct pair *pair, struct arena *arena,
			   struct plan_change *change)
{
	struct str before = answerers_text(pair->before, arena);
	struct str after = answerers_text(pair->after, arena);

	for (size_t i = 0; i < ARRAY_LENGTH(told); i++) {
		const struct field *field = record_field(&plan_item_record, str_from(told[i]));
		if (field_equal(field, &pair->before->item, &pair->after->item))
			continue;
		change->fields[change->field_count++] = (struct plan_change_field){
			field, value_text(pair->before_tree, pair->before, field, arena),
			value_text(pair->after_tree, pair->after, field, arena)
		};
	}
	if (!str_equal(before, after))
		change->fields[change->field_count++] =
			(struct plan_change_field){ NULL, before, after };
}

static int compare_node(const struct pair *pair, struct arena *arena, struct plan_changes *changes,
			struct error *err)
{
	struct plan_change *change = &changes->items[changes->count];

	*change = (struct plan_change){ .kind = PLAN_CHANGED, .item = &pair->after->item };
	change->fields = ARENA_ARRAY(arena, struct plan_change_field, FIELDS_MAXIMUM);
	if (!change->fields)
		return error_broken(err, ERR_MEMORY, "the difference of two plans");
	compare_fields(pair, arena, change);
	changes->count += change->field_count > 0;
	return 0;
}

int plan_difference(const struct plan_tree *before, const struct plan_tree *after,
		    struct arena *arena, struct plan_changes *out, struct error *err)
{
	struct plan_changes changes = { .count = 0 };
	int code = 0;

	changes.items = ARENA_ARRAY(arena, struct plan_change, before->count + after->count + 1);
	if (!changes.items)
		return error_broken(err, ERR_MEMORY, "the difference of two plans");
	for (size_t i = 0; !code && i < after->count; i++) {
		size_t at = plan_tree_find(before, after->nodes[i].item.item_id);
		if (at == PLAN_NO_NODE) {
			changes.items[changes.count++] =
				(struct plan_change){ PLAN_ADDED, &after->nodes[i].item, NULL, 0 };
			continue;
		}
		const struct pair pair = { before, after, &before->nodes[at], &after->nodes[i] };
		code = compare_node(&pair, arena, &changes, err);
	}
	for (size_t i = 0; i < before->count; i++)
		if (plan_tree_find(after, before->nodes[i].item.item_id) == PLAN_NO_NODE)
			changes.items[changes.count++] = (struct plan_change){
				PLAN_WITHDRAWN, &before->nodes[i].item, NULL, 0
			};
	if (!code)
		*out = changes;
	return code;
}
