/*
 * letters.h - the demonstration's responsibility letters: generated each February, signed by most in the
 * weeks behind; in July 2008, after the plan's second version, replaced and signed again by all units but a
 * few; in 2009 some still wait.
 *
 * Layer: demo. By the functions that pages use, each step an act on its day.
 */
#ifndef LIANZE_DEMO_LETTERS_H
#define LIANZE_DEMO_LETTERS_H

#include "demo/county.h"
#include "ledger/act.h"

struct demo_letter_step {
	int year;
	struct civil_date date;
	const char *kind; /* of the act */
	int (*change)(struct act *act, int year, int most, struct error *err);
	int most; /* per cent of those who could sign that do */
};

extern const struct demo_letter_step demo_letter_steps[]; /* ended by a NULL kind */

#endif
