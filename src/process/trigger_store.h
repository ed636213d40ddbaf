/*
 * trigger_store.h - triggers of a year out of the database: results of the consecutive years and the
 * principals' posts, judged by trigger.h (mechanism A3). Reads only.
 *
 * Layer:   process.
 * Owner:   everything lives in the arena passed in.
 *
 * The triggers of a unit are those of the scheme under which its result of the request's year became
 * final; while none is final, those of the scheme in force. Of a group that has no final result the
 * present appraisal is looked at, which is named as provisional and proposes nothing.
 */
#ifndef LIANZE_PROCESS_TRIGGER_STORE_H
#define LIANZE_PROCESS_TRIGGER_STORE_H

#include "process/appraisal_store.h"
#include "process/trigger.h"

struct trigger_request {
	int64_t jurisdiction_id;
	int year; /* the last of the consecutive years */
	/* To try another scheme: the request's year as it appraises it, with its triggers, as if that were
	 * final; NULL: as the records say. For trigger_load_year() only. */
	const struct appraisal_year *appraised;
};

/* Last places of one year that are looked at: as many groups as any county has, several times over. */
#define TRIGGER_LASTS_MAXIMUM 2000

struct trigger_finding {
	int64_t unit_id;
	struct str unit_code;
	int64_t scheme_id; /* whose trigger it is */
	struct trigger_proposal proposal; /* proposal.fires says whether it fires; trigger_reasons() why */
};

struct trigger_findings {
	struct trigger_finding *items;
	size_t count;
};

/*
 * What every trigger says about one unit, fired or not: one finding for each trigger. A year in which the
 * unit was in no group, or for which no scheme was in force, counts as not grouped.
 * -ERR_NOT_FOUND: no scheme is in force in the request's year, or no such unit in a group of it.
 */
MUST_USE int trigger_load_unit(struct db *db, const struct trigger_request *request,
			       int64_t unit_id, struct arena *arena, struct trigger_findings *out,
			       struct error *err);

/*
 * The units that were in last place in all years of a trigger (proposal.fires, or .provisional while a
 * result is not final), ordered by code. -ERR_NOT_FOUND as appraisal_load().
 */
MUST_USE int trigger_load_year(struct db *db, const struct trigger_request *request,
			       struct arena *arena, struct trigger_findings *out,
			       struct error *err);

#endif
