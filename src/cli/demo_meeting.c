/*
 * demo_meeting.c - see demo_meeting.h.
 *
 * Acts for each meeting: called ten days before, held and minuted on its day, and what was closed is closed
 * when it was due.
 */
#include "cli/demo_meeting.h"

#include "demo/meetings.h"
#include "meeting/conclusion_store.h"
#include "people/rights.h"
#include "people/person.h"
#include "people/unit.h"

#define EVERYTHING (PERMISSION_MEETING_MANAGE | PERMISSION_PLAN_MANAGE)
#define DAYS_BEFORE 10

struct telling {
	const struct demo_meeting *plan;
	struct meeting meeting;
	int64_t conclusions[DEMO_CONCLUSIONS];
	size_t next; /* of the conclusions that are closed one by one */
};

static int unit_of(struct act *act, const char *code, int64_t *out, struct error *err)
{
	struct unit unit;
	int rc = unit_find(act->db, act->jurisdiction_id, str_from(code), act->arena, &unit, err);

	*out = rc ? 0 : unit.head.id;
	return rc;
}

static int day_of(struct civil_date date, int32_t *out, struct error *err)
{
	return civil_to_day(date, out) ? 0 : error_broken(err, ERR_BROKEN, "date");
}

static int move(struct act *act, struct telling *it, enum meeting_event event, struct error *err)
{
	const struct meeting_order order = { .event = (int)event, .permissions = EVERYTHING };

	return meeting_move(act, it->meeting.head.id, &order, &it->meeting, err);
}

static int load(struct act *act, struct telling *it, struct meeting_whole *out, struct error *err)
{
	return meeting_load(act->db,
			    (struct record_key){ act->jurisdiction_id, it->meeting.head.id },
			    act->arena, out, err);
}

/* Called ------------------------------------------------------------------------------------------- */

static int create(struct act *act, struct telling *it, struct error *err)
{
	const struct demo_meeting *plan = it->plan;
	struct person chair;
	int rc = person_find(act->db, act->jurisdiction_id, str_from(plan->chair), act->arena,
			     &chair, err);

	it->meeting = (struct meeting){
		.kind = plan->review ? MEETING_REVIEW : MEETING_JOINT,
		.series = plan->review ? STR_EMPTY : STR(DEMO_MEETING_SERIES),
		.title = str_from(plan->title),
		.starts = STR("09:00"),
		.duration = plan->minutes,
		.place = STR("机关二楼会议室"),
		.chair_id = rc ? 0 : chair.head.id,
	};
	if (!rc)
		rc = day_of(plan->day, &it->meeting.day, err);
	return rc ? rc : meeting_create(act, &it->meeting, err);
}

static int set_topics(struct act *act, struct telling *it, struct error *err)
{
	int rc = 0;

	for (int i = 0; !rc && i < DEMO_TOPICS && it->plan->topics[i].title; i++) {
		const struct demo_topic *topic = &it->plan->topics[i];
		struct meeting_topic made = { .title = str_from(topic->title),
					      .report = str_from(topic->report) };
		rc = unit_of(act, topic->unit, &made.host_unit_id, err);
		if (!rc)
			rc = meeting_topic_put(act, &it->meeting, &made, err);
	}
	return rc;
}

static int call(struct act *act, void *context, struct error *err)
{
	struct telling *it = context;
	struct meeting_whole whole;
	int64_t unit_id;
	int rc = day_of(it->plan->day, &act->day, err);

	act->day -= DAYS_BEFORE;
	if (!rc)
		rc = create(act, it, err);
	if (!rc)
		rc = set_topics(act, it, err);
	if (!rc)
		rc = load(act, it, &whole, err);
	for (const char *const *code = it->plan->units; !rc && *code; code++) {
		rc = unit_of(act, *code, &unit_id, err);
		if (!rc)
			rc = meeting_invite(act, &whole, unit_id, 0, err);
	}
	return rc ? rc : move(act, it, MEETING_ANNOUNCE, err);
}

/* Held --------------------------------------------------------------------------------------------- */

/* One in seven is excused, another one each time. */
static int note_attendance(struct act *act, struct telling *it, struct meeting_whole *whole,
			   struct error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < whole->participant_count; i++) {
		struct meeting_participant *row = &whole->participants[i].participant;
		bool excused = (i + (size_t)it->plan->day.month) % 7 == 0;

		row->attendance = excused ? MEETING_EXCUSED : MEETING_PRESENT;
		row->people = excused ? 0 : 1 + (int64_t)(i % 2);
		row->note = excused ? STR("参加市里会议") : STR_EMPTY;
		rc = act_update(act, &meeting_participant_record, row, err);
	}
	return rc;
}

static int conclude(struct act *act, struct telling *it, const struct meeting_whole *whole,
		    int number, struct error *err)
{
	const struct demo_conclusion *plan = &it->plan->conclusions[number];
	struct meeting_conclusion made = { .text = str_from(plan->text),
					   .topic_id = whole->topics[plan->topic].topic.head.id };
	int rc = unit_of(act, plan->unit, &made.unit_id, err);

	if (!rc)
		rc = day_of(plan->due, &made.due_day, err);
	if (!rc)
		rc = conclusion_add(act, &it->meeting, &made, err);
	if (!rc && plan->item)
		rc = conclusion_name_item(act, &made, plan->due.year, str_from(plan->item), err);
	it->conclusions[number] = made.head.id;
	return rc;
}

static int hold(struct act *act, void *context, struct error *err)
{
	struct telling *it = context;
	struct meeting_whole whole;
	int rc = day_of(it->plan->day, &act->day, err);

	if (!rc)
		rc = move(act, it, MEETING_HOLD, err);
	if (!rc)
		rc = load(act, it, &whole, err);
	for (size_t i = 0; !rc && i < whole.topic_count; i++) {
		whole.topics[i].topic.minutes = str_from(it->plan->topics[i].minutes);
		rc = act_update(act, &meeting_topic_record, &whole.topics[i].topic, err);
	}
	if (!rc)
		rc = note_attendance(act, it, &whole, err);
	for (int i = 0; !rc && i < DEMO_CONCLUSIONS && it->plan->conclusions[i].text; i++)
		rc = conclude(act, it, &whole, i, err);
	return rc ? rc : move(act, it, MEETING_FINISH, err);
}

/* Followed ----------------------------------------------------------------------------------------- */

static int close_next(struct act *act, void *context, struct error *err)
{
	struct telling *it = context;
	const struct demo_conclusion *plan = &it->plan->conclusions[it->next];
	const struct conclusion_order order = { .event = CONCLUSION_CLOSE,
						.permissions = EVERYTHING,
						.note = str_from(plan->closed) };
	struct meeting_conclusion moved;
	int rc = day_of(plan->due, &act->day, err);

	return rc ? rc : conclusion_move(act, it->conclusions[it->next], &order, &moved, err);
}

static int tell(struct operator_session *session, const struct demo_meeting *plan, struct error *err)
{
	struct telling it = { .plan = plan };
	struct operator_work work = { session->jurisdiction_id, "meeting.create", call, &it };
	int rc = operator_act(session, &work, err);

	work.kind = "meeting.move";
	work.change = hold;
	if (!rc && plan->held)
		rc = operator_act(session, &work, err);
	work.kind = "conclusion.move";
	work.change = close_next;
	for (; !rc && it.next < DEMO_CONCLUSIONS && plan->conclusions[it.next].text; it.next++)
		if (plan->conclusions[it.next].closed)
			rc = operator_act(session, &work, err);
	return rc;
}

int demo_meetings_make(struct operator_session *session, struct error *err)
{
	int rc = 0;

	for (const struct demo_meeting *plan = demo_meetings; !rc && plan->title; plan++)
		rc = tell(session, plan, err);
	return rc;
}
