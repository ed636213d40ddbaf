/*
 * plan_tree.c - see plan_tree.h.
 *
 * Four queries, each in the order in which it is joined here: nodes by position (then put below their
 * parents), units by id, lead units and co-units by item.
 */
#include "plan/plan_tree.h"

#include <stdlib.h>

#include "people/record_find.h"
#include "statements_assignment.h"
#include "statements_plan_item.h"
#include "statements_plan_tree.h"

/* What is read, before it is put in order. */
struct loading {
	struct db *db;
	struct arena *arena;
	struct plan_tree *tree;
	struct plan_item *items; /* each level in its order */
	/* Indexes into items; the first area is first_child[count]. */
	size_t *first_child, *next_sibling;
	size_t placed;
};

/* Order -------------------------------------------------------------------------------------------- */

struct id_index {
	int64_t id;
	size_t index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_index *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

/* Position in `sorted` of the id, or `count`. */
static size_t find_id(const struct id_index *sorted, size_t count, int64_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sorted[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && sorted[low].id == id ? low : count;
}

/* Chain each item to its parent, the last first, so that chains keep the order. */
static int chain(struct loading *loading, size_t count, struct error *err)
{
	struct id_index *sorted = ARENA_ARRAY(loading->arena, struct id_index, count + 1);

	loading->first_child = ARENA_ARRAY(loading->arena, size_t, count + 1);
	loading->next_sibling = ARENA_ARRAY(loading->arena, size_t, count + 1);
	if (!sorted || !loading->first_child || !loading->next_sibling)
		return error_broken(err, ERR_MEMORY, "a plan of %zu items", count);
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct id_index){ loading->items[i].item_id, i };
	qsort(sorted, count, sizeof(*sorted), compare_ids);
	for (size_t i = 0; i <= count; i++)
		loading->first_child[i] = PLAN_NO_NODE;
	for (size_t i = count; i-- > 0;) {
		size_t at = find_id(sorted, count, loading->items[i].parent_id);
		size_t parent = at < count ? sorted[at].index : count;
		if (loading->items[i].parent_id && parent == count)
			return error_broken(err, ERR_CORRUPT, "a plan's item without its parent");
		loading->next_sibling[i] = loading->first_child[parent];
		loading->first_child[parent] = i;
	}
	return 0;
}

/* Put a chain and all below it into the tree; three levels at most (plan_item_fits). */
static void place(struct loading *loading, size_t first, size_t parent, int depth)
{
	struct plan_tree *tree = loading->tree;

	for (size_t i = first; i != PLAN_NO_NODE; i = loading->next_sibling[i]) {
		size_t at = loading->placed++;
		tree->nodes[at] = (struct plan_node){ .item = loading->items[i], .parent = parent,
						      .depth = depth };
		place(loading, loading->first_child[i], at, depth + 1);
		tree->nodes[at].end = loading->placed;
	}
}

static int index_nodes(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	struct id_index *sorted = ARENA_ARRAY(loading->arena, struct id_index, tree->count + 1);

	tree->by_id = ARENA_ARRAY(loading->arena, size_t, tree->count + 1);
	if (!sorted || !tree->by_id)
		return error_broken(err, ERR_MEMORY, "a plan of %zu items", tree->count);
	for (size_t i = 0; i < tree->count; i++)
		sorted[i] = (struct id_index){ tree->nodes[i].item.item_id, i };
	qsort(sorted, tree->count, sizeof(*sorted), compare_ids);
	for (size_t i = 0; i < tree->count; i++)
		tree->by_id[i] = sorted[i].index;
	return 0;
}

static struct db_args version_args(const struct plan_tree *tree, struct db_arg storage[3])
{
	storage[0] = db_int("jurisdiction_id", tree->plan.head.jurisdiction_id);
	storage[1] = db_int("plan_id", tree->plan.head.id);
	storage[2] = db_int("version", tree->version);
	return (struct db_args){ storage, 3 };
}

static int load_nodes(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	struct db_arg storage[3];
	const struct record_query query = { &plan_item_record, STATEMENT_PLAN_ITEMS_IN_VERSION,
					    version_args(tree, storage) };
	int code = record_find_all(loading->db, &query, loading->arena, &loading->items,
				   &tree->count, err);

	if (!code)
		code = chain(loading, tree->count, err);
	if (code)
		return code;
	tree->nodes = ARENA_ARRAY(loading->arena, struct plan_node, tree->count + 1);
	if (!tree->nodes)
		return error_broken(err, ERR_MEMORY, "a plan of %zu items", tree->count);
	place(loading, loading->first_child[tree->count], PLAN_NO_NODE, 0);
	return index_nodes(loading, err);
}

/* Units and leaders ---------------------------------------------------------------------------------- */

static int take_unit(struct plan_tree *tree, struct db_query *query, struct arena *arena,
		     struct error *err)
{
	size_t count = tree->unit_count;

	if ((count & (count - 1)) == 0) {
		struct plan_unit *grown =
			ARENA_ARRAY(arena, struct plan_unit, count ? 2 * count : 1);
		if (!grown)
			return error_broken(err, ERR_MEMORY, "units of a plan");
		if (count)
			memcpy(grown, tree->units, count * sizeof(*grown));
		tree->units = grown;
	}
	tree->units[tree->unit_count++] = (struct plan_unit){
		.id = db_query_int(query, 0),
		.code = db_query_copy(query, 1, arena),
		.name = db_query_copy(query, 2, arena),
	};
	return 0;
}

static int load_units(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	struct db_query *query;
	int code = db_query_open(
		loading->db, STATEMENT_PLAN_UNITS,
		DB_ARGS(db_int("jurisdiction_id", tree->plan.head.jurisdiction_id),
			db_int("plan_id", tree->plan.head.id), db_int("version", tree->version),
			db_int("year", tree->plan.year)),
		&query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = take_unit(tree, query, loading->arena, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int load_leaders(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	struct db_arg storage[3];
	struct db_query *query;
	int code = db_query_open(loading->db, STATEMENT_PLAN_LEADERS, version_args(tree, storage),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0);
		struct str code_text = db_query_copy(query, 1, loading->arena);
		struct str name = db_query_copy(query, 2, loading->arena);
		for (size_t i = 0; i < tree->count; i++) {
			struct plan_node *node = &tree->nodes[i];
			if (node->item.leader_id != id)
				continue;
			node->leader_code = code_text;
			node->leader_name = name;
		}
	}
	db_query_close(query);
	return code;
}

/* Who answers ---------------------------------------------------------------------------------------- */

static const struct plan_unit *unit_of(const struct id_index *sorted, const struct plan_tree *tree,
				       int64_t id)
{
	size_t at = find_id(sorted, tree->unit_count, id);

	return at < tree->unit_count ? &tree->units[sorted[at].index] : NULL;
}

static struct id_index *sort_units(struct loading *loading)
{
	const struct plan_tree *tree = loading->tree;
	struct id_index *sorted =
		ARENA_ARRAY(loading->arena, struct id_index, tree->unit_count + 1);

	for (size_t i = 0; sorted && i < tree->unit_count; i++)
		sorted[i] = (struct id_index){ tree->units[i].id, i };
	if (sorted)
		qsort(sorted, tree->unit_count, sizeof(*sorted), compare_ids);
	return sorted;
}

/* Count the leads of each node, then give each node its part of the one array. */
static int share_leads(struct plan_tree *tree, const struct assignment *assignments, size_t count,
		       struct error *err)
{
	struct plan_lead *next = tree->leads;

	for (size_t i = 0; i < count; i++) {
		size_t node = plan_tree_find(tree, assignments[i].item_id);
		if (node == PLAN_NO_NODE)
			return error_broken(err, ERR_CORRUPT, "an assignment without its item");
		tree->nodes[node].lead_count++;
	}
	for (size_t i = 0; i < tree->count; i++) {
		tree->nodes[i].leads = next;
		next += tree->nodes[i].lead_count;
		tree->nodes[i].lead_count = 0;
	}
	return 0;
}

static int load_leads(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	const struct id_index *sorted = sort_units(loading);
	struct assignment *assignments;
	struct db_arg storage[3];
	const struct record_query query = { &assignment_record, STATEMENT_ASSIGNMENTS_IN_VERSION,
					    version_args(tree, storage) };
	int code = record_find_all(loading->db, &query, loading->arena, &assignments,
				   &tree->lead_count, err);

	if (code)
		return code;
	tree->leads = ARENA_ARRAY(loading->arena, struct plan_lead, tree->lead_count + 1);
	if (!tree->leads || !sorted)
		return error_broken(err, ERR_MEMORY, "%zu assignments", tree->lead_count);
	code = share_leads(tree, assignments, tree->lead_count, err);
	for (size_t i = 0; !code && i < tree->lead_count; i++) {
		size_t at = plan_tree_find(tree, assignments[i].item_id);
		struct plan_node *node = &tree->nodes[at];
		struct plan_lead *lead = &node->leads[node->lead_count++];
		*lead = (struct plan_lead){ .assignment = assignments[i], .node = at,
					    .unit = unit_of(sorted, tree, assignments[i].unit_id) };
		if (!lead->unit)
			return error_broken(err, ERR_CORRUPT, "an assignment without its unit");
	}
	return code;
}

/* Co-units come in the order of their assignments' ids, which is not that of the nodes. */
static int load_co_units(struct loading *loading, struct error *err)
{
	struct plan_tree *tree = loading->tree;
	const struct id_index *units = sort_units(loading);
	struct id_index *leads = ARENA_ARRAY(loading->arena, struct id_index, tree->lead_count + 1);
	struct co_assignment *items;
	size_t count;
	struct db_arg storage[3];
	const struct record_query query = { &co_assignment_record,
					    STATEMENT_CO_ASSIGNMENTS_IN_VERSION,
					    version_args(tree, storage) };
	int code = record_find_all(loading->db, &query, loading->arena, &items, &count, err);

	if (code)
		return code;
	struct plan_co_unit *all = ARENA_ARRAY(loading->arena, struct plan_co_unit, count + 1);
	if (!units || !leads || !all)
		return error_broken(err, ERR_MEMORY, "%zu co-units", count);
	for (size_t i = 0; i < tree->lead_count; i++)
		leads[i] = (struct id_index){ tree->leads[i].assignment.head.id, i };
	qsort(leads, tree->lead_count, sizeof(*leads), compare_ids);
	for (size_t i = 0; i < count; i++) {
		size_t at = find_id(leads, tree->lead_count, items[i].assignment_id);
		if (at == tree->lead_count)
			return error_broken(err, ERR_CORRUPT, "a co-unit without its assignment");
		struct plan_lead *lead = &tree->leads[leads[at].index];
		all[i] = (struct plan_co_unit){ items[i], unit_of(units, tree, items[i].unit_id) };
		if (!lead->co_count++)
			lead->co_units = &all[i];
	}
	return 0;
}

/* The whole ------------------------------------------------------------------------------------------ */

int plan_tree_load(struct db *db, const struct plan *plan, int64_t version, struct arena *arena,
		   struct plan_tree *out, struct error *err)
{
	struct plan_tree tree = { .plan = *plan, .version = version };
	struct loading loading = { .db = db, .arena = arena, .tree = &tree };
	int code = load_nodes(&loading, err);

	if (!code)
		code = load_units(&loading, err);
	if (!code)
		code = load_leaders(&loading, err);
	if (!code)
		code = load_leads(&loading, err);
	if (!code)
		code = load_co_units(&loading, err);
	if (!code)
		*out = tree;
	return code;
}

size_t plan_tree_find(const struct plan_tree *tree, int64_t item_id)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tree->nodes[tree->by_id[middle]].item.item_id < item_id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == tree->count || tree->nodes[tree->by_id[low]].item.item_id != item_id)
		return PLAN_NO_NODE;
	return tree->by_id[low];
}
