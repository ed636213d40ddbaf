/*
 * unit_results_view.c - see unit_results_view.h. A final year is read from its frozen line; only a year that
 * is not final appraises the unit's group.
 */
#include "process/unit_results_view.h"

#include "messages_common.h"
#include "messages_comparison.h"
#include "messages_feedback.h"
#include "messages_people.h"
#include "messages_result.h"
#include "messages_web.h"
#include "process/comparison_view.h"
#include "statements_group_member.h"
#include "web/links.h"

#define YEARS_MAXIMUM 12

struct grouped_year {
	int year;
	int64_t group_id;
	struct str group_name;
	struct result_shown shown;
	bool present;	    /* appraised, or hidden */
	struct compared it; /* not when hidden */
	struct str why;	    /* it has no rank; or empty */
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
			.year = (int)db_query_int(query, 0),
			.group_id = db_query_int(query, 1),
			.group_name = db_query_copy(query, 2, page->arena),
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
	table_column(table, page_text(page, MESSAGE_COMPARISON_SHARE), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_RANKING_GRADE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_FEEDBACK_LETTER),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL | COLUMN_WIDE);
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
		       struct table_view *table)
{
	table_row(table);
	table_heading(table, arena_format(page->arena, "%d", grouped->year),
		      (struct safe_url){ STR_EMPTY });
	table_link(table, grouped->group_name, link_result(page, &grouped->shown.place));
	for (int i = 0; i < 4; i++)
		table_cell(table, STR("—"));
	table_light(table, "light idle", state_text(page, &grouped->shown));
	table_cell(table, STR_EMPTY);
}

static void put_row(struct page *page, const struct grouped_year *grouped,
		    const struct compared *before, struct table_view *table)
{
	const struct compared *it = &grouped->it;
	int64_t unit_id = it->subject_id;
	struct safe_url url = { STR_EMPTY };

	if (it->has_total && page_may(page, PERMISSION_DERIVATION_READ, unit_id, 0))
		url = link_derivation(page, grouped->year, unit_id);
	table_row(table)->class = it->last ? "mark" : "";
	table_heading(table, arena_format(page->arena, "%d", grouped->year),
		      (struct safe_url){ STR_EMPTY })
		->note = it->vetoed ? str_from(page_text(page, MESSAGE_ENTRIES_VETO)) : STR_EMPTY;
	table_link(table, grouped->group_name,
		   link_ranking(page, grouped->year, grouped->group_id, unit_id));
	table_cell(table, compared_rank_text(page, it))->note =
		compared_places_text(page, before, it);
	table_link(table, it->has_total ? compared_total_text(page, it) : STR_EMPTY, url);
	table_cell(table, compared_share_text(page, compared_share(it)))->note =
		compared_change_text(page, before, it);
	table_cell(table, grouped->why.length ? grouped->why : compared_grade_text(page, it));
	table_light(table, result_state_light(grouped->shown.state),
		    state_text(page, &grouped->shown));
	put_letter(page, grouped->year, unit_id, table);
}

static int load_year(struct page *page, const struct comparison *frozen, int64_t unit_id,
		     struct grouped_year *out, struct error *err)
{
	struct result_shown *shown = &out->shown;
	int rc;

	shown->place = (struct result_place){ page->jurisdiction_id, out->year, SCHEME_UNIT,
					      out->group_id, STR_EMPTY };
	rc = result_load(page->db, &shown->place, page->arena, &shown->versions, err);
	if (rc < 0)
		return rc;
	result_shown_default(page, shown);
	out->present = true;
	if (shown->hidden)
		return 0;
	shown->request.subject_id = unit_id;
	rc = comparison_of_shown(page, frozen, shown, &out->it, &out->why, err);
	out->present = rc == 0;
	return rc == -ERR_NOT_FOUND ? 0 : rc; /* no scheme ruled that year */
}

/* The year before among those that are shown, newest first; NULL: none. */
static const struct compared *year_before(const struct grouped_year *years, size_t count, size_t at)
{
	while (++at < count)
		if (years[at].present && !years[at].shown.hidden)
			return &years[at].it;
	return NULL;
}

int unit_results_table(struct page *page, int64_t unit_id, struct table_view *out,
		       struct error *err)
{
	const struct comparison_request request = { .jurisdiction_id = page->jurisdiction_id,
						    .subject = SCHEME_UNIT,
						    .to_year = CIVIL_LAST_YEAR,
						    .subject_id = unit_id };
	struct grouped_year years[YEARS_MAXIMUM];
	struct comparison frozen;
	size_t count = 0;
	int rc = read_years(page, unit_id, years, &count, err);

	put_columns(page, out);
	if (rc == 0)
		rc = comparison_load(page->db, &request, page->arena, &frozen, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = load_year(page, &frozen, unit_id, &years[i], err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		if (years[i].present && years[i].shown.hidden)
			put_hidden(page, &years[i], out);
		else if (years[i].present)
			put_row(page, &years[i], year_before(years, count, i), out);
	return rc < 0 ? rc : table_check(out, err);
}
