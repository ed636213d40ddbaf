/*
 * burden_pages.c - what the system cost a unit month by month, the records behind each number, and all
 * units for the office. In the order of groups and codes: it is no ranking.
 */
#include "archive/burden.h"
#include "archive/burden_view.h"
#include "export/csv.h"
#include "messages_burden.h"
#include "messages_common.h"
#include "messages_people.h"
#include "messages_plan.h"
#include "messages_web.h"
#include "people/unit.h"
#include "templates_archive.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/route.h"

#define SHOWN 100 /* rows of a list */
#define UNITS 50
#define WHOLE_YEAR (-1)
/* Who reads what happens on a unit's assignments (progress/progress_view.h); the confidential ones. */
#define DOING                                                                                      \
	(PERMISSION_DERIVATION_READ | PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_REVIEW |           \
	 PERMISSION_PLAN_MANAGE)
#define ANSWERING (PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_MANAGE)

/* The query ---------------------------------------------------------------------------------------- */

static int read_number(struct page *page, const char *name, int64_t bounds[2], int64_t *out,
		       struct error *err)
{
	struct str text = str_trim(form_value(page->query, name));

	if (!text.length || str_parse_int(text, bounds[0], bounds[1], out))
		return 0;
	return error_invalid(err, name, arena_text(page->arena, text),
			     arena_format(page->arena, "%lld … %lld", (long long)bounds[0],
					  (long long)bounds[1])
				     .bytes,
			     arena_format(page->arena, "%lld … %lld", (long long)bounds[0],
					  (long long)bounds[1])
				     .bytes);
}

static int read_year(struct page *page, int *out, struct error *err)
{
	int64_t bounds[2] = { CIVIL_FIRST_YEAR + 2, CIVIL_LAST_YEAR - 1 };
	int64_t year = civil_from_day(page->today).year;
	int rc = read_number(page, "year", bounds, &year, err);

	*out = (int)year;
	return rc;
}

static size_t read_from(struct page *page)
{
	int64_t from = 0;

	return str_parse_int(form_value(page->query, "from"), 0, 1000000, &from) ? (size_t)from : 0;
}

static int load_unit(struct page *page, struct unit *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_READ, key.id, 0, err);
	return rc < 0 ? rc : record_get(page->db, &unit_record, key, page->arena, out, err);
}

/* Words -------------------------------------------------------------------------------------------- */

static struct safe_url link_burden(struct page *page, int64_t unit_id, int64_t year)
{
	return safe_url_format(page->arena, "/units/%I/burden?year=%d", unit_id, year);
}

static struct safe_url link_list(struct page *page, const struct burden_question *question)
{
	const char *measure = burden_measures[question->measure].name;

	if (question->month < 0)
		return safe_url_format(page->arena, "/units/%I/burden/list?year=%d&measure=%s",
				       question->unit_id, (int64_t)question->year, measure);
	return safe_url_format(page->arena, "/units/%I/burden/list?year=%d&measure=%s&month=%d",
			       question->unit_id, (int64_t)question->year, measure,
			       (int64_t)question->month + 1);
}

/* A doubled median: "12" or "12.5"; "—" for none. */
static struct str median_text(struct page *page, int64_t doubled)
{
	if (doubled < 0)
		return STR("—");
	return arena_format(page->arena, doubled % 2 ? "%lld.5" : "%lld", (long long)(doubled / 2));
}

static struct str year_text(struct page *page, int year)
{
	return arena_format(page->arena, "%d", year);
}

static struct str beside_text(struct page *page, const struct burden *burden,
			      const struct burden_unit *unit, enum burden_measure measure, int month)
{
	struct message_value values[] = {
		{ "before", page_number(page, burden_of(unit, measure, month, true)) },
		{ "median", median_text(page, burden_median(burden, unit, measure, month,
							    page->arena)) },
	};

	return page_message(page, MESSAGE_BURDEN_BESIDE, values, 2);
}

/* One unit ----------------------------------------------------------------------------------------- */

struct shown {
	struct unit unit;
	struct burden burden;
	const struct burden_unit *row;
	bool lists; /* the asker may see what is behind */
};

static int load_shown(struct page *page, struct shown *out, struct error *err)
{
	struct burden_request request = { .jurisdiction_id = page->jurisdiction_id };
	int rc = load_unit(page, &out->unit, err);

	if (rc == 0)
		rc = read_year(page, &request.year, err);
	request.unit_id = out->unit.head.id;
	if (rc == 0)
		rc = burden_load(page->db, &request, page->arena, &out->burden, err);
	if (rc < 0)
		return rc;
	out->row = burden_find(&out->burden, out->unit.head.id);
	out->lists = page_may(page, DOING, out->unit.head.id, 0);
	return out->row ? 0 : error_broken(err, ERR_BROKEN, "a unit without its burden");
}

static struct safe_url behind(struct page *page, const struct shown *it, enum burden_measure measure,
			      int month)
{
	const struct burden_question question = { .unit_id = it->unit.head.id,
						  .year = it->burden.year,
						  .month = month,
						  .measure = measure };

	if (!it->lists || !burden_of(it->row, measure, month, false))
		return (struct safe_url){ STR_EMPTY };
	return link_list(page, &question);
}

static int fill_totals(struct page *page, const struct shown *it, struct table_view *table,
		       struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_BURDEN_TOTALS), "");
	table_column(table, page_text(page, MESSAGE_BURDEN_MEASURE), 0);
	table_column(table, page_text(page, MESSAGE_BURDEN_THIS_YEAR), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_BURDEN_LAST_YEAR), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_BURDEN_MEDIAN), COLUMN_NUMBER);
	for (int i = 0; i < BURDEN_MEASURE_COUNT; i++) {
		enum burden_measure measure = (enum burden_measure)i;

		if (!burden_has(measure))
			continue;
		table_row(table);
		table_heading(table, str_from(page_text(page, burden_measures[i].label)),
			      (struct safe_url){ STR_EMPTY });
		table_link(table, page_number(page, burden_of(it->row, measure, WHOLE_YEAR, false)),
			   behind(page, it, measure, WHOLE_YEAR));
		table_cell(table, page_number(page, burden_of(it->row, measure, WHOLE_YEAR, true)));
		table_cell(table, median_text(page, burden_median(&it->burden, it->row, measure,
								  WHOLE_YEAR, page->arena)));
	}
	return table_check(table, err);
}

static int fill_months(struct page *page, const struct shown *it, struct table_view *table,
		       struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_BURDEN_MONTHS), "");
	table_column(table, page_text(page, MESSAGE_BURDEN_MONTH), COLUMN_NARROW);
	for (int i = 0; i < BURDEN_MEASURE_COUNT; i++)
		if (burden_has((enum burden_measure)i))
			table_column(table, page_text(page, burden_measures[i].label), COLUMN_NUMBER);
	for (int month = 0; month < BURDEN_MONTHS; month++) {
		table_row(table);
		table_heading(table,
			      arena_format(page->arena, "%d-%02d", it->burden.year, month + 1),
			      (struct safe_url){ STR_EMPTY });
		for (int i = 0; i < BURDEN_MEASURE_COUNT; i++) {
			enum burden_measure measure = (enum burden_measure)i;

			if (!burden_has(measure))
				continue;
			table_link(table,
				   page_number(page, burden_of(it->row, measure, month, false)),
				   behind(page, it, measure, month))
				->note = beside_text(page, &it->burden, it->row, measure, month);
		}
	}
	return table_check(table, err);
}

static int unit_csv(struct page *page, const struct shown *it, struct error *err)
{
	static const enum message heads[] = { MESSAGE_BURDEN_MONTH, MESSAGE_BURDEN_MEASURE,
					      MESSAGE_BURDEN_THIS_YEAR, MESSAGE_BURDEN_LAST_YEAR,
					      MESSAGE_BURDEN_MEDIAN };
	struct csv_writer csv;
	int rc = page_begin_table(page, "burden", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		csv_write_cell(&csv, str_from(page_text(page, heads[i])));
	csv_write_row_end(&csv);
	for (int at = 0; at < BURDEN_MONTHS * BURDEN_MEASURE_COUNT; at++) {
		int month = at / BURDEN_MEASURE_COUNT;
		enum burden_measure measure = (enum burden_measure)(at % BURDEN_MEASURE_COUNT);

		if (!burden_has(measure))
			continue;
		csv_write_cell(&csv, arena_format(page->arena, "%d-%02d", it->burden.year, month + 1));
		csv_write_cell(&csv, str_from(page_text(page, burden_measures[measure].label)));
		csv_write_number(&csv, page_number(page, burden_of(it->row, measure, month, false)));
		csv_write_number(&csv, page_number(page, burden_of(it->row, measure, month, true)));
		csv_write_number(&csv, median_text(page, burden_median(&it->burden, it->row, measure,
								       month, page->arena)));
		csv_write_row_end(&csv);
	}
	return page_end_table(page, &csv, rc, err);
}

/* Members of the open object, one for each measure: this year, the year before, the group's median. */
static void measures_json(struct page *page, const struct burden *burden,
			  const struct burden_unit *unit, int month, struct json *json)
{
	for (int i = 0; i < BURDEN_MEASURE_COUNT; i++) {
		enum burden_measure measure = (enum burden_measure)i;
		int64_t median = burden_median(burden, unit, measure, month, page->arena);

		if (!burden_has(measure))
			continue;
		json_name(json, burden_measures[i].name), json_object_begin(json);
		json_name(json, "year"), json_int(json, burden_of(unit, measure, month, false));
		json_name(json, "before"), json_int(json, burden_of(unit, measure, month, true));
		json_name(json, "median");
		if (median < 0)
			json_null(json);
		else
			json_str(json, median_text(page, median));
		json_object_end(json);
	}
}

static int unit_json(struct page *page, const struct shown *it)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "unit"), json_str(&json, it->unit.code);
	json_name(&json, "year"), json_int(&json, it->burden.year);
	json_name(&json, "months"), json_array_begin(&json);
	for (int month = 0; month < BURDEN_MONTHS; month++) {
		json_object_begin(&json);
		json_name(&json, "month"), json_int(&json, month + 1);
		measures_json(page, &it->burden, it->row, month, &json);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static int show_unit(struct page *page, struct error *err)
{
	struct burden_unit_view view = { .group = STR_EMPTY };
	struct message_value name = { "name", STR_EMPTY };
	struct shown it;
	int rc = load_shown(page, &it, err);

	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return unit_csv(page, &it, err);
	if (page->format == PAGE_JSON)
		return unit_json(page, &it);
	int64_t id = it.unit.head.id, year = it.burden.year;
	view.name = name.text = it.unit.name;
	view.group = it.row->group_name;
	view.year = year_text(page, (int)year);
	view.year_before = year_text(page, (int)year - 1);
	view.year_after = year_text(page, (int)year + 1);
	view.before = link_burden(page, id, year - 1);
	view.after = link_burden(page, id, year + 1);
	view.unit = link_unit(page, id);
	view.archive = safe_url_format(page->arena, "/units/%I/archive?year=%d", id, year);
	if (page->permissions & (PERMISSION_PLAN_MANAGE | PERMISSION_PROPOSAL_READ))
		view.all = safe_url_format(page->arena, "/burden?year=%d", year);
	view.csv = safe_url_format(page->arena, "/units/%I/burden.csv?year=%d", id, year);
	view.xlsx = safe_url_format(page->arena, "/units/%I/burden.xlsx?year=%d", id, year);
	view.json = safe_url_format(page->arena, "/units/%I/burden.json?year=%d", id, year);
	rc = fill_totals(page, &it, &view.totals, err);
	if (rc == 0)
		rc = fill_months(page, &it, &view.months, err);
	return rc < 0 ? rc
		      : page_render(page, page_message(page, MESSAGE_BURDEN_TITLE_OF, &name, 1),
				    template_burden_unit_slot(&view), err);
}

/* The list behind a number ------------------------------------------------------------------------- */

struct behind_number {
	struct unit unit;
	struct burden_question question;
	struct burden_rows rows;
	bool secret; /* the asker sees titles of confidential items */
};

static int read_measure(struct page *page, enum burden_measure *out, struct error *err)
{
	struct str text = form_value(page->query, "measure");

	*out = BURDEN_ASKED;
	if (!text.length)
		return 0;
	for (int i = 0; i < BURDEN_MEASURE_COUNT; i++)
		if (burden_has((enum burden_measure)i) &&
		    str_equal(text, str_from(burden_measures[i].name))) {
			*out = (enum burden_measure)i;
			return 0;
		}
	return error_invalid(err, "measure", arena_text(page->arena, text),
			     "asked, forms, fields, meetings or minutes",
			     "asked、forms、fields、meetings 或 minutes");
}

static int load_behind(struct page *page, struct behind_number *out, struct error *err)
{
	int64_t bounds[2] = { 1, 12 }, month = 0;
	int rc = load_unit(page, &out->unit, err);

	if (rc == 0)
		rc = page_check(page, DOING, out->unit.head.id, 0, err);
	if (rc == 0)
		rc = read_year(page, &out->question.year, err);
	if (rc == 0)
		rc = read_number(page, "month", bounds, &month, err);
	if (rc == 0)
		rc = read_measure(page, &out->question.measure, err);
	if (rc < 0)
		return rc;
	out->question.jurisdiction_id = page->jurisdiction_id;
	out->question.unit_id = out->unit.head.id;
	out->question.month = (int)month - 1;
	out->secret = page_may(page, ANSWERING, out->unit.head.id, 0);
	return burden_list(page->db, &out->question, page->arena, &out->rows, err);
}

static struct str row_kind(struct page *page, const struct burden_row *row)
{
	return str_from(page_text(page, row->source ? row->source->label
						    : MESSAGE_BURDEN_CHECKPOINT));
}

static struct str row_title(struct page *page, const struct behind_number *it,
			    const struct burden_row *row)
{
	return row->secret && !it->secret
		       ? str_from(page_text(page, MESSAGE_PLAN_ITEM_CONFIDENTIAL))
		       : row->title;
}

static struct str row_word(struct page *page, const struct burden_row *row)
{
	if (!row->source || !row->source->words || !row->note.length)
		return STR_EMPTY;
	return str_from(page_text(page, list_page_word(row->source->words, row->note)));
}

static struct safe_url row_url(struct page *page, const struct behind_number *it,
			       const struct burden_row *row)
{
	if (row->secret && !it->secret)
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, row->source ? row->source->address : "/assignments/%I",
			       row->link_id);
}

static int64_t sum_fields(const struct burden_rows *rows)
{
	int64_t sum = 0;

	for (size_t i = 0; i < rows->count; i++)
		sum += rows->items[i].fields;
	return sum;
}

/* What the rows' amounts are. */
static enum message amount_label(const struct behind_number *it)
{
	return burden_counted(it->question.measure) == BURDEN_MEETINGS
		       ? MESSAGE_BURDEN_MEASURE_MINUTES
		       : MESSAGE_BURDEN_MEASURE_FIELDS;
}

static int list_csv(struct page *page, const struct behind_number *it, struct error *err)
{
	struct csv_writer csv;
	int rc = page_begin_table(page, "burden-list", &csv, err);

	if (rc < 0)
		return rc;
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_COMMON_DATE)));
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_BURDEN_KIND)));
	csv_write_cell(&csv, str_from(page_text(page, MESSAGE_BURDEN_ABOUT_WHAT)));
	csv_write_cell(&csv, str_from(page_text(page, amount_label(it))));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < it->rows.count; i++) {
		const struct burden_row *row = &it->rows.items[i];

		csv_write_cell(&csv, page_day(page, row->day));
		csv_write_cell(&csv, row_kind(page, row));
		csv_write_cell(&csv, row_title(page, it, row));
		csv_write_number(&csv, page_number(page, row->fields));
		csv_write_row_end(&csv);
	}
	return page_end_table(page, &csv, rc, err);
}

static int fill_rows(struct page *page, const struct behind_number *it, size_t first,
		     struct table_view *table, struct error *err)
{
	bool asked = it->question.measure == BURDEN_ASKED;

	table_init(table, page->arena, page_text(page, burden_measures[it->question.measure].label),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_COMMON_DATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_BURDEN_KIND), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_BURDEN_ABOUT_WHAT), 0);
	if (!asked)
		table_column(table, page_text(page, amount_label(it)), COLUMN_NUMBER);
	for (size_t i = first; i < it->rows.count && i < first + SHOWN; i++) {
		const struct burden_row *row = &it->rows.items[i];

		table_row(table);
		table_cell(table, page_day(page, row->day));
		table_cell(table, row_kind(page, row));
		table_heading(table, row_title(page, it, row), row_url(page, it, row))->note =
			row_word(page, row);
		if (!asked)
			table_cell(table, page_number(page, row->fields));
	}
	return table_check(table, err);
}

static int show_list(struct page *page, struct error *err)
{
	struct behind_number it = { .secret = false };
	int rc = load_behind(page, &it, err);

	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return list_csv(page, &it, err);
	size_t first = read_from(page);
	struct safe_url self = link_list(page, &it.question);
	struct burden_list_view view = {
		.name = it.unit.name,
		.total = page_number(page, (int64_t)it.rows.count),
		.fields = page_number(page, sum_fields(&it.rows)),
		.has_fields = burden_counted(it.question.measure) == BURDEN_FORMS,
		.has_minutes = burden_counted(it.question.measure) == BURDEN_MEETINGS,
		.unit = link_unit(page, it.unit.head.id),
		.burden = link_burden(page, it.unit.head.id, it.question.year),
	};
	view.title = it.question.month < 0
			     ? arena_format(page->arena, "%s · %d",
					    page_text(page, burden_measures[it.question.measure].label),
					    it.question.year)
			     : arena_format(page->arena, "%s · %d-%02d",
					    page_text(page, burden_measures[it.question.measure].label),
					    it.question.year, it.question.month + 1);
	view.csv = (struct safe_url){ arena_format(
		page->arena, "/units/%.*s/burden/list.csv%.*s", STR_ARG(page->parameters[0]),
		STR_ARG(str_slice(self.text, (size_t)str_find_byte(self.text, '?'),
				  self.text.length - (size_t)str_find_byte(self.text, '?')))) };
	if (first)
		view.first = self;
	if (first + SHOWN < it.rows.count)
		view.next = safe_url_with(page->arena, self, "from",
					  arena_format(page->arena, "%zu", first + SHOWN));
	rc = fill_rows(page, &it, first, &view.rows, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_burden_list_slot(&view), err);
}

/* All units ---------------------------------------------------------------------------------------- */

struct everybody {
	struct burden burden;
	const struct burden_unit **rows; /* that the asker reads and the filter leaves */
	size_t count;
	struct str group; /* the filter, as typed */
};

static int load_everybody(struct page *page, struct everybody *out, struct error *err)
{
	struct burden_request request = { .jurisdiction_id = page->jurisdiction_id };
	int rc = read_year(page, &request.year, err);

	if (rc == 0)
		rc = burden_load(page->db, &request, page->arena, &out->burden, err);
	if (rc < 0)
		return rc;
	out->group = str_trim(form_value(page->query, "group"));
	out->rows = ARENA_ARRAY(page->arena, const struct burden_unit *, out->burden.count + 1);
	if (!out->rows)
		return error_broken(err, ERR_MEMORY, "%zu units", out->burden.count);
	for (size_t i = 0; i < out->burden.count; i++) {
		const struct burden_unit *unit = &out->burden.units[i];

		if (page_may(page, PERMISSION_UNIT_READ, unit->id, 0) &&
		    (!out->group.length || str_find(unit->group_name, out->group) >= 0))
			out->rows[out->count++] = unit;
	}
	return 0;
}

static int all_csv(struct page *page, const struct everybody *it, struct error *err)
{
	static const enum message heads[] = { MESSAGE_UNIT_CODE, MESSAGE_UNIT_NAME,
					      MESSAGE_APPRAISAL_GROUP_LABEL, MESSAGE_BURDEN_MEASURE,
					      MESSAGE_BURDEN_THIS_YEAR, MESSAGE_BURDEN_LAST_YEAR,
					      MESSAGE_BURDEN_MEDIAN };
	struct csv_writer csv;
	int rc = page_begin_table(page, "burden", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		csv_write_cell(&csv, str_from(page_text(page, heads[i])));
	csv_write_row_end(&csv);
	for (size_t at = 0; at < it->count * BURDEN_MEASURE_COUNT; at++) {
		const struct burden_unit *unit = it->rows[at / BURDEN_MEASURE_COUNT];
		enum burden_measure measure = (enum burden_measure)(at % BURDEN_MEASURE_COUNT);

		if (!burden_has(measure))
			continue;
		csv_write_cell(&csv, unit->code);
		csv_write_cell(&csv, unit->name);
		csv_write_cell(&csv, unit->group_name);
		csv_write_cell(&csv, str_from(page_text(page, burden_measures[measure].label)));
		csv_write_number(&csv, page_number(page, burden_of(unit, measure, WHOLE_YEAR, false)));
		csv_write_number(&csv, page_number(page, burden_of(unit, measure, WHOLE_YEAR, true)));
		csv_write_number(&csv, median_text(page, burden_median(&it->burden, unit, measure,
								       WHOLE_YEAR, page->arena)));
		csv_write_row_end(&csv);
	}
	return page_end_table(page, &csv, rc, err);
}

static int all_json(struct page *page, const struct everybody *it)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year"), json_int(&json, it->burden.year);
	json_name(&json, "units"), json_array_begin(&json);
	for (size_t i = 0; i < it->count; i++) {
		json_object_begin(&json);
		json_name(&json, "unit"), json_str(&json, it->rows[i]->code);
		json_name(&json, "name"), json_str(&json, it->rows[i]->name);
		json_name(&json, "group"), json_str(&json, it->rows[i]->group_name);
		measures_json(page, &it->burden, it->rows[i], WHOLE_YEAR, &json);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static int fill_all(struct page *page, const struct everybody *it, size_t first,
		    struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_BURDEN_ALL),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_UNIT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), COLUMN_WIDE);
	for (int i = 0; i < BURDEN_MEASURE_COUNT; i++)
		if (burden_has((enum burden_measure)i))
			table_column(table, page_text(page, burden_measures[i].label), COLUMN_NUMBER);
	for (size_t at = first; at < it->count && at < first + UNITS; at++) {
		const struct burden_unit *unit = it->rows[at];

		table_row(table);
		table_heading(table, unit->name, link_burden(page, unit->id, it->burden.year));
		table_cell(table, unit->group_name);
		for (int i = 0; i < BURDEN_MEASURE_COUNT; i++)
			if (burden_has((enum burden_measure)i))
				table_cell(table,
					   page_number(page, burden_of(unit, (enum burden_measure)i,
								       WHOLE_YEAR, false)))
					->note = beside_text(page, &it->burden, unit,
							     (enum burden_measure)i, WHOLE_YEAR);
	}
	return table_check(table, err);
}

static struct safe_url all_url(struct page *page, const char *path, int64_t year, struct str group)
{
	struct safe_url url = safe_url_with(page->arena, (struct safe_url){ str_from(path) }, "year",
					    year_text(page, (int)year));

	return group.length ? safe_url_with(page->arena, url, "group", group) : url;
}

static int show_all(struct page *page, struct error *err)
{
	struct everybody it = { .count = 0 };
	size_t first = read_from(page);
	int rc = load_everybody(page, &it, err);

	if (rc < 0)
		return rc;
	if (page_wants_table(page))
		return all_csv(page, &it, err);
	if (page->format == PAGE_JSON)
		return all_json(page, &it);
	int64_t year = it.burden.year;
	struct burden_all_view view = {
		.year = year_text(page, (int)year),
		.year_before = year_text(page, (int)year - 1),
		.year_after = year_text(page, (int)year + 1),
		.group = it.group,
		.total = page_number(page, (int64_t)it.count),
		.self = SAFE_URL("/burden"),
		.before = all_url(page, "/burden", year - 1, it.group),
		.after = all_url(page, "/burden", year + 1, it.group),
		.csv = all_url(page, "/burden.csv", year, it.group),
		.xlsx = all_url(page, "/burden.xlsx", year, it.group),
		.json = all_url(page, "/burden.json", year, it.group),
	};
	if (first)
		view.first = all_url(page, "/burden", year, it.group);
	if (first + UNITS < it.count)
		view.next = safe_url_with(page->arena, all_url(page, "/burden", year, it.group),
					  "from", arena_format(page->arena, "%zu", first + UNITS));
	rc = fill_all(page, &it, first, &view.table, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_BURDEN_ALL)),
				    template_burden_all_slot(&view), err);
}

const struct route burden_routes[] = {
	{ .method = HTTP_GET, .path = "/burden",
	  .access = PERMISSION_PLAN_MANAGE | PERMISSION_PROPOSAL_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_BURDEN_ALL,
	  .show = show_all },
	{ .method = HTTP_GET, .path = "/units/{id}/burden", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_BURDEN_TITLE,
	  .show = show_unit },
	{ .method = HTTP_GET, .path = "/units/{id}/burden/list", .access = DOING,
	  .flags = ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_BURDEN_TITLE, .show = show_list },
	{ .path = NULL },
};
