/*
 * sameness_pages.c - pieces whose texts have much in common with one's, and two of them side by side.
 *
 * A hint for who reviews, never a score: nothing is stored of it, nothing follows by itself, and the page
 * says so. Only what the asker may read anyway is named.
 */
#include "evidence/evidence_access_view.h"
#include "evidence/sameness_view.h"
#include "evidence/text_store.h"
#include "messages_evidence.h"
#include "people/unit.h"
#include "statements_evidence_pages.h"
#include "templates_evidence.h"
#include "web/routes.h"

#define PASSAGE_BYTES 60000 /* of each side: more nobody reads on a page */
#define PIECES_OF_FILE 16

int sameness_link(struct page *page, const struct evidence *evidence, struct safe_url *out,
		  struct error *err)
{
	struct str ignored;
	int rc;

	*out = (struct safe_url){ STR_EMPTY };
	if (!evidence->sha256.length)
		return 0;
	rc = evidence_text_get(page->db, page->jurisdiction_id, evidence->sha256, page->arena,
			       &ignored, err);
	if (rc == 0)
		*out = safe_url_format(page->arena, "/evidence/%I/sameness", evidence->head.id);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return rc;
}

static struct str unit_name(struct page *page, int64_t unit_id)
{
	struct unit unit = { .name = STR_EMPTY };
	struct error ignored;

	if (record_get(page->db, &unit_record, (struct record_key){ page->jurisdiction_id, unit_id },
		       page->arena, &unit, &ignored) < 0)
		return STR("—");
	return unit.name;
}

static struct str share_text(struct page *page, struct resemblance resemblance)
{
	int permille = resemblance_permille(resemblance);

	return arena_format(page->arena, "%d.%d%%", permille / 10, permille % 10);
}

static struct str period_text(struct page *page, const struct evidence *evidence)
{
	return arena_format(page->arena, "%.*s – %.*s", STR_ARG(page_day(page, evidence->shows_from)),
			    STR_ARG(page_day(page, evidence->shows_to)));
}

/* The list --------------------------------------------------------------------------------------- */

static void put_row(struct page *page, const struct evidence *own, const struct evidence *other,
		    struct resemblance resemblance, struct table_view *table)
{
	table_row(table);
	table_heading(table, other->title, link_evidence(page, other->head.id));
	table_cell(table, unit_name(page, other->unit_id));
	table_cell(table, period_text(page, other));
	table_link(table, share_text(page, resemblance),
		   safe_url_format(page->arena, "/evidence/%I/sameness?with=%I", own->head.id,
				   other->head.id));
}

/* The pieces that have the file, as far as the asker may read them. */
static int put_pieces(struct page *page, const struct evidence *own, const struct text_match *match,
		      struct table_view *table, struct error *err)
{
	struct db_query *query;
	struct evidence other;
	struct error ignored;
	int64_t ids[PIECES_OF_FILE];
	size_t count = 0;
	int rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_SAME_FILE,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_blob("sha256", match->sha256),
				       db_int("id", own->head.id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (count < PIECES_OF_FILE && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	for (size_t i = 0; rc >= 0 && i < count; i++)
		if (evidence_read(page, page->db, ids[i], &other, &ignored) == 0)
			put_row(page, own, &other, match->resemblance, table);
	return rc < 0 ? rc : 0;
}

static int fill_table(struct page *page, const struct evidence *own, struct table_view *table,
		      struct error *err)
{
	struct text_matches matches;
	int rc = evidence_text_matches(page->db, page->jurisdiction_id, own->sha256, page->arena,
				       &matches, err);

	if (rc == -ERR_NOT_FOUND) { /* a picture, a number: nothing to compare */
		error_clear(err);
		rc = 0;
	}
	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_SAMENESS_TITLE),
		   page_text(page, MESSAGE_SAMENESS_NONE));
	table_column(table, page_text(page, MESSAGE_EVIDENCE_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_EVIDENCE_UNIT_ID), 0);
	table_column(table, page_text(page, MESSAGE_EVIDENCE_PAGE_PERIOD), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_SAMENESS_SHARE), COLUMN_NUMBER);
	for (size_t i = 0; rc == 0 && i < matches.count; i++)
		rc = put_pieces(page, own, &matches.items[i], table, err);
	return rc < 0 ? rc : table_check(table, err);
}

/* Two of them ------------------------------------------------------------------------------------ */

struct side {
	struct evidence evidence;
	struct str text;
	struct shingles shingles;
};

static int load_side(struct page *page, int64_t id, struct side *out, struct error *err)
{
	int rc = evidence_read(page, page->db, id, &out->evidence, err);

	if (rc == 0)
		rc = evidence_text_get(page->db, page->jurisdiction_id, out->evidence.sha256,
				       page->arena, &out->text, err);
	return rc < 0 ? rc : shingles_of(out->text, page->arena, &out->shingles, err);
}

static int fill_side(struct page *page, const struct side *side, const struct side *other,
		     struct sameness_side *out, struct error *err)
{
	*out = (struct sameness_side){ .title = side->evidence.title,
				       .unit = unit_name(page, side->evidence.unit_id),
				       .period = period_text(page, &side->evidence),
				       .url = link_evidence(page, side->evidence.head.id),
				       .is_cut = side->text.length > PASSAGE_BYTES };
	return shingles_mark(utf8_cut(side->text, PASSAGE_BYTES), &other->shingles, page->arena,
			     &out->passages, err);
}

static int fill_pair(struct page *page, int64_t own_id, int64_t other_id, struct sameness_view *view,
		     struct error *err)
{
	struct side *sides = ARENA_ARRAY(page->arena, struct side, 2);
	int rc = sides ? load_side(page, own_id, &sides[0], err)
		       : error_broken(err, ERR_MEMORY, "a comparison");

	if (rc == 0)
		rc = load_side(page, other_id, &sides[1], err);
	if (rc == 0)
		rc = fill_side(page, &sides[0], &sides[1], &view->left, err);
	if (rc == 0)
		rc = fill_side(page, &sides[1], &sides[0], &view->right, err);
	if (rc < 0)
		return rc;
	view->is_pair = true;
	view->share = share_text(page, shingles_compare(&sides[0].shingles, &sides[1].shingles));
	view->back = safe_url_format(page->arena, "/evidence/%I/sameness", own_id);
	return 0;
}

static int show_sameness(struct page *page, struct error *err)
{
	struct sameness_view view = { .title = str_from(page_text(page, MESSAGE_SAMENESS_TITLE)) };
	struct evidence evidence;
	int64_t id, other;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = evidence_read(page, page->db, id, &evidence, err);
	if (rc < 0)
		return rc;
	view.about = evidence.title;
	view.back = link_evidence(page, id);
	if (form_has(page->query, "with"))
		rc = id_parse(form_value(page->query, "with"), &other)
			     ? fill_pair(page, id, other, &view, err)
			     : error_set(err, ERR_NOT_FOUND, "There is no such evidence.",
					 "没有这份佐证材料。");
	else
		rc = fill_table(page, &evidence, &view.table, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_sameness_page_slot(&view), err);
}

const struct route sameness_routes[] = {
	{ .method = HTTP_GET, .path = "/evidence/{id}/sameness", .access = PERMISSION_EVIDENCE_READ,
	  .flags = ROUTE_SLOW, .title = MESSAGE_SAMENESS_TITLE, .show = show_sameness },
	{ .path = NULL },
};
