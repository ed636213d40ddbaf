/*
 * jurisdiction.c - see jurisdiction.h.
 */
#include "people/jurisdiction.h"

#include "messages_people.h"
#include "people/record_find.h"
#include "statements_jurisdiction.h"

#define SHANGHAI_OFFSET_MINUTES 480
#define LARGEST_OFFSET_MINUTES 840
#define LARGEST_CLOCK_DAYS 73000

static const struct field fields[] = {
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct jurisdiction, code),
	  .label = MESSAGE_JURISDICTION_CODE,
	  .minimum = 1,
	  .maximum = 32,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct jurisdiction, name),
	  .label = MESSAGE_JURISDICTION_NAME,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "name_en",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct jurisdiction, name_en),
	  .label = MESSAGE_JURISDICTION_NAME_EN,
	  .minimum = 0,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "utc_offset_minutes",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FORM,
	  .offset = offsetof(struct jurisdiction, utc_offset_minutes),
	  .label = MESSAGE_JURISDICTION_UTC_OFFSET_MINUTES,
	  .minimum = -LARGEST_OFFSET_MINUTES,
	  .maximum = LARGEST_OFFSET_MINUTES,
	  .since = 1 },
	{ .name = "clock_offset_days",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED,
	  .offset = offsetof(struct jurisdiction, clock_offset_days),
	  .label = MESSAGE_JURISDICTION_CLOCK_OFFSET_DAYS,
	  .minimum = -LARGEST_CLOCK_DAYS,
	  .maximum = LARGEST_CLOCK_DAYS,
	  .since = 1 },
	{ .name = "demonstration",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct jurisdiction, demonstration),
	  .label = MESSAGE_JURISDICTION_DEMONSTRATION,
	  .since = 1 },
};

const struct record_type jurisdiction_record = {
	.name = "jurisdiction",
	.label = MESSAGE_JURISDICTION_LABEL,
	.size = sizeof(struct jurisdiction),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_JURISDICTION_INSERT,
	.update = STATEMENT_JURISDICTION_UPDATE,
	.remove = STATEMENT_JURISDICTION_REMOVE,
	.get = STATEMENT_JURISDICTION_GET,
	.all = STATEMENT_JURISDICTION_ALL,
};

int jurisdiction_day(struct db *db, int64_t jurisdiction_id, int64_t at_ms, int32_t *out_day,
		     struct error *err)
{
	if (!jurisdiction_id) {
		*out_day = clock_day(at_ms, SHANGHAI_OFFSET_MINUTES);
		return 0;
	}
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_JURISDICTION_CLOCK,
				 DB_ARGS(db_int("id", jurisdiction_id)), &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out_day = clock_day(at_ms, (int)db_query_int(query, 0)) +
			   (int32_t)db_query_int(query, 1);
	db_query_close(query);
	if (code == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such jurisdiction.",
				 "没有这个管理主体。");
	return code < 0 ? code : 0;
}

int jurisdiction_first(struct db *db, struct arena *arena, struct jurisdiction *out,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_JURISDICTION_ALL, DB_ARGS(db_int("jurisdiction_id", 0)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		rc = record_read(query, &jurisdiction_record, arena, out, err);
	else if (rc == 0)
		rc = error_set(err, ERR_NOT_FOUND, "There is no jurisdiction yet.",
			       "尚未建立单位体系。");
	db_query_close(query);
	return rc;
}
