/*
 * letter_own.c - a person's own items: those that they lead, that name them, and (a principal) that their
 * unit leads.
 */
#include <stdlib.h>

#include "letter/letter_book.h"
#include "statements_letter.h"

/* One item of somebody: of the person (leads, named) or of the unit. */
struct owned {
	int64_t who;	 /* person, or unit of LETTER_UNIT_LEADS */
	int64_t unit_id; /* of LETTER_NAMED: whose assignment it is */
	int role;	 /* enum letter_role */
	size_t node;
	int32_t due_day; /* the unit's own date for the person; CIVIL_NO_DAY: the item's */
};

struct letter_owners {
	const struct plan_tree *tree;
	struct owned *items; /* by role, who, node */
	size_t count, capacity;
};

static int put(struct letter_owners *owners, struct arena *arena, struct owned item,
	       struct error *err)
{
	if (owners->count == owners->capacity) {
		size_t grown = owners->capacity ? 2 * owners->capacity : 1024;
		struct owned *items = ARENA_ARRAY(arena, struct owned, grown);
		if (!items)
			return error_broken(err, ERR_MEMORY, "%zu items of persons", grown);
		if (owners->count)
			memcpy(items, owners->items, owners->count * sizeof(*items));
		owners->items = items;
		owners->capacity = grown;
	}
	owners->items[owners->count++] = item;
	return 0;
}

static int put_tree(struct letter_owners *owners, struct arena *arena, struct error *err)
{
	const struct plan_tree *tree = owners->tree;
	int code = 0;

	for (size_t i = 0; !code && i < tree->count; i++)
		if (tree->nodes[i].item.leader_id)
			code = put(owners, arena,
				   (struct owned){ tree->nodes[i].item.leader_id, 0, LETTER_LEADS,
						   i, CIVIL_NO_DAY },
				   err);
	for (size_t i = 0; !code && i < tree->lead_count; i++)
		code = put(owners, arena,
			   (struct owned){ tree->leads[i].assignment.unit_id, 0, LETTER_UNIT_LEADS,
					   tree->leads[i].node, CIVIL_NO_DAY },
			   err);
	return code;
}

static int put_named(struct db *db, struct letter_owners *owners, struct arena *arena,
		     struct error *err)
{
	const struct plan_tree *tree = owners->tree;
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_LETTERS_NAMED,
				 DB_ARGS(db_int("jurisdiction_id", tree->plan.head.jurisdiction_id),
					 db_int("plan_id", tree->plan.head.id),
					 db_int("version", tree->version)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		size_t node = plan_tree_find(tree, db_query_int(query, 2));
		if (node == PLAN_NO_NODE)
			continue;
		code = put(owners, arena,
			   (struct owned){ db_query_int(query, 0), db_query_int(query, 1),
					   LETTER_NAMED, node,
					   db_query_is_null(query, 3)
						   ? CIVIL_NO_DAY
						   : (int32_t)db_query_int(query, 3) },
			   err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int compare(const void *a, const void *b)
{
	const struct owned *left = a, *right = b;

	if (left->role != right->role)
		return left->role - right->role;
	if (left->who != right->who)
		return left->who > right->who ? 1 : -1;
	if (left->node != right->node)
		return left->node > right->node ? 1 : -1;
	return (left->unit_id > right->unit_id) - (left->unit_id < right->unit_id);
}

int letter_owners_load(struct db *db, const struct letter_book *book, struct arena *arena,
		       struct letter_owners **out, struct error *err)
{
	struct letter_owners *owners = ARENA_NEW(arena, struct letter_owners);
	int code;

	if (!owners)
		return error_broken(err, ERR_MEMORY, "items of persons");
	owners->tree = &book->tree;
	code = put_tree(owners, arena, err);
	if (!code)
		code = put_named(db, owners, arena, err);
	if (!code && owners->count)
		qsort(owners->items, owners->count, sizeof(*owners->items), compare);
	*out = owners;
	return code;
}

/* The first with that role and owner. */
static size_t first_of(const struct letter_owners *owners, int role, int64_t who)
{
	const struct owned key = { .who = who, .role = role, .unit_id = INT64_MIN };
	size_t low = 0, high = owners->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(&owners->items[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What the person is to each node, -1: nothing; what counts first stays. */
struct marks {
	int *roles;
	int32_t *due_days;
	size_t count;
};

static void mark(const struct letter_owners *owners, int role, int64_t who,
		 const struct letter_post *post, struct marks *marks)
{
	for (size_t i = first_of(owners, role, who); i < owners->count; i++) {
		const struct owned *one = &owners->items[i];
		if (one->role != role || one->who != who)
			return;
		if (role == LETTER_NAMED && one->unit_id != post->unit_id)
			continue;
		if (marks->roles[one->node] >= 0)
			continue;
		marks->roles[one->node] = role;
		marks->due_days[one->node] = one->due_day;
		marks->count++;
	}
}

static int put_item(const struct plan_node *node, int role, int32_t due_day, struct arena *arena,
		    struct letter_item *out, struct error *err)
{
	char day[CIVIL_TEXT_BYTES];

	*out = (struct letter_item){ .item_id = node->item.item_id,
				     .role = role,
				     .code = node->item.code,
				     .title = node->item.title,
				     .measure = node->item.measure,
				     .due = node->item.due,
				     .confidential = node->item.confidential };
	if (due_day == CIVIL_NO_DAY)
		return 0;
	out->due = arena_str(arena, str_from(civil_format(due_day, day)));
	return out->due.bytes ? 0 : error_broken(err, ERR_MEMORY, "an item's date");
}

int letter_owners_items(const struct letter_owners *owners, const struct letter_post *post,
			struct arena *arena, struct letter_item **out, size_t *out_count,
			struct error *err)
{
	const struct plan_tree *tree = owners->tree;
	struct marks marks = { ARENA_ARRAY(arena, int, tree->count + 1),
			       ARENA_ARRAY(arena, int32_t, tree->count + 1), 0 };
	int code = 0;

	if (!marks.roles || !marks.due_days)
		return error_broken(err, ERR_MEMORY, "items of a person");
	for (size_t i = 0; i < tree->count; i++)
		marks.roles[i] = -1;
	mark(owners, LETTER_LEADS, post->person_id, post, &marks);
	mark(owners, LETTER_NAMED, post->person_id, post, &marks);
	if (post->principal)
		mark(owners, LETTER_UNIT_LEADS, post->unit_id, post, &marks);
	*out = ARENA_ARRAY(arena, struct letter_item, marks.count + 1);
	*out_count = 0;
	if (!*out)
		return error_broken(err, ERR_MEMORY, "items of a person");
	for (size_t i = 0; !code && i < tree->count; i++)
		if (marks.roles[i] >= 0)
			code = put_item(&tree->nodes[i], marks.roles[i], marks.due_days[i], arena,
					&(*out)[(*out_count)++], err);
	return code;
}
