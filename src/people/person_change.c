/*
 * person_change.c - see person_change.h.
 */
#include "people/person_change.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_person_change.h"
#include "messages_register.h"
#include "people/deputy.h"
#include "people/handover_store.h"
#include "people/session.h"
#include "statements_person_change.h"

#define ROWS_MAXIMUM 200 /* posts or roles of one person that are still open */

const struct field_choice person_change_kinds[] = {
	[PERSON_POST_BEGIN] = { "begin", MESSAGE_PERSON_CHANGE_BEGIN },
	[PERSON_POST_END] = { "end", MESSAGE_PERSON_CHANGE_END },
	[PERSON_TRANSFER] = { "transfer", MESSAGE_PERSON_CHANGE_TRANSFER },
	[PERSON_LEAVE] = { "leave", MESSAGE_PERSON_CHANGE_LEAVE },
	[PERSON_RETURN] = { "return", MESSAGE_PERSON_CHANGE_RETURN },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct person_change, person_id),
	  .label = MESSAGE_PERSON_LABEL,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct person_change, kind),
	  .label = MESSAGE_PERSON_CHANGE_KIND,
	  .choices = person_change_kinds,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct person_change, day),
	  .label = MESSAGE_COMMON_DATE,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct person_change, reason),
	  .label = MESSAGE_COMMON_REASON,
	  .minimum = 1,
	  .maximum = 400,
	  .since = 1 },
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct person_change, reference),
	  .label = MESSAGE_UNIT_CHANGE_REFERENCE,
	  .minimum = 1,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "post_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct person_change, post_id),
	  .label = MESSAGE_POST_LABEL,
	  .reference = &post_record,
	  .since = 1 },
};

const struct record_type person_change_record = {
	.name = "person_change",
	.label = MESSAGE_PERSON_CHANGE_LABEL,
	.size = sizeof(struct person_change),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_PERSON_CHANGE_INSERT,
	.update = STATEMENT_PERSON_CHANGE_UPDATE,
	.remove = STATEMENT_PERSON_CHANGE_REMOVE,
	.get = STATEMENT_PERSON_CHANGE_GET,
	.all = STATEMENT_PERSON_CHANGE_ALL,
};

/* What is open ------------------------------------------------------------------------------- */

static int too_many(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "One person holds at most 200 open posts and roles.",
			 "一名人员的在任职务和角色合计最多 200 项。");
}

int person_grants_of(struct act *act, int64_t person_id, int64_t unit_id,
		     struct person_grants *out, struct error *err)
{
	struct db_query *query;
	int code;
	*out = (struct person_grants){ ARENA_ARRAY(act->arena, struct role_grant, ROWS_MAXIMUM),
				       ARENA_ARRAY(act->arena, struct str, ROWS_MAXIMUM), 0 };
	if (!out->items || !out->units)
		return error_broken(err, ERR_MEMORY, "roles of a person");
	code = db_query_open(act->db, STATEMENT_PERSON_CHANGE_GRANTS,
			     DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				     db_int("person_id", person_id), db_int("unit_id", unit_id),
				     db_int("today", act->day)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		if (out->count == ROWS_MAXIMUM) {
			code = too_many(err);
			break;
		}
		code = record_read(query, &role_grant_record, act->arena, &out->items[out->count],
				   err);
		if (code)
			break;
		out->units[out->count++] = db_query_copy(query, 9, act->arena);
	}
	db_query_close(query);
	return code;
}

int person_posts_after(struct act *act, int64_t person_id, int32_t day, struct person_posts *out,
		       struct error *err)
{
	struct db_query *query;
	int code;
	*out = (struct person_posts){ ARENA_ARRAY(act->arena, struct post, ROWS_MAXIMUM),
				      ARENA_ARRAY(act->arena, struct str, ROWS_MAXIMUM), 0 };
	if (!out->items || !out->units)
		return error_broken(err, ERR_MEMORY, "posts of a person");
	code = db_query_open(act->db, STATEMENT_PERSON_CHANGE_POSTS,
			     DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				     db_int("person_id", person_id), db_int("day", day)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		if (out->count == ROWS_MAXIMUM) {
			code = too_many(err);
			break;
		}
		code = record_read(query, &post_record, act->arena, &out->items[out->count], err);
		if (code)
			break;
		out->units[out->count++] = db_query_copy(query, 11, act->arena);
	}
	db_query_close(query);
	return code;
}

/* The record of the act ---------------------------------------------------------------------- */

static int check_change(struct act *act, struct person_change *change, enum person_change_kind kind,
			int64_t person_id, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	change->kind = (int)kind;
	change->person_id = person_id;
	if (change->day == CIVIL_NO_DAY || change->day > act->day)
		return error_invalid(err, "day",
				     change->day == CIVIL_NO_DAY ? ""
								 : civil_format(change->day, found),
				     "a day not after today", "不晚于今天的日期");
	return record_check(&person_change_record, change, err);
}

/* Nothing happens to a person before they last left or returned. */
static int check_order(struct act *act, const struct person_change *change, struct error *err)
{
	char day[CIVIL_TEXT_BYTES];
	int64_t latest;
	int code = db_get_int(act->db, STATEMENT_PERSON_CHANGE_LATEST,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("person_id", change->person_id)),
			      &latest, err);
	if (code == -ERR_NOT_FOUND || (!code && change->day >= latest))
		return 0;
	if (code)
		return code;
	civil_format((int32_t)latest, day);
	code = error_set(err, ERR_RULE, "", "");
	error_en(err, "This person left or returned on %s: the day must not be before that.", day);
	error_zh(err, "该人员在 %s 有离任或复任记录，日期不能早于该日。", day);
	return code;
}

static int write_change(struct act *act, struct person_change *change, int64_t post_id,
			struct error *err)
{
	change->post_id = post_id;
	return act_create(act, &person_change_record, change, err);
}

/* Open matters ------------------------------------------------------------------------------- */

/* Whether the person holds another post in the post's unit after `day`. */
static int holds_other(struct act *act, const struct post *post, int32_t day, bool *out,
		       struct error *err)
{
	int64_t other;
	int code = db_get_int(act->db, STATEMENT_PERSON_CHANGE_OTHER_POST,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("person_id", post->person_id),
				      db_int("unit_id", post->unit_id),
				      db_int("post_id", post->head.id), db_int("day", day)),
			      &other, err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	if (code)
		error_clear(err);
	*out = code == 0;
	return 0;
}

int person_matters_of(struct act *act, int64_t person_id, const struct post *post, int32_t day,
		      struct handover_matters *out, struct error *err)
{
	const struct handover_scope scope = { .db = act->db,
					      .arena = act->arena,
					      .jurisdiction_id = act->jurisdiction_id,
					      .person_id = person_id,
					      .unit_id = post ? post->unit_id : 0,
					      .day = act->day };
	bool other = false;
	int code = post ? holds_other(act, post, day, &other, err) : 0;
	*out = (struct handover_matters){ .count = 0 };
	if (code || other)
		return code;
	code = handover_collect(&scope, out, err);
	return code ? code : handover_keep(&scope, !post, out, err);
}

/* The list of what was open before the act and is open behind it. `post` is NULL when all ends. */
static int open_list(struct act *act, struct person_change *change, const struct post *post,
		     int32_t last_day, const struct handover_matters *matters, struct error *err)
{
	struct handover handover = { .from_person_id = change->person_id,
				     .to_person_id = change->receiver_id,
				     .unit_id = post ? post->unit_id : 0,
				     .post_id = post ? post->head.id : 0,
				     .last_day = last_day,
				     .reason = change->reason,
				     .reference = change->reference };
	int code = handover_open(act, &handover, matters, err);
	change->handover_id = handover.head.id;
	return code;
}

/* Posts -------------------------------------------------------------------------------------- */

int person_post_begin(struct act *act, struct post *post, struct person_change *change,
		      struct error *err)
{
	int code = check_change(act, change, PERSON_POST_BEGIN, post->person_id, err);
	post->from_day = change->day;
	if (!code)
		code = check_order(act, change, err);
	if (!code)
		code = post_create(act, post, err);
	return code ? code : write_change(act, change, post->head.id, err);
}

/* Set a post's last day. It was open beyond it, and began not after it. */
static int cut_post(struct act *act, struct post *post, int32_t last_day, struct error *err)
{
	char day[CIVIL_TEXT_BYTES];
	if (post->to_day != CIVIL_NO_DAY && post->to_day <= last_day) {
		civil_format(post->to_day, day);
		int code = error_set(err, ERR_RULE, "", "");
		error_en(err, "The post ended on %s already.", day);
		error_zh(err, "该任职已于 %s 结束。", day);
		return code;
	}
	if (post->from_day > last_day)
		return error_invalid(err, "day", civil_format(last_day, day),
				     "a day not before the post began",
				     "不早于任职日期的日期");
	post->to_day = last_day;
	return post_update(act, post, err);
}

/* The roles for the post's unit. */
static int end_unit_grants(struct act *act, const struct post *post, struct error *err)
{
	struct person_grants grants;
	int code = person_grants_of(act, post->person_id, post->unit_id, &grants, err);
	for (size_t i = 0; !code && i < grants.count; i++)
		code = role_grant_end(act, &grants.items[i], err);
	return code;
}

/* Once a post is cut: what hung on it ends and is handed over, unless another post is held in that unit. */
static int end_with_post(struct act *act, const struct post *post,
			 const struct handover_matters *matters, struct person_change *change,
			 struct error *err)
{
	bool other = false;
	int code = holds_other(act, post, post->to_day, &other, err);
	if (code || other)
		return code;
	code = end_unit_grants(act, post, err);
	return code ? code : open_list(act, change, post, post->to_day, matters, err);
}

int person_post_end(struct act *act, struct post *post, struct person_change *change,
		    struct error *err)
{
	struct handover_matters matters;
	int code = check_change(act, change, PERSON_POST_END, post->person_id, err);
	if (!code)
		code = person_matters_of(act, post->person_id, post, change->day, &matters, err);
	if (!code)
		code = cut_post(act, post, change->day, err);
	if (!code)
		code = end_with_post(act, post, &matters, change, err);
	return code ? code : write_change(act, change, post->head.id, err);
}

int person_transfer(struct act *act, struct post *from, struct post *to,
		    struct person_change *change, struct error *err)
{
	struct handover_matters matters;
	int code = check_change(act, change, PERSON_TRANSFER, from->person_id, err);
	if (!code && to->person_id != from->person_id)
		code = error_broken(err, ERR_BROKEN, "transfer between two persons");
	to->from_day = change->day;
	if (!code)
		code = check_order(act, change, err);
	if (!code)
		code = person_matters_of(act, from->person_id, from, change->day - 1, &matters, err);
	if (!code)
		code = cut_post(act, from, change->day - 1, err);
	if (!code)
		code = post_create(act, to, err);
	if (!code)
		code = end_with_post(act, from, &matters, change, err);
	return code ? code : write_change(act, change, to->head.id, err);
}

/* Leaving and returning ---------------------------------------------------------------------- */

/* Disable the account and end its sessions; the rules of its state table hold. */
static int close_account(struct act *act, struct account *account, struct error *err)
{
	const struct account_asker asker = { .db = act->db,
					     .jurisdiction_id = act->jurisdiction_id,
					     .account_id = act->account_id,
					     .permissions = PERMISSION_ACCOUNT_WRITE,
					     .day = act->day };
	if (account->state == ACCOUNT_ACTIVE) {
		int code = account_apply(account, ACCOUNT_DISABLE, &asker, err);
		if (!code)
			code = account_update(act, account, err);
		if (code)
			return code;
	}
	return session_end_all(act->db, account->head.id, err);
}

#define ACCOUNTS_MAXIMUM 16

static int close_accounts(struct act *act, int64_t person_id, struct error *err)
{
	struct account accounts[ACCOUNTS_MAXIMUM];
	struct db_query *query;
	size_t count = 0;
	int code = db_query_open(act->db, STATEMENT_PERSON_CHANGE_ACCOUNTS,
				 DB_ARGS(db_int("person_id", person_id)), &query, err);
	if (code)
		return code;
	while (count < ACCOUNTS_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		code = record_read(query, &account_record, act->arena, &accounts[count++], err);
		if (code)
			break;
	}
	db_query_close(query);
	if (code < 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		code = close_account(act, &accounts[i], err);
		if (code)
			return code;
	}
	return 0;
}

static int end_everything(struct act *act, struct person *person, int32_t day, struct error *err)
{
	struct person_posts posts;
	struct person_grants grants;
	int code = person_posts_after(act, person->head.id, day, &posts, err);
	for (size_t i = 0; !code && i < posts.count; i++)
		code = cut_post(act, &posts.items[i], day, err);
	if (!code)
		code = close_accounts(act, person->head.id, err);
	if (!code)
		code = deputy_end_all(act, person->head.id, err);
	if (!code)
		code = person_grants_of(act, person->head.id, 0, &grants, err);
	for (size_t i = 0; !code && i < grants.count; i++)
		code = role_grant_end(act, &grants.items[i], err);
	return code;
}

int person_leave(struct act *act, struct person *person, struct person_change *change,
		 struct error *err)
{
	int code = check_change(act, change, PERSON_LEAVE, person->head.id, err);
	if (code)
		return code;
	if (person->left_day != CIVIL_NO_DAY)
		return error_set(err, ERR_STATE, "This person has left already.", "该人员已离任。");
	struct handover_matters matters;
	code = check_order(act, change, err);
	if (!code)
		code = person_matters_of(act, person->head.id, NULL, change->day, &matters, err);
	if (!code)
		code = end_everything(act, person, change->day, err);
	person->left_day = change->day;
	if (!code)
		code = person_update(act, person, err);
	if (!code)
		code = open_list(act, change, NULL, change->day, &matters, err);
	return code ? code : write_change(act, change, 0, err);
}

int person_return(struct act *act, struct person *person, struct person_change *change,
		  struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	int code = check_change(act, change, PERSON_RETURN, person->head.id, err);
	if (code)
		return code;
	if (person->left_day == CIVIL_NO_DAY)
		return error_set(err, ERR_STATE, "This person is in service.", "该人员在职。");
	if (change->day <= person->left_day)
		return error_invalid(err, "day", civil_format(change->day, found),
				     "a day after the last day in service", "晚于离任日期的日期");
	person->left_day = CIVIL_NO_DAY;
	code = person_update(act, person, err);
	return code ? code : write_change(act, change, 0, err);
}
