/*
 * registry.c - every record type and every state table of the program.
 *
 * The one place where this room names rooms above it: it takes the address of their tables and
 * includes nothing of theirs. A new type is one declaration and one line, a referenced type before
 * those that refer to it.
 */
#include "record/record.h"
#include "record/transition.h"

/* people */
extern const struct record_type jurisdiction_record, account_record, unit_record;
extern const struct record_type appraisal_group_record, group_member_record;
extern const struct record_type person_record, post_record, role_grant_record;
extern const struct record_type token_record;
extern const struct record_type unit_change_record, unit_change_unit_record, unit_name_record;
extern const struct record_type security_policy_record;
extern const struct record_type person_change_record, deputy_record;
extern const struct record_type person_change_record;
extern const struct record_type security_policy_record, slip_record;
extern const struct record_type handover_record, handover_item_record;

/* process */
extern const struct record_type scheme_record, score_record, entry_record, import_batch_record;
extern const struct record_type score_removal_record, score_basis_record;
extern const struct record_type import_mapping_record;
extern const struct record_type calendar_year_record;
extern const struct record_type rulebook_record;
extern const struct record_type result_record, result_line_record, objection_record, proposal_record;

/* plan */
extern const struct record_type plan_record, plan_version_record, plan_item_record;
extern const struct record_type plan_pair_record;
extern const struct record_type assignment_record, co_assignment_record, assignment_person_record;

/* progress */
extern const struct record_type progress_report_record, due_request_record, report_evidence_record;
extern const struct record_type sampling_record, sampling_draw_record;
/* meeting */
extern const struct record_type meeting_record, meeting_topic_record, meeting_participant_record;
extern const struct record_type meeting_reference_record, meeting_conclusion_record;
extern const struct record_type meeting_minutes_record;
/* letter */
extern const struct record_type letter_text_record, letter_record, letter_signature_record;
/* examination */
extern const struct record_type examination_record, finding_record;
/* reminder */
extern const struct record_type digest_record;
/* evidence */
extern const struct record_type evidence_record;

/* archive */
extern const struct record_type archive_entry_record, archive_reading_record, archive_closure_record;

const struct record_type *const record_registry[] = {
	&jurisdiction_record,
	&account_record,
	&unit_record,
	&appraisal_group_record,
	&group_member_record,
	&person_record,
	&post_record,
	&role_grant_record,
	&token_record,
	&unit_change_record,
	&unit_change_unit_record,
	&unit_name_record,
	&security_policy_record,
	&person_change_record,
	&deputy_record,
	&slip_record,
	&handover_record,
	&handover_item_record,
	&scheme_record,
	&score_record,
	&score_removal_record,
	&score_basis_record,
	&entry_record,
	&import_batch_record,
	&import_mapping_record,
	&calendar_year_record,
	&rulebook_record,
	&result_record,
	&result_line_record,
	&objection_record,
	&proposal_record,
	&evidence_record,
	&plan_record,
	&plan_version_record,
	&plan_item_record,
	&plan_pair_record,
	&assignment_record,
	&co_assignment_record,
	&assignment_person_record,
	&progress_report_record,
	&due_request_record,
	&report_evidence_record,
	&sampling_record,
	&sampling_draw_record,
	&archive_entry_record,
	&archive_reading_record,
	&archive_closure_record,
	&meeting_record,
	&meeting_topic_record,
	&meeting_participant_record,
	&meeting_reference_record,
	&meeting_conclusion_record,
	&meeting_minutes_record,
	&letter_text_record,
	&letter_record,
	&letter_signature_record,
	&examination_record,
	&finding_record,
	&digest_record,
	NULL,
};

/* Lives, in the order of the rooms. */
extern const struct state_table account_life, slip_life, token_life, deputy_life;
extern const struct state_table handover_life, handover_item_life;
extern const struct state_table import_batch_life, result_life, objection_life, proposal_life;
extern const struct state_table evidence_life;
extern const struct state_table plan_version_life, assignment_life, co_assignment_life;
extern const struct state_table report_life, due_request_life, sampling_life;
extern const struct state_table archive_closure_life;
extern const struct state_table meeting_life, conclusion_life;
extern const struct state_table letter_life;
extern const struct state_table examination_life, finding_life;

const struct state_table *const state_registry[] = {
	&account_life,
	&slip_life,
	&token_life,
	&deputy_life,
	&handover_life,
	&handover_item_life,
	&import_batch_life,
	&result_life,
	&objection_life,
	&proposal_life,
	&evidence_life,
	&plan_version_life,
	&assignment_life,
	&co_assignment_life,
	&report_life,
	&due_request_life,
	&sampling_life,
	&archive_closure_life,
	&meeting_life,
	&conclusion_life,
	&letter_life,
	&examination_life,
	&finding_life,
	NULL,
};
