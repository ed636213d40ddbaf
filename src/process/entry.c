/*
 * entry.c - see entry.h.
 */
#include "process/entry.h"

#include "messages_appraisal.h"
#include "people/record_find.h"
#include "process/result_store.h"
#include "process/score.h"
#include "statements_entry.h"

const struct field_choice entry_kinds[] = {
	[ENTRY_BONUS] = { "bonus", MESSAGE_ENTRY_KIND_BONUS },
	[ENTRY_DEDUCTION] = { "deduction", MESSAGE_ENTRY_KIND_DEDUCTION },
	[ENTRY_VETO] = { "veto", MESSAGE_ENTRY_KIND_VETO },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct entry, year),
	  .label = MESSAGE_ENTRY_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "subject",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct entry, subject),
	  .label = MESSAGE_ENTRY_SUBJECT,
	  .choices = appraisal_subjects,
	  .since = 1 },
	{ .name = "subject_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FORM |
		   FIELD_FIXED,
	  .offset = offsetof(struct entry, subject_id),
	  .label = MESSAGE_ENTRY_SUBJECT_ID,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct entry, kind),
	  .label = MESSAGE_ENTRY_KIND,
	  .choices = entry_kinds,
	  .since = 1 },
	{ .name = "points",
	  .type = FIELD_DECIMAL,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct entry, points),
	  .label = MESSAGE_ENTRY_POINTS,
	  .minimum = 0,
	  .maximum = (int64_t)10000 * DECIMAL_ONE,
	  .since = 1 },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED |
		   FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct entry, reason),
	  .label = MESSAGE_ENTRY_REASON,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct entry, day),
	  .label = MESSAGE_ENTRY_DAY,
	  .since = 1 },
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .flags = FIELD_LIST | FIELD_FORM | FIELD_FIXED |
		   FIELD_SEARCH_CODE,
	  .offset = offsetof(struct entry, reference),
	  .label = MESSAGE_ENTRY_REFERENCE,
	  .maximum = 100,
	  .since = 1 },
	{ .name = "reverses_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct entry, reverses_id),
	  .label = MESSAGE_ENTRY_REVERSES_ID,
	  .reference = &entry_record,
	  .since = 1 },
};

/* Remove and update serve act_undo() only: an import is undone as one act. */
const struct record_type entry_record = {
	.name = "entry",
	.label = MESSAGE_ENTRY_LABEL,
	.size = sizeof(struct entry),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ENTRY_INSERT,
	.update = STATEMENT_ENTRY_UPDATE,
	.remove = STATEMENT_ENTRY_REMOVE,
	.get = STATEMENT_ENTRY_GET,
	.all = STATEMENT_ENTRY_ALL,
};

int entry_check(const struct entry *entry, struct error *err)
{
	char found[DECIMAL_TEXT_BYTES];
	decimal_format_short(entry->points, found);
	if (entry->kind == ENTRY_VETO && entry->points.scaled != 0)
		return error_invalid(err, "points", found, "no points: a veto has none",
				     "不填分值（一票否决没有分值）");
	if (entry->kind != ENTRY_VETO && entry->points.scaled <= 0)
		return error_invalid(err, "points", found, "points above 0", "大于 0 的分值");
	if (str_trim(entry->reason).length == 0)
		return error_invalid(err, "reason", "", "the reason", "事由");
	return 0;
}

static int check_open(struct act *act, const struct entry *entry, struct error *err)
{
	const struct result_cell cell = { .year = (int)entry->year,
					  .subject = (enum scheme_subject)entry->subject,
					  .subject_id = entry->subject_id };
	return result_check_open(act->db, act->jurisdiction_id, &cell, act->arena, err);
}

int entry_add(struct act *act, struct entry *entry, struct error *err)
{
	int code = entry_check(entry, err);
	if (!code && entry->reverses_id)
		code = error_invalid(err, "reverses_id", "", "nothing: take entries back one by one",
				     "空：撤销请逐条办理");
	if (!code)
		code = check_open(act, entry, err);
	return code ? code : act_create(act, &entry_record, entry, err);
}

static int find_same(struct act *act, const struct entry *entry, struct entry *out,
		     struct error *err)
{
	struct record_query query = {
		&entry_record, STATEMENT_ENTRY_BY_CONTENT,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_int("year", entry->year),
			db_text("subject", str_from(appraisal_subjects[entry->subject].name)),
			db_int("subject_id", entry->subject_id),
			db_text("kind", str_from(entry_kinds[entry->kind].name)),
			db_int("points", entry->points.scaled), db_int("day", entry->day),
			db_text("reference", entry->reference), db_text("reason", entry->reason))
	};
	return record_find(act->db, &query, act->arena, out, err);
}

int entry_find_same(struct act *act, const struct entry *entry, int64_t *out_id,
		    struct error *err)
{
	struct entry present;
	int code = find_same(act, entry, &present, err);
	if (!code)
		*out_id = present.head.id;
	return code;
}

int entry_import(struct act *act, struct entry *entry, bool *out_created, struct error *err)
{
	struct entry present;
	int code = find_same(act, entry, &present, err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	if (!code) {
		entry->head = present.head;
		*out_created = false;
		return 0;
	}
	error_clear(err);
	*out_created = true;
	return entry_add(act, entry, err);
}

/* Taking back --------------------------------------------------------------------------------- */

static int check_not_reversed(struct act *act, const struct entry *entry, struct error *err)
{
	int64_t counter = 0;
	if (entry->reverses_id)
		return error_set(err, ERR_RULE,
				 "A counter-entry cannot be taken back; enter the original anew.",
				 "撤销记录不能再撤销；请重新录入原记录。");
	int code = db_get_int(act->db, STATEMENT_ENTRY_COUNTER,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("reverses_id", entry->head.id)),
			      &counter, err);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code ? code
		    : error_set(err, ERR_RULE, "This entry was taken back already.",
				"该记录已被撤销。");
}

int entry_reverse(struct act *act, int64_t id, struct str reason, struct str reference,
		  struct entry *out, struct error *err)
{
	struct entry entry;
	int code = record_get(act->db, &entry_record,
			      (struct record_key){ act->jurisdiction_id, id }, act->arena, &entry,
			      err);
	if (!code)
		code = check_not_reversed(act, &entry, err);
	if (code)
		return code;
	entry.head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	entry.reason = reason;
	entry.reference = reference;
	entry.day = act->day;
	entry.reverses_id = id;
	code = entry_check(&entry, err);
	if (!code)
		code = check_open(act, &entry, err);
	if (!code)
		code = act_create(act, &entry_record, &entry, err);
	if (!code)
		*out = entry;
	return code;
}
