/*
 * appraisal_group.h - the groups in which units are ranked; each exists for one year.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_APPRAISAL_GROUP_H
#define LIANZE_PEOPLE_APPRAISAL_GROUP_H

#include "ledger/act.h"
#include "record/record.h"

struct appraisal_group {
	struct record_head head;
	int64_t year;
	struct str name;     /* unique in its year */
	struct str name_key; /* derived */
};

extern const struct record_type appraisal_group_record;

/* -ERR_INVALID when the year has a group of that name. */
MUST_USE int appraisal_group_create(struct act *act, struct appraisal_group *group,
				    struct error *err);

#endif
