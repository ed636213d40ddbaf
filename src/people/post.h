/*
 * post.h - posts that persons hold in units, from a day to a day.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_POST_H
#define LIANZE_PEOPLE_POST_H

#include "ledger/act.h"
#include "record/record.h"

enum post_level {
	POST_DEPUTY_SECTION, /* 副科职 */
	POST_SECTION,	     /* 正科职 */
	POST_DEPUTY_COUNTY,  /* 副处职 */
	POST_COUNTY,	     /* 正处职 */
	POST_OTHER,	     /* 其他 */
	POST_LEVEL_COUNT
};

struct post {
	struct record_head head;
	int64_t person_id;
	int64_t unit_id;
	struct str title;
	int level;	  /* enum post_level */
	bool principal;	  /* answers for the unit; several may at once (decisions.md 5) */
	int32_t from_day; /* both ends included */
	int32_t to_day;	  /* CIVIL_NO_DAY: still */
};

extern const struct record_type post_record;
extern const struct field_choice post_levels[];

/* Pure: from <= to. -ERR_INVALID names "to_day". */
MUST_USE int post_check_period(const struct post *post, struct error *err);

/* Create or change. -ERR_INVALID: the period ends before it begins; -ERR_RULE: the unit does not exist on
 * all these days, or the person holds the same title in it on one of them already. */
MUST_USE int post_create(struct act *act, struct post *post, struct error *err);
MUST_USE int post_update(struct act *act, struct post *post, struct error *err);

#endif
