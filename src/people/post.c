/*
 * post.c - see post.h.
 */
#include "people/post.h"

#include "messages_people.h"
#include "people/person.h"
#include "people/post_watch.h"
#include "people/unit.h"
#include "statements_post.h"

const struct field_choice post_levels[] = {
	[POST_DEPUTY_SECTION] = { "deputy_section", MESSAGE_POST_LEVEL_DEPUTY_SECTION },
	[POST_SECTION] = { "section", MESSAGE_POST_LEVEL_SECTION },
	[POST_DEPUTY_COUNTY] = { "deputy_county", MESSAGE_POST_LEVEL_DEPUTY_COUNTY },
	[POST_COUNTY] = { "county", MESSAGE_POST_LEVEL_COUNTY },
	[POST_OTHER] = { "other", MESSAGE_POST_LEVEL_OTHER },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM |
		   FIELD_FIXED,
	  .offset = offsetof(struct post, person_id),
	  .label = MESSAGE_POST_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM,
	  .offset = offsetof(struct post, unit_id),
	  .label = MESSAGE_POST_UNIT_ID,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM,
	  .offset = offsetof(struct post, title),
	  .label = MESSAGE_POST_TITLE,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "level",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct post, level),
	  .label = MESSAGE_POST_LEVEL,
	  .choices = post_levels,
	  .since = 1 },
	{ .name = "principal",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct post, principal),
	  .label = MESSAGE_POST_PRINCIPAL,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM,
	  .offset = offsetof(struct post, from_day),
	  .label = MESSAGE_POST_FROM_DAY,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct post, to_day),
	  .label = MESSAGE_POST_TO_DAY,
	  .since = 1 },
};

const struct record_type post_record = {
	.name = "post",
	.label = MESSAGE_POST_LABEL,
	.size = sizeof(struct post),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_POST_INSERT,
	.update = STATEMENT_POST_UPDATE,
	.remove = STATEMENT_POST_REMOVE,
	.get = STATEMENT_POST_GET,
	.all = STATEMENT_POST_ALL,
};

int post_check_period(const struct post *post, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	if (post->to_day == CIVIL_NO_DAY || post->from_day <= post->to_day)
		return 0;
	return error_invalid(err, "to_day", civil_format(post->to_day, found),
			     "a day not before the post began", "不早于任职日期的日期");
}

/* Nobody holds a post after the last day in service. */
static int check_service(struct act *act, const struct post *post, struct error *err)
{
	struct person person;
	char day[CIVIL_TEXT_BYTES];
	int code = record_get(act->db, &person_record,
			      (struct record_key){ act->jurisdiction_id, post->person_id },
			      act->arena, &person, err);
	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "There is no such person.", "没有这个人员。");
	if (code || person.left_day == CIVIL_NO_DAY ||
	    (post->to_day != CIVIL_NO_DAY && post->to_day <= person.left_day))
		return code;
	code = error_set(err, ERR_RULE, "", "");
	civil_format(person.left_day, day);
	error_en(err, "%.*s left on %s: record the return first.", STR_ARG(person.name), day);
	error_zh(err, "%.*s 已于 %s 离任，请先办理复任。", STR_ARG(person.name), day);
	return code;
}

static int check(struct act *act, const struct post *post, struct error *err)
{
	int code = post_check_period(post, err);
	if (!code)
		code = unit_check_life(act, post->unit_id, post->from_day, post->to_day, err);
	if (!code)
		code = check_service(act, post, err);
	if (code)
		return code;
	int64_t other;
	code = db_get_int(act->db, STATEMENT_POST_OVERLAPPING,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("person_id", post->person_id),
				  db_int("unit_id", post->unit_id), db_text("title", post->title),
				  db_int("id", post->head.id), db_int("from_day", post->from_day),
				  post->to_day == CIVIL_NO_DAY ? db_null("to_day")
							       : db_int("to_day", post->to_day)),
			  &other, err);
	if (!code)
		return error_set(err, ERR_RULE,
				 "This person holds the same post in this unit on some of these "
				 "days already.",
				 "该人员在这一期间已在该单位担任同一职务。");
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int post_create(struct act *act, struct post *post, struct error *err)
{
	int code = check(act, post, err);
	if (!code)
		code = act_create(act, &post_record, post, err);
	return code ? code : post_tell(act, post, err);
}

int post_update(struct act *act, struct post *post, struct error *err)
{
	int code = check(act, post, err);
	if (!code)
		code = act_update(act, &post_record, post, err);
	return code ? code : post_tell(act, post, err);
}

int post_tell(struct act *act, const struct post *post, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && post_watches[i]; i++)
		code = post_watches[i]->changed(act, post, err);
	return code;
}
