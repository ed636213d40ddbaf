/*
 * field_output.c - a field's value for machines (CSV, JSON) and for people.
 */
#include "base/hash.h"
#include "messages_record.h"
#include "record/value.h"

static struct str hex_copy(struct str bytes, struct arena *arena)
{
	char *text = arena_alloc(arena, 2 * bytes.length + 1);

	if (!text)
		return STR_EMPTY;
	hex_encode(bytes, text);
	return (struct str){ text, 2 * bytes.length };
}

struct str field_format(const struct field *field, const void *record, struct arena *arena)
{
	char scratch[VALUE_TEXT_BYTES];
	struct str text = value_text(field, record, scratch);

	if (field->type == FIELD_BYTES)
		return hex_copy(text, arena);
	return arena_str(arena, text);
}

struct str field_display(const struct field *field, const void *record, enum language language,
			 struct arena *arena)
{
	const void *value = value_of(field, record);
	int choice;

	switch (field->type) {
	case FIELD_BOOLEAN:
		return str_from(message_text(*(const bool *)value ? MESSAGE_RECORD_YES
								  : MESSAGE_RECORD_NO,
					     language));
	case FIELD_CHOICE:
		choice = *(const int *)value;
		if (!field_choice_name(field, choice))
			return STR_EMPTY;
		return str_from(message_text(field->choices[choice].label, language));
	case FIELD_REFERENCE:
	case FIELD_BYTES:
		return STR_EMPTY;
	case FIELD_TEXT:
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_DAY:
	case FIELD_INSTANT:
	case FIELD_TYPE_COUNT:
		break;
	}
	return field_format(field, record, arena);
}

static void bytes_json(struct str bytes, struct json *json)
{
	struct buf text;

	/* One byte at a time: blobs in records are short, and no arena is at hand. */
	buf_init(&text, 2 * bytes.length + 1);
	for (size_t i = 0; i < bytes.length; i++)
		buf_add_format(&text, "%02x", (unsigned)(unsigned char)bytes.bytes[i]);
	json_str(json, buf_str(&text));
	buf_release(&text);
}

static void value_json(const struct field *field, const void *record, struct json *json)
{
	const void *value = value_of(field, record);
	char scratch[VALUE_TEXT_BYTES];

	switch (field->type) {
	case FIELD_INTEGER:
		json_int(json, *(const int64_t *)value);
		return;
	case FIELD_BOOLEAN:
		json_bool(json, *(const bool *)value);
		return;
	case FIELD_DAY:
		json_day(json, *(const int32_t *)value);
		return;
	case FIELD_REFERENCE:
		json_id(json, *(const int64_t *)value);
		return;
	case FIELD_BYTES:
		bytes_json(*(const struct str *)value, json);
		return;
	case FIELD_INSTANT:
		if (*(const int64_t *)value == 0) {
			json_null(json);
			return;
		}
		break;
	case FIELD_TEXT:
	case FIELD_DECIMAL:
	case FIELD_CHOICE:
	case FIELD_TYPE_COUNT:
		break;
	}
	json_str(json, value_text(field, record, scratch));
}

void field_json(const struct field *field, const void *record, struct json *json)
{
	json_name(json, field->name);
	value_json(field, record, json);
}

void record_json(const struct record_type *type, const void *record, struct json *json)
{
	const struct record_head *head = record;

	json_object_begin(json);
	json_name(json, "id");
	json_id(json, head->id);
	json_name(json, "revision");
	json_int(json, head->revision);
	for (size_t i = 0; i < type->field_count; i++)
		if (!(type->fields[i].flags & (FIELD_SECRET | FIELD_DERIVED)))
			field_json(&type->fields[i], record, json);
	json_object_end(json);
}
