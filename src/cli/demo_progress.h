/*
 * demo_progress.h - what the demonstration's units reported on their plans, and what became of it:
 * accepted, in part, returned and sent again, late, waiting, blocked; dates asked for and lights contested.
 *
 * Layer: cli. By the functions that pages use, each act on its day. Which assignment fares how follows from a
 * hash of unit, item and checkpoint, so that every colour of light is there and stays the same.
 */
#ifndef LIANZE_CLI_DEMO_PROGRESS_H
#define LIANZE_CLI_DEMO_PROGRESS_H

#include "cli/operator.h"

MUST_USE int demo_progress_make(struct operator_session *session, struct error *err);

#endif
