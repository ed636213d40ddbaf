/*
 * command_key.c - the ledger's signing key: how this copy stands, and the two ways to take a copy over.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "ledger/seal.h"
#include "statements_ledger.h"

static const struct command_option options[] = {
	{ "key", "FILE", "where the signing key is or is put (beside the database)" },
	{ "name", "NAME", "new-origin: the new key's name" },
	{ NULL, NULL, NULL },
};

#define TREES_MAXIMUM 8192

/* How a copy is taken over. */
struct takeover {
	struct operator_session *session;
	const struct ledger_key *key;
	bool new_origin;
	int64_t *trees;
	size_t tree_count;
};

static int show(struct call *call, struct operator_session *session, struct error *err)
{
	const char *path = operator_key_path(call);
	struct str named;
	int rc = ledger_seal_key(session->db, call->arena, &named, err);

	if (rc < 0)
		return rc;
	printf("key file: %s\nnamed by the ledger: %.*s\nseal: %s\n", path ? path : "",
	       STR_ARG(named), ledger_seal_name(ledger_heads_sealed(session->heads)));
	return 0;
}

/* Acts ----------------------------------------------------------------------------------------- */

static int find_trees(struct takeover *takeover, struct error *err)
{
	struct operator_session *session = takeover->session;
	struct db_query *query;
	int rc;

	takeover->trees = ARENA_ARRAY(session->arena, int64_t, TREES_MAXIMUM);
	if (!takeover->trees)
		return error_broken(err, ERR_MEMORY, "trees");
	rc = db_query_open(session->db, STATEMENT_LEDGER_HEAD_ALL, DB_NO_ARGS, &query, err);
	if (rc < 0)
		return rc;
	while (takeover->tree_count < TREES_MAXIMUM && (rc = db_query_step(query, err)) == 1)
		takeover->trees[takeover->tree_count++] = db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int make_act(const struct takeover *takeover, int64_t tree, struct error *err)
{
	struct operator_session *session = takeover->session;
	const struct act_start start = { .db = session->db,
					 .arena = session->arena,
					 .heads = session->heads,
					 .jurisdiction_id = tree,
					 .role = "operator",
					 .kind = takeover->new_origin ? "ledger.origin"
								      : "ledger.resume" };
	struct act act;
	int rc = act_begin(&act, &start, err);

	if (rc == 0)
		rc = takeover->new_origin ? ledger_seal_origin(&act, takeover->key, err)
					  : ledger_seal_resume(&act, err);
	return rc < 0 ? rc : act_finish(&act, true, err);
}

static int make_acts(struct takeover *takeover, struct error *err)
{
	struct operator_session *session = takeover->session;
	int rc = find_trees(takeover, err);

	for (size_t i = 0; rc == 0 && i < takeover->tree_count; i++)
		rc = make_act(takeover, takeover->trees[i], err);
	if (rc == 0)
		rc = ledger_heads_store(session->heads, session->db, err);
	return rc < 0 ? rc : ledger_seal_break(session->db, takeover->key, err);
}

/* All trees in one transaction: a copy is taken over whole or not at all. */
static int take_over(struct takeover *takeover, struct error *err)
{
	struct operator_session *session = takeover->session;
	int rc;

	ledger_heads_forget(session->heads);
	ledger_heads_seal(session->heads, SEAL_NONE);
	rc = db_begin_write(session->db, err);
	if (rc < 0)
		return rc;
	rc = make_acts(takeover, err);
	if (rc == 0)
		return db_commit(session->db, err);
	db_rollback(session->db);
	return rc;
}

/* Bring ---------------------------------------------------------------------------------------- */

static int not_named(struct error *err)
{
	return error_set(err, ERR_RULE,
			 "This key is not the one that the ledger names. Bring that one, or begin a "
			 "new origin: lianze key new-origin.",
			 "该密钥不是账本所载的密钥。请带来原密钥，或以 lianze key new-origin 另立起点。");
}

static int bring(struct call *call, struct operator_session *session, struct error *err)
{
	const char *place = operator_key_path(call);
	const char *path = call->argument_count > 1 ? call->arguments[1] : place;
	struct ledger_key key;
	struct takeover takeover = { .session = session, .key = &key };
	enum seal_state seal = SEAL_NONE;
	bool fits = false;
	int rc = path ? ledger_key_load(path, &key, err)
		      : error_broken(err, ERR_MEMORY, "key path");

	if (rc < 0)
		return rc;
	rc = ledger_seal_fits(session->db, &key, &fits, err);
	if (rc == 0 && !fits)
		rc = not_named(err);
	if (rc == 0)
		rc = ledger_seal_read(session->db, &key, &seal, err);
	if (rc == 0 && strcmp(path, place) != 0 && access(place, F_OK) != 0)
		rc = ledger_key_store(place, &key, err);
	if (rc == 0 && seal == SEAL_RESTORED)
		rc = take_over(&takeover, err);
	ledger_key_clear(&key);
	if (rc == 0)
		call_say(call, "This copy may write again, signed by its own key.",
			 "本副本已可写入，并由原密钥签名。");
	return rc;
}

/* New origin ----------------------------------------------------------------------------------- */

static int new_origin(struct call *call, struct operator_session *session, struct error *err)
{
	const char *path = operator_key_path(call);
	struct ledger_key key;
	struct takeover takeover = { .session = session, .key = &key, .new_origin = true };
	struct str public_path = arena_format(call->arena, "%s.pub", path ? path : "");
	int rc = path && public_path.bytes
			 ? ledger_key_create(path, call_option(call, "name"), &key, err)
			 : error_broken(err, ERR_MEMORY, "key path");

	if (rc < 0)
		return rc;
	rc = take_over(&takeover, err);
	if (rc < 0) {
		unlink(path);
		unlink(public_path.bytes);
	}
	ledger_key_clear(&key);
	if (rc == 0)
		call_say(call, "This copy has a new key and a new name; its trees say where they began.",
			 "本副本已启用新密钥、新名称，各树均记明起点。");
	return rc;
}

static int run(struct call *call, struct error *err)
{
	struct operator_session session;
	struct str what = str_from(call->arguments[0]);
	int rc = operator_open(call, DB_READ_WRITE, &session, err);

	if (rc < 0)
		return rc;
	if (str_equal(what, STR("show")) && call->argument_count == 1)
		rc = show(call, &session, err);
	else if (str_equal(what, STR("bring")))
		rc = bring(call, &session, err);
	else if (str_equal(what, STR("new-origin")) && call->argument_count == 1)
		rc = new_origin(call, &session, err);
	else
		rc = call_usage(err, "usage: lianze key show | bring [FILE] | new-origin [--name NAME]",
				"用法：lianze key show | bring [文件] | new-origin [--name 名称]");
	operator_close(&session);
	return rc;
}

const struct command command_key = {
	.name = "key",
	.synopsis = "show | bring [FILE] | new-origin",
	.summary = "the signing key of this copy, and taking a restored copy over",
	.details = "A copy without its key, or one that was just restored, can only be read.\n"
		   "bring: the former database is retired and this one goes on with the same key.\n"
		   "new-origin: this copy goes on by itself, under a new key and name.\n"
		   "Both write into every tree where it began, so nobody can sign two histories unnoticed.",
	.options = options,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
