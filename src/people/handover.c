/*
 * handover.c - see handover.h: the records and both state tables.
 */
#include "people/handover.h"

#include "messages_common.h"
#include "messages_handover.h"
#include "messages_people.h"
#include "messages_register.h"
#include "people/person.h"
#include "people/post.h"
#include "people/rights.h"
#include "people/unit.h"
#include "statements_handover.h"

const struct field_choice handover_states[] = {
	[HANDOVER_OPEN] = { "open", MESSAGE_HANDOVER_STATE_OPEN },
	[HANDOVER_HANDED] = { "handed", MESSAGE_HANDOVER_STATE_HANDED },
	[HANDOVER_CONFIRMED] = { "confirmed", MESSAGE_HANDOVER_STATE_CONFIRMED },
	[HANDOVER_CANCELLED] = { "cancelled", MESSAGE_HANDOVER_STATE_CANCELLED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice handover_events[] = {
	[HANDOVER_HAND_OVER] = { "hand_over", MESSAGE_HANDOVER_HAND_OVER },
	[HANDOVER_TAKE_BACK] = { "take_back", MESSAGE_HANDOVER_TAKE_BACK },
	[HANDOVER_CONFIRM] = { "confirm", MESSAGE_HANDOVER_CONFIRM },
	[HANDOVER_CANCEL] = { "cancel", MESSAGE_HANDOVER_CANCEL },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice handover_item_states[] = {
	[HANDOVER_ITEM_PENDING] = { "pending", MESSAGE_HANDOVER_ITEM_STATE_PENDING },
	[HANDOVER_ITEM_ACCEPTED] = { "accepted", MESSAGE_HANDOVER_ITEM_STATE_ACCEPTED },
	[HANDOVER_ITEM_RETURNED] = { "returned", MESSAGE_HANDOVER_ITEM_STATE_RETURNED },
	[HANDOVER_ITEM_DONE] = { "done", MESSAGE_HANDOVER_ITEM_STATE_DONE },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice handover_item_events[] = {
	[HANDOVER_ITEM_ACCEPT] = { "accept", MESSAGE_HANDOVER_ITEM_ACCEPT },
	[HANDOVER_ITEM_RETURN] = { "return", MESSAGE_HANDOVER_ITEM_RETURN },
	[HANDOVER_ITEM_CLOSE] = { "close", MESSAGE_HANDOVER_ITEM_CLOSE },
	{ NULL, MESSAGE_NONE },
};

/* Records ------------------------------------------------------------------------------------ */

#define TEXT(member, labelled, least, most, flag_bits)                                             \
	.type = FIELD_TEXT, .flags = (flag_bits), .offset = offsetof(struct handover, member),     \
	.label = (labelled), .minimum = (least), .maximum = (most), .since = 1
#define REFERENCE(member, labelled, type_record, flag_bits)                                        \
	.type = FIELD_REFERENCE, .flags = (flag_bits), .offset = offsetof(struct handover, member), \
	.label = (labelled), .reference = &(type_record), .since = 1
#define DAY(member, labelled, flag_bits)                                                           \
	.type = FIELD_DAY, .flags = (flag_bits), .offset = offsetof(struct handover, member),      \
	.label = (labelled), .since = 1

static const struct field fields[] = {
	{ .name = "from_person_id",
	  REFERENCE(from_person_id, MESSAGE_HANDOVER_FROM, person_record,
		    FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED) },
	{ .name = "to_person_id",
	  REFERENCE(to_person_id, MESSAGE_HANDOVER_TO, person_record, FIELD_LIST) },
	{ .name = "unit_id",
	  REFERENCE(unit_id, MESSAGE_HANDOVER_UNIT, unit_record,
		    FIELD_KEY | FIELD_LIST | FIELD_FIXED) },
	{ .name = "post_id",
	  REFERENCE(post_id, MESSAGE_POST_LABEL, post_record, FIELD_LIST | FIELD_FIXED) },
	{ .name = "last_day",
	  DAY(last_day, MESSAGE_HANDOVER_LAST_DAY,
	      FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED) },
	{ .name = "reason",
	  TEXT(reason, MESSAGE_COMMON_REASON, 1, 400, FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED) },
	{ .name = "reference",
	  TEXT(reference, MESSAGE_UNIT_CHANGE_REFERENCE, 1, 100,
	       FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED) },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct handover, state),
	  .label = MESSAGE_HANDOVER_STATE,
	  .choices = handover_states,
	  .since = 1 },
	{ .name = "opened_day",
	  DAY(opened_day, MESSAGE_HANDOVER_OPENED_DAY, FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED) },
	{ .name = "handed_day", DAY(handed_day, MESSAGE_HANDOVER_HANDED_DAY, FIELD_LIST) },
	{ .name = "confirmed_day", DAY(confirmed_day, MESSAGE_HANDOVER_CONFIRMED_DAY, FIELD_LIST) },
	{ .name = "previous_id",
	  REFERENCE(previous_id, MESSAGE_HANDOVER_PREVIOUS, handover_record, FIELD_FIXED) },
	{ .name = "note", TEXT(note, MESSAGE_HANDOVER_NOTE, 0, 400, 0) },
};

const struct record_type handover_record = {
	.name = "handover",
	.label = MESSAGE_HANDOVER_LABEL,
	.size = sizeof(struct handover),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_HANDOVER_INSERT,
	.update = STATEMENT_HANDOVER_UPDATE,
	.remove = -1,
	.get = STATEMENT_HANDOVER_GET,
	.all = STATEMENT_HANDOVER_ALL,
};

#define ITEM_TEXT(member, labelled, least, most, flag_bits)                                        \
	.type = FIELD_TEXT, .flags = (flag_bits), .offset = offsetof(struct handover_item, member), \
	.label = (labelled), .minimum = (least), .maximum = (most), .since = 1

static const struct field item_fields[] = {
	{ .name = "handover_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct handover_item, handover_id),
	  .label = MESSAGE_HANDOVER_LABEL,
	  .reference = &handover_record,
	  .since = 1 },
	{ .name = "kind",
	  ITEM_TEXT(kind, MESSAGE_HANDOVER_ITEM_KIND, 1, 40,
		    FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED) },
	{ .name = "subject_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct handover_item, subject_id),
	  .label = MESSAGE_HANDOVER_ITEM_SUBJECT,
	  .minimum = 1,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "title",
	  ITEM_TEXT(title, MESSAGE_HANDOVER_ITEM_TITLE, 1, 400,
		    FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED) },
	{ .name = "title_en",
	  ITEM_TEXT(title_en, MESSAGE_HANDOVER_ITEM_TITLE_EN, 0, 400, FIELD_FIXED) },
	{ .name = "address",
	  ITEM_TEXT(address, MESSAGE_HANDOVER_ITEM_ADDRESS, 0, 200, FIELD_FIXED) },
	{ .name = "unit_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct handover_item, unit_id),
	  .label = MESSAGE_UNIT_LABEL,
	  .reference = &unit_record,
	  .since = 1 },
	{ .name = "due_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct handover_item, due_day),
	  .label = MESSAGE_HANDOVER_ITEM_DUE,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct handover_item, state),
	  .label = MESSAGE_HANDOVER_STATE,
	  .choices = handover_item_states,
	  .since = 1 },
	{ .name = "note", ITEM_TEXT(note, MESSAGE_HANDOVER_ITEM_NOTE, 0, 400, FIELD_LIST) },
	{ .name = "decided_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct handover_item, decided_day),
	  .label = MESSAGE_HANDOVER_ITEM_DECIDED,
	  .since = 1 },
};

const struct record_type handover_item_record = {
	.name = "handover_item",
	.label = MESSAGE_HANDOVER_ITEM_LABEL,
	.size = sizeof(struct handover_item),
	.fields = item_fields,
	.field_count = ARRAY_LENGTH(item_fields),
	.encoding = 1,
	.insert = STATEMENT_HANDOVER_ITEM_INSERT,
	.update = STATEMENT_HANDOVER_ITEM_UPDATE,
	.remove = -1,
	.get = STATEMENT_HANDOVER_ITEM_GET,
	.all = STATEMENT_HANDOVER_ITEM_ALL,
};

/* The life of a list ------------------------------------------------------------------------- */

static bool is_giver(const struct handover *handover, const struct handover_asker *asker)
{
	return asker->person_id && asker->person_id == handover->from_person_id;
}

static bool is_receiver(const struct handover *handover, const struct handover_asker *asker)
{
	return asker->person_id && asker->person_id == handover->to_person_id;
}

bool handover_is_readable(const struct handover *handover, const struct handover_asker *asker)
{
	return is_giver(handover, asker) || is_receiver(handover, asker) || asker->is_office;
}

static int need_note(struct str note, struct error *err)
{
	if (str_trim(note).length)
		return 0;
	return error_invalid(err, "note", "", "a note that says why", "说明原因的备注");
}

static int guard_hand_over(const void *record, const void *context, struct error *err)
{
	const struct handover *handover = record;
	const struct handover_asker *asker = context;

	if (!is_giver(handover, asker) && !(asker->is_office && asker->giver_gone))
		return error_set(err, ERR_RULE,
				 "The giver hands over; the office does it only for somebody who has "
				 "left or has no log-in.",
				 "由移交人办理移交；移交人已离任或没有账号的，才由办公室代办。");
	if (!handover->to_person_id)
		return error_set(err, ERR_RULE, "First the office names who takes over.",
				 "请先由办公室指定接收人。");
	if (asker->receiver_ready)
		return 0;
	return error_set(err, ERR_RULE,
			 "Whoever takes over needs a log-in to confirm the list: ask the security "
			 "administrator for one, or name somebody else.",
			 "接收人须有可用账号才能确认，请联系安全管理员开通，或另行指定接收人。");
}

static int guard_take_back(const void *record, const void *context, struct error *err)
{
	const struct handover *handover = record;
	const struct handover_asker *asker = context;

	if (!is_giver(handover, asker) && !asker->is_office)
		return error_set(err, ERR_RULE, "Only the giver or the office takes a list back.",
				 "只有移交人或办公室可以收回。");
	return need_note(handover->note, err);
}

static int guard_confirm(const void *record, const void *context, struct error *err)
{
	const struct handover *handover = record;
	const struct handover_asker *asker = context;

	if (!is_receiver(handover, asker))
		return error_set(err, ERR_RULE, "Only who takes over confirms the list.",
				 "只有接收人可以确认。");
	if (!asker->pending)
		return 0;
	return error_set(err, ERR_RULE, "First accept or return each item.",
			 "请先对每一项作出接收或退回。");
}

static int guard_cancel(const void *record, const void *context, struct error *err)
{
	const struct handover *handover = record;
	const struct handover_asker *asker = context;

	if (!asker->is_office)
		return error_set(err, ERR_RULE, "Only the office cancels a list.",
				 "只有办公室可以取消。");
	return need_note(handover->note, err);
}

static const struct transition rows[] = {
	{ HANDOVER_HAND_OVER, HANDOVER_OPEN, HANDOVER_HANDED, PERMISSION_LOGGED_IN, guard_hand_over,
	  MESSAGE_HANDOVER_HAND_OVER, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_TAKE_BACK, HANDOVER_HANDED, HANDOVER_OPEN, PERMISSION_LOGGED_IN, guard_take_back,
	  MESSAGE_HANDOVER_TAKE_BACK, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_CONFIRM, HANDOVER_HANDED, HANDOVER_CONFIRMED, PERMISSION_LOGGED_IN, guard_confirm,
	  MESSAGE_HANDOVER_CONFIRM, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_CANCEL, HANDOVER_OPEN, HANDOVER_CANCELLED, PERMISSION_LOGGED_IN, guard_cancel,
	  MESSAGE_HANDOVER_CANCEL, MESSAGE_HANDOVER_REFUSED },
};

const struct state_table handover_life = { "handover", rows, ARRAY_LENGTH(rows), handover_states,
					   handover_events };

int handover_apply(struct handover *handover, enum handover_event event,
		   const struct handover_asker *asker, struct error *err)
{
	const struct transition_request request = { .from = handover->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = handover,
						    .context = asker };

	return transition_apply(&handover_life, &request, &handover->state, err);
}

/* The life of an item ------------------------------------------------------------------------ */

struct item_asker {
	const struct handover *handover;
	const struct handover_asker *asker;
};

static int guard_receiver(const void *record, const void *context, struct error *err)
{
	const struct item_asker *asked = context;

	(void)record;
	if (asked->handover->state != HANDOVER_HANDED)
		return error_set(err, ERR_STATE, "The list is not handed over, or was confirmed.",
				 "清单尚未移交，或已确认。");
	if (is_receiver(asked->handover, asked->asker))
		return 0;
	return error_set(err, ERR_RULE, "Only who takes over accepts or returns items.",
			 "只有接收人可以接收或退回事项。");
}

static int guard_return(const void *record, const void *context, struct error *err)
{
	const struct handover_item *item = record;
	int code = guard_receiver(record, context, err);

	return code ? code : need_note(item->note, err);
}

static int guard_program(const void *record, const void *context, struct error *err)
{
	const struct item_asker *asked = context;

	(void)record;
	if (asked->asker->is_program)
		return 0;
	return error_set(err, ERR_RULE, "An item is done when its matter is.",
			 "事项本身办结后，清单项才算办结。");
}

static const struct transition item_rows[] = {
	{ HANDOVER_ITEM_ACCEPT, HANDOVER_ITEM_PENDING, HANDOVER_ITEM_ACCEPTED, PERMISSION_LOGGED_IN,
	  guard_receiver, MESSAGE_HANDOVER_ITEM_ACCEPT, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_ITEM_RETURN, HANDOVER_ITEM_PENDING, HANDOVER_ITEM_RETURNED, PERMISSION_LOGGED_IN,
	  guard_return, MESSAGE_HANDOVER_ITEM_RETURN, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_ITEM_ACCEPT, HANDOVER_ITEM_RETURNED, HANDOVER_ITEM_ACCEPTED, PERMISSION_LOGGED_IN,
	  guard_receiver, MESSAGE_HANDOVER_ITEM_ACCEPT, MESSAGE_HANDOVER_REFUSED },
	{ HANDOVER_ITEM_CLOSE, HANDOVER_ITEM_PENDING, HANDOVER_ITEM_DONE, PERMISSION_LOGGED_IN,
	  guard_program, MESSAGE_HANDOVER_ITEM_CLOSE, MESSAGE_HANDOVER_REFUSED },
};

const struct state_table handover_item_life = { "handover_item", item_rows,
						ARRAY_LENGTH(item_rows), handover_item_states,
						handover_item_events };

int handover_item_apply(struct handover_item *item, const struct handover *handover,
			enum handover_item_event event, const struct handover_asker *asker,
			struct error *err)
{
	const struct item_asker context = { handover, asker };
	const struct transition_request request = { .from = item->state,
						    .event = (int)event,
						    .permissions = asker->permissions,
						    .record = item,
						    .context = &context };

	return transition_apply(&handover_item_life, &request, &item->state, err);
}
