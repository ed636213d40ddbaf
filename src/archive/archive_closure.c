/* archive_closure.c - see archive_closure.h. */
#include "archive/archive_closure.h"

#include "messages_archive.h"
#include "people/account.h"
#include "people/person.h"
#include "people/record_find.h"
#include "statements_archive_closure.h"

const struct field_choice archive_closure_states[] = {
	[ARCHIVE_CLOSURE_IN_FORCE] = { "in_force", MESSAGE_ARCHIVE_CLOSURE_STATE_IN_FORCE },
	[ARCHIVE_CLOSURE_LIFTED] = { "lifted", MESSAGE_ARCHIVE_CLOSURE_STATE_LIFTED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice archive_closure_events[] = {
	[ARCHIVE_CLOSURE_LIFT] = { "lift", MESSAGE_ARCHIVE_CLOSURE_EVENT_LIFT },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, person_id),
	  .label = MESSAGE_ARCHIVE_CLOSURE_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, reason),
	  .label = MESSAGE_ARCHIVE_CLOSURE_REASON,
	  .minimum = 2,
	  .maximum = 300,
	  .since = 1 },
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, reference),
	  .label = MESSAGE_ARCHIVE_CLOSURE_REFERENCE,
	  .minimum = 2,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, from_day),
	  .label = MESSAGE_ARCHIVE_CLOSURE_FROM_DAY,
	  .since = 1 },
	{ .name = "begun_ms",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, begun_ms),
	  .label = MESSAGE_ARCHIVE_CLOSURE_BEGUN_MS,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, to_day),
	  .label = MESSAGE_ARCHIVE_CLOSURE_TO_DAY,
	  .since = 1 },
	{ .name = "closed_by",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct archive_closure, closed_by),
	  .label = MESSAGE_ARCHIVE_CLOSURE_CLOSED_BY,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct archive_closure, state),
	  .label = MESSAGE_ARCHIVE_CLOSURE_STATE,
	  .choices = archive_closure_states,
	  .since = 1 },
	{ .name = "ended_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct archive_closure, ended_day),
	  .label = MESSAGE_ARCHIVE_CLOSURE_ENDED_DAY,
	  .since = 1 },
	{ .name = "ended_by",
	  .type = FIELD_REFERENCE,
	  .flags = 0,
	  .offset = offsetof(struct archive_closure, ended_by),
	  .label = MESSAGE_ARCHIVE_CLOSURE_ENDED_BY,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "end_reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM,
	  .offset = offsetof(struct archive_closure, end_reason),
	  .label = MESSAGE_ARCHIVE_CLOSURE_END_REASON,
	  .maximum = 300,
	  .since = 1 },
};

const struct record_type archive_closure_record = {
	.name = "archive_closure",
	.label = MESSAGE_ARCHIVE_CLOSURE_LABEL,
	.size = sizeof(struct archive_closure),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ARCHIVE_CLOSURE_INSERT,
	.update = STATEMENT_ARCHIVE_CLOSURE_UPDATE,
	.remove = -1,
	.get = STATEMENT_ARCHIVE_CLOSURE_GET,
	.all = STATEMENT_ARCHIVE_CLOSURE_ALL,
};

/* Rules -------------------------------------------------------------------------------------------- */

static int refuse_own(struct error *err)
{
	return error_set(err, ERR_RULE, "Nobody decides about the closure of their own archive.",
			 "本人不得决定本人档案的限制查阅事项。");
}

static int guard_lift(const void *record, const void *context, struct error *err)
{
	const struct archive_closure *closure = record;
	const struct archive_closer *closer = context;

	if (closer->person_id && closer->person_id == closure->person_id)
		return refuse_own(err);
	if (utf8_length(str_trim(closure->end_reason)) < 2)
		return error_invalid(err, "end_reason", "", "the reason in a few words", "简要理由");
	return 0;
}

static const struct transition rows[] = {
	{ ARCHIVE_CLOSURE_LIFT, ARCHIVE_CLOSURE_IN_FORCE, ARCHIVE_CLOSURE_LIFTED, ARCHIVE_CLOSERS,
	  guard_lift, MESSAGE_ARCHIVE_CLOSURE_EVENT_LIFT, MESSAGE_ARCHIVE_CLOSURE_REFUSED },
};

const struct state_table archive_closure_life = { "archive_closure", rows, ARRAY_LENGTH(rows),
						  archive_closure_states, archive_closure_events };

int archive_closure_apply(struct archive_closure *closure, enum archive_closure_event event,
			  const struct archive_closer *closer, struct error *err)
{
	const struct transition_request request = { .from = closure->state,
						    .event = (int)event,
						    .permissions = closer->permissions,
						    .record = closure,
						    .context = closer };

	return transition_apply(&archive_closure_life, &request, &closure->state, err);
}

bool archive_closure_holds(const struct archive_closure *closure, int32_t today)
{
	return closure->state == ARCHIVE_CLOSURE_IN_FORCE &&
	       (closure->to_day == CIVIL_NO_DAY || closure->to_day >= today);
}

/* Acts --------------------------------------------------------------------------------------------- */

static int check_beginning(struct act *act, const struct archive_closer *closer,
			   const struct archive_closure *closure, struct error *err)
{
	struct archive_closure other;
	struct person person;
	char text[CIVIL_TEXT_BYTES];
	int code;

	if (closer->person_id && closer->person_id == closure->person_id)
		return refuse_own(err);
	if (closure->to_day != CIVIL_NO_DAY && closure->to_day < act->day)
		return error_invalid(err, "to_day", civil_format(closure->to_day, text),
				     "today or a later day", "今天或以后的日期");
	code = record_get(act->db, &person_record,
			  (struct record_key){ act->jurisdiction_id, closure->person_id }, act->arena,
			  &person, err);
	if (code)
		return code;
	code = archive_closure_find(act->db,
				    (struct record_key){ act->jurisdiction_id, closure->person_id },
				    act->day, act->arena, &other, err);
	if (code == 0)
		return error_set(err, ERR_RULE, "A closure of this archive is in force already.",
				 "该档案已有生效的限制查阅决定。");
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int archive_closure_begin(struct act *act, const struct archive_closer *closer,
			  struct archive_closure *closure, struct error *err)
{
	int code = check_beginning(act, closer, closure, err);

	if (code)
		return code;
	error_clear(err);
	closure->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	closure->from_day = act->day;
	closure->begun_ms = act->at_ms;
	closure->closed_by = act->account_id;
	closure->state = ARCHIVE_CLOSURE_IN_FORCE;
	closure->ended_day = CIVIL_NO_DAY;
	return act_create(act, &archive_closure_record, closure, err);
}

int archive_closure_lift(struct act *act, const struct archive_closer *closer,
			 const struct archive_lifting *lifting, struct archive_closure *out,
			 struct error *err)
{
	int code = record_get(act->db, &archive_closure_record,
			      (struct record_key){ act->jurisdiction_id, lifting->id }, act->arena,
			      out, err);

	if (code)
		return code;
	if (lifting->expected_revision && lifting->expected_revision != out->head.revision)
		return error_set(err, ERR_CONFLICT, "Somebody changed this after you opened the page.",
				 "您打开页面后已被他人处理，请刷新后再操作。");
	out->end_reason = str_trim(lifting->reason);
	out->ended_day = act->day;
	out->ended_by = act->account_id;
	code = archive_closure_apply(out, ARCHIVE_CLOSURE_LIFT, closer, err);
	return code ? code : act_update(act, &archive_closure_record, out, err);
}

int archive_closure_find(struct db *db, struct record_key person, int32_t today,
			 struct arena *arena, struct archive_closure *out, struct error *err)
{
	const struct record_query query = { &archive_closure_record, STATEMENT_ARCHIVE_CLOSURE_HOLDING,
					    DB_ARGS(db_int("jurisdiction_id", person.jurisdiction_id),
						    db_int("person_id", person.id),
						    db_int("today", today)) };

	return record_find(db, &query, arena, out, err);
}
