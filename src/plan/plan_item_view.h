/* plan_item_view.h - an item's page; an assignment as its units answer it. Layer: plan, pages. */
#ifndef LIANZE_PLAN_PLAN_ITEM_VIEW_H
#define LIANZE_PLAN_PLAN_ITEM_VIEW_H

#include "web/list_page.h"

struct plan_item_view {
	struct str title, code, plan_title, standing, error, csrf;
	struct str path; /* area / task */
	struct safe_url url_plan, url_edit, url_below, action_withdraw, proof;
	bool is_draft, may_edit, has_below, is_item, confidential;
	enum message kind, source;
	struct str measure, weight, share, due, days, leader, source_note;
	struct safe_url url_leader;
	struct table_view below, leads, versions, links; /* links: what other rooms know of it */
	bool has_versions, has_links;
	int64_t revision;
};

struct plan_answer_view {
	struct str title, code, plan_title, unit, error, csrf, measure, due, leader;
	struct safe_url url_item, url_plan, action, action_person;
	const char *light;
	struct str state, words, answer;
	bool may_claim, may_question, may_settle, may_agree, may_name;
	struct str value_words, value_answer;
	const char *class_words, *class_answer;
	int64_t revision;
	struct table_view co_units, persons;
	bool has_co_units, has_own_co, may_confirm, may_decline;
	struct safe_url action_co;
	struct str own_co, value_note;
	const char *class_note;
	int64_t co_revision;
	struct str value_person, value_part, value_day;
	const char *class_person, *class_part, *class_day;
};

#endif
