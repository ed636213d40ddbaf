/*
 * person.h - persons of the register; what they do is in their posts.
 *
 * Layer: people. Who left stays in the register with all results and history, and comes back under the
 * same code (people/person_change.h).
 */
#ifndef LIANZE_PEOPLE_PERSON_H
#define LIANZE_PEOPLE_PERSON_H

#include "ledger/act.h"
#include "record/record.h"

struct person {
	struct record_head head;
	struct str code; /* unique in the jurisdiction; people/code.h */
	struct str name;
	struct str name_key; /* derived */
	int32_t left_day;    /* the last day in service; CIVIL_NO_DAY: in service */
};

extern const struct record_type person_record;

/* -ERR_NOT_FOUND when there is none. */
MUST_USE int person_find(struct db *db, int64_t jurisdiction_id, struct str code,
			 struct arena *arena, struct person *out, struct error *err);

/* Create or change. -ERR_INVALID: the code is malformed or another person's. Whoever is created is in
 * service. */
MUST_USE int person_create(struct act *act, struct person *person, struct error *err);
MUST_USE int person_update(struct act *act, struct person *person, struct error *err);

#endif
