/*
 * workbench_view.h - the first page after log-in: what the asker's roles make theirs. Layer: web.
 *
 * Parts that the roles do not open are left out (their `has_…` is false).
 */
#ifndef LIANZE_WEB_WORKBENCH_VIEW_H
#define LIANZE_WEB_WORKBENCH_VIEW_H

#include "web/table.h"

/* The results of a unit that the asker works in. */
struct workbench_unit {
	struct str name;
	struct safe_url url;
	struct table_view results;
};

struct workbench_units {
	struct workbench_unit *items;
	size_t count;
};

struct workbench_view {
	struct str title, about;
	bool has_year; /* groups of the newest year that is ranked */
	struct str year_title, year_about;
	struct safe_url url_year;
	struct table_view groups;
	bool has_proposals; /* that wait for a leader's decision */
	struct str proposals_count;
	struct table_view proposals;
	bool has_objections; /* that wait for an answer */
	struct str objections_count;
	struct table_view objections;
	bool has_examinations; /* one's own statement; whom one is to assess */
	struct str examinations_count;
	struct table_view examinations;
	bool has_handovers; /* lists that the asker hands over, receives, or names a receiver for */
	struct str to_give, to_receive, to_name; /* counts; empty: none */
	struct table_view handovers;
	bool has_public; /* results in publicity to which the asker may object */
	struct table_view public;
	bool has_provisional; /* units in last place year after year, in figures that are not final */
	struct table_view provisional;
	struct workbench_units units;
	bool has_letters; /* that wait for the asker's signature */
	struct str letters_count;
	struct table_view letters;
	bool has_letter_counts; /* the office: how many letters stand where */
	struct str letters_title;
	struct safe_url url_letters;
	struct table_view letter_counts;
	bool has_mine; /* assignments of the plan that are the asker's */
	struct str mine_count, plan_title;
	struct safe_url url_mine, url_plan;
	struct table_view mine;
	bool has_field; /* of the items that the asker is in charge of: how many stand where, how far done */
	struct str field_percent, field_count;
	struct safe_url url_field, url_field_progress;
	struct table_view field;
	bool has_stuck; /* units with late items, the most first */
	struct str stuck_count;
	struct safe_url url_stuck;
	struct table_view stuck;
	bool has_lights; /* how many assignments stand where */
	struct table_view lights;
	bool has_meetings; /* that concern the asker, or wait for who manages them */
	struct table_view meetings;
	bool has_reviews; /* reports that wait for the asker's review */
	struct str reviews_count;
	struct table_view reviews;
	bool has_due_requests; /* that wait for an answer */
	struct str due_requests_count;
	struct table_view due_requests;
	bool has_scoring; /* cells that the asker may score and nobody has */
	struct table_view scoring;
	bool has_imports;
	struct table_view imports;
	bool has_deputies; /* the asker represents somebody now */
	struct table_view deputies;
	struct str unread; /* digests that the asker has not marked as read; empty: none */
	bool has_start; /* nothing is ranked yet: what to do first */
	bool has_ledger;
	struct str ledger_size, ledger_pending, ledger_signed;
	bool has_accounts;
	struct str accounts_active, accounts_disabled;
	bool has_acts;
	struct table_view acts;
	bool has_system; /* the age of the last backup */
	struct str system_backup;
	const char *system_light;
	bool has_roles; /* false: says whom to ask */
};

#endif
