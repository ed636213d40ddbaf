/* distribution_view.c - see distribution_view.h: the spread of totals. Quotas: quota_view.c. */
#include "process/distribution_view.h"

#include "messages_comparison.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/distribution.h"

static struct str short_text(struct page *page, struct decimal value)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_str(page->arena, str_from(decimal_format_short(value, text)));
}

/* "80 to under 90". */
static struct str range_text(struct page *page, const struct distribution_band *band)
{
	struct message_value values[] = {
		{ "from", short_text(page, band->from) },
		{ "to", short_text(page, band->to) },
	};

	return band->has_to ? page_message(page, MESSAGE_DISTRIBUTION_BETWEEN, values, 2)
			    : page_message(page, MESSAGE_DISTRIBUTION_FROM, values, 1);
}

/* Per cent of all totals with one decimal, rounded half up. */
static struct str share_text(struct page *page, size_t part, size_t whole)
{
	size_t tenths = whole ? (2000 * part + whole) / (2 * whole) : 0;

	return arena_format(page->arena, "%zu.%zu%%", tenths / 10, tenths % 10);
}

/* The table ---------------------------------------------------------------------------------- */

static int fill_table(struct page *page, const struct appraisal_year *year,
		      const struct distribution *spread, struct table_view *table,
		      struct error *err)
{

	table_init(table, page->arena, page_text(page, MESSAGE_DISTRIBUTION_TITLE), "");
	if (spread->by_grade)
		table_column(table, page_text(page, MESSAGE_RANKING_GRADE), 0);
	table_column(table, page_text(page, MESSAGE_DISTRIBUTION_RANGE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_DISTRIBUTION_NUMBER), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_DISTRIBUTION_SHARE),
		     COLUMN_NUMBER | COLUMN_WIDE);
	if (spread->by_grade)
		table_column(table, page_text(page, MESSAGE_DISTRIBUTION_GRADED), COLUMN_NUMBER);
	for (size_t i = 0; i < spread->count; i++) {
		const struct distribution_band *band = &spread->bands[i];

		table_row(table);
		table_heading(table,
			      spread->by_grade ? derivation_grade(year->scheme, band->grade,
								  page->language)
					       : range_text(page, band),
			      (struct safe_url){ STR_EMPTY });
		if (spread->by_grade)
			table_cell(table, range_text(page, band));
		table_cell(table, page_number(page, (int64_t)band->totals));
		table_cell(table, share_text(page, band->totals, spread->with_total));
		if (spread->by_grade)
			table_cell(table, page_number(page, (int64_t)band->graded));
	}
	return table_check(table, err);
}

/* The chart ---------------------------------------------------------------------------------- */

static int draw_grades(struct page *page, const struct appraisal_year *year,
		       const struct distribution *spread, const struct chart_about *about,
		       struct chart_view *out, struct error *err)
{
	size_t last = spread->count - 1;
	struct chart_bar *bars = ARENA_ARRAY(page->arena, struct chart_bar, spread->count);

	if (!bars)
		return error_broken(err, ERR_MEMORY, "distribution");
	for (size_t i = 0; i < spread->count; i++) {
		const struct distribution_band *band = &spread->bands[i];
		struct str grade = derivation_grade(year->scheme, band->grade, page->language);

		bars[i] = (struct chart_bar){
			.label = arena_format(page->arena, "%.*s · %.*s", STR_ARG(grade),
					      STR_ARG(range_text(page, band))),
			.value_text = page_number(page, (int64_t)band->totals),
			.value = (int64_t)band->totals,
			.class = i == last ? "mark" : "",
		};
	}
	return chart_bars(about, bars, spread->count, page->arena, out, err);
}

static int draw_steps(struct page *page, const struct distribution *spread,
		      const struct chart_about *about, struct chart_view *out, struct error *err)
{
	struct chart_column columns[DISTRIBUTION_STEPS];
	size_t count = spread->count;
	const struct chart_columns drawn = { *about, columns, count,
					     short_text(page, spread->bands[count - 1].to) };

	for (size_t i = 0; i < count; i++)
		columns[i] = (struct chart_column){
			.edge = short_text(page, spread->bands[i].from),
			.value_text = page_number(page, (int64_t)spread->bands[i].totals),
			.value = (int64_t)spread->bands[i].totals,
		};
	return chart_columns(&drawn, page->arena, out, err);
}

int distribution_fill(struct page *page, const struct appraisal_year *year, int group,
		      struct distribution_view *out, struct error *err)
{
	struct distribution spread;
	int places = year->scheme->places;
	int rc = distribution_make(year->appraisal, group, page->arena, &spread, err);

	if (rc < 0 || spread.with_total == 0)
		return rc;
	struct message_value values[] = {
		{ "count", page_number(page, (int64_t)spread.with_total) },
		{ "lowest", page_points(page, spread.lowest, places) },
		{ "highest", page_points(page, spread.highest, places) },
		{ "median", page_points(page, spread.median, places) },
	};
	struct message_value missing = {
		"count", page_number(page, (int64_t)(spread.members - spread.with_total))
	};
	out->about = page_message(page, MESSAGE_DISTRIBUTION_ABOUT, values, 4);
	if (spread.members > spread.with_total)
		out->missing = page_message(page, MESSAGE_DISTRIBUTION_MISSING, &missing, 1);
	const struct chart_about about = {
		"distribution",
		str_from(page_text(page, spread.by_grade ? MESSAGE_DISTRIBUTION_BY_GRADE
							 : MESSAGE_DISTRIBUTION_BY_STEPS)),
		out->about
	};
	rc = spread.by_grade ? draw_grades(page, year, &spread, &about, &out->chart, err)
			     : draw_steps(page, &spread, &about, &out->chart, err);
	if (rc == 0)
		rc = fill_table(page, year, &spread, &out->table, err);
	out->has = rc == 0;
	return rc;
}

/* Files -------------------------------------------------------------------------------------- */

int distribution_json(struct page *page, const struct appraisal_year *year, int group,
		      struct json *json, struct error *err)
{
	const struct scheme *scheme = year->scheme;
	struct distribution spread;
	int rc = distribution_make(year->appraisal, group, page->arena, &spread, err);

	if (rc < 0)
		return rc;
	json_name(json, "distribution");
	json_array_begin(json);
	for (size_t i = 0; i < spread.count && spread.with_total; i++) {
		const struct distribution_band *band = &spread.bands[i];

		json_object_begin(json);
		json_name(json, "from");
		json_decimal(json, band->from, scheme->places);
		json_name(json, "to");
		if (band->has_to)
			json_decimal(json, band->to, scheme->places);
		else
			json_null(json);
		json_name(json, "grade");
		if (spread.by_grade)
			json_str(json, scheme->grades[band->grade].code);
		else
			json_null(json);
		json_name(json, "totals");
		json_int(json, (int64_t)band->totals);
		json_name(json, "graded");
		json_int(json, (int64_t)band->graded);
		json_object_end(json);
	}
	json_array_end(json);
	return 0;
}

const struct view_field distribution_json_view[] = {
	{ .name = "from", .type = VIEW_DECIMAL },
	{ .name = "to", .type = VIEW_DECIMAL, .flags = VIEW_NULL },
	{ .name = "grade", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = "totals", .type = VIEW_INTEGER },
	{ .name = "graded", .type = VIEW_INTEGER },
	{ .name = NULL },
};
