/* sampling_view.h - a sampling plan: committing, drawing, checking the draw. Layer: progress, pages. */
#ifndef LIANZE_PROGRESS_SAMPLING_VIEW_H
#define LIANZE_PROGRESS_SAMPLING_VIEW_H

#include "web/table.h"

struct sampling_new_view {
	struct str error, csrf, title, from_day, to_day, size, year, seed;
	bool only_done;
	const char *class_title, *class_from, *class_to, *class_size, *class_year, *class_seed;
};

struct sampling_page_view {
	struct str title, period, size, seed_hash, seed, made, drawn, population, note, error, csrf;
	enum message state;
	const char *light;
	bool only_done, is_open, is_over, is_drawn;
	struct safe_url action, proof, json;
	int64_t revision;
	const char *class_seed, *class_note;
	struct str value_seed, value_note;
	struct table_view draws;
};

#endif
