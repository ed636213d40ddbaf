/*
 * group_member.c - see group_member.h.
 */
#include "people/group_member.h"

#include "messages_people.h"
#include "people/appraisal_group.h"
#include "people/record_find.h"
#include "people/unit.h"
#include "statements_group_member.h"

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED,
	  .offset = offsetof(struct group_member, year),
	  .label = MESSAGE_GROUP_MEMBER_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "group_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FORM,
	  .offset = offsetof(struct group_member, group_id),
	  .label = MESSAGE_GROUP_MEMBER_GROUP_ID,
	  .reference = &appraisal_group_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM |
		   FIELD_FIXED,
	  .offset = offsetof(struct group_member, unit_id),
	  .label = MESSAGE_GROUP_MEMBER_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
};

const struct record_type group_member_record = {
	.name = "group_member",
	.label = MESSAGE_GROUP_MEMBER_LABEL,
	.size = sizeof(struct group_member),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_GROUP_MEMBER_INSERT,
	.update = STATEMENT_GROUP_MEMBER_UPDATE,
	.remove = STATEMENT_GROUP_MEMBER_REMOVE,
	.get = STATEMENT_GROUP_MEMBER_GET,
	.all = STATEMENT_GROUP_MEMBER_ALL,
};

/* The membership that the unit has in that year already. */
static int find_same(struct act *act, const struct group_member *member, struct group_member *out,
		     struct error *err)
{
	const struct record_query query = {
		&group_member_record, STATEMENT_GROUP_MEMBER_BY_UNIT,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("year", member->year), db_int("unit_id", member->unit_id))
	};
	return record_find(act->db, &query, act->arena, out, err);
}

static int check_year(struct act *act, const struct group_member *member, struct error *err)
{
	struct unit unit;
	int code = record_get(act->db, &unit_record,
			      (struct record_key){ act->jurisdiction_id, member->unit_id },
			      act->arena, &unit, err);
	if (code)
		return code;
	int32_t first = civil_year_start((int)member->year);
	if (unit.to_day != CIVIL_NO_DAY && unit.to_day < first)
		return unit_check_life(act, member->unit_id, first, CIVIL_NO_DAY, err);
	return 0;
}

int group_member_create(struct act *act, struct group_member *member, struct error *err)
{
	struct appraisal_group group;
	int code = record_get(act->db, &appraisal_group_record,
			      (struct record_key){ act->jurisdiction_id, member->group_id },
			      act->arena, &group, err);
	if (code)
		return code;
	if (group.year != member->year)
		return error_set(err, ERR_RULE, "The group belongs to another year.",
				 "该考核组属于其他年度。");
	/* Some day of the year is enough: a unit that ends in June is appraised for its half. */
	code = check_year(act, member, err);
	if (code)
		return code;
	struct group_member other;
	code = find_same(act, member, &other, err);
	if (!code)
		return error_set(err, ERR_RULE, "The unit is in a group of that year already.",
				 "该单位在该年度已编入考核组。");
	if (code != -ERR_NOT_FOUND)
		return code;
	return act_create(act, &group_member_record, member, err);
}

int group_member_put(struct act *act, const struct appraisal_group *group, int64_t unit_id,
		     struct error *err)
{
	struct group_member member = { .year = group->year,
				       .group_id = group->head.id,
				       .unit_id = unit_id };
	struct group_member present;
	int code = find_same(act, &member, &present, err);
	if (code == -ERR_NOT_FOUND)
		return group_member_create(act, &member, err);
	if (code)
		return code;
	present.group_id = group->head.id;
	return act_update(act, &group_member_record, &present, err);
}
