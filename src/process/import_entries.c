/*
 * import_entries.c - profile entries: bonus, deduction, veto.
 *
 * Entries are insert-only, so a row that is stored already in every column is the same entry, and a
 * row that differs in the points only is refused: an entry is taken back by a counter-entry,
 * never changed.
 */
#include "messages_import.h"
#include "people/code.h"
#include "people/unit.h"
#include "process/entry.h"
#include "process/import_internal.h"
#include "process/result_store.h"
#include "statements_import.h"

enum { YEAR, UNIT, KIND, POINTS, REASON, DATE, REFERENCE, PERSON };

struct entry_row {
	struct import_row row;
	int64_t year;
	struct str unit_code, reason, reference, person_code;
	int kind;
	struct decimal points;
	int32_t day;
	/* planned */
	struct entry entry;
};

struct plan {
	struct map entries; /* all but the points → struct entry_row */
	struct map years;   /* year → the first struct entry_row of it */
};

static const struct field columns[] = {
	[YEAR] = { .name = "year",
		   .type = FIELD_INTEGER,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct entry_row, year),
		   .label = MESSAGE_IMPORT_COLUMN_YEAR,
		   .minimum = CIVIL_FIRST_YEAR,
		   .maximum = CIVIL_LAST_YEAR },
	[UNIT] = { .name = "unit_code",
		   .type = FIELD_TEXT,
		   .offset = offsetof(struct entry_row, unit_code),
		   .label = MESSAGE_IMPORT_COLUMN_UNIT_CODE,
		   .maximum = CODE_MAXIMUM },
	[KIND] = { .name = "kind",
		   .type = FIELD_CHOICE,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct entry_row, kind),
		   .label = MESSAGE_IMPORT_COLUMN_ENTRY_KIND,
		   .choices = entry_kinds },
	[POINTS] = { .name = "points",
		     .type = FIELD_DECIMAL,
		     .offset = offsetof(struct entry_row, points),
		     .label = MESSAGE_IMPORT_COLUMN_ENTRY_POINTS,
		     .minimum = 0,
		     .maximum = (int64_t)1000 * DECIMAL_ONE },
	[REASON] = { .name = "reason",
		     .type = FIELD_TEXT,
		     .flags = FIELD_REQUIRED,
		     .offset = offsetof(struct entry_row, reason),
		     .label = MESSAGE_IMPORT_COLUMN_REASON,
		     .minimum = 1,
		     .maximum = 500 },
	[DATE] = { .name = "date",
		   .type = FIELD_DAY,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct entry_row, day),
		   .label = MESSAGE_IMPORT_COLUMN_DATE },
	[REFERENCE] = { .name = "reference",
			.type = FIELD_TEXT,
			.offset = offsetof(struct entry_row, reference),
			.label = MESSAGE_IMPORT_COLUMN_REFERENCE,
			.maximum = 100 },
	[PERSON] = { .name = "person_code",
		     .type = FIELD_TEXT,
		     .offset = offsetof(struct entry_row, person_code),
		     .label = MESSAGE_IMPORT_COLUMN_PERSON_CODE,
		     .maximum = CODE_MAXIMUM },
};

static struct str entry_key(struct import *import, const struct entry *entry)
{
	struct str rest = arena_format(import->arena, "%d %d %.*s", entry->kind, entry->day,
				       STR_ARG(entry->reference));
	return import_key(import, entry->year, entry->subject_id, rest, entry->reason);
}

static void check_points(struct import *import, struct entry_row *row)
{
	if (!import_are_good(&row->row, 1u << KIND | 1u << POINTS))
		return;
	if (row->kind == ENTRY_VETO && row->points.scaled != 0)
		import_refuse(import, &row->row, POINTS, "empty: a veto has no points",
			      "空：一票否决不填分值");
	else if (row->kind != ENTRY_VETO && row->points.scaled <= 0)
		import_refuse(import, &row->row, POINTS, "points above 0", "大于 0 的分值");
}

static void resolve_subject(struct import *import, struct entry_row *row)
{
	const struct import_subject_columns columns_of_subject = { UNIT, PERSON, row->unit_code,
								   row->person_code };
	row->entry.subject_id = import_subject(import, &row->row, &columns_of_subject,
					       &row->entry.subject);
}

static int place_row(struct import *import, struct entry_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	struct entry *entry = &row->entry;
	void *first, *year;
	entry->year = row->year;
	entry->kind = row->kind;
	entry->points = row->points;
	entry->reason = row->reason;
	entry->day = row->day;
	entry->reference = row->reference.bytes ? row->reference : STR("");
	int code = import_add(&plan->entries, entry_key(import, entry), row, &first, err);
	if (!code)
		code = import_add(&plan->years,
				  import_key(import, row->year, 0, STR(""), STR("")), row, &year,
				  err);
	if (code)
		return code;
	row->row.outcome = first == row ? IMPORT_CREATED : IMPORT_UNCHANGED;
	const struct entry_row *other = first;
	if (decimal_compare(other->points, row->points))
		import_refuse_number(import, &row->row, POINTS,
				     "the points of row {}, which is the same entry otherwise",
				     "与第 {} 行一致（其余各列相同）", other->row.number);
	return 0;
}

/* A stored entry that equals a row but for the points. */
static void meet(struct import *import, const struct entry *stored)
{
	const struct plan *plan = import->plan;
	char points[DECIMAL_TEXT_BYTES];
	struct entry_row *row = map_find(&plan->entries, entry_key(import, stored));
	if (!row || stored->reverses_id)
		return;
	row->row.outcome = IMPORT_UNCHANGED;
	if (decimal_compare(stored->points, row->points) && !row->row.bad)
		import_refuse_text(import, &row->row, POINTS,
				   "{}: the entry is recorded already and never changes; take it "
				   "back by a counter-entry",
				   "{}（该记录已登记，不能修改，只能用反向记录冲销）",
				   str_from(decimal_format_short(stored->points, points)));
}

static int stream_year(struct import *import, int64_t year, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(import->db, STATEMENT_IMPORT_ENTRIES_OF_YEAR,
				 DB_ARGS(db_int("jurisdiction_id", import->jurisdiction_id),
					 db_int("year", year)),
				 &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		struct entry stored;
		code = record_read(query, &entry_record, import->arena, &stored, err);
		if (code)
			break;
		meet(import, &stored);
	}
	db_query_close(query);
	return code;
}

/* New entries, against the state of the results. */
static int check_results(struct import *import, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct entry_row *row = (struct entry_row *)import->rows[i];
		const struct result_cell cell = { .year = (int)row->entry.year,
						  .subject = (enum scheme_subject)row->entry.subject,
						  .subject_id = row->entry.subject_id };
		if (!row->row.bad && row->row.outcome == IMPORT_CREATED)
			code = import_check_open(import, &row->row, YEAR, &cell, err);
	}
	return code;
}

static int plan_entries(struct import *import, struct error *err)
{
	struct plan *plan = import->plan = import_alloc(import, sizeof(struct plan), err);
	int code = plan ? import_load_units(import, err) : -ERR_MEMORY;
	if (!code && import_has(import, PERSON))
		code = import_load_persons(import, err);
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct entry_row *row = (struct entry_row *)import->rows[i];
		check_points(import, row);
		resolve_subject(import, row);
		if (!row->row.bad)
			code = place_row(import, row, err);
	}
	for (size_t i = 0; !code && i < plan->years.capacity; i++) {
		const struct entry_row *row = plan->years.slots[i].value;
		if (row)
			code = stream_year(import, row->year, err);
	}
	return code ? code : check_results(import, err);
}

static void release(struct import *import)
{
	struct plan *plan = import->plan;
	if (!plan)
		return;
	map_release(&plan->entries);
	map_release(&plan->years);
}

static int apply(struct import *import, struct act *act, struct import_row *base,
		 struct error *err)
{
	struct entry_row *row = (struct entry_row *)base;
	(void)import;
	return base->outcome == IMPORT_CREATED ? entry_add(act, &row->entry, err) : 0;
}

const struct import_profile import_entries = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct entry_row),
	.plan = plan_entries,
	.release = release,
	.apply = apply,
};
