/*
 * test_sampling.c - sampling plans: every state with every event; a draw on both engines, done again by hand
 * from the revealed seed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "plan_fixture.h"
#include "progress/sampling_store.h"

#define SEED "u3v9-k2mm-seed-of-a-test"

static const int next[SAMPLING_STATE_COUNT][SAMPLING_EVENT_COUNT] = {
	[SAMPLING_COMMITTED] = { SAMPLING_DRAWN, SAMPLING_DROPPED },
	[SAMPLING_DRAWN] = { -1, -1 },
	[SAMPLING_DROPPED] = { -1, -1 },
};

static struct sampling sampling_in(int state, const char *seed)
{
	static char hex[HASH_HEX_BYTES];

	sampling_hash_seed(STR(SEED), hex);
	return (struct sampling){ .state = state, .seed_hash = str_from(hex), .to_day = 100,
				  .seed = str_from(seed), .note = STR("种子遗失") };
}

static void every_state_and_event(void **state)
{
	struct error err;

	(void)state;
	for (int from = 0; from < SAMPLING_STATE_COUNT; from++)
		for (int event = 0; event < SAMPLING_EVENT_COUNT; event++) {
			struct sampling it = sampling_in(from, SEED);
			int to = next[from][event];
			int code = sampling_apply(&it, (enum sampling_event)event,
						  ~(permission_set)PERMISSION_PLAN_REVIEW, 101, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : -ERR_DENIED);
			code = sampling_apply(&it, (enum sampling_event)event,
					      PERMISSION_PLAN_REVIEW, 101, &err);
			assert_int_equal(code, to < 0 ? -ERR_STATE : 0);
			assert_int_equal(it.state, to < 0 ? from : to);
		}
	struct sampling it = sampling_in(SAMPLING_COMMITTED, "another seed altogether");
	assert_int_equal(sampling_apply(&it, SAMPLING_DRAW, PERMISSION_PLAN_REVIEW, 101, &err),
			 -ERR_INVALID);
	assert_string_equal(err.field, "seed");
	it = sampling_in(SAMPLING_COMMITTED, SEED);
	assert_int_equal(sampling_apply(&it, SAMPLING_DRAW, PERMISSION_PLAN_REVIEW, 100, &err),
			 -ERR_RULE);
	it.note = STR(" ");
	assert_int_equal(sampling_apply(&it, SAMPLING_DROP, PERMISSION_PLAN_REVIEW, 101, &err),
			 -ERR_INVALID);
}

/* SHA-256 of the seed and the id's 13 characters, by hand (sha256sum). */
static void the_key_is_what_it_says(void **state)
{
	struct hash key, expected = hash_of(STR(SEED "0000000000001"));
	char hex[HASH_HEX_BYTES];

	(void)state;
	sampling_key(STR(SEED), 1, &key);
	assert_true(hash_equal(&key, &expected));
	sampling_hash_seed(STR("abc"), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static int64_t report(struct plan_fixture *it, const struct assignment *assignment, int32_t checkpoint)
{
	struct progress_report out = { .assignment_id = assignment->head.id,
				       .checkpoint = checkpoint, .text = STR("已完成") };
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(report_submit(&act, &out, &err));
	fixture_commit(&it->base, &act);
	return out.head.id;
}

static void six_reports(struct plan_fixture *it, int64_t out[6])
{
	static const char *const quarters[] = { "2009-03-31", "2009-06-30", "2009-09-30",
						"2009-12-31" };
	int32_t day = 0;

	for (int i = 0; i < 4; i++) {
		assert_true(civil_parse(str_from(quarters[i]), &day));
		out[i] = report(it, &it->first, day);
	}
	assert_true(civil_parse(STR("2009-02-27"), &day));
	out[4] = report(it, &it->second, day);
	out[5] = report(it, &it->third, day);
}

static int compare(const void *a, const void *b)
{
	struct hash left, right;

	sampling_key(STR(SEED), *(const int64_t *)a, &left);
	sampling_key(STR(SEED), *(const int64_t *)b, &right);
	return memcmp(left.bytes, right.bytes, HASH_BYTES);
}

static int move(struct plan_fixture *it, int64_t id, const char *seed, struct sampling *out,
		struct error *err)
{
	const struct report_order order = { .permissions = PERMISSION_PLAN_REVIEW,
					    .note = str_from(seed) };
	struct act act;
	int code;

	plan_fixture_begin(it, &act);
	act.day = FIXTURE_TODAY + 1; /* the period ended today */
	code = sampling_draw_now(&act, id, &order, out, err);
	if (code)
		fixture_roll_back(&it->base);
	else
		fixture_commit(&it->base, &act);
	return code;
}

static void check_draw(struct db *db, void *context)
{
	const struct report_order back = { .event = REPORT_RETURN, .note = STR("缺文号"),
					   .permissions = PERMISSION_PLAN_REVIEW };
	struct sampling sampling = { .title = STR("一季度抽查"), .from_day = FIXTURE_TODAY,
				     .to_day = FIXTURE_TODAY, .size = 2 };
	struct sampling_entry *items;
	struct progress_report returned;
	struct plan_fixture it;
	struct error err;
	struct act act;
	int64_t ids[6];
	size_t count;

	(void)context;
	plan_fixture_open(db, &it);
	plan_fixture_begin(&it, &act);
	assert_int_equal(sampling_commit(&act, 2009, STR("short"), &sampling, &err), -ERR_INVALID);
	assert_string_equal(err.field, "seed");
	assert_int_equal(sampling_commit(&act, 2010, STR(SEED), &sampling, &err), -ERR_NOT_FOUND);
	TEST_OK(sampling_commit(&act, 2009, STR(SEED), &sampling, &err));
	assert_int_equal(sampling.seed.length, 0); /* only the hash is kept */
	fixture_commit(&it.base, &act);
	six_reports(&it, ids);
	qsort(ids, 6, sizeof(ids[0]), compare);
	/* The first in the order is returned before the draw: it is passed over. */
	plan_fixture_begin(&it, &act);
	TEST_OK(report_move(&act, ids[0], &back, &returned, &err));
	fixture_commit(&it.base, &act);
	assert_int_equal(move(&it, sampling.head.id, "another seed altogether", &sampling, &err),
			 -ERR_INVALID);
	assert_int_equal(move(&it, sampling.head.id, SEED, &sampling, &err), 0);
	assert_int_equal(sampling.population, 6);
	assert_int_equal(move(&it, sampling.head.id, SEED, &sampling, &err), -ERR_STATE);
	TEST_OK(record_get(db, &sampling_record,
			   (struct record_key){ it.base.jurisdiction_id, sampling.head.id },
			   it.base.arena, &sampling, &err));
	TEST_OK(sampling_population(db, &sampling, it.base.arena, &items, &count, &err));
	assert_int_equal(count, 6);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(items[i].report_id, ids[i]);
		assert_int_equal(items[i].drawn, i == 1 || i == 2);
		assert_int_equal(items[i].state, i == 0	  ? REPORT_RETURNED
						 : i <= 2 ? REPORT_SAMPLED
							  : REPORT_SUBMITTED);
	}
	plan_fixture_close(&it);
}

static void test_draw(void **state)
{
	(void)state;
	test_engines_each(check_draw, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_event),
		cmocka_unit_test(the_key_is_what_it_says),
		cmocka_unit_test(test_draw),
	};

	return cmocka_run_group_tests_name("progress/sampling", tests, NULL, NULL);
}
