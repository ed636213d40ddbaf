/*
 * test_handover.c - handover lists: every event in every state by every asker; what a list is made of.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "people_fixture.h"
#include "people/deputy.h"
#include "people/handover_store.h"
#include "people/person_change.h"
#include "people/rights_load.h"

/* Who asks: giver, receiver, the office, somebody else. */
enum asker { GIVER, RECEIVER, OFFICE, OTHER, ASKER_COUNT };
/* In which situation: as usual; the giver is gone; no receiver; one without a log-in; items undecided. */
enum situation { USUAL, GONE, NOBODY, NO_LOG_IN, UNDECIDED, SITUATION_COUNT };

#define NO { -ERR_STATE, -ERR_STATE, -ERR_STATE, -ERR_STATE }

static const int states_after[HANDOVER_EVENT_COUNT] = {
	[HANDOVER_HAND_OVER] = HANDOVER_HANDED,
	[HANDOVER_TAKE_BACK] = HANDOVER_OPEN,
	[HANDOVER_CONFIRM] = HANDOVER_CONFIRMED,
	[HANDOVER_CANCEL] = HANDOVER_CANCELLED,
};

/* What every asker is answered in the usual situation. */
static const int usual[HANDOVER_STATE_COUNT][HANDOVER_EVENT_COUNT][ASKER_COUNT] = {
	[HANDOVER_OPEN] = { [HANDOVER_HAND_OVER] = { 0, -ERR_RULE, -ERR_RULE, -ERR_RULE },
			    [HANDOVER_TAKE_BACK] = NO,
			    [HANDOVER_CONFIRM] = NO,
			    [HANDOVER_CANCEL] = { -ERR_RULE, -ERR_RULE, 0, -ERR_RULE } },
	[HANDOVER_HANDED] = { [HANDOVER_HAND_OVER] = NO,
			      [HANDOVER_TAKE_BACK] = { 0, -ERR_RULE, 0, -ERR_RULE },
			      [HANDOVER_CONFIRM] = { -ERR_RULE, 0, -ERR_RULE, -ERR_RULE },
			      [HANDOVER_CANCEL] = NO },
	[HANDOVER_CONFIRMED] = { NO, NO, NO, NO },
	[HANDOVER_CANCELLED] = { NO, NO, NO, NO },
};

static int expected(int from, int event, enum asker who, enum situation how)
{
	int code = usual[from][event][who];

	if (from == HANDOVER_OPEN && event == HANDOVER_HAND_OVER) {
		if (how == GONE && who == OFFICE)
			return 0;
		if (how == NOBODY || how == NO_LOG_IN)
			return -ERR_RULE;
	}
	if (code == 0 && event == HANDOVER_CONFIRM && how == UNDECIDED)
		return -ERR_RULE;
	/* Nobody is the receiver of a list without one. */
	if (how == NOBODY && event == HANDOVER_CONFIRM && code == 0)
		return -ERR_RULE;
	return code;
}

static void every_event_in_every_state(void **state)
{
	(void)state;
	for (int i = 0; i < HANDOVER_STATE_COUNT * HANDOVER_EVENT_COUNT * ASKER_COUNT * SITUATION_COUNT;
	     i++) {
		int from = i % HANDOVER_STATE_COUNT, rest = i / HANDOVER_STATE_COUNT;
		int event = rest % HANDOVER_EVENT_COUNT;
		enum asker who = (enum asker)(rest / HANDOVER_EVENT_COUNT % ASKER_COUNT);
		enum situation how =
			(enum situation)(rest / HANDOVER_EVENT_COUNT / ASKER_COUNT);
		static const int64_t persons[ASKER_COUNT] = { 1, 2, 3, 0 };
		struct handover list = { .from_person_id = 1,
					 .to_person_id = how == NOBODY ? 0 : 2,
					 .state = from,
					 .note = STR("原因") };
		struct handover_asker asker = { .person_id = persons[who],
						.permissions = PERMISSION_LOGGED_IN,
						.is_office = who == OFFICE,
						.giver_gone = how == GONE,
						.receiver_ready = how != NOBODY && how != NO_LOG_IN,
						.pending = how == UNDECIDED };
		struct error err;
		int code = handover_apply(&list, (enum handover_event)event, &asker, &err);
		if (code != expected(from, event, who, how))
			fail_msg("state %d event %d asker %d situation %d gives %d (%s)", from, event,
				 (int)who, (int)how, code, err.en);
		assert_int_equal(list.state, code ? from : states_after[event]);
		/* Nobody without a log-in; no taking back or cancelling without saying why. */
		asker.permissions = 0;
		list.state = from;
		assert_true(handover_apply(&list, (enum handover_event)event, &asker, &err) < 0);
		asker.permissions = PERMISSION_LOGGED_IN;
		list.note = STR(" ");
		if (code == 0 && (event == HANDOVER_TAKE_BACK || event == HANDOVER_CANCEL)) {
			assert_int_equal(handover_apply(&list, (enum handover_event)event, &asker, &err),
					 -ERR_INVALID);
			assert_string_equal(err.field, "note");
		}
	}
}

/* What the receiver of a list that is handed over is answered; everybody else is refused. */
static const int item_answers[HANDOVER_ITEM_STATE_COUNT][HANDOVER_ITEM_EVENT_COUNT] = {
	[HANDOVER_ITEM_PENDING] = { 0, 0, -ERR_RULE },
	[HANDOVER_ITEM_ACCEPTED] = { -ERR_STATE, -ERR_STATE, -ERR_STATE },
	[HANDOVER_ITEM_RETURNED] = { 0, -ERR_STATE, -ERR_STATE },
	[HANDOVER_ITEM_DONE] = { -ERR_STATE, -ERR_STATE, -ERR_STATE },
};

static void check_item(int from, int event, int of_list, enum asker who)
{
	static const int64_t persons[ASKER_COUNT] = { 1, 2, 3, 0 };
	static const int leads_to[HANDOVER_ITEM_EVENT_COUNT] = { HANDOVER_ITEM_ACCEPTED,
								 HANDOVER_ITEM_RETURNED,
								 HANDOVER_ITEM_DONE };
	const struct handover list = { .from_person_id = 1, .to_person_id = 2, .state = of_list };
	struct handover_item item = { .state = from, .note = STR("说明") };
	struct handover_asker asker = { .person_id = persons[who],
					.permissions = PERMISSION_LOGGED_IN,
					.is_office = who == OFFICE };
	enum handover_item_event what = (enum handover_item_event)event;
	struct error err;
	int code = handover_item_apply(&item, &list, what, &asker, &err);
	bool may = who == RECEIVER && of_list == HANDOVER_HANDED;
	if (may ? code != item_answers[from][event] : code >= 0)
		fail_msg("item %d event %d list %d asker %d gives %d (%s)", from, event, of_list,
			 (int)who, code, err.en);
	assert_int_equal(item.state, code ? from : leads_to[event]);
	if (code == 0 && event == HANDOVER_ITEM_RETURN) {
		item = (struct handover_item){ .state = from };
		assert_int_equal(handover_item_apply(&item, &list, what, &asker, &err), -ERR_INVALID);
		assert_string_equal(err.field, "note");
	}
	/* The program closes what is pending, whatever the list's state; nothing else. */
	asker.is_program = true;
	item = (struct handover_item){ .state = from };
	if (event == HANDOVER_ITEM_CLOSE)
		assert_int_equal(handover_item_apply(&item, &list, what, &asker, &err) == 0,
				 from == HANDOVER_ITEM_PENDING);
}

static void every_item_event_in_every_state(void **state)
{
	(void)state;
	for (int from = 0; from < HANDOVER_ITEM_STATE_COUNT; from++)
		for (int event = 0; event < HANDOVER_ITEM_EVENT_COUNT; event++)
			for (int list = 0; list < HANDOVER_STATE_COUNT; list++)
				for (int who = 0; who < ASKER_COUNT; who++)
					check_item(from, event, list, (enum asker)who);
}

static void sources_are_found_by_kind(void **state)
{
	size_t count = 0;
	(void)state;
	for (const struct handover_source *const *one = handover_sources; *one; one++, count++) {
		assert_ptr_equal(handover_source_find(str_from((*one)->kind)), *one);
		assert_true(strlen((*one)->kind) <= 40);
		assert_non_null((*one)->list);
		assert_non_null((*one)->is_open);
	}
	assert_true(count >= 7);
	assert_null(handover_source_find(STR("nonsense")));
}

/* In the database ---------------------------------------------------------------------------- */

struct place {
	struct fixture fixture;
	int64_t town, other, giver, receiver, silent, post, giver_account, receiver_account;
	int64_t next; /* list that the last move opened */
};

static void open_place(struct db *db, struct place *place)
{
	fixture_open(db, &place->fixture);
	struct fixture *fixture = &place->fixture;
	int64_t root = fixture_unit(fixture, "R", "甲市", 0);
	place->town = fixture_unit(fixture, "T1", "丁镇", root);
	place->other = fixture_unit(fixture, "T2", "丙镇", root);
	place->giver = fixture_person(fixture, "P1", "张三");
	place->receiver = fixture_person(fixture, "P2", "李四");
	place->silent = fixture_person(fixture, "P3", "王五");
	place->post = fixture_post(fixture, place->giver, place->town, FIXTURE_TODAY - 400,
				   CIVIL_NO_DAY);
	place->giver_account =
		fixture_account(fixture, "giver", "a long enough secret", place->giver);
	place->receiver_account =
		fixture_account(fixture, "receiver", "a long enough secret", place->receiver);
	fixture_grant(fixture, place->giver_account, ROLE_UNIT_HEAD, place->town);
	fixture_grant(fixture, place->giver_account, ROLE_CADRE, place->town);
	fixture_grant(fixture, place->giver_account, ROLE_INSPECTOR, 0);
	fixture_grant(fixture, place->receiver_account, ROLE_CADRE, place->town);
}

static void name_deputy(struct place *place, int64_t *out_id)
{
	struct fixture *fixture = &place->fixture;
	struct deputy deputy = { .account_id = place->giver_account,
				 .deputy_id = place->receiver_account,
				 .from_day = FIXTURE_TODAY, .to_day = FIXTURE_TODAY + 9,
				 .acts = STR("read"), .reason = STR("出差") };
	struct rights own;
	struct error err;
	struct act act;
	TEST_OK(rights_load(fixture->db, fixture->jurisdiction_id, place->giver_account, FIXTURE_TODAY,
			    &own, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(deputy_create(&act, &deputy, &own, &err));
	fixture_commit(fixture, &act);
	*out_id = deputy.head.id;
}

static struct handover planned(const struct place *place, int64_t unit_id)
{
	return (struct handover){ .from_person_id = place->giver, .unit_id = unit_id,
				  .last_day = FIXTURE_TODAY + 10, .reason = STR("轮岗"),
				  .reference = STR("甲组〔2009〕5号") };
}

static int plan(struct place *place, struct handover *handover, struct error *out_err)
{
	struct act act;
	fixture_begin(&place->fixture, place->fixture.jurisdiction_id, &act);
	int code = handover_plan(&act, handover, out_err);
	if (code)
		fixture_roll_back(&place->fixture);
	else
		fixture_commit(&place->fixture, &act);
	return code;
}

static struct handover_listing list_of(struct place *place, const struct handover *handover)
{
	struct handover_listing listing;
	struct error err;
	TEST_OK(handover_list(place->fixture.db, handover, FIXTURE_TODAY, place->fixture.arena, &listing,
			      &err));
	return listing;
}

static int move(struct place *place, struct handover *handover, enum handover_event event,
		int64_t person_id, bool is_office, struct error *out_err)
{
	const struct handover_order order = { .event = event,
					      .asker = { .person_id = person_id,
							 .permissions = PERMISSION_LOGGED_IN,
							 .is_office = is_office },
					      .note = STR("原因"),
					      .expected_revision = handover->head.revision };
	struct act act;
	fixture_begin(&place->fixture, place->fixture.jurisdiction_id, &act);
	int code = handover_move(&act, handover->head.id, &order, handover, &place->next, out_err);
	if (code)
		fixture_roll_back(&place->fixture);
	else
		fixture_commit(&place->fixture, &act);
	return code;
}

static void name_receiver(struct place *place, struct handover *handover, int64_t person_id)
{
	const struct handover_asker office = { .permissions = PERMISSION_LOGGED_IN, .is_office = true };
	struct error err;
	struct act act;
	fixture_begin(&place->fixture, place->fixture.jurisdiction_id, &act);
	TEST_OK(handover_name(&act, handover, &office, person_id, &err));
	fixture_commit(&place->fixture, &act);
}

static int decide(struct place *place, struct handover *handover, int64_t item_id,
		  enum handover_item_event event, struct error *out_err)
{
	const struct handover_asker asker = { .person_id = place->receiver,
					      .permissions = PERMISSION_LOGGED_IN };
	const struct handover_decision one = { item_id, event, STR("请说明") };
	struct act act;
	fixture_begin(&place->fixture, place->fixture.jurisdiction_id, &act);
	int code = handover_decide(&act, handover, &asker, &one, 1, out_err);
	if (code)
		fixture_roll_back(&place->fixture);
	else
		fixture_commit(&place->fixture, &act);
	return code;
}

static const struct handover_item *item_of_kind(const struct handover_listing *listing,
						const char *kind)
{
	for (size_t i = 0; i < listing->count; i++)
		if (str_equal(listing->items[i].item.kind, str_from(kind)))
			return &listing->items[i].item;
	fail_msg("no %s on the list", kind);
	return NULL;
}

static void check_planning(struct db *db, void *context)
{
	struct place place;
	struct error err;
	(void)context;
	open_place(db, &place);
	struct handover refused = planned(&place, 0);
	refused.last_day = FIXTURE_TODAY - 1;
	assert_int_equal(plan(&place, &refused, &err), -ERR_INVALID);
	assert_string_equal(err.field, "last_day");
	refused = planned(&place, 0);
	refused.reason = STR_EMPTY;
	assert_int_equal(plan(&place, &refused, &err), -ERR_INVALID);
	refused = planned(&place, 0);
	refused.to_person_id = place.giver;
	assert_int_equal(plan(&place, &refused, &err), -ERR_RULE);
	refused = planned(&place, place.other); /* nothing in that unit */
	assert_int_equal(plan(&place, &refused, &err), -ERR_RULE);
	refused = planned(&place, 0);
	refused.from_person_id = place.silent; /* nothing in hand */
	assert_int_equal(plan(&place, &refused, &err), -ERR_RULE);
	/* The unit's matters first; the rest on another list; nothing twice. A cadre's role is no matter. */
	struct handover of_town = planned(&place, place.town), rest = planned(&place, 0);
	TEST_OK(plan(&place, &of_town, &err));
	struct handover_listing listing = list_of(&place, &of_town);
	assert_int_equal(listing.count, 1);
	assert_true(str_ends_with(listing.items[0].item.title, STR(" · 丁镇")));
	assert_true(listing.items[0].item.title_en.length > 0);
	TEST_OK(plan(&place, &rest, &err));
	listing = list_of(&place, &rest);
	assert_int_equal(listing.count, 1);
	struct handover again = planned(&place, 0);
	assert_int_equal(plan(&place, &again, &err), -ERR_RULE);
	/* Cancelled: its matter is free again. */
	TEST_OK(move(&place, &of_town, HANDOVER_CANCEL, 0, true, &err));
	TEST_OK(plan(&place, &again, &err));
	fixture_close(&place.fixture);
}

static void a_matter_is_on_one_list(void **state)
{
	(void)state;
	test_engines_each(check_planning, NULL);
}

static void check_way(struct db *db, void *context)
{
	struct place place;
	struct error err;
	struct deputy deputy;
	int64_t deputy_id;
	(void)context;
	open_place(db, &place);
	struct handover handover = planned(&place, place.town);
	TEST_OK(plan(&place, &handover, &err));
	name_deputy(&place, &deputy_id); /* new since the list was opened */
	struct handover_listing listing = list_of(&place, &handover);
	assert_int_equal(listing.count, 2);
	assert_int_equal(item_of_kind(&listing, "deputy")->head.id, 0);
	/* Nobody named, then somebody without a log-in, then the office although the giver is there. */
	assert_int_equal(move(&place, &handover, HANDOVER_HAND_OVER, place.giver, false, &err),
			 -ERR_RULE);
	name_receiver(&place, &handover, place.silent);
	assert_int_equal(move(&place, &handover, HANDOVER_HAND_OVER, place.giver, false, &err),
			 -ERR_RULE);
	name_receiver(&place, &handover, place.receiver);
	assert_int_equal(move(&place, &handover, HANDOVER_HAND_OVER, 0, true, &err), -ERR_RULE);
	struct handover stale = handover;
	stale.head.revision--;
	assert_int_equal(move(&place, &stale, HANDOVER_HAND_OVER, place.giver, false, &err),
			 -ERR_CONFLICT);
	TEST_OK(move(&place, &handover, HANDOVER_HAND_OVER, place.giver, false, &err));
	listing = list_of(&place, &handover);
	assert_int_equal(listing.count, 2);
	assert_int_equal(listing.pending, 2);
	assert_int_equal(move(&place, &handover, HANDOVER_CONFIRM, place.receiver, false, &err),
			 -ERR_RULE);
	/* Accepting the deputy's item ends the arrangement; the role is returned. */
	int64_t role = item_of_kind(&listing, "role")->head.id;
	TEST_OK(decide(&place, &handover, item_of_kind(&listing, "deputy")->head.id,
		       HANDOVER_ITEM_ACCEPT, &err));
	TEST_OK(record_get(db, &deputy_record,
			   (struct record_key){ place.fixture.jurisdiction_id, deputy_id },
			   place.fixture.arena, &deputy, &err));
	assert_int_equal(deputy.state, DEPUTY_REVOKED);
	TEST_OK(decide(&place, &handover, role, HANDOVER_ITEM_RETURN, &err));
	assert_int_equal(decide(&place, &handover, role, HANDOVER_ITEM_RETURN, &err), -ERR_STATE);
	assert_int_equal(decide(&place, &handover, 4711, HANDOVER_ITEM_ACCEPT, &err), -ERR_NOT_FOUND);
	TEST_OK(move(&place, &handover, HANDOVER_CONFIRM, place.receiver, false, &err));
	int64_t next = place.next;
	assert_true(next != 0);
	/* What was returned is on the next list, with why, and nothing else. */
	struct handover after;
	TEST_OK(record_get(db, &handover_record,
			   (struct record_key){ place.fixture.jurisdiction_id, next },
			   place.fixture.arena, &after, &err));
	assert_int_equal(after.state, HANDOVER_OPEN);
	assert_int_equal(after.previous_id, handover.head.id);
	assert_int_equal(after.to_person_id, 0);
	listing = list_of(&place, &after);
	assert_int_equal(listing.count, 1);
	assert_true(str_equal(listing.items[0].item.note, STR("请说明")));
	/* Somebody else gets the role meanwhile: the item is done, nothing is left to decide. */
	int64_t account = fixture_account(&place.fixture, "third", "a long enough secret", place.silent);
	fixture_grant(&place.fixture, account, ROLE_UNIT_HEAD, place.town);
	listing = list_of(&place, &after);
	assert_true(listing.items[0].closed);
	name_receiver(&place, &after, place.receiver);
	TEST_OK(move(&place, &after, HANDOVER_HAND_OVER, place.giver, false, &err));
	TEST_OK(move(&place, &after, HANDOVER_TAKE_BACK, place.giver, false, &err));
	assert_int_equal(after.handed_day, CIVIL_NO_DAY);
	TEST_OK(move(&place, &after, HANDOVER_HAND_OVER, place.giver, false, &err));
	TEST_OK(move(&place, &after, HANDOVER_CONFIRM, place.receiver, false, &err));
	assert_int_equal(place.next, 0);
	listing = list_of(&place, &after);
	assert_int_equal(listing.items[0].item.state, HANDOVER_ITEM_DONE);
	fixture_close(&place.fixture);
}

static void from_open_to_confirmed(void **state)
{
	(void)state;
	test_engines_each(check_way, NULL);
}

static void check_leaving(struct db *db, void *context)
{
	struct place place;
	struct error err;
	struct act act;
	struct post post;
	struct person person;
	struct handover handover;
	int64_t deputy_id;
	(void)context;
	open_place(db, &place);
	struct fixture *fixture = &place.fixture;
	name_deputy(&place, &deputy_id);
	struct record_key key = { fixture->jurisdiction_id, place.post };
	struct person_change change = { .day = FIXTURE_TODAY - 1, .reason = STR("免职"),
					.reference = STR("1号"), .receiver_id = place.receiver };
	TEST_OK(record_get(db, &post_record, key, fixture->arena, &post, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_post_end(&act, &post, &change, &err));
	fixture_commit(fixture, &act);
	assert_true(change.handover_id != 0);
	key.id = change.handover_id;
	TEST_OK(record_get(db, &handover_record, key, fixture->arena, &handover, &err));
	assert_int_equal(handover.unit_id, place.town);
	assert_int_equal(handover.post_id, place.post);
	assert_int_equal(handover.to_person_id, place.receiver);
	assert_int_equal(handover.last_day, FIXTURE_TODAY - 1);
	assert_int_equal(list_of(&place, &handover).count, 2); /* the role, the deputy */
	/* Leaving: what is on a list stays there, the deputy ends with the person, a role is left. */
	change = (struct person_change){ .day = FIXTURE_TODAY, .reason = STR("退休"),
					 .reference = STR("2号") };
	TEST_OK(person_find(db, fixture->jurisdiction_id, STR("P1"), fixture->arena, &person, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_leave(&act, &person, &change, &err));
	fixture_commit(fixture, &act);
	assert_true(change.handover_id != 0);
	struct handover_listing listing = list_of(&place, &handover);
	assert_int_equal(listing.pending, 1);
	/* The giver is gone: the office hands over. */
	TEST_OK(move(&place, &handover, HANDOVER_HAND_OVER, 0, true, &err));
	key.id = change.handover_id;
	TEST_OK(record_get(db, &handover_record, key, fixture->arena, &handover, &err));
	assert_int_equal(handover.unit_id, 0);
	assert_int_equal(list_of(&place, &handover).count, 1);
	/* With nothing open there is no list. */
	change = (struct person_change){ .day = FIXTURE_TODAY, .reason = STR("退休"),
					 .reference = STR("3号") };
	TEST_OK(person_find(db, fixture->jurisdiction_id, STR("P3"), fixture->arena, &person, &err));
	fixture_begin(fixture, fixture->jurisdiction_id, &act);
	TEST_OK(person_leave(&act, &person, &change, &err));
	fixture_commit(fixture, &act);
	assert_int_equal(change.handover_id, 0);
	fixture_close(fixture);
}

static void ending_a_post_and_leaving_open_a_list(void **state)
{
	(void)state;
	test_engines_each(check_leaving, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state),
		cmocka_unit_test(every_item_event_in_every_state),
		cmocka_unit_test(sources_are_found_by_kind),
		cmocka_unit_test(a_matter_is_on_one_list),
		cmocka_unit_test(from_open_to_confirmed),
		cmocka_unit_test(ending_a_post_and_leaving_open_a_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
