/*
 * appraisal_group.c - see appraisal_group.h.
 */
#include "people/appraisal_group.h"

#include "messages_people.h"
#include "people/name_key.h"
#include "people/record_find.h"
#include "statements_appraisal_group.h"

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct appraisal_group, year),
	  .label = MESSAGE_APPRAISAL_GROUP_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM,
	  .offset = offsetof(struct appraisal_group, name),
	  .label = MESSAGE_APPRAISAL_GROUP_NAME,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "name_key",
	  .type = FIELD_BYTES,
	  .flags = FIELD_DERIVED | FIELD_SORT,
	  .offset = offsetof(struct appraisal_group, name_key),
	  .label = MESSAGE_APPRAISAL_GROUP_NAME_KEY,
	  .since = 1 },
};

static int derive(void *record, struct arena *arena, struct error *err)
{
	struct appraisal_group *group = record;
	return name_key(group->name, arena, &group->name_key, err);
}

const struct record_type appraisal_group_record = {
	.name = "appraisal_group",
	.label = MESSAGE_APPRAISAL_GROUP_LABEL,
	.size = sizeof(struct appraisal_group),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_APPRAISAL_GROUP_INSERT,
	.update = STATEMENT_APPRAISAL_GROUP_UPDATE,
	.remove = STATEMENT_APPRAISAL_GROUP_REMOVE,
	.get = STATEMENT_APPRAISAL_GROUP_GET,
	.all = STATEMENT_APPRAISAL_GROUP_ALL,
	.derive = derive,
};

/* The group that has the year and name of `group` already. */
static int find_same(struct act *act, const struct appraisal_group *group,
		     struct appraisal_group *out, struct error *err)
{
	const struct record_query query = {
		&appraisal_group_record, STATEMENT_APPRAISAL_GROUP_BY_NAME,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("year", group->year), db_text("name", group->name))
	};
	return record_find(act->db, &query, act->arena, out, err);
}

int appraisal_group_create(struct act *act, struct appraisal_group *group, struct error *err)
{
	struct appraisal_group other;
	int code = find_same(act, group, &other, err);
	if (!code)
		return error_invalid(err, "name", arena_text(act->arena, group->name),
				     "a name that no group of that year has",
				     "该年度尚未使用的考核组名称");
	if (code != -ERR_NOT_FOUND)
		return code;
	return act_create(act, &appraisal_group_record, group, err);
}
