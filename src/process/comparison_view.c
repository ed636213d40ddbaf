/* comparison_view.c - see comparison_view.h. */
#include "process/comparison_view.h"

#include "process/derivation.h"
#include "process/scheme_version.h"
#include "process/subject_view.h"

struct compared {
	int year;
	struct str group_name, level, grade; /* of persons the name is the level's Chinese title */
	int64_t scheme_id;
	const char *state; /* said of a result that is not final; "" */
	const struct scheme *scheme;
	struct decimal total;
	bool has_total;
	int64_t rank, ranked;
};

struct compared_years {
	struct compared items[COMPARISON_YEARS];
	size_t count;
};

/* Reading ------------------------------------------------------------------------------------ */

static int read_lines(struct page *page, const struct appraisal_year *year, int64_t id,
		      struct compared_years *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_COMPARISON_OF_SUBJECT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("subject_id", id),
				       db_text("subject",
					       str_from(scheme_subject_name(year->subject))),
				       db_int("from_year", year->year - COMPARISON_YEARS + 1),
				       db_int("to_year", year->year - 1)),
			       &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		int at = (int)db_query_int(query, 0);

		/* A unit that a correction moved stands in two groups: the later version counts. */
		if (out->count && out->items[out->count - 1].year == at)
			out->count--;
		if (out->count == COMPARISON_YEARS - 1)
			continue;
		out->items[out->count++] = (struct compared){
			.year = at,
			.group_name = db_query_copy(query, 1, page->arena),
			.scheme_id = db_query_int(query, 2),
			.total = { db_query_int(query, 3) },
			.rank = db_query_int(query, 4),
			.has_total = db_query_int(query, 4) > 0,
			.grade = db_query_copy(query, 5, page->arena),
			.ranked = db_query_int(query, 6),
			.level = db_query_copy(query, 7, page->arena),
			.state = "",
		};
	}
	db_query_close(query);
	return rc;
}

static int load_schemes(struct page *page, struct compared_years *years, struct error *err)
{
	for (size_t i = 0; i < years->count; i++) {
		struct compared *it = &years->items[i];
		struct scheme *scheme = NULL;
		int rc;

		for (size_t k = 0; k < i && !it->scheme; k++)
			if (years->items[k].scheme_id == it->scheme_id)
				it->scheme = years->items[k].scheme;
		if (it->scheme)
			continue;
		rc = scheme_load_version(page->db, page->jurisdiction_id, it->scheme_id,
					 page->arena, &scheme, err);
		if (rc < 0)
			return rc;
		it->scheme = scheme;
	}
	return 0;
}

static void add_shown(struct page *page, const struct comparison_shown *shown,
		      struct compared_years *out)
{
	const struct appraisal_year *year = shown->year;
	int member = shown->member, group = year->members[member].group;
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);

	out->items[out->count++] = (struct compared){
		.year = year->year,
		.group_name = year->groups[group].name,
		.scheme_id = year->scheme->record_id,
		.scheme = year->scheme,
		.total = result->total,
		.has_total = result->has_total,
		.rank = result->rank,
		.grade = result->grade < 0 ? STR_EMPTY : year->scheme->grades[result->grade].code,
		.ranked = (int64_t)appraisal_ranking(year->appraisal, group)->ranked,
		.level = year->groups[group].level,
		.state = shown->state == RESULT_FINAL
				 ? ""
				 : page_text(page, result_states[shown->state].label),
	};
}

/* Texts -------------------------------------------------------------------------------------- */

/* Tenths of a per cent of the full marks, half up. */
static int64_t share_of(const struct compared *it)
{
	int64_t full = it->scheme->full_marks.scaled;

	return full > 0 ? (2000 * it->total.scaled + full) / (2 * full) : 0;
}

static struct str share_text(struct page *page, int64_t tenths)
{
	return arena_format(page->arena, "%lld.%lld%%", (long long)(tenths / 10),
			    (long long)(tenths % 10));
}

static struct str total_text(struct page *page, const struct compared *it)
{
	char full[DECIMAL_TEXT_BYTES];

	if (!it->has_total)
		return STR("—");
	return arena_format(page->arena, "%.*s / %s",
			    STR_ARG(page_points(page, it->total, it->scheme->places)),
			    decimal_format_short(it->scheme->full_marks, full));
}

static struct str grade_text(struct page *page, const struct compared *it)
{
	for (size_t g = 0; g < it->scheme->grade_count; g++)
		if (str_equal(it->scheme->grades[g].code, it->grade))
			return derivation_grade(it->scheme, (int)g, page->language);
	return it->grade;
}

static struct str change_text(struct page *page, const struct compared *before,
			      const struct compared *it)
{
	int64_t change;
	const char *sign;

	if (!before || !before->has_total || !it->has_total)
		return STR("—");
	change = share_of(it) - share_of(before);
	sign = change > 0 ? "+" : change < 0 ? "−" : "";
	change = change < 0 ? -change : change;
	struct message_value value = { "points",
				       arena_format(page->arena, "%s%lld.%lld", sign,
						    (long long)(change / 10),
						    (long long)(change % 10)) };
	return page_message(page, MESSAGE_COMPARISON_POINTS, &value, 1);
}

static struct str group_text(struct page *page, const struct compared *it)
{
	for (size_t i = 0; page->language == LANGUAGE_EN && i < it->scheme->class_count; i++)
		if (it->level.length && str_equal(it->scheme->classes[i].code, it->level))
			return it->scheme->classes[i].title.en;
	return it->group_name;
}

static void put_places(struct page *page, const struct compared *before, const struct compared *it,
		       struct table_view *table)
{
	struct table_cell *cell = table_cell(table, STR("—"));
	int64_t up;

	if (!before || !before->rank || !it->rank ||
	    !str_equal(before->group_name, it->group_name))
		return;
	up = before->rank - it->rank;
	if (up != 0)
		cell->text = arena_format(page->arena, "%s %lld", up > 0 ? "↑" : "↓",
					  (long long)(up < 0 ? -up : up));
	else
		cell->text = STR("=");
	struct message_value value = { "count", arena_format(page->arena, "%lld",
							     (long long)(up < 0 ? -up : up)) };
	if (before->year != it->year - 1)
		return;
	cell->spoken = up == 0 ? str_from(page_text(page, MESSAGE_RANKING_SAME))
			       : page_message(page,
					      up > 0 ? MESSAGE_RANKING_UP : MESSAGE_RANKING_DOWN,
					      &value, 1);
}

static struct str note_of(struct page *page, const struct compared *before,
			  const struct compared *it)
{
	bool scheme = before && before->scheme_id != it->scheme_id;
	bool group = before && !str_equal(before->group_name, it->group_name);

	const char *other = "";

	if (scheme && group)
		other = page_text(page, MESSAGE_COMPARISON_OTHER_BOTH);
	else if (scheme || group)
		other = page_text(page, scheme ? MESSAGE_COMPARISON_OTHER_SCHEME
					       : MESSAGE_COMPARISON_OTHER_GROUP);
	return arena_format(page->arena, "%s%s%s", it->state, *it->state && *other ? " · " : "",
			    other);
}

/* Table and chart ---------------------------------------------------------------------------- */

static int fill_table(struct page *page, const struct compared_years *years,
		      struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_COMPARISON_TITLE), "");
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), 0);
	table_column(table, page_text(page, MESSAGE_COMPARISON_GROUP), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMPARISON_TOTAL), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMPARISON_SHARE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMPARISON_CHANGE), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_CHANGE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = years->count; i-- > 0;) {
		const struct compared *it = &years->items[i], *before = i ? it - 1 : NULL;

		table_row(table);
		table_heading(table, arena_format(page->arena, "%d", it->year),
			      (struct safe_url){ STR_EMPTY })
			->note = note_of(page, before, it);
		table_cell(table, group_text(page, it));
		table_cell(table, total_text(page, it));
		table_cell(table, it->has_total ? share_text(page, share_of(it)) : STR("—"));
		table_cell(table, change_text(page, before, it));
		table_cell(table, it->rank ? arena_format(page->arena, "%lld / %lld",
							  (long long)it->rank,
							  (long long)it->ranked)
					   : STR("—"));
		put_places(page, before, it, table);
		table_cell(table, grade_text(page, it));
	}
	return table_check(table, err);
}

static int draw(struct page *page, const struct compared_years *years, struct chart_view *out,
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
		points[i] = (struct chart_point){ it->has_total, share_of(it),
						  share_text(page, share_of(it)) };
	}
	return chart_lines(&lines, page->arena, out, err);
}

int comparison_fill(struct page *page, const struct comparison_shown *shown,
		    struct comparison_view *out, struct error *err)
{
	const struct appraisal_year *year = shown->year;
	struct compared_years years = { .count = 0 };
	int rc = read_lines(page, year, year->subjects[shown->member].id, &years, err);

	if (rc < 0 || years.count == 0)
		return rc;
	rc = load_schemes(page, &years, err);
	if (rc < 0)
		return rc;
	add_shown(page, shown, &years);
	rc = draw(page, &years, &out->chart, err);
	if (rc == 0)
		rc = fill_table(page, &years, &out->table, err);
	out->has = rc == 0;
	return rc;
}
