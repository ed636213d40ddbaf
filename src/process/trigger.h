/*
 * trigger.h - last in its group in consecutive years: what is proposed, about whom, and why or why not
 * (mechanism A3; decisions.md 5). A trigger proposes, people decide.
 *
 * Layer:   rules. Pure: results and posts in, a proposal out; no SQL, no clock.
 * Owner:   texts and arrays live in the arena passed in.
 */
#ifndef LIANZE_PROCESS_TRIGGER_H
#define LIANZE_PROCESS_TRIGGER_H

#include "messages.h"
#include "process/appraisal.h"

#define TRIGGER_YEARS_MAXIMUM 10

/* A unit's result of one year, as the trigger sees it. */
struct trigger_result {
	int year;
	bool grouped; /* it was in a group that year; the rest is unset otherwise */
	bool final;   /* triggers look at final results only; others are named as not yet counting */
	enum last_place last;
	int rank;
	size_t group_size; /* ranked members */
	struct decimal total;
	int places; /* of the scheme */
	struct str group_name;
};

/* A post as principal of the unit; several of one person are taken together. */
struct trigger_post {
	int64_t person_id;
	struct str code, name, title;
	int32_t from_day;
	int32_t to_day; /* CIVIL_NO_DAY: still */
};

struct trigger_input {
	const struct scheme_trigger *trigger;
	struct str unit_name;
	int year; /* the last of the consecutive years */
	const struct trigger_result *results; /* trigger->years of them, oldest first */
	const struct trigger_post *posts;     /* principals, posts of one person together */
	size_t post_count;
};

struct trigger_principal {
	int64_t person_id;
	struct str code, name, titles; /* titles joined by "、" */
	int days[TRIGGER_YEARS_MAXIMUM]; /* in post in each calendar year, both ends included */
	bool qualifies;
	int failing_year; /* the first year with too few days, 0 when it qualifies */
};

struct trigger_proposal {
	const struct scheme_trigger *trigger;
	struct str unit_name;
	int year;
	int years; /* consecutive years looked at */
	const struct trigger_result *results;
	bool fires;	  /* last in every year, all results final */
	bool provisional; /* last in every year, but a result is not final yet */
	bool regrouped;	  /* it was not in the same group throughout; it counts all the same */
	const struct trigger_principal *principals;
	size_t principal_count, qualifying_count;
	bool undetermined; /* fires, but no principal qualifies: the subject is to be determined */
};

/*
 * Judge one unit under one trigger. Days of one person in several posts of the unit are counted once.
 * -ERR_MEMORY; -ERR_BROKEN when there are more years than TRIGGER_YEARS_MAXIMUM.
 */
MUST_USE int trigger_judge(const struct trigger_input *input, struct arena *arena,
			   struct trigger_proposal *out, struct error *err);

/* Days of [from_day, to_day] that fall into a calendar year, both ends included. */
int trigger_days_in_year(int32_t from_day, int32_t to_day, int year);

/*
 * The derivation as sentences in a language: each year's place, each principal's days, what follows.
 * *out has *out_count texts. -ERR_MEMORY.
 */
MUST_USE int trigger_reasons(const struct trigger_proposal *proposal, enum language language,
			     struct arena *arena, const struct str **out, size_t *out_count,
			     struct error *err);

#endif
