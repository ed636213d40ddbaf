/*
 * rollup.c - see rollup.h.
 *
 * Nodes stand before those below them, so one walk from the last to the first adds each node to its parent
 * when all below it is known.
 */
#include "progress/rollup.h"

struct sum {
	struct rational value; /* Σ weight × value */
	int64_t weight;	       /* scaled as struct decimal */
	size_t parts;
	bool rounded, failed;
};

static const struct rational zero = { 0, 1 };

/* To ten-thousandths of a per cent: 10^-6. */
static bool round_value(struct rational *value)
{
	struct rational percent;
	struct decimal rounded;

	if (!rational_multiply(*value, rational_from_int(100), &percent) ||
	    !rational_round(percent, DECIMAL_PLACES, &rounded))
		return false;
	return rational_divide(rational_from_decimal(rounded), rational_from_int(100), value);
}

static bool add_weighted(struct sum *sum, struct rational value, int64_t weight)
{
	struct rational part;

	return rational_multiply(value, rational_from_decimal((struct decimal){ weight }), &part) &&
	       rational_add(sum->value, part, &sum->value);
}

static void add(struct sum *sum, const struct rollup_node *node, int64_t weight)
{
	struct rational value = node->value;

	sum->parts++;
	sum->weight += weight;
	sum->rounded |= node->rounded;
	if (add_weighted(sum, value, weight))
		return;
	/* Rounding what is here and what comes keeps the denominators small. */
	sum->rounded = true;
	sum->failed |= !round_value(&value) || !round_value(&sum->value) ||
		       !add_weighted(sum, value, weight);
}

static int finish(const struct sum *sum, struct rollup_node *out, struct error *err)
{
	*out = (struct rollup_node){ .counts = sum->parts > 0,
				     .rounded = sum->rounded,
				     .value = zero,
				     .weight = { sum->weight },
				     .parts = sum->parts };
	if (!out->counts)
		return 0;
	struct rational whole = rational_from_decimal(out->weight), value = sum->value;
	if (sum->failed || (!rational_divide(value, whole, &out->value) &&
			    (!round_value(&value) || !rational_divide(value, whole, &out->value))))
		return error_broken(err, ERR_BROKEN, "a roll-up does not fit");
	return 0;
}

bool rollup_lead_value(const struct rollup_lead *lead, struct rational *out)
{
	struct rational count = rational_from_int(100 * lead->counted);

	return lead->counted > 0 &&
	       rational_divide(rational_from_decimal(lead->accepted), count, out);
}

static void add_lead(const struct plan_lead *lead, const struct rollup_lead *brings,
		     const struct rollup_scope *scope, struct sum *sum)
{
	struct rollup_node value = { .counts = true };

	if (scope->unit_id && lead->assignment.unit_id != scope->unit_id)
		return;
	if (rollup_lead_value(brings, &value.value))
		add(sum, &value, DECIMAL_ONE);
}

/* The assignments of an item. Nodes are asked for from the last to the first: those of `only` that are
 * done fall off its end. */
static void add_leads(const struct plan_tree *tree, const struct rollup_lead *leads,
		      struct rollup_scope *scope, size_t node, struct sum *sum)
{
	const struct plan_node *it = &tree->nodes[node];
	bool asked = !scope->leader_id || it->item.leader_id == scope->leader_id;

	for (size_t i = 0; asked && !scope->only && i < it->lead_count; i++)
		add_lead(&it->leads[i], &leads[&it->leads[i] - tree->leads], scope, sum);
	while (scope->only_count && tree->leads[scope->only[scope->only_count - 1]].node >= node) {
		size_t at = scope->only[--scope->only_count];
		if (asked && tree->leads[at].node == node)
			add_lead(&tree->leads[at], &leads[at], scope, sum);
	}
}

/* Below a node: its leads when it is an item, else its children, which come behind it. */
static void add_below(const struct plan_tree *tree, const struct rollup_node *nodes, size_t first,
		      size_t end, struct sum *sum)
{
	for (size_t i = first; i < end; i = tree->nodes[i].end)
		if (nodes[i].counts && tree->nodes[i].item.weight.scaled > 0)
			add(sum, &nodes[i], tree->nodes[i].item.weight.scaled);
}

int rollup_compute(const struct plan_tree *tree, const struct rollup_lead *leads,
		   struct rollup_scope scope, struct rollup_node *nodes,
		   struct rollup_node *out_body, struct error *err)
{
	struct sum body = { .value = zero };
	int code = 0;

	for (size_t i = tree->count; !code && i-- > 0;) {
		struct sum sum = { .value = zero };
		if (tree->nodes[i].item.kind == PLAN_ITEM)
			add_leads(tree, leads, &scope, i, &sum);
		else
			add_below(tree, nodes, i + 1, tree->nodes[i].end, &sum);
		code = finish(&sum, &nodes[i], err);
	}
	add_below(tree, nodes, 0, tree->count, &body);
	return code ? code : finish(&body, out_body, err);
}

struct str rollup_percent(const struct rollup_node *node, struct arena *arena)
{
	struct rational percent;
	struct decimal rounded;
	char text[DECIMAL_TEXT_BYTES];

	if (!node->counts || !rational_multiply(node->value, rational_from_int(100), &percent) ||
	    !rational_round(percent, 1, &rounded))
		return STR("—");
	return arena_format(arena, "%s", decimal_format(rounded, 1, text));
}
