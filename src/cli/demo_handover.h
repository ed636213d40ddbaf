/*
 * demo_handover.h - the demonstration's handovers: a liaison's work changes hands in 2008, handed over,
 * accepted and confirmed; the next list is opened in 2009 and waits for a receiver.
 *
 * Layer: cli. By the functions that pages use, each act on its day.
 */
#ifndef LIANZE_CLI_DEMO_HANDOVER_H
#define LIANZE_CLI_DEMO_HANDOVER_H

#include "cli/operator.h"

/* After the log-ins were made: a receiver needs one. Another seed may have given DEMO_PERSON_GIVER a post too
 * late in 2008: then there are no handovers. */
MUST_USE int demo_handovers_make(struct operator_session *session, struct error *err);

#endif
