/*
 * letter_year_pages.c - the overview of a year's letters: who has signed, who has not; and for the office,
 * generating and sending them.
 *
 * Rows are computed as a whole and then filtered (letter_book.h), so the list pages by position, and the
 * counts are those of the rows that the asker may read.
 */
#include "export/csv.h"
#include "letter/letter_view.h"
#include "messages_common.h"
#include "messages_letter.h"
#include "messages_people.h"
#include "messages_web.h"
#include "people/person.h"
#include "people/post.h"
#include "people/rights.h"
#include "people/unit.h"
#include "templates_letter.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

#define ROWS 50
#define OTHER_YEARS 4

/* Rows --------------------------------------------------------------------------------------------- */

struct overview {
	struct letter_book book;
	const struct letter_row **rows; /* that the asker may read */
	size_t count;
};

/* Rights are asked once for a unit: rows lie by unit. */
static int keep_readable(struct page *page, struct overview *it, struct error *err)
{
	int64_t unit_id = 0;
	bool open = false;

	it->rows = ARENA_ARRAY(page->arena, const struct letter_row *, it->book.count + 1);
	if (!it->rows)
		return error_broken(err, ERR_MEMORY, "%zu letters", it->book.count);
	for (size_t i = 0; i < it->book.count; i++) {
		const struct letter_row *row = &it->book.rows[i];

		if (row->unit_id != unit_id)
			open = letter_may_read(page, row->unit_id, 0, NULL);
		unit_id = row->unit_id;
		if (open || letter_is_self(page, row->person_id) ||
		    (row->letter && (letter_is_self(page, row->letter->superior_id) ||
				     letter_is_self(page, row->letter->countersigner_id))))
			it->rows[it->count++] = row;
	}
	return 0;
}

static int open_overview(struct page *page, struct db *db, int year, struct overview *out,
			 struct error *err)
{
	const struct letter_when when = { page->jurisdiction_id, year, page->today };
	int rc = letter_book_load(db, &when, page->arena, &out->book, err);

	out->count = 0;
	return rc < 0 ? rc : keep_readable(page, out, err);
}

static bool contains(struct page *page, const char *parameter, struct str a, struct str b)
{
	struct str wanted = str_trim(form_value(page->query, parameter));

	return !wanted.length || str_find(a, wanted) >= 0 || str_find(b, wanted) >= 0;
}

static bool chosen(struct page *page, const char *parameter, const char *name)
{
	struct str wanted = form_value(page->query, parameter);

	return !wanted.length || str_equal(wanted, str_from(name));
}

static void filter_rows(struct page *page, struct overview *it)
{
	size_t kept = 0;

	for (size_t i = 0; i < it->count; i++) {
		const struct letter_row *row = it->rows[i];

		if (chosen(page, "state", letter_situations[row->situation].name) &&
		    chosen(page, "level", post_levels[row->level].name) &&
		    contains(page, "unit", row->unit_name, row->unit_code) &&
		    contains(page, "person", row->person_name, row->person_code))
			it->rows[kept++] = row;
	}
	it->count = kept;
}

static int32_t signed_day(const struct letter_row *row, enum letter_signer signer)
{
	return row->letter ? row->letter->signed_days[signer] : CIVIL_NO_DAY;
}

static struct str why_of(struct page *page, const struct letter_row *row)
{
	return row->why ? str_from(page_text(page, letter_whys[row->why].label)) : STR_EMPTY;
}

/* Files -------------------------------------------------------------------------------------------- */

static void row_csv(struct page *page, const struct letter_row *row, struct csv_writer *csv)
{
	char day[CIVIL_TEXT_BYTES];

	csv_write_cell(csv, row->unit_code);
	csv_write_cell(csv, row->unit_name);
	csv_write_cell(csv, row->person_code);
	csv_write_cell(csv, row->person_name);
	csv_write_cell(csv, row->title);
	csv_write_cell(csv, str_from(page_text(page, post_levels[row->level].label)));
	csv_write_cell(csv, str_from(page_text(page, letter_situations[row->situation].label)));
	csv_write_cell(csv, why_of(page, row));
	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++) {
		int32_t on = signed_day(row, (enum letter_signer)signer);
		csv_write_number(csv, str_from(civil_format(on, day)));
	}
	csv_write_row_end(csv);
}

static int rows_csv(struct page *page, const struct overview *it, struct error *err)
{
	static const enum message headings[] = {
		MESSAGE_UNIT_CODE,	  MESSAGE_UNIT_LABEL,
		MESSAGE_PERSON_CODE,	  MESSAGE_PERSON_NAME,
		MESSAGE_POST_TITLE,	  MESSAGE_POST_LEVEL,
		MESSAGE_LETTER_PAGE_SITUATION, MESSAGE_LETTER_PAGE_WHY,
		MESSAGE_LETTER_PAGE_PERSON_SIGNED, MESSAGE_LETTER_PAGE_SUPERIOR_SIGNED,
		MESSAGE_LETTER_PAGE_COUNTERSIGNED,
	};
	struct csv_writer csv;
	int rc = page_begin_table(page, "letters", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(headings); i++)
		csv_write_cell(&csv, str_from(page_text(page, headings[i])));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < it->count; i++)
		row_csv(page, it->rows[i], &csv);
	return page_end_table(page, &csv, 0, err);
}

static void row_json(const struct letter_row *row, struct json *json)
{
	json_object_begin(json);
	json_name(json, "letter"), json_id(json, row->letter ? row->letter->id : 0);
	json_name(json, "unit"), json_str(json, row->unit_code);
	json_name(json, "unit_name"), json_str(json, row->unit_name);
	json_name(json, "person"), json_str(json, row->person_code);
	json_name(json, "name"), json_str(json, row->person_name);
	json_name(json, "post"), json_str(json, row->title);
	json_name(json, "level"), json_text(json, post_levels[row->level].name);
	json_name(json, "principal"), json_bool(json, row->principal);
	json_name(json, "situation"), json_text(json, letter_situations[row->situation].name);
	json_name(json, "why"), json_text(json, letter_whys[row->why].name);
	json_name(json, "superior"),
		json_str(json, row->superior ? row->superior->person_code : STR_EMPTY);
	json_name(json, "countersigner"),
		json_str(json, row->countersigner ? row->countersigner->person_code : STR_EMPTY);
	json_name(json, "items"), json_int(json, (int64_t)row->item_count);
	json_name(json, "signed_by_person"), json_day(json, signed_day(row, LETTER_PERSON));
	json_name(json, "signed_by_superior"), json_day(json, signed_day(row, LETTER_SUPERIOR));
	json_name(json, "countersigned"), json_day(json, signed_day(row, LETTER_COUNTERSIGNER));
	json_object_end(json);
}

static void rows_json(struct page *page, const struct overview *it)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year"), json_int(&json, it->book.year);
	json_name(&json, "total"), json_int(&json, (int64_t)it->count);
	json_name(&json, "rows"), json_array_begin(&json);
	for (size_t i = 0; i < it->count; i++)
		row_json(it->rows[i], &json);
	json_array_end(&json);
	json_object_end(&json);
}

/* The page ----------------------------------------------------------------------------------------- */

static void put_row(struct page *page, const struct letter_row *row, struct table_view *table)
{
	int32_t person = signed_day(row, LETTER_PERSON), superior = signed_day(row, LETTER_SUPERIOR);
	struct table_cell *cell;

	table_row(table);
	table_heading(table, row->person_name,
		      row->letter ? link_letter_page(page, row->letter->id)
				  : (struct safe_url){ STR_EMPTY })
		->note = row->title;
	table_link(table, row->unit_name,
		   page->permissions & PERMISSION_UNIT_READ ? link_unit(page, row->unit_id)
							     : (struct safe_url){ STR_EMPTY });
	table_cell(table, str_from(page_text(page, post_levels[row->level].label)));
	cell = table_light(table, letter_situation_light(row->situation),
			   str_from(page_text(page, letter_situations[row->situation].label)));
	cell->note = why_of(page, row);
	table_cell(table, person == CIVIL_NO_DAY ? STR("—") : page_day(page, person));
	table_cell(table, superior == CIVIL_NO_DAY ? STR("—") : page_day(page, superior));
}

static int put_rows(struct page *page, const struct overview *it, size_t first, size_t shown,
		    struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_OWN_LIST),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_LETTER_PERSON_ID), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_LEVEL), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_SITUATION), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_PERSON_SIGNED),
		     COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_SUPERIOR_SIGNED),
		     COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = first; i < first + shown; i++)
		put_row(page, it->rows[i], table);
	return table_check(table, err);
}

static int put_counts(struct page *page, const struct overview *it, struct table_view *table,
		      struct error *err)
{
	int64_t counts[LETTER_SITUATION_COUNT] = { 0 };
	struct safe_url self = link_letter_year(page, it->book.year);

	for (size_t i = 0; i < it->count; i++)
		counts[it->rows[i]->situation]++;
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_COUNTS),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_SITUATION), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_COUNT), COLUMN_NUMBER);
	for (int at = 0; at < LETTER_SITUATION_COUNT; at++) {
		if (!counts[at])
			continue;
		table_row(table);
		table_light(table, letter_situation_light(at),
			    str_from(page_text(page, letter_situations[at].label)));
		table_link(table, page_number(page, counts[at]),
			   safe_url_with(page->arena, self, "state",
					 str_from(letter_situations[at].name)));
	}
	return table_check(table, err);
}

static struct safe_url with_filters(struct page *page, struct safe_url url)
{
	static const char *const names[] = { "state", "level", "unit", "person" };

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct str value = form_value(page->query, names[i]);
		if (value.length)
			url = safe_url_with(page->arena, url, names[i], value);
	}
	return url;
}

static void put_input(struct page *page, struct list_page_view *view, const char *name,
		      enum message label, const struct field_choice *choices)
{
	struct list_page_input *input = &view->inputs.items[view->inputs.count++];

	*input = (struct list_page_input){ .name = name,
					   .label = str_from(page_text(page, label)),
					   .value = form_value(page->query, name) };
	view->filtered |= input->value.length > 0;
	if (!choices)
		return;
	input->is_select = true;
	input->unfiltered = MESSAGE_LIST_ALL;
	list_option_choices(page, &input->options, name, choices);
}

static int put_inputs(struct page *page, struct list_page_view *view, struct error *err)
{
	view->inputs.items = ARENA_ARRAY(page->arena, struct list_page_input, 4);
	if (!view->inputs.items)
		return error_broken(err, ERR_MEMORY, "filters");
	put_input(page, view, "state", MESSAGE_LETTER_PAGE_SITUATION, letter_situations);
	put_input(page, view, "level", MESSAGE_LETTER_PAGE_LEVEL, post_levels);
	put_input(page, view, "unit", MESSAGE_LETTER_PAGE_FILTER_UNIT, NULL);
	put_input(page, view, "person", MESSAGE_LETTER_PAGE_FILTER_PERSON, NULL);
	return 0;
}

static int put_actions(struct page *page, int year, struct list_page_view *view, struct error *err)
{
	view->actions.items = ARENA_ARRAY(page->arena, struct list_page_link, 2);
	if (!view->actions.items)
		return error_broken(err, ERR_MEMORY, "links");
	if (page_may(page, PERMISSION_LETTER_MANAGE, 0, 0))
		view->actions.items[view->actions.count++] = (struct list_page_link){
			str_from(page_text(page, MESSAGE_LETTER_PAGE_MAKE)),
			safe_url_format(page->arena, "/letters/years/%d/new", (int64_t)year),
		};
	view->actions.items[view->actions.count++] = (struct list_page_link){
		str_from(page_text(page, MESSAGE_LETTER_PAGE_OWN)), SAFE_URL("/letters")
	};
	return 0;
}

static size_t first_of(struct page *page, size_t count)
{
	int64_t from = 1;

	if (!count || !str_parse_int(form_value(page->query, "from"), 1, (int64_t)count, &from))
		return 0;
	return (size_t)(from - 1);
}

static struct safe_url from_url(struct page *page, struct safe_url url, size_t first)
{
	return safe_url_with(page->arena, url, "from", arena_format(page->arena, "%zu", first + 1));
}

/* Links to the neighbours; a year without a plan says so itself. */
static int put_years(struct page *page, int year, struct list_page_links *out, struct error *err)
{
	int newest = 0, rc = letter_newest_year(page, &newest, err);

	out->items = ARENA_ARRAY(page->arena, struct list_page_link, OTHER_YEARS + 1);
	if (rc == 0 && !out->items)
		rc = error_broken(err, ERR_MEMORY, "years");
	for (int other = newest; rc == 0 && other > newest - OTHER_YEARS; other--) {
		struct plan plan;
		if (other == year)
			continue;
		rc = plan_find(page->db, page->jurisdiction_id, other, page->arena, &plan, err);
		if (rc == 0 && plan.version)
			out->items[out->count++] = (struct list_page_link){
				arena_format(page->arena, "%d", other), link_letter_year(page, other)
			};
		if (rc == -ERR_NOT_FOUND) {
			error_clear(err);
			return 0;
		}
	}
	return rc;
}

static int fill_list(struct page *page, const struct overview *it, struct list_page_view *view,
		     struct error *err)
{
	int year = it->book.year;
	size_t first = first_of(page, it->count);
	size_t shown = it->count - first > ROWS ? ROWS : it->count - first;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	int rc = put_rows(page, it, first, shown, &view->table, err);

	view->title = page_message(page, MESSAGE_LETTER_PAGE_YEAR, &value, 1);
	view->about = str_from(page_text(page, MESSAGE_LETTER_PAGE_YEAR_ABOUT));
	view->total = page_number(page, (int64_t)it->count);
	view->self = link_letter_year(page, year);
	view->csv = with_filters(page, safe_url_format(page->arena, "/letters/years/%d.csv",
						       (int64_t)year));
	view->xlsx = with_filters(page, safe_url_format(page->arena, "/letters/years/%d.xlsx",
							(int64_t)year));
	view->json = with_filters(page, safe_url_format(page->arena, "/letters/years/%d.json",
							(int64_t)year));
	if (rc == 0)
		rc = put_inputs(page, view, err);
	if (rc == 0)
		rc = put_actions(page, year, view, err);
	if (rc == 0 && first)
		view->first = with_filters(page, view->self);
	if (rc == 0 && first + shown < it->count)
		view->next = from_url(page, with_filters(page, view->self), first + shown);
	return rc;
}

static void fill_drafts(struct page *page, const struct overview *it, struct letter_year_view *view)
{
	int64_t drafts = 0;

	for (size_t i = 0; i < it->book.letter_count; i++)
		drafts += it->book.letters[i].state == LETTER_DRAFT;
	if (!drafts || !page_may(page, PERMISSION_LETTER_MANAGE, 0, 0))
		return;
	view->drafts = page_number(page, drafts);
	view->issue = safe_url_format(page->arena, "/letters/years/%d/issue", (int64_t)it->book.year);
	view->csrf = page_csrf(page);
}

static int show_year(struct page *page, struct error *err)
{
	struct letter_year_view view = { .drafts = STR_EMPTY };
	struct overview it;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = open_overview(page, page->db, year, &it, err);
	if (rc == 0)
		rc = put_counts(page, &it, &view.counts, err);
	if (rc < 0)
		return rc;
	filter_rows(page, &it);
	if (page_wants_table(page))
		return rows_csv(page, &it, err);
	if (page->format == PAGE_JSON) {
		rows_json(page, &it);
		return 0;
	}
	fill_drafts(page, &it, &view);
	rc = put_years(page, year, &view.years, err);
	if (rc == 0)
		rc = fill_list(page, &it, &view.list, err);
	return rc < 0 ? rc
		      : page_render(page, view.list.title, template_letter_year_slot(&view), err);
}

int letter_counts_table(struct page *page, struct table_view *out, int *out_year, struct error *err)
{
	struct overview it;
	int rc = letter_newest_year(page, out_year, err);

	if (rc < 0 || !*out_year)
		return rc;
	rc = open_overview(page, page->db, *out_year, &it, err);
	if (rc == -ERR_NOT_FOUND) { /* no templates are in force */
		error_clear(err);
		*out_year = 0;
		return 0;
	}
	return rc < 0 ? rc : put_counts(page, &it, out, err);
}

/* Generating --------------------------------------------------------------------------------------- */

static const struct form_label labels[] = {
	{ "unit", MESSAGE_UNIT_CODE },
	{ "person", MESSAGE_PERSON_CODE },
	{ "missing", MESSAGE_LETTER_PAGE_WHAT },
	{ NULL, MESSAGE_NONE },
};

/* The unit that the form or the address names by its code; 0: all. */
static int read_unit(struct page *page, struct db *db, struct str code, int64_t *out,
		     struct error *err)
{
	struct unit unit;
	char found[64];

	*out = 0;
	code = str_trim(code);
	if (!code.length)
		return 0;
	int rc = unit_find(db, page->jurisdiction_id, code, page->arena, &unit, err);
	if (rc == 0)
		*out = unit.head.id;
	if (rc != -ERR_NOT_FOUND)
		return rc;
	struct str cut = utf8_cut(code, sizeof(found) - 1);
	memcpy(found, cut.bytes, cut.length);
	found[cut.length] = 0;
	return error_invalid(err, "unit", found, "the code of a unit, or nothing",
			     "单位代码，或留空");
}

static int read_person(struct page *page, struct db *db, struct str code, int64_t *out,
		       struct error *err)
{
	struct person person;

	*out = 0;
	if (!str_trim(code).length)
		return 0;
	int rc = person_find(db, page->jurisdiction_id, str_trim(code), page->arena, &person, err);
	if (rc == 0)
		*out = person.head.id;
	return rc == -ERR_NOT_FOUND ? error_invalid(err, "person", "", "the code of a person",
						    "人员编号")
				    : rc;
}

static void preview_row(struct page *page, const struct letter_row *row, struct table_view *table)
{
	table_row(table);
	table_heading(table, row->person_name,
		      row->letter ? link_letter_page(page, row->letter->id)
				  : (struct safe_url){ STR_EMPTY })
		->note = row->title;
	table_cell(table, row->unit_name);
	table_light(table, letter_situation_light(row->situation),
		    str_from(page_text(page, letter_situations[row->situation].label)));
	table_cell(table, row->superior ? row->superior->person_name : STR("—"));
	table_cell(table, row->countersigner ? row->countersigner->person_name : STR("—"));
	table_cell(table, page_number(page, (int64_t)row->item_count));
}

static void preview_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_PREVIEW),
		   page_text(page, MESSAGE_LETTER_PAGE_MAKE_NOTHING));
	table_column(table, page_text(page, MESSAGE_LETTER_PERSON_ID), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_SITUATION), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_SIGNER_SUPERIOR), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_LETTER_SIGNER_COUNTERSIGNER), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_ITEMS),
		     COLUMN_NUMBER | COLUMN_WIDE);
}

static void left_out_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_LEFT_OUT),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_LETTER_PERSON_ID), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_WHY), 0);
}

static void left_out_row(struct page *page, const struct letter_row *row, struct table_view *table)
{
	table_row(table);
	table_heading(table, row->person_name, (struct safe_url){ STR_EMPTY })->note = row->title;
	table_cell(table, row->unit_name);
	table_cell(table, why_of(page, row));
}

/* How many of each, and the first of them. */
static int fill_preview(struct page *page, const struct letter_book *book, int64_t unit_id,
			struct letter_make_view *view, struct error *err)
{
	const struct letter_making all = { .unit_id = unit_id, .missing = true, .changed = true };
	int64_t counts[LETTER_SITUATION_COUNT] = { 0 }, takes = 0;

	preview_columns(page, &view->preview);
	left_out_columns(page, &view->left_out);
	for (size_t i = 0; i < book->count; i++) {
		const struct letter_row *row = &book->rows[i];
		bool taken = letter_making_takes(&all, row);

		if (unit_id && row->unit_id != unit_id)
			continue;
		counts[row->situation]++;
		if (taken && takes++ < ROWS)
			preview_row(page, row, &view->preview);
		if (row->situation == LETTER_IS_LEFT_OUT &&
		    counts[LETTER_IS_LEFT_OUT] <= 4 * ROWS)
			left_out_row(page, row, &view->left_out);
	}
	view->nothing = takes == 0;
	view->preview_count = page_number(page, takes);
	view->left_out_count = page_number(page, counts[LETTER_IS_LEFT_OUT]);
	if (counts[LETTER_IS_MISSING])
		view->missing = page_number(page, counts[LETTER_IS_MISSING]);
	if (counts[LETTER_IS_CHANGED])
		view->changed = page_number(page, counts[LETTER_IS_CHANGED]);
	if (counts[LETTER_IS_OVER])
		view->over = page_number(page, counts[LETTER_IS_OVER]);
	int rc = table_check(&view->preview, err);
	return rc < 0 ? rc : table_check(&view->left_out, err);
}

static int show_make(struct page *page, struct error *err)
{
	struct letter_make_view view = { .nothing = true };
	bool again = page->error.code != 0;
	struct str code = again ? form_value(page->form, "unit") : form_value(page->query, "unit");
	struct letter_book book;
	struct error unknown;
	int64_t unit_id = 0;
	int year = 0, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_LETTER_MANAGE, 0, 0, err);
	const struct letter_when when = { page->jurisdiction_id, year, page->today };
	if (rc == 0)
		rc = letter_book_load(page->db, &when, page->arena, &book, err);
	if (rc < 0)
		return rc;
	if (read_unit(page, page->db, code, &unit_id, &unknown) < 0 && !again)
		page->error = unknown;
	rc = fill_preview(page, &book, unit_id, &view, err);
	if (rc < 0)
		return rc;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	view.title = page_message(page, MESSAGE_LETTER_PAGE_MAKE_OF, &value, 1);
	view.error = form_error_text(page, labels);
	view.class_unit = form_field_class(page, "unit");
	view.csrf = page_csrf(page);
	view.unit = code;
	view.issue = !again || form_has(page->form, "issue");
	view.back = link_letter_year(page, year);
	view.self = safe_url_format(page->arena, "/letters/years/%d/new", (int64_t)year);
	view.action = view.self;
	return page_render(page, view.title, template_letter_make_slot(&view), err);
}

static int act_make(struct page *page, struct act *act, struct error *err)
{
	struct letter_making making = { .missing = form_has(page->form, "missing"),
					.changed = form_has(page->form, "changed"),
					.issue = form_has(page->form, "issue"),
					.permissions = page->permissions };
	struct letter_made made;
	int rc = page_parameter_year(page, 0, &making.year, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_LETTER_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = read_unit(page, act->db, form_value(page->form, "unit"), &making.unit_id, err);
	if (rc == 0)
		rc = read_person(page, act->db, form_value(page->form, "person"), &making.person_id,
				 err);
	if (rc == 0 && !making.missing && !making.changed)
		rc = error_invalid(err, "missing", "", "at least one of the two", "至少勾选一项");
	if (rc == 0)
		rc = letter_make(act, &making, &made, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%d: +%lld, =%lld, -%lld", making.year,
				    (long long)made.made, (long long)made.replaced,
				    (long long)made.ended);
	page_flash(page, MESSAGE_FLASH_LETTERS_MADE);
	page_redirect(page, link_letter_year(page, making.year));
	return 0;
}

static int act_issue(struct page *page, struct act *act, struct error *err)
{
	int64_t count = 0;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_LETTER_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = letter_issue_all(act, year, 0, page->permissions, &count, err);
	if (rc == 0 && !count)
		rc = error_set(err, ERR_RULE, "There are no drafts of this year.",
			       "该年度没有草稿。");
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%d: %lld", year, (long long)count);
	page_flash(page, MESSAGE_FLASH_LETTERS_ISSUED);
	page_redirect(page, link_letter_year(page, year));
	return 0;
}

static const struct route_input make_input[] = {
	{ .name = "unit", .type = INPUT_TEXT, .maximum = 40, .label = MESSAGE_UNIT_CODE },
	{ .name = "person", .type = INPUT_TEXT, .maximum = 40, .label = MESSAGE_PERSON_CODE },
	{ .name = "missing", .type = INPUT_BOOLEAN, .label = MESSAGE_LETTER_IS_MISSING },
	{ .name = "changed", .type = INPUT_BOOLEAN, .label = MESSAGE_LETTER_IS_CHANGED },
	{ .name = "issue", .type = INPUT_BOOLEAN, .label = MESSAGE_LETTER_EVENT_ISSUE },
	{ .name = NULL },
};

const struct route letter_year_routes[] = {
	{ .method = HTTP_GET, .path = "/letters/years/{year}",
	  .access = PERMISSION_LETTER_READ | PERMISSION_LETTER_MANAGE,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_LETTER_PAGE_OWN_LIST,
	  .show = show_year },
	{ .method = HTTP_GET, .path = "/letters/years/{year}/new",
	  .access = PERMISSION_LETTER_MANAGE, .title = MESSAGE_LETTER_PAGE_MAKE,
	  .show = show_make },
	{ .method = HTTP_POST, .path = "/letters/years/{year}/new",
	  .access = PERMISSION_LETTER_MANAGE, .title = MESSAGE_LETTER_PAGE_MAKE, .show = show_make,
	  .act = act_make, .act_kind = "letter.make", .input = make_input },
	{ .method = HTTP_POST, .path = "/letters/years/{year}/issue",
	  .access = PERMISSION_LETTER_MANAGE, .title = MESSAGE_LETTER_PAGE_OWN_LIST,
	  .show = show_year, .act = act_issue, .act_kind = "letter.issue" },
	{ .path = NULL },
};
