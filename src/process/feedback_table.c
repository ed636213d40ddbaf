/*
 * feedback_table.c - the letter's tables: points lost by part and indicator, and the entries.
 *
 * An indicator with full points is only counted. One that is not applicable or has no valid score is listed,
 * because its reason matters to whoever reads.
 */
#include "messages_feedback.h"
#include "process/feedback_internal.h"

/* What a group of indicators adds up to. */
struct sums {
	struct rational maximum, given;
	int lossy, full, not_applicable, invalid;
};

static struct rational lost_of(const struct appraisal_line *line, struct decimal maximum)
{
	struct rational lost = { 0, 1 };

	if (line->state == CELL_SCORED &&
	    !rational_subtract(rational_from_decimal(maximum), line->average, &lost))
		return (struct rational){ 0, 1 };
	return lost;
}

static bool is_invalid(const struct appraisal_line *line)
{
	return line->state == CELL_MISSING || line->state == CELL_CONTRADICTORY ||
	       line->state == CELL_OUT_OF_RANGE;
}

static void sums_add(struct sums *sums, const struct scheme_indicator *indicator,
		     const struct appraisal_line *line)
{
	struct rational zero = { 0, 1 }, maximum, given;

	sums->invalid += is_invalid(line);
	sums->not_applicable += line->state == CELL_NOT_APPLICABLE;
	if (line->state != CELL_SCORED)
		return;
	if (rational_compare(lost_of(line, indicator->maximum), zero) > 0)
		sums->lossy++;
	else
		sums->full++;
	if (rational_add(sums->maximum, rational_from_decimal(indicator->maximum), &maximum) &&
	    rational_add(sums->given, line->average, &given)) {
		sums->maximum = maximum;
		sums->given = given;
	}
}

/* Of one part (-1: of those in none), or of all when `part` is ALL_PARTS. */
#define ALL_PARTS -2
static struct sums sums_of(const struct letter *letter, int part)
{
	struct sums sums = { .maximum = { 0, 1 }, .given = { 0, 1 } };

	for (size_t i = 0; i < letter->scheme->indicator_count; i++)
		if (part == ALL_PARTS || letter->scheme->indicators[i].part == part)
			sums_add(&sums, &letter->scheme->indicators[i], &letter->result->lines[i]);
	return sums;
}

static struct str lost_text(const struct letter *letter, const struct sums *sums)
{
	struct rational lost;

	if (!rational_subtract(sums->maximum, sums->given, &lost))
		return STR_EMPTY;
	return letter_number(letter, lost);
}

/* Parts ---------------------------------------------------------------------------------------- */

static void part_row(struct letter *letter, struct str title, int part, bool sum)
{
	struct sums sums = sums_of(letter, part);
	struct str cells[] = { title, letter_number(letter, sums.maximum),
			       letter_number(letter, sums.given), lost_text(letter, &sums) };

	if (sums.lossy + sums.full == 0)
		return;
	if (sum)
		pdf_table_sum(letter->pdf, cells);
	else
		pdf_table_row(letter->pdf, cells);
}

static void parts_table(struct letter *letter)
{
	const struct scheme *scheme = letter->scheme;
	struct pdf_column columns[] = {
		{ letter_word(letter, MESSAGE_FEEDBACK_PART), 6, false },
		{ letter_word(letter, MESSAGE_FEEDBACK_MAXIMUM), 2, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_GIVEN), 2, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_LOST_POINTS), 2, true },
	};

	if (scheme->part_count < 2)
		return;
	pdf_table_begin(letter->pdf, columns, ARRAY_LENGTH(columns));
	for (size_t part = 0; part < scheme->part_count; part++)
		part_row(letter, letter_title(letter, &scheme->parts[part].title), (int)part, false);
	part_row(letter, letter_word(letter, MESSAGE_FEEDBACK_OTHER_PART), -1, false);
	part_row(letter, letter_word(letter, MESSAGE_FEEDBACK_SUM), ALL_PARTS, true);
	pdf_table_end(letter->pdf);
}

/* Indicators ----------------------------------------------------------------------------------- */

/* "甲组：9.5分，2008-12-20。理由", a line for each scorer. */
static struct str marks_text(const struct letter *letter, const struct appraisal_line *line)
{
	struct str text = STR_EMPTY;

	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next) {
		char points[DECIMAL_TEXT_BYTES], day[CIVIL_TEXT_BYTES];
		struct message_value values[] = {
			{ "scorer", mark->scorer },
			{ "points", str_from(decimal_format_short(mark->points, points)) },
			{ "day", str_from(civil_format(mark->day, day)) },
		};
		struct message_value reason = { "reason", mark->reason };
		struct str who =
			mark->not_applicable
				? letter_message(letter, MESSAGE_FEEDBACK_NOT_APPLICABLE_BY, values, 3)
				: letter_message(letter, MESSAGE_FEEDBACK_SCORED_BY, values, 3);
		struct str why =
			mark->reason.length
				? letter_message(letter, MESSAGE_FEEDBACK_BECAUSE, &reason, 1)
				: letter_word(letter, MESSAGE_FEEDBACK_NO_REASON);

		text = arena_format(letter->arena, "%.*s%s%.*s%.*s", STR_ARG(text),
				    text.length ? "\n" : "", STR_ARG(who), STR_ARG(why));
	}
	return text;
}

static struct str given_text(const struct letter *letter, const struct appraisal_line *line)
{
	static const enum message words[CELL_STATE_COUNT] = {
		[CELL_NOT_APPLICABLE] = MESSAGE_FEEDBACK_NOT_APPLICABLE,
		[CELL_MISSING] = MESSAGE_FEEDBACK_MISSING,
		[CELL_CONTRADICTORY] = MESSAGE_FEEDBACK_CONTRADICTORY,
		[CELL_OUT_OF_RANGE] = MESSAGE_FEEDBACK_OUT_OF_RANGE,
	};

	if (line->state == CELL_SCORED)
		return letter_number(letter, line->average);
	return letter_word(letter, words[line->state]);
}

static void indicator_row(struct letter *letter, const struct scheme_indicator *indicator,
			  const struct appraisal_line *line)
{
	struct str title = letter_title(letter, &indicator->title);
	struct rational lost = lost_of(line, indicator->maximum), zero = { 0, 1 };
	bool scored = line->state == CELL_SCORED;

	if (line->state == CELL_OTHER_CLASS || (scored && rational_compare(lost, zero) <= 0))
		return;
	struct str cells[] = {
		arena_format(letter->arena, "%.*s %.*s", STR_ARG(indicator->code), STR_ARG(title)),
		letter_number(letter, rational_from_decimal(indicator->maximum)),
		given_text(letter, line),
		scored ? letter_number(letter, lost) : STR("—"),
		marks_text(letter, line),
	};
	pdf_table_row(letter->pdf, cells);
}

static void indicators_table(struct letter *letter, const struct sums *sums)
{
	struct pdf_column columns[] = {
		{ letter_word(letter, MESSAGE_FEEDBACK_INDICATOR), 29, false },
		{ letter_word(letter, MESSAGE_FEEDBACK_MAXIMUM), 13, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_GIVEN), 14, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_LOST_POINTS), 14, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_SCORERS), 36, false },
	};

	pdf_table_begin(letter->pdf, columns, ARRAY_LENGTH(columns));
	for (size_t i = 0; i < letter->scheme->indicator_count; i++)
		indicator_row(letter, &letter->scheme->indicators[i], &letter->result->lines[i]);
	if (sums->lossy > 1) {
		struct str cells[] = { letter_word(letter, MESSAGE_FEEDBACK_SUM_LISTED), STR_EMPTY,
				       STR_EMPTY, lost_text(letter, sums), STR_EMPTY };
		pdf_table_sum(letter->pdf, cells);
	}
	pdf_table_end(letter->pdf);
}

static void count_block(struct letter *letter, enum message message, int count)
{
	struct message_value value = { "count", arena_format(letter->arena, "%d", count) };

	if (count > 0)
		pdf_block(letter->pdf, PDF_BODY, letter_message(letter, message, &value, 1));
}

static void lost_summary(struct letter *letter, const struct sums *sums)
{
	struct message_value values[] = {
		{ "maximum", letter_number(letter, sums->maximum) },
		{ "given", letter_number(letter, sums->given) },
		{ "lost", lost_text(letter, sums) },
		{ "count", arena_format(letter->arena, "%d", sums->lossy) },
	};

	if (sums->lossy > 0)
		pdf_block(letter->pdf, PDF_BODY,
			  letter_message(letter, MESSAGE_FEEDBACK_LOST_SUM, values, 4));
	if (sums->lossy > 0)
		count_block(letter, MESSAGE_FEEDBACK_LOST_REST, sums->full);
	else
		count_block(letter, MESSAGE_FEEDBACK_LOST_NOTHING, sums->full);
	count_block(letter, MESSAGE_FEEDBACK_LOST_MISSING, sums->invalid);
	count_block(letter, MESSAGE_FEEDBACK_NOT_APPLICABLE_COUNT, sums->not_applicable);
}

void letter_lost(struct letter *letter)
{
	struct sums sums = sums_of(letter, ALL_PARTS);

	pdf_block(letter->pdf, PDF_SECTION, letter_word(letter, MESSAGE_FEEDBACK_LOST));
	lost_summary(letter, &sums);
	if (sums.lossy > 0)
		parts_table(letter);
	if (sums.lossy + sums.invalid + sums.not_applicable > 0)
		indicators_table(letter, &sums);
}

/* Entries -------------------------------------------------------------------------------------- */

static struct str entry_kind_text(const struct letter *letter, const struct appraisal_entry *entry)
{
	static const enum message kinds[ENTRY_KIND_COUNT] = {
		[ENTRY_BONUS] = MESSAGE_FEEDBACK_BONUS,
		[ENTRY_DEDUCTION] = MESSAGE_FEEDBACK_DEDUCTION,
		[ENTRY_VETO] = MESSAGE_FEEDBACK_VETO,
	};
	enum message effect = MESSAGE_NONE;
	struct str kind = letter_word(letter, kinds[entry->kind]);

	if (entry->effect == ENTRY_CANCELLED)
		effect = MESSAGE_FEEDBACK_CANCELLED;
	if (entry->effect == ENTRY_COUNTER)
		effect = MESSAGE_FEEDBACK_COUNTER;
	if (entry->effect == ENTRY_UNMATCHED)
		effect = MESSAGE_FEEDBACK_UNMATCHED;
	if (effect == MESSAGE_NONE)
		return kind;
	return arena_format(letter->arena, "%.*s\n%s", STR_ARG(kind),
			    message_text(effect, letter->request->language));
}

static void entry_row(struct letter *letter, const struct appraisal_entry *entry)
{
	char points[DECIMAL_TEXT_BYTES], day[CIVIL_TEXT_BYTES];
	const char *sign = entry->kind == ENTRY_BONUS ? "+" : "−";
	bool counts = entry->kind != ENTRY_VETO && entry->effect == ENTRY_COUNTED;

	decimal_format_short(entry->points, points);
	struct str cells[] = {
		entry_kind_text(letter, entry),
		entry->kind == ENTRY_VETO
			? STR("—")
			: arena_format(letter->arena, "%s%s", counts ? sign : "", points),
		entry->reason,
		str_from(civil_format(entry->day, day)),
		entry->reference,
	};
	pdf_table_row(letter->pdf, cells);
}

void letter_entries(struct letter *letter)
{
	struct pdf_column columns[] = {
		{ letter_word(letter, MESSAGE_FEEDBACK_KIND), 15, false },
		{ letter_word(letter, MESSAGE_FEEDBACK_POINTS), 10, true },
		{ letter_word(letter, MESSAGE_FEEDBACK_REASON), 46, false },
		{ letter_word(letter, MESSAGE_FEEDBACK_DAY), 16, false },
		{ letter_word(letter, MESSAGE_FEEDBACK_REFERENCE), 19, false },
	};

	pdf_block(letter->pdf, PDF_SECTION, letter_word(letter, MESSAGE_FEEDBACK_ENTRIES));
	if (letter->result->entry_count == 0) {
		pdf_block(letter->pdf, PDF_BODY, letter_word(letter, MESSAGE_FEEDBACK_NO_ENTRIES));
		return;
	}
	pdf_table_begin(letter->pdf, columns, ARRAY_LENGTH(columns));
	for (size_t i = 0; i < letter->result->entry_count; i++)
		entry_row(letter, &letter->result->entries[i]);
	pdf_table_end(letter->pdf);
}
