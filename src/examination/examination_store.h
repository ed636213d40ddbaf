/*
 * examination_store.h - examinations in the database: opened for a year, stated, assessed (examination.h).
 *
 * Layer:   examination.
 * Owner:   what is read lives in the arena passed in (of an act: the act's).
 *
 * Nothing moves once the level's result is public or final: -ERR_STATE says so.
 */
#ifndef LIANZE_EXAMINATION_EXAMINATION_STORE_H
#define LIANZE_EXAMINATION_EXAMINATION_STORE_H

#include "examination/examination.h"
#include "process/result_store.h"

/* out->head.jurisdiction_id, year and person_id are given; -ERR_NOT_FOUND when nobody opened it. */
MUST_USE int examination_find(struct db *db, struct examination *out, struct arena *arena,
			      struct error *err);

/*
 * Open a year: one examination for each person whom the scheme in force for persons appraises and who has
 * none yet; *out_count of them. -ERR_NOT_FOUND: no such scheme; -ERR_RULE: the year has not begun.
 */
MUST_USE int examination_open_year(struct act *act, int year, size_t *out_count, struct error *err);

struct examination_order {
	enum examination_event event;
	struct examination_asker asker;
	struct str parts[EXAMINATION_PART_COUNT]; /* submit */
	struct str opinion;			  /* assess */
	struct str note;			  /* return, reopen */
	int64_t expected_revision; /* that the form was made from; 0: not asked. Otherwise -ERR_CONFLICT */
};

/* Move it along its state table. The asker's unmarked is counted here. */
MUST_USE int examination_move(struct act *act, const struct examination *present,
			      const struct examination_order *order, struct examination *out,
			      struct error *err);
/* Keep a statement that is not handed in yet; only the person, while it is open. */
MUST_USE int examination_keep(struct act *act, const struct examination *present,
			      const struct examination_order *order, struct examination *out,
			      struct error *err);
/* Name another superior, 0: none. -ERR_RULE: the person themself, or one who has assessed already. */
MUST_USE int examination_name_superior(struct act *act, const struct examination *present,
				       int64_t superior_id, struct examination *out,
				       struct error *err);

/* What the level's result is now: RESULT_DRAFT, RESULT_PUBLICITY or RESULT_FINAL. */
MUST_USE int examination_result_state(struct db *db, const struct examination *examination,
				      struct arena *arena, enum result_state *out,
				      struct error *err);
/* -ERR_STATE unless the result is a draft. */
MUST_USE int examination_check_open(struct act *act, const struct examination *examination,
				    struct error *err);

#endif
