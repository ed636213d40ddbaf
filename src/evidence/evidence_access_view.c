/* evidence_access_view.c - see evidence_access_view.h. The condition is that of the list. */
#include "evidence/evidence_access_view.h"

#include "evidence/evidence_store.h"
#include "statements_evidence_pages.h"
#include "web/scope.h"

struct safe_url link_evidence(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/evidence/%I", id);
}

struct db_args evidence_list_args(struct page *page, struct db_args more)
{
	/* Heads and liaisons speak for their unit; they are who may object for it. */
	struct db_args speaking = scope_args(page, PERMISSION_OBJECTION_RAISE, DB_NO_ARGS);
	struct db_arg *items = ARENA_ARRAY(page->arena, struct db_arg, more.count + 2);

	if (!items || speaking.count < 3)
		return DB_NO_ARGS;
	items[0] = db_int("account_id", page->session.account_id);
	items[1] = db_text("speaks", speaking.items[2].bytes);
	for (size_t i = 0; i < more.count; i++)
		items[2 + i] = more.items[i];
	return scope_args(page, PERMISSION_EVIDENCE_READ, (struct db_args){ items, more.count + 2 });
}

static int count_readable(struct page *page, struct db *db, int64_t id, int64_t *out,
			  struct error *err)
{
	const struct list_filter wanted = { "id", LIST_EQUAL, db_int("", id) };
	const struct list_request request = { .listing = LISTING_EVIDENCE_PAGES,
					      .args = evidence_list_args(page, DB_NO_ARGS),
					      .filters = &wanted,
					      .filter_count = 1,
					      .sort = "added_day",
					      .limit = 1 };

	return list_count(db, &request, out, err);
}

int evidence_read(struct page *page, struct db *db, int64_t id, struct evidence *out,
		  struct error *err)
{
	int64_t count = 0;
	int rc = count_readable(page, db, id, &count, err);

	if (rc == 0 && count == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such evidence, or you may not see it.",
				 "没有这份佐证材料，或您无权查看。");
	return rc < 0 ? rc : evidence_get(db, page->jurisdiction_id, id, page->arena, out, err);
}

bool evidence_may_read(struct page *page, struct db *db, int64_t id)
{
	struct error ignored;
	int64_t count = 0;

	return count_readable(page, db, id, &count, &ignored) == 0 && count > 0;
}

bool evidence_may_write(struct page *page, const struct evidence *evidence)
{
	return page_may(page, PERMISSION_EVIDENCE_WRITE, evidence->unit_id, 0);
}
