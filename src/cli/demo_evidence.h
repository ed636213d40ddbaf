/* demo_evidence.h - evidence of the demonstration: documents, files, records; reports cite it. Layer: cli. */
#ifndef LIANZE_CLI_DEMO_EVIDENCE_H
#define LIANZE_CLI_DEMO_EVIDENCE_H

#include "cli/operator.h"
#include "demo/evidence.h"

/* After the reports and the closed years (demo_progress.h, demo_year.h). `where` is the database. */
MUST_USE int demo_evidence_make(struct operator_session *session, const char *where,
				const struct demo_unit units[DEMO_UNITS], struct error *err);

#endif
