/* workbench_waiting.c - see workbench_waiting.h. */
#include "web/workbench_waiting.h"

#include "examination/examination_view.h"
#include "messages_result.h"
#include "people/handover_view.h"
#include "process/objection_pages.h"
#include "process/proposal_view.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "statements_workbench_pages.h"
#include "web/links.h"

#define WAITING_SHOWN 8

static int fill_proposals(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = proposal_waiting(page, WAITING_SHOWN, &view->proposals, &count, err);

	view->has_proposals = count > 0;
	view->proposals_count = page_number(page, count);
	return rc;
}

static int fill_objections(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = objection_waiting(page, WAITING_SHOWN, &view->objections, &count, err);

	view->has_objections = count > 0;
	view->objections_count = page_number(page, count);
	return rc;
}

static void put_public(struct page *page, struct db_query *query, struct table_view *table)
{
	const struct result_place place = { page->jurisdiction_id, (int)db_query_int(query, 0),
					    SCHEME_UNIT, db_query_int(query, 1), STR_EMPTY };

	table_row(table);
	table_heading(table,
		      arena_format(page->arena, "%d %.*s", place.year,
				   STR_ARG(db_query_bytes(query, 2))),
		      link_result(page, &place));
	table_light(table, "light warn", page_day(page, (int32_t)db_query_int(query, 3)));
	table_cell(table, STR_EMPTY);
}

#define LEVELS_MAXIMUM 16

struct public_level {
	int64_t result_id;
	int year;
	struct str level, name;
	int32_t to;
};

static int read_levels(struct page *page, struct public_level *levels, size_t *count,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_PUBLIC_LEVELS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	while (*count < LEVELS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		levels[(*count)++] = (struct public_level){
			.result_id = db_query_int(query, 0),
			.year = (int)db_query_int(query, 1),
			.level = db_query_copy(query, 2, page->arena),
			.name = db_query_copy(query, 3, page->arena),
			.to = (int32_t)db_query_int(query, 4),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int put_own(struct page *page, const struct public_level *level, struct table_view *table,
		   struct error *err)
{
	int64_t id = page->rights.person_id;
	struct result_place place = { page->jurisdiction_id, level->year, SCHEME_PERSON, 0,
				      STR_EMPTY };
	int rc = result_place_of(page->db, id, page->arena, &place, err);

	if (rc < 0 || !str_equal(place.level, level->level))
		return rc == -ERR_NOT_FOUND ? 0 : rc;
	table_row(table);
	table_heading(table,
		      arena_format(page->arena, "%d %.*s", level->year, STR_ARG(level->name)),
		      link_subject_derivation(page, SCHEME_PERSON, level->year, id));
	table_light(table, "light warn", page_day(page, level->to));
	table_link(table, str_from(page_text(page, MESSAGE_RESULT_PAGE_OBJECT)),
		   link_objection_new(page, level->result_id, id));
	return 0;
}

/* The asker's own result, when their level is in publicity. */
static int fill_own(struct page *page, struct table_view *table, struct error *err)
{
	struct public_level levels[LEVELS_MAXIMUM];
	size_t count = 0;
	int64_t id = page->rights.person_id;
	int rc;

	if (!id || !page_may(page, PERMISSION_OBJECTION_RAISE, 0, id))
		return 0;
	rc = read_levels(page, levels, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = put_own(page, &levels[i], table, err);
	return rc;
}

/* Of the groups in which a unit of one of the asker's grants is. */
static int fill_public(struct page *page, struct workbench_view *view, struct error *err)
{
	struct table_view *table = &view->public;
	int rc = 0;

	table_init(table, page->arena, page_text(page, MESSAGE_WORKBENCH_PUBLIC), "");
	table_column(table, page_text(page, MESSAGE_RESULT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_RESULT_PUBLICITY_TO), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_RESULT_PAGE_OBJECT),
		     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
	rc = fill_own(page, table, err);
	for (size_t i = 0; rc == 0 && i < page->rights.count; i++) {
		int64_t unit_id = page->rights.grants[i].unit_id;
		struct db_query *query;

		if (!unit_id || !page_may(page, PERMISSION_OBJECTION_RAISE, unit_id, 0))
			continue;
		rc = db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_PUBLIC,
				   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
					   db_int("unit_id", unit_id)),
				   &query, err);
		if (rc < 0)
			return rc;
		while ((rc = db_query_step(query, err)) > 0)
			put_public(page, query, table);
		db_query_close(query);
	}
	view->has_public = table->rows.count > 0;
	return rc < 0 ? rc : table_check(table, err);
}

static int fill_examinations(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = examination_waiting(page, &view->examinations, &count, err);

	view->has_examinations = count > 0;
	view->examinations_count = page_number(page, count);
	return rc;
}

int workbench_waiting(struct page *page, struct workbench_view *view, struct error *err)
{
	int rc = 0;

	if (page->permissions & PERMISSION_PROPOSAL_READ)
		rc = fill_proposals(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_RESULT_MANAGE)
		rc = fill_objections(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_OBJECTION_RAISE)
		rc = fill_public(page, view, err);
	return rc < 0 ? rc : fill_examinations(page, view, err);
}

static struct str count_text(struct page *page, int64_t count)
{
	return count ? page_number(page, count) : STR_EMPTY;
}

int workbench_handovers(struct page *page, struct workbench_view *view, struct error *err)
{
	struct handover_waiting waiting = { .to_name = 0 };
	int rc = handover_waiting_read(page, WAITING_SHOWN, &waiting, err);

	view->to_give = count_text(page, waiting.to_give);
	view->to_receive = count_text(page, waiting.to_receive);
	view->to_name = count_text(page, waiting.to_name);
	view->handovers = waiting.table;
	view->has_handovers = waiting.to_give + waiting.to_receive + waiting.to_name > 0;
	return rc;
}
