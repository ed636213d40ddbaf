/*
 * unit_archive_pages.c - everything about a unit on one time line, and a year of it at a glance.
 *
 * Whoever reads the unit reads its archive; what they may not see elsewhere is not in the line and not
 * in the counts. A unit that ended keeps its archive; what it became is an entry with a link.
 */
#include "archive/unit_archive_view.h"
#include "messages_archive.h"
#include "people/unit.h"
#include "progress/progress_view.h"
#include "statements_archive_unit.h"
#include "templates_archive.h"
#include "web/links.h"
#include "web/route.h"

#define FIGURES 2

/* Figures of the year ------------------------------------------------------------------------------ */

static int fill_total(struct page *page, int64_t unit_id, int year, struct archive_figures *out,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_ARCHIVE_UNIT_TOTAL,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("unit_id", unit_id), db_int("year", year)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		struct message_value values[] = {
			{ "total", page_points(page, (struct decimal){ db_query_int(query, 0) }, 2) },
			{ "rank", page_number(page, db_query_int(query, 1)) },
		};
		bool ranked = db_query_int(query, 2) != 0;
		struct archive_figure *figure = &out->items[out->count++];

		*figure = (struct archive_figure){
			.label = MESSAGE_ARCHIVE_SOURCE_RESULT,
			.text = page_message(page,
					     ranked ? MESSAGE_UNIT_ARCHIVE_TOTAL
						    : MESSAGE_UNIT_ARCHIVE_TOTAL_UNRANKED,
					     values, ranked ? 2 : 1),
		};
		if (page_may(page, PERMISSION_DERIVATION_READ, unit_id, 0))
			figure->url = link_derivation(page, year, unit_id);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* As many as the list of assignments has of this unit for who asks. */
static int fill_led(struct page *page, const struct unit *unit, int year,
		    struct archive_figures *out, struct error *err)
{
	bool reads = page_may(page,
			      PERMISSION_DERIVATION_READ | PERMISSION_PLAN_RESPOND |
				      PERMISSION_PLAN_REVIEW | PERMISSION_PLAN_MANAGE,
			      unit->head.id, 0);
	bool secret = page_may(page, PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_MANAGE,
			       unit->head.id, 0);
	int64_t items = 0;
	int rc = reads ? db_get_int(page->db, STATEMENT_ARCHIVE_UNIT_LED,
				    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
					    db_int("unit_id", unit->head.id), db_int("year", year),
					    db_int("secret", secret)),
				    &items, err)
		       : 0;

	if (rc == 0 && items)
		out->items[out->count++] = (struct archive_figure){
			.label = MESSAGE_UNIT_ARCHIVE_LED,
			.text = page_number(page, items),
			.url = safe_url_with(page->arena,
					     safe_url_format(page->arena, "/plans/%d/assignments",
							     (int64_t)year),
					     "unit", unit->code),
		};
	return rc;
}

static int fill_figures(struct page *page, const struct unit *unit, int year,
			struct archive_figures *out, struct error *err)
{
	int rc = 0;

	out->items = ARENA_ARRAY(page->arena, struct archive_figure, FIGURES);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "figures of a year");
	if (page_may(page, PERMISSION_RESULT_READ, unit->head.id, 0))
		rc = fill_total(page, unit->head.id, year, out, err);
	return rc < 0 ? rc : fill_led(page, unit, year, out, err);
}

/* The page ----------------------------------------------------------------------------------------- */

static struct safe_url of_year(struct page *page, int64_t unit_id, int year)
{
	return safe_url_format(page->arena, "/units/%I/archive?year=%d", unit_id, (int64_t)year);
}

static void fill_years(struct page *page, int64_t unit_id, int year, struct unit_archive_view *view)
{
	view->year = arena_format(page->arena, "%d", year);
	view->year_before = arena_format(page->arena, "%d", year - 1);
	view->year_after = arena_format(page->arena, "%d", year + 1);
	view->before = of_year(page, unit_id, year - 1);
	view->after = of_year(page, unit_id, year + 1);
	view->burden = safe_url_format(page->arena, "/units/%I/burden?year=%d", unit_id,
				       (int64_t)year);
}

static int render(struct page *page, const struct unit *unit, const struct archive_shown *shown,
		  struct error *err)
{
	struct unit_archive_view view = { .name = unit->name };
	int year = shown->year ? shown->year : civil_from_day(page->today).year;
	struct message_value name = { "name", unit->name };
	int rc = archive_shown_fill(page, shown, &view.line, err);

	if (rc == 0)
		rc = archive_shown_count(page, shown, year, &view.counts, err);
	if (rc == 0)
		rc = fill_figures(page, unit, year, &view.figures, err);
	if (rc < 0)
		return rc;
	view.unit = link_unit(page, unit->head.id);
	if (unit->to_day != CIVIL_NO_DAY)
		view.ended = page_day(page, unit->to_day);
	fill_years(page, unit->head.id, year, &view);
	return page_render(page, page_message(page, MESSAGE_UNIT_ARCHIVE_TITLE, &name, 1),
			   template_unit_archive_slot(&view), err);
}

static int show_archive(struct page *page, struct error *err)
{
	struct archive_shown *shown = ARENA_NEW(page->arena, struct archive_shown);
	struct unit unit;
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_UNIT_READ, id, 0, err);
	if (rc == 0)
		rc = record_get(page->db, &unit_record,
				(struct record_key){ page->jurisdiction_id, id }, page->arena, &unit,
				err);
	if (rc == 0 && !shown)
		rc = error_broken(err, ERR_MEMORY, "an archive");
	if (rc < 0)
		return rc;
	*shown = (struct archive_shown){
		.sources = archive_unit_sources,
		.unit_id = id,
		.self = safe_url_format(page->arena, "/units/%I/archive", id),
		.file_name = "unit-archive",
	};
	archive_shown_open(page, shown);
	rc = archive_shown_begin(page, shown, err);
	if (rc < 0)
		return rc;
	if (page->format != PAGE_HTML)
		return archive_shown_file(page, shown, err);
	return render(page, &unit, shown, err);
}

const struct route unit_archive_routes[] = {
	{ .method = HTTP_GET, .path = "/units/{id}/archive", .access = PERMISSION_UNIT_READ,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_UNIT_ARCHIVE_LINK,
	  .show = show_archive },
	{ .path = NULL },
};
