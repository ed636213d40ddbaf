/*
 * appraisal_loader.h - what the files that read a year's appraisal share: the live reader
 * (appraisal_store.c) and the one that reads as of an earlier place of the ledger (appraisal_history.c).
 *
 * Layer: process, private to appraisal_store.c and appraisal_history.c.
 */
#ifndef LIANZE_PROCESS_APPRAISAL_LOADER_H
#define LIANZE_PROCESS_APPRAISAL_LOADER_H

#include "process/appraisal_store.h"

struct id_index {
	int64_t id;
	int at;
};

struct read_subject {
	struct appraised_subject subject;
	int group;
};

struct loader {
	struct db *db;
	const struct appraisal_request *request;
	struct arena *arena;
	struct appraisal_year *year;
	struct appraised_group *groups;
	struct read_subject *read; /* subjects as they came */
	size_t read_capacity;
	struct id_index *by_id;	   /* subjects sorted by id */
	struct id_index *group_by_id;
	int *indicators;	   /* indexes into the scheme's indicators, sorted by code */
	bool detail;
};

int loader_out_of_memory(struct error *err);
/* Run a statement and give each row to `row`, which returns 0 or a failure. */
MUST_USE int loader_each_row(struct loader *loader, enum statement statement, struct db_args args,
			     int (*row)(struct loader *loader, struct db_query *query,
					void *context, struct error *err),
			     void *context, struct error *err);
/* Place of an id among `count` sorted ones; -1 when it is not there. */
int loader_id_find(const struct id_index *items, size_t count, int64_t id);
/* Room for one more element; doubles, leaving the former array to the arena. NULL: memory is out. */
void *loader_grown(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);
MUST_USE int loader_subject_add(struct loader *loader, const struct appraised_subject *subject,
				int group, struct error *err);
int loader_entry_kind(struct str name); /* -1 when unknown */
/* The indicator of that code, tried from *at on: the same as before, the next, any; -1 unknown. */
int loader_indicator(const struct loader *loader, size_t *at, struct str code);

/* appraisal_history.c: members; entries and marks, as they stood when the ledger had request->as_of
 * leaves. */
MUST_USE int loader_members_as_of(struct loader *loader, struct error *err);
MUST_USE int loader_points_as_of(struct loader *loader, struct error *err);

#endif
