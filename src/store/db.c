/*
 * db.c - the rules that hold on both engines: arguments matched by name, one query at a time,
 * spoiled transactions, injected faults. The engines themselves are in db_sqlite.c, db_postgres.c.
 */
#include <stdatomic.h>

#include "statements_transaction.h"
#include "store/db_driver.h"

/* Injected faults ---------------------------------------------------------------------------- */

static atomic_long calls, fail_in;
static atomic_bool fail_persistently;

void db_fail_after(long n, bool persistent)
{
	atomic_store(&fail_persistently, persistent);
	atomic_store(&fail_in, n);
}

long db_calls(void)
{
	return atomic_load(&calls);
}

/* True when this engine call is the one that a test wants to fail. */
static bool fault_is_due(void)
{
	atomic_fetch_add(&calls, 1);
	long left = atomic_load(&fail_in);
	while (left > 0) {
		long next = left == 1 && atomic_load(&fail_persistently) ? 1 : left - 1;
		if (atomic_compare_exchange_weak(&fail_in, &left, next))
			return left == 1;
	}
	return false;
}

/* Outcomes ------------------------------------------------------------------------------------ */

int db_conflict(struct error *err, const char *constraint)
{
	int code = error_set(err, ERR_CONFLICT,
			     "This contradicts another record: the same one exists already, or one "
			     "that it refers to is missing or still in use.",
			     "与其他记录冲突：相同记录已存在，或所引用的记录不存在、仍被使用。");
	error_detail(err, "%s", constraint);
	return code;
}

int db_busy(struct error *err, const char *detail)
{
	int code = error_set(err, ERR_BUSY, "The database is busy; please try again in a moment.",
			     "数据库繁忙，请稍后重试。");
	error_detail(err, "%s", detail);
	return code;
}

int db_full(struct error *err, const char *detail)
{
	int code = error_set(err, ERR_DATABASE,
			     "The disk that holds the database is full. Nothing was changed.",
			     "数据库所在磁盘已满，未作任何更改。");
	error_detail(err, "%s", detail);
	return code;
}

int db_read_only(struct error *err, const char *detail)
{
	int code = error_set(err, ERR_DATABASE,
			     "The database can only be read, not written. Nothing was changed.",
			     "数据库只能读取，无法写入，未作任何更改。");
	error_detail(err, "%s", detail);
	return code;
}

static int misuse(struct error *err, const char *what)
{
	return error_broken(err, ERR_BROKEN, "%s", what);
}

/* Note a driver's failure in the transaction's state. */
static int settle(struct db *db, int code)
{
	if (code < 0 && db->transaction != DB_NO_TRANSACTION) {
		db->spoiled = true;
		db->retry = db->retry || code == -ERR_BUSY;
	}
	return code;
}

bool db_wants_retry(const struct db *db)
{
	return db->retry;
}

/* What every call to the engine asks first. */
static int call_check(struct db *db, struct error *err)
{
	if (db->query.open)
		return misuse(err, "another query is still open on this connection");
	if (db->in_bulk)
		return misuse(err, "rows are being loaded on this connection");
	if (db->spoiled)
		return misuse(err, "the transaction failed earlier and was used again");
	if (fault_is_due())
		return settle(db, error_broken(err, ERR_DATABASE, "injected fault"));
	return db->transaction == DB_NO_TRANSACTION ? db->driver->revive(db, err) : 0;
}

/* Opening -------------------------------------------------------------------------------------- */

int db_open(const char *where, enum db_mode mode, struct db **out, struct error *err)
{
	struct str place = str_from(where);

	if (!place.length)
		return error_invalid(err, "db", "", "a file or a postgresql:// URL",
				     "文件名或 postgresql:// 地址");
	if (str_starts_with(place, STR("postgresql://")) ||
	    str_starts_with(place, STR("postgres://")))
		return db_postgres_open(where, mode, out, err);
	return db_sqlite_open(where, mode, out, err);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	db_query_close(&db->query);
	for (int i = 0; i < DB_COMPOSED_SLOTS; i++)
		memory_free(db->composed[i].text);
	db->driver->close(db);
}

enum db_engine db_engine(const struct db *db)
{
	return db->driver->engine;
}

const char *db_text_of(const struct db *db, enum statement statement)
{
	const struct statement_text *text = statement_text_of(statement);
	return db->driver->engine == DB_ENGINE_SQLITE ? text->sqlite : text->postgres;
}

/* Statements ----------------------------------------------------------------------------------- */

/* The argument of that name; the usual place is tried first. */
static const struct db_arg *arg_find(struct db_args args, const char *name, int position)
{
	size_t first = (size_t)position;

	if (first < args.count && !strcmp(args.items[first].name, name))
		return &args.items[first];
	for (size_t i = 0; i < args.count; i++)
		if (!strcmp(args.items[i].name, name))
			return &args.items[i];
	return NULL;
}

/* Put the arguments in the order of the parameters: each parameter once, nothing else. */
static int args_match(const struct statement_text *text, struct db_args args,
		      struct db_values *out, struct error *err)
{
	if (text->param_count > DB_PARAMS_MAXIMUM)
		return error_broken(err, ERR_BROKEN, "%s has more than %d parameters", text->name,
				    DB_PARAMS_MAXIMUM);
	if ((size_t)text->param_count != args.count)
		return error_broken(err, ERR_BROKEN, "%s (%s:%d) has %d parameters, not %zu",
				    text->name, text->file, text->line, text->param_count,
				    args.count);
	for (int i = 0; i < text->param_count; i++) {
		out->items[i] = arg_find(args, text->params[i], i);
		if (!out->items[i])
			return error_broken(err, ERR_BROKEN, "%s (%s:%d): no argument \"%s\"",
					    text->name, text->file, text->line, text->params[i]);
	}
	out->count = text->param_count;
	return 0;
}

/* Everything that a call with an enum statement needs, checked. */
static int statement_prepare(struct db *db, enum statement statement, struct db_args args,
			     struct db_sql *out_sql, struct db_values *out_values,
			     struct error *err)
{
	int place = statement_place(statement);

	if (place < 0)
		return misuse(err, "no such statement");
	const struct statement_text *text = statement_text_of(statement);
	*out_sql = (struct db_sql){ place, text->name, db_text_of(db, statement),
				    text->param_count };
	if (!out_sql->text)
		return error_broken(err, ERR_BROKEN, "%s is for the other engine", text->name);
	int code = args_match(text, args, out_values, err);
	return code ? code : call_check(db, err);
}

int db_run(struct db *db, enum statement statement, struct db_args args, int64_t *out_changes,
	   struct error *err)
{
	struct db_sql sql;
	struct db_values values;
	int64_t changes = 0;

	int code = statement_prepare(db, statement, args, &sql, &values, err);
	if (code)
		return code;
	code = settle(db, db->driver->run(db, &sql, &values, &changes, err));
	if (!code && out_changes)
		*out_changes = changes;
	return code;
}

static int query_start(struct db *db, const struct db_sql *sql, const struct db_values *values,
		       int columns, struct db_query **out, struct error *err)
{
	int code = settle(db, db->driver->query(db, sql, values, err));
	if (code)
		return code;
	db->query = (struct db_query){ .db = db, .open = true, .columns = columns };
	*out = &db->query;
	return 0;
}

int db_query_open(struct db *db, enum statement statement, struct db_args args,
		  struct db_query **out, struct error *err)
{
	struct db_sql sql;
	struct db_values values;

	int code = statement_prepare(db, statement, args, &sql, &values, err);
	if (code)
		return code;
	int columns = statement_text_of(statement)->column_count;
	if (!columns)
		return error_broken(err, ERR_BROKEN, "%s returns no rows", sql.name);
	return query_start(db, &sql, &values, columns, out, err);
}

int db_get_int(struct db *db, enum statement statement, struct db_args args, int64_t *out,
	       struct error *err)
{
	struct db_query *query;

	int code = db_query_open(db, statement, args, &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	int64_t value = code == 1 ? db_query_int(query, 0) : 0;
	db_query_close(query);
	if (code < 0)
		return code;
	if (code == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such record.", "没有此记录。");
	*out = value;
	return 0;
}

/* Composed texts ------------------------------------------------------------------------------- */

/* The slot that holds this text; else the one unused longest, with a copy. -1: memory is out. */
static int composed_slot(struct db *db, struct str text)
{
	int oldest = 0;

	for (int i = 0; i < DB_COMPOSED_SLOTS; i++) {
		struct db_composed *entry = &db->composed[i];
		if (entry->text && str_equal(str_from(entry->text), text)) {
			entry->used = ++db->tick;
			return i;
		}
		if (entry->used < db->composed[oldest].used)
			oldest = i;
	}
	char *copy = memory_alloc(text.length + 1);
	if (!copy)
		return -1;
	memcpy(copy, text.bytes, text.length);
	db->driver->forget(db, statement_count + oldest);
	memory_free(db->composed[oldest].text);
	db->composed[oldest] = (struct db_composed){ copy, ++db->tick };
	return oldest;
}

static int composed_start(struct db *db, const struct db_composition *made, struct db_query **out,
			  struct error *err)
{
	int code = call_check(db, err);
	if (code)
		return code;
	int slot = composed_slot(db, made->text);
	if (slot < 0)
		return settle(db, error_broken(err, ERR_MEMORY, "composed statement"));
	struct db_sql sql = { statement_count + slot, "composed list",
			      db->composed[slot].text, made->values.count };
	return query_start(db, &sql, &made->values, made->columns, out, err);
}

int db_compose_query(struct db *db, const struct db_composition *made, struct db_query **out,
		     struct error *err)
{
	int code = composed_start(db, made, out, err);
	if (code)
		arena_free(made->arena);
	else
		(*out)->arena = made->arena;
	return code;
}

int db_bulk_begin(struct db *db, struct str text, struct error *err)
{
	if (db->transaction != DB_WRITING)
		return misuse(err, "loading rows needs a write transaction");
	int code = call_check(db, err);
	if (code)
		return code;
	db->bulk_slot = composed_slot(db, text);
	if (db->bulk_slot < 0)
		return settle(db, error_broken(err, ERR_MEMORY, "composed statement"));
	if (db->driver->bulk_begin)
		code = settle(db, db->driver->bulk_begin(db, db->composed[db->bulk_slot].text, err));
	db->in_bulk = code == 0;
	return code;
}

int db_bulk_row(struct db *db, const struct db_values *values, struct error *err)
{
	struct db_sql sql = { statement_count + db->bulk_slot, "loaded row",
			      db->composed[db->bulk_slot].text, values->count };
	int64_t changes;

	if (!db->in_bulk || db->spoiled)
		return misuse(err, "a row outside of a load");
	if (fault_is_due())
		return settle(db, error_broken(err, ERR_DATABASE, "injected fault"));
	return settle(db, db->driver->bulk_row ? db->driver->bulk_row(db, values, err)
					       : db->driver->run(db, &sql, values, &changes, err));
}

int db_bulk_end(struct db *db, bool keep, struct error *err)
{
	if (!db->in_bulk)
		return misuse(err, "no load to end");
	db->in_bulk = false;
	if (!db->driver->bulk_end)
		return 0;
	return settle(db, db->driver->bulk_end(db, keep && !db->spoiled, err));
}

int db_script(struct db *db, const char *text, struct error *err)
{
	int code = call_check(db, err);
	return code ? code : settle(db, db->driver->command(db, text, err));
}

/* Rows ------------------------------------------------------------------------------------------ */

int db_query_step(struct db_query *query, struct error *err)
{
	struct db *db = query->db;

	query->on_row = false;
	if (!query->open)
		return misuse(err, "step of a closed query");
	int code = fault_is_due() ? error_broken(err, ERR_DATABASE, "injected fault")
				  : db->driver->step(db, err);
	query->on_row = code == 1;
	return settle(db, code);
}

static bool has_value(const struct db_query *query, int column)
{
	return query->on_row && column >= 0 && column < query->columns;
}

bool db_query_is_null(struct db_query *query, int column)
{
	return !has_value(query, column) || query->db->driver->is_null(query->db, column);
}

int64_t db_query_int(struct db_query *query, int column)
{
	return has_value(query, column) ? query->db->driver->integer(query->db, column) : 0;
}

struct str db_query_bytes(struct db_query *query, int column)
{
	return has_value(query, column) ? query->db->driver->bytes(query->db, column) : STR_EMPTY;
}

struct str db_query_copy(struct db_query *query, int column, struct arena *arena)
{
	return arena_str(arena, db_query_bytes(query, column));
}

void db_query_close(struct db_query *query)
{
	if (!query || !query->open)
		return;
	query->db->driver->finish(query->db);
	arena_free(query->arena);
	*query = (struct db_query){ .db = query->db };
}

/* Transactions ---------------------------------------------------------------------------------- */

static int transaction_command(struct db *db, enum statement statement, struct error *err)
{
	return db->driver->command(db, db_text_of(db, statement), err);
}

static void transaction_end(struct db *db)
{
	db->transaction = DB_NO_TRANSACTION;
	db->spoiled = db->in_savepoint = false;
}

static int transaction_begin(struct db *db, enum db_transaction kind, struct error *err)
{
	if (db->transaction != DB_NO_TRANSACTION)
		return misuse(err, "a transaction is open already");
	db->retry = false;
	int code = call_check(db, err);
	if (!code)
		code = transaction_command(db, kind == DB_READING ? STATEMENT_TRANSACTION_READ
								  : STATEMENT_TRANSACTION_WRITE,
					   err);
	if (!code)
		db->transaction = kind;
	return code;
}

int db_begin_read(struct db *db, struct error *err)
{
	return transaction_begin(db, DB_READING, err);
}

int db_begin_write(struct db *db, struct error *err)
{
	if (db->mode == DB_READ_ONLY)
		return misuse(err, "this connection is read-only");
	return transaction_begin(db, DB_WRITING, err);
}

int db_commit(struct db *db, struct error *err)
{
	if (db->transaction == DB_NO_TRANSACTION)
		return misuse(err, "no transaction to commit");
	int code = db->in_savepoint ? misuse(err, "commit inside a savepoint")
				    : call_check(db, err);
	if (!code)
		code = settle(db, transaction_command(db, STATEMENT_TRANSACTION_COMMIT, err));
	if (code)
		db_rollback(db);
	else
		transaction_end(db);
	return code;
}

void db_rollback(struct db *db)
{
	if (db->transaction == DB_NO_TRANSACTION)
		return;
	db_query_close(&db->query);
	if (db->in_bulk) {
		int code = db_bulk_end(db, false, NULL);
		(void)code; /* what was loaded goes with the transaction */
	}
	/* It fails only when the engine has ended the transaction itself. */
	int code = transaction_command(db, STATEMENT_TRANSACTION_ROLLBACK, NULL);
	(void)code;
	transaction_end(db);
}

int db_savepoint(struct db *db, struct error *err)
{
	if (db->transaction == DB_NO_TRANSACTION || db->in_savepoint)
		return misuse(err, "a savepoint needs a transaction and is not nested");
	int code = call_check(db, err);
	if (!code)
		code = settle(db, transaction_command(db, STATEMENT_TRANSACTION_SAVEPOINT, err));
	if (!code)
		db->in_savepoint = true;
	return code;
}

int db_savepoint_release(struct db *db, struct error *err)
{
	if (!db->in_savepoint)
		return misuse(err, "no savepoint to release");
	int code = call_check(db, err);
	if (!code)
		code = settle(db, transaction_command(db, STATEMENT_TRANSACTION_SAVEPOINT_RELEASE,
						      err));
	if (!code)
		db->in_savepoint = false;
	return code;
}

int db_savepoint_undo(struct db *db, struct error *err)
{
	if (!db->in_savepoint)
		return misuse(err, "no savepoint to return to");
	db_query_close(&db->query);
	int code = transaction_command(db, STATEMENT_TRANSACTION_SAVEPOINT_UNDO, err);
	if (!code)
		code = transaction_command(db, STATEMENT_TRANSACTION_SAVEPOINT_RELEASE, err);
	if (code) {
		db->spoiled = true;
		return code;
	}
	db->in_savepoint = false;
	db->spoiled = false;
	return 0;
}

int db_lock_jurisdiction(struct db *db, int64_t jurisdiction_id, struct error *err)
{
	int64_t locked;

	if (db->transaction != DB_WRITING)
		return misuse(err, "the jurisdiction's lock needs a write transaction");
	if (db->driver->engine == DB_ENGINE_SQLITE)
		return 0; /* the transaction holds the whole file's write lock */
	return db_get_int(db, STATEMENT_TRANSACTION_LOCK_JURISDICTION,
			  DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &locked, err);
}
