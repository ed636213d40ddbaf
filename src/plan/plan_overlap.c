/*
 * plan_overlap.c - see plan_overlap.h.
 */
#include "plan/plan_overlap.h"

#include "messages_plan_overlap.h"
#include "people/person.h"
#include "people/record_find.h"
#include "statements_plan_overlap.h"

#include <stdlib.h>

#define BANDS	      (MINHASH_VALUES / BAND_ROWS)
#define BAND_ROWS     3
#define LEAST_COMMON  3  /* runs: "领导接访" and "领导述职" have one */
#define BAND_SHOWN    60 /* of one band with equal keys: more are the same sentence everywhere */

static const struct field fields[] = {
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct plan_pair, plan_id),
	  .label = MESSAGE_PLAN_PAIR_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "item_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct plan_pair, item_id),
	  .label = MESSAGE_PLAN_PAIR_ITEM_ID,
	  .reference = &plan_item_record,
	  .since = 1 },
	{ .name = "other_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct plan_pair, other_id),
	  .label = MESSAGE_PLAN_PAIR_OTHER_ID,
	  .reference = &plan_item_record,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct plan_pair, reason),
	  .label = MESSAGE_PLAN_PAIR_REASON,
	  .minimum = 2,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "marked_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct plan_pair, marked_day),
	  .label = MESSAGE_PLAN_PAIR_MARKED_DAY,
	  .since = 1 },
	{ .name = "marker_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct plan_pair, marker_id),
	  .label = MESSAGE_PLAN_PAIR_MARKER_ID,
	  .reference = &person_record,
	  .since = 1 },
};

const struct record_type plan_pair_record = {
	.name = "plan_pair",
	.label = MESSAGE_PLAN_PAIR_LABEL,
	.size = sizeof(struct plan_pair),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_PLAN_PAIR_INSERT,
	.update = STATEMENT_PLAN_PAIR_UPDATE,
	.remove = STATEMENT_PLAN_PAIR_REMOVE,
	.get = STATEMENT_PLAN_PAIR_GET,
	.all = STATEMENT_PLAN_PAIR_ALL,
};

/* Candidates --------------------------------------------------------------------------------------- */

/* One item that is compared: of the draft, or of last year. */
struct text {
	const struct plan_node *node;
	struct plan_lead *const *running; /* last year's: the leads that still run; NULL: all of node */
	size_t lead_count;
	bool last_year;
	struct shingles title, whole;
};

struct key {
	uint64_t hash;
	uint32_t text;
};

struct finding {
	const struct plan_overlap_request *request;
	struct arena *arena;
	struct text *texts;
	size_t count;
	struct key *keys;
	size_t key_count;
	uint64_t *pairs; /* lower text << 32 | higher */
	size_t pair_count, pair_capacity;
};

static int no_memory(const struct finding *it, struct error *err)
{
	return error_broken(err, ERR_MEMORY, "%zu items to compare", it->count);
}

static int read_text(struct finding *it, struct text *text, struct error *err)
{
	const struct plan_item *item = &text->node->item;
	struct str whole = arena_format(it->arena, "%.*s\n%.*s", STR_ARG(item->title),
					STR_ARG(item->measure));
	int code = whole.bytes ? shingles_of_short(item->title, it->arena, &text->title, err)
			       : no_memory(it, err);

	return code ? code : shingles_of_short(whole, it->arena, &text->whole, err);
}

/* The leads of a node of last year that still run. */
static size_t running_leads(const struct plan_running *running, const struct plan_node *node,
			    struct plan_lead **out)
{
	size_t count = 0;

	for (size_t i = 0; i < node->lead_count; i++)
		if (running->leads[&node->leads[i] - running->tree.leads])
			out[count++] = &node->leads[i];
	return count;
}

/* An item of last year that the draft has under its code and title is that item, not another one. */
static bool goes_on(const struct plan_tree *draft, const struct plan_item *item)
{
	for (size_t i = 0; i < draft->count; i++)
		if (str_equal(draft->nodes[i].item.code, item->code))
			return str_equal(draft->nodes[i].item.title, item->title);
	return false;
}

static int add_running(struct finding *it, const struct plan_node *node, struct error *err)
{
	struct plan_lead **leads = ARENA_ARRAY(it->arena, struct plan_lead *, node->lead_count + 1);
	struct text *text = &it->texts[it->count];

	if (!leads)
		return no_memory(it, err);
	*text = (struct text){ .node = node, .running = leads, .last_year = true };
	text->lead_count = running_leads(it->request->running, node, leads);
	if (!text->lead_count)
		return 0;
	it->count++;
	return read_text(it, text, err);
}

static int read_texts(struct finding *it, struct error *err)
{
	const struct plan_overlap_request *request = it->request;
	const struct plan_tree *tree = request->tree;
	const struct plan_tree *last = request->running ? &request->running->tree : NULL;
	int code = 0;

	it->texts = ARENA_ARRAY(it->arena, struct text, tree->count + (last ? last->count : 0) + 1);
	if (!it->texts)
		return no_memory(it, err);
	for (size_t i = 0; !code && i < tree->count; i++) {
		if (!tree->nodes[i].lead_count)
			continue;
		it->texts[it->count] = (struct text){ .node = &tree->nodes[i],
						      .lead_count = tree->nodes[i].lead_count };
		code = read_text(it, &it->texts[it->count++], err);
	}
	for (size_t i = 0; last && !code && i < last->count; i++)
		if (last->nodes[i].lead_count && !goes_on(tree, &last->nodes[i].item))
			code = add_running(it, &last->nodes[i], err);
	return code;
}

static void add_keys(struct finding *it, size_t text, const struct shingles *shingles, uint64_t salt)
{
	struct minhash minhash;

	if (!shingles->count)
		return;
	minhash_of(shingles, &minhash);
	for (size_t band = 0; band < BANDS; band++) {
		uint64_t hash = salt * BANDS + band + 1;

		for (size_t row = 0; row < BAND_ROWS; row++)
			hash = (hash ^ minhash.values[band * BAND_ROWS + row]) *
			       0x9e3779b97f4a7c15u;
		it->keys[it->key_count++] = (struct key){ hash, (uint32_t)text };
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash > right->hash ? 1 : -1;
	return (left->text > right->text) - (left->text < right->text);
}

static int compare_pairs(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static int add_pair(struct finding *it, uint32_t a, uint32_t b, struct error *err)
{
	uint64_t *grown;

	if (it->pair_count == it->pair_capacity) {
		size_t capacity = it->pair_capacity ? 2 * it->pair_capacity : 256;
		grown = ARENA_ARRAY(it->arena, uint64_t, capacity);
		if (!grown)
			return no_memory(it, err);
		if (it->pair_count)
			memcpy(grown, it->pairs, it->pair_count * sizeof(*grown));
		it->pairs = grown;
		it->pair_capacity = capacity;
	}
	it->pairs[it->pair_count++] = (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a);
	return 0;
}

/* Every two texts with a key in common; both of last year's plan were never asked together. */
static int pair_up(struct finding *it, struct error *err)
{
	int code = 0;

	for (size_t i = 0; i < it->key_count; i++)
		for (size_t j = i + 1; !code && j < it->key_count && j - i < BAND_SHOWN &&
				       it->keys[j].hash == it->keys[i].hash;
		     j++)
			if (it->keys[i].text != it->keys[j].text &&
			    !it->texts[it->keys[i].text].last_year)
				code = add_pair(it, it->keys[i].text, it->keys[j].text, err);
	if (it->pair_count)
		qsort(it->pairs, it->pair_count, sizeof(*it->pairs), compare_pairs);
	return code;
}

static int find_candidates(struct finding *it, struct error *err)
{
	it->keys = ARENA_ARRAY(it->arena, struct key, it->count * 2 * BANDS + 1);
	if (!it->keys)
		return no_memory(it, err);
	for (size_t i = 0; i < it->count; i++) {
		add_keys(it, i, &it->texts[i].title, 1);
		add_keys(it, i, &it->texts[i].whole, 2);
	}
	if (it->key_count)
		qsort(it->keys, it->key_count, sizeof(*it->keys), compare_keys);
	return pair_up(it, err);
}

/* Judging ------------------------------------------------------------------------------------------ */

static int share(const struct shingles *a, const struct shingles *b)
{
	struct resemblance resemblance = shingles_compare(a, b);

	return resemblance.common < LEAST_COMMON ? 0 : resemblance_permille(resemblance);
}

static const struct plan_lead *lead_at(const struct text *text, size_t at)
{
	return text->running ? text->running[at] : &text->node->leads[at];
}

/* Which units lead both; whether one of those assignments is the draft's own. */
static void count_units(const struct finding *it, const struct text *a, const struct text *b,
			struct plan_overlap *out, bool *out_fresh)
{
	int64_t version = it->request->tree->version;

	for (size_t i = 0; i < a->lead_count; i++)
		for (size_t j = 0; j < b->lead_count; j++) {
			const struct plan_lead *left = lead_at(a, i), *right = lead_at(b, j);

			if (left->unit->id != right->unit->id)
				continue;
			if (!out->units++ || str_compare(left->unit->code, out->unit->code) < 0)
				out->unit = left->unit;
			*out_fresh |= left->assignment.from_version == version ||
				      (!b->last_year &&
				       right->assignment.from_version == version);
		}
}

static bool is_wanted(const struct finding *it, int64_t a, int64_t b)
{
	const struct plan_overlap_request *request = it->request;

	for (size_t i = 0; i < request->wanted_count; i++)
		if (request->wanted[i].item_id == (a < b ? a : b) &&
		    request->wanted[i].other_id == (a < b ? b : a))
			return true;
	return false;
}

static bool judge(const struct finding *it, const struct text *a, const struct text *b,
		  struct plan_overlap *out)
{
	int64_t version = it->request->tree->version;
	int title = share(&a->title, &b->title), whole = share(&a->whole, &b->whole);
	bool fresh = a->node->item.from_version == version ||
		     (!b->last_year && b->node->item.from_version == version);

	*out = (struct plan_overlap){ .node = a->node,
				      .other = b->node,
				      .last_year = b->last_year,
				      .permille = title > whole ? title : whole };
	if (out->permille < PLAN_OVERLAP_SHOWN ||
	    is_wanted(it, a->node->item.item_id, b->node->item.item_id))
		return false;
	count_units(it, a, b, out, &fresh);
	return out->units && fresh;
}

static int compare_overlaps(const void *a, const void *b)
{
	const struct plan_overlap *left = a, *right = b;

	if (left->permille != right->permille)
		return left->permille < right->permille ? 1 : -1;
	return str_compare(left->node->item.code, right->node->item.code);
}

int plan_overlap_find(const struct plan_overlap_request *request, struct arena *arena,
		      struct plan_overlaps *out, struct error *err)
{
	struct finding it = { .request = request, .arena = arena };
	struct plan_overlap found;
	int code = read_texts(&it, err);

	*out = (struct plan_overlaps){ .count = 0 };
	if (!code)
		code = find_candidates(&it, err);
	if (code)
		return code;
	out->items = ARENA_ARRAY(arena, struct plan_overlap, it.pair_count + 1);
	if (!out->items)
		return no_memory(&it, err);
	for (size_t i = 0; i < it.pair_count; i++) {
		const struct text *a = &it.texts[it.pairs[i] >> 32];
		const struct text *b = &it.texts[it.pairs[i] & UINT32_MAX];

		if ((!i || it.pairs[i] != it.pairs[i - 1]) && judge(&it, a, b, &found))
			out->items[out->count++] = found;
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_overlaps);
	out->more = out->count > PLAN_OVERLAP_MAXIMUM;
	if (out->more)
		out->count = PLAN_OVERLAP_MAXIMUM;
	return 0;
}

/* The database ------------------------------------------------------------------------------------- */

int plan_pairs_load(struct db *db, const struct plan *plan, struct arena *arena,
		    struct plan_pair **out, size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&plan_pair_record, STATEMENT_PLAN_PAIRS_OF,
		DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
			db_int("plan_id", plan->head.id))
	};

	return record_find_all(db, &query, arena, out, out_count, err);
}

/* Last year's plan, as far as it still runs; *out NULL: there is none. */
static int load_running(struct db *db, const struct plan *plan, int32_t today, struct arena *arena,
			struct plan_running **out, struct error *err)
{
	struct plan last;
	int code = plan_find(db, plan->head.jurisdiction_id, (int)plan->year - 1, arena, &last, err);

	*out = NULL;
	if (!code && last.version) {
		*out = ARENA_NEW(arena, struct plan_running);
		code = *out ? progress_running.load(db, &last, today, arena, *out, err)
			    : error_broken(err, ERR_MEMORY, "last year's plan");
	}
	if (code != -ERR_NOT_FOUND)
		return code;
	*out = NULL;
	error_clear(err);
	return 0;
}

int plan_overlap_load(struct db *db, const struct plan_tree *tree, int32_t today,
		      struct arena *arena, struct plan_overlaps *out, struct error *err)
{
	struct plan_overlap_request request = { .tree = tree };
	struct plan_running *running;
	struct plan_pair *wanted;
	int code = plan_pairs_load(db, &tree->plan, arena, &wanted, &request.wanted_count, err);

	if (!code)
		code = load_running(db, &tree->plan, today, arena, &running, err);
	if (code)
		return code;
	request.wanted = wanted;
	request.running = running;
	return plan_overlap_find(&request, arena, out, err);
}

static int find_pair(struct act *act, const struct plan_pair *pair, struct plan_pair *out,
		     struct error *err)
{
	const struct record_query query = {
		&plan_pair_record, STATEMENT_PLAN_PAIR_OF,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("plan_id", pair->plan_id), db_int("item_id", pair->item_id),
			db_int("other_id", pair->other_id))
	};

	return record_find(act->db, &query, act->arena, out, err);
}

int plan_pair_put(struct act *act, struct plan_pair *pair, struct error *err)
{
	struct plan_pair present;
	int code = find_pair(act, pair, &present, err);

	if (code && code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	pair->marked_day = act->day;
	pair->head = code ? (struct record_head){ .jurisdiction_id = act->jurisdiction_id }
			  : present.head;
	return code ? act_create(act, &plan_pair_record, pair, err)
		    : act_update(act, &plan_pair_record, pair, err);
}

int plan_pair_forget(struct act *act, const struct plan_pair *pair, struct error *err)
{
	struct plan_pair present;
	int code = find_pair(act, pair, &present, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code ? code : act_remove(act, &plan_pair_record, &present, err);
}
