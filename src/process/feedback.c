/*
 * feedback.c - the feedback letter from its address to its proof line; tables are in feedback_table.c.
 */
#include "process/feedback.h"

#include "base/civil.h"
#include "base/hash.h"
#include "base/id.h"
#include "ledger/ledger.h"
#include "messages_feedback.h"
#include "messages_persons_result.h"
#include "process/feedback_internal.h"

struct proof {
	uint64_t size;
	struct hash root;
};

/* Texts ---------------------------------------------------------------------------------------- */

static struct str value_of(struct str name, const struct message_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_from(values[i].name), name))
			return values[i].text;
	return STR_EMPTY;
}

struct str letter_message(const struct letter *letter, enum message message,
			  const struct message_value *values, size_t count)
{
	struct str rest = str_from(message_text(message, letter->request->language)), out;
	struct buf text;

	buf_init(&text, 64 * 1024);
	while (rest.length) {
		buf_add_str(&text, str_split(&rest, '{'));
		if (rest.length)
			buf_add_str(&text, value_of(str_split(&rest, '}'), values, count));
	}
	out = arena_str(letter->arena, buf_str(&text));
	buf_release(&text);
	return out;
}

struct str letter_word(const struct letter *letter, enum message message)
{
	return str_from(message_text(message, letter->request->language));
}

struct str letter_title(const struct letter *letter, const struct scheme_text *text)
{
	return letter->request->language == LANGUAGE_ZH ? text->zh : text->en;
}

struct str letter_number(const struct letter *letter, struct rational number)
{
	char text[DECIMAL_TEXT_BYTES];
	struct decimal value;

	if (rational_to_decimal(number, &value))
		return arena_str(letter->arena, str_from(decimal_format_short(value, text)));
	if (!rational_round(number, DECIMAL_PLACES, &value))
		return STR("—");
	return arena_format(letter->arena, "≈%s", decimal_format(value, DECIMAL_PLACES, text));
}

static struct str subject_name(const struct letter *letter)
{
	return letter->request->year->subjects[letter->member].name;
}

static struct str year_text(const struct letter *letter)
{
	return arena_format(letter->arena, "%d", letter->request->year->year);
}

/* Sections ------------------------------------------------------------------------------------- */

static void write_opening(struct letter *letter)
{
	bool unit = letter->request->year->subject == SCHEME_UNIT;
	struct message_value name = { "name", subject_name(letter) };
	struct message_value year = { "year", year_text(letter) };

	pdf_block(letter->pdf, PDF_TITLE, letter_message(letter, MESSAGE_FEEDBACK_TITLE, &year, 1));
	pdf_block(letter->pdf, PDF_ADDRESS,
		  letter_message(letter,
				 unit ? MESSAGE_FEEDBACK_TO_UNIT : MESSAGE_FEEDBACK_TO_PERSON, &name,
				 1));
	pdf_block(letter->pdf, PDF_BODY,
		  letter_message(letter,
				 unit ? MESSAGE_FEEDBACK_OPENING_UNIT
				      : MESSAGE_FEEDBACK_OPENING_PERSON,
				 &year, 1));
}

static void write_standing(struct letter *letter)
{
	const struct appraisal_year *year = letter->request->year;
	const struct appraisal_result *result = letter->result;
	int group = year->members[letter->member].group;
	bool english = letter->request->language == LANGUAGE_EN;
	char total[DECIMAL_TEXT_BYTES];
	struct message_value values[] = {
		{ "name", subject_name(letter) },
		{ "group", english && year->groups[group].name_en.length ? year->groups[group].name_en
									 : year->groups[group].name },
		{ "total", str_from(decimal_format(result->total, letter->scheme->places, total)) },
		{ "rank", arena_format(letter->arena, "%d", result->rank) },
		{ "size", arena_format(letter->arena, "%zu",
				       appraisal_ranking(year->appraisal, group)->ranked) },
		{ "grade",
		  derivation_grade(letter->scheme, result->grade, letter->request->language) },
	};
	enum message message = MESSAGE_FEEDBACK_UNRANKED;

	if (result->rank)
		message = MESSAGE_FEEDBACK_RANKED;
	else if (result->has_total)
		message = MESSAGE_FEEDBACK_UNRANKED_TOTAL;
	pdf_block(letter->pdf, PDF_BODY, letter_message(letter, message, values, 6));
}

static struct str day_text(const struct letter *letter, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];

	civil_format(day, text);
	return arena_str(letter->arena, str_from(text));
}

/* Which version this is, whether it is public or final, and since when. */
static void write_version(struct letter *letter)
{
	static const enum message messages[] = {
		[FEEDBACK_DRAFT] = MESSAGE_FEEDBACK_IS_DRAFT,
		[FEEDBACK_PUBLIC] = MESSAGE_FEEDBACK_IS_PUBLIC,
		[FEEDBACK_FINAL] = MESSAGE_FEEDBACK_IS_FINAL,
	};
	const struct result *result = letter->request->result;
	enum feedback_standing standing = letter->request->standing;
	struct message_value values[4] = { { "version", STR_EMPTY } };

	if (standing != FEEDBACK_DRAFT) {
		values[0].text = arena_format(letter->arena, "%lld", (long long)result->version);
		values[1] = (struct message_value){ "from", day_text(letter, result->publicity_from) };
		values[2] = (struct message_value){ "to", day_text(letter, result->publicity_to) };
		values[3] = (struct message_value){ "day", day_text(letter, result->final_day) };
	}
	pdf_block(letter->pdf, PDF_BODY,
		  letter_message(letter, messages[standing], values,
				 standing == FEEDBACK_FINAL    ? 4
				 : standing == FEEDBACK_PUBLIC ? 3
							       : 0));
}

static void write_result(struct letter *letter)
{
	const struct scheme *scheme = letter->scheme;
	struct message_value values[] = {
		{ "title", letter_title(letter, &scheme->title) },
		{ "code", scheme->code },
		{ "version", arena_format(letter->arena, "%d", scheme->version) },
		{ "source", letter_title(letter, &scheme->source) },
	};

	pdf_block(letter->pdf, PDF_SECTION, letter_word(letter, MESSAGE_FEEDBACK_RESULT));
	write_standing(letter);
	write_version(letter);
	pdf_block(letter->pdf, PDF_BODY, letter_message(letter, MESSAGE_FEEDBACK_BASIS, values, 4));
	if (scheme->example)
		pdf_block(letter->pdf, PDF_BODY, letter_word(letter, MESSAGE_FEEDBACK_EXAMPLE));
	if (!scheme->verified)
		pdf_block(letter->pdf, PDF_BODY, letter_word(letter, MESSAGE_FEEDBACK_UNVERIFIED));
}

/* Sums, caps, rank, grade, distances: what the tables do not show. */
static bool is_for_position(const struct derivation_step *step)
{
	enum derivation_part part = derivation_part(step->kind);

	return part == DERIVATION_PART_TOTAL || part == DERIVATION_PART_POSITION ||
	       step->kind == DERIVATION_BASE || step->kind == DERIVATION_CLASS_UNKNOWN ||
	       step->kind == DERIVATION_BONUS_CAPPED;
}

static void write_position(struct letter *letter)
{
	pdf_block(letter->pdf, PDF_SECTION, letter_word(letter, MESSAGE_FEEDBACK_POSITION));
	for (const struct derivation_step *step = letter->derivation->steps; step;
	     step = step->next) {
		struct message_value text = { "text", derivation_text(step,
								      letter->request->language,
								      letter->arena) };

		if (step->kind == DERIVATION_BASE)
			text.text = letter_message(letter, MESSAGE_FEEDBACK_BASE, &text, 1);
		if (is_for_position(step))
			pdf_block(letter->pdf, PDF_BODY, text.text);
	}
}

static void write_objection(struct letter *letter)
{
	const struct feedback_request *request = letter->request;
	struct message_value office = { "office", request->jurisdiction_name };
	struct message_value to = { "to", STR_EMPTY };
	enum message when = MESSAGE_FEEDBACK_OBJECTION_WHEN;

	if (request->standing == FEEDBACK_PUBLIC)
		when = MESSAGE_FEEDBACK_OBJECTION_UNTIL;
	else if (request->standing == FEEDBACK_FINAL)
		when = MESSAGE_FEEDBACK_OBJECTION_OVER;
	if (request->standing == FEEDBACK_PUBLIC || request->standing == FEEDBACK_FINAL)
		to.text = day_text(letter, request->result->publicity_to);
	pdf_block(letter->pdf, PDF_SECTION, letter_word(letter, MESSAGE_FEEDBACK_OBJECTION));
	if (request->standing != FEEDBACK_FINAL)
		pdf_block(letter->pdf, PDF_BODY,
			  letter_message(letter,
					 request->year->subject == SCHEME_PERSON
						 ? MESSAGE_FEEDBACK_OBJECTION_HOW_PERSON
						 : MESSAGE_FEEDBACK_OBJECTION_HOW,
					 &office, 1));
	pdf_block(letter->pdf, PDF_BODY, letter_message(letter, when, &to, 1));
}

static void write_signature(struct letter *letter)
{
	struct civil_date today = civil_from_day(letter->request->today);
	bool chinese = letter->request->language == LANGUAGE_ZH;
	struct message_value office = { "office", letter->request->jurisdiction_name };
	struct message_value values[] = {
		{ "year", arena_format(letter->arena, "%d", today.year) },
		{ "month", arena_format(letter->arena, chinese ? "%d" : "%02d", today.month) },
		{ "day", arena_format(letter->arena, chinese ? "%d" : "%02d", today.day) },
	};

	pdf_block(letter->pdf, PDF_ADDRESS, STR_EMPTY);
	pdf_block(letter->pdf, PDF_SIGNATURE,
		  letter_message(letter, MESSAGE_FEEDBACK_SIGNATURE, &office, 1));
	pdf_block(letter->pdf, PDF_SIGNATURE,
		  letter_message(letter, MESSAGE_FEEDBACK_DATE, values, 3));
	pdf_block(letter->pdf, PDF_ADDRESS, STR_EMPTY);
}

/* Where the derivation's page is; for the paper, so that it can be typed. */
static struct str page_path(const struct letter *letter)
{
	const struct appraisal_year *year = letter->request->year;
	char id[ID_TEXT_BYTES];

	return arena_format(letter->arena, "/years/%d/%s/%s", year->year,
			    year->subject == SCHEME_UNIT ? "units" : "persons",
			    id_format(year->subjects[letter->member].id, id));
}

static void write_proof(struct letter *letter, const struct proof *proof)
{
	char hex[HASH_HEX_BYTES];
	struct message_value values[] = {
		{ "size", arena_format(letter->arena, "%llu", (unsigned long long)proof->size) },
		{ "root", (hex_encode(hash_str(&proof->root), hex), str_from(hex)) },
	};
	struct message_value path = { "path", page_path(letter) };
	int missing = pdf_missing_glyphs(letter->pdf);
	struct message_value count = { "count", arena_format(letter->arena, "%d", missing) };

	pdf_block(letter->pdf, PDF_NOTE, letter_message(letter, MESSAGE_FEEDBACK_PROOF, values, 2));
	pdf_block(letter->pdf, PDF_NOTE, letter_message(letter, MESSAGE_FEEDBACK_ADDRESS, &path, 1));
	if (letter->request->demonstration)
		pdf_block(letter->pdf, PDF_NOTE,
			  letter_word(letter, MESSAGE_FEEDBACK_DEMONSTRATION));
	if (missing > 0)
		pdf_block(letter->pdf, PDF_NOTE,
			  letter_message(letter, MESSAGE_FEEDBACK_MISSING_GLYPHS, &count, 1));
}

/* One letter, and the document ------------------------------------------------------------------ */

static void begin(struct letter *letter)
{
	struct message_value values[] = {
		{ "name", subject_name(letter) },
		{ "year", year_text(letter) },
		{ "page", STR("{page}") }, /* filled in by the document */
		{ "pages", STR("{pages}") },
	};

	pdf_part_begin(letter->pdf, letter_message(letter, MESSAGE_FEEDBACK_FOOT, values, 4));
}

static int write_letter(struct letter *letter, const struct proof *proof, struct error *err)
{
	struct derivation *derivation;
	int rc = derivation_make(letter->request->year->appraisal, letter->member, letter->arena,
				 &derivation, err);

	if (rc < 0)
		return rc;
	letter->derivation = derivation;
	letter->result = derivation->result;
	letter->scheme = derivation->scheme;
	begin(letter);
	write_opening(letter);
	write_result(letter);
	letter_lost(letter);
	letter_entries(letter);
	write_position(letter);
	write_objection(letter);
	write_signature(letter);
	write_proof(letter, proof);
	pdf_part_end(letter->pdf);
	return 0;
}

static struct str document_title(const struct letter *letter)
{
	const struct feedback_request *request = letter->request;
	bool several = request->member_count > 1;
	int group = request->year->members[request->members[0]].group;
	struct message_value values[] = {
		{ "name", several ? request->year->groups[group].name : subject_name(letter) },
		{ "year", year_text(letter) },
		{ "count", arena_format(letter->arena, "%zu", request->member_count) },
	};

	if (!several)
		return letter_message(letter, MESSAGE_FEEDBACK_DOCUMENT, values, 2);
	return letter_message(letter, MESSAGE_FEEDBACK_DOCUMENTS, values, 3);
}

static int open_document(struct letter *letter, struct buf *out, struct error *err)
{
	const struct feedback_request *request = letter->request;
	struct pdf_setup setup = {
		.title = document_title(letter),
		.author = request->jurisdiction_name,
		.language = request->language == LANGUAGE_ZH ? "zh-CN" : "en",
		.day = request->today,
		.family = request->family,
		.arena = letter->arena,
		.out = out,
	};

	return pdf_open(&setup, &letter->pdf, err);
}

int feedback_write(struct db *db, const struct feedback_request *request, struct arena *arena,
		   struct buf *out, struct error *err)
{
	struct letter letter = { .request = request, .arena = arena };
	struct proof proof;
	struct error closing;

	if (request->member_count == 0)
		return error_set(err, ERR_NOT_FOUND, "There is nobody to write to.",
				 "没有可反馈的对象。");
	letter.member = request->members[0];
	int rc = ledger_head(db, request->jurisdiction_id, &proof.size, &proof.root, err);
	if (rc == 0)
		rc = open_document(&letter, out, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < request->member_count; i++) {
		letter.member = request->members[i];
		rc = write_letter(&letter, &proof, err);
	}
	int closed = pdf_close(letter.pdf, rc == 0 ? err : &closing);
	return rc < 0 ? rc : closed;
}

struct str feedback_file_name(const struct appraisal_year *year, int member, struct arena *arena)
{
	return arena_format(arena, "letter-%d-%.*s.pdf", year->year,
			    STR_ARG(year->subjects[member].code));
}
