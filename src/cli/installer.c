/* installer.c - see installer.h. */
#include "cli/installer.h"

#include <unistd.h>

#include "ledger/seal.h"
#include "people/jurisdiction.h"
#include "process/calendar_year.h"
#include "store/migrate.h"

static int make_schema(struct call *call, struct error *err)
{
	struct migration_state state;
	struct db *db;
	int rc = db_open(call->where, DB_CREATE, &db, err);

	if (rc < 0)
		return rc;
	rc = migrate_apply(db, &state, err);
	if (rc == 0)
		rc = db_check_statements(db, err);
	db_close(db);
	return rc;
}

/* The database names the key that signs it. */
static int name_key(struct operator_session *session, const struct ledger_key *key,
		    struct error *err)
{
	int rc = db_begin_write(session->db, err);

	if (rc < 0)
		return rc;
	rc = ledger_seal_name_key(session->db, key, err);
	if (rc == 0)
		return db_commit(session->db, err);
	db_rollback(session->db);
	return rc;
}

static int make_key(struct call *call, struct operator_session *session, struct str code,
		    struct error *err)
{
	const char *path = operator_key_path(call);
	struct str name = arena_format(call->arena, "lianze/%.*s", STR_ARG(code));
	struct ledger_key key;

	if (!path || !name.bytes)
		return error_broken(err, ERR_MEMORY, "key path");
	int rc = access(path, F_OK) == 0 ? ledger_key_load(path, &key, err)
					 : ledger_key_create(path, name.bytes, &key, err);
	if (rc < 0)
		return rc;
	rc = name_key(session, &key, err);
	ledger_key_clear(&key);
	return rc;
}

static int create_jurisdiction(struct act *act, void *context, struct error *err)
{
	return act_create(act, &jurisdiction_record, context, err);
}

static int make_jurisdiction(struct operator_session *session, const struct installer_order *order,
			     struct error *err)
{
	struct jurisdiction jurisdiction = { .code = order->code,
					     .name = order->name,
					     .name_en = order->name_en,
					     .utc_offset_minutes = 480,
					     .clock_offset_days = order->clock_offset_days,
					     .demonstration = order->demonstration };
	const struct operator_work work = { 0, "jurisdiction.create", create_jurisdiction,
					    &jurisdiction };
	int rc = operator_act(session, &work, err);

	if (rc == 0)
		session->jurisdiction_id = jurisdiction.head.id;
	return rc;
}

static int adopt_calendars(struct act *act, void *context, struct error *err)
{
	(void)context;
	return calendar_adopt_shipped(act, err);
}

int installer_adopt_calendars(struct operator_session *session, struct error *err)
{
	const struct operator_work work = { 0, "calendar.adopt", adopt_calendars, NULL };

	return operator_act(session, &work, err);
}

int installer_run(struct call *call, const struct installer_order *order,
		  struct operator_session *out_session, struct error *err)
{
	struct operator_session session;
	int rc = make_schema(call, err);

	if (rc == 0)
		rc = operator_open(call, DB_READ_WRITE, &session, err);
	if (rc < 0)
		return rc;
	if (session.jurisdiction_id)
		rc = error_set(err, ERR_STATE, "this database is in use already",
			       "该数据库已在使用，未作任何改动");
	if (rc == 0)
		rc = make_key(call, &session, order->code, err);
	if (rc == 0)
		rc = make_jurisdiction(&session, order, err);
	if (rc == 0)
		rc = installer_adopt_calendars(&session, err);
	if (rc < 0) {
		operator_close(&session);
		return rc;
	}
	*out_session = session;
	return 0;
}
