/* letters.c - see letters.h. */
#include "demo/letters.h"

#include "letter/letter_store.h"
#include "people/rights.h"

#define OFFICE (PERMISSION_LETTER_MANAGE | PERMISSION_LOGGED_IN)
#define KEPT_BACK 12 /* one unit in so many has not renewed its letters */

/* 0 … 99 for a person, year and signer, the same whenever the demonstration is made. */
static int chance(const struct letter_row *row, int year, int signer)
{
	const char who[] = { (char)('0' + signer), (char)('0' + year % 10) };
	const struct str parts[] = { row->person_code, row->unit_code, { who, sizeof(who) } };
	struct hash hash = hash_parts(parts, sizeof(parts) / sizeof(parts[0]));

	return (hash.bytes[0] * 256 + hash.bytes[1]) % 100;
}

static int make(struct act *act, int year, int most, struct error *err)
{
	const struct letter_making making = { .year = year, .missing = true, .issue = true,
					      .permissions = OFFICE };
	struct letter_made made;

	(void)most;
	return letter_make(act, &making, &made, err);
}

/* After a change of the plan, unit by unit; the people of a few have not come to it. */
static int renew(struct act *act, int year, int most, struct error *err)
{
	struct letter_making making = { .year = year, .missing = true, .changed = true,
					.issue = true, .permissions = OFFICE };
	struct letter_made made;
	struct letter_book book;
	size_t units = 0;
	const struct letter_when when = { act->jurisdiction_id, year, act->day };
	int code = letter_book_load(act->db, &when, act->arena, &book, err);

	(void)most;
	for (size_t i = 0; !code && i < book.count; i++) {
		if (book.rows[i].unit_id == making.unit_id)
			continue;
		making.unit_id = book.rows[i].unit_id;
		if (units++ % KEPT_BACK != KEPT_BACK - 1)
			code = letter_make_from(act, &book, &making, &made, err);
	}
	return code;
}

static int sign_one(struct act *act, const struct letter_row *row, enum letter_signer signer,
		    struct error *err)
{
	struct letter_order order = { .event = letter_signer_event(signer), .permissions = OFFICE };
	struct letter letter;
	int code = record_get(act->db, &letter_record,
			      (struct record_key){ act->jurisdiction_id, row->letter->id },
			      act->arena, &letter, err);

	if (code || letter_next_signer(&letter) != signer)
		return code;
	order.person_id = letter_signer_id(&letter, signer);
	order.seen_hash = letter.content_hash;
	return letter_move(act, row->letter->id, &order, &letter, err);
}

static int sign(struct act *act, int year, int most, enum letter_signer signer, struct error *err)
{
	struct letter_book book;
	const struct letter_when when = { act->jurisdiction_id, year, act->day };
	int code = letter_book_load(act->db, &when, act->arena, &book, err);

	for (size_t i = 0; !code && i < book.count; i++) {
		const struct letter_row *row = &book.rows[i];
		bool waits = year == DEMO_LAST_YEAR + 1 &&
			     str_equal(row->person_code, STR(DEMO_PERSON_CADRE));

		if (row->stands && row->post && row->situation != LETTER_IS_CHANGED && !waits &&
		    chance(row, year, signer) < most)
			code = sign_one(act, row, signer, err);
	}
	return code;
}

static int persons(struct act *act, int year, int most, struct error *err)
{
	return sign(act, year, most, LETTER_PERSON, err);
}

static int superiors(struct act *act, int year, int most, struct error *err)
{
	return sign(act, year, most, LETTER_SUPERIOR, err);
}

static int countersigners(struct act *act, int year, int most, struct error *err)
{
	return sign(act, year, most, LETTER_COUNTERSIGNER, err);
}

const struct demo_letter_step demo_letter_steps[] = {
	{ 2007, { 2007, 2, 5 }, "letter.make", make, 0 },
	{ 2007, { 2007, 2, 9 }, "letter.sign", persons, 60 },
	{ 2007, { 2007, 2, 12 }, "letter.sign", persons, 100 },
	{ 2007, { 2007, 2, 14 }, "letter.sign", superiors, 100 },
	{ 2007, { 2007, 2, 26 }, "letter.sign", countersigners, 98 },
	{ 2008, { 2008, 2, 4 }, "letter.make", make, 0 },
	{ 2008, { 2008, 2, 13 }, "letter.sign", persons, 70 },
	{ 2008, { 2008, 2, 18 }, "letter.sign", persons, 98 },
	{ 2008, { 2008, 2, 21 }, "letter.sign", superiors, 97 },
	{ 2008, { 2008, 2, 28 }, "letter.sign", countersigners, 97 },
	{ 2008, { 2008, 7, 14 }, "letter.make", renew, 0 },
	{ 2008, { 2008, 7, 18 }, "letter.sign", persons, 96 },
	{ 2008, { 2008, 7, 25 }, "letter.sign", superiors, 95 },
	{ 2008, { 2008, 7, 31 }, "letter.sign", countersigners, 95 },
	{ 2009, { 2009, 2, 9 }, "letter.make", make, 0 },
	{ 2009, { 2009, 2, 16 }, "letter.sign", persons, 90 },
	{ 2009, { 2009, 2, 23 }, "letter.sign", superiors, 80 },
	{ 2009, { 2009, 3, 2 }, "letter.sign", countersigners, 70 },
	{ .kind = NULL },
};
