/*
 * results.h - scores and entries of the demonstration's years.
 *
 * Layer: demo. See county.h for what is planted.
 */
#ifndef LIANZE_DEMO_RESULTS_H
#define LIANZE_DEMO_RESULTS_H

#include "demo/county.h"
#include "process/scheme.h"

/* One year's score file for the scheme in force: every applicable cell of every unit in a group. One
 * indicator is scored by three teams, so that averages give thirds. */
void demo_write_scores(const struct demo_unit units[DEMO_UNITS], const struct scheme *scheme, int year,
		       uint64_t seed, struct buf *out);
/* The head of a score file of persons, and one person's line for every cell that applies to the level. */
void demo_begin_person_scores(struct buf *out);
void demo_write_person_scores(struct str person_code, int level, const struct scheme *scheme, int year,
			      uint64_t seed, struct buf *out);
/* Entries of one year: bonuses, deductions, a veto. */
void demo_write_entries(int year, struct buf *out);

#endif
