/*
 * import_batch.h - one imported file, undone as one act.
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_IMPORT_BATCH_H
#define LIANZE_PROCESS_IMPORT_BATCH_H

#include "ledger/act.h"
#include "record/transition.h"

enum import_profile_kind {
	IMPORT_BATCH_UNITS,
	IMPORT_BATCH_PERSONS,
	IMPORT_BATCH_SCORES,
	IMPORT_BATCH_ENTRIES,
	IMPORT_BATCH_PLAN,
	IMPORT_BATCH_ARCHIVE,
	IMPORT_BATCH_PROFILE_COUNT
};

enum import_batch_state {
	IMPORT_BATCH_APPLIED,
	IMPORT_BATCH_UNDONE,
	IMPORT_BATCH_STATE_COUNT
};
enum import_batch_event { IMPORT_BATCH_UNDO, IMPORT_BATCH_EVENT_COUNT };

struct import_batch {
	struct record_head head;
	int profile; /* enum import_profile_kind: units, persons, scores, entries, plan */
	struct str file_name;
	struct str file_sha256; /* hex */
	int64_t row_count, created_count, changed_count;
	int64_t act_id; /* the act that wrote the rows: what act_undo() takes */
	int state;	/* enum import_batch_state */
	int32_t day;
};

extern const struct record_type import_batch_record;
extern const struct field_choice import_profiles[];
extern const struct field_choice import_batch_states[], import_batch_events[];
extern const struct state_table import_batch_life;

/*
 * The only function that changes the state of a batch that exists (a new one is applied); the
 * caller takes the rows back and writes the batch. -ERR_STATE when it was undone already,
 * -ERR_DENIED when `permissions` is without PERMISSION_IMPORT.
 */
MUST_USE int import_batch_apply(struct import_batch *batch, enum import_batch_event event,
				permission_set permissions, struct error *err);

#endif
