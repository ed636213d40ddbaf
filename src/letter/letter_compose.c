/* letter_compose.c - from a template to the paragraphs of one letter. See letter_rule.h. */
#include "letter/letter_rule.h"

#include "base/buf.h"

#define TEXT_BYTES ((size_t)64 << 10)

static bool in_set(unsigned set, int bit)
{
	return !set || set & 1u << bit;
}

static bool any_in(const struct letter_texts *texts, struct str text, bool whole)
{
	for (size_t i = 0; i < texts->count; i++)
		if (whole ? str_equal(texts->items[i], text) : str_find(text, texts->items[i]) >= 0)
			return true;
	return texts->count == 0;
}

bool letter_condition_fits(const struct letter_condition *when, const struct letter_subject *subject)
{
	return in_set(when->levels, subject->level) && in_set(when->kinds, subject->kind) &&
	       (when->principal < 0 || when->principal == subject->principal) &&
	       any_in(&when->fields, subject->field, true) &&
	       any_in(&when->titles, subject->title, false);
}

static const struct letter_value *value_of(struct str name, const struct letter_value *values,
					   size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_from(values[i].name), name))
			return &values[i];
	return NULL;
}

struct str letter_fill(struct str text, const struct letter_value *values, size_t count,
		       struct arena *arena)
{
	struct buf out;

	buf_init(&out, TEXT_BYTES);
	while (text.length) {
		buf_add_str(&out, str_split(&text, '{'));
		if (!text.length)
			break;
		struct str name = str_split(&text, '}');
		const struct letter_value *value = value_of(name, values, count);
		if (value)
			buf_add_str(&out, value->text);
		else
			buf_add_format(&out, "{%.*s}", STR_ARG(name));
	}
	struct str copy = buf_failed(&out) ? STR_EMPTY : arena_str(arena, buf_str(&out));
	buf_release(&out);
	return copy;
}

struct composing {
	const struct letter_subject *subject;
	const struct letter_filling *filling;
	struct arena *arena;
	struct letter_content *out;
	bool failed;
};

static void put(struct composing *it, int kind, const char *name, struct str zh, struct str en)
{
	struct letter_block *block = &it->out->blocks[it->out->block_count++];

	*block = (struct letter_block){
		.kind = kind,
		.name = str_from(name),
		.zh = letter_fill(zh, it->filling->chinese, it->filling->count, it->arena),
		.en = letter_fill(en, it->filling->english, it->filling->count, it->arena),
	};
	it->failed |= !block->zh.bytes || !block->en.bytes;
}

static void put_paragraphs(struct composing *it, int kind, const struct letter_paragraphs *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (letter_condition_fits(&from->items[i].when, it->subject))
			put(it, kind, NULL, from->items[i].zh, from->items[i].en);
}

static void put_section(struct composing *it, int kind, const char *name,
			const struct letter_section *section)
{
	put(it, kind, name, section->zh, section->en);
	put_paragraphs(it, LETTER_TEXT, &section->paragraphs);
	if (section->lists_items)
		it->out->blocks[it->out->block_count++] =
			(struct letter_block){ .kind = LETTER_ITEMS };
}

static size_t blocks_most(const struct letter_rule *rule)
{
	size_t most = rule->opening.count + rule->closing.count;

	for (int part = 0; part < LETTER_PART_COUNT; part++)
		most += rule->parts[part].paragraphs.count + 2;
	for (int head = 0; head < LETTER_HEAD_COUNT; head++)
		most += rule->heads[head].paragraphs.count + 2;
	return most;
}

int letter_compose(const struct letter_rule *rule, const struct letter_subject *subject,
		   const struct letter_filling *filling, struct arena *arena,
		   struct letter_content *out, struct error *err)
{
	struct composing it = { subject, filling, arena, out, false };

	out->block_count = 0;
	out->blocks = ARENA_ARRAY(arena, struct letter_block, blocks_most(rule));
	if (!out->blocks)
		return error_broken(err, ERR_MEMORY, "a letter");
	put_paragraphs(&it, LETTER_OPENING, &rule->opening);
	for (int part = 0; part < LETTER_PART_COUNT; part++) {
		put_section(&it, LETTER_PART, letter_part_names[part], &rule->parts[part]);
		for (int head = 0; part == LETTER_INTEGRITY && head < LETTER_HEAD_COUNT; head++)
			put_section(&it, LETTER_HEAD, letter_head_names[head], &rule->heads[head]);
	}
	put_paragraphs(&it, LETTER_CLOSING, &rule->closing);
	out->title = letter_fill(rule->title, filling->chinese, filling->count, arena);
	out->title_en = letter_fill(rule->title_en, filling->english, filling->count, arena);
	it.failed |= !out->title.bytes || !out->title_en.bytes;
	out->template_code = rule->code;
	out->template_version = rule->version;
	out->template_title = rule->book_title;
	out->template_title_en = rule->book_title_en;
	return it.failed ? error_broken(err, ERR_MEMORY, "a letter") : 0;
}
