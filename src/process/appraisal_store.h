/*
 * appraisal_store.h - a year's appraisal out of the database: scheme, groups, members, entries and
 * marks through the engine. Reads only; nothing is stored, so nothing can be stale.
 *
 * Layer:   process.
 * Owner:   everything lives in the arena passed in.
 * Cost:    a year is one pass over its marks (measured: see bench/); one group or subject reads only
 *          that group. All reads of one call should stand in one read transaction.
 */
#ifndef LIANZE_PROCESS_APPRAISAL_STORE_H
#define LIANZE_PROCESS_APPRAISAL_STORE_H

#include "process/appraisal.h"
#include "store/db.h"

struct appraised_group {
	int64_t id; /* of the appraisal_group; for persons: the level's place in this scheme + 1 */
	struct str level; /* for persons: the level's code in the scheme; empty for units */
	struct str name; /* for persons: the level's Chinese title, with name_en */
	struct str name_en; /* empty for units: groups have one name */
};

struct appraised_subject { /* a unit or a person */
	int64_t id;
	struct str code, name;
	struct str class_name; /* the unit's kind or the person's level as stored */
};

struct appraisal_year {
	int year;
	enum scheme_subject subject;
	const struct scheme *scheme;
	const struct appraised_group *groups; /* index = the engine's group; ordered by name */
	size_t group_count;
	const struct appraised_subject *subjects; /* index = the engine's member; ordered by code */
	const struct appraisal_member *members;
	size_t subject_count;
	struct appraisal *appraisal; /* finished: appraisal_result(), appraisal_ranking() … */
	int member; /* index of the request's subject, -1 when it named none */
	size_t foreign_marks; /* marks for indicators that the scheme does not have: ignored */
};

struct appraisal_request {
	int64_t jurisdiction_id;
	int year;
	enum scheme_subject subject;
	int64_t group_id; /* 0: all groups; units only */
	struct str level; /* persons: the code of one level of the scheme; empty: all */
	int64_t subject_id; /* 0, or the unit or person that is asked for: its group, with detail */
	bool alone; /* with as_of: this subject without its group; ranks and grades by quota mean nothing */
	bool detail;	  /* keep cells and marks, for derivations; always so for one group */
	/* Leaves in the ledger: as it stood then (ledger/history.h); 0: as it is now. Of groups and
	 * persons the names are today's. Costs one statement for each subject. */
	int64_t as_of;
	int32_t day; /* on which points from the plan are taken (score_source.h); 0: today */
	int64_t scheme_id; /* this adopted version, also where another is in force; 0: the one in force */
	/* Already loaded, or one to try instead of the one in force (scheme_try.h); or NULL. And by indicator
	 * of it the maximum that the marks were given for, from which they are scaled (0 or NULL: as they
	 * are). */
	const struct scheme *scheme;
	const struct decimal *former_maximum;
};

/*
 * Appraise a year, one group of it, or the group of one subject. Units that are in no group of the
 * year are not appraised. Persons are those who hold a post on the last day of the year at a level
 * that the scheme names; a level is their group.
 *
 * -ERR_NOT_FOUND: no scheme is in force, no such group in that year, or the subject is not appraised
 * in it; -ERR_CORRUPT: a stored value contradicts the schema; -ERR_MEMORY, -ERR_DATABASE, -ERR_BUSY.
 */
MUST_USE int appraisal_load(struct db *db, const struct appraisal_request *request,
			    struct arena *arena, struct appraisal_year **out, struct error *err);

/* Index of a subject by its id; -1 when it is not among them. */
int appraisal_year_member(const struct appraisal_year *year, int64_t subject_id);

#endif
