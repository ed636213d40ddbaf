/*
 * import_archive.c - profile archive: entries of earlier integrity archives (process/import.h).
 *
 * The key of an entry is person, kind, date, title and document number; of one that is stored already
 * the other columns are changed. Kinds are those of the archive rule in force on the day of the import,
 * by code or by title. A file may name persons who left; what is dated in the future is refused.
 */
#include "archive/archive_entry.h"
#include "archive/archive_export.h"
#include "archive/archive_rule.h"
#include "messages_archive.h"
#include "messages_import.h"
#include "people/code.h"
#include "people/jurisdiction.h"
#include "process/import_internal.h"

enum { PERSON, KIND, DATE, TITLE, NUMBER, UNIT, CONTENT, VALID };

struct archive_row {
	struct import_row row;
	struct str person_code, kind;
	struct archive_entry entry;
	/* planned */
	struct archive_entry *stored; /* NULL: new */
};

struct planning {
	struct archive_rule rule;
	bool has_rule;
	int32_t today;
	struct map rows;   /* key → struct archive_row */
	struct map stored; /* key → struct archive_entry */
};

#define ENTRY(member) offsetof(struct archive_row, entry.member)

static const struct field columns[] = {
	[PERSON] = { .name = "person_code",
		     .type = FIELD_TEXT,
		     .flags = FIELD_REQUIRED,
		     .offset = offsetof(struct archive_row, person_code),
		     .label = MESSAGE_IMPORT_COLUMN_PERSON_CODE,
		     .maximum = CODE_MAXIMUM },
	[KIND] = { .name = "kind",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct archive_row, kind),
		   .label = MESSAGE_ARCHIVE_IMPORT_KIND,
		   .minimum = 1,
		   .maximum = 100 },
	[DATE] = { .name = "date",
		   .type = FIELD_DAY,
		   .flags = FIELD_REQUIRED,
		   .offset = ENTRY(day),
		   .label = MESSAGE_IMPORT_COLUMN_DATE },
	[TITLE] = { .name = "title",
		    .type = FIELD_TEXT,
		    .flags = FIELD_REQUIRED,
		    .offset = ENTRY(title),
		    .label = MESSAGE_ARCHIVE_ENTRY_TITLE,
		    .minimum = 1,
		    .maximum = 200 },
	[NUMBER] = { .name = "document_number",
		     .type = FIELD_TEXT,
		     .offset = ENTRY(document_number),
		     .label = MESSAGE_ARCHIVE_ENTRY_DOCUMENT_NUMBER,
		     .maximum = 100 },
	[UNIT] = { .name = "issuing_unit",
		   .type = FIELD_TEXT,
		   .offset = ENTRY(issuing_unit),
		   .label = MESSAGE_ARCHIVE_ENTRY_ISSUING_UNIT,
		   .maximum = 100 },
	[CONTENT] = { .name = "content",
		      .type = FIELD_TEXT,
		      .flags = FIELD_LINES,
		      .offset = ENTRY(content),
		      .label = MESSAGE_ARCHIVE_ENTRY_CONTENT,
		      .maximum = 2000 },
	[VALID] = { .name = "valid_until",
		    .type = FIELD_DAY,
		    .offset = ENTRY(valid_until),
		    .label = MESSAGE_ARCHIVE_ENTRY_VALID_UNTIL },
};

/* What is stored ------------------------------------------------------------------------------------- */

static struct str key_of(struct import *import, const struct archive_entry *entry)
{
	struct str rest = arena_format(import->arena, "%zu %.*s %zu %.*s", entry->title.length,
				       STR_ARG(entry->title), entry->document_number.length,
				       STR_ARG(entry->document_number));

	return import_key(import, entry->person_id, entry->day, entry->kind, rest);
}

static int take_stored(struct import *import, void *record, struct error *err)
{
	struct planning *planning = import->plan;
	void *present;

	return import_add(&planning->stored, key_of(import, record), record, &present, err);
}

static int load(struct import *import, struct error *err)
{
	struct planning *planning = import->plan;
	int code = import_load_persons(import, err);

	if (!code)
		code = jurisdiction_day(import->db, import->jurisdiction_id, clock_now_ms(),
					&planning->today, err);
	if (!code)
		code = archive_rule_load(import->db, import->jurisdiction_id, planning->today,
					 import->arena, &planning->rule, err);
	planning->has_rule = code == 0;
	if (code == -ERR_NOT_FOUND) { /* every kind will be refused, in words of the rows */
		error_clear(err);
		code = 0;
	}
	return code ? code : import_load(import, &archive_entry_record, take_stored, err);
}

/* Rows ----------------------------------------------------------------------------------------------- */

static void resolve_person(struct import *import, struct archive_row *row)
{
	const struct import_person *person = map_find(&import->persons, row->person_code);

	if (import_is_bad(&row->row, PERSON))
		return;
	if (person)
		row->entry.person_id = person->person.head.id;
	else
		import_refuse(import, &row->row, PERSON, "the code of a registered person",
			      "已登记人员的编号");
}

/* "award, training, …" of the rule in force. */
static struct str kinds_text(struct import *import, bool chinese)
{
	const struct archive_terms *kinds = &((struct planning *)import->plan)->rule.kinds;
	struct str text = STR("");

	for (size_t i = 0; i < kinds->count; i++)
		text = arena_format(import->arena, "%.*s%s%.*s", STR_ARG(text),
				    i == 0   ? ""
				    : chinese ? "、"
					      : ", ",
				    STR_ARG(chinese ? kinds->items[i].zh : kinds->items[i].code));
	return text;
}

static void resolve_kind(struct import *import, struct archive_row *row)
{
	struct planning *planning = import->plan;
	const struct archive_term *kind = archive_term_match(&planning->rule.kinds,
							     str_trim(row->kind));
	struct str en, zh;

	if (import_is_bad(&row->row, KIND))
		return;
	if (kind) {
		row->entry.kind = kind->code;
		return;
	}
	if (!planning->has_rule) {
		import_refuse(import, &row->row, KIND,
			      "a kind of the archive rule (none is in force: adopt one first)",
			      "档案规则中的类别（目前没有生效的档案规则，请先采用）");
		return;
	}
	en = kinds_text(import, false);
	zh = kinds_text(import, true);
	import_refuse(import, &row->row, KIND, arena_text(import->arena, en),
		      arena_text(import->arena, zh));
}

static void check_days(struct import *import, struct archive_row *row)
{
	const struct planning *planning = import->plan;
	const struct archive_entry *entry = &row->entry;

	if (!import_is_bad(&row->row, DATE) && entry->day > planning->today)
		import_refuse(import, &row->row, DATE, "a day up to today", "不晚于今天的日期");
	else if (import_are_good(&row->row, 1u << DATE | 1u << VALID) &&
		 entry->valid_until != CIVIL_NO_DAY && entry->valid_until < entry->day)
		import_refuse(import, &row->row, VALID, "a day not before the entry's own",
			      "不早于该条日期的日期");
}

static bool is_same(const struct import *import, const struct archive_row *row)
{
	static const struct {
		const char *name;
		size_t column;
	} told[] = { { "issuing_unit", UNIT }, { "content", CONTENT }, { "valid_until", VALID } };

	for (size_t i = 0; i < ARRAY_LENGTH(told); i++)
		if (import_has(import, told[i].column) &&
		    !field_equal(record_field(&archive_entry_record, str_from(told[i].name)),
				 &row->entry, row->stored))
			return false;
	return true;
}

static int place(struct import *import, struct archive_row *row, struct error *err)
{
	struct planning *planning = import->plan;
	struct str key = key_of(import, &row->entry);
	void *first;
	int code = import_add(&planning->rows, key, row, &first, err);

	if (code)
		return code;
	if (first != row) {
		import_refuse_number(import, &row->row, TITLE,
				     "an entry once; row {} is the same (person, kind, date, title, "
				     "document number)",
				     "不重复的条目（与第 {} 行的人员、类别、日期、标题、文号相同）",
				     ((struct archive_row *)first)->row.number);
		return 0;
	}
	row->stored = map_find(&planning->stored, key);
	if (!row->stored)
		row->row.outcome = IMPORT_CREATED;
	else
		row->row.outcome = is_same(import, row) ? IMPORT_UNCHANGED : IMPORT_CHANGED;
	return 0;
}

static int plan_rows(struct import *import, struct error *err)
{
	struct planning *planning = import->plan =
		import_alloc(import, sizeof(struct planning), err);
	int code = planning ? load(import, err) : -ERR_MEMORY;

	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct archive_row *row = (struct archive_row *)import->rows[i];

		row->entry.title = str_trim(row->entry.title);
		if (!row->entry.document_number.bytes)
			row->entry.document_number = STR("");
		resolve_person(import, row);
		resolve_kind(import, row);
		check_days(import, row);
		if (!row->row.bad)
			code = place(import, row, err);
	}
	return code;
}

static void release(struct import *import)
{
	struct planning *planning = import->plan;

	if (!planning)
		return;
	map_release(&planning->rows);
	map_release(&planning->stored);
}

/* Writing -------------------------------------------------------------------------------------------- */

static int change(struct import *import, struct act *act, struct archive_row *row, struct error *err)
{
	struct archive_entry next = *row->stored;

	if (import_has(import, UNIT))
		next.issuing_unit = row->entry.issuing_unit;
	if (import_has(import, CONTENT))
		next.content = row->entry.content;
	if (import_has(import, VALID))
		next.valid_until = row->entry.valid_until;
	return act_update(act, &archive_entry_record, &next, err);
}

static int apply(struct import *import, struct act *act, struct import_row *base, struct error *err)
{
	struct archive_row *row = (struct archive_row *)base;
	int code;

	if (base->outcome == IMPORT_UNCHANGED)
		return 0;
	if (base->outcome == IMPORT_CHANGED)
		return change(import, act, row, err);
	row->entry.head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	row->entry.added_day = act->day;
	if (!import_has(import, VALID))
		row->entry.valid_until = CIVIL_NO_DAY;
	code = archive_entry_check(&row->entry, act->day, err);
	return code ? code : act_create(act, &archive_entry_record, &row->entry, err);
}

static struct str was(struct import *import, const struct import_row *base, size_t column)
{
	static const char *const names[ARRAY_LENGTH(columns)] = {
		[UNIT] = "issuing_unit", [CONTENT] = "content", [VALID] = "valid_until",
	};
	const struct archive_row *row = (const struct archive_row *)base;
	const struct field *field;

	if (!row->stored || !names[column])
		return STR_EMPTY;
	field = record_field(&archive_entry_record, str_from(names[column]));
	if (field_equal(field, &row->entry, row->stored))
		return STR_EMPTY;
	struct str text = field_format(field, row->stored, import->arena);
	return text.bytes ? text : STR("");
}

const struct import_profile import_archive = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct archive_row),
	.plan = plan_rows,
	.release = release,
	.apply = apply,
	.was = was,
	.write = archive_export,
	.personal = true,
};
