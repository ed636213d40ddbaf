/*
 * jurisdiction.h - a body that runs the responsibility system: a county, a city, a company.
 *
 * Layer: people. The record is global: its column jurisdiction_id is 0, and its own id is what all
 * other records carry as jurisdiction_id.
 */
#ifndef LIANZE_PEOPLE_JURISDICTION_H
#define LIANZE_PEOPLE_JURISDICTION_H

#include "ledger/act.h"
#include "record/record.h"

struct jurisdiction {
	struct record_head head;
	struct str code; /* short, unique over all jurisdictions */
	struct str name;
	struct str name_en;
	int64_t utc_offset_minutes; /* day boundaries; Asia/Shanghai is 480 */
	int64_t clock_offset_days;  /* business date minus real date (decisions.md 7) */
	bool demonstration;	    /* every name in it is invented, and pages say so */
};

extern const struct record_type jurisdiction_record;

/* The oldest jurisdiction: the only one of a county's own installation. -ERR_NOT_FOUND: none yet. */
MUST_USE int jurisdiction_first(struct db *db, struct arena *arena, struct jurisdiction *out,
				struct error *err);

/* The business date of a jurisdiction at an instant; 0 (global) uses Asia/Shanghai and no offset.
 * -ERR_NOT_FOUND when there is no such jurisdiction. */
MUST_USE int jurisdiction_day(struct db *db, int64_t jurisdiction_id, int64_t at_ms,
			      int32_t *out_day, struct error *err);

#endif
