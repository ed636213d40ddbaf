/*
 * test_burden.c - what the system asked of units: medians; counts of months; that each number equals its
 * list and the statement's fields those of the record types. On both engines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../progress/plan_fixture.h"
#include "archive/burden.h"
#include "evidence/evidence.h"
#include "people/appraisal_group.h"
#include "people/group_member.h"
#include "progress/report_store.h"

#define JANUARY	 0
#define MARCH	 2

static void medians(void **state)
{
	static const struct {
		int64_t values[5];
		size_t count;
		int64_t doubled;
	} cases[] = {
		{ { 7 }, 1, 14 },		{ { 7, 2 }, 2, 9 },	   { { 7, 2, 3 }, 3, 6 },
		{ { 9, 1, 4, 4 }, 4, 8 },	{ { 0, 0, 0, 0, 5 }, 5, 0 }, { { 1, 2, 3, 4 }, 4, 5 },
	};
	struct arena *arena = arena_new((size_t)1 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct burden_unit units[7] = { { .group_id = 2 }, { .group_id = 0 } };
		const struct burden burden = { .year = 2009, .units = units,
					       .count = cases[i].count + 2 };

		units[0].months[0][MARCH][BURDEN_ASKED] = 1000; /* of another group */
		units[1].months[0][MARCH][BURDEN_ASKED] = 1000; /* of none */
		for (size_t j = 0; j < cases[i].count; j++) {
			units[j + 2].group_id = 1;
			units[j + 2].months[0][MARCH][BURDEN_ASKED] = cases[i].values[j];
		}
		assert_int_equal(burden_median(&burden, &units[2], BURDEN_ASKED, MARCH, arena),
				 cases[i].doubled);
		assert_int_equal(burden_median(&burden, &units[2], BURDEN_ASKED, -1, arena),
				 cases[i].doubled);
		assert_int_equal(burden_median(&burden, &units[1], BURDEN_ASKED, MARCH, arena), -1);
	}
	arena_free(arena);
}

/* The fields that the sources name are there, and those that a record has filled are counted. */
static void fields_of_records(void **state)
{
	const struct progress_report report = { .checkpoint = CIVIL_NO_DAY, .text = STR("已完成"),
						.documents = STR("示1") };
	const struct evidence piece = { .title = STR("通知"), .remark = STR("备注") };

	(void)state;
	for (size_t i = 0; burden_sources[i]; i++)
		for (size_t j = 0; j < BURDEN_FIELDS_MAXIMUM && burden_sources[i]->fields[j]; j++)
			assert_non_null(record_field(burden_sources[i]->record,
						     str_from(burden_sources[i]->fields[j])));
	for (size_t i = 0; burden_sources[i]; i++) {
		if (burden_sources[i]->record == &progress_report_record)
			assert_int_equal(burden_filled(burden_sources[i], &report), 3);
		if (burden_sources[i]->record == &evidence_record)
			assert_int_equal(burden_filled(burden_sources[i], &piece), 5);
	}
}

static void put_report(struct plan_fixture *it, const struct assignment *assignment,
		       int32_t checkpoint, struct progress_report *out)
{
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	*out = (struct progress_report){ .assignment_id = assignment->head.id,
					 .checkpoint = checkpoint, .text = STR("已完成"),
					 .next_step = out->next_step };
	TEST_OK(report_submit(&act, out, &err));
	fixture_commit(&it->base, &act);
}

static void put_group(struct plan_fixture *it)
{
	struct appraisal_group group = { .year = 2009, .name = STR("镇组") };
	struct error err;
	struct act act;

	plan_fixture_begin(it, &act);
	TEST_OK(appraisal_group_create(&act, &group, &err));
	for (int i = 0; i < 2; i++)
		TEST_OK(group_member_put(&act, &group, it->units[i], &err));
	fixture_commit(&it->base, &act);
}

static void check_list(struct plan_fixture *it, const struct burden_unit *unit, int month,
		       enum burden_measure measure)
{
	const struct burden_question question = { it->base.jurisdiction_id, unit->id, 2009, month,
						  measure };
	struct burden_rows rows;
	struct error err;
	int64_t amount = 0;

	TEST_OK(burden_list(it->base.db, &question, it->base.arena, &rows, &err));
	for (size_t i = 0; i < rows.count; i++) {
		amount += measure == BURDEN_FIELDS ? rows.items[i].fields : 1;
		assert_true(i == 0 || rows.items[i - 1].day <= rows.items[i].day);
	}
	assert_int_equal(amount, burden_of(unit, measure, month, false));
}

static void check_counts(struct db *db, void *context)
{
	struct progress_report first = { .next_step = STR("继续") }, second = { .text = STR("") };
	struct burden_request request = { .year = 2009 };
	const struct burden_unit *unit;
	struct plan_fixture it;
	struct burden burden;
	struct error err;

	(void)context;
	plan_fixture_open(db, &it);
	put_group(&it);
	put_report(&it, &it.first, FIXTURE_TODAY + 14, &first); /* 2009-03-31 */
	put_report(&it, &it.third, FIXTURE_TODAY - 18, &second); /* 2009-02-27 */
	request.jurisdiction_id = it.base.jurisdiction_id;
	request.unit_id = it.units[0];
	TEST_OK(burden_load(db, &request, it.base.arena, &burden, &err));
	assert_int_equal(burden.count, 2); /* with the other one of its group */
	unit = burden_find(&burden, it.units[0]);
	/* 1.1 each quarter, 1.2 in February. */
	assert_int_equal(burden_of(unit, BURDEN_ASKED, -1, false), 5);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, 1, false), 1);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, MARCH, false), 1);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, JANUARY, false), 0);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, -1, true), 0);
	assert_int_equal(burden_of(unit, BURDEN_FORMS, MARCH, false), 1);
	assert_int_equal(burden_of(unit, BURDEN_FIELDS, MARCH, false),
			 burden_filled(burden_sources[0], &first));
	assert_int_equal(burden_filled(burden_sources[0], &first), 4);
	unit = burden_find(&burden, it.units[1]);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, -1, false), 1); /* 2.1 has no due date */
	assert_int_equal(burden_of(unit, BURDEN_FIELDS, MARCH, false), 3);
	/* Of 5 and 1. */
	assert_int_equal(burden_median(&burden, unit, BURDEN_ASKED, -1, it.base.arena), 6);
	for (size_t i = 0; i < burden.count; i++)
		for (int month = -1; month < BURDEN_MONTHS; month++) {
			check_list(&it, &burden.units[i], month, BURDEN_ASKED);
			check_list(&it, &burden.units[i], month, BURDEN_FORMS);
			check_list(&it, &burden.units[i], month, BURDEN_FIELDS);
		}
	request.unit_id = 0; /* all, and a year later everything is "the year before" */
	request.year = 2010;
	TEST_OK(burden_load(db, &request, it.base.arena, &burden, &err));
	assert_int_equal(burden.count, 2);
	unit = burden_find(&burden, it.units[0]);
	assert_int_equal(burden_of(unit, BURDEN_ASKED, -1, true), 5);
	assert_int_equal(burden_of(unit, BURDEN_FORMS, -1, false), 0);
	assert_int_equal(burden_median(&burden, unit, BURDEN_ASKED, -1, it.base.arena), -1);
	plan_fixture_close(&it);
}

static void counts(void **state)
{
	(void)state;
	test_engines_each(check_counts, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(medians),
		cmocka_unit_test(fields_of_records),
		cmocka_unit_test(counts),
	};

	return cmocka_run_group_tests_name("archive/burden", tests, NULL, NULL);
}
