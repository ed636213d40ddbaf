/*
 * field_input.c - from what a person typed to a field's value, and whether the value is allowed.
 *
 * Every refusal says what is accepted in words that fit behind "accepted:", in both languages.
 */
#include "record/record.h"

#include <inttypes.h>
#include <stdio.h>

#include "record/value.h"

#define TEXT_MAXIMUM 1000
#define ACCEPTED_BYTES 256

struct accepted {
	char en[ACCEPTED_BYTES];
	char zh[ACCEPTED_BYTES];
};

static bool is_bounded(const struct field *field)
{
	return field->minimum || field->maximum;
}

static int64_t text_maximum(const struct field *field)
{
	return field->maximum ? field->maximum : TEXT_MAXIMUM;
}

/* A bound as it is typed: points are stored in ten-thousandths. */
static const char *bound_text(const struct field *field, int64_t bound,
			      char text[DECIMAL_TEXT_BYTES])
{
	if (field->type == FIELD_DECIMAL)
		return decimal_format_short((struct decimal){ bound }, text);
	(void)snprintf(text, DECIMAL_TEXT_BYTES, "%" PRId64, bound);
	return text;
}

static void accepted_number(const struct field *field, struct accepted *out)
{
	bool decimal = field->type == FIELD_DECIMAL;
	char low[DECIMAL_TEXT_BYTES], high[DECIMAL_TEXT_BYTES];
	const char *en = decimal ? "a number with at most 4 decimal places" : "a whole number";
	const char *zh = decimal ? "数字，至多四位小数" : "整数";

	if (!is_bounded(field)) {
		(void)snprintf(out->en, sizeof(out->en), "%s", en);
		(void)snprintf(out->zh, sizeof(out->zh), "%s", zh);
		return;
	}
	bound_text(field, field->minimum, low);
	bound_text(field, field->maximum, high);
	(void)snprintf(out->en, sizeof(out->en), "%s from %s to %s", en, low, high);
	(void)snprintf(out->zh, sizeof(out->zh), "%s，%s 至 %s", zh, low, high);
}

static void accepted_text(const struct field *field, struct accepted *out)
{
	bool required = field->flags & FIELD_REQUIRED;
	int64_t least = required && field->minimum < 1 ? 1 : field->minimum;

	bool lines = field->flags & FIELD_LINES;

	(void)snprintf(out->en, sizeof(out->en),
		       "%" PRId64 " to %" PRId64 " characters without control characters%s", least,
		       text_maximum(field), lines ? "" : ", in one line");
	(void)snprintf(out->zh, sizeof(out->zh), "%" PRId64 " 至 %" PRId64 " 个字符，不含控制字符%s",
		       least, text_maximum(field), lines ? "" : "，不换行");
}

/* Append "separator text" while there is room; a list of choices that is too long ends in "…". */
static void list_add(char *list, const char *separator, struct str text)
{
	size_t used = strlen(list);
	size_t gap = used ? strlen(separator) : 0;
	size_t room = ACCEPTED_BYTES - used - 1;

	if (gap + text.length + 4 > room) {
		if (room >= 3 && used && !str_ends_with(str_from(list), STR("…")))
			(void)snprintf(list + used, room + 1, "…");
		return;
	}
	(void)snprintf(list + used, room + 1, "%s%.*s", gap ? separator : "", STR_ARG(text));
}

static void accepted_choice(const struct field *field, struct accepted *out)
{
	char pair[ACCEPTED_BYTES];

	for (const struct field_choice *choice = field->choices; choice->name; choice++) {
		const char *label = message_text(choice->label, LANGUAGE_ZH);

		list_add(out->en, ", ", str_from(choice->name));
		if (label && *label)
			(void)snprintf(pair, sizeof(pair), "%s (%s)", label, choice->name);
		else
			(void)snprintf(pair, sizeof(pair), "%s", choice->name);
		list_add(out->zh, "、", str_from(pair));
	}
}

static void accepted_fixed(struct accepted *out, const char *en, const char *zh)
{
	(void)snprintf(out->en, sizeof(out->en), "%s", en);
	(void)snprintf(out->zh, sizeof(out->zh), "%s", zh);
}

static void accepted_set(const struct field *field, struct accepted *out)
{
	*out = (struct accepted){ { 0 }, { 0 } };
	switch (field->type) {
	case FIELD_TEXT:
		accepted_text(field, out);
		break;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
		accepted_number(field, out);
		break;
	case FIELD_DAY:
		accepted_fixed(out, "a date such as 2008-07-14 or 2008年7月14日",
			       "日期，如 2008-07-14、2008/7/14 或 2008年7月14日");
		break;
	case FIELD_INSTANT:
		accepted_fixed(out, "an instant such as 2008-07-14T08:05:00Z",
			       "时刻，如 2008-07-14T08:05:00Z");
		break;
	case FIELD_BOOLEAN:
		accepted_fixed(out, "1 or 0, yes or no, 是 or 否", "1/0、yes/no 或 是/否");
		break;
	case FIELD_CHOICE:
		accepted_choice(field, out);
		break;
	case FIELD_REFERENCE:
		accepted_fixed(out, "the identifier of a record: 13 letters and digits",
			       "记录标识：13 位字母和数字");
		break;
	case FIELD_BYTES:
		accepted_fixed(out, "bytes in hexadecimal", "十六进制字节");
		break;
	case FIELD_TYPE_COUNT:
		break;
	}
}

struct str field_accepted(const struct field *field, enum language language, struct arena *arena)
{
	struct accepted accepted;

	accepted_set(field, &accepted);
	return arena_str(arena, str_from(language == LANGUAGE_ZH ? accepted.zh : accepted.en));
}

static int refuse(const struct field *field, struct str found, struct error *err)
{
	struct accepted accepted;
	char shown[ERROR_NAME_BYTES * 2];
	struct str cut = utf8_cut(found, sizeof(shown) - 1);

	if (!err)
		return -ERR_INVALID;
	if (cut.length)
		memcpy(shown, cut.bytes, cut.length);
	shown[cut.length] = '\0';
	accepted_set(field, &accepted);
	return error_invalid(err, field->name, shown, accepted.en, accepted.zh);
}

static bool boolean_parse(struct str text, bool *out)
{
	static const struct {
		const char *text;
		bool truth;
	} words[] = {
		{ "1", true },	{ "yes", true }, { "true", true },   { "是", true },
		{ "0", false }, { "no", false }, { "false", false }, { "否", false },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		if (!str_equal_ignore_case(text, str_from(words[i].text)))
			continue;
		*out = words[i].truth;
		return true;
	}
	return false;
}

/* A choice by its name or its label in either language. */
static bool choice_parse(const struct field *field, struct str text, int *out)
{
	for (int i = 0; field->choices[i].name; i++) {
		const struct field_choice *choice = &field->choices[i];

		if (!str_equal_ignore_case(text, str_from(choice->name)) &&
		    !str_equal(text, str_from(message_text(choice->label, LANGUAGE_ZH))) &&
		    !str_equal_ignore_case(text,
					   str_from(message_text(choice->label, LANGUAGE_EN))))
			continue;
		*out = i;
		return true;
	}
	return false;
}

static bool input_set(const struct field *field, struct str text, void *record,
		      struct arena *arena)
{
	if (field->type == FIELD_BOOLEAN)
		return boolean_parse(text, value_at(field, record));
	if (field->type == FIELD_CHOICE)
		return choice_parse(field, text, value_at(field, record));
	return value_set(field, text, record, arena);
}

int field_parse(const struct field *field, struct str input, void *record, struct arena *arena,
		struct error *err)
{
	struct str text = str_trim(input);
	char kept[VALUE_BYTES_MAXIMUM];

	if (text.length == 0 && field->flags & FIELD_REQUIRED)
		return refuse(field, text, err);
	if (text.length == 0) {
		value_clear(field, record);
		return 0;
	}
	if (field->type == FIELD_TEXT) {
		text = arena_str(arena, text);
		if (!text.bytes)
			return error_broken(err, ERR_MEMORY, "input of field %s", field->name);
	}
	memcpy(kept, value_at(field, record), value_size(field));
	if (input_set(field, text, record, arena) && field_check(field, record, NULL) == 0)
		return 0;
	memcpy(value_at(field, record), kept, value_size(field));
	return refuse(field, text, err);
}

static bool is_absent(const struct field *field, const void *record)
{
	const void *value = value_of(field, record);

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_BYTES:
		return ((const struct str *)value)->length == 0;
	case FIELD_DAY:
		return *(const int32_t *)value == CIVIL_NO_DAY;
	case FIELD_INSTANT:
	case FIELD_REFERENCE:
		return *(const int64_t *)value == 0;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_BOOLEAN:
	case FIELD_CHOICE:
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}

/* Tabs, and line feeds where a field has lines, are text; other control characters would disturb terminals
 * and files, those that turn the direction of writing would show a name as another one, and what
 * Unicode calls no character may not stand in the XML of a workbook. */
static bool is_control(int32_t c, bool lines)
{
	bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

	if (c < 0x20)
		return c != '\t' && !(lines && (c == '\n' || c == '\r'));
	return (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || turns ||
	       (c & 0xfffe) == 0xfffe;
}

static bool text_is_clean(struct str text, bool lines)
{
	size_t position = 0;

	if (!utf8_is_valid(text))
		return false;
	while (position < text.length)
		if (is_control(utf8_next(text, &position), lines))
			return false;
	return true;
}

static bool text_is_allowed(const struct field *field, struct str text)
{
	int64_t length;

	if (!text_is_clean(text, field->flags & FIELD_LINES))
		return false;
	if (text.length == 0)
		return true;
	length = (int64_t)utf8_length(text);
	return length >= field->minimum && length <= text_maximum(field);
}

static bool is_within(const struct field *field, int64_t number)
{
	return !is_bounded(field) || (number >= field->minimum && number <= field->maximum);
}

static bool value_is_allowed(const struct field *field, const void *record)
{
	const void *value = value_of(field, record);

	switch (field->type) {
	case FIELD_TEXT:
		return text_is_allowed(field, *(const struct str *)value);
	case FIELD_INTEGER:
		return is_within(field, *(const int64_t *)value);
	case FIELD_DECIMAL:
		return is_within(field, ((const struct decimal *)value)->scaled);
	case FIELD_CHOICE:
		return field_choice_name(field, *(const int *)value) != NULL;
	case FIELD_DAY:
	case FIELD_INSTANT:
	case FIELD_BOOLEAN:
	case FIELD_REFERENCE:
	case FIELD_BYTES:
	case FIELD_TYPE_COUNT:
		break;
	}
	return true;
}

int field_check(const struct field *field, const void *record, struct error *err)
{
	char scratch[VALUE_TEXT_BYTES];
	struct str found = STR_EMPTY;
	bool absent = is_absent(field, record);

	if (!(absent && field->flags & FIELD_REQUIRED) && value_is_allowed(field, record))
		return 0;
	if (!absent && field->type != FIELD_BYTES)
		found = value_text(field, record, scratch);
	return refuse(field, found, err);
}

int record_check(const struct record_type *type, const void *record, struct error *err)
{
	for (size_t i = 0; i < type->field_count; i++) {
		int rc = field_check(&type->fields[i], record, err);

		if (rc)
			return rc;
	}
	return 0;
}
