/* import_guess.c - see import_guess.h. */
#include "messages_appraisal.h"
#include "messages_import.h"
#include "messages_import_file.h"
#include "messages_people.h"
#include "process/import_guess.h"

#define EQUAL_SCORE    1000
#define CONTAINS_SCORE 500
#define LEAST_SCORE    300 /* of a thousand: shared characters */

static const struct {
	enum message label, synonyms;
} synonyms[] = {
	{ MESSAGE_IMPORT_COLUMN_UNIT_CODE, MESSAGE_IMPORT_SYNONYM_UNIT_CODE },
	{ MESSAGE_IMPORT_COLUMN_UNIT_NAME, MESSAGE_IMPORT_SYNONYM_UNIT_NAME },
	{ MESSAGE_IMPORT_COLUMN_PARENT_CODE, MESSAGE_IMPORT_SYNONYM_PARENT_CODE },
	{ MESSAGE_IMPORT_COLUMN_KIND, MESSAGE_IMPORT_SYNONYM_KIND },
	{ MESSAGE_IMPORT_COLUMN_GROUP, MESSAGE_IMPORT_SYNONYM_GROUP },
	{ MESSAGE_IMPORT_COLUMN_YEAR, MESSAGE_IMPORT_SYNONYM_YEAR },
	{ MESSAGE_IMPORT_COLUMN_PERSON_CODE, MESSAGE_IMPORT_SYNONYM_PERSON_CODE },
	{ MESSAGE_IMPORT_COLUMN_PERSON_NAME, MESSAGE_IMPORT_SYNONYM_PERSON_NAME },
	{ MESSAGE_IMPORT_COLUMN_POST, MESSAGE_IMPORT_SYNONYM_POST },
	{ MESSAGE_IMPORT_COLUMN_LEVEL, MESSAGE_IMPORT_SYNONYM_LEVEL },
	{ MESSAGE_IMPORT_COLUMN_PRINCIPAL, MESSAGE_IMPORT_SYNONYM_PRINCIPAL },
	{ MESSAGE_IMPORT_COLUMN_FROM, MESSAGE_IMPORT_SYNONYM_FROM },
	{ MESSAGE_IMPORT_COLUMN_TO, MESSAGE_IMPORT_SYNONYM_TO },
	{ MESSAGE_IMPORT_COLUMN_INDICATOR_CODE, MESSAGE_IMPORT_SYNONYM_INDICATOR_CODE },
	{ MESSAGE_IMPORT_COLUMN_SCORE_POINTS, MESSAGE_IMPORT_SYNONYM_POINTS },
	{ MESSAGE_IMPORT_COLUMN_ENTRY_POINTS, MESSAGE_IMPORT_SYNONYM_POINTS },
	{ MESSAGE_IMPORT_COLUMN_SCORER, MESSAGE_IMPORT_SYNONYM_SCORER },
	{ MESSAGE_IMPORT_COLUMN_ENTRY_KIND, MESSAGE_IMPORT_SYNONYM_ENTRY_KIND },
	{ MESSAGE_IMPORT_COLUMN_REASON, MESSAGE_IMPORT_SYNONYM_REASON },
	{ MESSAGE_IMPORT_COLUMN_DATE, MESSAGE_IMPORT_SYNONYM_DATE },
	{ MESSAGE_IMPORT_COLUMN_REFERENCE, MESSAGE_IMPORT_SYNONYM_REFERENCE },
	{ MESSAGE_UNIT_KIND_TOWN, MESSAGE_IMPORT_SYNONYM_TOWN },
	{ MESSAGE_UNIT_KIND_DEPARTMENT, MESSAGE_IMPORT_SYNONYM_DEPARTMENT },
	{ MESSAGE_UNIT_KIND_INSTITUTION, MESSAGE_IMPORT_SYNONYM_INSTITUTION },
	{ MESSAGE_UNIT_KIND_BODY, MESSAGE_IMPORT_SYNONYM_BODY },
	{ MESSAGE_POST_LEVEL_DEPUTY_SECTION, MESSAGE_IMPORT_SYNONYM_DEPUTY_SECTION },
	{ MESSAGE_POST_LEVEL_SECTION, MESSAGE_IMPORT_SYNONYM_SECTION },
	{ MESSAGE_ENTRY_KIND_BONUS, MESSAGE_IMPORT_SYNONYM_BONUS },
	{ MESSAGE_ENTRY_KIND_DEDUCTION, MESSAGE_IMPORT_SYNONYM_DEDUCTION },
	{ MESSAGE_ENTRY_KIND_VETO, MESSAGE_IMPORT_SYNONYM_VETO },
};

/* How many of a's characters are also in b, of a thousand of both together. */
static int shared(struct str a, struct str b)
{
	size_t at = 0, found = 0, all = utf8_length(a) + utf8_length(b);

	while (at < a.length) {
		size_t start = at;

		if (utf8_next(a, &at) >= 0 && str_find(b, str_slice(a, start, at - start)) >= 0)
			found++;
	}
	return all ? (int)(2000 * found / all) : 0;
}

static int alike(struct str a, struct str word)
{
	int score;

	if (!a.length || !word.length)
		return 0;
	if (str_equal_ignore_case(a, word))
		return EQUAL_SCORE;
	if (str_find(a, word) >= 0 || str_find(word, a) >= 0)
		return CONTAINS_SCORE + shared(a, word) / 4;
	/* Latin letters are shared by chance. */
	score = (unsigned char)a.bytes[0] >= 0x80 ? shared(a, word) / 2 : 0;
	return score >= LEAST_SCORE ? score : 0;
}

static int alike_any(struct str text, struct str words)
{
	int best = 0;

	while (words.length) {
		int score = alike(text, str_split(&words, '|'));

		if (score > best)
			best = score;
	}
	return best;
}

static int alike_message(struct str text, enum message label)
{
	int best = 0;

	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		enum language one = (enum language)language;
		int score = alike(text, str_from(message_text(label, one)));

		for (size_t i = 0; i < ARRAY_LENGTH(synonyms); i++) {
			int other = 0;

			if (synonyms[i].label == label)
				other = alike_any(text, str_from(message_text(synonyms[i].synonyms, one)));
			score = other > score ? other : score;
		}
		best = score > best ? score : best;
	}
	return best;
}

static int score_of(const struct field *column, struct str heading)
{
	int by_name = alike(heading, str_from(column->name)) == EQUAL_SCORE ? EQUAL_SCORE : 0;
	int by_label = alike_message(heading, column->label);

	return by_name > by_label ? by_name : by_label;
}

void import_guess_columns(struct arena *arena, enum import_profile_kind profile,
			  const struct csv_table *table, struct import_rules *out)
{
	bool used[CSV_COLUMNS_MAXIMUM] = { false };
	size_t count;
	const struct field *columns = import_profile_columns(profile, &count);

	*out = (struct import_rules){ .value_count = 0 };
	for (size_t round = 0; round < count; round++) {
		size_t best_column = 0, best_at = 0;
		int best = 0;

		for (size_t i = 0; i < count; i++)
			for (size_t at = 0; at < table->columns; at++) {
				int score = 0;

				if (!out->columns[i].header.length && !used[at])
					score = score_of(&columns[i],
							 import_heading(arena, table->header[at]));
				if (score > best) {
					best = score;
					best_column = i;
					best_at = at;
				}
			}
		if (!best)
			return;
		used[best_at] = true;
		out->columns[best_column].header = import_heading(arena, table->header[best_at]);
	}
}

struct str import_guess_choice(const struct field_choice *choices, struct str value)
{
	struct str found = STR_EMPTY;
	int best = 0;

	for (; choices && choices->name; choices++) {
		int score = alike_message(value, choices->label);

		if (score > best) {
			best = score;
			found = str_from(choices->name);
		}
	}
	return found;
}
