/*
 * verify_acts.c - the lines of acts against their leaves, and who wrote what against the lines.
 *
 * A line has to give the commitment of its leaf; the versions that name the act have to be as many as
 * the leaf says and lie among its leaves, so that no version can be put to another act. Leaves of acts
 * without a line are looked for only when the numbers do not agree.
 *
 * Lines older than the first act's leaf of a tree have none; a line without one behind it is forged.
 */
#include "ledger/verify_internal.h"

#include "base/buf.h"
#include "ledger/act_line.h"
#include "statements_act.h"

#define LINE_MAXIMUM (1 << 20)
#define PAGE_ARENA_BYTES (64 * 1024 * 1024)

struct acts_pass {
	struct verifier *verifier;
	struct db_query *query;
	struct buf scratch;
	int64_t first_act_leaf; /* -1: the tree has none */
	int64_t matched;
};

static struct act_line line_of(struct db_query *query)
{
	return (struct act_line){
		.id = db_query_int(query, 0),
		.kind = db_query_bytes(query, 1),
		.account_id = db_query_int(query, 2),
		.on_behalf_id = db_query_int(query, 3),
		.token_id = db_query_int(query, 14),
		.role = db_query_bytes(query, 4),
		.day = (int32_t)db_query_int(query, 5),
		.at_ms = db_query_int(query, 6),
		.first_leaf = db_query_is_null(query, 7) ? -1 : db_query_int(query, 7),
		.leaf_count = db_query_int(query, 8),
		.summary = db_query_bytes(query, 9),
	};
}

static void act_found(struct acts_pass *pass, enum ledger_finding_kind kind, int64_t id,
		      int64_t leaf_index, struct str what)
{
	const struct ledger_finding finding = { .kind = kind,
						.record_type = STR("act"),
						.record_id = id,
						.leaf_index = leaf_index,
						.changed = what };

	verify_found(pass->verifier, &finding);
}

/* Lines of before acts had leaves: all their leaves lie before the first act's. */
static bool is_old(const struct acts_pass *pass, int64_t first_leaf)
{
	return pass->first_act_leaf < 0 || first_leaf < pass->first_act_leaf;
}

/* Versions are put to another act; those that are missing are named already. */
static bool is_misattributed(const struct acts_pass *pass, const struct act_line *line)
{
	const struct verifier *verifier = pass->verifier;

	return verifier->record_leaves == verifier->versions_matched &&
	       db_query_int(pass->query, 13) != line->leaf_count;
}

static int line_check(struct acts_pass *pass, struct error *err)
{
	struct db_query *query = pass->query;
	struct act_line line = line_of(query);
	int64_t index = db_query_is_null(query, 10) ? -1 : db_query_int(query, 10);
	struct act_leaf leaf;
	struct hash commitment;

	pass->verifier->report.acts_checked++;
	if (index < 0) {
		if (!is_old(pass, line.first_leaf))
			act_found(pass, LEDGER_ACT_CHANGED, line.id, -1, line.kind);
		return 0;
	}
	if (act_line_commitment(&line, db_query_bytes(query, 11), &pass->scratch, &commitment))
		return error_broken(err, ERR_MEMORY, "line of an act");
	if (!act_leaf_parse(db_query_bytes(query, 12), &leaf) || leaf.id != line.id) {
		act_found(pass, LEDGER_ACT_CHANGED, line.id, index, line.kind);
		return 0;
	}
	pass->matched++;
	if (!hash_equal(&commitment, &leaf.commitment))
		act_found(pass, LEDGER_ACT_CHANGED, line.id, index, leaf.kind);
	else if (is_misattributed(pass, &line))
		act_found(pass, LEDGER_ACT_CHANGED, line.id, index, STR("record_version.act_id"));
	return 0;
}

static int lines_check(struct acts_pass *pass, struct error *err)
{
	int rc = db_query_open(pass->verifier->db, STATEMENT_ACT_ALL,
			       DB_ARGS(db_int("jurisdiction_id",
					      pass->verifier->check->jurisdiction_id)),
			       &pass->query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(pass->query, err)) == 1) {
		rc = line_check(pass, err);
		if (rc)
			break;
	}
	db_query_close(pass->query);
	return rc;
}

/* Leaves without a line ------------------------------------------------------------------------ */

static int leaf_look(struct acts_pass *pass, const struct verify_leaf *row, struct error *err)
{
	struct act_leaf leaf;
	struct db_query *query;
	int rc;

	if (!act_leaf_parse(row->leaf, &leaf))
		return 0;
	rc = db_query_open(pass->verifier->db, STATEMENT_ACT_GET,
			   DB_ARGS(db_int("jurisdiction_id",
					  pass->verifier->check->jurisdiction_id),
				   db_int("id", leaf.id)),
			   &query, err);
	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 0)
		act_found(pass, LEDGER_ACT_MISSING, leaf.id, row->index, leaf.kind);
	else if (rc == 1 && db_query_is_null(query, 8) && is_old(pass, db_query_int(query, 5)))
		act_found(pass, LEDGER_ACT_CHANGED, leaf.id, row->index, leaf.kind);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int leaves_look(struct acts_pass *pass, struct verify_page *page, struct error *err)
{
	int64_t first = 0;
	int rc;

	do {
		rc = verify_page_read(pass->verifier, first, page, err);
		for (size_t i = 0; !rc && i < page->count; i++) {
			first = page->leaves[i].index + 1;
			rc = leaf_look(pass, &page->leaves[i], err);
		}
	} while (!rc && page->count);
	return rc;
}

static int missing_find(struct acts_pass *pass, struct error *err)
{
	struct verify_page *page = memory_alloc(sizeof(*page));
	int rc;

	if (!page)
		return error_broken(err, ERR_MEMORY, "verifying acts");
	page->arena = arena_new(PAGE_ARENA_BYTES);
	rc = page->arena ? leaves_look(pass, page, err)
			 : error_broken(err, ERR_MEMORY, "verifying acts");
	arena_free(page->arena);
	memory_free(page);
	return rc;
}

int verify_acts(struct verifier *verifier, struct error *err)
{
	struct acts_pass pass = { .verifier = verifier,
				  .first_act_leaf = verifier->act_leaves ? verifier->first_act_leaf
									 : -1 };
	int rc;

	buf_init(&pass.scratch, LINE_MAXIMUM);
	rc = lines_check(&pass, err);
	if (!rc && pass.matched != verifier->act_leaves)
		rc = missing_find(&pass, err);
	buf_release(&pass.scratch);
	return rc;
}
