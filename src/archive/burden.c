/* burden.c - see burden.h. */
#include "archive/burden.h"

#include <stdlib.h>

#include "evidence/evidence.h"
#include "letter/letter.h"
#include "meeting/meeting.h"
#include "messages_archive.h"
#include "messages_burden.h"
#include "plan/assignment.h"
#include "plan/plan_due.h"
#include "progress/due_request.h"
#include "progress/progress_report.h"
#include "statements_burden.h"

const struct field_choice burden_measures[] = {
	[BURDEN_ASKED] = { "asked", MESSAGE_BURDEN_MEASURE_ASKED },
	[BURDEN_FORMS] = { "forms", MESSAGE_BURDEN_MEASURE_FORMS },
	[BURDEN_FIELDS] = { "fields", MESSAGE_BURDEN_MEASURE_FIELDS },
	[BURDEN_MEETINGS] = { "meetings", MESSAGE_BURDEN_MEASURE_MEETINGS },
	[BURDEN_MINUTES] = { "minutes", MESSAGE_BURDEN_MEASURE_MINUTES },
	{ NULL, MESSAGE_NONE },
};

/* Sources ------------------------------------------------------------------------------------------ */

static const struct field_choice claim_words[] = {
	{ "assignment.claim", MESSAGE_BURDEN_CLAIM_ONE },
	{ "assignment.claim_all", MESSAGE_BURDEN_CLAIM_ALL },
	{ NULL, MESSAGE_NONE },
};

static const struct burden_source reports = {
	.kind = "report", .label = MESSAGE_ARCHIVE_SOURCE_REPORT, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_REPORT, .words = progress_statuses, .address = "/reports/%I",
	.record = &progress_report_record,
	.fields = { "checkpoint", "status", "text", "next_step", "documents" },
};
static const struct burden_source requests = {
	.kind = "request", .label = MESSAGE_ARCHIVE_SOURCE_REQUEST, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_REQUEST, .words = due_request_kinds,
	.address = "/assignments/%I", .record = &due_request_record,
	.fields = { "kind", "checkpoint", "proposed_day", "reason" },
};
static const struct burden_source claims = {
	.kind = "claim", .label = MESSAGE_BURDEN_SOURCE_CLAIM, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_CLAIM, .words = claim_words, .address = "/assignments/%I",
	.record = &assignment_record, .fields = { "words" },
};
static const struct burden_source confirmations = {
	.kind = "confirm", .label = MESSAGE_BURDEN_SOURCE_CONFIRM, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_CONFIRM, .words = co_assignment_states, .address = "/plans/%d",
	.record = &co_assignment_record, .fields = { "state", "note" },
};
static const struct burden_source pieces = {
	.kind = "evidence", .label = MESSAGE_ARCHIVE_SOURCE_EVIDENCE, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_EVIDENCE, .words = evidence_kinds, .address = "/evidence/%I",
	.record = &evidence_record,
	.fields = { "title", "shows_from", "shows_to", "visibility", "document_number", "remark" },
};

static const struct burden_source letters = {
	.kind = "letter", .label = MESSAGE_BURDEN_SOURCE_LETTER, .measure = BURDEN_FORMS,
	.statement = STATEMENT_BURDEN_LETTER, .words = letter_states, .address = "/letters/%I",
	.record = &letter_record,
};
static const struct burden_source meetings = {
	.kind = "meeting", .label = MESSAGE_ARCHIVE_SOURCE_MEETING, .measure = BURDEN_MEETINGS,
	.statement = STATEMENT_BURDEN_MEETING, .words = meeting_kinds, .address = "/meetings/%I",
	.record = &meeting_record,
};

/* A room above this one adds its source by its address. */
const struct burden_source *const burden_sources[] = {
	&reports, &requests, &claims, &confirmations, &pieces, &letters, &meetings, NULL,
};

enum burden_measure burden_counted(enum burden_measure measure)
{
	if (measure == BURDEN_FIELDS)
		return BURDEN_FORMS;
	return measure == BURDEN_MINUTES ? BURDEN_MEETINGS : measure;
}

bool burden_has(enum burden_measure measure)
{
	if (measure == BURDEN_ASKED)
		return true;
	for (size_t i = 0; burden_sources[i]; i++)
		if (burden_sources[i]->measure == burden_counted(measure))
			return true;
	return false;
}

static bool is_filled(const struct field *field, const void *record)
{
	const void *value = (const char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_BYTES:
		return ((const struct str *)value)->length > 0;
	case FIELD_DAY:
		return *(const int32_t *)value != CIVIL_NO_DAY;
	case FIELD_REFERENCE:
	case FIELD_INSTANT:
		return *(const int64_t *)value != 0;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_BOOLEAN:
	case FIELD_CHOICE:
	case FIELD_TYPE_COUNT:
	default:
		return true;
	}
}

int64_t burden_filled(const struct burden_source *source, const void *record)
{
	int64_t filled = 0;

	for (size_t i = 0; i < BURDEN_FIELDS_MAXIMUM && source->fields[i]; i++)
		filled += is_filled(record_field(source->record, str_from(source->fields[i])), record);
	return filled;
}

/* Units -------------------------------------------------------------------------------------------- */

struct loading {
	struct db *db;
	struct arena *arena;
	const struct burden_request *request;
	int64_t group_id;
	struct burden *burden;
	struct burden_unit **by_id;
	size_t capacity;
};

static int grow_units(struct loading *it, struct error *err)
{
	struct burden *burden = it->burden;
	size_t capacity = it->capacity ? 2 * it->capacity : 64;
	struct burden_unit *grown = burden->count < it->capacity
					    ? burden->units
					    : ARENA_ARRAY(it->arena, struct burden_unit, capacity);

	if (!grown)
		return error_broken(err, ERR_MEMORY, "%zu units", capacity);
	if (grown == burden->units)
		return 0;
	if (burden->count)
		memcpy(grown, burden->units, burden->count * sizeof(*grown));
	burden->units = grown;
	it->capacity = capacity;
	return 0;
}

static int find_group(struct loading *it, struct error *err)
{
	const struct burden_request *request = it->request;
	int code;

	if (!request->unit_id)
		return 0;
	code = db_get_int(it->db, STATEMENT_BURDEN_GROUP,
			  DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
				  db_int("year", request->year), db_int("unit_id", request->unit_id)),
			  &it->group_id, err);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		code = 0;
	}
	return code;
}

static int compare_ids(const void *a, const void *b)
{
	const struct burden_unit *left = *(struct burden_unit *const *)a;
	const struct burden_unit *right = *(struct burden_unit *const *)b;

	return (left->id > right->id) - (left->id < right->id);
}

static int index_units(struct loading *it, struct error *err)
{
	struct burden *burden = it->burden;

	it->by_id = ARENA_ARRAY(it->arena, struct burden_unit *, burden->count + 1);
	if (!it->by_id)
		return error_broken(err, ERR_MEMORY, "%zu units", burden->count);
	for (size_t i = 0; i < burden->count; i++)
		it->by_id[i] = &burden->units[i];
	qsort(it->by_id, burden->count, sizeof(it->by_id[0]), compare_ids);
	return 0;
}

static int load_units(struct loading *it, struct error *err)
{
	const struct burden_request *request = it->request;
	struct db_query *query;
	int code = db_query_open(it->db, STATEMENT_BURDEN_UNITS,
				 DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
					 db_int("unit_id", request->unit_id),
					 db_int("group_id", it->group_id),
					 db_int("everybody", !request->unit_id),
					 db_int("year", request->year)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = grow_units(it, err);
		if (code)
			break;
		it->burden->units[it->burden->count++] = (struct burden_unit){
			.id = db_query_int(query, 0),
			.code = db_query_copy(query, 1, it->arena),
			.name = db_query_copy(query, 2, it->arena),
			.group_id = db_query_int(query, 3),
			.group_name = db_query_copy(query, 4, it->arena),
		};
	}
	db_query_close(query);
	return code ? code : index_units(it, err);
}

static struct burden_unit *unit_of(const struct loading *it, int64_t id)
{
	struct burden_unit key = { .id = id }, *wanted = &key;
	struct burden_unit **found = bsearch(&wanted, it->by_id, it->burden->count,
					     sizeof(it->by_id[0]), compare_ids);

	return found ? *found : NULL;
}

/* Counting ----------------------------------------------------------------------------------------- */

static void add(struct loading *it, int64_t unit_id, int32_t day, enum burden_measure measure,
		int64_t amount)
{
	struct burden_unit *unit = unit_of(it, unit_id);
	struct civil_date date = civil_from_day(day);
	int before = it->burden->year - date.year;

	if (unit && before >= 0 && before <= 1)
		unit->months[before][date.month - 1][measure] += amount;
}

/* What a statement is asked for: the loading's units, or one alone. */
struct span {
	int64_t unit_id, group_id;
	bool everybody;
	int32_t from_day, to_day;
};

static int open_source(struct db *db, const struct burden_source *source, int64_t jurisdiction_id,
		       const struct span *span, struct db_query **out, struct error *err)
{
	return db_query_open(db, source->statement,
			     DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				     db_int("unit_id", span->unit_id),
				     db_int("group_id", span->group_id),
				     db_int("everybody", span->everybody),
				     db_int("from_day", span->from_day),
				     db_int("to_day", span->to_day)),
			     out, err);
}

static int count_source(struct loading *it, const struct burden_source *source,
			const struct span *span, struct error *err)
{
	struct db_query *query;
	int code = open_source(it->db, source, it->request->jurisdiction_id, span, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int64_t unit = db_query_int(query, 0);
		int32_t day = (int32_t)db_query_int(query, 1);

		add(it, unit, day, source->measure, 1);
		add(it, unit, day,
		    source->measure == BURDEN_MEETINGS ? BURDEN_MINUTES : BURDEN_FIELDS,
		    db_query_int(query, 6));
	}
	db_query_close(query);
	return code;
}

static int open_due(struct db *db, int64_t jurisdiction_id, const struct span *span, int year,
		    struct db_query **out, struct error *err)
{
	return db_query_open(db, STATEMENT_BURDEN_DUE,
			     DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				     db_int("unit_id", span->unit_id),
				     db_int("group_id", span->group_id),
				     db_int("everybody", span->everybody), db_int("year", year)),
			     out, err);
}

/* Rows come item by item: its rule is read once. */
struct reading {
	int64_t item_id;
	struct plan_due due;
};

static int read_due(struct reading *reading, struct db_query *query, int year, struct error *err)
{
	int64_t item = db_query_int(query, 2);

	if (item == reading->item_id)
		return 0;
	reading->item_id = item;
	return plan_due_read(db_query_bytes(query, 4), year, &reading->due, err);
}

static int count_due(struct loading *it, const struct span *span, int year, struct error *err)
{
	struct reading reading = { .item_id = 0 };
	struct db_query *query;
	int code = open_due(it->db, it->request->jurisdiction_id, span, year, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = read_due(&reading, query, year, err);
		if (code)
			break;
		for (size_t i = 0; i < reading.due.count; i++)
			add(it, db_query_int(query, 0), reading.due.days[i], BURDEN_ASKED, 1);
	}
	db_query_close(query);
	return code;
}

int burden_load(struct db *db, const struct burden_request *request, struct arena *arena,
		struct burden *out, struct error *err)
{
	struct loading it = { .db = db, .arena = arena, .request = request, .burden = out };
	int code;

	*out = (struct burden){ .year = request->year };
	code = find_group(&it, err);
	const struct span span = { request->unit_id, it.group_id, !request->unit_id,
				   civil_year_start(request->year - 1), civil_year_end(request->year) };
	if (!code)
		code = load_units(&it, err);
	/* The plan two years ago has checkpoints in last year's first months. */
	for (int year = request->year - 2; !code && year <= request->year; year++)
		code = count_due(&it, &span, year, err);
	for (size_t i = 0; !code && burden_sources[i]; i++)
		code = count_source(&it, burden_sources[i], &span, err);
	return code;
}

/* Questions ---------------------------------------------------------------------------------------- */

const struct burden_unit *burden_find(const struct burden *burden, int64_t unit_id)
{
	for (size_t i = 0; i < burden->count; i++)
		if (burden->units[i].id == unit_id)
			return &burden->units[i];
	return NULL;
}

int64_t burden_of(const struct burden_unit *unit, enum burden_measure measure, int month, bool before)
{
	int64_t sum = 0;

	if (month >= 0)
		return unit->months[before][month][measure];
	for (int i = 0; i < BURDEN_MONTHS; i++)
		sum += unit->months[before][i][measure];
	return sum;
}

static int compare_numbers(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

int64_t burden_median(const struct burden *burden, const struct burden_unit *unit,
		      enum burden_measure measure, int month, struct arena *arena)
{
	int64_t *values = ARENA_ARRAY(arena, int64_t, burden->count + 1);
	size_t count = 0;

	if (!values || !unit->group_id)
		return -1;
	for (size_t i = 0; i < burden->count; i++)
		if (burden->units[i].group_id == unit->group_id)
			values[count++] = burden_of(&burden->units[i], measure, month, false);
	if (!count)
		return -1;
	qsort(values, count, sizeof(values[0]), compare_numbers);
	return values[(count - 1) / 2] + values[count / 2];
}

/* Lists -------------------------------------------------------------------------------------------- */

static int push(struct burden_rows *rows, const struct burden_row *row, struct arena *arena,
		struct error *err)
{
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? 2 * rows->capacity : 64;
		struct burden_row *grown = ARENA_ARRAY(arena, struct burden_row, capacity);

		if (!grown)
			return error_broken(err, ERR_MEMORY, "%zu rows", capacity);
		if (rows->count)
			memcpy(grown, rows->items, rows->count * sizeof(*grown));
		rows->items = grown;
		rows->capacity = capacity;
	}
	rows->items[rows->count++] = *row;
	return 0;
}

struct behind {
	struct db *db;
	struct arena *arena;
	const struct burden_question *question;
	struct span span;
	struct burden_rows *out;
};

static int list_source(struct behind *it, const struct burden_source *source, struct error *err)
{
	struct db_query *query;
	int code = open_source(it->db, source, it->question->jurisdiction_id, &it->span, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		const struct burden_row row = { .day = (int32_t)db_query_int(query, 1),
						.source = source,
						.id = db_query_int(query, 2),
						.link_id = db_query_int(query, 3),
						.title = db_query_copy(query, 4, it->arena),
						.note = db_query_copy(query, 5, it->arena),
						.fields = db_query_int(query, 6),
						.secret = db_query_int(query, 7) != 0 };
		code = push(it->out, &row, it->arena, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int push_due(struct behind *it, struct burden_row row, const struct plan_due *due,
		    struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < due->count; i++) {
		row.day = due->days[i];
		if (row.day >= it->span.from_day && row.day <= it->span.to_day)
			code = push(it->out, &row, it->arena, err);
	}
	return code;
}

static int list_due(struct behind *it, int year, struct error *err)
{
	struct reading reading = { .item_id = 0 };
	struct db_query *query;
	int code = open_due(it->db, it->question->jurisdiction_id, &it->span, year, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		const struct burden_row row = { .id = db_query_int(query, 1),
						.link_id = db_query_int(query, 1),
						.title = db_query_copy(query, 3, it->arena),
						.secret = db_query_int(query, 5) != 0 };

		code = read_due(&reading, query, year, err);
		if (!code)
			code = push_due(it, row, &reading.due, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int compare_rows(const void *a, const void *b)
{
	const struct burden_row *left = a, *right = b;

	if (left->day != right->day)
		return left->day < right->day ? -1 : 1;
	return (left->id > right->id) - (left->id < right->id);
}

/* The first day of a month; month 12 is the next year's first. */
static int32_t month_start(int year, int month)
{
	const struct civil_date date = { .year = year + month / 12, .month = month % 12 + 1, .day = 1 };
	int32_t day = civil_year_start(year);

	(void)!civil_to_day(date, &day);
	return day;
}

int burden_list(struct db *db, const struct burden_question *question, struct arena *arena,
		struct burden_rows *out, struct error *err)
{
	bool asked = question->measure == BURDEN_ASKED;
	enum burden_measure wanted = burden_counted(question->measure);
	struct behind it = { .db = db, .arena = arena, .question = question, .out = out };
	int first = question->month < 0 ? 0 : question->month;
	int last = question->month < 0 ? 11 : question->month;
	int code = 0;

	*out = (struct burden_rows){ .count = 0 };
	it.span = (struct span){ .unit_id = question->unit_id,
				 .from_day = month_start(question->year, first),
				 .to_day = month_start(question->year, last + 1) - 1 };
	for (int year = question->year - 1; !code && asked && year <= question->year; year++)
		code = list_due(&it, year, err);
	for (size_t i = 0; !code && burden_sources[i]; i++)
		if (burden_sources[i]->measure == wanted)
			code = list_source(&it, burden_sources[i], err);
	if (!code && out->count)
		qsort(out->items, out->count, sizeof(out->items[0]), compare_rows);
	return code;
}
