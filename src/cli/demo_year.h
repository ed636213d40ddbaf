/*
 * demo_year.h - the demonstration's office work: scores, publicity, objections, final results, a
 * correction, decisions on proposals, each act on its day of 2008 and 2009.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_DEMO_YEAR_H
#define LIANZE_CLI_DEMO_YEAR_H

#include "cli/operator.h"
#include "demo/county.h"

struct demo_year {
	struct call *call;
	struct operator_session *session;
	const struct demo_unit *units; /* DEMO_UNITS of them */
	uint64_t seed;
	bool brief;  /* without examinations: persons' results of the last year alone */
	bool drafts; /* stop when the last year is scored: nothing of it is public, for practice */
};

/*
 * Appraise both years to the end: every group is final but DEMO_GROUP_DRAFT of the last year, which is
 * complete and waits to be published. Two objections, one of them upheld; one group corrected after it
 * was final; of the proposals one accepted, one declined, the others open.
 */
MUST_USE int demo_years_make(const struct demo_year *demo, struct error *err);

#endif
