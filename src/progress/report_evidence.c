/* report_evidence.c - see report_evidence.h. */
#include "messages_progress.h"
#include "progress/report_evidence.h"
#include "statements_report_evidence.h"

static const struct field fields[] = {
	{ .name = "report_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct report_evidence, report_id),
	  .label = MESSAGE_REPORT_EVIDENCE_REPORT_ID,
	  .reference = &progress_report_record,
	  .since = 1 },
	{ .name = "evidence_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct report_evidence, evidence_id),
	  .label = MESSAGE_REPORT_EVIDENCE_EVIDENCE_ID,
	  .reference = &evidence_record,
	  .since = 1 },
};

const struct record_type report_evidence_record = {
	.name = "report_evidence",
	.label = MESSAGE_REPORT_EVIDENCE_LABEL,
	.size = sizeof(struct report_evidence),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_REPORT_EVIDENCE_INSERT,
	.update = STATEMENT_REPORT_EVIDENCE_UPDATE,
	.remove = -1,
	.get = STATEMENT_REPORT_EVIDENCE_GET,
	.all = STATEMENT_REPORT_EVIDENCE_ALL,
};
