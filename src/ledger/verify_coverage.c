/*
 * verify_coverage.c - leaves that speak of versions which are not stored any more.
 *
 * Runs only when there are more leaves than sound versions, for it asks the database once per leaf.
 */
#include "ledger/verify_internal.h"

#include "ledger/act.h"
#include "ledger/leaf.h"
#include "statements_act.h"

#define PAGE_ARENA_BYTES (64 * 1024 * 1024)

static int has_row(struct db *db, enum statement statement, struct db_args args, bool *out,
		   struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, statement, args, &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out = rc == 1;
	return 0;
}

static int version_stored(struct verifier *verifier, const struct leaf *leaf, bool *out,
			  struct error *err)
{
	return has_row(verifier->db, STATEMENT_RECORD_VERSION_GET,
		       DB_ARGS(db_int("jurisdiction_id", verifier->check->jurisdiction_id),
			       db_text("record_type", leaf->record_type),
			       db_int("record_id", leaf->record_id),
			       db_int("revision", leaf->revision)),
		       out, err);
}

/* Whether nothing at all is left of the record: no version, no row. */
static int all_gone(struct verifier *verifier, const struct leaf *leaf, bool *out,
		    struct error *err)
{
	const struct record_type *type = record_type_find(leaf->record_type);
	int64_t jurisdiction_id = verifier->check->jurisdiction_id;
	bool is_stored = true;
	int rc = has_row(verifier->db, STATEMENT_RECORD_VERSION_LATEST,
			 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				 db_text("record_type", leaf->record_type),
				 db_int("record_id", leaf->record_id)),
			 &is_stored, err);

	if (!rc && !is_stored && type)
		rc = has_row(verifier->db, (enum statement)type->get,
			     DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				     db_int("id", leaf->record_id)),
			     &is_stored, err);
	if (!rc)
		*out = !is_stored;
	return rc;
}

static int leaf_cover(struct verifier *verifier, const struct verify_leaf *row, struct error *err)
{
	struct leaf leaf;
	struct ledger_finding finding = { .kind = LEDGER_HISTORY_CHANGED,
					  .leaf_index = row->index };
	bool is_stored, gone = false;
	int rc;

	if (!leaf_parse(row->leaf, &leaf))
		return 0;
	rc = version_stored(verifier, &leaf, &is_stored, err);
	if (rc || is_stored)
		return rc;
	/* Once per record: at its first version. */
	if (leaf.revision == 1)
		rc = all_gone(verifier, &leaf, &gone, err);
	if (rc)
		return rc;
	if (gone)
		finding.kind = LEDGER_RECORD_MISSING;
	finding.record_type = leaf.record_type;
	finding.record_id = leaf.record_id;
	finding.changed = STR("missing");
	verify_found(verifier, &finding);
	return 0;
}

static int pages_cover(struct verifier *verifier, struct verify_page *page, struct error *err)
{
	int64_t first = 0;
	int rc;

	do {
		rc = verify_page_read(verifier, first, page, err);
		for (size_t i = 0; !rc && i < page->count; i++) {
			first = page->leaves[i].index + 1;
			rc = leaf_cover(verifier, &page->leaves[i], err);
		}
	} while (!rc && page->count);
	return rc;
}

int verify_coverage(struct verifier *verifier, struct error *err)
{
	struct verify_page *page = memory_alloc(sizeof(*page));
	int rc;

	if (!page)
		return error_broken(err, ERR_MEMORY, "verifying history");
	page->arena = arena_new(PAGE_ARENA_BYTES);
	rc = page->arena ? pages_cover(verifier, page, err)
			 : error_broken(err, ERR_MEMORY, "verifying history");
	arena_free(page->arena);
	memory_free(page);
	return rc;
}
