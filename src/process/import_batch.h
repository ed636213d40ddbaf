/*
 * import_batch.h - one imported file, undone as one act.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_IMPORT_BATCH_H
#define LIANZE_PROCESS_IMPORT_BATCH_H

#include "ledger/act.h"
#include "record/record.h"

enum import_profile_kind {
	IMPORT_BATCH_UNITS,
	IMPORT_BATCH_PERSONS,
	IMPORT_BATCH_SCORES,
	IMPORT_BATCH_ENTRIES,
	IMPORT_BATCH_PROFILE_COUNT
};

enum import_batch_state { IMPORT_BATCH_APPLIED, IMPORT_BATCH_UNDONE };

struct import_batch {
	struct record_head head;
	int profile; /* enum import_profile_kind: units, persons, scores, entries */
	struct str file_name;
	struct str file_sha256; /* hex */
	int64_t row_count, created_count, changed_count;
	int64_t act_id; /* the act that wrote the rows: what act_undo() takes */
	int state;	/* enum import_batch_state */
	int32_t day;
};

extern const struct record_type import_batch_record;
extern const struct field_choice import_profiles[], import_batch_states[];

#endif
