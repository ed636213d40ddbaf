/* workbench_year.c - see workbench_year.h. */
#include "web/workbench_year.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_result.h"
#include "messages_web.h"
#include "people/unit.h"
#include "process/ranking_rows_view.h"
#include "process/trigger_store.h"
#include "process/unit_results_view.h"
#include "statements_appraisal_group.h"
#include "web/links.h"

#define YEARS_TRIED 3

static int read_years(struct page *page, int *years, size_t *count, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	*count = 0;
	while (*count < YEARS_TRIED && (rc = db_query_step(query, err)) > 0)
		years[(*count)++] = (int)db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static bool is_ranked(const struct ranking_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].year &&
		    appraisal_ranking(set->items[i].year->appraisal, 0)->ranked)
			return true;
	return false;
}

/* The newest year that is ranked, else the newest with groups; count 0 when no year has both groups and
 * a scheme. */
static int choose_year(struct page *page, struct ranking_set *out, struct error *err)
{
	int years[YEARS_TRIED];
	size_t count;
	int rc = read_years(page, years, &count, err);

	*out = (struct ranking_set){ .count = 0 };
	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct ranking_set set;

		rc = ranking_set_load(page, years[i], SCHEME_UNIT, &set, err);
		if (rc == 0 && (!out->count || is_ranked(&set)))
			*out = set;
		if (rc == 0 && is_ranked(&set))
			return 0;
		if (rc == -ERR_NOT_FOUND)
			rc = 0;
	}
	return rc;
}

/* The principals about whom something is proposed, joined. */
static struct str principals_of(struct page *page, const struct trigger_proposal *proposal)
{
	struct str text = STR_EMPTY;

	for (size_t i = 0; i < proposal->principal_count; i++) {
		const struct trigger_principal *principal = &proposal->principals[i];

		if (principal->qualifies)
			text = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(text),
					    text.length ? " · " : "", STR_ARG(principal->name));
	}
	return text;
}

static void proposal_row(struct page *page, int year,
			 const struct trigger_finding *finding, struct table_view *table)
{
	const struct trigger_proposal *proposal = &finding->proposal;
	const struct scheme_text *title = &proposal->trigger->title;
	bool may = page_may(page, PERMISSION_DERIVATION_READ, finding->unit_id, 0);
	struct str principals = principals_of(page, proposal);
	struct safe_url url = { STR_EMPTY };

	if (may)
		url = link_derivation(page, year, finding->unit_id);
	table_row(table)->class = "mark";
	table_heading(table, proposal->unit_name, url);
	table_cell(table, page->language == LANGUAGE_ZH ? title->zh : title->en)->note =
		proposal->trigger->mechanism;
	table_cell(table, principals.length ? principals : STR("—"));
	table_light(table, "light warn", str_from(page_text(page, MESSAGE_WORKBENCH_PROVISIONAL)));
}

/* Conditions that would be met if the figures became final as they are; what final results propose are
 * records of their own (workbench_waiting.c). */
static int fill_provisional(struct page *page, int year, struct workbench_view *view,
			  struct error *err)
{
	const struct trigger_request request = { .jurisdiction_id = page->jurisdiction_id,
						 .year = year };
	struct table_view *table = &view->provisional;
	struct trigger_findings findings;
	int rc = trigger_load_year(page->db, &request, page->arena, &findings, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_WORKBENCH_PROVISIONAL_LIST), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_SCHEME_PAGE_TRIGGER), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_POST_PRINCIPAL), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	for (size_t i = 0; i < findings.count; i++)
		if (findings.items[i].proposal.provisional)
			proposal_row(page, year, &findings.items[i], table);
	view->has_provisional = table->rows.count > 0;
	return table_check(table, err);
}

int workbench_year(struct page *page, struct workbench_view *view, struct error *err)
{
	struct ranking_set set;
	int rc = choose_year(page, &set, err);

	if (rc < 0 || !set.count)
		return rc;
	struct message_value title = { "year", arena_format(page->arena, "%d", set.year) };
	struct message_value about = { "count", page_number(page, (int64_t)set.subjects) };

	view->has_year = true;
	view->year_title = page_message(page, MESSAGE_RANKING_YEAR_TITLE, &title, 1);
	view->year_about = page_message(page, MESSAGE_WORKBENCH_UNITS, &about, 1);
	view->url_year = link_year(page, set.year);
	rc = ranking_groups_table(page, &set, &view->groups, err);
	/* They are about persons: only for those who may read every derivation. */
	if (rc == 0 && rights_has_everywhere(&page->rights, PERMISSION_DERIVATION_READ))
		rc = fill_provisional(page, set.year, view, err);
	return rc;
}

static bool is_listed(const struct page *page, size_t grant)
{
	for (size_t i = 0; i < grant; i++)
		if (page->rights.grants[i].unit_id == page->rights.grants[grant].unit_id)
			return true;
	return false;
}

int workbench_units(struct page *page, struct workbench_view *view, struct error *err)
{
	int rc = 0;

	view->units.items = ARENA_ARRAY(page->arena, struct workbench_unit, RIGHTS_MAXIMUM_GRANTS);
	if (!view->units.items)
		return error_broken(err, ERR_MEMORY, "workbench units");
	for (size_t i = 0; rc == 0 && i < page->rights.count; i++) {
		int64_t id = page->rights.grants[i].unit_id;
		struct workbench_unit *item = &view->units.items[view->units.count];
		struct unit unit;

		if (!id || is_listed(page, i))
			continue;
		rc = record_get(page->db, &unit_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena,
				&unit, err);
		if (rc == 0)
			rc = unit_results_table(page, id, &item->results, err);
		if (rc < 0)
			return rc;
		item->name = unit.name;
		if (page_may(page, PERMISSION_UNIT_READ, id, 0))
			item->url = link_unit(page, id);
		view->units.count++;
	}
	return rc;
}
