/*
 * plan_item.c - see plan_item.h.
 */
#include "plan/plan_item.h"

#include "messages_plan.h"
#include "people/person.h"
#include "plan/plan_due.h"
#include "statements_plan_item.h"

const struct field_choice plan_item_kinds[] = {
	[PLAN_AREA] = { "area", MESSAGE_PLAN_ITEM_KIND_AREA },
	[PLAN_TASK] = { "task", MESSAGE_PLAN_ITEM_KIND_TASK },
	[PLAN_ITEM] = { "item", MESSAGE_PLAN_ITEM_KIND_ITEM },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice plan_item_sources[] = {
	[PLAN_SOURCE_RULE] = { "rule", MESSAGE_PLAN_ITEM_SOURCE_RULE },
	[PLAN_SOURCE_MEETING] = { "meeting", MESSAGE_PLAN_ITEM_SOURCE_MEETING },
	[PLAN_SOURCE_HEARING] = { "hearing", MESSAGE_PLAN_ITEM_SOURCE_HEARING },
	[PLAN_SOURCE_INSPECTION] = { "inspection", MESSAGE_PLAN_ITEM_SOURCE_INSPECTION },
	[PLAN_SOURCE_LAST_YEAR] = { "last_year", MESSAGE_PLAN_ITEM_SOURCE_LAST_YEAR },
	[PLAN_SOURCE_OTHER] = { "other", MESSAGE_PLAN_ITEM_SOURCE_OTHER },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct plan_item, plan_id),
	  .label = MESSAGE_PLAN_ITEM_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "item_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct plan_item, item_id),
	  .label = MESSAGE_PLAN_ITEM_ITEM_ID,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "from_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct plan_item, from_version),
	  .label = MESSAGE_PLAN_ITEM_FROM_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "to_version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct plan_item, to_version),
	  .label = MESSAGE_PLAN_ITEM_TO_VERSION,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "parent_id",
	  .type = FIELD_INTEGER,
	  .offset = offsetof(struct plan_item, parent_id),
	  .label = MESSAGE_PLAN_ITEM_PARENT_ID,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct plan_item, kind),
	  .label = MESSAGE_PLAN_ITEM_KIND,
	  .choices = plan_item_kinds,
	  .since = 1 },
	{ .name = "position",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct plan_item, position),
	  .label = MESSAGE_PLAN_ITEM_POSITION,
	  .minimum = 1,
	  .maximum = 100000,
	  .since = 1 },
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FORM | FIELD_SEARCH_CODE,
	  .offset = offsetof(struct plan_item, code),
	  .label = MESSAGE_PLAN_ITEM_CODE,
	  .help = MESSAGE_PLAN_ITEM_CODE_HELP,
	  .minimum = 1,
	  .maximum = 32,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct plan_item, title),
	  .label = MESSAGE_PLAN_ITEM_TITLE,
	  .minimum = 1,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "measure",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct plan_item, measure),
	  .label = MESSAGE_PLAN_ITEM_MEASURE,
	  .help = MESSAGE_PLAN_ITEM_MEASURE_HELP,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "weight",
	  .type = FIELD_DECIMAL,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct plan_item, weight),
	  .label = MESSAGE_PLAN_ITEM_WEIGHT,
	  .help = MESSAGE_PLAN_ITEM_WEIGHT_HELP,
	  .minimum = 0,
	  .maximum = 10000000,
	  .since = 1 },
	{ .name = "due",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct plan_item, due),
	  .label = MESSAGE_PLAN_ITEM_DUE,
	  .help = MESSAGE_PLAN_ITEM_DUE_HELP,
	  .maximum = 400,
	  .since = 1 },
	{ .name = "leader_id",
	  .type = FIELD_REFERENCE,
	  .offset = offsetof(struct plan_item, leader_id),
	  .label = MESSAGE_PLAN_ITEM_LEADER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "source",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FILTER,
	  .offset = offsetof(struct plan_item, source),
	  .label = MESSAGE_PLAN_ITEM_SOURCE,
	  .choices = plan_item_sources,
	  .since = 1 },
	{ .name = "source_note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM | FIELD_LINES,
	  .offset = offsetof(struct plan_item, source_note),
	  .label = MESSAGE_PLAN_ITEM_SOURCE_NOTE,
	  .help = MESSAGE_PLAN_ITEM_SOURCE_NOTE_HELP,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "confidential",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct plan_item, confidential),
	  .label = MESSAGE_PLAN_ITEM_CONFIDENTIAL,
	  .help = MESSAGE_PLAN_ITEM_CONFIDENTIAL_HELP,
	  .since = 1 },
};

const struct record_type plan_item_record = {
	.name = "plan_item",
	.label = MESSAGE_PLAN_ITEM_LABEL,
	.size = sizeof(struct plan_item),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_PLAN_ITEM_INSERT,
	.update = STATEMENT_PLAN_ITEM_UPDATE,
	.remove = STATEMENT_PLAN_ITEM_REMOVE,
	.get = STATEMENT_PLAN_ITEM_GET,
	.all = STATEMENT_PLAN_ITEM_ALL,
};

bool plan_item_fits(int kind, int parent)
{
	switch (kind) {
	case PLAN_AREA:
		return parent < 0;
	case PLAN_TASK:
		return parent == PLAN_AREA;
	default:
		return parent == PLAN_AREA || parent == PLAN_TASK;
	}
}

/* Areas and tasks only gather: what makes somebody answer for something is the item's. */
static int check_gathering(const struct plan_item *item, struct error *err)
{
	static const char en[] = "nothing: only an item has it", zh[] = "留空：只有事项填写";

	if (item->due.length)
		return error_invalid(err, "due", item->due.bytes, en, zh);
	if (item->measure.length)
		return error_invalid(err, "measure", item->measure.bytes, en, zh);
	return 0;
}

int plan_item_check(struct plan_item *item, int year, struct arena *arena, struct error *err)
{
	if (item->kind != PLAN_ITEM)
		return check_gathering(item, err);
	return plan_due_canonical(item->due, year, arena, &item->due, err);
}
