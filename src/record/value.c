/*
 * value.c - the machine form of each field type, written and read back.
 */
#include "record/value.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/id.h"

#define DAY_MS INT64_C(86400000)

static const size_t value_bytes[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = sizeof(struct str),	 [FIELD_INTEGER] = sizeof(int64_t),
	[FIELD_DECIMAL] = sizeof(struct decimal), [FIELD_DAY] = sizeof(int32_t),
	[FIELD_INSTANT] = sizeof(int64_t),	 [FIELD_BOOLEAN] = sizeof(bool),
	[FIELD_CHOICE] = sizeof(int),		 [FIELD_REFERENCE] = sizeof(int64_t),
	[FIELD_BYTES] = sizeof(struct str),
};

size_t value_size(const struct field *field)
{
	return value_bytes[field->type];
}

void value_clear(const struct field *field, void *record)
{
	memset(value_at(field, record), 0, value_bytes[field->type]);
	if (field->type == FIELD_DAY)
		*(int32_t *)value_at(field, record) = CIVIL_NO_DAY;
}

bool field_equal(const struct field *field, const void *a, const void *b)
{
	const void *left = value_of(field, a), *right = value_of(field, b);

	if (field->type == FIELD_TEXT || field->type == FIELD_BYTES)
		return str_equal(*(const struct str *)left, *(const struct str *)right);
	return memcmp(left, right, value_bytes[field->type]) == 0;
}

/* RFC 3339 in UTC with milliseconds, so that no part of the instant is lost. */
static struct str instant_text(int64_t at_ms, char scratch[VALUE_TEXT_BYTES])
{
	char day[CIVIL_TEXT_BYTES];
	int64_t ms = at_ms % DAY_MS;
	int length;

	if (at_ms == 0)
		return STR_EMPTY;
	if (ms < 0)
		ms += DAY_MS;
	civil_format((int32_t)((at_ms - ms) / DAY_MS), day);
	length = snprintf(scratch, VALUE_TEXT_BYTES, "%sT%02d:%02d:%02d.%03dZ", day,
			  (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60),
			  (int)(ms % 1000));
	return (struct str){ scratch, (size_t)length };
}

static struct str integer_text(int64_t number, char scratch[VALUE_TEXT_BYTES])
{
	int length = snprintf(scratch, VALUE_TEXT_BYTES, "%" PRId64, number);

	return (struct str){ scratch, (size_t)length };
}

static struct str reference_text(int64_t id, char scratch[VALUE_TEXT_BYTES])
{
	return id ? str_from(id_format(id, scratch)) : STR_EMPTY;
}

struct str value_text(const struct field *field, const void *record,
		      char scratch[VALUE_TEXT_BYTES])
{
	const void *value = value_of(field, record);

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_BYTES:
		return *(const struct str *)value;
	case FIELD_INTEGER:
		return integer_text(*(const int64_t *)value, scratch);
	case FIELD_DECIMAL:
		return str_from(decimal_format_short(*(const struct decimal *)value, scratch));
	case FIELD_DAY:
		return str_from(civil_format(*(const int32_t *)value, scratch));
	case FIELD_INSTANT:
		return instant_text(*(const int64_t *)value, scratch);
	case FIELD_BOOLEAN:
		return *(const bool *)value ? STR("1") : STR("0");
	case FIELD_CHOICE:
		return str_from(field_choice_name(field, *(const int *)value));
	case FIELD_REFERENCE:
		return reference_text(*(const int64_t *)value, scratch);
	case FIELD_TYPE_COUNT:
		break;
	}
	return STR_EMPTY;
}

static bool digits(struct str text, size_t start, size_t length, int64_t maximum, int64_t *out)
{
	struct str part = str_slice(text, start, length);

	for (size_t i = 0; i < part.length; i++)
		if (part.bytes[i] < '0' || part.bytes[i] > '9')
			return false;
	return part.length == length && str_parse_int(part, 0, maximum, out);
}

/* 2009-03-17T00:05:00Z, with or without milliseconds. */
static bool instant_parse(struct str text, int64_t *out)
{
	int64_t hour, minute, second, ms = 0;
	int32_t day;

	if (text.length != 24 && text.length != 20)
		return false;
	if (!civil_parse(str_slice(text, 0, 10), &day) || text.bytes[4] != '-' ||
	    text.bytes[10] != 'T' || text.bytes[13] != ':' || text.bytes[16] != ':' ||
	    text.bytes[text.length - 1] != 'Z')
		return false;
	if (!digits(text, 11, 2, 23, &hour) || !digits(text, 14, 2, 59, &minute) ||
	    !digits(text, 17, 2, 59, &second))
		return false;
	if (text.length == 24 && (text.bytes[19] != '.' || !digits(text, 20, 3, 999, &ms)))
		return false;
	*out = day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
	return true;
}

static bool bytes_set(struct str text, struct str *out, struct arena *arena)
{
	unsigned char *bytes;

	if (text.length == 0) {
		*out = STR_EMPTY;
		return true;
	}
	bytes = arena_alloc(arena, text.length / 2 + 1);
	if (!bytes || text.length % 2 || !hex_decode(text, bytes, text.length / 2))
		return false;
	*out = (struct str){ (const char *)bytes, text.length / 2 };
	return true;
}

static bool choice_set(const struct field *field, struct str text, int *out)
{
	int choice = field_choice_value(field, text);

	if (choice < 0)
		return false;
	*out = choice;
	return true;
}

static bool boolean_set(struct str text, bool *out)
{
	if (text.length != 1 || (text.bytes[0] != '0' && text.bytes[0] != '1'))
		return false;
	*out = text.bytes[0] == '1';
	return true;
}

bool value_set(const struct field *field, struct str text, void *record, struct arena *arena)
{
	void *value = value_at(field, record);
	bool empty_is_absent = field->type == FIELD_DAY || field->type == FIELD_INSTANT ||
			       field->type == FIELD_REFERENCE;

	if (text.length == 0 && empty_is_absent) {
		value_clear(field, record);
		return true;
	}
	switch (field->type) {
	case FIELD_TEXT:
		*(struct str *)value = text;
		return utf8_is_valid(text);
	case FIELD_BYTES:
		return bytes_set(text, value, arena);
	case FIELD_INTEGER:
		return str_parse_int(text, INT64_MIN, INT64_MAX, value);
	case FIELD_DECIMAL:
		return decimal_parse(text, value);
	case FIELD_DAY:
		return civil_parse(text, value);
	case FIELD_INSTANT:
		return instant_parse(text, value);
	case FIELD_BOOLEAN:
		return boolean_set(text, value);
	case FIELD_CHOICE:
		return choice_set(field, text, value);
	case FIELD_REFERENCE:
		return id_parse(text, value);
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}
