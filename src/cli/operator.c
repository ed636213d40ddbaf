/*
 * operator.c - see operator.h.
 */
#include "cli/operator.h"

#include <stdlib.h>

#include "ledger/checkpoint.h"
#include "ledger/seal.h"
#include "people/jurisdiction.h"
#include "store/migrate.h"

static int check_migrated(struct db *db, struct error *err)
{
	struct migration_state state;
	int rc = migrate_check(db, &state, err);

	if (rc == 0 && state.applied == 0)
		rc = error_set(err, ERR_STATE,
			       "there is no Lianze database here yet: run `lianze init` or "
			       "`lianze demo`",
			       "此处尚无廉责数据库：请先运行 lianze init 或 lianze demo");
	else if (rc == 0 && state.applied < state.known)
		rc = error_set(err, ERR_STATE,
			       "the database is older than this program: run `lianze migrate`",
			       "数据库版本低于程序：请先运行 lianze migrate");
	return rc;
}

static int find_jurisdiction(struct operator_session *session, struct error *err)
{
	struct jurisdiction found;
	int rc = jurisdiction_first(session->db, session->arena, &found, err);

	if (rc == 0)
		session->jurisdiction_id = found.head.id;
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

/* A copy without its key may only be read: every act is refused then. */
static int find_seal(struct call *call, struct operator_session *session, struct error *err)
{
	const char *path = operator_key_path(call);
	struct ledger_key key;
	enum seal_state seal;
	int rc = path ? ledger_key_load(path, &key, err)
		      : error_broken(err, ERR_MEMORY, "key path");
	bool has_key = rc == 0;

	if (rc < 0 && rc != -ERR_NOT_FOUND)
		return rc;
	rc = ledger_seal_read(session->db, has_key ? &key : NULL, &seal, err);
	if (has_key)
		ledger_key_clear(&key);
	if (rc == 0)
		ledger_heads_seal(session->heads, (int)seal);
	return rc;
}

int operator_open(struct call *call, enum db_mode mode, struct operator_session *out,
		  struct error *err)
{
	struct operator_session session = { .arena = call->arena };
	int rc = db_open(call->where, mode, &session.db, err);

	if (rc < 0)
		return rc;
	rc = check_migrated(session.db, err);
	if (rc == 0)
		rc = find_jurisdiction(&session, err);
	session.heads = ledger_heads_new();
	if (rc == 0 && !session.heads)
		rc = error_broken(err, ERR_MEMORY, "ledger heads");
	if (rc == 0 && mode != DB_READ_ONLY)
		rc = find_seal(call, &session, err);
	if (rc < 0) {
		operator_close(&session);
		return rc;
	}
	*out = session;
	return 0;
}

void operator_close(struct operator_session *session)
{
	ledger_heads_free(session->heads);
	db_close(session->db);
}

static void rollback(struct operator_session *session)
{
	db_rollback(session->db);
	ledger_heads_forget(session->heads);
}

/* The act inside the transaction: its changes, its line, the heads of the trees that it grew. */
static int make_act(struct operator_session *session, const struct operator_work *work,
		    bool always, struct error *err)
{
	const struct act_start start = { .db = session->db,
					 .arena = session->arena,
					 .heads = session->heads,
					 .jurisdiction_id = work->jurisdiction_id,
					 .role = "operator",
					 .kind = work->kind };
	struct act act;
	int rc = act_begin(&act, &start, err);

	if (rc == 0)
		rc = work->change(&act, work->context, err);
	if (rc == 0)
		rc = act_finish(&act, always, err);
	return rc < 0 ? rc : ledger_heads_store(session->heads, session->db, err);
}

static int make_and_commit(struct operator_session *session, const struct operator_work *work,
			   bool always, struct error *err)
{
	ledger_heads_forget(session->heads);
	int rc = db_begin_write(session->db, err);

	if (rc < 0)
		return rc;
	rc = make_act(session, work, always, err);
	if (rc == 0)
		rc = db_commit(session->db, err);
	if (rc < 0)
		rollback(session);
	return rc;
}

int operator_act(struct operator_session *session, const struct operator_work *work,
		 struct error *err)
{
	return make_and_commit(session, work, false, err);
}

int operator_act_always(struct operator_session *session, const struct operator_work *work,
			struct error *err)
{
	return make_and_commit(session, work, true, err);
}

static int sign(struct operator_session *session, const struct ledger_key *key,
		struct str *out_note, struct error *err)
{
	struct ledger_signing signing = { session->db, session->heads, session->jurisdiction_id,
					  key };
	int rc = db_begin_write(session->db, err);

	if (rc < 0)
		return rc;
	ledger_heads_forget(session->heads);
	rc = ledger_checkpoint_make(&signing, session->arena, out_note, err);
	if (rc < 0) {
		rollback(session);
		return rc;
	}
	return db_commit(session->db, err);
}

int operator_checkpoint(struct call *call, struct operator_session *session,
			struct str *out_note, struct error *err)
{
	const char *path = operator_key_path(call);
	struct ledger_key key;
	int rc = path ? ledger_key_load(path, &key, err)
		      : error_broken(err, ERR_MEMORY, "key path");

	if (rc < 0)
		return rc;
	rc = sign(session, &key, out_note, err);
	ledger_key_clear(&key);
	return rc;
}

int operator_need_jurisdiction(const struct operator_session *session, struct error *err)
{
	if (session->jurisdiction_id)
		return 0;
	return error_set(err, ERR_STATE, "there is no jurisdiction yet: run `lianze init`",
			 "尚未建立单位体系：请先运行 lianze init");
}

const char *operator_key_path(struct call *call)
{
	const char *option = call_option(call, "key");
	const char *environment = getenv("LIANZE_KEY");

	if (call->key_path)
		return call->key_path;
	if (option)
		return option;
	if (environment && *environment)
		return environment;
	return ledger_key_path(call->where, call->arena);
}
