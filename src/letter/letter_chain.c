/*
 * letter_chain.c - who signs for the superior: found by the template's choices among the posts of the day.
 */
#include <stdlib.h>

#include "letter/letter_book.h"
#include "people/unit.h"
#include "statements_letter.h"

struct parent {
	int64_t unit_id, parent_id;
};

/* A leader in charge of what a unit leads, with the weight of it. */
struct leading {
	int64_t unit_id, leader_id, weight;
};

struct letter_chain {
	const struct letter_book *book;
	struct parent *parents; /* by unit */
	size_t parent_count;
	struct leading *leading; /* by unit, the heaviest first */
	size_t leading_count;
	/* The posts of the book by their unit and by their person; those of one in the book's order. */
	const struct letter_post **by_unit, **by_person;
};

/* Loading ------------------------------------------------------------------------------------------ */

static int load_parents(struct db *db, int64_t jurisdiction_id, struct arena *arena,
			struct letter_chain *chain, struct error *err)
{
	struct db_query *query;
	size_t capacity = 0;
	int code = db_query_open(db, STATEMENT_LETTERS_UNITS,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		if (chain->parent_count == capacity) {
			size_t grown = capacity ? 2 * capacity : 256;
			struct parent *items = ARENA_ARRAY(arena, struct parent, grown);
			if (!items) {
				code = error_broken(err, ERR_MEMORY, "units");
				break;
			}
			if (capacity)
				memcpy(items, chain->parents, capacity * sizeof(*items));
			chain->parents = items;
			capacity = grown;
		}
		chain->parents[chain->parent_count++] =
			(struct parent){ db_query_int(query, 0), db_query_int(query, 1) };
	}
	db_query_close(query);
	return code;
}

static int compare_pairs(const void *a, const void *b)
{
	const struct leading *left = a, *right = b;

	if (left->unit_id != right->unit_id)
		return left->unit_id > right->unit_id ? 1 : -1;
	return (left->leader_id > right->leader_id) - (left->leader_id < right->leader_id);
}

/* Equal weights: who was registered first. */
static int compare_weights(const void *a, const void *b)
{
	const struct leading *left = a, *right = b;

	if (left->unit_id != right->unit_id)
		return left->unit_id > right->unit_id ? 1 : -1;
	if (left->weight != right->weight)
		return left->weight < right->weight ? 1 : -1;
	return (left->leader_id > right->leader_id) - (left->leader_id < right->leader_id);
}

static int weigh_leaders(struct arena *arena, struct letter_chain *chain, struct error *err)
{
	const struct plan_tree *tree = &chain->book->tree;
	struct leading *all = ARENA_ARRAY(arena, struct leading, tree->lead_count + 1);
	size_t count = 0, kept = 0;

	if (!all)
		return error_broken(err, ERR_MEMORY, "leaders");
	for (size_t i = 0; i < tree->lead_count; i++) {
		const struct plan_item *item = &tree->nodes[tree->leads[i].node].item;
		if (item->leader_id)
			all[count++] = (struct leading){ tree->leads[i].assignment.unit_id,
							 item->leader_id, item->weight.scaled };
	}
	qsort(all, count, sizeof(*all), compare_pairs);
	for (size_t i = 0; i < count; i++) {
		if (kept && compare_pairs(&all[kept - 1], &all[i]) == 0)
			all[kept - 1].weight += all[i].weight;
		else
			all[kept++] = all[i];
	}
	qsort(all, kept, sizeof(*all), compare_weights);
	chain->leading = all;
	chain->leading_count = kept;
	return 0;
}

static int in_order(const struct letter_post *a, const struct letter_post *b)
{
	return (a > b) - (a < b); /* of one array */
}

static int compare_units(const void *a, const void *b)
{
	const struct letter_post *left = *(const struct letter_post *const *)a;
	const struct letter_post *right = *(const struct letter_post *const *)b;

	if (left->unit_id != right->unit_id)
		return left->unit_id > right->unit_id ? 1 : -1;
	return in_order(left, right);
}

static int compare_persons(const void *a, const void *b)
{
	const struct letter_post *left = *(const struct letter_post *const *)a;
	const struct letter_post *right = *(const struct letter_post *const *)b;

	if (left->person_id != right->person_id)
		return left->person_id > right->person_id ? 1 : -1;
	return in_order(left, right);
}

static int index_posts(struct arena *arena, struct letter_chain *chain, struct error *err)
{
	const struct letter_book *book = chain->book;

	chain->by_unit = ARENA_ARRAY(arena, const struct letter_post *, book->post_count + 1);
	chain->by_person = ARENA_ARRAY(arena, const struct letter_post *, book->post_count + 1);
	if (!chain->by_unit || !chain->by_person)
		return error_broken(err, ERR_MEMORY, "%zu posts", book->post_count);
	for (size_t i = 0; i < book->post_count; i++)
		chain->by_unit[i] = chain->by_person[i] = &book->posts[i];
	qsort(chain->by_unit, book->post_count, sizeof(*chain->by_unit), compare_units);
	qsort(chain->by_person, book->post_count, sizeof(*chain->by_person), compare_persons);
	return 0;
}

int letter_chain_load(struct db *db, int64_t jurisdiction_id, const struct letter_book *book,
		      struct arena *arena, struct letter_chain **out, struct error *err)
{
	struct letter_chain *chain = ARENA_NEW(arena, struct letter_chain);
	int code;

	if (!chain)
		return error_broken(err, ERR_MEMORY, "superiors");
	chain->book = book;
	code = load_parents(db, jurisdiction_id, arena, chain, err);
	if (!code)
		code = weigh_leaders(arena, chain, err);
	if (!code)
		code = index_posts(arena, chain, err);
	*out = chain;
	return code;
}

/* Choosing ----------------------------------------------------------------------------------------- */

struct wanted {
	const struct letter_chain *chain;
	const struct letter_choice *choice;
	const struct letter_post *of, *not_this;
};

/* The post may be that of the one who is looked for. */
static bool suits(const struct wanted *wanted, const struct letter_post *post)
{
	return post->person_id != wanted->of->person_id &&
	       (!wanted->not_this || post->person_id != wanted->not_this->person_id) &&
	       (!wanted->choice->title.length ||
		str_find(post->title, wanted->choice->title) >= 0);
}

/* The first of a unit (`persons` false) or of a person. */
static size_t first_post(const struct letter_chain *chain, int64_t id, bool persons)
{
	size_t low = 0, high = chain->book->post_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int64_t at = persons ? chain->by_person[middle]->person_id
				     : chain->by_unit[middle]->unit_id;
		if (at < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct letter_post *principal_of(const struct wanted *wanted, int64_t unit_id)
{
	const struct letter_chain *chain = wanted->chain;
	size_t count = chain->book->post_count;

	for (size_t i = first_post(chain, unit_id, false);
	     i < count && chain->by_unit[i]->unit_id == unit_id; i++)
		if (chain->by_unit[i]->principal && suits(wanted, chain->by_unit[i]))
			return chain->by_unit[i];
	return NULL;
}

static const struct letter_post *post_of(const struct wanted *wanted, int64_t person_id)
{
	const struct letter_chain *chain = wanted->chain;
	size_t count = chain->book->post_count;

	for (size_t i = first_post(chain, person_id, true);
	     i < count && chain->by_person[i]->person_id == person_id; i++)
		if (suits(wanted, chain->by_person[i]))
			return chain->by_person[i];
	return NULL;
}

static const struct letter_post *leader_of(const struct wanted *wanted)
{
	const struct letter_chain *chain = wanted->chain;
	int64_t unit_id = wanted->of->unit_id;
	size_t low = 0, high = chain->leading_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (chain->leading[middle].unit_id < unit_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < chain->leading_count && chain->leading[low].unit_id == unit_id; low++) {
		const struct letter_post *found = post_of(wanted, chain->leading[low].leader_id);
		if (found)
			return found;
	}
	return NULL;
}

static int64_t parent_of(const struct letter_chain *chain, int64_t unit_id)
{
	size_t low = 0, high = chain->parent_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (chain->parents[middle].unit_id < unit_id)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < chain->parent_count && chain->parents[low].unit_id == unit_id;
	return found ? chain->parents[low].parent_id : 0;
}

static const struct letter_post *above(const struct wanted *wanted)
{
	int64_t unit_id = wanted->of->unit_id;

	for (int depth = 0; depth < RIGHTS_MAXIMUM_DEPTH; depth++) {
		unit_id = parent_of(wanted->chain, unit_id);
		if (!unit_id)
			return NULL;
		const struct letter_post *found = principal_of(wanted, unit_id);
		if (found)
			return found;
	}
	return NULL;
}

static const struct letter_post *in_body(const struct wanted *wanted)
{
	const struct letter_book *book = wanted->chain->book;

	for (size_t i = 0; i < book->post_count; i++)
		if (book->posts[i].kind == UNIT_BODY && suits(wanted, &book->posts[i]))
			return &book->posts[i];
	return NULL;
}

static const struct letter_post *choose(const struct wanted *wanted)
{
	switch (wanted->choice->who) {
	case LETTER_UNIT_PRINCIPAL:
		return principal_of(wanted, wanted->of->unit_id);
	case LETTER_LEADER_IN_CHARGE:
		return leader_of(wanted);
	case LETTER_PARENT_PRINCIPAL:
		return above(wanted);
	default:
		return in_body(wanted);
	}
}

const struct letter_post *letter_chain_find(const struct letter_chain *chain,
					    const struct letter_choices *choices,
					    const struct letter_post *of,
					    const struct letter_post *not_this)
{
	const struct letter_subject subject = { of->level, of->kind, of->principal, of->field,
						of->title };

	for (size_t i = 0; i < choices->count; i++) {
		const struct wanted wanted = { chain, &choices->items[i], of, not_this };
		const struct letter_post *found =
			letter_condition_fits(&choices->items[i].when, &subject) ? choose(&wanted)
										  : NULL;
		if (found)
			return found;
	}
	return NULL;
}
