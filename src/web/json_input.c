/*
 * json_input.c - see json_input.h.
 *
 * Before jansson sees the body, one pass over its bytes bounds depth and number of values: a tree of a
 * million empty arrays costs a hundred times its text.
 */
#include <jansson.h> /* before base/json.h, which renames its json_null */

#include "web/json_input.h"

#include <stdio.h>
#include <stdlib.h>

#include "web/route.h"

#define ACCEPTED_EN "one JSON object in UTF-8, each name once, at most 4 levels and 4096 values"
#define ACCEPTED_ZH "一个 UTF-8 编码的 JSON 对象，名称不重复，最多 4 层、4096 个值"

bool json_input_is(const struct http_exchange *http)
{
	struct str rest = http->content_type;

	return str_equal_ignore_case(str_trim(str_split(&rest, ';')), STR("application/json"));
}

static int refuse_body(struct error *err, const char *found)
{
	return error_invalid(err, "body", found, ACCEPTED_EN, ACCEPTED_ZH);
}

/* Depth and number of values, outside of strings. */
static int check_shape(struct str body, struct error *err)
{
	int depth = 0, values = 0;
	bool quoted = false;

	for (size_t i = 0; i < body.length; i++) {
		char c = body.bytes[i];

		if (quoted) {
			if (c == '\\')
				i++;
			quoted = c != '"';
			continue;
		}
		quoted = c == '"';
		values += c == ',' || c == '[' || c == '{';
		depth += (c == '[' || c == '{') - (c == ']' || c == '}');
		if (depth > JSON_INPUT_DEPTH)
			return refuse_body(err, "more than 4 levels");
		if (values > FORM_MAXIMUM_FIELDS)
			return refuse_body(err, "more than 4096 values");
	}
	return 0;
}

static int load(struct str body, json_t **out, struct error *err)
{
	json_error_t problem;
	char found[ERROR_NAME_BYTES * 2];
	int rc = check_shape(body, err);

	if (rc < 0)
		return rc;
	*out = json_loadb(body.bytes ? body.bytes : "", body.length, JSON_REJECT_DUPLICATES,
			  &problem);
	if (*out && json_is_object(*out))
		return 0;
	if (*out) {
		json_decref(*out);
		return refuse_body(err, "no object");
	}
	snprintf(found, sizeof(found), "%.100s", problem.text);
	rc = refuse_body(err, found);
	if (err)
		err->row = problem.line > 0 ? problem.line : 0;
	return rc;
}

/* The shortest decimal that reads back as the same number. */
static struct str number_text(struct page *page, const json_t *value)
{
	char text[40];

	if (json_is_integer(value))
		return arena_format(page->arena, "%lld", (long long)json_integer_value(value));
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, json_real_value(value));
		if (strtod(text, NULL) == json_real_value(value))
			break;
	}
	return arena_str(page->arena, str_from(text));
}

static struct str scalar_text(struct page *page, const json_t *value)
{
	if (json_is_string(value))
		return arena_str(page->arena, (struct str){ json_string_value(value),
							    json_string_length(value) });
	if (json_is_boolean(value))
		return json_is_true(value) ? STR("1") : STR("0");
	return number_text(page, value);
}

static const struct type_row {
	const char *en, *zh;
	bool string, integer, real, boolean, array, file;
} type_rows[] = {
	[INPUT_TEXT] = { "a text", "文本", .string = true },
	[INPUT_INTEGER] = { "a whole number", "整数", .string = true, .integer = true },
	[INPUT_DECIMAL] = { "a number, as text such as \"11.5\" or as it is", "数字或其文本，例如 \"11.5\"",
			    .string = true, .integer = true, .real = true },
	[INPUT_BOOLEAN] = { "true or false", "true 或 false", .string = true, .boolean = true },
	[INPUT_DAY] = { "a date as text, such as \"2008-07-14\"", "日期文本，例如 \"2008-07-14\"",
			.string = true },
	[INPUT_ID] = { "an identifier as text", "编号文本", .string = true },
	[INPUT_CHOICE] = { "a text", "文本", .string = true },
	[INPUT_CHOICES] = { "an array of texts", "文本数组", .string = true, .array = true },
	[INPUT_FILE] = { "{\"name\": …, \"text\": …}", "{\"name\": …, \"text\": …}", .file = true },
};

static bool is_file(const json_t *value)
{
	return json_is_object(value) && json_object_size(value) == 2 &&
	       json_is_string(json_object_get(value, "name")) &&
	       json_is_string(json_object_get(value, "text"));
}

static bool all_strings(const json_t *array)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!json_is_string(json_array_get(array, i)))
			return false;
	return true;
}

static bool type_fits(const struct type_row *row, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		return row->string;
	case JSON_INTEGER:
		return row->integer;
	case JSON_REAL:
		return row->real;
	case JSON_TRUE:
	case JSON_FALSE:
		return row->boolean;
	case JSON_ARRAY:
		return row->array && all_strings(value);
	case JSON_OBJECT:
		return row->file && is_file(value);
	case JSON_NULL:
	default:
		return true;
	}
}

/* A route that declares nothing takes what a form could send. */
static const struct type_row anything = { "a text, a number, true or false", "文本、数字、true 或 false",
					  .string = true,   .integer = true, .real = true,
					  .boolean = true,  .array = true,   .file = true };

static int check_type(const struct page *page, const char *name, const json_t *value,
		      struct error *err)
{
	static const char *const found[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "an array", [JSON_STRING] = "a text",
		[JSON_INTEGER] = "a number", [JSON_REAL] = "a number",	[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",	     [JSON_NULL] = "null",
	};
	struct route_input input;
	bool declared = json_input_find(page->route, str_from(name), &input);
	const struct type_row *row = declared ? &type_rows[input.type] : &anything;

	if (type_fits(row, value))
		return 0;
	return error_invalid(err, name, found[json_typeof(value)], row->en, row->zh);
}

static void put_value(struct page *page, const char *name, const json_t *value)
{
	struct form *form = &page->http->form;
	struct form_field *field = &form->fields[form->count++];

	field->name = arena_str(page->arena, str_from(name));
	if (json_is_object(value)) {
		field->is_file = true;
		field->file_name = scalar_text(page, json_object_get(value, "name"));
		field->value = scalar_text(page, json_object_get(value, "text"));
	} else {
		field->value = scalar_text(page, value);
	}
}

static int put_members(struct page *page, json_t *object, struct error *err)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) {
		int rc = check_type(page, name, value, err);

		if (rc < 0)
			return rc;
		if (json_is_null(value))
			continue;
		if (!json_is_array(value))
			put_value(page, name, value);
		for (size_t i = 0; i < json_array_size(value); i++)
			put_value(page, name, json_array_get(value, i));
	}
	return 0;
}

int json_input_read(struct page *page, struct error *err)
{
	struct form *form = &page->http->form;
	json_t *object = NULL;
	int rc = load(page->http->body, &object, err);

	if (rc < 0)
		return rc;
	*form = (struct form){ ARENA_ARRAY(page->arena, struct form_field, FORM_MAXIMUM_FIELDS + 1),
			       0 };
	rc = form->fields ? put_members(page, object, err)
			  : error_broken(err, ERR_MEMORY, "JSON body");
	json_decref(object);
	return rc;
}
