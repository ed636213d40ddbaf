/*
 * scheme_version.h - a scheme as it was adopted: the YAML text in the database, parsed when used.
 * An adopted version never changes; a later one rules the later years (domain.md 4, rule 9).
 *
 * Layer: process.
 */
#ifndef LIANZE_PROCESS_SCHEME_VERSION_H
#define LIANZE_PROCESS_SCHEME_VERSION_H

#include "ledger/act.h"
#include "process/scheme.h"
#include "record/record.h"

struct scheme_version { /* record type "scheme" */
	struct record_head head;
	struct str code;
	int64_t version;
	int subject; /* enum scheme_subject */
	struct str title, title_en;
	int64_t from_year;
	int64_t to_year; /* 0: open end */
	struct str source; /* the YAML text */
	int32_t adopted_day;
};

extern const struct record_type scheme_record;

/*
 * Adopt the scheme in `source`. -ERR_INVALID with all `problems` when it does not parse (rule_tree.h);
 * -ERR_RULE: the version is not above the latest one of its code, or a scheme of another code rules one of
 * its years for the same subject. *out is the record.
 */
MUST_USE int scheme_adopt(struct act *act, struct str source, struct rule_problems *problems,
			  struct scheme_version *out, struct error *err);

struct scheme_request {
	int64_t jurisdiction_id;
	enum scheme_subject subject;
	int year;
};

/*
 * The scheme in force for a subject and year, parsed into the arena: of the adopted ones whose years
 * include it, the one with the highest version. -ERR_NOT_FOUND with a sentence when there is none;
 * -ERR_CORRUPT when the stored text does not parse.
 */
MUST_USE int scheme_load(struct db *db, const struct scheme_request *request,
			 struct arena *arena, struct scheme **out, struct error *err);

/* The adopted version with that record id, whatever years it rules. -ERR_NOT_FOUND, -ERR_CORRUPT. */
MUST_USE int scheme_load_version(struct db *db, int64_t jurisdiction_id, int64_t scheme_id,
				 struct arena *arena, struct scheme **out, struct error *err);

#endif
