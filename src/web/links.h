/*
 * links.h - where each kind of record has its page: the only place that spells these paths besides
 * the route tables.
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_LINKS_H
#define LIANZE_WEB_LINKS_H

#include "web/page.h"

struct safe_url link_unit(struct page *page, int64_t unit_id);
struct safe_url link_unit_change(struct page *page, int64_t change_id);
struct safe_url link_person(struct page *page, int64_t person_id);
/* An act, for those who may read acts; else empty. */
struct safe_url link_act(struct page *page, int64_t act_id);
struct safe_url link_account(struct page *page, int64_t account_id);
struct safe_url link_scheme(struct page *page, int64_t scheme_id);
struct safe_url link_calendar(struct page *page, int64_t year);
struct safe_url link_year(struct page *page, int64_t year);
/* The ranking of a group; `unit_id` (0: none) is the one shown beside it. */
struct safe_url link_ranking(struct page *page, int64_t year, int64_t group_id, int64_t unit_id);
struct safe_url link_derivation(struct page *page, int64_t year, int64_t unit_id);
/* The feedback letter of a unit, and those of a group in one file. */
struct safe_url link_letter(struct page *page, int64_t year, int64_t unit_id);
struct safe_url link_letters(struct page *page, int64_t year, int64_t group_id);
/* The scoring table of a group of units, and one cell of it. */
struct safe_url link_scores(struct page *page, int64_t year, int64_t group_id);
struct safe_url link_scores_of(struct page *page, int64_t year, int64_t group_id,
			       int64_t unit_id);
struct safe_url link_score_cell(struct page *page, struct safe_url scores, struct str indicator);
/* The proof file of a record's present version; empty when the asker may not read the ledger. */
struct safe_url link_proof(struct page *page, const char *record_type, int64_t record_id);

#endif
