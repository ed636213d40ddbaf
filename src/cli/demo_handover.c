/*
 * demo_handover.c - see demo_handover.h.
 */
#include "cli/demo_handover.h"

#include "demo/county.h"
#include "people/deputy.h"
#include "people/handover_store.h"
#include "people/person_change.h"
#include "people/rights_load.h"
#include "people/unit.h"
#include "statements_person_change.h"

/* Who and where; what one step leaves for the next. */
struct story {
	int64_t giver, receiver, giver_account, receiver_account;
	struct post post; /* the giver's, that ends */
	int64_t new_unit;
	int64_t list;
	int32_t day; /* of the step */
	int (*step)(struct act *act, struct story *story, struct error *err);
};

/* Who they are -------------------------------------------------------------------------------- */

static int find_person(const struct operator_session *session, const char *code, int64_t *out_id,
		       int64_t *out_account, struct error *err)
{
	struct person person;
	struct db_query *query;
	int rc = person_find(session->db, session->jurisdiction_id, str_from(code), session->arena,
			     &person, err);

	if (rc == 0)
		rc = db_query_open(session->db, STATEMENT_PERSON_CHANGE_ACCOUNTS,
				   DB_ARGS(db_int("person_id", person.head.id)), &query, err);
	if (rc < 0)
		return rc;
	*out_id = person.head.id;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out_account = db_query_int(query, 1);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int find_all(const struct operator_session *session, struct story *story, struct error *err)
{
	struct act reading = { .db = session->db, .arena = session->arena,
			       .jurisdiction_id = session->jurisdiction_id };
	struct person_posts posts;
	struct unit unit;
	int rc = find_person(session, DEMO_PERSON_GIVER, &story->giver, &story->giver_account, err);

	if (rc == 0)
		rc = find_person(session, DEMO_PERSON_RECEIVER, &story->receiver,
				 &story->receiver_account, err);
	if (rc == 0)
		rc = unit_find(session->db, session->jurisdiction_id, STR(DEMO_UNIT_TAKEN),
			       session->arena, &unit, err);
	if (rc == 0)
		rc = person_posts_after(&reading, story->giver, civil_year_end(DEMO_LAST_YEAR),
					&posts, err);
	if (rc < 0)
		return rc;
	story->new_unit = unit.head.id;
	if (posts.count)
		story->post = posts.items[0];
	return 0;
}

/* What happens -------------------------------------------------------------------------------- */

static int give_role(struct act *act, int64_t account_id, int64_t unit_id, struct error *err)
{
	struct role_grant grant = { .account_id = account_id,
				    .role = ROLE_LIAISON,
				    .unit_id = unit_id,
				    .from_day = act->day,
				    .to_day = CIVIL_NO_DAY };

	return role_grant_create(act, &grant, err);
}

static int make_liaison(struct act *act, struct story *story, struct error *err)
{
	return give_role(act, story->giver_account, story->post.unit_id, err);
}

static int name_deputy(struct act *act, struct story *story, struct error *err)
{
	struct deputy deputy = { .account_id = story->giver_account,
				 .deputy_id = story->receiver_account,
				 .from_day = act->day,
				 .to_day = act->day + 39,
				 .acts = STR("read objection"),
				 .reason = STR("外出培训") };
	struct rights own;
	int rc = rights_load(act->db, act->jurisdiction_id, story->giver_account, act->day, &own, err);

	return rc < 0 ? rc : deputy_create(act, &deputy, &own, err);
}

/* The transfer opens the list. */
static int transfer(struct act *act, struct story *story, struct error *err)
{
	struct person_change change = { .day = act->day,
					.reason = STR("干部交流"),
					.reference = STR("示例〔2008〕27号"),
					.receiver_id = story->receiver };
	struct post to = { .person_id = story->giver,
			   .unit_id = story->new_unit,
			   .title = story->post.title,
			   .level = story->post.level,
			   .to_day = CIVIL_NO_DAY };
	int rc = person_transfer(act, &story->post, &to, &change, err);

	story->list = change.handover_id;
	return rc;
}

static int move(struct act *act, struct story *story, enum handover_event event, int64_t person_id,
		struct error *err)
{
	const struct handover_order order = { .event = event,
					      .asker = { .person_id = person_id,
							 .permissions = PERMISSION_LOGGED_IN } };
	struct handover handover;
	int64_t next;

	return handover_move(act, story->list, &order, &handover, &next, err);
}

static int hand_over(struct act *act, struct story *story, struct error *err)
{
	return move(act, story, HANDOVER_HAND_OVER, story->giver, err);
}

static int accept_all(struct act *act, struct story *story, struct error *err)
{
	const struct handover_asker asker = { .person_id = story->receiver,
					      .permissions = PERMISSION_LOGGED_IN };
	struct handover_listing listing;
	struct handover handover;
	int rc = record_get(act->db, &handover_record,
			    (struct record_key){ act->jurisdiction_id, story->list }, act->arena,
			    &handover, err);

	if (rc == 0)
		rc = handover_list(act->db, &handover, act->day, act->arena, &listing, err);
	for (size_t i = 0; rc == 0 && i < listing.count; i++) {
		const struct handover_decision decision = {
			.item_id = listing.items[i].item.head.id,
			.event = HANDOVER_ITEM_ACCEPT,
			.note = STR("已当面说明"),
		};
		rc = handover_decide(act, &handover, &asker, &decision, 1, err);
	}
	return rc;
}

static int confirm(struct act *act, struct story *story, struct error *err)
{
	return move(act, story, HANDOVER_CONFIRM, story->receiver, err);
}

static int pass_role_on(struct act *act, struct story *story, struct error *err)
{
	return give_role(act, story->receiver_account, story->post.unit_id, err);
}

static int plan_next(struct act *act, struct story *story, struct error *err)
{
	struct handover handover = { .from_person_id = story->receiver,
				     .last_day = act->day + 45,
				     .reason = STR("拟借调上级单位"),
				     .reference = STR("示例〔2009〕8号") };

	return handover_plan(act, &handover, err);
}

static int on_day(struct act *act, void *context, struct error *err)
{
	struct story *story = context;

	act->day = story->day;
	return story->step(act, story, err);
}

int demo_handovers_make(struct operator_session *session, struct error *err)
{
	static const struct {
		struct civil_date date;
		const char *kind;
		int (*step)(struct act *act, struct story *story, struct error *err);
	} steps[] = {
		{ { 2008, 3, 3 }, "role_grant.create", make_liaison },
		{ { 2008, 9, 22 }, "deputy.create", name_deputy },
		{ { 2008, 10, 6 }, "post.begin", transfer },
		{ { 2008, 10, 8 }, "handover.move", hand_over },
		{ { 2008, 10, 10 }, "handover.items", accept_all },
		{ { 2008, 10, 10 }, "handover.move", confirm },
		{ { 2008, 10, 13 }, "role_grant.create", pass_role_on },
		{ { 2009, 3, 16 }, "handover.open", plan_next },
	};
	struct story story = { .giver = 0 };
	const struct operator_work work = { session->jurisdiction_id, NULL, on_day, &story };
	int rc = find_all(session, &story, err);

	if (rc < 0 || !story.post.head.id || story.post.from_day > civil_year_end(2007))
		return rc;
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(steps); i++) {
		struct operator_work one = work;

		one.kind = steps[i].kind;
		story.step = steps[i].step;
		if (!civil_to_day(steps[i].date, &story.day))
			return error_broken(err, ERR_BROKEN, "date");
		rc = operator_act(session, &one, err);
	}
	return rc;
}
