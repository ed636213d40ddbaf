/*
 * chart.h - numbers as a drawing: bars of named kinds, a histogram of columns, lines over the years.
 *
 * Layer:   web. Pure: from numbers to a struct chart_view, which chart.html prints as inline SVG: no script,
 *          no inline style (classes of look.css only), so it needs no exception of the CSP.
 * Owner:   everything lives in the arena given; texts and classes are borrowed.
 * Reading: role="img" with title and desc. A chart never stands alone: the page shows the same numbers as a
 *          table beside it. Colours never carry meaning alone: bars and points have their value beside them.
 * Sizes:   360 units wide, drawn at most half as large again: texts of 12 units stay legible on a phone.
 *
 * Values are integers of any unit (counts, ten-thousandths of a point); the caller gives their texts.
 * All return 0 or -ERR_MEMORY; -ERR_TOO_LARGE when there are more items than the drawing has room for.
 */
#ifndef LIANZE_WEB_CHART_H
#define LIANZE_WEB_CHART_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#define CHART_WIDTH 360
#define CHART_BARS_MAXIMUM 40
#define CHART_COLUMNS_MAXIMUM 24
#define CHART_POINTS_MAXIMUM 12
#define CHART_SERIES_MAXIMUM 4

struct chart_rect {
	int x, y, width, height;
	const char *class;
};

struct chart_line {
	int x1, y1, x2, y2;
	const char *class;
};

struct chart_stroke { /* a line through several points */
	struct str points;
	const char *class;
};

struct chart_dot {
	int x, y;
	const char *class;
};

struct chart_text {
	int x, y;
	const char *anchor; /* "start", "middle", "end" */
	const char *class;
	struct str text;
};

/* What chart.html prints. */
struct chart_view {
	const char *id; /* unique on its page */
	struct str title, desc, box;
	struct { struct chart_rect *items; size_t count; } rects;
	struct { struct chart_line *items; size_t count; } lines;
	struct { struct chart_stroke *items; size_t count; } strokes;
	struct { struct chart_dot *items; size_t count; } dots;
	struct { struct chart_text *items; size_t count; } texts;
};

struct chart_about {
	const char *id;
	struct str title; /* what it shows */
	struct str desc;  /* what is to be seen in it, in a sentence */
};

struct chart_bar {
	struct str label, value_text; /* over the bar: left, right */
	int64_t value;		      /* >= 0 */
	const char *class;	      /* "" or "mark" */
};

/* One bar under the other, each with its label above it; the longest fills the width. */
MUST_USE int chart_bars(const struct chart_about *about, const struct chart_bar *bars, size_t count,
			struct arena *arena, struct chart_view *out, struct error *err);

struct chart_column {
	struct str edge; /* the value at the column's left edge */
	struct str value_text; /* above it */
	int64_t value; /* >= 0 */
};

struct chart_columns {
	struct chart_about about;
	const struct chart_column *items;
	size_t count;
	struct str last_edge; /* at the right end of the axis */
};

/* Columns of equal width side by side. */
MUST_USE int chart_columns(const struct chart_columns *columns, struct arena *arena,
			   struct chart_view *out, struct error *err);

struct chart_point {
	bool present; /* else the line has a gap */
	int64_t value;
	struct str text; /* beside the point; may be empty */
};

struct chart_series {
	struct str name;   /* at the end of the line, when there are several */
	const char *class; /* "", "second", "third", "fourth": each with dashes of its own */
	const struct chart_point *points; /* one for each label */
};

struct chart_lines {
	struct chart_about about;
	const struct str *labels; /* of the axis, left to right */
	size_t label_count;
	const struct chart_series *series;
	size_t series_count;
	int64_t minimum, maximum; /* of the scale; minimum < maximum, values outside are drawn at its end */
	struct str minimum_text, maximum_text;
	bool reversed; /* the smallest on top: ranks */
};

MUST_USE int chart_lines(const struct chart_lines *lines, struct arena *arena,
			 struct chart_view *out, struct error *err);

#endif
