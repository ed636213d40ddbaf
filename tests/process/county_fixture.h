/*
 * county_fixture.h - a small county in the database: two schemes, two years of marks.
 *
 * Include after cmocka.h. Four towns in group 甲组, one department in 乙组; T4 is last in both years.
 */
#ifndef LIANZE_TESTS_PROCESS_COUNTY_FIXTURE_H
#define LIANZE_TESTS_PROCESS_COUNTY_FIXTURE_H

#include "../ledger/ledger_fixture.h"
#include "people/appraisal_group.h"
#include "people/group_member.h"
#include "people/person.h"
#include "people/post.h"
#include "process/appraisal_store.h"
#include "process/scheme_version.h"
#include "process/score.h"

#define SCHEME_TEXT(version, years, maximum)                                                       \
	"scheme: x\nversion: " version "\ntitle: {zh: 方案, en: Scheme}\nsubject: unit\n"          \
	"in_force: {" years "}\nsource: {zh: 虚构, en: Fictional, verified: no}\n"                 \
	"kinds:\n  - {code: town, zh: 镇, en: Town}\n  - {code: department, zh: 部门, en: D}\n"     \
	"indicators:\n  - {code: Z10, zh: 一, en: One, maximum: " maximum "}\n"                    \
	"  - {code: A2, zh: 二, en: Two, maximum: 10, applies_to: [town]}\n"                       \
	"bonus: {cap: 3}\ngrades:\n  - {code: pass, zh: 合格, en: Pass, from: 60}\n"               \
	"  - {code: fail, zh: 不合格, en: Fail, from: 0}\n"                                        \
	"triggers:\n  - {code: t, zh: 两年末位, en: Last twice, kind: last_in_group_consecutive, " \
	"mechanism: A3}\n"

static const char *const scheme_2007 =
	SCHEME_TEXT("1", "from_year: 2007, to_year: 2007", "10");
static const char *const scheme_2008 = SCHEME_TEXT("2", "from_year: 2008", "20");

#define UNITS 5

struct county {
	struct fixture base;
	struct unit units[UNITS]; /* T1 … T4 towns in 甲组, D1 a department in 乙组 */
	struct appraisal_group groups[2][2]; /* by year, then group */
	struct scheme *schemes[2];
};

static inline int adopt(struct county *county, const char *text, struct scheme_version *out,
		 struct error *err)
{
	struct act act;
	struct rule_problems *problems = ARENA_NEW(county->base.arena, struct rule_problems);
	fixture_begin(&county->base, &act, county->base.jurisdiction_id, "scheme.adopt");
	rule_problems_init(problems, county->base.arena);
	int code = scheme_adopt(&act, str_from(text), problems, out, err);
	if (code)
		db_rollback(county->base.db);
	else
		fixture_commit(&county->base, &act);
	return code;
}

static inline void make_units(struct county *county, struct act *act)
{
	static const char *const codes[UNITS] = { "T4", "T2", "T3", "T1", "D1" };
	struct error err;
	for (int i = 0; i < UNITS; i++) {
		county->units[i] = fixture_unit(codes[i], codes[i]);
		county->units[i].kind = i == UNITS - 1 ? UNIT_DEPARTMENT : UNIT_TOWN;
		TEST_OK(unit_create(act, &county->units[i], &err));
	}
}

static inline void make_groups(struct county *county, struct act *act, int year)
{
	struct error err;
	for (int g = 0; g < 2; g++) {
		struct appraisal_group *group = &county->groups[year - 2007][g];
		*group = (struct appraisal_group){ .year = year,
						   .name = g ? STR("乙组") : STR("甲组") };
		TEST_OK(act_create(act, &appraisal_group_record, group, &err));
	}
	for (int i = 0; i < UNITS; i++) {
		struct group_member member = {
			.year = year,
			.group_id = county->groups[year - 2007][i == UNITS - 1].head.id,
			.unit_id = county->units[i].head.id
		};
		TEST_OK(group_member_create(act, &member, &err));
	}
}

/* The unit of that code. */
static inline struct unit *unit_of(struct county *county, const char *code)
{
	for (int i = 0; i < UNITS; i++)
		if (str_equal(county->units[i].code, str_from(code)))
			return &county->units[i];
	fail_msg("no unit %s", code);
	return NULL;
}

static inline struct score mark(struct county *county, int year, const char *unit, const char *indicator,
			 int points)
{
	return (struct score){ .year = year, .subject = SCHEME_UNIT,
			       .subject_id = unit_of(county, unit)->head.id,
			       .indicator = str_from(indicator), .points = DECIMAL_OF(points),
			       .scorer = STR("组一"), .day = civil_year_end(year) };
}

static inline int put(struct county *county, struct act *act, struct score *score,
	       enum score_outcome *out, struct error *err)
{
	const struct scheme *scheme = county->schemes[score->year - 2007];
	int class_index = 0;
	if (score->subject_id == county->units[UNITS - 1].head.id)
		class_index = 1;
	return score_put(act, score, scheme, class_index, out, err);
}

static inline void put_all(struct county *county, struct act *act, int year, const int *points)
{
	static const char *const towns[] = { "T1", "T2", "T3", "T4" };
	enum score_outcome outcome;
	struct error err;
	for (int i = 0; i < 4; i++) {
		struct score first = mark(county, year, towns[i], "Z10", points[i]);
		struct score second = mark(county, year, towns[i], "A2", 5);
		TEST_OK(put(county, act, &first, &outcome, &err));
		assert_int_equal(outcome, SCORE_CREATED);
		TEST_OK(put(county, act, &second, &outcome, &err));
	}
	struct score department = mark(county, year, "D1", "Z10", 8);
	TEST_OK(put(county, act, &department, &outcome, &err));
}

/* T1 7, T2 8, T3 9, T4 3 of 10 in 2007; 14, 16, 18, 6 of 20 in 2008, and 5 of 10 for all towns. */
static inline void county_open(struct county *county, struct db *db)
{
	static const int in_2007[] = { 7, 8, 9, 3 }, in_2008[] = { 14, 16, 18, 6 };
	struct scheme_version version;
	struct error err;
	struct act act;
	*county = (struct county){ 0 };
	fixture_open(&county->base, db);
	TEST_OK(adopt(county, scheme_2007, &version, &err));
	TEST_OK(adopt(county, scheme_2008, &version, &err));
	for (int i = 0; i < 2; i++)
		TEST_OK(scheme_load(db,
				    &(struct scheme_request){ county->base.jurisdiction_id,
							      SCHEME_UNIT, 2007 + i },
				    county->base.arena, &county->schemes[i], &err));
	fixture_begin(&county->base, &act, county->base.jurisdiction_id, "import.scores");
	make_units(county, &act);
	make_groups(county, &act, 2007);
	make_groups(county, &act, 2008);
	put_all(county, &act, 2007, in_2007);
	put_all(county, &act, 2008, in_2008);
	fixture_commit(&county->base, &act);
}

static inline void add_principal(struct county *county, struct act *act, const char *code,
			  const char *unit, int32_t from_day)
{
	struct person person = { .code = str_from(code), .name = str_from(code),
				 .left_day = CIVIL_NO_DAY };
	struct error err;
	TEST_OK(act_create(act, &person_record, &person, &err));
	struct post post = { .person_id = person.head.id,
			     .unit_id = unit_of(county, unit)->head.id, .title = STR("书记"),
			     .level = POST_SECTION, .principal = true, .from_day = from_day,
			     .to_day = CIVIL_NO_DAY };
	TEST_OK(post_create(act, &post, &err));
}

#endif
