/* ranking_rows_view.c - see ranking_rows_view.h. */
#include "process/ranking_rows_view.h"

#include "export/csv.h"
#include "messages_common.h"
#include "messages_people.h"
#include "messages_result.h"
#include "messages_web.h"
#include "process/derivation.h"
#include "process/distribution_view.h"
#include "process/subject_view.h"
#include "web/links.h"

struct str ranking_total(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result)
{
	if (!result->has_total)
		return STR_EMPTY;
	return page_points(page, result->total, year->scheme->places);
}

struct str ranking_grade(struct page *page, const struct appraisal_year *year,
			 const struct appraisal_result *result)
{
	return derivation_grade(year->scheme, result->grade, page->language);
}

struct str ranking_state(struct page *page, const struct appraisal_result *result)
{
	struct message_value count = { "count",
				       arena_format(page->arena, "%d", result->missing) };

	switch (result->state) {
	case APPRAISAL_INCOMPLETE:
		return page_message(page, MESSAGE_RANKING_INCOMPLETE, &count, 1);
	case APPRAISAL_BLOCKED:
		return str_from(page_text(page, MESSAGE_RANKING_BLOCKED));
	case APPRAISAL_EXEMPT:
		return str_from(page_text(page, MESSAGE_RANKING_EXEMPT));
	case APPRAISAL_RANKED:
	case APPRAISAL_STATE_COUNT:
	default:
		return STR_EMPTY;
	}
}

static enum message subject_word(enum scheme_subject subject)
{
	return subject == SCHEME_PERSON ? MESSAGE_PERSON_LABEL : MESSAGE_UNIT_LABEL;
}

static void put_columns(struct page *page, enum scheme_subject subject, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_RANKING_RANK_LIST),
		   page_text(page, MESSAGE_RANKING_EMPTY));
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, subject_word(subject)), 0);
	table_column(table, page_text(page, MESSAGE_RANKING_TOTAL), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_BAR), COLUMN_WIDE | COLUMN_HIDDEN_LABEL);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RANKING_CHANGE), COLUMN_NARROW | COLUMN_WIDE);
}

/* Part of the full marks in per cent. */
static int bar_of(const struct appraisal_year *year, const struct appraisal_result *result)
{
	int64_t full = year->scheme->full_marks.scaled;
	int64_t part = full ? result->total.scaled * 100 / full : 0;

	return (int)(part < 0 ? 0 : part > 100 ? 100 : part);
}

static bool last_twice(const struct appraisal_result *result, const struct ranking_place *before)
{
	return result->last == LAST_PLACE && before->last;
}

static struct str note_of(struct page *page, const struct appraisal_result *result,
			  const struct ranking_place *before)
{
	const char *veto = result->vetoed ? page_text(page, MESSAGE_ENTRIES_VETO) : "";
	const char *last = "";

	if (last_twice(result, before))
		last = page_text(page, MESSAGE_RANKING_LAST_TWICE);
	else if (result->last == LAST_PLACE)
		last = page_text(page, MESSAGE_RANKING_LAST);
	return arena_format(page->arena, "%s%s%s", veto, *veto && *last ? " · " : "", last);
}

static void put_change(struct page *page, struct table_view *table, struct str group_name,
		       const struct appraisal_result *result, const struct ranking_place *before)
{
	struct table_cell *cell = table_cell(table, STR("—"));
	int up;
	struct message_value value;

	if (!before->rank || !result->rank) {
		cell->spoken = str_from(page_text(page, MESSAGE_RANKING_NOT_COMPARED));
		return;
	}
	if (!str_equal(group_name, before->group_name)) {
		cell->text = str_from(page_text(page, MESSAGE_RANKING_OTHER_GROUP));
		return;
	}
	up = (int)before->rank - result->rank;
	value = (struct message_value){ "count",
					arena_format(page->arena, "%d", up < 0 ? -up : up) };
	if (up == 0) {
		cell->spoken = str_from(page_text(page, MESSAGE_RANKING_SAME));
		return;
	}
	cell->text = arena_format(page->arena, "%s %d", up > 0 ? "↑" : "↓", up < 0 ? -up : up);
	cell->spoken = page_message(page, up > 0 ? MESSAGE_RANKING_UP : MESSAGE_RANKING_DOWN,
				    &value, 1);
}

struct row {
	const struct appraisal_year *year;
	int group, member;
	struct ranking_place before;
	bool selected;
};

static const char *row_class(bool mark, bool here)
{
	if (mark)
		return here ? "mark here" : "mark";
	return here ? "here" : "";
}

static void put_row(struct page *page, const struct row *row, struct table_view *table)
{
	const struct appraisal_year *year = row->year;
	const struct appraised_subject *subject = &year->subjects[row->member];
	const struct appraised_group *group = &year->groups[row->group];
	const struct appraisal_result *result = appraisal_result(year->appraisal, row->member);
	const struct result_place place = subject_group_place(page, year, row->group);
	struct safe_url url = { STR_EMPTY };
	struct str state = ranking_state(page, result);
	struct table_cell *cell;

	if (subject_may(page, PERMISSION_DERIVATION_READ, year->subject, subject->id))
		url = link_subject_ranking(page, &place, subject->id);
	table_row(table)->class = row_class(result->last == LAST_PLACE, row->selected);
	table_cell(table, result->rank ? arena_format(page->arena, "%d", result->rank) : STR("—"));
	table_heading(table, subject->name, url)->note = note_of(page, result, &row->before);
	if (result->has_total)
		table_link(table, ranking_total(page, year, result), url);
	else
		table_cell(table, STR("—"));
	cell = table_cell(table, STR_EMPTY);
	cell->is_bar = result->has_total;
	cell->bar = bar_of(year, result);
	if (state.length)
		table_light(table, "light warn", state);
	else
		table_cell(table, ranking_grade(page, year, result));
	put_change(page, table, group->name, result, &row->before);
}

static void put_hidden(struct page *page, const struct ranking_group *group,
		       struct table_view *table)
{
	table_row(table);
	table_heading(table, group->name, link_result(page, &group->shown.place));
	table_cell(table, STR("—"));
	table_light(table, "light idle",
		    str_from(page_text(page, MESSAGE_RESULT_PAGE_NOT_PUBLIC)));
	table_cell(table, STR("—"));
}

static void put_state(struct page *page, const struct ranking_group *group,
		      struct table_view *table)
{
	size_t missing = appraisal_ranking(group->year->appraisal, 0)->incomplete;
	struct message_value incomplete = { "count", page_number(page, (int64_t)missing) };

	if (group->shown.state == RESULT_DRAFT && missing)
		table_light(table, "light warn",
			    page_message(page, MESSAGE_RANKING_GROUP_INCOMPLETE, &incomplete, 1));
	else if (group->shown.state == RESULT_DRAFT)
		table_light(table, "light idle",
			    str_from(page_text(page, MESSAGE_RANKING_GROUP_COMPLETE)));
	else
		table_light(table, result_state_light(group->shown.state),
			    str_from(page_text(page, result_states[group->shown.state].label)));
}

static void put_group(struct page *page, const struct ranking_group *group,
		      struct table_view *table)
{
	const struct appraisal_year *year = group->year;
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);

	table_row(table);
	table_heading(table, group->name, link_result_ranking(page, &group->shown.place, 0));
	table_cell(table, page_number(page, (int64_t)ranking->members));
	put_state(page, group, table);
	if (ranking->last < 0)
		table_cell(table, STR("—"));
	else
		table_link(table, year->subjects[ranking->last].name,
			   link_subject_ranking(page, &group->shown.place,
						year->subjects[ranking->last].id));
}

int ranking_groups_table(struct page *page, const struct ranking_set *set, struct table_view *out,
			 struct error *err)
{
	table_init(out, page->arena, page_text(page, MESSAGE_RANKING_GROUPS),
		   page_text(page, MESSAGE_RANKING_NO_GROUPS));
	table_column(out,
		     page_text(page, set->subject == SCHEME_PERSON ? MESSAGE_POST_LEVEL
								   : MESSAGE_APPRAISAL_GROUP_LABEL),
		     0);
	table_column(out,
		     page_text(page, set->subject == SCHEME_PERSON ? MESSAGE_MENU_PERSONS
								   : MESSAGE_RANKING_MEMBERS),
		     COLUMN_NUMBER | COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_RANKING_LAST), 0);
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].year)
			put_group(page, &set->items[i], out);
		else
			put_hidden(page, &set->items[i], out);
	return table_check(out, err);
}

int ranking_table(struct page *page, const struct appraisal_year *year,
		  const struct ranking_window *window, struct table_view *out, struct error *err)
{
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);
	size_t end = window->first + RANKING_ROWS;

	put_columns(page, year->subject, out);
	for (size_t i = window->first; i < ranking->members && i < end; i++) {
		int member = ranking->order[i];
		int64_t id = year->subjects[member].id;
		struct row row = { year, 0, member, ranking_history_place(window->before, id),
				   id == window->selected_id };

		put_row(page, &row, out);
	}
	return table_check(out, err);
}

/* Files -------------------------------------------------------------------------------------- */

static struct str grade_code(const struct appraisal_year *year,
			     const struct appraisal_result *result)
{
	return result->grade < 0 ? STR_EMPTY : year->scheme->grades[result->grade].code;
}

static void csv_row(struct page *page, const struct appraisal_year *year, int group, int member,
		    struct csv_writer *csv)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);

	csv_write_cell(csv, year->subjects[member].code);
	csv_write_cell(csv, year->groups[group].name);
	csv_write_number(csv, ranking_total(page, year, result));
	csv_write_number(csv, result->rank ? arena_format(page->arena, "%d", result->rank)
					   : STR_EMPTY);
	csv_write_cell(csv, grade_code(year, result));
	csv_write_number(csv, result->vetoed ? STR("1") : STR("0"));
	csv_write_row_end(csv);
}

static void csv_group(struct page *page, const struct appraisal_year *year, struct csv_writer *csv)
{
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);

	for (size_t i = 0; i < ranking->members; i++)
		csv_row(page, year, 0, ranking->order[i], csv);
}

int ranking_csv(struct page *page, const struct ranking_set *set, struct error *err)
{
	bool persons = set->subject == SCHEME_PERSON;
	const char *columns[] = { persons ? "person_code" : "unit_code",
				  persons ? "level" : "group", "total", "rank", "grade",
				  "vetoed" };
	struct csv_writer csv;

	int rc = page_begin_table(page, "ranking", &csv, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		csv_write_cell(&csv, str_from(columns[i]));
	csv_write_row_end(&csv);
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].year)
			csv_group(page, set->items[i].year, &csv);
	return page_end_table(page, &csv, 0, err);
}

static void json_result(const struct appraisal_year *year, int member, struct json *json)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	const struct appraised_subject *subject = &year->subjects[member];

	bool person = year->subject == SCHEME_PERSON;

	json_object_begin(json);
	json_name(json, person ? "person_id" : "unit_id");
	json_id(json, subject->id);
	json_name(json, person ? "person_code" : "unit_code");
	json_str(json, subject->code);
	json_name(json, person ? "person" : "unit");
	json_str(json, subject->name);
	derivation_result_json(year->scheme, result, json);
	json_name(json, "missing");
	json_int(json, result->missing);
	json_object_end(json);
}

static void json_version(const struct result_shown *shown, struct json *json)
{
	json_name(json, "state");
	json_str(json, str_from(result_state_name(shown->state)));
	json_name(json, "result_version");
	if (shown->result)
		json_int(json, shown->result->version);
	else
		json_null(json);
}

static int json_group(struct page *page, const struct ranking_group *group, struct json *json,
		      struct error *err)
{
	const struct appraisal_year *year = group->year;
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);
	int rc;

	json_object_begin(json);
	if (year->subject == SCHEME_PERSON) {
		json_name(json, "level");
		json_str(json, group->level);
	} else {
		json_name(json, "group_id");
		json_id(json, group->id);
	}
	json_name(json, "group");
	json_str(json, group->name);
	json_version(&group->shown, json);
	json_name(json, "complete");
	json_bool(json, ranking->incomplete == 0);
	rc = distribution_json(page, year, 0, json, err);
	derivation_quotas_json(year->scheme, ranking->quotas, json);
	json_name(json, "results");
	json_array_begin(json);
	for (size_t i = 0; i < ranking->members; i++)
		json_result(year, ranking->order[i], json);
	json_array_end(json);
	json_object_end(json);
	return rc;
}

int ranking_json(struct page *page, const struct ranking_set *set, struct error *err)
{
	struct json json;
	int rc = 0;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "year");
	json_int(&json, set->year);
	json_name(&json, "scheme");
	json_str(&json, set->scheme->code);
	json_name(&json, "version");
	json_int(&json, set->scheme->version);
	json_name(&json, "groups");
	json_array_begin(&json);
	for (size_t i = 0; rc == 0 && i < set->count; i++)
		if (set->items[i].year)
			rc = json_group(page, &set->items[i], &json, err);
	json_array_end(&json);
	json_object_end(&json);
	if (rc < 0)
		return rc;
	return buf_failed(&page->http->out) ? error_broken(err, ERR_MEMORY, "ranking.json") : 0;
}
