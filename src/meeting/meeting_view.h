/* meeting_view.h - a meeting's page, its forms and its printed texts. Layer: meeting, pages. */
#ifndef LIANZE_MEETING_MEETING_VIEW_H
#define LIANZE_MEETING_MEETING_VIEW_H

#include "evidence/evidence_pick_view.h"
#include "meeting/meeting_access_view.h"
#include "web/list_page.h"
#include "web/picker.h"

/* What can be done next. */
struct meeting_offer {
	const char *event;
	enum message label, about;
	bool asks_text, asks_duration, is_main;
	struct str duration, text;
	const char *class_text, *class_duration;
	struct safe_url action;
	struct str csrf;
	int64_t revision;
};

struct meeting_offers {
	struct meeting_offer *items;
	size_t count;
};

struct meeting_link {
	struct str text;
	struct safe_url url; /* empty: none */
};

struct meeting_links {
	struct meeting_link *items;
	size_t count;
};

struct meeting_topic_view {
	struct str number, title, host, report, minutes, id;
	struct meeting_links references;
	struct str hidden; /* how many references the asker may not see; empty: none */
	struct table_view conclusions;
	bool has_conclusions;
	enum message minutes_label;
	struct safe_url edit, write_report, write_minutes; /* empty: may not */
};

struct meeting_topic_views {
	struct meeting_topic_view *items;
	size_t count;
};

struct meeting_page_view {
	struct str title, when, place, chair, duration, attendance, series, note, error, csrf;
	enum message kind, state;
	const char *light;
	struct str before; /* title of the meeting before */
	struct safe_url url_before, edit, participants_url, new_topic, agenda, minutes, json, proof;
	struct safe_url conclusions_list;
	bool manages;
	struct meeting_offers offers;
	struct table_view carried, participants, versions;
	bool has_carried, has_versions, has_minutes;
	struct meeting_topic_views topics;
};

struct meeting_topic_form_view {
	struct str title, meeting, error, csrf;
	struct safe_url back, action, action_remove;
	bool is_new;
	int64_t revision;
	struct str value_title, value_position, value_items;
	const char *class_title, *class_position, *class_items;
	struct picker_view unit, person;
	struct evidence_pick evidence;
};

/* The host's report on a topic. */
struct meeting_report_view {
	struct str title, topic, error, csrf, value;
	const char *class_value;
	int64_t revision;
	struct safe_url back, action;
};

/* The minutes of a topic, and what was concluded on it. */
struct meeting_minutes_view {
	struct str title, topic, host, error, csrf, value, report;
	const char *class_value;
	int64_t revision;
	struct safe_url back, action, action_conclusion;
	bool asks_reason;
	struct str value_reason;
	const char *class_reason;
	struct table_view conclusions;
	struct str value_text, value_day;
	const char *class_text, *class_day, *class_parent;
	struct picker_view unit;
	struct list_options parents; /* of the plan, when the asker may put items there */
	struct str plan_note;
};

struct meeting_participant_view {
	struct str id, name, people, note;
	int64_t revision;
	struct list_options attendances;
};

struct meeting_participant_views {
	struct meeting_participant_view *items;
	size_t count;
};

struct meeting_participants_view {
	struct str title, error, csrf;
	struct safe_url back, action;
	int64_t revision;
	bool may_invite, was_held, asks_reason;
	struct str value_units, value_persons, value_reason;
	const char *class_units, *class_persons, *class_reason, *class_people, *class_note;
	struct meeting_participant_views rows;
};

struct conclusion_page_view {
	struct str title, text, meeting, unit, due, closed, note, error, csrf;
	enum message state;
	const char *light;
	struct safe_url url_meeting, url_unit, url_item, url_assignment, proof;
	struct str item, item_light_word, report, plan_note;
	const char *item_light;
	bool has_item, waits_in_draft, item_gone, manages;
	bool may_plan, may_name, may_close, may_reopen;
	struct safe_url action_plan, action_name, action_move;
	struct list_options parents;
	struct str value_year, value_title, value_measure, value_weight, value_item, value_note;
	const char *class_parent, *class_title, *class_measure, *class_weight, *class_item, *class_note;
	const char *class_due;
	int64_t revision;
};

struct meeting_print_line {
	bool is_title, is_heading, is_entry;
	struct str text;
};

struct meeting_print_lines {
	struct meeting_print_line *items;
	size_t count;
};

struct meeting_print_view {
	struct str title, foot;
	struct safe_url back, pdf;
	struct meeting_print_lines lines;
};

/* What became of conclusions, as a table: light and latest report as far as the asker may see them. */
MUST_USE int conclusion_table(struct page *page, const struct conclusion_rows *rows,
			      int64_t topic_id, bool with_meeting, struct table_view *out,
			      struct error *err);
/* Areas and tasks of the plan of a year below which a conclusion may become an item; none when the asker may
 * not change the plan or it is not published. */
MUST_USE int conclusion_parents(struct page *page, struct db *db, int64_t year, const char *parameter,
				struct list_options *out, struct error *err);

#endif
