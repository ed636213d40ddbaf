/* picker.c - see picker.h. */
#include "web/picker.h"

#include "base/buf.h"
#include "statements_unit.h"

const struct picker unit_picker = { STATEMENT_UNIT_MATCHING,
				    "the code or the full name of an existing unit",
				    "现有单位的代码或全称" };

#define PATTERN_BYTES 400

/* What a text finds. */
struct matches {
	struct list_options options;
	int64_t exact; /* 0: none, or several */
	size_t exact_count, count;
};

/* %text% in small letters with its wildcards escaped. */
static struct str pattern_of(struct page *page, struct str text)
{
	struct buf out;
	buf_init(&out, PATTERN_BYTES);
	buf_add_byte(&out, '%');
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];
		if (c == '%' || c == '_' || c == '\\')
			buf_add_byte(&out, '\\');
		buf_add_byte(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	buf_add_byte(&out, '%');
	struct str pattern = arena_str(page->arena, buf_failed(&out) ? STR("") : buf_str(&out));
	buf_release(&out);
	return pattern;
}

static void take(struct page *page, struct db_query *query, struct str text, struct matches *out)
{
	char id[ID_TEXT_BYTES];
	struct str code = db_query_copy(query, 1, page->arena);
	struct str name = db_query_copy(query, 2, page->arena);
	struct str note = db_query_copy(query, 3, page->arena);
	if (str_equal(code, text) || str_equal(name, text)) {
		out->exact = db_query_int(query, 0);
		out->exact_count++;
	}
	if (out->count++ >= PICKER_SHOWN)
		return;
	list_option_add(page, &out->options, "",
			arena_str(page->arena, str_from(id_format(db_query_int(query, 0), id))),
			arena_format(page->arena, "%.*s · %.*s%s%.*s", STR_ARG(name), STR_ARG(code),
				     note.length ? " · " : "", STR_ARG(note)));
}

static int find(struct page *page, const struct picker *picker, struct str text,
		struct matches *out, struct error *err)
{
	struct db_query *query;
	int rc;
	*out = (struct matches){ .exact = 0 };
	if (!text.length)
		return 0;
	rc = db_query_open(page->db, picker->matching,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				   db_int("day", page->today),
				   db_text("pattern", pattern_of(page, text)),
				   db_text("text", text)),
			   &query, err);
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0)
		take(page, query, text, out);
	db_query_close(query);
	if (out->exact_count != 1)
		out->exact = 0;
	return rc;
}

static struct str typed(const struct page *page, const char *name)
{
	return str_trim(form_value(page->form, name));
}

/* The radio button that was chosen, when it was offered for what is in the box. 0: none. */
static int64_t chosen(struct page *page, const char *name)
{
	struct str pick = arena_format(page->arena, "%s_pick", name);
	struct str offered = arena_format(page->arena, "%s_for", name);
	int64_t id;
	if (!pick.bytes || !offered.bytes ||
	    !str_equal(form_value(page->form, offered.bytes), typed(page, name)) ||
	    !id_parse(form_value(page->form, pick.bytes), &id))
		return 0;
	return id;
}

int picker_fill(struct page *page, const struct picker_field *field, struct picker_view *out,
		struct error *err)
{
	bool given = form_has(page->form, field->name);
	struct matches matches = { .exact = 0 };
	char id[ID_TEXT_BYTES];
	int rc = 0;
	*out = (struct picker_view){
		.name = field->name,
		.class = "field",
		.label = field->label,
		.help = field->help,
		.text = given ? typed(page, field->name) : field->initial,
		.pick_name = arena_format(page->arena, "%s_pick", field->name),
		.for_name = arena_format(page->arena, "%s_for", field->name),
		.always = true,
		.find = field->find,
	};
	if (page->error.code && strcmp(page->error.field, field->name) == 0)
		out->class = "field bad";
	if (given)
		rc = find(page, field->picker, out->text, &matches, err);
	if (rc < 0)
		return rc;
	out->none = given && out->text.length && !matches.count;
	if (matches.exact && matches.count == 1)
		return 0;
	out->options = matches.options;
	out->more = matches.count > PICKER_SHOWN;
	int64_t pick = chosen(page, field->name);
	struct str wanted = str_from(id_format(pick ? pick : matches.exact, id));
	for (size_t i = 0; i < out->options.count; i++)
		out->options.items[i].selected = str_equal(out->options.items[i].value, wanted);
	return 0;
}

int picker_resolve(struct page *page, const struct picker *picker, const char *name,
		   struct str text, int64_t *out_id, struct error *err)
{
	struct matches matches;
	int rc = find(page, picker, text, &matches, err);
	if (rc < 0)
		return rc;
	if (matches.exact || !text.length) {
		*out_id = matches.exact;
		return 0;
	}
	rc = error_invalid(err, name, arena_text(page->arena, text), picker->accepted_en,
			   picker->accepted_zh);
	if (matches.count) {
		struct str en = str_from(err->en), zh = str_from(err->zh);
		en = arena_str(page->arena, en);
		zh = arena_str(page->arena, zh);
		error_en(err, "%.*s (%s%zu match)", STR_ARG(en),
			 matches.count > PICKER_SHOWN ? "more than " : "",
			 matches.count > PICKER_SHOWN ? (size_t)PICKER_SHOWN : matches.count);
		error_zh(err, "%.*s（有 %zu %s匹配）", STR_ARG(zh),
			 matches.count > PICKER_SHOWN ? (size_t)PICKER_SHOWN : matches.count,
			 matches.count > PICKER_SHOWN ? "条以上" : "条");
	}
	return rc;
}

int picker_read(struct page *page, const struct picker *picker, const char *name, int64_t *out_id,
		struct error *err)
{
	int64_t id = chosen(page, name);
	if (id) {
		*out_id = id;
		return 0;
	}
	return picker_resolve(page, picker, name, typed(page, name), out_id, err);
}
