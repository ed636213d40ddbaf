/*
 * import_mapping.h - how the columns of a foreign table become ours, remembered.
 *
 * Layer: process.
 *
 * An office's own table has other headings, lacks columns (the year stands in the title) and has
 * other words (乡镇 for a town). Once told, the answers are a record, found again by the profile and
 * the set of headings in any order; a later table with the same headings is read without asking.
 */
#ifndef LIANZE_PROCESS_IMPORT_MAPPING_H
#define LIANZE_PROCESS_IMPORT_MAPPING_H

#include "ledger/act.h"
#include "process/import_batch.h"

#define IMPORT_COLUMNS_MAXIMUM	      16
#define IMPORT_MAPPING_VALUES_MAXIMUM 100

struct import_mapping {
	struct record_head head;
	int profile;		/* enum import_profile_kind */
	struct str headers_key; /* import_headers_key() */
	struct str headers;	/* for reading */
	struct str rules;	/* import_rules_format() */
	int32_t day;
};

extern const struct record_type import_mapping_record;

/* What a mapping says; one member of `columns` for each column of the profile. */
struct import_rules {
	struct {
		struct str header;   /* of the file, as import_heading(); empty: none */
		struct str constant; /* for every row; empty: none */
	} columns[IMPORT_COLUMNS_MAXIMUM];
	struct {
		size_t column;
		struct str from; /* as the file has it */
		struct str to;	 /* name of the choice */
	} values[IMPORT_MAPPING_VALUES_MAXIMUM];
	size_t value_count;
};

/* A heading without white space (Excel breaks headings into lines); in the arena. */
struct str import_heading(struct arena *arena, struct str header);
/* A hash of the set of headings, in hex; bytes NULL when memory is out. */
struct str import_headers_key(struct arena *arena, const struct str *headers, size_t count);

/*
 * The rules as text, a line each: "column" TAB name TAB heading, "constant" TAB name TAB value,
 * "value" TAB name TAB from TAB to. Tabs and line breaks inside a value become spaces.
 */
struct str import_rules_format(struct arena *arena, enum import_profile_kind profile,
			       const struct import_rules *rules);
/* Back again; lines about columns that the profile does not have are left out. Borrows `text`. */
void import_rules_parse(enum import_profile_kind profile, struct str text,
			struct import_rules *out);

struct import_mapping_key {
	int64_t jurisdiction_id;
	enum import_profile_kind profile;
	struct str headers_key;
};

/* The remembered mapping of these headings. -ERR_NOT_FOUND when there is none. */
MUST_USE int import_mapping_find(struct db *db, const struct import_mapping_key *key,
				 struct arena *arena, struct import_mapping *out,
				 struct error *err);
/* Remember, or change what is remembered of the same headings. */
MUST_USE int import_mapping_put(struct act *act, struct import_mapping *mapping, struct error *err);

#endif
