/* demo_letters.h - walks the steps of demo/letters.h, an act each. Layer: cli. */
#ifndef LIANZE_CLI_DEMO_LETTERS_H
#define LIANZE_CLI_DEMO_LETTERS_H

#include "cli/operator.h"

/* Those before `date`, from step *next on: a letter is made from the plan as it is then. */
MUST_USE int demo_letters_until(struct operator_session *session, struct civil_date date, size_t *next,
				struct error *err);

#endif
