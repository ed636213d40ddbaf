/* letter_pdf.c - see letter_pdf.h. */
#include "letter/letter_pdf.h"

#include "export/pdf.h"
#include "letter/letter_rule.h"
#include "messages_letter.h"

struct printing {
	const struct letter_print *print;
	struct arena *arena;
	struct pdf *pdf;
};

struct str letter_words(enum message message, enum language language,
			const struct message_value *values, size_t count, struct arena *arena)
{
	const char *text = message_text(message, language);
	struct letter_value filled[8];

	for (size_t i = 0; i < count && i < ARRAY_LENGTH(filled); i++)
		filled[i] = (struct letter_value){ values[i].name, values[i].text };
	return letter_fill(str_from(text), filled, count, arena);
}

static struct str word(const struct printing *it, enum message message)
{
	return str_from(message_text(message, it->print->language));
}

static struct str number(const struct printing *it, int64_t value)
{
	return arena_format(it->arena, "%lld", (long long)value);
}

/* The items ---------------------------------------------------------------------------------------- */

static void print_items(struct printing *it)
{
	const struct letter_content *content = it->print->content;
	const struct pdf_column columns[] = {
		{ word(it, MESSAGE_LETTER_PAGE_CODE), 4, false },
		{ word(it, MESSAGE_LETTER_PAGE_ITEM), 10, false },
		{ word(it, MESSAGE_LETTER_PAGE_MEASURE), 11, false },
		{ word(it, MESSAGE_LETTER_PAGE_DUE), 7, false },
		{ word(it, MESSAGE_LETTER_PAGE_ROLE), 6, false },
	};

	if (!content->item_count) {
		pdf_block(it->pdf, PDF_BODY, word(it, MESSAGE_LETTER_PAGE_NO_ITEMS));
		return;
	}
	pdf_table_begin(it->pdf, columns, ARRAY_LENGTH(columns));
	for (size_t i = 0; i < content->item_count; i++) {
		const struct letter_item *item = &content->items[i];
		const struct str cells[] = {
			item->code,
			item->title,
			item->measure,
			letter_due_words(item->due, it->print->language, it->arena),
			word(it, letter_role_word(item->role)),
		};

		pdf_table_row(it->pdf, cells);
	}
	pdf_table_end(it->pdf);
}

/* Text --------------------------------------------------------------------------------------------- */

/* A letter of many items has them behind the signatures. */
#define ITEMS_WITHIN 8
#define ANNEX_LINES 8 /* its heading and some rows */
#define LAST_LINES 11 /* the last paragraph with the signatures */

static bool has_annex(const struct printing *it)
{
	return it->print->content->item_count > ITEMS_WITHIN;
}

static void print_line(struct printing *it, const struct letter_line *line)
{
	switch (line->kind) {
	case LETTER_PART:
		pdf_block(it->pdf, PDF_PART, line->text);
		return;
	case LETTER_HEAD:
		pdf_block(it->pdf, PDF_SECTION, line->text);
		return;
	case LETTER_ITEMS:
		if (!has_annex(it))
			print_items(it);
		return;
	default:
		pdf_block(it->pdf, PDF_BODY, line->text);
	}
}

static int print_text(struct printing *it, struct error *err)
{
	const struct letter_print *print = it->print;
	struct letter_lines lines;
	int code = letter_lines_make(print->content, print->language, it->arena, &lines, err);

	if (code)
		return code;
	pdf_block(it->pdf, PDF_TITLE, letter_title_words(print->content, print->language));
	for (size_t i = 0; i < lines.count; i++) {
		if (i + 1 == lines.count)
			pdf_keep(it->pdf, LAST_LINES); /* signatures never stand without text */
		print_line(it, &lines.items[i]);
	}
	return 0;
}

/* Signatures --------------------------------------------------------------------------------------- */

static struct str day_words(const struct printing *it, int32_t day)
{
	bool chinese = it->print->language == LANGUAGE_ZH;
	struct civil_date date;
	struct message_value values[3];

	if (day == CIVIL_NO_DAY)
		return word(it, MESSAGE_LETTER_PDF_NO_DATE);
	date = civil_from_day(day);
	values[0] = (struct message_value){ "year", number(it, date.year) };
	values[1] = (struct message_value){
		"month", arena_format(it->arena, chinese ? "%d" : "%02d", date.month)
	};
	values[2] = (struct message_value){
		"day", arena_format(it->arena, chinese ? "%d" : "%02d", date.day)
	};
	return letter_words(MESSAGE_LETTER_PDF_DATE, it->print->language, values, 3, it->arena);
}

static void print_signatures(struct printing *it)
{
	const struct letter_content *content = it->print->content;
	const struct str names[LETTER_SIGNER_COUNT] = { content->person_name, content->superior,
							content->countersigner };
	const struct str posts[LETTER_SIGNER_COUNT] = {
		arena_format(it->arena, "%.*s%s%.*s", STR_ARG(content->unit_name),
			     it->print->language == LANGUAGE_ZH ? "" : " ", STR_ARG(content->post)),
		content->superior_post, content->countersigner_post
	};
	struct pdf_signer signers[LETTER_SIGNER_COUNT];
	int count = it->print->letter->countersigner_id ? 3 : 2;

	for (int i = 0; i < count; i++) {
		const struct letter_signature *signature = &it->print->signatures[i];
		const struct message_value part = { "part", word(it, letter_signers[i].label) };
		bool signed_ = signature->head.id != 0;

		signers[i] = (struct pdf_signer){
			.label = letter_words(MESSAGE_LETTER_PDF_SIGNER, it->print->language,
					      &part, 1, it->arena),
			.name = signed_ ? names[i] : STR_EMPTY,
			.below = signed_ ? posts[i]
					 : arena_format(it->arena, "%.*s\n%.*s", STR_ARG(posts[i]),
							STR_ARG(names[i])),
			.date = day_words(it, signed_ ? signature->day : CIVIL_NO_DAY),
		};
	}
	pdf_signatures(it->pdf, signers, count);
}

static struct str caption(const struct printing *it)
{
	const struct letter *letter = it->print->letter;
	const struct message_value state = { "state", word(it, letter_states[letter->state].label) };
	struct str hash = letter->content_hash, text;

	text = arena_format(it->arena, "%.*s\n%.*s\n%.32s\n%s",
			    STR_ARG(word(it, MESSAGE_LETTER_PDF_SCAN)),
			    STR_ARG(word(it, MESSAGE_LETTER_PDF_CAPTION)), hash.bytes,
			    hash.bytes + 32);
	if (letter->state == LETTER_DRAFT)
		text = arena_format(it->arena, "%.*s\n%.*s", STR_ARG(text),
				    STR_ARG(word(it, MESSAGE_LETTER_PDF_DRAFT)));
	if (!letter_stands(letter->state)) {
		struct str closed = letter_words(MESSAGE_LETTER_PDF_CLOSED, it->print->language,
						 &state, 1, it->arena);
		text = arena_format(it->arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(closed));
	}
	if (it->print->demonstration)
		text = arena_format(it->arena, "%.*s\n%.*s", STR_ARG(text),
				    STR_ARG(word(it, MESSAGE_LETTER_PDF_DEMONSTRATION)));
	return text;
}

/* The whole ---------------------------------------------------------------------------------------- */

static struct str foot(const struct printing *it)
{
	const struct message_value values[] = {
		{ "year", number(it, it->print->content->year) },
		{ "name", it->print->content->person_name },
		{ "page", STR("{page}") }, /* filled in by the document */
		{ "pages", STR("{pages}") },
	};

	return letter_words(MESSAGE_LETTER_PDF_FOOT, it->print->language, values, 4, it->arena);
}

static int print_all(struct printing *it, struct error *err)
{
	pdf_part_begin(it->pdf, foot(it));
	int code = print_text(it, err);
	print_signatures(it);
	pdf_code(it->pdf, it->print->proof_url, caption(it));
	if (has_annex(it)) {
		pdf_keep(it->pdf, ANNEX_LINES);
		pdf_block(it->pdf, PDF_SECTION, word(it, MESSAGE_LETTER_PDF_ATTACHED));
		print_items(it);
	}
	pdf_part_end(it->pdf);
	return code;
}

int letter_pdf_write(const struct letter_print *print, struct arena *arena, struct buf *out,
		     struct error *err)
{
	struct printing it = { print, arena, NULL };
	const struct pdf_setup setup = {
		.title = arena_format(arena, "%.*s %.*s",
				      STR_ARG(letter_title_words(print->content, print->language)),
				      STR_ARG(print->content->person_name)),
		.author = print->jurisdiction_name,
		.language = print->language == LANGUAGE_ZH ? "zh-CN" : "en",
		.day = print->today,
		.family = print->family,
		.arena = arena,
		.out = out,
	};
	struct error closing;
	int code = pdf_open(&setup, &it.pdf, err);

	if (code)
		return code;
	code = print_all(&it, err);
	int closed = pdf_close(it.pdf, code ? &closing : err);
	return code ? code : closed;
}
