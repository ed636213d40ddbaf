/*
 * db_postgres.c - the PostgreSQL driver, through libpq.
 *
 * Statements are prepared at their first use on a connection, under a name made from their slot. The
 * server is told the types of the values (it would guess 32-bit integers from `:x + 1`); a value
 * that is NULL has none, so a statement first used with NULL and later with a value is prepared once
 * more. Composed texts use the unnamed statement: they are planned with their values each time.
 *
 * Integers travel as text, TEXT and BLOB as bytes. Results come as text in single-row mode; BYTEA is
 * decoded from hex in place.
 */
#include <stdio.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "statements_connection.h"
#include "store/db_driver.h"

/* Type numbers of the server's catalogue; they never change. */
#define OID_BOOLEAN 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25

#define CONNECT_TIMEOUT_SECONDS "10"
#define NAME_BYTES 32
#define DIGITS 24
#define COPY_LINE_MAXIMUM ((size_t)512 << 20)

/* What a statement was prepared with on this connection. */
struct prepared {
	int generation; /* 0: not yet */
	Oid *types;	/* param_count of them; 0 where no value was seen yet */
};

struct db_postgres {
	struct db base; /* first: a struct db of this driver is a struct db_postgres */
	PGconn *connection;
	struct prepared *prepared; /* statement_count of them */
	PGresult *row;		   /* the present row of the open query */
	bool streaming;		   /* a query was sent and its end not seen */
	uint64_t decoded;	   /* columns of the row whose hex is bytes already */
	struct buf line;	   /* of a row that COPY loads */
};

static struct db_postgres *postgres_of(struct db *db)
{
	return (struct db_postgres *)db;
}

/* Failures ------------------------------------------------------------------------------------- */

static bool is_one_of(const char *state, const char *const *states)
{
	for (; *states; states++)
		if (!strcmp(state, *states))
			return true;
	return false;
}

/* Turn a result (NULL: the connection itself) into a failure. */
static int failure(struct db *db, const PGresult *result, const char *what, struct error *err)
{
	/* serialisation failure, deadlock, lock timeout, cancelled by a timeout, too many clients */
	static const char *const busy[] = { "40001", "40P01", "55P03", "57014", "53300", NULL };
	static const char *const conflict[] = { "23505", "23503", NULL };
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *words = result ? PQresultErrorMessage(result)
				   : PQerrorMessage(postgres_of(db)->connection);
	size_t length = strcspn(words, "\n");

	if (state && is_one_of(state, busy))
		return db_busy(err, words);
	if (state && !strcmp(state, "53100"))
		return db_full(err, words);
	if (state && !strcmp(state, "25006"))
		return db_read_only(err, words);
	if (state && is_one_of(state, conflict)) {
		const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
		return db_conflict(err, name ? name : words);
	}
	return error_broken(err, ERR_DATABASE, "%s: %.*s (%s)", what, (int)length, words,
			    state ? state : "no answer");
}

/* Types and values ------------------------------------------------------------------------------ */

static Oid value_type(const struct db_arg *value)
{
	switch (value->type) {
	case DB_INTEGER:
		return OID_INT8;
	case DB_TEXT:
		return OID_TEXT;
	case DB_BLOB:
		return OID_BYTEA;
	case DB_NULL:
	default:
		return 0;
	}
}

/* The values as libpq wants them. */
struct wire {
	const char *items[DB_PARAMS_MAXIMUM];
	int lengths[DB_PARAMS_MAXIMUM];
	int formats[DB_PARAMS_MAXIMUM]; /* 0 text, 1 bytes */
	Oid types[DB_PARAMS_MAXIMUM];
	char digits[DB_PARAMS_MAXIMUM][DIGITS];
};

static void wire_fill(const struct db_values *values, struct wire *out)
{
	for (int i = 0; i < values->count; i++) {
		const struct db_arg *value = values->items[i];
		out->types[i] = value_type(value);
		out->formats[i] = value->type == DB_TEXT || value->type == DB_BLOB;
		out->lengths[i] = (int)value->bytes.length;
		out->items[i] = value->bytes.bytes ? value->bytes.bytes : "";
		if (value->type == DB_NULL)
			out->items[i] = NULL;
		if (value->type == DB_INTEGER) {
			snprintf(out->digits[i], DIGITS, "%lld", (long long)value->integer);
			out->items[i] = out->digits[i];
		}
	}
}

/* Statements ------------------------------------------------------------------------------------ */

static void statement_name(int slot, int generation, char name[NAME_BYTES])
{
	snprintf(name, NAME_BYTES, "s%d_%d", slot, generation);
}

/* True when the statement was prepared with these types, or without knowing them was not needed. */
static bool types_fit(const struct prepared *prepared, const struct wire *wire, int count)
{
	if (!prepared->generation)
		return false;
	for (int i = 0; i < count; i++)
		if (wire->types[i] && wire->types[i] != prepared->types[i])
			return false;
	return true;
}

static int statement_prepare(struct db *db, const struct db_sql *sql, const struct wire *wire,
			     struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	struct prepared *prepared = &postgres->prepared[sql->slot];
	char name[NAME_BYTES];

	if (types_fit(prepared, wire, sql->param_count))
		return 0;
	if (!prepared->types && sql->param_count) {
		prepared->types = memory_alloc((size_t)sql->param_count * sizeof(Oid));
		if (!prepared->types)
			return error_broken(err, ERR_MEMORY, "%s", sql->name);
	}
	for (int i = 0; i < sql->param_count; i++)
		if (wire->types[i])
			prepared->types[i] = wire->types[i];
	statement_name(sql->slot, prepared->generation + 1, name);
	PGresult *result = PQprepare(postgres->connection, name, sql->text, sql->param_count,
				     prepared->types);
	int code = 0;
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		prepared->generation++;
	else
		code = failure(db, result, sql->name, err);
	PQclear(result);
	return code;
}

static bool is_composed(const struct db_sql *sql)
{
	return sql->slot >= statement_count;
}

static int postgres_run(struct db *db, const struct db_sql *sql, const struct db_values *values,
			int64_t *out_changes, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	struct wire wire;
	char name[NAME_BYTES];

	wire_fill(values, &wire);
	int code = statement_prepare(db, sql, &wire, err);
	if (code)
		return code;
	statement_name(sql->slot, postgres->prepared[sql->slot].generation, name);
	PGresult *result = PQexecPrepared(postgres->connection, name, values->count, wire.items,
					  wire.lengths, wire.formats, 0);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		code = failure(db, result, sql->name, err);
	int64_t changes;
	if (!code && str_parse_int(str_from(PQcmdTuples(result)), 0, INT64_MAX, &changes))
		*out_changes = status == PGRES_COMMAND_OK ? changes : 0;
	PQclear(result);
	return code;
}

static int postgres_query(struct db *db, const struct db_sql *sql, const struct db_values *values,
			  struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	struct wire wire;
	char name[NAME_BYTES];
	int sent;

	wire_fill(values, &wire);
	if (is_composed(sql)) {
		sent = PQsendQueryParams(postgres->connection, sql->text, values->count,
					 wire.types, wire.items, wire.lengths, wire.formats, 0);
	} else {
		int code = statement_prepare(db, sql, &wire, err);
		if (code)
			return code;
		statement_name(sql->slot, postgres->prepared[sql->slot].generation, name);
		sent = PQsendQueryPrepared(postgres->connection, name, values->count, wire.items,
					   wire.lengths, wire.formats, 0);
	}
	if (!sent)
		return failure(db, NULL, sql->name, err);
	PQsetSingleRowMode(postgres->connection);
	postgres->streaming = true;
	return 0;
}

static void row_drop(struct db_postgres *postgres)
{
	PQclear(postgres->row);
	postgres->row = NULL;
	postgres->decoded = 0;
}

/* Receive and drop what is left, so that the connection is free again. */
static void postgres_finish(struct db *db)
{
	struct db_postgres *postgres = postgres_of(db);
	PGresult *rest;

	row_drop(postgres);
	while (postgres->streaming) {
		rest = PQgetResult(postgres->connection);
		postgres->streaming = rest != NULL;
		PQclear(rest);
	}
}

static int postgres_step(struct db *db, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);

	row_drop(postgres);
	if (!postgres->streaming)
		return 0;
	PGresult *result = PQgetResult(postgres->connection);
	if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
		postgres->row = result;
		return 1;
	}
	int code = PQresultStatus(result) == PGRES_TUPLES_OK ? 0
							      : failure(db, result, "step", err);
	PQclear(result);
	postgres_finish(db);
	return code;
}

/* Rows ------------------------------------------------------------------------------------------- */

static bool postgres_is_null(struct db *db, int column)
{
	return PQgetisnull(postgres_of(db)->row, 0, column) != 0;
}

static int64_t postgres_integer(struct db *db, int column)
{
	const PGresult *row = postgres_of(db)->row;
	const char *text = PQgetvalue(row, 0, column);
	int64_t number = 0;

	if (PQftype(row, column) == OID_BOOLEAN)
		return text[0] == 't';
	return str_parse_int(str_from(text), INT64_MIN, INT64_MAX, &number) ? number : 0;
}

/* "\x4142" becomes "AB" where it stands: the bytes are never longer than their hex. */
static struct str bytea_decode(struct db_postgres *postgres, int column)
{
	char *text = PQgetvalue(postgres->row, 0, column);
	int hex_length = PQgetlength(postgres->row, 0, column);
	size_t length = hex_length < 2 ? 0 : (size_t)(hex_length - 2) / 2;
	uint64_t bit = UINT64_C(1) << (column & 63);

	for (size_t i = 0; i < length && !(postgres->decoded & bit); i++) {
		unsigned char high = (unsigned char)text[2 + 2 * i];
		unsigned char low = (unsigned char)text[3 + 2 * i];
		high = high <= '9' ? high - '0' : high - 'a' + 10;
		low = low <= '9' ? low - '0' : low - 'a' + 10;
		text[i] = (char)(high << 4 | low);
	}
	postgres->decoded |= bit;
	return (struct str){ text, length };
}

static struct str postgres_bytes(struct db *db, int column)
{
	struct db_postgres *postgres = postgres_of(db);

	if (PQgetisnull(postgres->row, 0, column))
		return STR_EMPTY;
	if (PQftype(postgres->row, column) == OID_BYTEA)
		return bytea_decode(postgres, column);
	return (struct str){ PQgetvalue(postgres->row, 0, column),
			     (size_t)PQgetlength(postgres->row, 0, column) };
}

/* Commands and checks ---------------------------------------------------------------------------- */

static int postgres_command(struct db *db, const char *text, struct error *err)
{
	PGresult *result = PQexec(postgres_of(db)->connection, text);
	ExecStatusType status = PQresultStatus(result);
	int code = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
			   ? 0
			   : failure(db, result, text, err);

	PQclear(result);
	return code;
}

static int columns_compare(const PGresult *described, const struct db_sql *sql,
			   const char *const *columns, int count, struct error *err)
{
	if (PQnfields(described) != count)
		return error_broken(err, ERR_BROKEN, "%s gives %d columns, declared are %d",
				    sql->name, PQnfields(described), count);
	for (int i = 0; i < count; i++)
		if (strcmp(PQfname(described, i), columns[i]))
			return error_broken(err, ERR_BROKEN, "%s: column %d is \"%s\", not \"%s\"",
					    sql->name, i + 1, PQfname(described, i), columns[i]);
	return 0;
}

static int postgres_check(struct db *db, const struct db_sql *sql, const char *const *columns,
			  int column_count, struct error *err)
{
	PGconn *connection = postgres_of(db)->connection;
	PGresult *prepared = PQprepare(connection, "", sql->text, 0, NULL);
	int code = 0;

	if (PQresultStatus(prepared) != PGRES_COMMAND_OK) {
		code = error_broken(err, ERR_BROKEN, "%s: %s", sql->name,
				    PQresultErrorMessage(prepared));
		PQclear(prepared);
		return code;
	}
	PQclear(prepared);
	PGresult *described = PQdescribePrepared(connection, "");
	if (PQresultStatus(described) != PGRES_COMMAND_OK)
		code = failure(db, described, sql->name, err);
	else if (PQnparams(described) != sql->param_count)
		code = error_broken(err, ERR_BROKEN, "%s takes %d parameters, declared are %d",
				    sql->name, PQnparams(described), sql->param_count);
	else if (columns)
		code = columns_compare(described, sql, columns, column_count, err);
	PQclear(described);
	return code;
}

static void postgres_forget(struct db *db, int slot)
{
	(void)db, (void)slot; /* composed texts are never kept */
}

/* Loading by COPY ---------------------------------------------------------------------------------- */

static int postgres_bulk_begin(struct db *db, const char *text, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	PGresult *result = PQexec(postgres->connection, text);
	int code = PQresultStatus(result) == PGRES_COPY_IN ? 0 : failure(db, result, text, err);

	PQclear(result);
	buf_init(&postgres->line, COPY_LINE_MAXIMUM);
	return code;
}

/* Text as COPY wants it: what would end a value or a line is written with a backslash. */
static void copy_add_text(struct buf *line, struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];

		if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
			buf_add_byte(line, '\\');
			c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\';
		}
		buf_add_byte(line, c);
	}
}

static void copy_add_blob(struct buf *line, struct str bytes)
{
	static const char digits[] = "0123456789abcdef";

	buf_add_text(line, "\\\\x");
	for (size_t i = 0; i < bytes.length; i++) {
		buf_add_byte(line, digits[(unsigned char)bytes.bytes[i] >> 4]);
		buf_add_byte(line, digits[(unsigned char)bytes.bytes[i] & 15]);
	}
}

static void copy_add_value(struct buf *line, const struct db_arg *value)
{
	switch (value->type) {
	case DB_INTEGER:
		buf_add_int(line, value->integer);
		return;
	case DB_TEXT:
		copy_add_text(line, value->bytes);
		return;
	case DB_BLOB:
		copy_add_blob(line, value->bytes);
		return;
	case DB_NULL:
	default:
		buf_add_text(line, "\\N");
	}
}

static int postgres_bulk_row(struct db *db, const struct db_values *values, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	struct buf *line = &postgres->line;

	buf_clear(line);
	for (int i = 0; i < values->count; i++) {
		if (i)
			buf_add_byte(line, '\t');
		copy_add_value(line, values->items[i]);
	}
	buf_add_byte(line, '\n');
	if (buf_failed(line))
		return error_broken(err, ERR_MEMORY, "a row to load");
	if (PQputCopyData(postgres->connection, line->bytes, (int)line->length) == 1)
		return 0;
	return failure(db, NULL, "COPY", err);
}

static int postgres_bulk_end(struct db *db, bool keep, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);
	int code = 0;
	PGresult *result;

	buf_release(&postgres->line);
	if (PQputCopyEnd(postgres->connection, keep ? NULL : "given up") != 1)
		return failure(db, NULL, "COPY", err);
	while ((result = PQgetResult(postgres->connection)) != NULL) {
		if (!code && PQresultStatus(result) != PGRES_COMMAND_OK)
			code = failure(db, result, "COPY", err);
		PQclear(result);
	}
	return code;
}

/* The connection --------------------------------------------------------------------------------- */

static void prepared_forget_all(struct db_postgres *postgres)
{
	for (int i = 0; i < statement_count; i++) {
		memory_free(postgres->prepared[i].types);
		postgres->prepared[i] = (struct prepared){ 0, NULL };
	}
}

static int connection_set_up(struct db *db, struct error *err)
{
	static const enum statement commands[] = {
		STATEMENT_CONNECTION_ZONE,	  STATEMENT_CONNECTION_COMPILER,
		STATEMENT_CONNECTION_LOCK_LIMIT,  STATEMENT_CONNECTION_STATEMENT_LIMIT,
		STATEMENT_CONNECTION_IDLE_LIMIT,  STATEMENT_CONNECTION_DURABILITY,
		STATEMENT_CONNECTION_READ_ONLY,
	};
	size_t count = ARRAY_LENGTH(commands) - (db->mode == DB_READ_ONLY ? 0 : 1);
	int code = 0;

	for (size_t i = 0; i < count && !code; i++)
		code = postgres_command(db, statement_text_of(commands[i])->postgres, err);
	return code;
}

static int connection_failure(struct db *db, struct error *err)
{
	int code = failure(db, NULL, "connect", err);

	error_en(err, "The database server cannot be reached.");
	error_zh(err, "无法连接数据库服务器。");
	return code;
}

/* A connection that the server or the network ended is made anew, with its settings. */
static int postgres_revive(struct db *db, struct error *err)
{
	struct db_postgres *postgres = postgres_of(db);

	if (PQstatus(postgres->connection) == CONNECTION_OK)
		return 0;
	prepared_forget_all(postgres);
	PQreset(postgres->connection);
	if (PQstatus(postgres->connection) != CONNECTION_OK)
		return connection_failure(db, err);
	return connection_set_up(db, err);
}

static void postgres_close(struct db *db)
{
	struct db_postgres *postgres = postgres_of(db);

	PQfinish(postgres->connection);
	if (postgres->prepared)
		prepared_forget_all(postgres);
	memory_free(postgres->prepared);
	memory_free(postgres);
}

static const struct db_driver postgres_driver = {
	.engine = DB_ENGINE_POSTGRES,
	.close = postgres_close,
	.revive = postgres_revive,
	.command = postgres_command,
	.run = postgres_run,
	.query = postgres_query,
	.step = postgres_step,
	.finish = postgres_finish,
	.is_null = postgres_is_null,
	.integer = postgres_integer,
	.bytes = postgres_bytes,
	.check = postgres_check,
	.forget = postgres_forget,
	.bulk_begin = postgres_bulk_begin,
	.bulk_row = postgres_bulk_row,
	.bulk_end = postgres_bulk_end,
};

/* "table already exists" and the like are not news. */
static void ignore_notice(void *context, const PGresult *result)
{
	(void)context, (void)result;
}

static int connection_open(struct db *db, const char *url, struct error *err)
{
	/* What comes before dbname can be overruled by the URL, what comes behind cannot. */
	static const char *const names[] = { "connect_timeout", "application_name", "dbname",
					     "client_encoding", NULL };
	const char *const values[] = { CONNECT_TIMEOUT_SECONDS, "lianze", url, "UTF8", NULL };
	struct db_postgres *postgres = postgres_of(db);

	postgres->connection = PQconnectdbParams(names, values, 1);
	if (!postgres->connection)
		return error_broken(err, ERR_MEMORY, "connect");
	if (PQstatus(postgres->connection) != CONNECTION_OK)
		return connection_failure(db, err);
	PQsetNoticeReceiver(postgres->connection, ignore_notice, NULL);
	return connection_set_up(db, err);
}

int db_postgres_open(const char *url, enum db_mode mode, struct db **out, struct error *err)
{
	struct db_postgres *postgres = memory_alloc(sizeof(*postgres));

	if (!postgres)
		return error_broken(err, ERR_MEMORY, "opening the database");
	postgres->base.driver = &postgres_driver;
	postgres->base.mode = mode;
	postgres->prepared = memory_alloc((size_t)statement_count * sizeof(*postgres->prepared));
	int code = postgres->prepared ? connection_open(&postgres->base, url, err)
				      : error_broken(err, ERR_MEMORY, "opening the database");
	if (code) {
		postgres_close(&postgres->base);
		return code;
	}
	*out = &postgres->base;
	return 0;
}
