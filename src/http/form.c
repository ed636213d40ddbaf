/*
 * form.c - query strings and urlencoded bodies, and looking fields up. Multipart: form_multipart.c.
 *
 * Decoding is strict: a '%' that is not followed by two hexadecimal digits, NUL and malformed UTF-8
 * refuse the whole form, because a value that two readers understand differently is how checks are
 * passed by.
 */
#include "http/form.h"

#include "http/form_private.h"

int form_refuse(struct error *err, const char *detail)
{
	int code = error_set(err, ERR_INVALID, "The form was not sent in a readable way.",
			     "提交的表单无法识别。");

	error_detail(err, "%s", detail);
	return code;
}

int form_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool form_percent_decode(struct str raw, bool plus_is_space, struct arena *arena, struct str *out)
{
	char *text = arena_alloc(arena, raw.length + 1);
	size_t length = 0;

	if (!text)
		return false;
	for (size_t i = 0; i < raw.length; i++) {
		char c = raw.bytes[i];

		if (c == '+' && plus_is_space) {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < raw.length ? form_hex_digit(raw.bytes[i + 1]) : -1;
			int low = i + 2 < raw.length ? form_hex_digit(raw.bytes[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		text[length++] = c;
	}
	*out = (struct str){ text, length };
	return true;
}

bool form_text_is_clean(struct str text)
{
	return !text.length || (!memchr(text.bytes, 0, text.length) && utf8_is_valid(text));
}

static int decode_pair(struct str pair, struct arena *arena, struct form_field *field,
		       struct error *err)
{
	struct str value = pair;
	struct str name = str_split(&value, '=');

	if (!form_percent_decode(name, true, arena, &field->name) ||
	    !form_percent_decode(value, true, arena, &field->value))
		return form_refuse(err, "bad percent sign or out of memory");
	if (!field->name.length)
		return form_refuse(err, "field without a name");
	if (!form_text_is_clean(field->name) || !form_text_is_clean(field->value))
		return form_refuse(err, "NUL or malformed UTF-8");
	return 0;
}

static size_t count_pairs(struct str text)
{
	size_t count = 1;

	for (size_t i = 0; i < text.length; i++)
		count += text.bytes[i] == '&';
	return count;
}

int form_parse_urlencoded(struct str text, struct arena *arena, struct form *out,
			  struct error *err)
{
	struct form form = { NULL, 0 };

	if (!text.length) {
		*out = form;
		return 0;
	}
	if (count_pairs(text) > FORM_MAXIMUM_FIELDS)
		return form_refuse(err, "too many fields");
	form.fields = ARENA_ARRAY(arena, struct form_field, count_pairs(text));
	if (!form.fields)
		return error_broken(err, ERR_MEMORY, "form of %zu bytes", text.length);
	while (text.length) {
		struct str pair = str_split(&text, '&');
		int code;

		if (!pair.length)
			continue;
		code = decode_pair(pair, arena, &form.fields[form.count], err);
		if (code < 0)
			return code;
		form.count++;
	}
	*out = form;
	return 0;
}

static bool named(const struct form_field *field, struct str name)
{
	return str_equal(field->name, name);
}

const struct form_field *form_each(const struct form *form, const char *name,
				   const struct form_field *previous)
{
	struct str wanted = str_from(name);

	for (size_t i = previous ? (size_t)(previous - form->fields) + 1 : 0; i < form->count; i++)
		if (named(&form->fields[i], wanted))
			return &form->fields[i];
	return NULL;
}

const struct form_field *form_find(const struct form *form, const char *name)
{
	const struct form_field *first = form_each(form, name, NULL);

	if (first && form_each(form, name, first))
		return NULL;
	return first;
}

struct str form_value(const struct form *form, const char *name)
{
	const struct form_field *field = form_find(form, name);

	return field ? field->value : STR_EMPTY;
}

bool form_has(const struct form *form, const char *name)
{
	return form_each(form, name, NULL) != NULL;
}

static int refuse_twice(struct str name, struct error *err)
{
	char text[ERROR_NAME_BYTES] = "";
	struct str shown = utf8_cut(name, sizeof text - 1);

	memcpy(text, shown.bytes, shown.length);
	return error_invalid(err, text, "twice", "this field once", "该字段只能出现一次");
}

/* Quadratic, but FORM_MAXIMUM_FIELDS bounds it to some milliseconds for the most hostile form. */
int form_check_single(const struct form *form, struct error *err)
{
	for (size_t i = 1; i < form->count; i++)
		for (size_t k = 0; k < i; k++)
			if (named(&form->fields[k], form->fields[i].name))
				return refuse_twice(form->fields[i].name, err);
	return 0;
}
