/*
 * group_years_pages.c - the members of a group (or level) over the years: rank and per cent of the maximum.
 *
 * Rows are the members in the year of the address, by their rank there; columns are that year and the four
 * before. Who: whoever may see the group's ranking of that year; of a level those who read every derivation.
 * Earlier years show final results only, from their frozen lines, whatever group a member was in then.
 */
#include <stdlib.h>

#include "export/csv.h"
#include "messages_comparison.h"
#include "messages_people.h"
#include "messages_web.h"
#include "process/comparison_view.h"
#include "process/group_years_view.h"
#include "process/objection_pages.h"
#include "process/ranking_rows_view.h"
#include "process/subject_view.h"
#include "templates_process.h"
#include "web/links.h"
#include "web/route.h"

struct member {
	int64_t id;
	struct str code, name;
};

struct group_years {
	struct result_shown shown;
	struct str group_name; /* in the page's language */
	struct member *members; /* by rank */
	size_t count;
	struct comparison lines; /* by subject, then year; the shown year too */
	bool has[COMPARISON_YEARS]; /* a line of the shown year, of the one before, … */
};

/* Loading ------------------------------------------------------------------------------------- */

static struct comparison_request request_of(const struct group_years *it, int to_year)
{
	const struct result_place *place = &it->shown.place;
	bool unit = place->subject == SCHEME_UNIT;

	return (struct comparison_request){
		.jurisdiction_id = place->jurisdiction_id,
		.subject = place->subject,
		.from_year = place->year - COMPARISON_YEARS + 1,
		.to_year = to_year,
		.group_id = unit ? place->group_id : 0,
		.result_id = it->shown.state == RESULT_FINAL ? it->shown.result->head.id : 0,
	};
}

static int members_of_final(struct page *page, struct group_years *out, struct error *err)
{
	struct comparison_request request = request_of(out, out->shown.place.year);
	struct result_lines lines;
	int rc = result_load_lines(page->db, page->jurisdiction_id, request.result_id, page->arena,
				   &lines, err);

	if (rc == 0)
		rc = comparison_load(page->db, &request, page->arena, &out->lines, err);
	if (rc < 0)
		return rc;
	out->members = ARENA_ARRAY(page->arena, struct member, lines.count + 1);
	if (!out->members)
		return error_broken(err, ERR_MEMORY, "group's years");
	for (; out->count < lines.count; out->count++) {
		const struct result_line *line = &lines.items[out->count];

		out->members[out->count] =
			(struct member){ line->subject_id, line->code, line->name };
	}
	return 0;
}

/* A line of the year that is not final behind the earlier ones: sorted in by sort_lines(). */
static int add_shown(struct page *page, const struct appraisal_year *year, struct group_years *out,
		     struct error *err)
{
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);
	struct comparison earlier = out->lines;
	int rc = 0;

	out->members = ARENA_ARRAY(page->arena, struct member, ranking->members + 1);
	out->lines.items =
		ARENA_ARRAY(page->arena, struct compared, earlier.count + ranking->members + 1);
	if (!out->members || !out->lines.items)
		return error_broken(err, ERR_MEMORY, "group's years");
	for (size_t i = 0; i < earlier.count; i++)
		out->lines.items[i] = earlier.items[i];
	for (size_t i = 0; rc == 0 && i < ranking->members; i++) {
		const struct appraised_subject *subject = &year->subjects[ranking->order[i]];
		struct compared *line = &out->lines.items[out->lines.count++];

		out->members[out->count++] =
			(struct member){ subject->id, subject->code, subject->name };
		rc = comparison_of_member(year, ranking->order[i], page->arena, line, err);
		line->state = out->shown.state;
		line->parts = NULL;
	}
	return rc;
}

static int by_subject(const void *left, const void *right)
{
	const struct compared *a = left, *b = right;

	if (a->subject_id != b->subject_id)
		return a->subject_id < b->subject_id ? -1 : 1;
	return (a->year > b->year) - (a->year < b->year);
}

static int members_of_other(struct page *page, struct group_years *out, struct error *err)
{
	struct comparison_request request = request_of(out, out->shown.place.year - 1);
	struct appraisal_year *year;
	int rc = comparison_load(page->db, &request, page->arena, &out->lines, err);

	if (rc == 0)
		rc = appraisal_load(page->db, &out->shown.request, page->arena, &year, err);
	if (rc == 0)
		rc = add_shown(page, year, out, err);
	if (rc == 0 && out->lines.count > 1)
		qsort(out->lines.items, out->lines.count, sizeof(struct compared), by_subject);
	return rc;
}

static int load(struct page *page, struct group_years *out, struct error *err)
{
	struct result_place place;
	int rc = result_place_from(page, &place, err);

	if (rc == 0)
		rc = result_place_check(page->db, &place, page->arena, err);
	if (rc == 0)
		rc = result_load(page->db, &place, page->arena, &out->shown.versions, err);
	if (rc < 0)
		return rc;
	out->shown.place = place;
	result_shown_default(page, &out->shown);
	rc = result_shown_check(&out->shown, err);
	if (rc < 0)
		return rc;
	return out->shown.state == RESULT_FINAL ? members_of_final(page, out, err)
						: members_of_other(page, out, err);
}

static void note_years(struct group_years *it)
{
	for (size_t i = 0; i < it->lines.count; i++) {
		int back = it->shown.place.year - it->lines.items[i].year;

		if (back >= 0 && back < COMPARISON_YEARS)
			it->has[back] = true;
	}
}

/* The member's lines, oldest first; none when it has none. */
static struct comparison lines_of(const struct group_years *it, int64_t id)
{
	struct comparison found = { NULL, 0 };
	size_t low = 0, high = it->lines.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (it->lines.items[middle].subject_id < id)
			low = middle + 1;
		else
			high = middle;
	}
	found.items = it->lines.items + low;
	while (low + found.count < it->lines.count && found.items[found.count].subject_id == id)
		found.count++;
	return found;
}

/* The page ------------------------------------------------------------------------------------ */

static void put_year(struct page *page, const struct comparison *lines, int year,
		     struct str group_name, struct table_view *table)
{
	for (size_t i = 0; i < lines->count; i++) {
		const struct compared *it = &lines->items[i];
		struct str rank, other;

		if (it->year != year)
			continue;
		rank = compared_rank_text(page, it);
		other = compared_group_text(page, it);
		if (str_equal(other, group_name))
			other = STR_EMPTY;
		table_cell(table, compared_share_text(page, compared_share(it)))->note =
			arena_format(page->arena, "%.*s%s%.*s", STR_ARG(rank),
				     other.length ? " " : "", STR_ARG(other));
		return;
	}
	table_cell(table, STR("—"));
}

static void put_member(struct page *page, const struct group_years *it, const struct member *member,
		       struct table_view *table)
{
	const struct result_place *place = &it->shown.place;
	struct comparison lines = lines_of(it, member->id);
	struct safe_url url = { STR_EMPTY };
	struct str change = STR_EMPTY, group_name = it->group_name;

	if (subject_may(page, PERMISSION_DERIVATION_READ, place->subject, member->id))
		url = link_subject_derivation(page, place->subject, place->year, member->id);
	if (lines.count && lines.items[lines.count - 1].year == place->year)
		group_name = compared_group_text(page, &lines.items[lines.count - 1]);
	if (lines.count > 1)
		change = compared_change_text(page, &lines.items[lines.count - 2],
					      &lines.items[lines.count - 1]);
	table_row(table);
	table_heading(table, member->name, url);
	for (int back = 0; back < COMPARISON_YEARS; back++)
		if (it->has[back])
			put_year(page, &lines, place->year - back, group_name, table);
	table_cell(table, change.length ? change : STR("—"));
}

static int fill_rows(struct page *page, const struct group_years *it, size_t first,
		     struct table_view *table, struct error *err)
{
	const struct result_place *place = &it->shown.place;
	bool person = place->subject == SCHEME_PERSON;

	table_init(table, page->arena, page_text(page, MESSAGE_COMPARISON_TITLE),
		   page_text(page, MESSAGE_RANKING_EMPTY));
	table_column(table, page_text(page, person ? MESSAGE_PERSON_LABEL : MESSAGE_UNIT_LABEL),
		     COLUMN_NARROW);
	for (int back = 0; back < COMPARISON_YEARS; back++)
		if (it->has[back])
			table_column(table, "", COLUMN_NUMBER)->label =
				arena_format(page->arena, "%d", place->year - back);
	table_column(table, page_text(page, MESSAGE_COMPARISON_CHANGE), COLUMN_NUMBER);
	for (size_t i = first; i < it->count && i < first + RANKING_ROWS; i++)
		put_member(page, it, &it->members[i], table);
	return table_check(table, err);
}

static void fill_pager(struct page *page, const struct group_years *it, size_t first,
		       struct group_years_view *view)
{
	struct safe_url here = link_result_file(page, &it->shown.place, "/years");
	size_t end = first + RANKING_ROWS;
	struct message_value values[] = {
		{ "first", page_number(page, (int64_t)(first + 1)) },
		{ "last", page_number(page, (int64_t)(end < it->count ? end : it->count)) },
		{ "count", page_number(page, (int64_t)it->count) },
	};

	if (it->count <= RANKING_ROWS)
		return;
	view->shown = page_message(page, MESSAGE_RANKING_SHOWN, values, 3);
	if (first)
		view->previous = safe_url_with(page->arena, here, "from",
					       page_number(page, (int64_t)(first + 1 - RANKING_ROWS)));
	if (end < it->count)
		view->next = safe_url_with(page->arena, here, "from",
					   page_number(page, (int64_t)(end + 1)));
}

static int level_title(struct page *page, struct group_years *it, struct error *err)
{
	const struct scheme *scheme = NULL;

	it->group_name = it->shown.result ? it->shown.result->group_name : STR_EMPTY;
	for (size_t i = 0; i < it->lines.count && !scheme; i++)
		if (it->lines.items[i].year == it->shown.place.year) {
			it->group_name = compared_group_text(page, &it->lines.items[i]);
			scheme = it->lines.items[i].scheme;
		}
	if (!it->group_name.length)
		return error_set(err, ERR_NOT_FOUND, "Nobody is appraised here.",
				 "这里没有考核对象。");
	return 0;
}

static int render(struct page *page, const struct group_years *it, struct error *err)
{
	const struct result_place *place = &it->shown.place;
	struct message_value values[] = {
		{ "group", it->group_name },
		{ "from", page_number(page, place->year - COMPARISON_YEARS + 1) },
		{ "to", page_number(page, place->year) },
	};
	struct message_value year = { "year", page_number(page, place->year) };
	struct group_years_view view = { .group = it->group_name };
	int64_t from;
	size_t first = 0;
	int rc;

	if (str_parse_int(form_value(page->query, "from"), 1, (int64_t)it->count, &from))
		first = ranking_first((size_t)from - 1);
	rc = fill_rows(page, it, first, &view.rows, err);
	if (rc < 0)
		return rc;
	view.title = page_message(page, MESSAGE_COMPARISON_GROUP_TITLE, values, 1);
	view.about = page_message(page, MESSAGE_COMPARISON_GROUP_ABOUT, &values[1], 2);
	view.year = page_message(page, MESSAGE_LAYOUT_YEAR, &year, 1);
	view.url_year = link_subject_year(page, place->subject, place->year);
	view.url_group = link_result_ranking(page, place, 0);
	view.csv = link_result_file(page, place, "/years.csv");
	view.json = link_result_file(page, place, "/years.json");
	result_banner_fill(page, &it->shown, &view.banner);
	fill_pager(page, it, first, &view);
	return page_render(page, view.title, template_group_years_page_slot(&view), err);
}

/* Files --------------------------------------------------------------------------------------- */

static void csv_line(struct page *page, const struct member *member, const struct compared *it,
		     struct csv_writer *csv)
{
	int64_t share = compared_share(it);
	char full[DECIMAL_TEXT_BYTES];

	csv_write_cell(csv, member->code);
	csv_write_cell(csv, member->name);
	csv_write_number(csv, page_number(page, it->year));
	csv_write_cell(csv, it->group_name);
	csv_write_number(csv, it->has_total ? compared_total_text(page, it) : STR_EMPTY);
	csv_write_number(csv, str_from(decimal_format_short(it->scheme->full_marks, full)));
	csv_write_number(csv, share == COMPARED_NONE
				      ? STR_EMPTY
				      : arena_format(page->arena, "%lld.%lld",
						     (long long)(share / 10),
						     (long long)(share % 10)));
	csv_write_number(csv, it->rank ? page_number(page, it->rank) : STR_EMPTY);
	csv_write_number(csv, page_number(page, it->ranked));
	csv_write_cell(csv, it->grade);
	csv_write_row_end(csv);
}

static int write_table(struct page *page, const struct group_years *it, struct error *err)
{
	bool person = it->shown.place.subject == SCHEME_PERSON;
	const char *columns[] = { person ? "person_code" : "unit_code", person ? "person" : "unit",
				  "year", person ? "level" : "group", "total", "full_marks",
				  "percent", "rank", "ranked", "grade" };
	struct csv_writer csv;
	int rc = page_begin_table(page, "years", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		csv_write_cell(&csv, str_from(columns[i]));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < it->count; i++) {
		struct comparison lines = lines_of(it, it->members[i].id);

		for (size_t k = lines.count; k-- > 0;)
			csv_line(page, &it->members[i], &lines.items[k], &csv);
	}
	return page_end_table(page, &csv, 0, err);
}

static int write_json(struct page *page, const struct group_years *it, struct error *err)
{
	bool person = it->shown.place.subject == SCHEME_PERSON;
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year");
	json_int(&json, it->shown.place.year);
	json_name(&json, "members");
	json_array_begin(&json);
	for (size_t i = 0; i < it->count; i++) {
		const struct member *member = &it->members[i];
		struct comparison lines = lines_of(it, member->id);

		json_object_begin(&json);
		json_name(&json, person ? "person_id" : "unit_id");
		json_id(&json, member->id);
		json_name(&json, person ? "person_code" : "unit_code");
		json_str(&json, member->code);
		json_name(&json, person ? "person" : "unit");
		json_str(&json, member->name);
		comparison_json(&lines, &json);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	return buf_failed(&page->http->out) ? error_broken(err, ERR_MEMORY, "years.json") : 0;
}

static int show_group_years(struct page *page, struct error *err)
{
	struct group_years it = { .count = 0 };
	int rc = load(page, &it, err);

	if (rc == 0)
		rc = level_title(page, &it, err);
	if (rc < 0)
		return rc;
	note_years(&it);
	if (page_wants_table(page))
		return write_table(page, &it, err);
	if (page->format == PAGE_JSON)
		return write_json(page, &it, err);
	return render(page, &it, err);
}

static const struct view_field unit_view[] = {
	{ .name = "unit_id", .type = VIEW_ID },
	{ .name = "unit_code", .type = VIEW_TEXT },
	{ .name = "unit", .type = VIEW_TEXT },
	{ .name = "comparison", .type = VIEW_ARRAY, .items = comparison_json_view },
	{ .name = NULL },
};

static const struct view_field person_view[] = {
	{ .name = "person_id", .type = VIEW_ID },
	{ .name = "person_code", .type = VIEW_TEXT },
	{ .name = "person", .type = VIEW_TEXT },
	{ .name = "comparison", .type = VIEW_ARRAY, .items = comparison_json_view },
	{ .name = NULL },
};

/* What write_json() writes, of units and of persons. */
static const struct view_field units_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "members", .type = VIEW_ARRAY, .items = unit_view },
	{ .name = NULL },
};

static const struct view_field persons_view[] = {
	{ .name = "year", .type = VIEW_INTEGER },
	{ .name = "members", .type = VIEW_ARRAY, .items = person_view },
	{ .name = NULL },
};

const struct route group_years_routes[] = {
	{ .method = HTTP_GET, .path = "/years/{year}/groups/{group}/years",
	  .access = PERMISSION_RESULT_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_COMPARISON_TITLE, .show = show_group_years, .view = units_view },
	{ .method = HTTP_GET, .path = "/years/{year}/levels/{level}/years",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_COMPARISON_TITLE, .show = show_group_years, .view = persons_view },
	{ .path = NULL },
};
