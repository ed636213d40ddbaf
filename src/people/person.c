/*
 * person.c - see person.h.
 */
#include "people/person.h"

#include "messages_people.h"
#include "messages_person_change.h"
#include "people/code.h"
#include "people/name_key.h"
#include "people/record_find.h"
#include "statements_person.h"

static const struct field fields[] = {
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM |
		   FIELD_SEARCH_CODE,
	  .offset = offsetof(struct person, code),
	  .label = MESSAGE_PERSON_CODE,
	  .help = MESSAGE_PERSON_CODE_HELP,
	  .minimum = 1,
	  .maximum = CODE_MAXIMUM,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM |
		   FIELD_SEARCH_PERSON,
	  .offset = offsetof(struct person, name),
	  .label = MESSAGE_PERSON_NAME,
	  .minimum = 1,
	  .maximum = 50,
	  .since = 1 },
	{ .name = "name_key",
	  .type = FIELD_BYTES,
	  .flags = FIELD_DERIVED | FIELD_SORT,
	  .offset = offsetof(struct person, name_key),
	  .label = MESSAGE_PERSON_NAME_KEY,
	  .since = 1 },
	{ .name = "left_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct person, left_day),
	  .label = MESSAGE_PERSON_LEFT_DAY,
	  .since = 2 },
};

static int derive(void *record, struct arena *arena, struct error *err)
{
	struct person *person = record;
	return name_key(person->name, arena, &person->name_key, err);
}

const struct record_type person_record = {
	.name = "person",
	.label = MESSAGE_PERSON_LABEL,
	.size = sizeof(struct person),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 2,
	.insert = STATEMENT_PERSON_INSERT,
	.update = STATEMENT_PERSON_UPDATE,
	.remove = STATEMENT_PERSON_REMOVE,
	.get = STATEMENT_PERSON_GET,
	.all = STATEMENT_PERSON_ALL,
	.derive = derive,
};

int person_find(struct db *db, int64_t jurisdiction_id, struct str code, struct arena *arena,
		struct person *out, struct error *err)
{
	const struct record_query query = { &person_record, STATEMENT_PERSON_BY_CODE,
					    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
						    db_text("code", code)) };
	return record_find(db, &query, arena, out, err);
}

static int check(struct act *act, struct person *person, struct error *err)
{
	int code = code_check(person->code, "code", err);
	if (code)
		return code;
	struct person other;
	code = person_find(act->db, act->jurisdiction_id, person->code, act->arena, &other, err);
	if (!code && other.head.id != person->head.id)
		return code_taken(person->code, "code", err);
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int person_create(struct act *act, struct person *person, struct error *err)
{
	person->left_day = CIVIL_NO_DAY;
	int code = check(act, person, err);
	return code ? code : act_create(act, &person_record, person, err);
}

int person_update(struct act *act, struct person *person, struct error *err)
{
	int code = check(act, person, err);
	return code ? code : act_update(act, &person_record, person, err);
}
