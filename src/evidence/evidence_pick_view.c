/* evidence_pick_view.c - see evidence_pick_view.h. */
#include "evidence/evidence_pick_view.h"

#include "evidence/evidence_access_view.h"
#include "statements_evidence_pages.h"
#include "web/list_page.h"

/* A title is not longer; the engines refuse a pattern of tens of thousands of bytes. */
#define SEARCH_BYTES 600

static bool holds(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* What was ticked, as far as it can be an identifier. */
static size_t read_ticked(const struct page *page, int64_t ids[EVIDENCE_PICK_MAXIMUM], bool *out_fine)
{
	const struct form_field *field = NULL;
	size_t count = 0;

	*out_fine = true;
	while ((field = form_each(page->form, "evidence", field))) {
		int64_t id;

		if (!id_parse(field->value, &id) ||
		    (count == EVIDENCE_PICK_MAXIMUM && !holds(ids, count, id)))
			*out_fine = false;
		else if (!holds(ids, count, id))
			ids[count++] = id;
	}
	return count;
}

static void add_choice(struct page *page, int64_t id, struct str title, struct str note, bool chosen,
		       struct evidence_pick *out)
{
	char text[ID_TEXT_BYTES];

	out->choices.items[out->choices.count++] = (struct evidence_choice){
		arena_str(page->arena, str_from(id_format(id, text))), title, note, chosen
	};
}

static int add_listed(struct page *page, const struct list_request *request, const int64_t *ticked,
		      size_t ticked_count, struct evidence_pick *out, struct error *err)
{
	int id = list_page_position(request->listing, "id");
	int title = list_page_position(request->listing, "title");
	int to = list_page_position(request->listing, "shows_to");
	struct db_query *query;
	int shown = 0, rc = list_open(page->db, request, &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		if (shown++ == EVIDENCE_PICK_SHOWN) {
			out->more = true;
			break;
		}
		if (!holds(ticked, ticked_count, db_query_int(query, id)))
			add_choice(page, db_query_int(query, id), db_query_copy(query, title, page->arena),
				   page_day(page, (int32_t)db_query_int(query, to)), false, out);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

int evidence_pick_fill(struct page *page, int64_t unit_id, struct safe_url find,
		       struct evidence_pick *out, struct error *err)
{
	int64_t ticked[EVIDENCE_PICK_MAXIMUM];
	bool fine;
	size_t count = read_ticked(page, ticked, &fine);
	struct list_filter filters[3] = { { "state", LIST_EQUAL, db_text("", STR("in_force")) } };
	struct list_request request = { .listing = LISTING_EVIDENCE_PAGES,
					.args = evidence_list_args(page, DB_NO_ARGS),
					.filters = filters,
					.filter_count = 1,
					.sort = "added_day",
					.descending = true,
					.limit = EVIDENCE_PICK_SHOWN };
	struct evidence evidence;
	struct error ignored;

	*out = (struct evidence_pick){ .search = utf8_cut(str_trim(form_value(page->form,
								       "evidence_search")),
						   SEARCH_BYTES),
				       .find = find,
				       .may_add = page->permissions & PERMISSION_EVIDENCE_WRITE };
	out->choices.items = ARENA_ARRAY(page->arena, struct evidence_choice,
					 EVIDENCE_PICK_MAXIMUM + EVIDENCE_PICK_SHOWN);
	if (!out->choices.items)
		return error_broken(err, ERR_MEMORY, "evidence to choose from");
	if (unit_id)
		filters[request.filter_count++] =
			(struct list_filter){ "unit_id", LIST_EQUAL, db_int("", unit_id) };
	if (out->search.length)
		filters[request.filter_count++] =
			(struct list_filter){ "title", LIST_CONTAINS, db_text("", out->search) };
	for (size_t i = 0; i < count; i++)
		if (evidence_read(page, page->db, ticked[i], &evidence, &ignored) == 0)
			add_choice(page, ticked[i], evidence.title, page_day(page, evidence.shows_to), true,
				   out);
	return add_listed(page, &request, ticked, count, out, err);
}

int evidence_pick_read(struct page *page, struct db *db, int64_t ids[EVIDENCE_PICK_MAXIMUM],
		       size_t *out_count, struct error *err)
{
	bool fine;
	size_t count = read_ticked(page, ids, &fine);
	struct evidence evidence;
	struct error ignored;

	for (size_t i = 0; fine && i < count; i++)
		fine = evidence_read(page, db, ids[i], &evidence, &ignored) == 0 &&
		       evidence.state == EVIDENCE_IN_FORCE;
	*out_count = fine ? count : 0;
	return fine ? 0 : error_invalid(err, "evidence", "",
					"up to 50 pieces of evidence in force that you may read",
					"最多 50 份您有权查看且有效的佐证材料");
}
