/* workbench_waiting.c - see workbench_waiting.h. */
#include "web/workbench_waiting.h"

#include "process/objection_pages.h"
#include "process/proposal_view.h"
#include "process/result_shown_view.h"
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
					    SCHEME_UNIT, db_query_int(query, 1) };

	table_row(table);
	table_heading(table,
		      arena_format(page->arena, "%d %.*s", place.year,
				   STR_ARG(db_query_bytes(query, 2))),
		      link_result(page, &place));
	table_light(table, "light warn", page_day(page, (int32_t)db_query_int(query, 3)));
}

/* Of the groups in which a unit of one of the asker's grants is. */
static int fill_public(struct page *page, struct workbench_view *view, struct error *err)
{
	struct table_view *table = &view->public;
	int rc = 0;

	table_init(table, page->arena, page_text(page, MESSAGE_WORKBENCH_PUBLIC), "");
	table_column(table, page_text(page, MESSAGE_RESULT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_RESULT_PUBLICITY_TO), COLUMN_NARROW);
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

int workbench_waiting(struct page *page, struct workbench_view *view, struct error *err)
{
	int rc = 0;

	if (page->permissions & PERMISSION_PROPOSAL_READ)
		rc = fill_proposals(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_RESULT_MANAGE)
		rc = fill_objections(page, view, err);
	if (rc == 0 && page->permissions & PERMISSION_OBJECTION_RAISE)
		rc = fill_public(page, view, err);
	return rc;
}
