/*
 * rights_load.h - reads from the database what rights.h decides upon.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_RIGHTS_LOAD_H
#define LIANZE_PEOPLE_RIGHTS_LOAD_H

#include "people/rights.h"
#include "store/db.h"

/*
 * The grants of an account in a jurisdiction that are in force on `day`, at most
 * RIGHTS_MAXIMUM_GRANTS, and as many again of accounts whose deputy it is on that day. An account that
 * is disabled or absent gets none and account_id 0. -ERR_CORRUPT when a stored role is unknown.
 */
MUST_USE int rights_load(struct db *db, int64_t jurisdiction_id, int64_t account_id, int32_t day,
			 struct rights *out, struct error *err);

/* Where a unit stands: itself, then each unit above. Unit 0 gives the whole jurisdiction.
 * -ERR_NOT_FOUND when there is no such unit. */
MUST_USE int rights_object_of_unit(struct db *db, int64_t jurisdiction_id, int64_t unit_id,
				   struct rights_object *out, struct error *err);

/* Where a person stands on a day: the units of the posts then held and those above, as far as
 * RIGHTS_MAXIMUM_DEPTH units reach (what is cut off is denied, never granted). */
MUST_USE int rights_object_of_person(struct db *db, int64_t jurisdiction_id, int64_t person_id,
				     int32_t day, struct rights_object *out, struct error *err);

#endif
