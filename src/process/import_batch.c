/*
 * import_batch.c - see import_batch.h.
 */
#include "process/import_batch.h"

#include "messages_appraisal.h"
#include "messages_archive.h"
#include "messages_common.h"
#include "messages_plan.h"
#include "people/rights.h"
#include "statements_import_batch.h"

const struct field_choice import_profiles[] = {
	[IMPORT_BATCH_UNITS] = { "units", MESSAGE_IMPORT_BATCH_PROFILE_UNITS },
	[IMPORT_BATCH_PERSONS] = { "persons", MESSAGE_IMPORT_BATCH_PROFILE_PERSONS },
	[IMPORT_BATCH_SCORES] = { "scores", MESSAGE_IMPORT_BATCH_PROFILE_SCORES },
	[IMPORT_BATCH_ENTRIES] = { "entries", MESSAGE_IMPORT_BATCH_PROFILE_ENTRIES },
	[IMPORT_BATCH_PLAN] = { "plan", MESSAGE_IMPORT_BATCH_PROFILE_PLAN },
	[IMPORT_BATCH_ARCHIVE] = { "archive", MESSAGE_ARCHIVE_IMPORT_PROFILE },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice import_batch_states[] = {
	[IMPORT_BATCH_APPLIED] = { "applied", MESSAGE_IMPORT_BATCH_STATE_APPLIED },
	[IMPORT_BATCH_UNDONE] = { "undone", MESSAGE_IMPORT_BATCH_STATE_UNDONE },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice import_batch_events[] = {
	[IMPORT_BATCH_UNDO] = { "undo", MESSAGE_COMMON_UNDO },
	{ NULL, MESSAGE_NONE },
};

static const struct transition rows[] = {
	{ .event = IMPORT_BATCH_UNDO,
	  .from = IMPORT_BATCH_APPLIED,
	  .to = IMPORT_BATCH_UNDONE,
	  .who = PERMISSION_IMPORT,
	  .label = MESSAGE_COMMON_UNDO,
	  .refusal = MESSAGE_IMPORT_BATCH_STATE_REFUSED },
};

const struct state_table import_batch_life = { "import_batch", rows, ARRAY_LENGTH(rows),
					       import_batch_states, import_batch_events };

static const struct field fields[] = {
	{ .name = "profile",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, profile),
	  .label = MESSAGE_IMPORT_BATCH_PROFILE,
	  .choices = import_profiles,
	  .since = 1 },
	{ .name = "file_name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, file_name),
	  .label = MESSAGE_IMPORT_BATCH_FILE_NAME,
	  .maximum = 255,
	  .since = 1 },
	{ .name = "file_sha256",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, file_sha256),
	  .label = MESSAGE_IMPORT_BATCH_FILE_SHA256,
	  .minimum = 64,
	  .maximum = 64,
	  .since = 1 },
	{ .name = "row_count",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, row_count),
	  .label = MESSAGE_IMPORT_BATCH_ROW_COUNT,
	  .maximum = INT32_MAX,
	  .since = 1 },
	{ .name = "created_count",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, created_count),
	  .label = MESSAGE_IMPORT_BATCH_CREATED_COUNT,
	  .maximum = INT32_MAX,
	  .since = 1 },
	{ .name = "changed_count",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, changed_count),
	  .label = MESSAGE_IMPORT_BATCH_CHANGED_COUNT,
	  .maximum = INT32_MAX,
	  .since = 1 },
	{ .name = "act_id",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct import_batch, act_id),
	  .label = MESSAGE_IMPORT_BATCH_ACT_ID,
	  .maximum = INT64_MAX,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct import_batch, state),
	  .label = MESSAGE_IMPORT_BATCH_STATE,
	  .choices = import_batch_states,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct import_batch, day),
	  .label = MESSAGE_IMPORT_BATCH_DAY,
	  .since = 1 },
};

const struct record_type import_batch_record = {
	.name = "import_batch",
	.label = MESSAGE_IMPORT_BATCH_LABEL,
	.size = sizeof(struct import_batch),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_IMPORT_BATCH_INSERT,
	.update = STATEMENT_IMPORT_BATCH_UPDATE,
	.remove = STATEMENT_IMPORT_BATCH_REMOVE,
	.get = STATEMENT_IMPORT_BATCH_GET,
	.all = STATEMENT_IMPORT_BATCH_ALL,
};

int import_batch_apply(struct import_batch *batch, enum import_batch_event event,
		       permission_set permissions, struct error *err)
{
	const struct transition_request request = { .from = batch->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = batch };

	/* Plainer than the sentence made of the table's words. */
	if (event == IMPORT_BATCH_UNDO && batch->state == IMPORT_BATCH_UNDONE)
		return error_set(err, ERR_STATE, "This import was undone already.",
				 "该导入已撤销。");
	return transition_apply(&import_batch_life, &request, &batch->state, err);
}
