/* letter_content.c - see letter_content.h. */
#include "letter/letter_content.h"

#include "base/buf.h"
#include "base/id.h"

#define TEXT_BYTES ((size_t)1 << 20)
#define VALUES_MAXIMUM 8

const char *const letter_role_names[] = { [LETTER_LEADS] = "leader",
					  [LETTER_NAMED] = "named",
					  [LETTER_UNIT_LEADS] = "unit",
					  [LETTER_ROLE_COUNT] = NULL };

static const char *const block_names[LETTER_BLOCK_KIND_COUNT] = {
	[LETTER_OPENING] = "opening", [LETTER_PART] = "part",	[LETTER_HEAD] = "head",
	[LETTER_TEXT] = "text",	      [LETTER_ITEMS] = "items", [LETTER_CLOSING] = "closing",
};

/* Writing ------------------------------------------------------------------------------------------ */

static void put(struct buf *out, struct str value)
{
	buf_add_byte(out, '\t');
	for (size_t i = 0; i < value.length; i++) {
		char c = value.bytes[i];
		if (c == '\t' || c == '\n' || c == '\\')
			buf_add_byte(out, '\\');
		if (c != '\r')
			buf_add_byte(out, c == '\t' ? 't' : c == '\n' ? 'n' : c);
	}
}

static void put_line(struct buf *out, const char *name, const struct str *values, size_t count)
{
	buf_add_text(out, name);
	for (size_t i = 0; i < count; i++)
		put(out, values[i]);
	buf_add_byte(out, '\n');
}

#define LINE(out, name, ...)                                                                       \
	put_line((out), (name), (const struct str[]){ __VA_ARGS__ },                               \
		 sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

static struct str yes_no(bool truth)
{
	return truth ? STR("yes") : STR("no");
}

static void put_post(struct buf *out, const struct letter_content *it)
{
	LINE(out, "post", it->post, it->level, yes_no(it->principal));
}

static void put_items(struct buf *out, const struct letter_content *it)
{
	for (size_t i = 0; i < it->item_count; i++) {
		const struct letter_item *item = &it->items[i];
		char id[ID_TEXT_BYTES];

		LINE(out, "item", str_from(id_format(item->item_id, id)), item->code,
		     str_from(letter_role_names[item->role]), item->due,
		     yes_no(item->confidential), item->title, item->measure);
	}
}

static void put_block(struct buf *out, const struct letter_block *block)
{
	if (block->kind == LETTER_ITEMS)
		buf_add_text(out, "items\n");
	else if (block->kind == LETTER_PART || block->kind == LETTER_HEAD)
		LINE(out, block_names[block->kind], block->name, block->zh, block->en);
	else
		LINE(out, block_names[block->kind], block->zh, block->en);
}

static void put_number(struct buf *out, const char *name, int64_t number)
{
	buf_add_format(out, "%s\t%lld\n", name, (long long)number);
}

static void put_head(struct buf *out, const struct letter_content *it)
{
	char version[24];
	struct buf number;

	buf_add_text(out, "lianze-letter 1\n");
	put_number(out, "year", it->year);
	LINE(out, "title", it->title, it->title_en);
	LINE(out, "person", it->person_code, it->person_name);
	LINE(out, "unit", it->unit_code, it->unit_name);
	put_post(out, it);
	LINE(out, "superior", it->superior, it->superior_post);
	if (it->countersigner.length)
		LINE(out, "countersigner", it->countersigner, it->countersigner_post);
	put_number(out, "plan", it->plan_version);
	buf_init(&number, sizeof(version));
	buf_add_int(&number, it->template_version);
	LINE(out, "template", it->template_code, buf_str(&number), it->template_title,
	     it->template_title_en);
	buf_release(&number);
}

static int finish(struct buf *text, struct arena *arena, struct str *out, struct error *err)
{
	struct str copy = buf_failed(text) ? STR_EMPTY : arena_str(arena, buf_str(text));

	buf_release(text);
	if (!copy.bytes)
		return error_broken(err, ERR_MEMORY, "the text of a letter");
	*out = copy;
	return 0;
}

int letter_content_write(const struct letter_content *content, struct arena *arena, struct str *out,
			 struct error *err)
{
	struct buf text;

	buf_init(&text, TEXT_BYTES);
	put_head(&text, content);
	for (size_t i = 0; i < content->block_count; i++)
		put_block(&text, &content->blocks[i]);
	put_items(&text, content);
	return finish(&text, arena, out, err);
}

void letter_content_hash(struct str text, char hex[HASH_HEX_BYTES])
{
	struct hash hash = hash_of(text);

	hex_encode(hash_str(&hash), hex);
}

int letter_basis_hash(const struct letter_content *content, struct arena *arena,
		      char hex[HASH_HEX_BYTES], struct error *err)
{
	struct buf text;
	struct str basis;

	buf_init(&text, TEXT_BYTES);
	put_post(&text, content);
	put_items(&text, content);
	int code = finish(&text, arena, &basis, err);
	if (!code)
		letter_content_hash(basis, hex);
	return code;
}

/* Reading ------------------------------------------------------------------------------------------ */

struct line {
	struct str name;
	struct str values[VALUES_MAXIMUM];
	size_t count;
};

struct reading {
	struct letter_content *out;
	struct arena *arena;
	bool failed; /* memory */
};

static struct str unescape(struct reading *it, struct str value)
{
	size_t length = 0;
	char *bytes;

	if (str_find_byte(value, '\\') < 0)
		return value;
	bytes = arena_alloc(it->arena, value.length + 1);
	if (!bytes) {
		it->failed = true;
		return STR_EMPTY;
	}
	for (size_t i = 0; i < value.length; i++) {
		char c = value.bytes[i];
		if (c == '\\' && i + 1 < value.length) {
			c = value.bytes[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
		}
		bytes[length++] = c;
	}
	return (struct str){ bytes, length };
}

static bool cut_line(struct reading *it, struct str text, struct line *out)
{
	bool more = str_find_byte(text, '\t') >= 0;

	*out = (struct line){ .name = str_split(&text, '\t') };
	while (more && out->count < VALUES_MAXIMUM) {
		more = str_find_byte(text, '\t') >= 0;
		out->values[out->count++] = unescape(it, str_split(&text, '\t'));
	}
	return !more;
}

static bool read_bool(struct str value, bool *out)
{
	*out = str_equal(value, STR("yes"));
	return *out || str_equal(value, STR("no"));
}

static int role_of(struct str name)
{
	for (int role = 0; letter_role_names[role]; role++)
		if (str_equal(name, str_from(letter_role_names[role])))
			return role;
	return -1;
}

static bool take_item(struct letter_content *out, const struct line *line)
{
	struct letter_item *item = &out->items[out->item_count++];
	const struct str *value = line->values;

	*item = (struct letter_item){ .code = value[1], .role = role_of(value[2]), .due = value[3],
				      .title = value[5], .measure = value[6] };
	return id_parse(value[0], &item->item_id) && item->role >= 0 &&
	       read_bool(value[4], &item->confidential);
}

static int block_of(struct str name)
{
	for (int kind = 0; kind < LETTER_BLOCK_KIND_COUNT; kind++)
		if (str_equal(name, str_from(block_names[kind])))
			return kind;
	return -1;
}

static bool take_block(struct letter_content *out, const struct line *line, int kind)
{
	bool named = kind == LETTER_PART || kind == LETTER_HEAD;
	const struct str *value = line->values;

	if (line->count != (kind == LETTER_ITEMS ? 0u : named ? 3u : 2u))
		return false;
	out->blocks[out->block_count++] = (struct letter_block){
		.kind = kind,
		.name = named ? value[0] : STR_EMPTY,
		.zh = value[named],
		.en = value[named + 1],
	};
	return true;
}

/* Lines of texts only: where each of their values goes. */
static bool take_texts(struct letter_content *out, const struct line *line)
{
	const struct {
		const char *name;
		struct str *to[2];
	} places[] = {
		{ "title", { &out->title, &out->title_en } },
		{ "person", { &out->person_code, &out->person_name } },
		{ "unit", { &out->unit_code, &out->unit_name } },
		{ "superior", { &out->superior, &out->superior_post } },
		{ "countersigner", { &out->countersigner, &out->countersigner_post } },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!str_equal(line->name, str_from(places[i].name)))
			continue;
		*places[i].to[0] = line->values[0];
		*places[i].to[1] = line->values[1];
		return line->count == 2;
	}
	return false;
}

static bool take_number(struct letter_content *out, const struct line *line)
{
	int64_t number = 0;

	if (str_equal(line->name, STR("template"))) {
		out->template_code = line->values[0];
		out->template_title = line->values[2];
		out->template_title_en = line->values[3];
		bool fits = line->count == 4 && str_parse_int(line->values[1], 1, 9999, &number);
		out->template_version = (int)number;
		return fits;
	}
	if (line->count != 1 || !str_parse_int(line->values[0], 1, 9999, &number))
		return false;
	if (str_equal(line->name, STR("year")))
		out->year = (int)number;
	else
		out->plan_version = number;
	return true;
}

static bool take_line(struct letter_content *out, const struct line *line)
{
	int kind = block_of(line->name);

	if (kind >= 0)
		return take_block(out, line, kind);
	if (str_equal(line->name, STR("item")))
		return line->count == 7 && take_item(out, line);
	if (str_equal(line->name, STR("post"))) {
		out->post = line->values[0];
		out->level = line->values[1];
		return line->count == 3 && read_bool(line->values[2], &out->principal);
	}
	if (str_equal(line->name, STR("year")) || str_equal(line->name, STR("plan")) ||
	    str_equal(line->name, STR("template")))
		return take_number(out, line);
	return take_texts(out, line);
}

static int make_room(struct reading *it, struct str text, struct error *err)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.bytes[i] == '\n';
	it->out->blocks = ARENA_ARRAY(it->arena, struct letter_block, lines);
	it->out->items = ARENA_ARRAY(it->arena, struct letter_item, lines);
	return it->out->blocks && it->out->items
		       ? 0
		       : error_broken(err, ERR_MEMORY, "%zu lines of a letter", lines);
}

int letter_content_read(struct str text, struct arena *arena, struct letter_content *out,
			struct error *err)
{
	struct letter_content content = { .year = 0 };
	struct reading it = { &content, arena, false };
	struct str rest = text;
	bool fits = str_equal(str_split(&rest, '\n'), STR("lianze-letter 1"));
	int code = make_room(&it, text, err);

	while (!code && fits && rest.length) {
		struct line line;

		fits = cut_line(&it, str_split(&rest, '\n'), &line) && take_line(&content, &line);
		if (it.failed)
			code = error_broken(err, ERR_MEMORY, "the text of a letter");
	}
	if (!code && (!fits || !content.year || !content.person_name.length))
		code = error_broken(err, ERR_CORRUPT, "the text of a letter");
	if (!code)
		*out = content;
	return code;
}
