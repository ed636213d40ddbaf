/* unit_results_view.c - see unit_results_view.h. Each year appraises the unit's group of that year. */
#include "process/unit_results_view.h"

#include "process/ranking_rows_view.h"
#include "process/result_shown_view.h"
#include "web/links.h"

#define YEARS_MAXIMUM 12

struct grouped_year {
	int year;
	int64_t group_id;
	struct str group_name;
};

static int read_years(struct page *page, int64_t unit_id, struct grouped_year *years, size_t *count,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_GROUP_MEMBER_OF_UNIT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("unit_id", unit_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	*count = 0;
	while (*count < YEARS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		years[(*count)++] = (struct grouped_year){
			(int)db_query_int(query, 0), db_query_int(query, 1),
			db_query_copy(query, 2, page->arena)
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void put_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_PAGE_RESULTS),
		   page_text(page, MESSAGE_UNIT_PAGE_NO_RESULTS));
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_RANKING_RANK), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_TOTAL), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_FEEDBACK_LETTER),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL | COLUMN_WIDE);
}

static struct str rank_text(struct page *page, const struct appraisal_year *year, int member)
{
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	const struct appraisal_ranking *group =
		appraisal_ranking(year->appraisal, year->members[member].group);

	if (!result->rank)
		return STR("—");
	return arena_format(page->arena, "%d / %zu", result->rank, group->ranked);
}

static void put_letter(struct page *page, int year, int64_t unit_id, struct table_view *table)
{
	if (page_may(page, PERMISSION_DERIVATION_READ, unit_id, 0))
		table_link(table, str_from(page_text(page, MESSAGE_FEEDBACK_LETTER)),
			   link_letter(page, year, unit_id));
	else
		table_cell(table, STR_EMPTY);
}

static struct str state_text(struct page *page, const struct result_shown *shown)
{
	if (shown->hidden)
		return str_from(page_text(page, MESSAGE_RESULT_PAGE_NOT_PUBLIC));
	return str_from(page_text(page, result_states[shown->state].label));
}

static void put_hidden(struct page *page, const struct grouped_year *grouped,
		       const struct result_shown *shown, struct table_view *table)
{
	table_row(table);
	table_heading(table, arena_format(page->arena, "%d", grouped->year),
		      (struct safe_url){ STR_EMPTY });
	table_link(table, grouped->group_name, link_result(page, &shown->place));
	table_cell(table, STR("—"));
	table_cell(table, STR("—"));
	table_cell(table, STR("—"));
	table_light(table, "light idle", state_text(page, shown));
	table_cell(table, STR_EMPTY);
}

static void put_row(struct page *page, const struct grouped_year *grouped,
		    const struct result_shown *shown, const struct appraisal_year *year,
		    struct table_view *table)
{
	int member = year->member;
	const struct appraisal_result *result = appraisal_result(year->appraisal, member);
	int64_t unit_id = year->subjects[member].id;
	struct str total = ranking_total(page, year, result);
	struct str state = ranking_state(page, result);
	struct safe_url url = { STR_EMPTY };

	if (total.length && page_may(page, PERMISSION_DERIVATION_READ, unit_id, 0))
		url = link_derivation(page, grouped->year, unit_id);
	table_row(table)->class = result->last == LAST_PLACE ? "mark" : "";
	table_heading(table, arena_format(page->arena, "%d", grouped->year),
		      (struct safe_url){ STR_EMPTY })
		->note = result->vetoed ? str_from(page_text(page, MESSAGE_ENTRIES_VETO))
					: STR_EMPTY;
	table_link(table, grouped->group_name,
		   link_ranking(page, grouped->year, grouped->group_id, unit_id));
	table_cell(table, rank_text(page, year, member));
	table_link(table, total, url);
	table_cell(table, state.length ? state : ranking_grade(page, year, result));
	table_light(table, result_state_light(shown->state), state_text(page, shown));
	put_letter(page, grouped->year, unit_id, table);
}

static int add_year(struct page *page, const struct grouped_year *grouped, int64_t unit_id,
		    struct table_view *table, struct error *err)
{
	struct result_shown shown = { .place = { page->jurisdiction_id, grouped->year, SCHEME_UNIT,
						 grouped->group_id, STR_EMPTY } };
	struct appraisal_year *year;
	int rc = result_load(page->db, &shown.place, page->arena, &shown.versions, err);

	if (rc < 0)
		return rc;
	result_shown_default(page, &shown);
	if (shown.hidden) {
		put_hidden(page, grouped, &shown, table);
		return 0;
	}
	shown.request.subject_id = unit_id;
	rc = appraisal_load(page->db, &shown.request, page->arena, &year, err);
	if (rc == 0)
		put_row(page, grouped, &shown, year, table);
	return rc == -ERR_NOT_FOUND ? 0 : rc; /* no scheme ruled that year */
}

int unit_results_table(struct page *page, int64_t unit_id, struct table_view *out,
		       struct error *err)
{
	struct grouped_year years[YEARS_MAXIMUM];
	size_t count = 0;
	int rc = read_years(page, unit_id, years, &count, err);

	put_columns(page, out);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_year(page, &years[i], unit_id, out, err);
	return rc < 0 ? rc : table_check(out, err);
}
