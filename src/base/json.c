/*
 * json.c - the streaming JSON writer; see json.h.
 */
#include "base/json.h"

#include <assert.h>

#include "base/civil.h"
#include "base/id.h"

void json_init(struct json *json, struct buf *out)
{
	*json = (struct json){ .out = out };
}

/* Called before every value: the comma, and the check that a name stands where one must. */
static void before_value(struct json *json)
{
	assert(json->named == json->object[json->depth]);
	if (!json->named && json->comma[json->depth])
		buf_add_byte(json->out, ',');
	json->comma[json->depth] = true;
	json->named = false;
}

static void begin(struct json *json, char bracket, bool object)
{
	before_value(json);
	assert(json->depth + 1 < JSON_DEPTH);
	buf_add_byte(json->out, bracket);
	json->depth++;
	json->comma[json->depth] = false;
	json->object[json->depth] = object;
}

static void end(struct json *json, char bracket, bool object)
{
	assert(json->depth > 0 && json->object[json->depth] == object && !json->named);
	(void)object; /* only the assert reads it */
	buf_add_byte(json->out, bracket);
	json->depth--;
}

void json_object_begin(struct json *json)
{
	begin(json, '{', true);
}

void json_object_end(struct json *json)
{
	end(json, '}', true);
}

void json_array_begin(struct json *json)
{
	begin(json, '[', false);
}

void json_array_end(struct json *json)
{
	end(json, ']', false);
}

/* The escape of a character below U+0020, a quote or a backslash. */
static void add_escape(struct buf *out, unsigned char c)
{
	static const char named[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = c ? strchr(named, c) : NULL;

	if (found)
		buf_add_format(out, "\\%c", letters[found - named]);
	else
		buf_add_format(out, "\\u%04x", c);
}

/* Malformed bytes become U+FFFD each, so that the output is always valid. */
static void add_quoted(struct buf *out, struct str text)
{
	size_t position = 0, plain = 0;

	buf_add_byte(out, '"');
	while (position < text.length) {
		size_t start = position;
		int32_t c = utf8_next(text, &position);

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add_str(out, str_slice(text, plain, start - plain));
		if (c < 0)
			buf_add_text(out, "\xef\xbf\xbd");
		else
			add_escape(out, (unsigned char)c);
		plain = position;
	}
	buf_add_str(out, str_slice(text, plain, text.length));
	buf_add_byte(out, '"');
}

void json_name(struct json *json, const char *name)
{
	assert(json->object[json->depth] && !json->named);
	if (json->comma[json->depth])
		buf_add_byte(json->out, ',');
	add_quoted(json->out, str_from(name));
	buf_add_byte(json->out, ':');
	json->named = true;
}

void json_str(struct json *json, struct str text)
{
	before_value(json);
	add_quoted(json->out, text);
}

void json_text(struct json *json, const char *text)
{
	if (text)
		json_str(json, str_from(text));
	else
		json_null(json);
}

void json_int(struct json *json, int64_t number)
{
	before_value(json);
	buf_add_int(json->out, number);
}

void json_bool(struct json *json, bool truth)
{
	before_value(json);
	buf_add_text(json->out, truth ? "true" : "false");
}

void json_null(struct json *json)
{
	before_value(json);
	buf_add_text(json->out, "null");
}

void json_decimal(struct json *json, struct decimal value, int places)
{
	char text[DECIMAL_TEXT_BYTES];

	json_text(json, decimal_format(value, places, text));
}

void json_id(struct json *json, int64_t id)
{
	char text[ID_TEXT_BYTES];

	json_text(json, id ? id_format(id, text) : NULL);
}

void json_day(struct json *json, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];

	json_text(json, day == CIVIL_NO_DAY ? NULL : civil_format(day, text));
}
