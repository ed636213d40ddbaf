/*
 * unit.c - see unit.h.
 */
#include "people/unit.h"

#include "messages_people.h"
#include "messages_register.h"
#include "people/code.h"
#include "people/name_key.h"
#include "people/record_find.h"
#include "statements_unit.h"

const struct field_choice unit_kinds[] = {
	[UNIT_TOWN] = { "town", MESSAGE_UNIT_KIND_TOWN },
	[UNIT_DEPARTMENT] = { "department", MESSAGE_UNIT_KIND_DEPARTMENT },
	[UNIT_INSTITUTION] = { "institution", MESSAGE_UNIT_KIND_INSTITUTION },
	[UNIT_BODY] = { "body", MESSAGE_UNIT_KIND_BODY },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM |
		   FIELD_SEARCH_CODE,
	  .offset = offsetof(struct unit, code),
	  .label = MESSAGE_UNIT_CODE,
	  .help = MESSAGE_UNIT_CODE_HELP,
	  .minimum = 1,
	  .maximum = CODE_MAXIMUM,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM |
		   FIELD_SEARCH_NAME,
	  .offset = offsetof(struct unit, name),
	  .label = MESSAGE_UNIT_NAME,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "name_key",
	  .type = FIELD_BYTES,
	  .flags = FIELD_DERIVED | FIELD_SORT,
	  .offset = offsetof(struct unit, name_key),
	  .label = MESSAGE_UNIT_NAME_KEY,
	  .since = 1 },
	{ .name = "parent_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST | FIELD_FILTER | FIELD_FORM,
	  .offset = offsetof(struct unit, parent_id),
	  .label = MESSAGE_UNIT_PARENT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct unit, kind),
	  .label = MESSAGE_UNIT_KIND,
	  .choices = unit_kinds,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct unit, from_day),
	  .label = MESSAGE_UNIT_FROM_DAY,
	  .help = MESSAGE_UNIT_FROM_DAY_HELP,
	  .since = 2 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct unit, to_day),
	  .label = MESSAGE_UNIT_TO_DAY,
	  .since = 2 },
};

static int derive(void *record, struct arena *arena, struct error *err)
{
	struct unit *unit = record;
	return name_key(unit->name, arena, &unit->name_key, err);
}

const struct record_type unit_record = {
	.name = "unit",
	.label = MESSAGE_UNIT_LABEL,
	.size = sizeof(struct unit),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 2,
	.insert = STATEMENT_UNIT_INSERT,
	.update = STATEMENT_UNIT_UPDATE,
	.remove = STATEMENT_UNIT_REMOVE,
	.get = STATEMENT_UNIT_GET,
	.all = STATEMENT_UNIT_ALL,
	.derive = derive,
};

int unit_find(struct db *db, int64_t jurisdiction_id, struct str code, struct arena *arena,
	      struct unit *out, struct error *err)
{
	const struct record_query query = { &unit_record, STATEMENT_UNIT_BY_CODE,
					    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
						    db_text("code", code)) };
	return record_find(db, &query, arena, out, err);
}

bool unit_lives(const struct unit *unit, int32_t day)
{
	return (unit->from_day == CIVIL_NO_DAY || unit->from_day <= day) &&
	       (unit->to_day == CIVIL_NO_DAY || day <= unit->to_day);
}

static int outside_life(const struct unit *unit, bool ended, struct error *err)
{
	char day[CIVIL_TEXT_BYTES];
	int code = error_set(err, ERR_RULE, "", "");

	civil_format(ended ? unit->to_day : unit->from_day, day);
	error_en(err, ended ? "The unit \"%.*s\" ended on %s." : "The unit \"%.*s\" began on %s only.",
		 STR_ARG(unit->name), day);
	error_zh(err, ended ? "单位“%.*s”已于 %s 终止。" : "单位“%.*s”自 %s 起才设立。",
		 STR_ARG(unit->name), day);
	return code;
}

int unit_check_life(struct act *act, int64_t unit_id, int32_t from, int32_t to, struct error *err)
{
	struct unit unit;
	const struct record_key key = { act->jurisdiction_id, unit_id };
	int code = record_get(act->db, &unit_record, key, act->arena, &unit, err);
	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "There is no such unit.", "没有这个单位。");
	if (code)
		return code;
	if (unit.to_day != CIVIL_NO_DAY &&
	    (from > unit.to_day || to == CIVIL_NO_DAY || to > unit.to_day))
		return outside_life(&unit, true, err);
	if (unit.from_day != CIVIL_NO_DAY && from < unit.from_day)
		return outside_life(&unit, false, err);
	return 0;
}

/* The parent of `id`, 0 for a root. -ERR_NOT_FOUND when there is no such unit. */
static int read_parent(struct act *act, int64_t id, int64_t *out, struct error *err)
{
	int code = db_get_int(act->db, STATEMENT_UNIT_PARENT,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("id", id)),
			      out, err);
	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "There is no such parent unit.",
				 "没有这个上级单位。");
	return code;
}

/* Every unit above exists, none is the unit itself, and the path stays short enough for rights. */
static int check_parent(struct act *act, const struct unit *unit, struct error *err)
{
	int64_t above = unit->parent_id;
	for (int depth = 1; above; depth++) {
		if (above == unit->head.id)
			return error_set(err, ERR_RULE,
					 "A unit cannot stand below itself: the chosen parent is "
					 "one of its own sub-units.",
					 "单位不能隶属于自己：所选上级是其下级单位。");
		if (depth >= RIGHTS_MAXIMUM_DEPTH)
			return error_set(err, ERR_RULE, "The unit tree is limited to 16 levels.",
					 "单位层级不能超过 16 级。");
		int code = read_parent(act, above, &above, err);
		if (code)
			return code;
	}
	return 0;
}

/* A unit that lives on stands below one that does. */
static int check_parent_lives(struct act *act, const struct unit *unit, struct error *err)
{
	struct unit parent;
	const struct record_key key = { act->jurisdiction_id, unit->parent_id };
	if (!unit->parent_id || unit->to_day != CIVIL_NO_DAY)
		return 0;
	int code = record_get(act->db, &unit_record, key, act->arena, &parent, err);
	if (code || parent.to_day == CIVIL_NO_DAY)
		return code;
	return outside_life(&parent, true, err);
}

static int check_days(const struct unit *unit, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	if (unit->from_day == CIVIL_NO_DAY || unit->to_day == CIVIL_NO_DAY ||
	    unit->from_day <= unit->to_day)
		return 0;
	return error_invalid(err, "from_day", civil_format(unit->from_day, found),
			     "a day not after the unit's last day", "不晚于终止日期的日期");
}

static int check(struct act *act, struct unit *unit, struct error *err)
{
	int code = code_check(unit->code, "code", err);
	struct unit other;
	if (!code)
		code = check_days(unit, err);
	if (!code)
		code = unit_find(act->db, act->jurisdiction_id, unit->code, act->arena, &other,
				 err);
	if (!code && other.head.id != unit->head.id)
		return code_taken(unit->code, "code", err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	code = check_parent(act, unit, err);
	return code ? code : check_parent_lives(act, unit, err);
}

int unit_create(struct act *act, struct unit *unit, struct error *err)
{
	if (!unit->from_day)
		unit->from_day = CIVIL_NO_DAY;
	unit->to_day = CIVIL_NO_DAY;
	int code = check(act, unit, err);
	return code ? code : act_create(act, &unit_record, unit, err);
}

/* Nobody held a post in it before it began. */
static int check_first_post(struct act *act, const struct unit *unit, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	int64_t day;
	if (unit->from_day == CIVIL_NO_DAY)
		return 0;
	int code = db_get_int(act->db, STATEMENT_UNIT_FIRST_POST,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("unit_id", unit->head.id)),
			      &day, err);
	if (code == -ERR_NOT_FOUND || (!code && day >= unit->from_day))
		return 0;
	return code ? code
		    : error_invalid(err, "from_day", civil_format(unit->from_day, found),
				    "a day not after the first of the unit's posts began",
				    "不晚于该单位最早任职日期的日期");
}

int unit_update(struct act *act, struct unit *unit, struct error *err)
{
	int code = check(act, unit, err);
	if (!code)
		code = check_first_post(act, unit, err);
	return code ? code : act_update(act, &unit_record, unit, err);
}

int unit_remove(struct act *act, struct unit *unit, struct error *err)
{
	int code = act_remove(act, &unit_record, unit, err);
	if (code == -ERR_CONFLICT)
		return error_set(err, ERR_RULE,
				 "The unit cannot be removed while sub-units, posts, groups or "
				 "rights refer to it.",
				 "仍有下级单位、职务、考核组或权限引用该单位，不能删除。");
	return code;
}
