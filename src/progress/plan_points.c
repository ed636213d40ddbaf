/*
 * plan_points.c - see plan_points.h.
 */
#include "progress/plan_points.h"

#include "base/id.h"

#define HEAD_FIELDS 9
#define ITEM_FIELDS 11

static int out_of_memory(struct error *err)
{
	return error_broken(err, ERR_MEMORY, "points from the plan");
}

/* Selection ----------------------------------------------------------------------------------- */

static bool names(const struct str *items, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(items[i], text))
			return true;
	return count == 0;
}

/* The item, or an area or task above it, is named. */
static bool in_areas(const struct plan_tree *tree, const struct scheme_plan *rule, size_t node)
{
	if (!rule->area_count)
		return true;
	for (; node != PLAN_NO_NODE; node = tree->nodes[node].parent)
		if (names(rule->areas, rule->area_count, tree->nodes[node].item.code))
			return true;
	return false;
}

static bool is_selected(const struct plan_tree *tree, const struct scheme_plan *rule, size_t node)
{
	const char *source = plan_item_sources[tree->nodes[node].item.source].name;

	return names(rule->sources, rule->source_count, str_from(source)) &&
	       in_areas(tree, rule, node);
}

/* Rounds when per cents with many places meet: what is taken off has at most four. */
static void take_off(struct rollup_lead *lead, struct decimal share, struct decimal late)
{
	struct rational part;
	struct decimal cost;

	if (rational_multiply(rational_from_decimal(share), rational_from_decimal(late), &part) &&
	    rational_divide(part, rational_from_int(100), &part) &&
	    rational_round(part, DECIMAL_PLACES, &cost))
		lead->accepted.scaled -= cost.scaled;
}

static void charge_late(struct plan_selection *it, size_t at)
{
	const struct board_row *row = &it->board->rows[at];

	for (size_t i = 0; i < row->count; i++) {
		const struct board_point *point = &row->points[i];
		bool late = point->dates.due != CIVIL_NO_DAY &&
			    point->facts.reported_day != CIVIL_NO_DAY &&
			    point->facts.reported_day > point->dates.due;
		if (!point->counts || !late || !point->share.scaled)
			continue;
		take_off(&it->leads[at], point->share, it->rule->late);
		it->late[at]++;
	}
}

/* Items alone, each of weight 1, so that the roll-up's top is their average. */
static int flatten(struct plan_selection *it, struct arena *arena, struct error *err)
{
	const struct plan_tree *from = &it->board->tree;
	struct plan_node *nodes = ARENA_ARRAY(arena, struct plan_node, from->count + 1);
	size_t count = 0;

	if (!nodes)
		return out_of_memory(err);
	for (size_t i = 0; i < from->count; i++) {
		if (from->nodes[i].item.kind != PLAN_ITEM || !from->nodes[i].item.weight.scaled)
			continue;
		nodes[count] = from->nodes[i];
		nodes[count].parent = PLAN_NO_NODE;
		nodes[count].end = count + 1;
		nodes[count].item.weight = DECIMAL_OF(1);
		count++;
	}
	it->tree.nodes = nodes;
	it->tree.count = count;
	return 0;
}

int plan_selection_make(const struct board *board, const struct scheme_plan *rule,
			struct arena *arena, struct plan_selection *out, struct error *err)
{
	size_t count = board->tree.lead_count;
	struct plan_selection it = { .board = board,
				     .rule = rule,
				     .tree = board->tree,
				     .leads = ARENA_ARRAY(arena, struct rollup_lead, count + 1),
				     .selected = ARENA_ARRAY(arena, bool, count + 1),
				     .late = ARENA_ARRAY(arena, size_t, count + 1) };

	if (!it.leads || !it.selected || !it.late)
		return out_of_memory(err);
	for (size_t i = 0; i < count; i++) {
		it.selected[i] = is_selected(&board->tree, rule, board->tree.leads[i].node);
		if (!it.selected[i])
			continue;
		it.leads[i] = board->leads[i];
		if (rule->late.scaled)
			charge_late(&it, i);
	}
	int code = rule->equal_weights ? flatten(&it, arena, err) : 0;
	if (!code)
		*out = it;
	return code;
}

/* Points -------------------------------------------------------------------------------------- */

/* part of whole; the caller's number stays when it does not fit, and `rounded` says so. */
static void part_of(struct rational *share, struct decimal part, struct decimal whole, bool *rounded)
{
	struct rational factor;
	struct decimal near;

	if (!rational_divide(rational_from_decimal(part), rational_from_decimal(whole), &factor))
		return;
	if (rational_multiply(*share, factor, share))
		return;
	*rounded = true;
	if (rational_round(*share, DECIMAL_PLACES, &near) &&
	    !rational_multiply(rational_from_decimal(near), factor, share))
		*share = rational_from_decimal(near);
}

/* Each node's share of the due weight, from the top down. */
static void share_out(const struct plan_tree *tree, const struct rollup_node *nodes,
		      const struct rollup_node *body, struct rational *shares, bool *rounded)
{
	for (size_t i = 0; i < tree->count; i++) {
		size_t parent = tree->nodes[i].parent;
		const struct rollup_node *above = parent == PLAN_NO_NODE ? body : &nodes[parent];

		shares[i] = rational_from_int(0);
		if (!nodes[i].counts || !above->counts || !tree->nodes[i].item.weight.scaled)
			continue;
		shares[i] = parent == PLAN_NO_NODE ? rational_from_int(1) : shares[parent];
		part_of(&shares[i], tree->nodes[i].item.weight, above->weight, rounded);
	}
}

static void list_items(const struct plan_selection *it, int64_t unit_id,
		       const struct rollup_node *nodes, const struct rational *shares,
		       struct plan_points *out)
{
	for (size_t i = 0; i < it->tree.count; i++) {
		const struct plan_node *node = &it->tree.nodes[i];

		if (node->item.kind != PLAN_ITEM || !shares[i].numerator)
			continue;
		for (size_t k = 0; k < node->lead_count; k++) {
			size_t lead = (size_t)(&node->leads[k] - it->board->tree.leads);
			struct plan_points_item item = { .lead = lead, .share = shares[i],
							 .late = it->late[lead] };

			if (node->leads[k].assignment.unit_id != unit_id ||
			    !rollup_lead_value(&it->leads[lead], &item.value))
				continue;
			part_of(&item.share, DECIMAL_OF(1), nodes[i].weight, &out->rounded);
			out->items[out->count++] = item;
		}
	}
}

static size_t count_assigned(const struct plan_selection *it, int64_t unit_id)
{
	size_t count = 0;

	for (size_t i = 0; i < it->board->tree.lead_count; i++)
		count += it->selected[i] &&
			 it->board->tree.leads[i].assignment.unit_id == unit_id;
	return count;
}

int plan_points_compute(const struct plan_selection *selection, int64_t unit_id,
			struct arena *arena, struct plan_points *out, struct error *err)
{
	const struct rollup_scope scope = { .unit_id = unit_id };
	size_t count = selection->tree.count, assigned = count_assigned(selection, unit_id);
	struct rollup_node *nodes = ARENA_ARRAY(arena, struct rollup_node, count + 1), body;
	struct rational *shares = ARENA_ARRAY(arena, struct rational, count + 1);

	*out = (struct plan_points){ .assigned = assigned > 0 };
	out->items = ARENA_ARRAY(arena, struct plan_points_item, assigned + 1);
	if (!nodes || !shares || !out->items)
		return out_of_memory(err);
	int code = rollup_compute(&selection->tree, selection->leads, scope, nodes, &body, err);
	if (code)
		return code;
	out->counts = body.counts;
	out->rounded = body.rounded;
	out->value = body.value;
	share_out(&selection->tree, nodes, &body, shares, &out->rounded);
	list_items(selection, unit_id, nodes, shares, out);
	return 0;
}

bool plan_points_of(const struct plan_points *points, struct decimal maximum, struct decimal *out)
{
	struct rational product;

	return rational_multiply(points->value, rational_from_decimal(maximum), &product) &&
	       rational_round(product, DECIMAL_PLACES, out);
}

/* Text ---------------------------------------------------------------------------------------- */

static void add_decimal(struct buf *buf, struct decimal value)
{
	char text[DECIMAL_TEXT_BYTES];

	buf_add_text(buf, decimal_format_short(value, text));
	buf_add_text(buf, "\t");
}

static void add_rational(struct buf *buf, struct rational value)
{
	char text[RATIONAL_TEXT_BYTES];

	buf_add_text(buf, rational_format(value, text));
	buf_add_text(buf, "\t");
}

/* Tabs and line ends divide what is written here. */
static void add_clean(struct buf *buf, struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		bool divides = text.bytes[i] == '\t' || text.bytes[i] == '\n' ||
			       text.bytes[i] == '\r';

		buf_add(buf, divides ? " " : &text.bytes[i], 1);
	}
}

static void add_item(struct buf *buf, const struct plan_selection *it,
		     const struct plan_points_item *item, struct decimal maximum)
{
	const struct plan_lead *lead = &it->board->tree.leads[item->lead];
	const struct plan_item *plan = &it->board->tree.nodes[lead->node].item;
	const struct rollup_lead *value = &it->leads[item->lead];
	struct plan_points part = { .value = item->value };
	struct decimal points = { 0 };
	struct rollup_node node = { .counts = true, .value = item->value };
	char id[ID_TEXT_BYTES], other[ID_TEXT_BYTES];
	struct rational percent;
	struct decimal rounded = { 0 };

	if (rational_multiply(item->share, item->value, &part.value) &&
	    !plan_points_of(&part, maximum, &points))
		points.scaled = 0;
	if (rational_multiply(node.value, rational_from_int(100), &percent) &&
	    !rational_round(percent, 1, &rounded))
		rounded.scaled = 0;
	buf_add_format(buf, "%s\t%s\t%s\t%lld\t", id_format(plan->item_id, id),
		       id_format(lead->assignment.head.id, other), plan->confidential ? "c" : "-",
		       (long long)value->counted);
	add_decimal(buf, value->accepted);
	add_decimal(buf, rounded);
	buf_add_format(buf, "%zu\t", item->late);
	add_rational(buf, item->share);
	add_decimal(buf, points);
	add_clean(buf, plan->code);
	buf_add_text(buf, "\t");
	add_clean(buf, plan->title);
	buf_add_text(buf, "\n");
}

static void add_head(struct buf *buf, const struct plan_selection *it,
		     const struct plan_points *points, struct decimal maximum)
{
	const struct plan_tree *tree = &it->board->tree;
	char day[CIVIL_TEXT_BYTES];
	struct decimal total = { 0 };

	if (!points->counts || !plan_points_of(points, maximum, &total))
		total.scaled = 0;
	buf_add_format(buf, "%lld\t%lld\t%s\t", (long long)tree->plan.year,
		       (long long)tree->version, civil_format(it->board->today, day));
	add_rational(buf, points->counts ? points->value : rational_from_int(0));
	add_decimal(buf, maximum);
	add_decimal(buf, total);
	add_decimal(buf, it->rule->late);
	buf_add_format(buf, "%s\t%s\n", it->rule->equal_weights ? "equal" : "plan",
		       points->rounded ? "rounded" : "exact");
}

int plan_points_format(const struct plan_selection *selection, const struct plan_points *points,
		       struct decimal maximum, struct arena *arena, struct str *out,
		       struct error *err)
{
	struct buf buf;

	buf_init(&buf, (size_t)4 << 20);
	add_head(&buf, selection, points, maximum);
	for (size_t i = 0; i < points->count; i++)
		add_item(&buf, selection, &points->items[i], maximum);
	*out = buf_failed(&buf) ? STR_EMPTY : arena_str(arena, buf_str(&buf));
	buf_release(&buf);
	return out->length ? 0 : out_of_memory(err);
}

/* The fields of the next line; false when there are others than `count` of them. */
static bool next_line(struct str *text, struct str *fields, size_t count)
{
	struct str line = str_split(text, '\n');
	size_t tabs = 0;

	for (size_t i = 0; i < line.length; i++)
		tabs += line.bytes[i] == '\t';
	for (size_t i = 0; i < count; i++)
		fields[i] = str_split(&line, '\t');
	return tabs + 1 == count;
}

static bool parse_head(struct str *text, struct plan_basis *out)
{
	struct str fields[HEAD_FIELDS];
	int64_t year;

	if (!next_line(text, fields, HEAD_FIELDS) ||
	    !str_parse_int(fields[0], CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year) ||
	    !civil_parse(fields[2], &out->day))
		return false;
	out->year = (int)year;
	out->version = fields[1];
	out->value = fields[3];
	out->maximum = fields[4];
	out->points = fields[5];
	out->late = fields[6];
	out->equal_weights = str_equal(fields[7], STR("equal"));
	out->rounded = str_equal(fields[8], STR("rounded"));
	return true;
}

static bool parse_item(struct str *text, struct plan_basis_item *out)
{
	struct str fields[ITEM_FIELDS];

	if (!next_line(text, fields, ITEM_FIELDS) || !id_parse(fields[0], &out->item_id) ||
	    !id_parse(fields[1], &out->assignment_id))
		return false;
	out->confidential = str_equal(fields[2], STR("c"));
	out->counted = fields[3];
	out->accepted = fields[4];
	out->percent = fields[5];
	out->late = fields[6];
	out->share = fields[7];
	out->points = fields[8];
	out->code = fields[9];
	out->title = fields[10];
	return true;
}

int plan_basis_parse(struct str text, struct arena *arena, struct plan_basis *out,
		     struct error *err)
{
	struct str rest = arena_str(arena, text);
	size_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.bytes[i] == '\n';
	*out = (struct plan_basis){ .items = ARENA_ARRAY(arena, struct plan_basis_item, lines + 1) };
	if (!out->items || (text.length && !rest.bytes))
		return out_of_memory(err);
	if (!parse_head(&rest, out))
		return error_broken(err, ERR_CORRUPT, "basis of a mark: %.*s", STR_ARG(text));
	while (rest.length)
		if (!parse_item(&rest, &out->items[out->count++]))
			return error_broken(err, ERR_CORRUPT, "basis of a mark, item %zu",
					    out->count);
	return 0;
}
