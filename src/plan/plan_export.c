/*
 * plan_export.c - see plan_export.h.
 */
#include "plan/plan_export.h"

#include "plan/plan_due.h"

/* Whether an earlier lead unit told this co-unit already. */
static bool is_told(const struct plan_node *node, size_t before, int64_t unit_id)
{
	for (size_t i = 0; i < before; i++)
		for (size_t j = 0; j < node->leads[i].co_count; j++)
			if (node->leads[i].co_units[j].unit->id == unit_id)
				return true;
	return false;
}

static void write_units(struct csv_writer *csv, const struct plan_node *node, struct arena *arena)
{
	struct str lead = STR_EMPTY, co = STR_EMPTY;

	for (size_t i = 0; i < node->lead_count; i++)
		lead = arena_format(arena, "%.*s%s%.*s", STR_ARG(lead), i ? "；" : "",
				    STR_ARG(node->leads[i].unit->code));
	csv_write_cell(csv, lead);
	/* Every lead unit has the same co-units but itself: those of all, each once. */
	for (size_t i = 0; i < node->lead_count; i++)
		for (size_t j = 0; j < node->leads[i].co_count; j++) {
			const struct plan_co_unit *unit = &node->leads[i].co_units[j];
			if (i && is_told(node, i, unit->unit->id))
				continue;
			co = arena_format(arena, "%.*s%s%.*s", STR_ARG(co), co.length ? "；" : "",
					  STR_ARG(unit->unit->code));
			if (unit->co.part.length)
				co = arena_format(arena, "%.*s（%.*s）", STR_ARG(co),
						  STR_ARG(unit->co.part));
		}
	csv_write_cell(csv, co);
}

static void write_choice(struct csv_writer *csv, const struct field_choice *choice,
			 enum language language)
{
	csv_write_cell(csv, str_from(language == LANGUAGE_ZH ? message_text(choice->label, language)
							     : choice->name));
}

static void write_node(struct csv_writer *csv, const struct plan_tree *tree,
		       const struct plan_node *node, enum language language, struct arena *arena)
{
	const struct plan_item *item = &node->item;
	bool chinese = language == LANGUAGE_ZH;
	char text[DECIMAL_TEXT_BYTES];

	csv_write_number(csv, arena_format(arena, "%lld", (long long)tree->plan.year));
	csv_write_cell(csv, item->code);
	csv_write_cell(csv, node->parent == PLAN_NO_NODE ? STR_EMPTY
							 : tree->nodes[node->parent].item.code);
	write_choice(csv, &plan_item_kinds[item->kind], language);
	csv_write_cell(csv, item->title);
	csv_write_cell(csv, item->measure);
	csv_write_number(csv, str_from(decimal_format_short(item->weight, text)));
	csv_write_cell(csv, plan_due_shown(item->due, chinese, arena));
	write_units(csv, node, arena);
	csv_write_cell(csv, node->leader_code);
	write_choice(csv, &plan_item_sources[item->source], language);
	csv_write_cell(csv, item->source_note);
	csv_write_cell(csv, item->confidential ? (chinese ? STR("是") : STR("yes"))
					       : (chinese ? STR("否") : STR("no")));
	csv_write_row_end(csv);
}

void plan_export(const struct plan_tree *tree, enum language language, struct csv_writer *csv,
		 struct arena *arena)
{
	for (size_t i = 0; i < tree->count; i++)
		if (!tree->nodes[i].hidden)
			write_node(csv, tree, &tree->nodes[i], language, arena);
}
