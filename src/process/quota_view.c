/* quota_view.c - see distribution_view.h: what the quotas of grades gave. */
#include "messages_comparison.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/distribution_view.h"
#include "process/ranking_rows_view.h"

#define NAMES_SHOWN 6

struct quota_row {
	const struct appraisal_year *year;
	const struct appraisal_ranking *ranking;
	size_t grade;
	bool names; /* may be told */
};

static const struct appraisal_quota *quota_of(const struct quota_row *row)
{
	return &row->ranking->quotas[row->grade];
}

static struct str name_of(const struct quota_row *row, int member)
{
	return member < 0 ? STR_EMPTY : row->year->subjects[member].name;
}

static struct str total_of(struct page *page, const struct quota_row *row, int member)
{
	if (member < 0)
		return STR_EMPTY;
	return ranking_total(page, row->year, appraisal_result(row->year->appraisal, member));
}

/* The names of those whose total lies across the edge, the first ones. */
static struct str tied_names(struct page *page, const struct quota_row *row)
{
	const struct appraisal_quota *quota = quota_of(row);
	struct str names = STR_EMPTY;
	size_t found = 0;

	for (size_t i = 0; i < row->ranking->members && found < NAMES_SHOWN; i++) {
		int member = row->ranking->order[i];
		const struct appraisal_result *result =
			appraisal_result(row->year->appraisal, member);

		if (result->vetoed || !result->has_total ||
		    decimal_compare(result->total, quota->edge_total) != 0)
			continue;
		names = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(names),
				     found++ ? page_text(page, MESSAGE_QUOTA_COMMA) : "",
				     STR_ARG(name_of(row, member)));
	}
	if (quota->tied > found)
		names = arena_format(page->arena, "%.*s…", STR_ARG(names));
	return names;
}

static struct str cut_text(struct page *page, const struct quota_row *row)
{
	const struct appraisal_quota *quota = quota_of(row);
	struct message_value values[] = {
		{ "out", name_of(row, quota->first_out) },
		{ "out_total", total_of(page, row, quota->first_out) },
		{ "in", name_of(row, quota->last_in) },
		{ "in_total", total_of(page, row, quota->last_in) },
	};
	struct message_value moved = {
		"count", page_number(page, (int64_t)(quota->candidates - quota->used))
	};

	if (!row->names)
		return page_message(page, MESSAGE_QUOTA_MOVED, &moved, 1);
	if (quota->last_in < 0)
		return page_message(page, MESSAGE_QUOTA_NO_PLACE, values, 2);
	return page_message(page, MESSAGE_QUOTA_CUT, values, 4);
}

static struct str tied_text(struct page *page, const struct quota_row *row)
{
	const struct appraisal_quota *quota = quota_of(row);
	bool lower = quota->edge == QUOTA_TIES_LOWER;
	struct message_value values[] = {
		{ "count", page_number(page, (int64_t)quota->tied) },
		{ "total", page_points(page, quota->edge_total, row->year->scheme->places) },
		{ "names", row->names ? tied_names(page, row) : STR_EMPTY },
	};

	if (!row->names)
		return page_message(page,
				    lower ? MESSAGE_QUOTA_LOWER_PLAIN : MESSAGE_QUOTA_UPPER_PLAIN,
				    values, 1);
	return page_message(page, lower ? MESSAGE_QUOTA_LOWER : MESSAGE_QUOTA_UPPER, values, 3);
}

static struct str edge_text(struct page *page, const struct quota_row *row)
{
	switch (quota_of(row)->edge) {
	case QUOTA_CUT:
		return cut_text(page, row);
	case QUOTA_TIES_LOWER:
	case QUOTA_TIES_UPPER:
		return tied_text(page, row);
	case QUOTA_NOT_REACHED:
	case QUOTA_EDGE_COUNT:
	default:
		return str_from(page_text(page, MESSAGE_QUOTA_FREE));
	}
}

/* "20 % × 12 = 2.4". */
static struct str share_text(struct page *page, const struct quota_row *row)
{
	struct decimal quota = row->year->scheme->grades[row->grade].quota;
	struct rational share = rational_from_decimal(quota);
	char text[DECIMAL_TEXT_BYTES];

	if (!rational_multiply(share, rational_from_int((int64_t)row->ranking->ranked), &share) ||
	    !rational_divide(share, rational_from_int(100), &share))
		return STR_EMPTY;
	return arena_format(page->arena, "%s%% × %zu = %.*s", decimal_format_short(quota, text),
			    row->ranking->ranked, STR_ARG(derivation_number(share, page->arena)));
}

static void put_row(struct page *page, const struct quota_row *row, struct table_view *table)
{
	const struct scheme *scheme = row->year->scheme;
	const struct appraisal_quota *quota = quota_of(row);
	size_t left = quota->used < quota->places ? quota->places - quota->used : 0;
	char text[DECIMAL_TEXT_BYTES];

	table_row(table);
	table_heading(table, derivation_grade(scheme, (int)row->grade, page->language),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, arena_format(page->arena, "%s%%",
				       decimal_format_short(scheme->grades[row->grade].quota,
							    text)));
	table_cell(table, page_number(page, (int64_t)quota->places))->note =
		share_text(page, row);
	table_cell(table, page_number(page, (int64_t)quota->candidates));
	table_cell(table, page_number(page, (int64_t)quota->used));
	table_cell(table, page_number(page, (int64_t)left));
	table_cell(table, edge_text(page, row));
}

static void put_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_QUOTA_TITLE), "");
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_QUOTA_QUOTA), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_QUOTA_PLACES), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_QUOTA_CANDIDATES), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_QUOTA_USED), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_QUOTA_LEFT), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_QUOTA_EDGE), 0);
}

static struct str about_text(struct page *page, const struct scheme *scheme, size_t ranked)
{
	static const enum message roundings[] = {
		[SCHEME_QUOTA_FLOOR] = MESSAGE_QUOTA_FLOOR,
		[SCHEME_QUOTA_NEAREST] = MESSAGE_QUOTA_NEAREST,
		[SCHEME_QUOTA_CEILING] = MESSAGE_QUOTA_CEILING,
	};
	struct message_value values[] = {
		{ "count", page_number(page, (int64_t)ranked) },
		{ "rounding", str_from(page_text(page, roundings[scheme->quota_rounding])) },
		{ "ties", str_from(page_text(page, scheme->quota_ties == SCHEME_QUOTA_TIES_LOWER
							   ? MESSAGE_QUOTA_TIES_LOWER
							   : MESSAGE_QUOTA_TIES_UPPER)) },
	};

	return page_message(page, MESSAGE_QUOTA_ABOUT, values, 3);
}

int quota_fill(struct page *page, const struct appraisal_year *year, int group,
	       struct quota_view *out, struct error *err)
{
	struct quota_row row = { .year = year, .ranking = appraisal_ranking(year->appraisal, group) };

	put_columns(page, &out->table);
	row.names = year->subject == SCHEME_UNIT ||
		    rights_has_everywhere(&page->rights, PERMISSION_DERIVATION_READ);
	for (; row.grade < year->scheme->grade_count; row.grade++)
		if (quota_of(&row)->limited)
			put_row(page, &row, &out->table);
	out->has = out->table.rows.count > 0;
	out->about = about_text(page, year->scheme, row.ranking->ranked);
	return table_check(&out->table, err);
}

const struct view_field quota_json_view[] = {
	{ .name = "grade", .type = VIEW_TEXT },
	{ .name = "quota", .type = VIEW_DECIMAL },
	{ .name = "places", .type = VIEW_INTEGER },
	{ .name = "candidates", .type = VIEW_INTEGER },
	{ .name = "used", .type = VIEW_INTEGER },
	{ .name = "edge", .type = VIEW_TEXT },
	{ .name = "tied", .type = VIEW_INTEGER },
	{ .name = NULL },
};
