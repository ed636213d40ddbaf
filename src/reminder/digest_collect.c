/*
 * digest_collect.c - what waits for whom on a day: readers, lines of all sources, which of them are new.
 *
 * Reads only. Lines are sorted by account; each is compared with when the same thing was listed last for
 * that account, and an account without a new line gets nothing that day.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "people/rights_load.h"
#include "reminder/digest.h"
#include "statements_digest.h"
#include "statements_reminder.h"

#define READERS_MAXIMUM 50000
#define LOOK_BACK_DAYS 500 /* nothing repeats over a longer time */
#define KEY_BYTES 120

/* Readers ------------------------------------------------------------------------------------------ */

static int list_readers(struct db *db, struct digest_day *out, struct arena *arena, struct error *err)
{
	size_t capacity = 0;
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_REMINDER_READERS,
				 DB_ARGS(db_int("jurisdiction_id", out->jurisdiction_id),
					 db_int("day", out->day)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0 && out->reader_count < READERS_MAXIMUM) {
		if (out->reader_count == capacity) {
			size_t more = capacity ? capacity * 2 : 64;
			struct reminder_reader *items =
				ARENA_ARRAY(arena, struct reminder_reader, more);

			if (!items) {
				code = error_broken(err, ERR_MEMORY, "readers of digests");
				break;
			}
			if (capacity)
				memcpy(items, out->readers, capacity * sizeof(*items));
			out->readers = items;
			capacity = more;
		}
		out->readers[out->reader_count++] = (struct reminder_reader){
			.account_id = db_query_int(query, 0),
			.person_id = db_query_int(query, 1),
			.language = str_equal(db_query_bytes(query, 2), STR("en")) ? LANGUAGE_EN
										    : LANGUAGE_ZH,
		};
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

static int load_readers(struct db *db, struct digest_day *out, struct arena *arena, struct error *err)
{
	int code = list_readers(db, out, arena, err);

	for (size_t i = 0; !code && i < out->reader_count; i++)
		code = rights_load(db, out->jurisdiction_id, out->readers[i].account_id, out->day,
				   &out->readers[i].rights, err);
	return code;
}

/* What was listed already --------------------------------------------------------------------------- */

struct key {
	int64_t account_id, subject_id;
	struct str source, step;
	int32_t checkpoint;
};

static struct str key_text(const struct key *key, char text[KEY_BYTES])
{
	int length = snprintf(text, KEY_BYTES, "%lld %.*s %.*s %lld %d", (long long)key->account_id,
			      STR_ARG(key->source), STR_ARG(key->step), (long long)key->subject_id,
			      key->checkpoint);

	return (struct str){ text, (size_t)length };
}

static int note_listed(struct db_query *query, struct arena *arena, struct map *listed,
		       struct error *err)
{
	const struct key key = {
		.account_id = db_query_int(query, 0),
		.source = db_query_bytes(query, 1),
		.step = db_query_bytes(query, 2),
		.subject_id = db_query_int(query, 3),
		.checkpoint = db_query_is_null(query, 4) ? CIVIL_NO_DAY
							 : (int32_t)db_query_int(query, 4),
	};
	char text[KEY_BYTES];
	struct str stored = arena_str(arena, key_text(&key, text));
	int32_t *day = ARENA_NEW(arena, int32_t);

	if (!stored.bytes || !day)
		return error_broken(err, ERR_MEMORY, "listed reminders");
	*day = (int32_t)db_query_int(query, 5);
	return map_add(listed, stored, day) ? 0
					    : error_broken(err, ERR_MEMORY, "listed reminders");
}

static int load_listed(struct db *db, const struct digest_day *day, struct arena *arena,
		       struct map *listed, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_DIGEST_LINE_LAST,
				 DB_ARGS(db_int("jurisdiction_id", day->jurisdiction_id),
					 db_int("from_day", day->day - LOOK_BACK_DAYS)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = note_listed(query, arena, listed, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

/* A line is new unless it was listed on or after the day since which it asks. What came onto a desk after
 * that day's digest is another subject, so it is new the next day. */
static bool is_fresh(const struct map *listed, const struct reminder_line *line)
{
	const struct key key = { .account_id = line->account_id,
				 .source = str_from(line->source),
				 .step = str_from(reminder_steps[line->step].name),
				 .subject_id = line->subject_id,
				 .checkpoint = line->checkpoint };
	char text[KEY_BYTES];
	const int32_t *day = map_find(listed, key_text(&key, text));

	return !day || *day < line->since_day;
}

/* Drafts ------------------------------------------------------------------------------------------- */

/* What can still be done in time first, the nearest day first; then what is late, the latest first. Desks
 * and returned reports, which have no day, come before both. */
static int compare_due(const struct reminder_line *a, const struct reminder_line *b)
{
	int by = (a->due > b->due) - (a->due < b->due);

	if ((a->due == CIVIL_NO_DAY) != (b->due == CIVIL_NO_DAY))
		return a->due == CIVIL_NO_DAY ? -1 : 1;
	if (a->late != b->late)
		return a->late ? 1 : -1;
	return a->late ? -by : by;
}

/* By account; new ones first. */
static int compare_lines(const void *a, const void *b)
{
	const struct reminder_line *left = a, *right = b;
	int by = (left->account_id > right->account_id) - (left->account_id < right->account_id);

	if (!by)
		by = (int)right->fresh - (int)left->fresh;
	if (!by)
		by = compare_due(left, right);
	if (!by)
		by = strcmp(left->source, right->source);
	if (!by)
		by = str_compare(left->title, right->title);
	if (!by)
		by = (left->subject_id > right->subject_id) - (left->subject_id < right->subject_id);
	return by ? by : (int)left->step - (int)right->step;
}

/* A person who hears of a thing by two steps (liaison and leader in one) hears of it once, by the later. */
static void drop_doubles(struct reminder_lines *lines)
{
	size_t kept = 0;

	for (size_t i = 0; i < lines->count; i++) {
		const struct reminder_line *one = &lines->items[i];
		bool doubled = false;

		for (size_t k = i + 1; k < lines->count && !doubled; k++) {
			const struct reminder_line *other = &lines->items[k];

			if (other->subject_id != one->subject_id)
				break;
			doubled = other->account_id == one->account_id &&
				  other->source == one->source;
		}
		if (!doubled)
			lines->items[kept++] = *one;
	}
	lines->count = kept;
}

static const struct reminder_reader *reader_of(const struct digest_day *day, int64_t account_id)
{
	for (size_t i = 0; i < day->reader_count; i++)
		if (day->readers[i].account_id == account_id)
			return &day->readers[i];
	return NULL;
}

static int make_drafts(struct digest_day *day, const struct reminder_lines *lines,
		       struct arena *arena, struct error *err)
{
	size_t end = 0;

	day->drafts = ARENA_ARRAY(arena, struct digest_draft, day->reader_count + 1);
	if (!day->drafts)
		return error_broken(err, ERR_MEMORY, "digests");
	for (size_t i = 0; i < lines->count; i = end) {
		struct digest_draft draft = { .lines = &lines->items[i] };

		for (end = i; end < lines->count &&
			      lines->items[end].account_id == lines->items[i].account_id; end++)
			draft.fresh += lines->items[end].fresh;
		draft.count = end - i;
		draft.reader = reader_of(day, lines->items[i].account_id);
		if (draft.fresh && draft.reader)
			day->drafts[day->count++] = draft;
	}
	return 0;
}

/* The whole ---------------------------------------------------------------------------------------- */

static int collect_lines(const struct reminder_scope *scope, struct reminder_lines *out,
			 struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && reminder_sources[i]; i++)
		code = reminder_sources[i]->collect(scope, reminder_sources[i], out, err);
	drop_doubles(out);
	return code;
}

static int mark_fresh(struct db *db, const struct digest_day *day, struct reminder_lines *lines,
		      struct arena *arena, struct error *err)
{
	struct map listed;
	int code;

	map_init(&listed);
	code = load_listed(db, day, arena, &listed, err);
	for (size_t i = 0; !code && i < lines->count; i++) {
		struct reminder_line *line = &lines->items[i];

		line->fresh = is_fresh(&listed, line);
		line->late = line->due != CIVIL_NO_DAY && line->due < day->day;
	}
	map_release(&listed);
	return code;
}

static int load_rule(struct db *db, struct digest_day *day, struct arena *arena,
		     struct workday_calendar *calendar, struct error *err)
{
	int year = civil_from_day(day->day).year;
	struct workday ignored;
	int code = reminder_rule_load(db, day->jurisdiction_id, day->day, arena, &day->rule, err);

	if (code || !day->rule.present)
		return code;
	code = calendar_load(db, year - 2, year + 2, arena, calendar, err);
	return code ? code : workday_look(calendar, day->day, &ignored, err);
}

int digest_collect(struct db *db, int64_t jurisdiction_id, int32_t day_number, struct arena *arena,
		   struct digest_day *out, struct error *err)
{
	struct digest_day day = { .jurisdiction_id = jurisdiction_id, .day = day_number };
	struct workday_calendar calendar = { .count = 0 };
	struct reminder_lines lines = { .count = 0 };
	struct reminder_scope scope = { .db = db, .arena = arena,
					.jurisdiction_id = jurisdiction_id,
					.today = day_number };
	int code;

	error_clear(&day.problem);
	code = load_rule(db, &day, arena, &calendar, err);
	if (!code && day.rule.present)
		code = load_readers(db, &day, arena, err);
	scope.rule = &day.rule;
	scope.calendar = &calendar;
	scope.readers = day.readers;
	scope.reader_count = day.reader_count;
	scope.problem = &day.problem;
	if (!code && day.rule.present)
		code = collect_lines(&scope, &lines, err);
	if (!code && lines.count)
		code = mark_fresh(db, &day, &lines, arena, err);
	if (code)
		return code;
	if (lines.count)
		qsort(lines.items, lines.count, sizeof(*lines.items), compare_lines);
	code = make_drafts(&day, &lines, arena, err);
	if (!code)
		*out = day;
	return code;
}
