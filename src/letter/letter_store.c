/* letter_store.c - see letter_store.h. */
#include "letter/letter_store.h"

#include "people/post.h"
#include "people/post_watch.h"
#include "people/record_find.h"
#include "people/rights.h"
#include "statements_letter.h"

#define PROOF_CHARACTERS 24

/* Making ------------------------------------------------------------------------------------------- */

bool letter_making_takes(const struct letter_making *making, const struct letter_row *row)
{
	if ((making->unit_id && making->unit_id != row->unit_id) ||
	    (making->person_id && making->person_id != row->person_id))
		return false;
	return (making->missing && row->situation == LETTER_IS_MISSING) ||
	       (making->changed && row->situation == LETTER_IS_CHANGED) ||
	       row->situation == LETTER_IS_OVER;
}

struct making {
	struct act *act;
	const struct letter_making *order;
	const struct letter_book *book;
	struct letter_made *out;
};

static int next_number(struct act *act, const struct letter *letter, int64_t *out,
		       struct error *err)
{
	int64_t last = 0;
	int code = db_get_int(act->db, STATEMENT_LETTER_NUMBER_LAST,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("person_id", letter->person_id),
				      db_int("unit_id", letter->unit_id),
				      db_int("year", letter->year)),
			      &last, err);

	*out = last + 1;
	return code;
}

/* Freeze what the row's letter says today. */
static int freeze(struct making *it, const struct letter_row *row, struct letter *out,
		  struct error *err)
{
	struct letter_text text = { .head = { .jurisdiction_id = it->act->jurisdiction_id } };
	struct letter_content content;
	char hex[HASH_HEX_BYTES];
	int code = letter_book_content(it->book, row, it->act->arena, &content, err);

	if (!code)
		code = letter_content_write(&content, it->act->arena, &text.content, err);
	if (!code)
		code = act_create(it->act, &letter_text_record, &text, err);
	if (code)
		return code;
	out->text_id = text.head.id;
	letter_content_hash(text.content, hex);
	out->content_hash = arena_str(it->act->arena, str_from(hex));
	out->basis_hash = str_from(row->basis_hash);
	return out->content_hash.bytes ? 0 : error_broken(err, ERR_MEMORY, "a letter");
}

static int supersede(struct making *it, const struct letter_row *row, struct error *err)
{
	struct letter old;
	int code = record_get(it->act->db, &letter_record,
			      (struct record_key){ it->act->jurisdiction_id, row->letter->id },
			      it->act->arena, &old, err);

	if (!code)
		code = letter_apply(&old, LETTER_SUPERSEDE, it->order->permissions, 0, err);
	old.closed_day = it->act->day;
	if (!code)
		code = act_update(it->act, &letter_record, &old, err);
	it->out->replaced += !code;
	return code;
}

static int make_one(struct making *it, const struct letter_row *row, struct error *err)
{
	char proof[PROOF_CHARACTERS + 1];
	struct letter letter = {
		.head = { .jurisdiction_id = it->act->jurisdiction_id },
		.person_id = row->person_id,
		.unit_id = row->unit_id,
		.year = it->book->year,
		.post_id = row->post->id,
		.state = LETTER_DRAFT,
		.plan_version = it->book->tree.version,
		.rulebook_id = it->book->rule.record_id,
		.superior_id = row->superior->person_id,
		.countersigner_id = row->countersigner ? row->countersigner->person_id : 0,
		.replaces_id = row->letter ? row->letter->id : 0,
		.made_day = it->act->day,
		.issued_day = CIVIL_NO_DAY,
		.closed_day = CIVIL_NO_DAY,
	};
	int code = next_number(it->act, &letter, &letter.number, err);

	if (!code)
		code = freeze(it, row, &letter, err);
	if (!code && it->order->issue) {
		code = letter_apply(&letter, LETTER_ISSUE, it->order->permissions, 0, err);
		letter.issued_day = it->act->day;
	}
	random_text(proof, PROOF_CHARACTERS);
	letter.proof_code = str_from(proof);
	if (!code)
		code = act_create(it->act, &letter_record, &letter, err);
	it->out->made += !code;
	return code;
}

static int end_one(struct act *act, int64_t letter_id, permission_set permissions, int32_t last_day,
		   struct error *err)
{
	struct letter letter;
	int code = record_get(act->db, &letter_record,
			      (struct record_key){ act->jurisdiction_id, letter_id }, act->arena,
			      &letter, err);

	if (!code)
		code = letter_apply(&letter, LETTER_END, permissions, 0, err);
	letter.closed_day = last_day;
	return code ? code : act_update(act, &letter_record, &letter, err);
}

/* The last day of the post that a letter is of. */
static int last_day_of(struct making *it, int64_t letter_id, int32_t *out, struct error *err)
{
	struct record_key key = { it->act->jurisdiction_id, letter_id };
	struct letter letter;
	struct post post;
	int code = record_get(it->act->db, &letter_record, key, it->act->arena, &letter, err);

	key.id = letter.post_id;
	if (!code)
		code = record_get(it->act->db, &post_record, key, it->act->arena, &post, err);
	if (!code)
		*out = post.to_day == CIVIL_NO_DAY ? it->act->day : post.to_day;
	return code;
}

static int take_row(struct making *it, const struct letter_row *row, struct error *err)
{
	int32_t last_day = CIVIL_NO_DAY;
	int code = 0;

	if (!letter_making_takes(it->order, row))
		return 0;
	if (row->situation == LETTER_IS_OVER) {
		code = last_day_of(it, row->letter->id, &last_day, err);
		if (!code)
			code = end_one(it->act, row->letter->id, it->order->permissions, last_day,
				       err);
		it->out->ended += !code;
		return code;
	}
	if (row->situation == LETTER_IS_CHANGED)
		code = supersede(it, row, err);
	return code ? code : make_one(it, row, err);
}

int letter_make_from(struct act *act, const struct letter_book *book,
		     const struct letter_making *order, struct letter_made *out, struct error *err)
{
	struct making it = { act, order, book, out };
	int code = 0;

	*out = (struct letter_made){ .made = 0 };
	for (size_t i = 0; !code && i < book->count; i++)
		code = take_row(&it, &book->rows[i], err);
	return code;
}

int letter_make(struct act *act, const struct letter_making *order, struct letter_made *out,
		struct error *err)
{
	const struct letter_when when = { act->jurisdiction_id, order->year, act->day };
	struct letter_book book;
	int code = letter_book_load(act->db, &when, act->arena, &book, err);

	return code ? code : letter_make_from(act, &book, order, out, err);
}

int letter_issue_all(struct act *act, int year, int64_t unit_id, permission_set permissions,
		     int64_t *out_count, struct error *err)
{
	struct letter *drafts;
	size_t count;
	const struct record_query query = {
		&letter_record, STATEMENT_LETTERS_DRAFTED,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id), db_int("year", year),
			db_int("unit_id", unit_id))
	};
	int code = record_find_all(act->db, &query, act->arena, &drafts, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		code = letter_apply(&drafts[i], LETTER_ISSUE, permissions, 0, err);
		drafts[i].issued_day = act->day;
		if (!code)
			code = act_update(act, &letter_record, &drafts[i], err);
	}
	*out_count = code ? 0 : (int64_t)count;
	return code;
}

int letter_text_load(struct db *db, const struct letter *letter, struct arena *arena,
		     struct str *out, struct error *err)
{
	struct letter_text text;
	int code = record_get(db, &letter_text_record,
			      (struct record_key){ letter->head.jurisdiction_id, letter->text_id },
			      arena, &text, err);

	if (!code)
		*out = text.content;
	return code;
}

/* One letter --------------------------------------------------------------------------------------- */

static int changed_meanwhile(struct error *err)
{
	return error_set(err, ERR_CONFLICT,
			 "Somebody changed this after you opened the page.",
			 "您打开页面后已被他人处理，请刷新后再操作。");
}

static bool is_signing(enum letter_event event)
{
	return event == LETTER_ACCEPT || event == LETTER_SIGN || event == LETTER_COUNTERSIGN;
}

/* What is signed is what was shown, and what was frozen. */
static int check_text(struct act *act, const struct letter *letter,
		      const struct letter_order *order, struct error *err)
{
	char hex[HASH_HEX_BYTES];
	struct str text;
	int code = letter_text_load(act->db, letter, act->arena, &text, err);

	if (code)
		return code;
	letter_content_hash(text, hex);
	if (!str_equal(str_from(hex), letter->content_hash))
		return error_broken(err, ERR_CORRUPT, "the text of a letter has another hash");
	return str_equal(order->seen_hash, letter->content_hash) ? 0 : changed_meanwhile(err);
}

/* Nobody signs for a post that is over. */
static int check_post(struct act *act, const struct letter *letter, struct error *err)
{
	struct post post;
	char day[CIVIL_TEXT_BYTES];
	int code = record_get(act->db, &post_record,
			      (struct record_key){ act->jurisdiction_id, letter->post_id },
			      act->arena, &post, err);

	if (code || post.to_day == CIVIL_NO_DAY || post.to_day >= act->day)
		return code;
	civil_format(post.to_day, day);
	code = error_set(err, ERR_RULE, "", "");
	error_en(err, "The post ended on %s; this letter is not signed any more.", day);
	error_zh(err, "该职务已于 %s 结束，本责任书不再签署。", day);
	return code;
}

static int write_signature(struct act *act, const struct letter *letter, enum letter_event event,
			   struct error *err)
{
	struct letter_signature signature = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.letter_id = letter->head.id,
		.day = act->day,
		.content_hash = letter->content_hash,
	};

	while (letter_signer_event((enum letter_signer)signature.signer) != event)
		signature.signer++;
	signature.person_id = letter_signer_id(letter, (enum letter_signer)signature.signer);
	return act_create(act, &letter_signature_record, &signature, err);
}

static int check_order(struct act *act, const struct letter *letter,
		       const struct letter_order *order, struct error *err)
{
	int code = 0;

	if (order->expected_revision && order->expected_revision != letter->head.revision)
		return changed_meanwhile(err);
	if (is_signing(order->event))
		code = check_text(act, letter, order, err);
	if (!code && is_signing(order->event))
		code = check_post(act, letter, err);
	return code;
}

int letter_move(struct act *act, int64_t letter_id, const struct letter_order *order,
		struct letter *out, struct error *err)
{
	const struct record_key key = { act->jurisdiction_id, letter_id };
	int code = record_get(act->db, &letter_record, key, act->arena, out, err);

	if (!code)
		code = check_order(act, out, order, err);
	if (code)
		return code;
	if (order->event == LETTER_WITHDRAW) {
		out->note = str_trim(order->note);
		out->closed_day = act->day;
	} else if (order->event == LETTER_ISSUE) {
		out->issued_day = act->day;
	}
	code = letter_apply(out, order->event, order->permissions, order->person_id, err);
	if (!code)
		code = act_update(act, &letter_record, out, err);
	if (!code && is_signing(order->event))
		code = write_signature(act, out, order->event, err);
	return code;
}

int letter_signatures_load(struct db *db, struct record_key letter, struct arena *arena,
			   struct letter_signature out[LETTER_SIGNER_COUNT], struct error *err)
{
	const struct record_query query = {
		&letter_signature_record, STATEMENT_LETTER_SIGNATURES_OF,
		DB_ARGS(db_int("jurisdiction_id", letter.jurisdiction_id),
			db_int("letter_id", letter.id))
	};
	struct letter_signature *found;
	size_t count;
	int code = record_find_all(db, &query, arena, &found, &count, err);

	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++)
		out[signer] = (struct letter_signature){ .day = CIVIL_NO_DAY };
	for (size_t i = 0; !code && i < count; i++)
		out[found[i].signer] = found[i];
	return code;
}

/* A post ends ---------------------------------------------------------------------------------------- */

/* Its letters of years that are not over by then end on that day. What ends later is ended by the next
 * generating, so that it can still be signed. */
static int post_changed(struct act *act, const struct post *post, struct error *err)
{
	struct letter *letters;
	size_t count;
	const struct record_query query = {
		&letter_record, STATEMENT_LETTERS_OF_POST,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("person_id", post->person_id), db_int("post_id", post->head.id))
	};
	int code = 0;

	if (post->to_day == CIVIL_NO_DAY || post->to_day > act->day)
		return 0;
	code = record_find_all(act->db, &query, act->arena, &letters, &count, err);
	for (size_t i = 0; !code && i < count; i++)
		if (post->to_day < civil_year_end((int)letters[i].year))
			code = end_one(act, letters[i].head.id, PERMISSION_PERSON_WRITE,
				       post->to_day, err);
	return code;
}

const struct post_watch letter_post_watch = { post_changed };
