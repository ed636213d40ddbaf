/*
 * migrate.c - brings a database to this program's schema; refuses one that it does not know.
 */
#include "store/migrate.h"

#include "statements_migration.h"
#include "store/db_driver.h"

/* Present row of migration_all against the program's table; `position` counts from 0. */
static int record_check(struct db_query *query, int position, struct error *err)
{
	int64_t number = db_query_int(query, 0);
	struct str name = db_query_bytes(query, 1), sha256 = db_query_bytes(query, 2);

	if (position < migration_count && number == migration_texts[position].number &&
	    str_equal(name, str_from(migration_texts[position].name)) &&
	    str_equal(sha256, str_from(migration_texts[position].sha256)))
		return 0;
	bool known = position < migration_count && number == migration_texts[position].number;
	int code = error_set(err, ERR_CORRUPT, "", "");
	error_en(err,
		 known ? "Migration %04d_%.*s of this database is not the one in this program."
		       : "This database has the migration %04d_%.*s, which this program does not "
			 "know; use a newer program.",
		 (int)number, STR_ARG(name));
	error_zh(err,
		 known ? "数据库的迁移 %04d_%.*s 与本程序所带的不一致。"
		       : "数据库已应用迁移 %04d_%.*s，本程序不认识，请使用更新的程序。",
		 (int)number, STR_ARG(name));
	return code;
}

static int records_check(struct db *db, int *out_applied, struct error *err)
{
	struct db_query *query;
	int applied = 0;

	int code = db_query_open(db, STATEMENT_MIGRATION_ALL, DB_NO_ARGS, &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) == 1) {
		code = record_check(query, applied, err);
		if (code)
			break;
		applied++;
	}
	db_query_close(query);
	if (!code)
		*out_applied = applied;
	return code;
}

int migrate_check(struct db *db, struct migration_state *out, struct error *err)
{
	struct migration_state state = { 0, migration_count };
	int64_t found;

	int code = db_get_int(db, STATEMENT_MIGRATION_TABLE_EXISTS, DB_NO_ARGS, &found, err);
	if (!code && found)
		code = records_check(db, &state.applied, err);
	if (!code)
		*out = state;
	return code;
}

static int migration_run(struct db *db, const struct migration_text *migration,
			 struct error *err)
{
	bool sqlite = db_engine(db) == DB_ENGINE_SQLITE;
	int code = 0;

	for (int i = 0; i < migration->count && !code; i++) {
		const char *text = sqlite ? migration->sqlite[i] : migration->postgres[i];
		code = text ? db_script(db, text, err) : 0;
	}
	if (code)
		error_detail(err, "migration %04d_%s", migration->number, migration->name);
	return code;
}

static int migration_note(struct db *db, const struct migration_text *migration,
			  struct error *err)
{
	return db_run(db, STATEMENT_MIGRATION_INSERT,
		      DB_ARGS(db_int("number", migration->number),
			      db_text("name", str_from(migration->name)),
			      db_text("sha256", str_from(migration->sha256))),
		      NULL, err);
}

/* Inside the transaction: who waited for the lock looks again at what is left to do, up to the
 * migration in place `last`. */
static int next_apply(struct db *db, int last, bool *out_more, struct error *err)
{
	struct migration_state state = { 0, 0 };
	int64_t locked;

	int code = db_get_int(db, STATEMENT_MIGRATION_LOCK, DB_NO_ARGS, &locked, err);
	if (!code)
		code = db_run(db, STATEMENT_MIGRATION_TABLE_CREATE, DB_NO_ARGS, NULL, err);
	if (!code)
		code = migrate_check(db, &state, err);
	if (code || state.applied >= last) {
		*out_more = false;
		return code;
	}
	const struct migration_text *migration = &migration_texts[state.applied];
	code = migration_run(db, migration, err);
	return code ? code : migration_note(db, migration, err);
}

int migrate_apply(struct db *db, struct migration_state *out, struct error *err)
{
	bool more = true;

	while (more) {
		int code = db_begin_write(db, err);
		if (code)
			return code;
		code = next_apply(db, migration_count, &more, err);
		if (code)
			db_rollback(db);
		else
			code = db_commit(db, err);
		if (code)
			return code;
	}
	return migrate_check(db, out, err);
}

int migrate_within(struct db *db, int number, struct error *err)
{
	bool more = true;

	while (more) {
		int code = next_apply(db, number, &more, err);
		if (code)
			return code;
	}
	return 0;
}
