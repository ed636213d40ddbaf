/*
 * sample.h - a record type with one field of each type, for the tests of this room.
 */
#ifndef LIANZE_TESTS_RECORD_SAMPLE_H
#define LIANZE_TESTS_RECORD_SAMPLE_H

#include "messages_record.h"
#include "record/record.h"

enum sample_kind { SAMPLE_KIND_TOWN, SAMPLE_KIND_OFFICE };

struct sample {
	struct record_head head;
	struct str code, name, name_key;
	int64_t count;
	struct decimal points;
	int32_t day;
	int64_t seen_ms;
	bool principal;
	int kind;
	int64_t parent_id;
	struct str blob, note;
};

/* The labels are any two messages: yes / 是 for a town, no / 否 for an office. */
static const struct field_choice sample_kinds[] = {
	{ "town", MESSAGE_RECORD_YES },
	{ "office", MESSAGE_RECORD_NO },
	{ NULL, MESSAGE_NONE },
};

#define SAMPLE_FIELD(member) .name = #member, .offset = offsetof(struct sample, member)

static const struct field sample_fields[] = {
	{ SAMPLE_FIELD(code), .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY,
	  .minimum = 1, .maximum = 8, .since = 1 },
	{ SAMPLE_FIELD(name), .type = FIELD_TEXT, .since = 1 },
	{ SAMPLE_FIELD(name_key), .type = FIELD_BYTES, .flags = FIELD_DERIVED, .since = 1 },
	{ SAMPLE_FIELD(count), .type = FIELD_INTEGER, .minimum = -5, .maximum = 5, .since = 1 },
	{ SAMPLE_FIELD(points), .type = FIELD_DECIMAL, .flags = FIELD_REQUIRED, .minimum = 0,
	  .maximum = 100 * DECIMAL_ONE, .since = 1 },
	{ SAMPLE_FIELD(day), .type = FIELD_DAY, .since = 1 },
	{ SAMPLE_FIELD(seen_ms), .type = FIELD_INSTANT, .since = 1 },
	{ SAMPLE_FIELD(principal), .type = FIELD_BOOLEAN, .since = 1 },
	{ SAMPLE_FIELD(kind), .type = FIELD_CHOICE, .choices = sample_kinds, .since = 1 },
	{ SAMPLE_FIELD(parent_id), .type = FIELD_REFERENCE, .since = 1 },
	{ SAMPLE_FIELD(blob), .type = FIELD_BYTES, .flags = FIELD_SECRET, .since = 1 },
	{ SAMPLE_FIELD(note), .type = FIELD_TEXT, .since = 2 },
};

static const struct record_type sample_type = {
	.name = "sample",
	.size = sizeof(struct sample),
	.fields = sample_fields,
	.field_count = ARRAY_LENGTH(sample_fields),
	.encoding = 2,
	.insert = -1, .update = -1, .remove = -1, .get = -1, .all = -1,
};

#endif
