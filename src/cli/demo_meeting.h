/*
 * demo_meeting.h - the demonstration's meetings: called, reported to, minuted, their conclusions followed.
 *
 * Layer: cli. By the functions that pages use, each act on its day.
 */
#ifndef LIANZE_CLI_DEMO_MEETING_H
#define LIANZE_CLI_DEMO_MEETING_H

#include "cli/operator.h"

/* After the plans were published: conclusions name their items. */
MUST_USE int demo_meetings_make(struct operator_session *session, struct error *err);

#endif
