/* openapi_schema.c - schemas from descriptors (openapi.h). JSON Schema 2020-12, as OpenAPI 3.1 has it. */
#include <stdio.h>

#include "messages_token.h"
#include "web/list_page.h"
#include "web/openapi.h"
#include "web/view_field.h"

#define ID_PATTERN "^[0-9A-HJKMNP-TV-Z]{13}$"
#define DECIMAL_PATTERN "^-?[0-9]+([.][0-9]{1,4})?$"

void openapi_text(struct json *json, const char *name, const char *text)
{
	json_name(json, name);
	json_text(json, text);
}

void openapi_label(struct json *json, enum message label)
{
	char text[ERROR_TEXT_BYTES];

	if (label == MESSAGE_NONE)
		return;
	snprintf(text, sizeof(text), "%s / %s", message_text(label, LANGUAGE_ZH),
		 message_text(label, LANGUAGE_EN));
	json_name(json, "description");
	json_str(json, utf8_cut(str_from(text), sizeof(text) - 1));
}

static void put_int(struct json *json, const char *name, int64_t number)
{
	json_name(json, name);
	json_int(json, number);
}

/* "type": "string", or with null. */
static void put_type(struct json *json, const char *type, bool nullable)
{
	json_name(json, "type");
	if (!nullable) {
		json_text(json, type);
		return;
	}
	json_array_begin(json);
	json_text(json, type);
	json_text(json, "null");
	json_array_end(json);
}

static void put_choices(struct json *json, const struct field_choice *choices)
{
	json_name(json, "enum");
	json_array_begin(json);
	for (; choices && choices->name; choices++)
		json_text(json, choices->name);
	json_array_end(json);
}

/* The labels of the choices as description: "town = 镇街 / Town; …". */
static void put_choice_labels(struct json *json, enum message label,
			      const struct field_choice *choices)
{
	struct buf text;

	buf_init(&text, 8192);
	if (label != MESSAGE_NONE)
		buf_add_format(&text, "%s / %s: ", message_text(label, LANGUAGE_ZH),
			       message_text(label, LANGUAGE_EN));
	for (; choices && choices->name; choices++)
		buf_add_format(&text, "%s = %s / %s%s", choices->name,
			       message_text(choices->label, LANGUAGE_ZH),
			       message_text(choices->label, LANGUAGE_EN),
			       choices[1].name ? "; " : "");
	json_name(json, "description");
	json_str(json, buf_failed(&text) ? STR_EMPTY : buf_str(&text));
	buf_release(&text);
}

static void put_day(struct json *json, bool nullable)
{
	put_type(json, "string", nullable);
	openapi_text(json, "format", "date");
}

static void put_pattern(struct json *json, const char *pattern, bool nullable)
{
	put_type(json, "string", nullable);
	openapi_text(json, "pattern", pattern);
}

static void text_bounds(struct json *json, int64_t minimum, int64_t maximum)
{
	put_type(json, "string", false);
	if (minimum > 0)
		put_int(json, "minLength", minimum);
	if (maximum > 0)
		put_int(json, "maxLength", maximum);
}

static void integer_bounds(struct json *json, int64_t minimum, int64_t maximum)
{
	put_type(json, "integer", false);
	if (!minimum && !maximum)
		return;
	put_int(json, "minimum", minimum);
	put_int(json, "maximum", maximum);
}

/* Records ------------------------------------------------------------------------------------- */

static void field_type(struct json *json, const struct field *field)
{
	bool nullable = !(field->flags & FIELD_REQUIRED);

	switch (field->type) {
	case FIELD_INTEGER:
		integer_bounds(json, field->minimum, field->maximum);
		return;
	case FIELD_DECIMAL:
		put_pattern(json, DECIMAL_PATTERN, false);
		return;
	case FIELD_DAY:
		put_day(json, nullable);
		return;
	case FIELD_BOOLEAN:
		put_type(json, "boolean", false);
		return;
	case FIELD_CHOICE:
		put_type(json, "string", false);
		put_choices(json, field->choices);
		return;
	case FIELD_REFERENCE:
		put_pattern(json, ID_PATTERN, nullable);
		return;
	case FIELD_INSTANT:
		put_type(json, "string", nullable);
		return;
	case FIELD_TEXT:
		text_bounds(json, nullable ? 0 : field->minimum, field->maximum);
		return;
	case FIELD_BYTES:
	case FIELD_TYPE_COUNT:
	default:
		put_type(json, "string", nullable);
	}
}

static bool is_shown(const struct field *field)
{
	return !(field->flags & (FIELD_SECRET | FIELD_DERIVED));
}

static void field_schema(struct json *json, const struct field *field)
{
	json_name(json, field->name);
	json_object_begin(json);
	field_type(json, field);
	if (field->type == FIELD_CHOICE)
		put_choice_labels(json, field->label, field->choices);
	else
		openapi_label(json, field->label);
	json_object_end(json);
}

static void record_schema(struct json *json, const struct record_type *type)
{
	json_name(json, type->name);
	json_object_begin(json);
	put_type(json, "object", false);
	openapi_label(json, type->label);
	json_name(json, "properties");
	json_object_begin(json);
	json_name(json, "id");
	json_object_begin(json);
	put_pattern(json, ID_PATTERN, false);
	json_object_end(json);
	json_name(json, "revision");
	json_object_begin(json);
	integer_bounds(json, 1, INT64_MAX);
	json_object_end(json);
	for (size_t i = 0; i < type->field_count; i++)
		if (is_shown(&type->fields[i]))
			field_schema(json, &type->fields[i]);
	json_object_end(json);
	json_name(json, "required");
	json_array_begin(json);
	json_text(json, "id");
	json_text(json, "revision");
	for (size_t i = 0; i < type->field_count; i++)
		if (is_shown(&type->fields[i]))
			json_text(json, type->fields[i].name);
	json_array_end(json);
	json_name(json, "additionalProperties");
	json_bool(json, false);
	json_object_end(json);
}

static void reference(struct json *json, const char *name)
{
	char text[96];

	snprintf(text, sizeof(text), "#/components/schemas/%s", name);
	openapi_text(json, "$ref", text);
}

/* Lists --------------------------------------------------------------------------------------- */

static void column_type(struct json *json, enum list_page_format format, bool nullable)
{
	switch (format) {
	case LIST_PAGE_INTEGER:
		put_type(json, "integer", nullable);
		return;
	case LIST_PAGE_BOOLEAN:
		put_type(json, "boolean", nullable);
		return;
	case LIST_PAGE_DAY:
		put_day(json, nullable);
		return;
	case LIST_PAGE_POINTS:
		put_pattern(json, DECIMAL_PATTERN, nullable);
		return;
	case LIST_PAGE_ID:
		put_pattern(json, ID_PATTERN, nullable);
		return;
	case LIST_PAGE_TEXT:
	case LIST_PAGE_INSTANT:
	default:
		put_type(json, "string", nullable);
	}
}

static void row_schema(struct json *json, const struct list_page *list)
{
	json_object_begin(json);
	put_type(json, "object", false);
	json_name(json, "properties");
	json_object_begin(json);
	for (const struct list_page_column *c = list->columns; c->column; c++) {
		int position = list_page_position(list->listing, c->column);

		json_name(json, c->column);
		json_object_begin(json);
		column_type(json, c->format,
			    position < 0 ||
				    !listing_text_of(list->listing)->columns[position].required);
		openapi_label(json, c->label);
		json_object_end(json);
	}
	json_object_end(json);
	json_name(json, "required");
	json_array_begin(json);
	for (const struct list_page_column *c = list->columns; c->column; c++)
		json_text(json, c->column);
	json_array_end(json);
	json_name(json, "additionalProperties");
	json_bool(json, false);
	json_object_end(json);
}

/* { total, items, next }: a page of a list; `list` NULL: rows of unknown columns. */
static void list_schema(struct json *json, const struct list_page *list)
{
	put_type(json, "object", false);
	json_name(json, "properties");
	json_object_begin(json);
	json_name(json, "total");
	json_object_begin(json);
	integer_bounds(json, 0, INT64_MAX);
	openapi_label(json, MESSAGE_OPENAPI_TOTAL);
	json_object_end(json);
	json_name(json, "items");
	json_object_begin(json);
	put_type(json, "array", false);
	json_name(json, "items");
	row_schema(json, list);
	json_object_end(json);
	json_name(json, "next");
	json_object_begin(json);
	put_type(json, "string", true);
	openapi_label(json, MESSAGE_OPENAPI_NEXT);
	json_object_end(json);
	json_object_end(json);
	json_name(json, "required");
	json_array_begin(json);
	json_text(json, "total");
	json_text(json, "items");
	json_text(json, "next");
	json_array_end(json);
}

/* Computed views ------------------------------------------------------------------------------ */

static void view_schema(struct json *json, const struct view_field *fields);

static void view_type_schema(struct json *json, const struct view_field *field)
{
	bool nullable = field->flags & VIEW_NULL;

	switch (field->type) {
	case VIEW_INTEGER:
		put_type(json, "integer", nullable);
		return;
	case VIEW_BOOLEAN:
		put_type(json, "boolean", nullable);
		return;
	case VIEW_DECIMAL:
		put_pattern(json, DECIMAL_PATTERN, nullable);
		return;
	case VIEW_DAY:
		put_day(json, nullable);
		return;
	case VIEW_ID:
		put_pattern(json, ID_PATTERN, nullable);
		return;
	case VIEW_ARRAY:
		put_type(json, "array", nullable);
		json_name(json, "items");
		json_object_begin(json);
		view_schema(json, field->items); /* lint: as deep as the declaration */
		json_object_end(json);
		return;
	case VIEW_RECORD:
	case VIEW_TEXT:
	default:
		put_type(json, "string", nullable);
	}
}

/* A record, or null: two schemas of which one holds. */
static void view_record(struct json *json, const struct view_field *field)
{
	if (!(field->flags & VIEW_NULL)) {
		reference(json, field->record->name);
		return;
	}
	json_name(json, "anyOf");
	json_array_begin(json);
	json_object_begin(json);
	reference(json, field->record->name);
	json_object_end(json);
	json_object_begin(json);
	openapi_text(json, "type", "null");
	json_object_end(json);
	json_array_end(json);
}

static void view_schema(struct json *json, const struct view_field *fields)
{
	put_type(json, "object", false);
	json_name(json, "properties");
	json_object_begin(json);
	for (const struct view_field *field = fields; field->name; field++) {
		json_name(json, field->name);
		json_object_begin(json);
		if (field->type == VIEW_RECORD)
			view_record(json, field);
		else
			view_type_schema(json, field);
		openapi_label(json, field->label);
		json_object_end(json);
	}
	json_object_end(json);
	json_name(json, "required");
	json_array_begin(json);
	for (const struct view_field *field = fields; field->name; field++)
		if (!(field->flags & VIEW_ABSENT))
			json_text(json, field->name);
	json_array_end(json);
}

void openapi_answer_schema(struct json *json, const struct route *route)
{
	json_object_begin(json);
	if (route->list)
		list_schema(json, route->list);
	else if (route->record)
		reference(json, route->record->name);
	else if (route->view)
		view_schema(json, route->view);
	else
		put_type(json, "object", false);
	json_object_end(json);
}

/* What a POST takes --------------------------------------------------------------------------- */

static void choices_array(struct json *json, const struct field_choice *choices)
{
	put_type(json, "array", false);
	json_name(json, "items");
	json_object_begin(json);
	put_type(json, "string", false);
	put_choices(json, choices);
	json_object_end(json);
}

static void file_schema(struct json *json)
{
	static const char *const names[] = { "name", "text" };

	put_type(json, "object", false);
	json_name(json, "properties");
	json_object_begin(json);
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		json_name(json, names[i]);
		json_object_begin(json);
		put_type(json, "string", false);
		json_object_end(json);
	}
	json_object_end(json);
	json_name(json, "required");
	json_array_begin(json);
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		json_text(json, names[i]);
	json_array_end(json);
}

static void decimal_input(struct json *json)
{
	json_name(json, "type");
	json_array_begin(json);
	json_text(json, "string");
	json_text(json, "number");
	json_array_end(json);
}

void openapi_input_schema(struct json *json, const struct route_input *input)
{
	json_object_begin(json);
	switch (input->type) {
	case INPUT_INTEGER:
		integer_bounds(json, input->minimum, input->maximum);
		break;
	case INPUT_DECIMAL:
		decimal_input(json);
		break;
	case INPUT_BOOLEAN:
		put_type(json, "boolean", false);
		break;
	case INPUT_DAY:
		put_day(json, false);
		break;
	case INPUT_ID:
		put_pattern(json, ID_PATTERN, false);
		break;
	case INPUT_CHOICES:
		choices_array(json, input->choices);
		break;
	case INPUT_FILE:
		file_schema(json);
		break;
	case INPUT_CHOICE:
		put_type(json, "string", false);
		put_choices(json, input->choices);
		break;
	case INPUT_TEXT:
	default:
		text_bounds(json, input->minimum, input->maximum);
	}
	if (input->type == INPUT_CHOICE)
		put_choice_labels(json, input->label, input->choices);
	else
		openapi_label(json, input->label);
	json_object_end(json);
}

/* Answers of every act ------------------------------------------------------------------------ */

static const struct view_field problem_rows[] = {
	{ .name = "row", .type = VIEW_INTEGER },
	{ .name = "field", .type = VIEW_TEXT },
	{ .name = "found", .type = VIEW_TEXT },
	{ .name = "accepted", .type = VIEW_TEXT },
	{ .name = NULL },
};

static const struct view_field problem[] = {
	{ .name = "type", .type = VIEW_TEXT },
	{ .name = "title", .type = VIEW_TEXT },
	{ .name = "status", .type = VIEW_INTEGER },
	{ .name = "detail", .type = VIEW_TEXT, .label = MESSAGE_OPENAPI_DETAIL },
	{ .name = "code", .type = VIEW_TEXT, .label = MESSAGE_OPENAPI_CODE },
	{ .name = "field", .type = VIEW_TEXT, .flags = VIEW_ABSENT,
	  .label = MESSAGE_OPENAPI_FIELD },
	{ .name = "row", .type = VIEW_INTEGER, .flags = VIEW_ABSENT, .label = MESSAGE_OPENAPI_ROW },
	{ .name = "found", .type = VIEW_TEXT, .flags = VIEW_ABSENT,
	  .label = MESSAGE_OPENAPI_FOUND },
	{ .name = "accepted", .type = VIEW_TEXT, .flags = VIEW_ABSENT,
	  .label = MESSAGE_OPENAPI_ACCEPTED },
	{ .name = "problems", .type = VIEW_ARRAY, .flags = VIEW_ABSENT, .items = problem_rows },
	{ .name = NULL },
};

static const struct view_field done[] = {
	{ .name = "act", .type = VIEW_TEXT, .flags = VIEW_NULL, .label = MESSAGE_OPENAPI_ACT },
	{ .name = "records", .type = VIEW_INTEGER, .label = MESSAGE_OPENAPI_RECORDS },
	{ .name = "message", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = "location", .type = VIEW_TEXT, .flags = VIEW_NULL,
	  .label = MESSAGE_OPENAPI_LOCATION },
	{ .name = NULL },
};

static void named_view(struct json *json, const char *name, const struct view_field *fields)
{
	json_name(json, name);
	json_object_begin(json);
	view_schema(json, fields);
	json_object_end(json);
}

void openapi_schemas(struct json *json)
{
	json_object_begin(json);
	for (size_t i = 0; record_registry[i]; i++)
		record_schema(json, record_registry[i]);
	named_view(json, "Problem", problem);
	named_view(json, "Done", done);
	json_object_end(json);
}
