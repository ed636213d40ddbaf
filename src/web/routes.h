/*
 * routes.h - the rooms' route tables, listed in routes.c.
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_ROUTES_H
#define LIANZE_WEB_ROUTES_H

#include "web/route.h"

extern const struct route session_routes[];
extern const struct route own_account_routes[];
extern const struct route own_password_routes[];
extern const struct route activation_routes[];
extern const struct route slip_routes[];
extern const struct route slip_request_routes[];
extern const struct route bulk_account_routes[];
extern const struct route security_policy_routes[];
extern const struct route workbench_routes[];
extern const struct route ranking_routes[];
extern const struct route person_result_routes[];
extern const struct route derivation_routes[];
extern const struct route group_years_routes[];
extern const struct route scoring_table_routes[];
extern const struct route scoring_cell_routes[];
extern const struct route result_move_routes[];
extern const struct route result_routes[];
extern const struct route objection_routes[];
extern const struct route proposal_routes[];
extern const struct route entry_routes[];
extern const struct route entry_form_routes[];
extern const struct route entry_story_routes[];
extern const struct route feedback_routes[];
extern const struct route import_routes[];
extern const struct route import_upload_routes[];
extern const struct route import_column_routes[];
extern const struct route scheme_routes[];
extern const struct route scheme_try_routes[];
extern const struct route search_routes[];
extern const struct route calendar_routes[];
extern const struct route upload_routes[];
extern const struct route evidence_routes[];
extern const struct route evidence_form_routes[];
extern const struct route evidence_file_routes[];
extern const struct route sameness_routes[];
extern const struct route rulebook_routes[];
extern const struct route assignment_routes[];
extern const struct route report_routes[];
extern const struct route sampling_routes[];
extern const struct route board_routes[];
extern const struct route matrix_routes[];
extern const struct route letter_routes[], letter_year_routes[], letter_proof_routes[];
extern const struct route percent_routes[];
extern const struct route examination_routes[], examination_list_routes[];
extern const struct route edit_routes[];
extern const struct route unit_routes[];
extern const struct route unit_change_routes[];
extern const struct route person_routes[];
extern const struct route person_act_routes[];
extern const struct route deputy_routes[];
extern const struct route handover_form_routes[];
extern const struct route handover_routes[];
extern const struct route ledger_routes[];
extern const struct route account_routes[];
extern const struct route act_routes[];
extern const struct route history_routes[];
extern const struct route audit_routes[];
extern const struct route token_routes[];
extern const struct route system_routes[];
extern const struct route system_backup_routes[];
extern const struct route openapi_routes[];
extern const struct route unit_archive_routes[], person_archive_routes[], archive_closure_routes[];
extern const struct route burden_routes[];
extern const struct route reminder_routes[], own_mail_routes[], feed_routes[], feed_file_routes[];
extern const struct route system_mail_routes[];
extern const struct route plan_routes[], plan_item_routes[], plan_answer_routes[], plan_version_routes[];
extern const struct route plan_overlap_routes[];
extern const struct route meeting_list_routes[], meeting_routes[], meeting_topic_routes[];
extern const struct route meeting_minutes_routes[], meeting_print_routes[], conclusion_routes[];

#endif
