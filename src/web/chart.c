/*
 * chart.c - see chart.h. Each kind first takes room for all it will draw, then draws from top to bottom.
 */
#include "web/chart.h"

#include "base/decimal.h"

#define BAR_ROW 34
#define BAR_HEIGHT 10
#define COLUMNS_TOP 22	  /* room for the values above */
#define COLUMNS_HEIGHT 120
#define COLUMNS_BOTTOM 24 /* and for the edges below */
#define LINES_TOP 24
#define LINES_HEIGHT 110
#define LINES_BOTTOM 26
#define LINES_LEFT 40
#define LINES_RIGHT 24
#define NAME_WIDTH 60 /* of the series, behind their lines */
#define LABEL_ABOVE 8 /* from a point to its value's line of writing … */
#define LABEL_BELOW 18 /* … where there is no room above: the value would cross the upper line */

struct chart_room {
	size_t rects, lines, strokes, dots, texts;
};

static int begin(const struct chart_about *about, const struct chart_room *room, int height,
		 struct arena *arena, struct chart_view *out, struct error *err)
{
	*out = (struct chart_view){ .id = about->id, .title = about->title, .desc = about->desc };
	out->box = arena_format(arena, "0 0 %d %d", CHART_WIDTH, height);
	out->rects.items = ARENA_ARRAY(arena, struct chart_rect, room->rects + 1);
	out->lines.items = ARENA_ARRAY(arena, struct chart_line, room->lines + 1);
	out->strokes.items = ARENA_ARRAY(arena, struct chart_stroke, room->strokes + 1);
	out->dots.items = ARENA_ARRAY(arena, struct chart_dot, room->dots + 1);
	out->texts.items = ARENA_ARRAY(arena, struct chart_text, room->texts + 1);
	if (out->box.bytes && out->rects.items && out->lines.items && out->strokes.items &&
	    out->dots.items && out->texts.items)
		return 0;
	return error_broken(err, ERR_MEMORY, "chart");
}

static int too_many(struct error *err)
{
	return error_broken(err, ERR_TOO_LARGE, "chart: more items than it has room for");
}

static void put_text(struct chart_view *out, int x, int y, const char *anchor, struct str text)
{
	out->texts.items[out->texts.count++] = (struct chart_text){ x, y, anchor, "", text };
}

static void put_rect(struct chart_view *out, int x, int y, int width, int height, const char *class)
{
	out->rects.items[out->rects.count++] = (struct chart_rect){ x, y, width, height, class };
}

static void put_line(struct chart_view *out, int x1, int y1, int x2, int y2)
{
	out->lines.items[out->lines.count++] = (struct chart_line){ x1, y1, x2, y2, "axis" };
}

/* `value` of `whole` on `length`; what is there is seen. */
static int part_of(int64_t value, int64_t whole, int length)
{
	int part;

	if (value <= 0 || whole <= 0)
		return 0;
	part = value >= whole ? length : (int)((wide_int)value * length / whole);
	return part ? part : 1;
}

/* Bars --------------------------------------------------------------------------------------- */

int chart_bars(const struct chart_about *about, const struct chart_bar *bars, size_t count,
	       struct arena *arena, struct chart_view *out, struct error *err)
{
	const struct chart_room room = { .rects = 2 * count, .texts = 2 * count };
	int64_t longest = 0;
	int rc;

	if (count > CHART_BARS_MAXIMUM)
		return too_many(err);
	for (size_t i = 0; i < count; i++)
		longest = bars[i].value > longest ? bars[i].value : longest;
	rc = begin(about, &room, (int)count * BAR_ROW, arena, out, err);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		int top = (int)i * BAR_ROW;

		put_text(out, 0, top + 13, "start", bars[i].label);
		put_text(out, CHART_WIDTH, top + 13, "end", bars[i].value_text);
		put_rect(out, 0, top + 18, CHART_WIDTH, BAR_HEIGHT, "ground");
		put_rect(out, 0, top + 18, part_of(bars[i].value, longest, CHART_WIDTH), BAR_HEIGHT,
			 bars[i].class);
	}
	return rc;
}

/* Columns ------------------------------------------------------------------------------------ */

int chart_columns(const struct chart_columns *columns, struct arena *arena, struct chart_view *out,
		  struct error *err)
{
	const int base = COLUMNS_TOP + COLUMNS_HEIGHT, left = 14, count = (int)columns->count;
	const struct chart_room room = { .rects = columns->count, .lines = 1,
					 .texts = 2 * columns->count + 1 };
	int64_t highest = 0;
	int rc, width;

	if (columns->count > CHART_COLUMNS_MAXIMUM)
		return too_many(err);
	for (int i = 0; i < count; i++)
		if (columns->items[i].value > highest)
			highest = columns->items[i].value;
	rc = begin(&columns->about, &room, base + COLUMNS_BOTTOM, arena, out, err);
	if (rc < 0 || count == 0)
		return rc;
	width = (CHART_WIDTH - 2 * left) / count;
	for (int i = 0; i < count; i++) {
		const struct chart_column *column = &columns->items[i];
		int x = left + i * width, height = part_of(column->value, highest, COLUMNS_HEIGHT);

		put_rect(out, x + 1, base - height, width - 2, height, "");
		if (column->value > 0)
			put_text(out, x + width / 2, base - height - 5, "middle", column->value_text);
		/* Every second edge, where they would touch. */
		if (width >= 30 || i % 2 == 0)
			put_text(out, x, base + 16, "middle", column->edge);
	}
	if (width >= 30 || count % 2 == 0)
		put_text(out, left + count * width, base + 16, "middle", columns->last_edge);
	put_line(out, left, base, left + count * width, base);
	return 0;
}

/* Lines -------------------------------------------------------------------------------------- */

static int height_of(const struct chart_lines *lines, int64_t value)
{
	int part = part_of(value - lines->minimum, lines->maximum - lines->minimum, LINES_HEIGHT);

	return LINES_TOP + (lines->reversed ? part : LINES_HEIGHT - part);
}

/* The labels' places are spread over the width; a single one stands in the middle. */
static int place_of(const struct chart_lines *lines, size_t at)
{
	int end = CHART_WIDTH - LINES_RIGHT - (lines->series_count > 1 ? NAME_WIDTH : 0);
	int width = end - LINES_LEFT - LINES_RIGHT;

	if (lines->label_count < 2)
		return LINES_LEFT + LINES_RIGHT + width / 2;
	return LINES_LEFT + LINES_RIGHT + (int)at * width / (int)(lines->label_count - 1);
}

/* The parts of a series between its gaps, each as one stroke. */
static void put_strokes(const struct chart_lines *lines, const struct chart_series *series,
			struct arena *arena, struct chart_view *out)
{
	for (size_t i = 0; i < lines->label_count; i++) {
		struct chart_stroke *stroke = &out->strokes.items[out->strokes.count];
		bool begins = i == 0 || !series->points[i - 1].present;

		if (!series->points[i].present)
			continue;
		if (begins) {
			stroke->class = series->class;
			stroke->points = STR_EMPTY;
			out->strokes.count++;
		} else {
			stroke--;
		}
		stroke->points = arena_format(arena, "%.*s%s%d,%d", STR_ARG(stroke->points),
					      begins ? "" : " ", place_of(lines, i),
					      height_of(lines, series->points[i].value));
	}
}

static int label_height(int y)
{
	return y - LABEL_BELOW < LINES_TOP ? y + LABEL_BELOW : y - LABEL_ABOVE;
}

static void put_points(const struct chart_lines *lines, const struct chart_series *series,
		       struct chart_view *out)
{
	size_t last = lines->label_count;

	for (size_t i = 0; i < lines->label_count; i++) {
		int x = place_of(lines, i), y = height_of(lines, series->points[i].value);

		if (!series->points[i].present)
			continue;
		last = i;
		out->dots.items[out->dots.count++] = (struct chart_dot){ x, y, series->class };
		if (series->points[i].text.length)
			put_text(out, x, label_height(y), "middle", series->points[i].text);
	}
	if (last < lines->label_count && lines->series_count > 1)
		put_text(out, place_of(lines, last) + 8,
			 height_of(lines, series->points[last].value) + 4, "start", series->name);
}

int chart_lines(const struct chart_lines *lines, struct arena *arena, struct chart_view *out,
		struct error *err)
{
	const size_t points = lines->label_count * lines->series_count;
	const struct chart_room room = { .lines = 2, .strokes = points, .dots = points,
					 .texts = points + lines->series_count +
						  lines->label_count + 2 };
	const int bottom = LINES_TOP + LINES_HEIGHT;
	int rc;

	if (lines->label_count > CHART_POINTS_MAXIMUM || lines->series_count > CHART_SERIES_MAXIMUM)
		return too_many(err);
	rc = begin(&lines->about, &room, bottom + LINES_BOTTOM, arena, out, err);
	if (rc < 0)
		return rc;
	put_line(out, LINES_LEFT, LINES_TOP, CHART_WIDTH, LINES_TOP);
	put_line(out, LINES_LEFT, bottom, CHART_WIDTH, bottom);
	put_text(out, LINES_LEFT - 6, LINES_TOP + 4, "end",
		 lines->reversed ? lines->minimum_text : lines->maximum_text);
	put_text(out, LINES_LEFT - 6, bottom + 4, "end",
		 lines->reversed ? lines->maximum_text : lines->minimum_text);
	for (size_t i = 0; i < lines->label_count; i++)
		put_text(out, place_of(lines, i), bottom + 18, "middle", lines->labels[i]);
	for (size_t i = 0; i < lines->series_count; i++) {
		put_strokes(lines, &lines->series[i], arena, out);
		put_points(lines, &lines->series[i], out);
	}
	return 0;
}
