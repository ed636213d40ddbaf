/* archive_entry.c - see archive_entry.h. */
#include "archive/archive_entry.h"

#include "messages_archive.h"
#include "people/person.h"
#include "statements_archive_entry.h"

static const struct field fields[] = {
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, person_id),
	  .label = MESSAGE_ARCHIVE_ENTRY_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, kind),
	  .label = MESSAGE_ARCHIVE_ENTRY_KIND,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, day),
	  .label = MESSAGE_ARCHIVE_ENTRY_DAY,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, title),
	  .label = MESSAGE_ARCHIVE_ENTRY_TITLE,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "document_number",
	  .type = FIELD_TEXT,
	  .flags = FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, document_number),
	  .label = MESSAGE_ARCHIVE_ENTRY_DOCUMENT_NUMBER,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "issuing_unit",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct archive_entry, issuing_unit),
	  .label = MESSAGE_ARCHIVE_ENTRY_ISSUING_UNIT,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "content",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LINES,
	  .offset = offsetof(struct archive_entry, content),
	  .label = MESSAGE_ARCHIVE_ENTRY_CONTENT,
	  .maximum = 2000,
	  .since = 1 },
	{ .name = "valid_until",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct archive_entry, valid_until),
	  .label = MESSAGE_ARCHIVE_ENTRY_VALID_UNTIL,
	  .since = 1 },
	{ .name = "added_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_entry, added_day),
	  .label = MESSAGE_ARCHIVE_ENTRY_ADDED_DAY,
	  .since = 1 },
};

const struct record_type archive_entry_record = {
	.name = "archive_entry",
	.label = MESSAGE_ARCHIVE_ENTRY_LABEL,
	.size = sizeof(struct archive_entry),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ARCHIVE_ENTRY_INSERT,
	.update = STATEMENT_ARCHIVE_ENTRY_UPDATE,
	.remove = STATEMENT_ARCHIVE_ENTRY_REMOVE,
	.get = STATEMENT_ARCHIVE_ENTRY_GET,
	.all = STATEMENT_ARCHIVE_ENTRY_ALL,
};

int archive_entry_check(const struct archive_entry *entry, int32_t today, struct error *err)
{
	char text[CIVIL_TEXT_BYTES];

	if (entry->day > today)
		return error_invalid(err, "day", civil_format(entry->day, text), "a day up to today",
				     "不晚于今天的日期");
	if (entry->valid_until != CIVIL_NO_DAY && entry->valid_until < entry->day)
		return error_invalid(err, "valid_until", civil_format(entry->valid_until, text),
				     "a day not before the entry's own", "不早于该条日期的日期");
	return 0;
}
