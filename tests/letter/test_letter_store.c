/*
 * test_letter_store.c - a county's letters on both engines: who should have one, generating twice, signing
 * as the wrong one or from a stale page, what a change of the plan or of a post does.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../progress/plan_fixture.h"
#include "letter/letter_store.h"
#include "letter/letter_waiting.h"
#include "people/person_change.h"
#include "plan/plan_answer.h"

#define OFFICE (PERMISSION_LETTER_MANAGE | PERMISSION_LOGGED_IN)
#define FIRST_OF_YEAR 14245 /* 2009-01-01 */

/* T1: head (principal), deputy; T2: other (principal). No unit stands above them. */
struct county {
	struct plan_fixture plan;
	int64_t head, deputy, other, clerk;
	int64_t deputy_post;
};

static int64_t post(struct county *it, int64_t person, int64_t unit, const char *title, int level)
{
	struct post made = { .person_id = person, .unit_id = unit, .title = str_from(title),
			     .level = level, .principal = level == POST_SECTION,
			     .from_day = FIRST_OF_YEAR, .to_day = CIVIL_NO_DAY };
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(post_create(&act, &made, &err));
	fixture_commit(&it->plan.base, &act);
	return made.head.id;
}

static void name_deputy(struct county *it, int64_t assignment_id)
{
	struct assignment_person named = { .person_id = it->deputy, .due_day = CIVIL_NO_DAY };
	struct assignment assignment;
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(record_get(act.db, &assignment_record,
			   (struct record_key){ act.jurisdiction_id, assignment_id }, act.arena,
			   &assignment, &err));
	TEST_OK(assignment_person_put(&act, &assignment, &named, &err));
	fixture_commit(&it->plan.base, &act);
}

static void open_county(struct db *db, struct county *it)
{
	struct error err;
	struct act act;

	plan_fixture_open(db, &it->plan);
	it->head = fixture_person(&it->plan.base, "P1", "甲子");
	it->deputy = fixture_person(&it->plan.base, "P2", "乙丑");
	it->other = fixture_person(&it->plan.base, "P3", "丙寅");
	it->clerk = fixture_person(&it->plan.base, "P4", "丁卯");
	post(it, it->head, it->plan.units[0], "党委书记", POST_SECTION);
	it->deputy_post = post(it, it->deputy, it->plan.units[0], "副镇长", POST_DEPUTY_SECTION);
	post(it, it->other, it->plan.units[1], "党委书记", POST_SECTION);
	post(it, it->clerk, it->plan.units[0], "科员", POST_OTHER);
	name_deputy(it, it->plan.first.head.id);
	plan_fixture_begin(&it->plan, &act);
	TEST_OK(rulebook_adopt_shipped(&act, &err));
	fixture_commit(&it->plan.base, &act);
}

static void load(struct county *it, struct letter_book *out)
{
	struct error err;
	struct fixture *base = &it->plan.base;

	const struct letter_when when = { base->jurisdiction_id, 2009, FIXTURE_TODAY };
	TEST_OK(letter_book_load(base->db, &when, base->arena, out, &err));
}

static struct letter_row row_of(struct county *it, int64_t person)
{
	struct letter_book book;

	load(it, &book);
	for (size_t i = 0; i < book.count; i++)
		if (book.rows[i].person_id == person)
			return book.rows[i];
	fail_msg("no row");
	return book.rows[0];
}

static struct letter_made make(struct county *it, bool missing, bool changed)
{
	const struct letter_making making = { .year = 2009, .missing = missing, .changed = changed,
					      .issue = true, .permissions = OFFICE };
	struct letter_made made;
	struct error err;
	struct act act;

	plan_fixture_begin(&it->plan, &act);
	TEST_OK(letter_make(&act, &making, &made, &err));
	fixture_commit(&it->plan.base, &act);
	return made;
}

static struct letter read_letter(struct county *it, int64_t id)
{
	struct fixture *base = &it->plan.base;
	struct letter letter;
	struct error err;

	TEST_OK(record_get(base->db, &letter_record,
			   (struct record_key){ base->jurisdiction_id, id }, base->arena, &letter,
			   &err));
	return letter;
}

static int move(struct county *it, int64_t id, struct letter_order order, struct error *err)
{
	struct letter letter;
	struct act act;

	order.permissions = OFFICE;
	plan_fixture_begin(&it->plan, &act);
	int code = letter_move(&act, id, &order, &letter, err);
	if (code)
		fixture_roll_back(&it->plan.base);
	else
		fixture_commit(&it->plan.base, &act);
	return code;
}

static int sign(struct county *it, int64_t id, enum letter_event event, int64_t person,
		struct error *err)
{
	struct letter letter = read_letter(it, id);

	return move(it, id,
		    (struct letter_order){ .event = event, .person_id = person,
					   .seen_hash = letter.content_hash,
					   .expected_revision = letter.head.revision },
		    err);
}

/* Who is there, and why not. */
static void check_first_rows(struct county *it)
{
	struct letter_book book;

	load(it, &book);
	/* The clerk's level signs none; nobody stands above the principals. */
	assert_int_equal(book.count, 3);
	assert_int_equal(book.rows[0].person_id, it->head);
	assert_int_equal(book.rows[0].situation, LETTER_IS_LEFT_OUT);
	assert_int_equal(book.rows[0].why, LETTER_WHY_NO_SUPERIOR);
	assert_int_equal(book.rows[0].item_count, 2); /* what T1 leads */
	assert_int_equal(book.rows[1].person_id, it->deputy);
	assert_int_equal(book.rows[1].situation, LETTER_IS_MISSING);
	assert_int_equal(book.rows[1].superior->person_id, it->head);
	assert_int_equal(book.rows[1].item_count, 1);
	assert_int_equal(book.rows[1].items[0].role, LETTER_NAMED);
	assert_null(book.rows[1].countersigner);
}

static void generating(struct db *db, void *context)
{
	struct county it;
	struct letter_made made;

	(void)context;
	open_county(db, &it);
	check_first_rows(&it);
	made = make(&it, true, true);
	assert_int_equal(made.made, 1);
	made = make(&it, true, true); /* again: nothing more */
	assert_int_equal(made.made + made.replaced + made.ended, 0);
	struct letter_row row = row_of(&it, it.deputy);
	assert_int_equal(row.situation, LETTER_WAITS_PERSON);
	struct letter letter = read_letter(&it, row.letter->id);
	assert_int_equal(letter.number, 1);
	assert_int_equal(letter.proof_code.length, 24);
	assert_int_equal(letter.issued_day, FIXTURE_TODAY);
	plan_fixture_close(&it.plan);
}

static void check_waiting(struct county *it, int64_t person, size_t expected)
{
	struct fixture *base = &it->plan.base;
	struct letter_waiting *items;
	struct error err;
	size_t count;

	TEST_OK(letter_waiting_load(base->db, (struct record_key){ base->jurisdiction_id, person },
				    base->arena, &items, &count, &err));
	assert_int_equal(count, expected);
	if (!count)
		return;
	assert_true(str_equal(items[0].person_name, STR("乙丑")));
	assert_int_equal(items[0].signer, person == it->deputy ? LETTER_PERSON : LETTER_SUPERIOR);
	assert_int_equal(items[0].since_day, FIXTURE_TODAY);
}

/* Whether the letter is among what the head would hand over; of this unit, or (0) of all. */
static bool handed_over(struct county *it, int64_t person, int64_t unit, int64_t letter)
{
	const struct handover_scope scope = { .db = it->plan.base.db,
					      .arena = it->plan.base.arena,
					      .jurisdiction_id = it->plan.base.jurisdiction_id,
					      .person_id = person,
					      .unit_id = unit,
					      .day = FIXTURE_TODAY };
	struct handover_matters matters = { .count = 0 };
	struct error err;

	TEST_OK(handover_collect(&scope, &matters, &err));
	for (size_t i = 0; i < matters.count; i++)
		if (strcmp(matters.items[i].source->kind, "letter") == 0 &&
		    matters.items[i].subject_id == letter)
			return true;
	return false;
}

static void check_handed_over(struct county *it, int64_t letter, bool waits)
{
	assert_int_equal(handed_over(it, it->head, 0, letter), waits);
	assert_int_equal(handed_over(it, it->head, it->plan.units[0], letter), waits);
	assert_false(handed_over(it, it->deputy, 0, letter)); /* one's own stays one's own */
}

static void signing(struct db *db, void *context)
{
	struct letter_signature signatures[LETTER_SIGNER_COUNT];
	struct county it;
	struct error err;

	(void)context;
	open_county(db, &it);
	make(&it, true, false);
	int64_t id = row_of(&it, it.deputy).letter->id;
	struct letter before = read_letter(&it, id);
	check_waiting(&it, it.deputy, 1);
	check_waiting(&it, it.head, 0);
	/* Not the superior yet, nobody else, nobody at all. */
	assert_int_equal(sign(&it, id, LETTER_SIGN, it.head, &err), -ERR_STATE);
	assert_int_equal(sign(&it, id, LETTER_ACCEPT, it.head, &err), -ERR_DENIED);
	assert_int_equal(sign(&it, id, LETTER_ACCEPT, 0, &err), -ERR_DENIED);
	/* Another text or another revision than was shown. */
	assert_int_equal(move(&it, id, (struct letter_order){ .event = LETTER_ACCEPT,
							      .person_id = it.deputy,
							      .seen_hash = before.basis_hash },
			      &err),
			 -ERR_CONFLICT);
	assert_int_equal(move(&it, id, (struct letter_order){ .event = LETTER_ACCEPT,
							      .person_id = it.deputy,
							      .seen_hash = before.content_hash,
							      .expected_revision = 9 },
			      &err),
			 -ERR_CONFLICT);
	assert_int_equal(read_letter(&it, id).state, LETTER_ISSUED);
	TEST_OK(sign(&it, id, LETTER_ACCEPT, it.deputy, &err));
	assert_int_equal(sign(&it, id, LETTER_ACCEPT, it.deputy, &err), -ERR_STATE);
	check_waiting(&it, it.deputy, 0);
	check_waiting(&it, it.head, 1);
	check_handed_over(&it, id, true);
	TEST_OK(sign(&it, id, LETTER_SIGN, it.head, &err));
	check_handed_over(&it, id, false);
	struct letter after = read_letter(&it, id);
	assert_true(letter_is_complete(&after));
	assert_true(str_equal(after.content_hash, before.content_hash));
	TEST_OK(letter_signatures_load(db, (struct record_key){ it.plan.base.jurisdiction_id, id },
				       it.plan.base.arena, signatures, &err));
	assert_true(str_equal(signatures[LETTER_PERSON].content_hash, before.content_hash));
	assert_int_equal(signatures[LETTER_SUPERIOR].person_id, it.head);
	assert_int_equal(signatures[LETTER_COUNTERSIGNER].head.id, 0);
	assert_int_equal(row_of(&it, it.deputy).situation, LETTER_IS_COMPLETE);
	/* What both have signed is not withdrawn. */
	assert_int_equal(move(&it, id, (struct letter_order){ .event = LETTER_WITHDRAW,
							      .note = STR("写错") },
			      &err),
			 -ERR_STATE);
	plan_fixture_close(&it.plan);
}

static void material_change(struct db *db, void *context)
{
	struct county it;
	struct letter_made made;
	struct error err;

	(void)context;
	open_county(db, &it);
	make(&it, true, false);
	int64_t id = row_of(&it, it.deputy).letter->id;
	TEST_OK(sign(&it, id, LETTER_ACCEPT, it.deputy, &err));
	TEST_OK(sign(&it, id, LETTER_SIGN, it.head, &err));
	name_deputy(&it, it.plan.second.head.id); /* one item more */
	assert_int_equal(row_of(&it, it.deputy).situation, LETTER_IS_CHANGED);
	made = make(&it, true, false); /* not what was asked for */
	assert_int_equal(made.made, 0);
	made = make(&it, false, true);
	assert_int_equal(made.made, 1);
	assert_int_equal(made.replaced, 1);
	struct letter_row row = row_of(&it, it.deputy);
	assert_int_equal(row.situation, LETTER_WAITS_PERSON);
	struct letter next = read_letter(&it, row.letter->id), old = read_letter(&it, id);
	assert_int_equal(next.number, 2);
	assert_int_equal(next.replaces_id, id);
	assert_int_equal(old.state, LETTER_SUPERSEDED);
	assert_int_equal(old.closed_day, FIXTURE_TODAY);
	struct str text;
	TEST_OK(letter_text_load(db, &old, it.plan.base.arena, &text, &err)); /* still readable */
	assert_true(str_find(text, STR("\nitem\t")) > 0);
	/* Withdrawn, it is missing again. */
	TEST_OK(move(&it, next.head.id, (struct letter_order){ .event = LETTER_WITHDRAW,
							       .note = STR("内容有误") },
		     &err));
	assert_int_equal(row_of(&it, it.deputy).situation, LETTER_IS_MISSING);
	made = make(&it, true, true);
	assert_int_equal(made.made, 1);
	assert_int_equal(read_letter(&it, row_of(&it, it.deputy).letter->id).number, 3);
	plan_fixture_close(&it.plan);
}

/* A post ends: its letter ends with it, in the same act; the next one waits to be generated. */
static void change_of_post(struct db *db, void *context)
{
	struct person_change change = { .day = FIXTURE_TODAY, .reason = STR("干部交流"),
					.reference = STR("示〔2009〕1号") };
	struct county it;
	struct error err;
	struct act act;
	struct post from;

	(void)context;
	open_county(db, &it);
	make(&it, true, false);
	int64_t id = row_of(&it, it.deputy).letter->id;
	struct post to = { .person_id = it.deputy, .unit_id = it.plan.units[1],
			   .title = STR("镇长"), .level = POST_DEPUTY_SECTION,
			   .to_day = CIVIL_NO_DAY };
	plan_fixture_begin(&it.plan, &act);
	TEST_OK(record_get(act.db, &post_record,
			   (struct record_key){ act.jurisdiction_id, it.deputy_post }, act.arena,
			   &from, &err));
	TEST_OK(person_transfer(&act, &from, &to, &change, &err));
	fixture_commit(&it.plan.base, &act);
	struct letter ended = read_letter(&it, id);
	assert_int_equal(ended.state, LETTER_ENDED);
	assert_int_equal(ended.closed_day, FIXTURE_TODAY - 1);
	assert_int_equal(sign(&it, id, LETTER_ACCEPT, it.deputy, &err), -ERR_RULE);
	struct letter_book book;
	load(&it, &book);
	int missing = 0, over = 0;
	for (size_t i = 0; i < book.count; i++) {
		missing += book.rows[i].situation == LETTER_IS_MISSING &&
			   book.rows[i].unit_id == it.plan.units[1] &&
			   book.rows[i].person_id == it.deputy;
		over += book.rows[i].situation == LETTER_HAS_ENDED &&
			book.rows[i].unit_id == it.plan.units[0];
	}
	assert_int_equal(missing, 1);
	assert_int_equal(over, 1);
	plan_fixture_close(&it.plan);
}

static void what_is_not_there(struct db *db, void *context)
{
	struct county it;
	struct letter_book book;
	struct fixture *base = &it.plan.base;
	struct error err;

	(void)context;
	open_county(db, &it);
	const struct letter_when when = { base->jurisdiction_id, 2010, FIXTURE_TODAY };
	assert_int_equal(letter_book_load(db, &when, base->arena, &book, &err), -ERR_NOT_FOUND);
	plan_fixture_close(&it.plan);
}

#define EACH(body)                                                                                 \
	static void test_##body(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		test_engines_each(body, NULL);                                                     \
	}
EACH(generating)
EACH(signing)
EACH(material_change)
EACH(change_of_post)
EACH(what_is_not_there)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_generating),
		cmocka_unit_test(test_signing),
		cmocka_unit_test(test_material_change),
		cmocka_unit_test(test_change_of_post),
		cmocka_unit_test(test_what_is_not_there),
	};

	return cmocka_run_group_tests_name("letter/letter_store", tests, NULL, NULL);
}
