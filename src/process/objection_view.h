/* objection_view.h - raising an objection, and one with its answer. Layer: process, pages. */
#ifndef LIANZE_PROCESS_OBJECTION_VIEW_H
#define LIANZE_PROCESS_OBJECTION_VIEW_H

#include "web/list_page.h"

struct objection_new_view {
	struct str title, about, error, csrf, text;
	struct safe_url action, back;
	const char *class_text, *class_indicator;
	struct list_options indicators;
};

struct objection_offer {
	const char *event;
	enum message label;
	bool is_main;
};

struct objection_offers {
	struct objection_offer *items;
	size_t count;
};

struct objection_page_view {
	struct str title, about, error, csrf;
	struct safe_url back, result, derivation, scores;
	const char *light;
	struct str state;
	struct str indicator, text, raised, answer, answered;
	bool late, upheld_open; /* upheld, and its result is not final yet: the marks may be mended */
	bool may_answer, may_withdraw;
	struct objection_offers offers;
	struct safe_url url_withdraw, action;
	struct str value_answer;
	const char *class_answer;
	int64_t revision;
	struct safe_url proof;
};

#endif
