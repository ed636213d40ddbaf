/*
 * unit_change.c - the records of a change, and its lookups. The decision is in unit_change_plan.c, the
 * writing in unit_change_apply.c.
 */
#include "messages_common.h"
#include "messages_people.h"
#include "messages_register.h"
#include "people/unit_change.h"
#include "statements_unit_change.h"

const struct field_choice unit_change_kinds[] = {
	[UNIT_RENAME] = { "rename", MESSAGE_UNIT_CHANGE_RENAME },
	[UNIT_MERGE] = { "merge", MESSAGE_UNIT_CHANGE_MERGE },
	[UNIT_SPLIT] = { "split", MESSAGE_UNIT_CHANGE_SPLIT },
	[UNIT_DISSOLVE] = { "dissolve", MESSAGE_UNIT_CHANGE_DISSOLVE },
	{ NULL, MESSAGE_NONE },
};

static const struct field_choice sides[] = {
	[UNIT_CHANGE_BEFORE] = { "before", MESSAGE_UNIT_CHANGE_BEFORE },
	[UNIT_CHANGE_AFTER] = { "after", MESSAGE_UNIT_CHANGE_AFTER },
	{ NULL, MESSAGE_NONE },
};

static const struct field change_fields[] = {
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change, kind),
	  .label = MESSAGE_UNIT_CHANGE_KIND,
	  .choices = unit_change_kinds,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change, day),
	  .label = MESSAGE_UNIT_CHANGE_DAY,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct unit_change, reason),
	  .label = MESSAGE_COMMON_REASON,
	  .minimum = 1,
	  .maximum = 400,
	  .since = 1 },
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct unit_change, reference),
	  .label = MESSAGE_UNIT_CHANGE_REFERENCE,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "name_before",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change, name_before),
	  .label = MESSAGE_UNIT_CHANGE_NAME_BEFORE,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "name_after",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change, name_after),
	  .label = MESSAGE_UNIT_CHANGE_NAME_AFTER,
	  .maximum = 100,
	  .since = 1 },
};

const struct record_type unit_change_record = {
	.name = "unit_change",
	.label = MESSAGE_UNIT_CHANGE_LABEL,
	.size = sizeof(struct unit_change),
	.fields = change_fields,
	.field_count = ARRAY_LENGTH(change_fields),
	.encoding = 1,
	.insert = STATEMENT_UNIT_CHANGE_INSERT,
	.update = STATEMENT_UNIT_CHANGE_UPDATE,
	.remove = STATEMENT_UNIT_CHANGE_REMOVE,
	.get = STATEMENT_UNIT_CHANGE_GET,
	.all = STATEMENT_UNIT_CHANGE_ALL,
};

static const struct field unit_fields[] = {
	{ .name = "change_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change_unit, change_id),
	  .label = MESSAGE_UNIT_CHANGE_LABEL,
	  .reference = &unit_change_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change_unit, unit_id),
	  .label = MESSAGE_UNIT_LABEL,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "side",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct unit_change_unit, side),
	  .label = MESSAGE_UNIT_CHANGE_SIDE,
	  .choices = sides,
	  .since = 1 },
};

const struct record_type unit_change_unit_record = {
	.name = "unit_change_unit",
	.label = MESSAGE_UNIT_CHANGE_UNIT,
	.size = sizeof(struct unit_change_unit),
	.fields = unit_fields,
	.field_count = ARRAY_LENGTH(unit_fields),
	.encoding = 1,
	.insert = STATEMENT_UNIT_CHANGE_UNIT_INSERT,
	.update = STATEMENT_UNIT_CHANGE_UNIT_UPDATE,
	.remove = STATEMENT_UNIT_CHANGE_UNIT_REMOVE,
	.get = STATEMENT_UNIT_CHANGE_UNIT_GET,
	.all = STATEMENT_UNIT_CHANGE_UNIT_ALL,
};

static int choice_of(const struct field_choice *choices, struct str name)
{
	for (int i = 0; choices[i].name; i++)
		if (str_equal(str_from(choices[i].name), name))
			return i;
	return -1;
}

/* The columns of unit_change_of_unit: the change, then one of its units. */
static void see_change(struct db_query *query, struct arena *arena, struct unit_change_seen *seen)
{
	*seen = (struct unit_change_seen){ .change = {
		.head.id = db_query_int(query, 0),
		.kind = choice_of(unit_change_kinds, db_query_bytes(query, 1)),
		.day = (int32_t)db_query_int(query, 2),
		.reason = db_query_copy(query, 3, arena),
		.reference = db_query_copy(query, 4, arena),
		.name_before = db_query_copy(query, 5, arena),
		.name_after = db_query_copy(query, 6, arena),
	} };
}

#define CHANGES_SHOWN 64

int unit_changes_of(struct db *db, struct record_key unit, struct arena *arena,
		    struct unit_change_seen **out, size_t *out_count, struct error *err)
{
	struct unit_change_seen *items = ARENA_ARRAY(arena, struct unit_change_seen, CHANGES_SHOWN);
	struct db_query *query;
	size_t count = 0;
	int code;
	if (!items)
		return error_broken(err, ERR_MEMORY, "changes of a unit");
	code = db_query_open(db, STATEMENT_UNIT_CHANGE_OF_UNIT,
			     DB_ARGS(db_int("jurisdiction_id", unit.jurisdiction_id),
				     db_int("unit_id", unit.id)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		struct unit_change_seen *seen = count ? &items[count - 1] : NULL;
		if (!seen || seen->change.head.id != db_query_int(query, 0)) {
			if (count == CHANGES_SHOWN)
				break;
			seen = &items[count++];
			see_change(query, arena, seen);
		}
		if (seen->unit_count == ARRAY_LENGTH(seen->units))
			continue;
		seen->units[seen->unit_count].side = choice_of(sides, db_query_bytes(query, 7));
		seen->units[seen->unit_count].id = db_query_int(query, 8);
		seen->units[seen->unit_count++].name = db_query_copy(query, 9, arena);
	}
	db_query_close(query);
	*out = items;
	*out_count = count;
	return code < 0 ? code : 0;
}

int unit_change_first_year(int32_t day)
{
	int year = civil_from_day(day).year;
	return civil_year_start(year) == day ? year : year + 1;
}
