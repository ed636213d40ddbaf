/* comparison_view.c - see comparison_view.h. */
#include "process/comparison_view.h"

#include "messages_common.h"
#include "messages_comparison.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/ranking_rows_view.h"

#define PARTS_MAXIMUM 20 /* rows of the table of parts */

/* Texts -------------------------------------------------------------------------------------- */

struct str compared_share_text(struct page *page, int64_t share)
{
	if (share == COMPARED_NONE)
		return STR("—");
	return arena_format(page->arena, "%lld.%lld%%", (long long)(share / 10),
			    (long long)(share % 10));
}

struct str compared_total_text(struct page *page, const struct compared *it)
{
	return it->has_total ? page_points(page, it->total, it->scheme->places) : STR("—");
}

struct str compared_rank_text(struct page *page, const struct compared *it)
{
	if (!it->rank)
		return STR("—");
	return arena_format(page->arena, "%lld / %lld", (long long)it->rank, (long long)it->ranked);
}

struct str compared_grade_text(struct page *page, const struct compared *it)
{
	for (size_t g = 0; g < it->scheme->grade_count; g++)
		if (str_equal(it->scheme->grades[g].code, it->grade))
			return derivation_grade(it->scheme, (int)g, page->language);
	return it->grade;
}

struct str compared_group_text(struct page *page, const struct compared *it)
{
	for (size_t i = 0; page->language == LANGUAGE_EN && i < it->scheme->class_count; i++)
		if (it->level.length && str_equal(it->scheme->classes[i].code, it->level))
			return it->scheme->classes[i].title.en;
	return it->group_name;
}

struct str compared_change_text(struct page *page, const struct compared *before,
				const struct compared *it)
{
	int64_t change, size;

	if (!compared_change(before, it, &change))
		return STR_EMPTY;
	size = change < 0 ? -change : change;
	return arena_format(page->arena, "%s%lld.%lld", change > 0 ? "+" : change < 0 ? "−" : "",
			    (long long)(size / 10), (long long)(size % 10));
}

struct str compared_places_text(struct page *page, const struct compared *before,
				const struct compared *it)
{
	int64_t up;

	if (!compared_places(before, it, &up))
		return STR_EMPTY;
	if (up == 0)
		return STR("=");
	return arena_format(page->arena, "%s %lld", up > 0 ? "↑" : "↓",
			    (long long)(up < 0 ? -up : up));
}

static struct str dash(struct str text)
{
	return text.length ? text : STR("—");
}

static struct str total_of_full(struct page *page, const struct compared *it)
{
	char full[DECIMAL_TEXT_BYTES];

	if (!it->has_total)
		return STR("—");
	return arena_format(page->arena, "%.*s / %s", STR_ARG(compared_total_text(page, it)),
			    decimal_format_short(it->scheme->full_marks, full));
}

static void put_places(struct page *page, const struct compared *before, const struct compared *it,
		       struct table_view *table)
{
	struct table_cell *cell = table_cell(table, dash(compared_places_text(page, before, it)));
	struct message_value value = { "count", STR_EMPTY };
	int64_t up;

	if (!compared_places(before, it, &up))
		return;
	value.text = page_number(page, up < 0 ? -up : up);
	if (up == 0)
		cell->spoken = str_from(page_text(page, MESSAGE_COMPARISON_SAME));
	else
		cell->spoken = page_message(page, up > 0 ? MESSAGE_COMPARISON_UP
							 : MESSAGE_COMPARISON_DOWN, &value, 1);
}

static struct str note_of(struct page *page, const struct compared *before,
			  const struct compared *it)
{
	bool scheme = before && before->scheme_id != it->scheme_id;
	bool group = before && !str_equal(before->group_name, it->group_name);
	const char *other = "", *state = "";

	if (scheme && group)
		other = page_text(page, MESSAGE_COMPARISON_OTHER_BOTH);
	else if (scheme || group)
		other = page_text(page, scheme ? MESSAGE_COMPARISON_OTHER_SCHEME
					       : MESSAGE_COMPARISON_OTHER_GROUP);
	if (it->state != RESULT_FINAL)
		state = page_text(page, result_states[it->state].label);
	return arena_format(page->arena, "%s%s%s", state, *state && *other ? " · " : "", other);
}

/* Around a derivation ------------------------------------------------------------------------- */

int comparison_around(struct page *page, const struct comparison_shown *shown,
		      struct comparison *out, struct error *err)
{
	const struct appraisal_year *year = shown->year;
	const struct comparison_request request = {
		.jurisdiction_id = page->jurisdiction_id,
		.subject = year->subject,
		.from_year = year->year - COMPARISON_YEARS + 1,
		.to_year = year->year - 1,
		.subject_id = year->subjects[shown->member].id,
	};
	struct comparison earlier;
	int rc = comparison_load(page->db, &request, page->arena, &earlier, err);

	if (rc < 0)
		return rc;
	out->count = 0;
	out->items = ARENA_ARRAY(page->arena, struct compared, earlier.count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "comparison");
	for (; rc == 0 && out->count < earlier.count; out->count++) {
		out->items[out->count] = earlier.items[out->count];
		rc = comparison_parts(page->db, &request, page->arena, &out->items[out->count],
				      err);
	}
	if (rc == 0)
		rc = comparison_of_member(year, shown->member, page->arena,
					  &out->items[out->count], err);
	out->items[out->count++].state = shown->state;
	return rc;
}

static int fill_table(struct page *page, const struct comparison *years, struct table_view *table,
		      struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_COMPARISON_TITLE), "");
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), 0);
	table_column(table, page_text(page, MESSAGE_COMPARISON_GROUP), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMPARISON_TOTAL), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMPARISON_SHARE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMPARISON_CHANGE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMPARISON_PLACES), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = years->count; i-- > 0;) {
		const struct compared *it = &years->items[i], *before = i ? it - 1 : NULL;

		table_row(table);
		table_heading(table, arena_format(page->arena, "%d", it->year),
			      (struct safe_url){ STR_EMPTY })
			->note = note_of(page, before, it);
		table_cell(table, compared_group_text(page, it));
		table_cell(table, total_of_full(page, it));
		table_cell(table, compared_share_text(page, compared_share(it)));
		table_cell(table, dash(compared_change_text(page, before, it)));
		table_cell(table, compared_rank_text(page, it));
		put_places(page, before, it, table);
		table_cell(table, compared_grade_text(page, it));
	}
	return table_check(table, err);
}

static int draw(struct page *page, const struct comparison *years, struct chart_view *out,
		struct error *err)
{
	struct str labels[COMPARISON_YEARS];
	struct chart_point points[COMPARISON_YEARS];
	const struct chart_series series = { STR_EMPTY, "", points };
	const struct chart_lines lines = {
		.about = { "comparison", str_from(page_text(page, MESSAGE_COMPARISON_CHART)),
			   str_from(page_text(page, MESSAGE_COMPARISON_HINT)) },
		.labels = labels,
		.label_count = years->count,
		.series = &series,
		.series_count = 1,
		.maximum = 1000,
		.minimum_text = STR("0"),
		.maximum_text = STR("100%"),
	};

	for (size_t i = 0; i < years->count; i++) {
		const struct compared *it = &years->items[i];

		labels[i] = arena_format(page->arena, "%d", it->year);
		points[i] = (struct chart_point){ it->has_total, compared_share(it),
						  compared_share_text(page, compared_share(it)) };
	}
	return chart_lines(&lines, page->arena, out, err);
}

/* Parts: schemes of several years have those of the same code in common ------------------------ */

static int part_of(const struct compared *it, struct str code)
{
	for (size_t i = 0; it->parts && i < it->scheme->part_count; i++)
		if (str_equal(it->scheme->parts[i].code, code))
			return (int)i;
	return -1;
}

/* Does a later year have a part of that code, which then stands for both? */
static bool in_later(const struct comparison *years, size_t from, struct str code)
{
	for (size_t i = from; i < years->count; i++)
		if (part_of(&years->items[i], code) >= 0)
			return true;
	return false;
}

static void put_part(struct page *page, const struct comparison *years,
		     const struct scheme_class *part, struct table_view *table)
{
	table_row(table);
	table_heading(table, page->language == LANGUAGE_ZH ? part->title.zh : part->title.en,
		      (struct safe_url){ STR_EMPTY });
	for (size_t i = 0; i < years->count; i++) {
		const struct compared *it = &years->items[i];
		int at = part_of(it, part->code);

		table_cell(table, compared_share_text(page, at < 0 ? COMPARED_NONE : it->parts[at]));
	}
}

static int fill_parts(struct page *page, const struct comparison *years,
		      struct comparison_view *out, struct error *err)
{
	struct table_view *table = &out->parts;

	table_init(table, page->arena, page_text(page, MESSAGE_COMPARISON_PARTS), "");
	table_column(table, page_text(page, MESSAGE_COMPARISON_PART), 0);
	for (size_t i = 0; i < years->count; i++)
		table_column(table, "", COLUMN_NUMBER)->label =
			arena_format(page->arena, "%d", years->items[i].year);
	for (size_t i = years->count; i-- > 0;) {
		const struct compared *it = &years->items[i];

		for (size_t k = 0; it->parts && k < it->scheme->part_count; k++)
			if (table->rows.count < PARTS_MAXIMUM &&
			    !in_later(years, i + 1, it->scheme->parts[k].code))
				put_part(page, years, &it->scheme->parts[k], table);
	}
	out->has_parts = table->rows.count > 0;
	return table_check(table, err);
}

int comparison_fill(struct page *page, const struct comparison_shown *shown,
		    struct comparison_view *out, struct error *err)
{
	struct comparison years;
	int rc = comparison_around(page, shown, &years, err);

	if (rc < 0 || years.count < 2)
		return rc;
	rc = draw(page, &years, &out->chart, err);
	if (rc == 0)
		rc = fill_table(page, &years, &out->table, err);
	if (rc == 0)
		rc = fill_parts(page, &years, out, err);
	out->has = rc == 0;
	return rc;
}

/* Lists of years ------------------------------------------------------------------------------ */

int comparison_of_shown(struct page *page, const struct comparison *frozen,
			struct result_shown *shown, struct compared *out, struct str *out_why,
			struct error *err)
{
	int64_t id = shown->request.subject_id;
	const struct compared *line = NULL;
	struct appraisal_year *year;
	int rc;

	*out_why = STR_EMPTY;
	if (shown->state == RESULT_FINAL && shown->result)
		line = comparison_find(frozen, id, shown->result->head.id);
	if (line) {
		*out = *line;
		if (!line->has_total)
			*out_why = str_from(page_text(page, MESSAGE_RANKING_EXEMPT));
		return 0;
	}
	rc = appraisal_load(page->db, &shown->request, page->arena, &year, err);
	if (rc == 0)
		rc = comparison_of_member(year, year->member, page->arena, out, err);
	if (rc < 0)
		return rc;
	out->state = shown->state;
	*out_why = ranking_state(page, appraisal_result(year->appraisal, year->member));
	return 0;
}

/* JSON ---------------------------------------------------------------------------------------- */

static const struct view_field part_view[] = {
	{ .name = "part", .type = VIEW_TEXT },
	{ .name = "percent", .type = VIEW_DECIMAL, .flags = VIEW_NULL },
	{ .name = NULL },
};

const struct view_field comparison_json_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "state", .type = VIEW_TEXT },
	{ .name = "group", .type = VIEW_TEXT },
	{ .name = "scheme", .type = VIEW_TEXT },
	{ .name = "version", .type = VIEW_INTEGER },
	{ .name = "total", .type = VIEW_DECIMAL, .flags = VIEW_NULL },
	{ .name = "full_marks", .type = VIEW_DECIMAL },
	{ .name = "percent", .type = VIEW_DECIMAL, .flags = VIEW_NULL },
	{ .name = "rank", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "ranked", .type = VIEW_INTEGER },
	{ .name = "grade", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = "parts", .type = VIEW_ARRAY, .flags = VIEW_ABSENT, .items = part_view },
	{ .name = NULL },
};

static void percent_json(int64_t share, struct json *json)
{
	json_name(json, "percent");
	if (share == COMPARED_NONE)
		json_null(json);
	else
		json_decimal(json, (struct decimal){ share * (DECIMAL_ONE / 10) }, 1);
}

static void parts_json(const struct compared *it, struct json *json)
{
	json_name(json, "parts");
	json_array_begin(json);
	for (size_t i = 0; i < it->scheme->part_count; i++) {
		json_object_begin(json);
		json_name(json, "part");
		json_str(json, it->scheme->parts[i].code);
		percent_json(it->parts[i], json);
		json_object_end(json);
	}
	json_array_end(json);
}

void compared_json(const struct compared *it, struct json *json)
{
	json_name(json, "year");
	json_int(json, it->year);
	json_name(json, "state");
	json_str(json, str_from(result_state_name((int)it->state)));
	json_name(json, "group");
	json_str(json, it->group_name);
	json_name(json, "scheme");
	json_str(json, it->scheme->code);
	json_name(json, "version");
	json_int(json, it->scheme->version);
	json_name(json, "total");
	if (it->has_total)
		json_decimal(json, it->total, it->scheme->places);
	else
		json_null(json);
	json_name(json, "full_marks");
	json_decimal(json, it->scheme->full_marks, it->scheme->places);
	percent_json(compared_share(it), json);
	json_name(json, "rank");
	if (it->rank)
		json_int(json, it->rank);
	else
		json_null(json);
	json_name(json, "ranked");
	json_int(json, it->ranked);
	json_name(json, "grade");
	if (it->grade.length)
		json_str(json, it->grade);
	else
		json_null(json);
	if (it->parts)
		parts_json(it, json);
}

void comparison_json(const struct comparison *comparison, struct json *json)
{
	json_name(json, "comparison");
	json_array_begin(json);
	for (size_t i = 0; i < comparison->count; i++) {
		json_object_begin(json);
		compared_json(&comparison->items[i], json);
		json_object_end(json);
	}
	json_array_end(json);
}
