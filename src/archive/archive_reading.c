/* archive_reading.c - see archive_reading.h. */
#include "archive/archive_reading.h"

#include "messages_archive.h"
#include "people/account.h"
#include "people/person.h"
#include "people/record_find.h"
#include "statements_archive_reading.h"

#define MINUTE_MS INT64_C(60000)

static const struct field fields[] = {
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, person_id),
	  .label = MESSAGE_ARCHIVE_READING_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "account_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, account_id),
	  .label = MESSAGE_ARCHIVE_READING_ACCOUNT_ID,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "reader",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, reader),
	  .label = MESSAGE_ARCHIVE_READING_READER,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "reader_role",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, reader_role),
	  .label = MESSAGE_ARCHIVE_READING_READER_ROLE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "purpose",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, purpose),
	  .label = MESSAGE_ARCHIVE_READING_PURPOSE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "purpose_title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, purpose_title),
	  .label = MESSAGE_ARCHIVE_READING_PURPOSE_TITLE,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "purpose_title_en",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, purpose_title_en),
	  .label = MESSAGE_ARCHIVE_READING_PURPOSE_TITLE_EN,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, note),
	  .label = MESSAGE_ARCHIVE_READING_NOTE,
	  .minimum = 2,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, day),
	  .label = MESSAGE_ARCHIVE_READING_DAY,
	  .since = 1 },
	{ .name = "opened_ms",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, opened_ms),
	  .label = MESSAGE_ARCHIVE_READING_OPENED_MS,
	  .since = 1 },
	{ .name = "until_ms",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_reading, until_ms),
	  .label = MESSAGE_ARCHIVE_READING_UNTIL_MS,
	  .since = 1 },
};

const struct record_type archive_reading_record = {
	.name = "archive_reading",
	.label = MESSAGE_ARCHIVE_READING_LABEL,
	.size = sizeof(struct archive_reading),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ARCHIVE_READING_INSERT,
	.update = STATEMENT_ARCHIVE_READING_UPDATE,
	.remove = -1,
	.get = STATEMENT_ARCHIVE_READING_GET,
	.all = STATEMENT_ARCHIVE_READING_ALL,
};

static int check_statement(const struct archive_rule *rule,
			   const struct archive_statement *statement,
			   const struct archive_term **out, struct error *err)
{
	*out = archive_term_find(&rule->purposes, str_trim(statement->purpose));
	if (!*out)
		return error_invalid(err, "purpose", "", "one of the purposes of the list",
				     "列表中的查阅目的");
	if (utf8_length(str_trim(statement->note)) < 2)
		return error_invalid(err, "note", "", "what it is for, in a few words",
				     "简要说明查阅事由");
	return 0;
}

int archive_reading_open(struct act *act, const struct archive_rule *rule,
			 const struct archive_statement *statement, struct archive_reading *out,
			 struct error *err)
{
	const struct archive_term *purpose;
	int64_t opened_ms = statement->opened_ms ? statement->opened_ms : act->at_ms;
	struct person person;
	int code = check_statement(rule, statement, &purpose, err);

	if (!code)
		code = record_get(act->db, &person_record,
				  (struct record_key){ act->jurisdiction_id, statement->person_id },
				  act->arena, &person, err);
	if (code)
		return code;
	*out = (struct archive_reading){
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.person_id = statement->person_id,
		.account_id = act->account_id,
		.reader = statement->reader,
		.reader_role = str_from(act->role),
		.purpose = purpose->code,
		.purpose_title = purpose->zh,
		.purpose_title_en = purpose->en,
		.day = act->day,
		.opened_ms = opened_ms,
		.until_ms = opened_ms + rule->minutes * MINUTE_MS,
	};
	code = field_parse(record_field(&archive_reading_record, STR("note")), statement->note, out,
			   act->arena, err);
	return code ? code : act_create(act, &archive_reading_record, out, err);
}

int archive_reading_find(struct db *db, const struct archive_reader *reader, struct arena *arena,
			 struct archive_reading *out, struct error *err)
{
	const struct record_query query = {
		&archive_reading_record, STATEMENT_ARCHIVE_READING_OPEN,
		DB_ARGS(db_int("jurisdiction_id", reader->jurisdiction_id),
			db_int("person_id", reader->person_id),
			db_int("account_id", reader->account_id),
			db_int("now_ms", reader->now_ms))
	};

	return record_find(db, &query, arena, out, err);
}
