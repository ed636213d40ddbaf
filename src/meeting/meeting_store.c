/*
 * meeting_store.c - see meeting_store.h. Reading a meeting as a whole: meeting_load.c.
 */
#include "meeting/meeting_store.h"

#include "base/hash.h"
#include "meeting/meeting_document.h"
#include "people/record_find.h"
#include "statements_meeting.h"

#define DOCUMENT_MAXIMUM (4u << 20) /* bytes of a frozen text */

static int not_ahead(struct error *err)
{
	return error_set(err, ERR_STATE, "The meeting was held or cancelled: its agenda is fixed.",
			 "会议已召开或已取消，议程不能再修改。");
}

/* Setting up --------------------------------------------------------------------------------------- */

int meeting_create(struct act *act, struct meeting *meeting, struct error *err)
{
	int code = meeting_check_time(meeting, act->arena, err);

	if (code)
		return code;
	meeting->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	meeting->series = str_trim(meeting->series);
	meeting->state = MEETING_PLANNED;
	meeting->announced_day = CIVIL_NO_DAY;
	meeting->attendance = 0;
	meeting->version = 0;
	meeting->note = STR_EMPTY;
	return act_create(act, &meeting_record, meeting, err);
}

int meeting_change(struct act *act, struct meeting *meeting, struct error *err)
{
	int code = meeting_is_ahead(meeting) ? meeting_check_time(meeting, act->arena, err)
					     : not_ahead(err);

	meeting->series = str_trim(meeting->series);
	return code ? code : act_update(act, &meeting_record, meeting, err);
}

int meeting_topic_put(struct act *act, const struct meeting *meeting, struct meeting_topic *topic,
		      struct error *err)
{
	int code = meeting_is_ahead(meeting) ? meeting_topic_check(topic, err) : not_ahead(err);

	if (code)
		return code;
	if (topic->head.id)
		return act_update(act, &meeting_topic_record, topic, err);
	topic->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	topic->meeting_id = meeting->head.id;
	if (!topic->position)
		code = db_get_int(act->db, STATEMENT_MEETING_TOPIC_NEXT_POSITION,
				  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					  db_int("meeting_id", meeting->head.id)),
				  &topic->position, err);
	return code ? code : act_create(act, &meeting_topic_record, topic, err);
}

static int references_of(struct act *act, int64_t topic_id, struct meeting_reference **out,
			 size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&meeting_reference_record, STATEMENT_MEETING_REFERENCES_OF_TOPIC,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("topic_id", topic_id))
	};

	return record_find_all(act->db, &query, act->arena, out, out_count, err);
}

static bool same_reference(const struct meeting_reference *a, const struct meeting_reference *b)
{
	return a->evidence_id == b->evidence_id && a->item_id == b->item_id;
}

static bool refers(const struct meeting_reference *items, size_t count,
		   const struct meeting_reference *wanted)
{
	for (size_t i = 0; i < count; i++)
		if (same_reference(&items[i], wanted))
			return true;
	return false;
}

int meeting_topic_refer(struct act *act, int64_t topic_id, const struct meeting_reference *wanted,
			size_t count, struct error *err)
{
	struct meeting_reference *present;
	size_t present_count;
	int code = references_of(act, topic_id, &present, &present_count, err);

	for (size_t i = 0; !code && i < present_count; i++)
		if (!refers(wanted, count, &present[i]))
			code = act_remove(act, &meeting_reference_record, &present[i], err);
	for (size_t i = 0; !code && i < count; i++) {
		struct meeting_reference added = wanted[i];
		if (refers(present, present_count, &added) || refers(wanted, i, &added))
			continue;
		added.head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
		added.topic_id = topic_id;
		code = act_create(act, &meeting_reference_record, &added, err);
	}
	return code;
}

int meeting_topic_remove(struct act *act, const struct meeting *meeting, struct meeting_topic *topic,
			 struct error *err)
{
	int code = meeting_is_ahead(meeting) ? meeting_topic_refer(act, topic->head.id, NULL, 0, err)
					     : not_ahead(err);

	return code ? code : act_remove(act, &meeting_topic_record, topic, err);
}

static int unit_of_person(struct act *act, int64_t person_id, int32_t day, int64_t *out,
			  struct error *err)
{
	struct db_query *query;
	int code = db_query_open(act->db, STATEMENT_MEETING_UNIT_OF_PERSON,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_int("person_id", person_id), db_int("day", day)),
				 &query, err);

	*out = 0;
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = db_query_int(query, 0);
	db_query_close(query);
	return code < 0 ? code : 0;
}

int meeting_invite(struct act *act, const struct meeting_whole *whole, int64_t unit_id,
		   int64_t person_id, struct error *err)
{
	struct meeting_participant added = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.meeting_id = whole->meeting.head.id,
		.unit_id = unit_id,
		.person_id = person_id,
		.attendance = MEETING_INVITED,
		.people = 1,
	};

	for (size_t i = 0; i < whole->participant_count; i++) {
		const struct meeting_participant *present = &whole->participants[i].participant;
		if (present->person_id == person_id && (person_id || present->unit_id == unit_id))
			return 0;
	}
	int code = person_id ? unit_of_person(act, person_id, whole->meeting.day, &added.unit_id, err)
			     : 0;
	return code ? code : act_create(act, &meeting_participant_record, &added, err);
}

/* Life --------------------------------------------------------------------------------------------- */

static struct meeting_facts facts_of(const struct meeting_whole *whole, struct act *act,
				     const struct meeting_order *order)
{
	struct meeting_facts facts = { .topics = whole->topic_count,
				       .participants = whole->participant_count,
				       .today = act->day,
				       .reason = order->text };

	for (size_t i = 0; i < whole->topic_count; i++)
		facts.unminuted += !str_trim(whole->topics[i].topic.minutes).length;
	for (size_t i = 0; i < whole->participant_count; i++)
		facts.unnoted += whole->participants[i].participant.attendance == MEETING_INVITED;
	return facts;
}

static int64_t people_there(const struct meeting_whole *whole)
{
	int64_t people = 0;

	for (size_t i = 0; i < whole->participant_count; i++)
		if (whole->participants[i].participant.attendance == MEETING_PRESENT)
			people += whole->participants[i].participant.people;
	return people;
}

/* The text as it stands, with its hash, as the next version. */
static int freeze(struct act *act, const struct meeting_whole *whole,
		  const struct meeting_order *order, struct error *err)
{
	struct meeting_minutes minutes = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.meeting_id = whole->meeting.head.id,
		.version = whole->meeting.version,
		.made_day = act->day,
		.maker_id = order->person_id,
	};
	char hex[HASH_HEX_BYTES];
	struct hash hash;
	struct buf text;

	if (order->event == MEETING_CORRECT)
		minutes.reason = str_trim(order->text);
	buf_init(&text, DOCUMENT_MAXIMUM);
	meeting_write_minutes(whole, order->language, &text);
	minutes.content = arena_str(act->arena, buf_str(&text));
	bool fits = !buf_failed(&text) && minutes.content.bytes;
	buf_release(&text);
	if (!fits)
		return error_broken(err, ERR_MEMORY, "minutes");
	hash = hash_of(minutes.content);
	hex_encode(hash_str(&hash), hex);
	minutes.sha256 = arena_str(act->arena, str_from(hex));
	return act_create(act, &meeting_minutes_record, &minutes, err);
}

static void note_move(struct act *act, const struct meeting_order *order, struct meeting_whole *whole)
{
	struct meeting *meeting = &whole->meeting;

	switch (order->event) {
	case MEETING_ANNOUNCE:
		meeting->announced_day = act->day;
		break;
	case MEETING_HOLD:
		if (order->duration)
			meeting->duration = order->duration;
		break;
	case MEETING_FINISH:
	case MEETING_CORRECT:
		meeting->attendance = people_there(whole);
		meeting->version++;
		break;
	default:
		break;
	}
}

int meeting_move(struct act *act, int64_t meeting_id, const struct meeting_order *order,
		 struct meeting *out, struct error *err)
{
	struct meeting_whole whole;
	int code = meeting_load(act->db, (struct record_key){ act->jurisdiction_id, meeting_id },
				act->arena, &whole, err);

	if (code)
		return code;
	if (order->expected_revision && order->expected_revision != whole.meeting.head.revision)
		return error_set(err, ERR_CONFLICT,
				 "Somebody changed this meeting after you opened the page.",
				 "您打开页面后，该会议已被他人修改，请刷新后再操作。");
	const struct meeting_facts facts = facts_of(&whole, act, order);
	if (order->event == MEETING_CANCEL)
		whole.meeting.note = str_trim(order->text);
	code = meeting_apply(&whole.meeting, (enum meeting_event)order->event, order->permissions,
			     &facts, err);
	if (code)
		return code;
	note_move(act, order, &whole);
	code = act_update(act, &meeting_record, &whole.meeting, err);
	if (!code && (order->event == MEETING_FINISH || order->event == MEETING_CORRECT))
		code = freeze(act, &whole, order, err);
	*out = whole.meeting;
	return code;
}

int meeting_changed(struct act *act, int64_t meeting_id, struct meeting_order *order,
		    struct error *err)
{
	struct meeting_whole whole;
	struct meeting moved;
	int code = meeting_load(act->db, (struct record_key){ act->jurisdiction_id, meeting_id },
				act->arena, &whole, err);

	if (code)
		return code;
	order->event = MEETING_CORRECT;
	if (whole.meeting.state == MEETING_MINUTED)
		return meeting_move(act, meeting_id, order, &moved, err);
	if (whole.meeting.state != MEETING_HELD)
		return error_set(err, ERR_STATE, "Minutes are written once the meeting was held.",
				 "会议召开后才能记录。");
	whole.meeting.attendance = people_there(&whole);
	return act_update(act, &meeting_record, &whole.meeting, err);
}
