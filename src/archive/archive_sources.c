/*
 * archive_sources.c - what the time lines of units and persons are made of (people/archive_source.h).
 *
 * Two tables. A mechanism of another room declares its source there and is named here by its address.
 * The order is that of entries of one day: what follows from something stands above it.
 *
 * Petitions and accusations have no source of units, and none of persons, and must get none: nobody that
 * one is about learns of it from a line (domain.md 4, rule 7).
 */
#include "archive/archive_line.h"
#include "evidence/evidence.h"
#include "letter/letter.h"
#include "meeting/conclusion.h"
#include "meeting/meeting.h"
#include "messages_archive.h"
#include "messages_letter.h"
#include "people/handover.h"
#include "people/person_change.h"
#include "people/post.h"
#include "people/unit_change.h"
#include "plan/assignment.h"
#include "process/entry.h"
#include "process/objection.h"
#include "process/proposal.h"
#include "progress/due_request.h"
#include "progress/progress_report.h"
#include "statements_archive_person.h"
#include "statements_archive_unit.h"

/* Who reads what happens on a unit's assignments (progress/progress_view.h); the confidential ones. */
#define DOING                                                                                      \
	(PERMISSION_DERIVATION_READ | PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_REVIEW |           \
	 PERMISSION_PLAN_MANAGE)
#define ANSWERING (PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_MANAGE)

static const struct field_choice answer_words[] = {
	{ "assignment.claim", MESSAGE_ARCHIVE_ANSWER_CLAIM },
	{ "assignment.claim_all", MESSAGE_ARCHIVE_ANSWER_CLAIM_ALL },
	{ "assignment.answer", MESSAGE_ARCHIVE_ANSWER_ANSWER },
	{ NULL, MESSAGE_NONE },
};

/* Units -------------------------------------------------------------------------------------------- */

static const struct archive_source unit_result_lines = {
	.kind = "result", .label = MESSAGE_ARCHIVE_SOURCE_RESULT,
	.statement = STATEMENT_ARCHIVE_UNIT_RESULT, .address = "/years/%d/units/%I",
	.number_label = MESSAGE_ARCHIVE_NUMBER_RANK,
	.permission = PERMISSION_RESULT_READ, .link_permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source unit_proposal_lines = {
	.kind = "proposal", .label = MESSAGE_ARCHIVE_SOURCE_PROPOSAL,
	.statement = STATEMENT_ARCHIVE_UNIT_PROPOSAL, .address = "/proposals/%I",
	.words = proposal_states, .permission = PERMISSION_PROPOSAL_READ,
};
static const struct archive_source unit_objection_lines = {
	.kind = "objection", .label = MESSAGE_ARCHIVE_SOURCE_OBJECTION,
	.statement = STATEMENT_ARCHIVE_UNIT_OBJECTION, .address = "/objections/%I",
	.words = objection_states, .permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source unit_entry_lines = {
	.kind = "entry", .label = MESSAGE_ARCHIVE_SOURCE_ENTRY,
	.statement = STATEMENT_ARCHIVE_UNIT_ENTRY, .address = "/entries/%I", .words = entry_kinds,
	.permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source unit_mark_lines = {
	.kind = "mark", .label = MESSAGE_ARCHIVE_SOURCE_MARK,
	.statement = STATEMENT_ARCHIVE_UNIT_MARK, .address = "/years/%d/units/%I",
	.number_label = MESSAGE_ARCHIVE_NUMBER_MARKS,
	.permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source unit_sampling_lines = {
	.kind = "sampling", .label = MESSAGE_ARCHIVE_SOURCE_SAMPLING,
	.statement = STATEMENT_ARCHIVE_UNIT_SAMPLING, .address = "/reports/%I",
	.permission = DOING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_request_answer_lines = {
	.kind = "request_answer", .label = MESSAGE_ARCHIVE_SOURCE_REQUEST_ANSWER,
	.statement = STATEMENT_ARCHIVE_UNIT_REQUEST_ANSWER, .address = "/assignments/%I",
	.words = due_request_states, .permission = DOING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_request_lines = {
	.kind = "request", .label = MESSAGE_ARCHIVE_SOURCE_REQUEST,
	.statement = STATEMENT_ARCHIVE_UNIT_REQUEST, .address = "/assignments/%I",
	.words = due_request_kinds, .permission = DOING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_review_lines = {
	.kind = "review", .label = MESSAGE_ARCHIVE_SOURCE_REVIEW,
	.statement = STATEMENT_ARCHIVE_UNIT_REVIEW, .address = "/reports/%I", .words = report_states,
	.permission = DOING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_report_lines = {
	.kind = "report", .label = MESSAGE_ARCHIVE_SOURCE_REPORT,
	.statement = STATEMENT_ARCHIVE_UNIT_REPORT, .address = "/reports/%I",
	.words = progress_statuses, .permission = DOING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_evidence_lines = {
	.kind = "evidence", .label = MESSAGE_ARCHIVE_SOURCE_EVIDENCE,
	.statement = STATEMENT_ARCHIVE_UNIT_EVIDENCE, .address = "/evidence/%I",
	.words = evidence_kinds, .permission = PERMISSION_EVIDENCE_READ,
	.secret_permission = PERMISSION_OBJECTION_RAISE,
	.secret_everywhere = PERMISSION_EVIDENCE_READ,
};
static const struct archive_source unit_answer_lines = {
	.kind = "answer", .label = MESSAGE_ARCHIVE_SOURCE_ANSWER,
	.statement = STATEMENT_ARCHIVE_UNIT_ANSWER, .address = "/assignments/%I",
	.words = answer_words, .permission = ANSWERING, .secret_permission = ANSWERING,
};
static const struct archive_source unit_co_assignment_lines = {
	.kind = "co_assignment", .label = MESSAGE_ARCHIVE_SOURCE_CO_ASSIGNMENT,
	.statement = STATEMENT_ARCHIVE_UNIT_CO_ASSIGNMENT, .address = "/plans/%d",
	.words = co_assignment_states, .permission = PERMISSION_PLAN_READ,
	.secret_permission = ANSWERING,
};
static const struct archive_source unit_assignment_lines = {
	.kind = "assignment", .label = MESSAGE_ARCHIVE_SOURCE_ASSIGNMENT,
	.statement = STATEMENT_ARCHIVE_UNIT_ASSIGNMENT, .address = "/assignments/%I",
	.permission = PERMISSION_PLAN_READ, .secret_permission = ANSWERING,
	.link_permission = DOING,
};
static const struct archive_source unit_plan_lines = {
	.kind = "plan", .label = MESSAGE_ARCHIVE_SOURCE_PLAN,
	.statement = STATEMENT_ARCHIVE_UNIT_PLAN, .address = "/plans/%d",
	.number_label = MESSAGE_ARCHIVE_NUMBER_VERSION, .permission = PERMISSION_PLAN_READ,
};
static const struct archive_source unit_handover_lines = {
	.kind = "handover", .label = MESSAGE_ARCHIVE_SOURCE_HANDOVER,
	.statement = STATEMENT_ARCHIVE_UNIT_HANDOVER, .address = "/handovers/%I",
	.words = handover_states, .permission = PERMISSION_PERSON_WRITE,
};
static const struct archive_source unit_post_end_lines = {
	.kind = "post_end", .label = MESSAGE_ARCHIVE_SOURCE_PRINCIPAL_END,
	.statement = STATEMENT_ARCHIVE_UNIT_POST_END, .address = "/persons/%I",
	.permission = PERMISSION_PERSON_READ,
};
static const struct archive_source unit_post_lines = {
	.kind = "post", .label = MESSAGE_ARCHIVE_SOURCE_PRINCIPAL,
	.statement = STATEMENT_ARCHIVE_UNIT_POST, .address = "/persons/%I",
	.permission = PERMISSION_PERSON_READ,
};
static const struct archive_source unit_change_lines = {
	.kind = "change", .label = MESSAGE_ARCHIVE_SOURCE_UNIT_CHANGE,
	.statement = STATEMENT_ARCHIVE_UNIT_CHANGE, .address = "/changes/%I",
	.words = unit_change_kinds,
};

static const struct archive_source unit_letter_lines = {
	.kind = "letter", .label = MESSAGE_LETTER_LABEL,
	.statement = STATEMENT_ARCHIVE_UNIT_LETTER, .address = "/letters/%I",
	.words = letter_states, .permission = PERMISSION_LETTER_READ,
};
/* A meeting is its participants' until its minutes are frozen (meeting/meeting_access_view.h). */
static const struct archive_source unit_meeting_lines = {
	.kind = "meeting", .label = MESSAGE_ARCHIVE_SOURCE_MEETING,
	.statement = STATEMENT_ARCHIVE_UNIT_MEETING, .address = "/meetings/%I",
	.words = meeting_kinds, .number_label = MESSAGE_ARCHIVE_NUMBER_DURATION,
	.permission = PERMISSION_MEETING_READ,
	.secret_permission = PERMISSION_PLAN_RESPOND | PERMISSION_MEETING_MANAGE,
};
static const struct archive_source unit_conclusion_lines = {
	.kind = "conclusion", .label = MESSAGE_ARCHIVE_SOURCE_CONCLUSION,
	.statement = STATEMENT_ARCHIVE_UNIT_CONCLUSION, .address = "/conclusions/%I",
	.words = conclusion_states, .permission = PERMISSION_MEETING_READ,
	.secret_permission = PERMISSION_MEETING_MANAGE,
};

const struct archive_source *const archive_unit_sources[] = {
	&unit_result_lines,
	&unit_proposal_lines,
	&unit_objection_lines,
	&unit_entry_lines,
	&unit_mark_lines,
	&unit_conclusion_lines,
	&unit_meeting_lines,
	&unit_letter_lines,
	&unit_sampling_lines,
	&unit_request_answer_lines,
	&unit_request_lines,
	&unit_review_lines,
	&unit_report_lines,
	&unit_evidence_lines,
	&unit_answer_lines,
	&unit_co_assignment_lines,
	&unit_assignment_lines,
	&unit_plan_lines,
	&unit_handover_lines,
	&unit_post_end_lines,
	&unit_post_lines,
	&unit_change_lines,
	NULL,
};

/* Persons ------------------------------------------------------------------------------------------ */

static const struct archive_source person_proposal_lines = {
	.kind = "proposal", .label = MESSAGE_ARCHIVE_SOURCE_PROCEDURE,
	.statement = STATEMENT_ARCHIVE_PERSON_PROPOSAL, .address = "/proposals/%I",
	.words = proposal_states, .link_permission = PERMISSION_PROPOSAL_READ, .closes = true,
};
static const struct archive_source person_result_lines = {
	.kind = "result", .label = MESSAGE_ARCHIVE_SOURCE_RESULT,
	.statement = STATEMENT_ARCHIVE_PERSON_RESULT, .address = "/years/%d/persons/%I",
	.number_label = MESSAGE_ARCHIVE_NUMBER_RANK,
	.link_permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source person_objection_lines = {
	.kind = "objection", .label = MESSAGE_ARCHIVE_SOURCE_OBJECTION,
	.statement = STATEMENT_ARCHIVE_PERSON_OBJECTION, .address = "/objections/%I",
	.words = objection_states, .link_permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source person_points_lines = {
	.kind = "points", .label = MESSAGE_ARCHIVE_SOURCE_ENTRY,
	.statement = STATEMENT_ARCHIVE_PERSON_POINTS, .address = "/entries/%I", .words = entry_kinds,
	.link_permission = PERMISSION_DERIVATION_READ,
};
static const struct archive_source person_entry_lines = {
	.kind = "entry", .label = MESSAGE_ARCHIVE_SOURCE_EARLIER,
	.statement = STATEMENT_ARCHIVE_PERSON_ENTRY, .rule_words = true,
	.number_label = MESSAGE_ARCHIVE_NUMBER_VALID_UNTIL, .day_number = true, .closes = true,
};
static const struct archive_source person_handover_lines = {
	.kind = "handover", .label = MESSAGE_ARCHIVE_SOURCE_HANDOVER,
	.statement = STATEMENT_ARCHIVE_PERSON_HANDOVER, .address = "/handovers/%I",
	.words = handover_states, .link_permission = PERMISSION_PERSON_WRITE,
};
static const struct archive_source person_change_lines = {
	.kind = "change", .label = MESSAGE_ARCHIVE_SOURCE_PERSON_CHANGE,
	.statement = STATEMENT_ARCHIVE_PERSON_CHANGE, .address = "/persons/%I",
	.words = person_change_kinds, .link_permission = PERMISSION_PERSON_READ,
};
static const struct archive_source person_post_end_lines = {
	.kind = "post_end", .label = MESSAGE_ARCHIVE_SOURCE_POST_END,
	.statement = STATEMENT_ARCHIVE_PERSON_POST_END, .words = post_levels,
};
static const struct archive_source person_post_lines = {
	.kind = "post", .label = MESSAGE_ARCHIVE_SOURCE_POST,
	.statement = STATEMENT_ARCHIVE_PERSON_POST, .words = post_levels,
};

/* Of other rooms, by address. */
extern const struct archive_source letter_person_lines, letter_signature_lines; /* letter/letter_archive.c */
extern const struct archive_source finding_archive_lines, examination_archive_lines; /* examination */

const struct archive_source *const archive_person_sources[] = {
	&letter_signature_lines,
	&letter_person_lines,
	&person_proposal_lines,
	&finding_archive_lines,
	&person_result_lines,
	&person_objection_lines,
	&examination_archive_lines,
	&person_points_lines,
	&person_entry_lines,
	&person_handover_lines,
	&person_change_lines,
	&person_post_end_lines,
	&person_post_lines,
	NULL,
};
