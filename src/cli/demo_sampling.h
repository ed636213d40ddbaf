/* demo_sampling.h - sampled checks of the demonstration: one drawn, one whose period runs. Layer: cli. */
#ifndef LIANZE_CLI_DEMO_SAMPLING_H
#define LIANZE_CLI_DEMO_SAMPLING_H

#include "cli/operator.h"

/* After the reports (demo_progress.h). */
MUST_USE int demo_samplings_make(struct operator_session *session, struct error *err);

#endif
