/*
 * meeting_burden.h - what meetings asked of units: for the burden figure (domain.md 4, rule 1).
 *
 * Layer: meeting.
 *
 * Counted are meetings that were held and at which the unit, or somebody of it, was present; each once, with
 * its length. Planned, cancelled and excused ones ask nothing. It is never a score.
 */
#ifndef LIANZE_MEETING_MEETING_BURDEN_H
#define LIANZE_MEETING_MEETING_BURDEN_H

#include "base/arena.h"
#include "store/db.h"

struct meeting_burden {
	int64_t meetings;
	int64_t minutes;
	int64_t person_minutes; /* minutes times the people who came from the unit */
};

/* One unit's months of a year: out[0] is January. */
MUST_USE int meeting_burden_of_unit(struct db *db, int64_t jurisdiction_id, int64_t unit_id,
				    int year, struct meeting_burden out[12],
				    struct error *err); /* lint: as a place in time */

struct meeting_burden_unit {
	int64_t unit_id;
	struct meeting_burden burden;
};

struct meeting_burden_period {
	int64_t jurisdiction_id;
	int32_t from_day, to_day; /* both included */
};

/* Every unit that was at a meeting of the period, by id; in the arena. */
MUST_USE int meeting_burden_of_units(struct db *db, const struct meeting_burden_period *period,
				     struct arena *arena, struct meeting_burden_unit **out_items,
				     size_t *out_count, struct error *err);

#endif
