/* letter_difference.c - what differs between two letters: items by their identity, then post and names, then
 * the paragraphs as a whole. */
#include "letter/letter_content.h"

struct comparing {
	const struct letter_content *before, *after;
	struct letter_changes *out;
};

static void add(struct comparing *it, int kind, const struct letter_item *item, struct str before,
		struct str after)
{
	it->out->items[it->out->count++] = (struct letter_change){
		.kind = kind,
		.code = item ? item->code : STR_EMPTY,
		.title = item ? item->title : STR_EMPTY,
		.before = before,
		.after = after,
		.confidential = item && item->confidential,
	};
}

static void add_if(struct comparing *it, int kind, const struct letter_item *item,
		   struct str before, struct str after)
{
	if (!str_equal(before, after))
		add(it, kind, item, before, after);
}

static const struct letter_item *find(const struct letter_content *in, int64_t item_id)
{
	for (size_t i = 0; i < in->item_count; i++)
		if (in->items[i].item_id == item_id)
			return &in->items[i];
	return NULL;
}

static void compare_items(struct comparing *it)
{
	for (size_t i = 0; i < it->after->item_count; i++) {
		const struct letter_item *after = &it->after->items[i];
		const struct letter_item *before = find(it->before, after->item_id);

		if (!before) {
			add(it, LETTER_ITEM_ADDED, after, STR_EMPTY, after->measure);
			continue;
		}
		add_if(it, LETTER_ITEM_TITLE, after, before->title, after->title);
		add_if(it, LETTER_ITEM_MEASURE, after, before->measure, after->measure);
		add_if(it, LETTER_ITEM_DUE, after, before->due, after->due);
		add_if(it, LETTER_ITEM_ROLE, after, str_from(letter_role_names[before->role]),
		       str_from(letter_role_names[after->role]));
	}
	for (size_t i = 0; i < it->before->item_count; i++)
		if (!find(it->after, it->before->items[i].item_id))
			add(it, LETTER_ITEM_REMOVED, &it->before->items[i],
			    it->before->items[i].measure, STR_EMPTY);
}

static bool same_blocks(const struct letter_content *a, const struct letter_content *b)
{
	bool same = a->block_count == b->block_count;

	for (size_t i = 0; same && i < a->block_count; i++)
		same = a->blocks[i].kind == b->blocks[i].kind &&
		       str_equal(a->blocks[i].zh, b->blocks[i].zh) &&
		       str_equal(a->blocks[i].en, b->blocks[i].en);
	return same;
}

static void compare_rest(struct comparing *it)
{
	const struct letter_content *before = it->before, *after = it->after;

	if (!str_equal(before->post, after->post) || !str_equal(before->level, after->level) ||
	    before->principal != after->principal)
		add(it, LETTER_POST_CHANGED, NULL, before->post, after->post);
	add_if(it, LETTER_UNIT_RENAMED, NULL, before->unit_name, after->unit_name);
	add_if(it, LETTER_SUPERIOR_CHANGED, NULL, before->superior, after->superior);
	add_if(it, LETTER_COUNTERSIGNER_CHANGED, NULL, before->countersigner, after->countersigner);
	if (!same_blocks(before, after))
		add(it, LETTER_TEXT_CHANGED, NULL, before->template_code, after->template_code);
}

int letter_difference(const struct letter_content *before, const struct letter_content *after,
		      struct arena *arena, struct letter_changes *out, struct error *err)
{
	struct comparing it = { before, after, out };
	size_t most = 4 * after->item_count + before->item_count + 5;

	*out = (struct letter_changes){ .count = 0 };
	out->items = ARENA_ARRAY(arena, struct letter_change, most);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "%zu changes of a letter", most);
	compare_items(&it);
	compare_rest(&it);
	return 0;
}

bool letter_change_is_material(int kind)
{
	return kind <= LETTER_POST_CHANGED;
}
