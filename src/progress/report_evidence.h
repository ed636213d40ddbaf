/*
 * report_evidence.h - evidence that a report cites: one piece serves many reports.
 *
 * Layer: progress. The link is written with the report and stays with it; withdrawing the piece does not end
 * it, so that what was accepted because of it stays explainable.
 */
#ifndef LIANZE_PROGRESS_REPORT_EVIDENCE_H
#define LIANZE_PROGRESS_REPORT_EVIDENCE_H

#include "evidence/evidence.h"
#include "progress/progress_report.h"

struct report_evidence {
	struct record_head head;
	int64_t report_id;
	int64_t evidence_id;
};

extern const struct record_type report_evidence_record;

#define REPORT_EVIDENCE_MAXIMUM 20

#endif
