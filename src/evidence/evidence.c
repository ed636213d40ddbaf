/* evidence.c - see evidence.h. */
#include "evidence/evidence.h"

#include "base/hash.h"
#include "messages_common.h"
#include "messages_evidence.h"
#include "people/account.h"
#include "people/rights.h"
#include "people/unit.h"
#include "statements_evidence.h"

const struct field_choice evidence_kinds[] = {
	[EVIDENCE_FILE] = { "file", MESSAGE_EVIDENCE_KIND_FILE },
	[EVIDENCE_RECORD] = { "record", MESSAGE_EVIDENCE_KIND_RECORD },
	[EVIDENCE_DOCUMENT] = { "document", MESSAGE_EVIDENCE_KIND_DOCUMENT },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice evidence_visibilities[] = {
	[EVIDENCE_UNIT] = { "unit", MESSAGE_EVIDENCE_VISIBILITY_UNIT },
	[EVIDENCE_GROUP] = { "group", MESSAGE_EVIDENCE_VISIBILITY_GROUP },
	[EVIDENCE_ALL] = { "all", MESSAGE_EVIDENCE_VISIBILITY_ALL },
	[EVIDENCE_CONFIDENTIAL] = { "confidential", MESSAGE_EVIDENCE_VISIBILITY_CONFIDENTIAL },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice evidence_subjects[] = {
	[EVIDENCE_OF_NONE] = { "none", MESSAGE_EVIDENCE_SUBJECT_NONE },
	[EVIDENCE_OF_ENTRY] = { "entry", MESSAGE_EVIDENCE_SUBJECT_ENTRY },
	[EVIDENCE_OF_OBJECTION] = { "objection", MESSAGE_EVIDENCE_SUBJECT_OBJECTION },
	[EVIDENCE_OF_PROPOSAL] = { "proposal", MESSAGE_EVIDENCE_SUBJECT_PROPOSAL },
	[EVIDENCE_OF_RESULT] = { "result", MESSAGE_EVIDENCE_SUBJECT_RESULT },
	[EVIDENCE_OF_SCHEME] = { "scheme", MESSAGE_EVIDENCE_SUBJECT_SCHEME },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice evidence_states[] = {
	[EVIDENCE_IN_FORCE] = { "in_force", MESSAGE_EVIDENCE_STATE_IN_FORCE },
	[EVIDENCE_WITHDRAWN] = { "withdrawn", MESSAGE_EVIDENCE_STATE_WITHDRAWN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice evidence_events[] = {
	[EVIDENCE_WITHDRAW] = { "withdraw", MESSAGE_EVIDENCE_EVENT_WITHDRAW },
	[EVIDENCE_RESTORE] = { "restore", MESSAGE_EVIDENCE_EVENT_RESTORE },
	{ NULL, MESSAGE_NONE },
};

#define FIELD(name_, type_, flags_, label_) \
	.name = #name_, .type = (type_), .flags = (flags_), \
	.offset = offsetof(struct evidence, name_), .label = (label_), .since = 1

static const struct field fields[] = {
	{ FIELD(kind, FIELD_CHOICE, FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
		MESSAGE_EVIDENCE_KIND),
	  .choices = evidence_kinds },
	{ FIELD(title, FIELD_TEXT,
		FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FORM | FIELD_SEARCH_TEXT,
		MESSAGE_EVIDENCE_TITLE),
	  .minimum = 2, .maximum = 200 },
	{ FIELD(unit_id, FIELD_REFERENCE, FIELD_REQUIRED | FIELD_FIXED, MESSAGE_EVIDENCE_UNIT_ID),
	  .reference = &unit_record },
	{ FIELD(shows_from, FIELD_DAY, FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
		MESSAGE_EVIDENCE_SHOWS_FROM) },
	{ FIELD(shows_to, FIELD_DAY, FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
		MESSAGE_EVIDENCE_SHOWS_TO) },
	{ FIELD(year, FIELD_INTEGER, FIELD_DERIVED, MESSAGE_COMMON_YEAR),
	  .minimum = 1900, .maximum = 2199 },
	{ FIELD(visibility, FIELD_CHOICE, FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
		MESSAGE_EVIDENCE_VISIBILITY),
	  .choices = evidence_visibilities },
	{ FIELD(file_name, FIELD_TEXT, FIELD_LIST | FIELD_FIXED | FIELD_SEARCH_TEXT,
		MESSAGE_EVIDENCE_FILE_NAME),
	  .maximum = 250 },
	{ FIELD(media_type, FIELD_TEXT, FIELD_LIST | FIELD_FIXED, MESSAGE_EVIDENCE_MEDIA_TYPE),
	  .maximum = 120 },
	{ FIELD(bytes, FIELD_INTEGER, FIELD_LIST | FIELD_FIXED, MESSAGE_EVIDENCE_BYTES),
	  .maximum = INT64_MAX },
	{ FIELD(sha256, FIELD_BYTES, FIELD_FIXED | FIELD_FILE, MESSAGE_EVIDENCE_SHA256),
	  .maximum = HASH_BYTES },
	{ FIELD(subject, FIELD_CHOICE, FIELD_FIXED, MESSAGE_EVIDENCE_SUBJECT),
	  .choices = evidence_subjects },
	{ FIELD(subject_id, FIELD_REFERENCE, FIELD_FIXED, MESSAGE_EVIDENCE_SUBJECT_ID) },
	{ FIELD(document_number, FIELD_TEXT, FIELD_LIST | FIELD_FIXED | FIELD_SEARCH_TEXT,
		MESSAGE_EVIDENCE_DOCUMENT_NUMBER),
	  .maximum = 100 },
	{ FIELD(remark, FIELD_TEXT, FIELD_FORM | FIELD_SEARCH_TEXT, MESSAGE_EVIDENCE_REMARK),
	  .maximum = 500 },
	{ FIELD(added_day, FIELD_DAY, FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
		MESSAGE_EVIDENCE_ADDED_DAY) },
	{ FIELD(added_by, FIELD_REFERENCE, FIELD_FIXED, MESSAGE_EVIDENCE_ADDED_BY),
	  .reference = &account_record },
	{ FIELD(state, FIELD_CHOICE, FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
		MESSAGE_EVIDENCE_STATE),
	  .choices = evidence_states },
	{ FIELD(withdrawn_day, FIELD_DAY, FIELD_LIST, MESSAGE_EVIDENCE_WITHDRAWN_DAY) },
	{ FIELD(reason, FIELD_TEXT, 0, MESSAGE_EVIDENCE_REASON), .maximum = 500 },
};

/* The year that the lists filter by and that names the groups. */
static int derive(void *record, struct arena *arena, struct error *err)
{
	struct evidence *evidence = record;

	(void)arena, (void)err;
	evidence->year = civil_from_day(evidence->shows_to).year;
	return 0;
}

const struct record_type evidence_record = {
	.name = "evidence",
	.label = MESSAGE_EVIDENCE_LABEL,
	.size = sizeof(struct evidence),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_EVIDENCE_INSERT,
	.update = STATEMENT_EVIDENCE_UPDATE,
	.remove = -1,
	.get = STATEMENT_EVIDENCE_GET,
	.all = STATEMENT_EVIDENCE_ALL,
	.derive = derive,
};

/* Rules ---------------------------------------------------------------------------------------- */

static int check_period(const struct evidence *evidence, int32_t today, struct error *err)
{
	char text[CIVIL_TEXT_BYTES];

	if (evidence->shows_to < evidence->shows_from)
		return error_invalid(err, "shows_to", civil_format(evidence->shows_to, text),
				     "a day not before the first one", "不早于开始日期的日期");
	if (evidence->shows_from > today)
		return error_invalid(err, "shows_from", civil_format(evidence->shows_from, text),
				     "a day up to today: nothing shows what is still to come",
				     "不晚于今天的日期：材料不能证明尚未发生的事");
	return 0;
}

int evidence_check(const struct evidence *evidence, int32_t today, struct error *err)
{
	bool has_file = evidence->sha256.length > 0, has_record = evidence->subject_id != 0;
	bool has_number = str_trim(evidence->document_number).length > 0;

	if (evidence->kind == EVIDENCE_FILE && evidence->sha256.length != HASH_BYTES)
		return error_invalid(err, "upload", "", "an uploaded file", "已上传的文件");
	if (evidence->kind == EVIDENCE_RECORD && (!has_record || evidence->subject == EVIDENCE_OF_NONE))
		return error_invalid(err, "record", "", "a record of this system", "本系统中的一条记录");
	if (evidence->kind == EVIDENCE_DOCUMENT && !has_number)
		return error_invalid(err, "document_number", "", "the document's number",
				     "文件的文号");
	if ((has_file && evidence->kind != EVIDENCE_FILE) ||
	    (has_record && evidence->kind != EVIDENCE_RECORD))
		return error_invalid(err, "kind", evidence_kinds[evidence->kind].name,
				     "a file, a record or a number, not two of them",
				     "文件、记录、文号三者之一");
	return check_period(evidence, today, err);
}

static int guard_reason(const void *record, const void *context, struct error *err)
{
	const struct evidence *evidence = record;

	(void)context;
	if (utf8_length(str_trim(evidence->reason)) < 2)
		return error_invalid(err, "reason", "", "the reason in a few words", "简要理由");
	return 0;
}

static const struct transition rows[] = {
	{ EVIDENCE_WITHDRAW, EVIDENCE_IN_FORCE, EVIDENCE_WITHDRAWN, PERMISSION_EVIDENCE_WRITE,
	  guard_reason, MESSAGE_EVIDENCE_EVENT_WITHDRAW, MESSAGE_EVIDENCE_REFUSED },
	{ EVIDENCE_RESTORE, EVIDENCE_WITHDRAWN, EVIDENCE_IN_FORCE, PERMISSION_EVIDENCE_WRITE,
	  guard_reason, MESSAGE_EVIDENCE_EVENT_RESTORE, MESSAGE_EVIDENCE_REFUSED },
};

const struct state_table evidence_life = { "evidence", rows, ARRAY_LENGTH(rows), evidence_states,
					   evidence_events };

int evidence_apply(struct evidence *evidence, enum evidence_event event, permission_set permissions,
		   struct error *err)
{
	const struct transition_request request = { .from = evidence->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = evidence };

	return transition_apply(&evidence_life, &request, &evidence->state, err);
}
