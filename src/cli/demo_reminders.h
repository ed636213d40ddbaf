/*
 * demo_reminders.h - the demonstration's reminders of its first day.
 *
 * Layer: cli. After plans, reports and log-ins were made: whoever has a log-in hears.
 */
#ifndef LIANZE_CLI_DEMO_REMINDERS_H
#define LIANZE_CLI_DEMO_REMINDERS_H

#include "cli/operator.h"

MUST_USE int demo_reminders_make(struct operator_session *session, struct error *err);

#endif
