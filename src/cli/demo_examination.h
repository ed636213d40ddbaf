/*
 * demo_examination.h - what goes before the demonstration's results of persons: their year's examinations
 * opened, stated by the cadres, assessed by some of the superiors, with a few findings.
 *
 * Layer: cli. By the functions that pages use, each act on its day.
 */
#ifndef LIANZE_CLI_DEMO_EXAMINATION_H
#define LIANZE_CLI_DEMO_EXAMINATION_H

#include "cli/operator.h"

/* Before the year's results of persons are published. */
MUST_USE int demo_examinations_make(struct operator_session *session, int year, struct error *err);

#endif
