/*
 * verify.c - the whole check of one jurisdiction: two snapshots of the same state, then the
 * passes.
 */
#include "ledger/verify_internal.h"
#include "statements_ledger.h"

#define SNAPSHOT_ATTEMPTS 5

static const char *const finding_names[LEDGER_FINDING_COUNT] = {
	[LEDGER_LEAF_CHANGED] = "leaf_changed",
	[LEDGER_CHECKPOINT_BROKEN] = "checkpoint_broken",
	[LEDGER_RECORD_CHANGED] = "record_changed",
	[LEDGER_RECORD_MISSING] = "record_missing",
	[LEDGER_RECORD_UNKNOWN] = "record_unknown",
	[LEDGER_HISTORY_CHANGED] = "history_changed",
	[LEDGER_ACT_CHANGED] = "act_changed",
	[LEDGER_ACT_MISSING] = "act_missing",
	[LEDGER_FILE_MISSING] = "file_missing",
	[LEDGER_FILE_CHANGED] = "file_changed",
};

const char *ledger_finding_name(int kind)
{
	return kind >= 0 && kind < LEDGER_FINDING_COUNT ? finding_names[kind] : "unknown";
}

void verify_found(struct verifier *verifier, const struct ledger_finding *finding)
{
	verifier->report.findings++;
	verifier->check->found(verifier->check->context, finding);
}

static int leaf_copy(struct db_query *query, struct verify_page *page, struct error *err)
{
	struct verify_leaf leaf = {
		.index = db_query_int(query, 0),
		.hash = db_query_copy(query, 1, page->arena),
		.leaf = db_query_copy(query, 2, page->arena),
	};

	/* Else what did not fit into memory would look like damage. */
	if (!leaf.hash.bytes || !leaf.leaf.bytes)
		return error_broken(err, ERR_MEMORY, "a page of leaves");
	page->leaves[page->count++] = leaf;
	return 0;
}

int verify_page_read(struct verifier *verifier, int64_t first, struct verify_page *page,
		     struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(verifier->db, STATEMENT_LEDGER_LEAF_PAGE,
			       DB_ARGS(db_int("jurisdiction_id", verifier->check->jurisdiction_id),
				       db_int("first", first), db_int("maximum", VERIFY_PAGE)),
			       &query, err);

	if (rc)
		return rc;
	arena_reset(page->arena);
	page->count = 0;
	while (page->count < VERIFY_PAGE && (rc = db_query_step(query, err)) == 1) {
		rc = leaf_copy(query, page, err);
		if (rc)
			break;
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* Size of the tree as one connection's snapshot has it; the first read fixes the snapshot. */
static int snapshot_begin(struct db *db, int64_t jurisdiction_id, uint64_t *out_size,
			  struct error *err)
{
	struct hash root;
	int rc = db_begin_read(db, err);

	if (rc)
		return rc;
	rc = ledger_head(db, jurisdiction_id, out_size, &root, err);
	/* A damaged head is a finding of the tree's pass. */
	if (rc == -ERR_CORRUPT) {
		*out_size = 0;
		return 0;
	}
	if (rc)
		db_rollback(db);
	return rc;
}

static void snapshots_end(struct verifier *verifier)
{
	db_rollback(verifier->db);
	db_rollback(verifier->second);
}

/* Every write lengthens the tree, so equal sizes mean equal states. */
static int snapshots_begin(struct verifier *verifier, struct error *err)
{
	int64_t jurisdiction_id = verifier->check->jurisdiction_id;

	for (int attempt = 0; attempt < SNAPSHOT_ATTEMPTS; attempt++) {
		uint64_t size, second_size;
		int rc = snapshot_begin(verifier->db, jurisdiction_id, &size, err);

		if (rc)
			return rc;
		rc = snapshot_begin(verifier->second, jurisdiction_id, &second_size, err);
		if (rc) {
			db_rollback(verifier->db);
			return rc;
		}
		if (size == second_size)
			return 0;
		snapshots_end(verifier);
	}
	return error_set(err, ERR_BUSY,
			 "The database changes too quickly to be verified; try again.",
			 "数据库变动过快，无法校验，请稍后再试。");
}

static int verify_passes(struct verifier *verifier, struct error *err)
{
	int rc = verify_tree(verifier, err);

	if (!rc)
		rc = verify_records(verifier, err);
	if (!rc)
		rc = verify_acts(verifier, err);
	if (!rc && verifier->record_leaves != verifier->versions_matched)
		rc = verify_coverage(verifier, err);
	if (!rc && verifier->check->blobs)
		rc = verify_files(verifier, err);
	return rc;
}

int ledger_verify(const struct ledger_check *check, struct ledger_report *out, struct error *err)
{
	struct verifier verifier = {
		.check = check,
		.db = check->db,
		.second = check->second,
	};
	int rc = 0;

	if (check->public_vkey) {
		rc = note_verifier_parse(str_from(check->public_vkey), &verifier.keys[0], err);
		verifier.key_count = 1;
	}
	if (!rc)
		rc = snapshots_begin(&verifier, err);
	if (rc)
		return rc;
	if (verifier.key_count)
		rc = verify_keys(&verifier, err);
	if (!rc)
		rc = verify_passes(&verifier, err);
	snapshots_end(&verifier);
	if (!rc)
		*out = verifier.report;
	return rc;
}
