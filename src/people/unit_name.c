/*
 * unit_name.c - see unit_name.h.
 */
#include "people/unit_name.h"

#include "messages_people.h"
#include "messages_register.h"
#include "people/unit.h"
#include "people/unit_change.h"
#include "statements_unit_name.h"

static const struct field fields[] = {
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_name, unit_id),
	  .label = MESSAGE_UNIT_LABEL,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct unit_name, name),
	  .label = MESSAGE_UNIT_NAME,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_name, to_day),
	  .label = MESSAGE_UNIT_CHANGE_NAME_UNTIL,
	  .since = 1 },
	{ .name = "last_year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_name, last_year),
	  .label = MESSAGE_UNIT_CHANGE_LAST_YEAR,
	  .minimum = CIVIL_FIRST_YEAR - 1,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "change_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct unit_name, change_id),
	  .label = MESSAGE_UNIT_CHANGE_LABEL,
	  .reference = &unit_change_record,
	  .since = 1 },
};

const struct record_type unit_name_record = {
	.name = "unit_name",
	.label = MESSAGE_UNIT_CHANGE_FORMER_NAME,
	.size = sizeof(struct unit_name),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_UNIT_NAME_INSERT,
	.update = STATEMENT_UNIT_NAME_UPDATE,
	.remove = STATEMENT_UNIT_NAME_REMOVE,
	.get = STATEMENT_UNIT_NAME_GET,
	.all = STATEMENT_UNIT_NAME_ALL,
};

int unit_name_last_year(int32_t to_day)
{
	return civil_from_day(to_day + 1).year - 1;
}
