/*
 * db_table.c - reads the catalogue, orders tables, composes the three texts that a table needs.
 */
#include "store/db_table.h"

#include "base/buf.h"
#include "statements_catalogue.h"
#include "store/db_driver.h"

#define TEXT_MAXIMUM 16384

static int table_refused(struct str table, const char *why, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The table “%.*s” cannot be backed up or restored: %s.", STR_ARG(table), why);
	error_zh(err, "数据表“%.*s”无法备份或恢复。", STR_ARG(table));
	error_detail(err, "%.*s: %s", STR_ARG(table), why);
	return rc;
}

/* The catalogue -------------------------------------------------------------------------------- */

static bool name_is_plain(struct str name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.bytes[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return name.length > 0;
}

static bool type_read(struct str name, enum db_type *out)
{
	static const struct {
		struct str name;
		enum db_type type;
	} types[] = {
		{ STR_INIT("integer"), DB_INTEGER }, { STR_INIT("bigint"), DB_INTEGER },
		{ STR_INIT("text"), DB_TEXT },	     { STR_INIT("blob"), DB_BLOB },
		{ STR_INIT("bytea"), DB_BLOB },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
		if (!str_equal(types[i].name, name))
			continue;
		*out = types[i].type;
		return true;
	}
	return false;
}

/* The table that the catalogue's row belongs to: the last, or a new one. */
static struct db_table *table_of_row(struct db_tables *tables, struct str name,
				     struct arena *arena)
{
	struct db_table *table = tables->count ? &tables->items[tables->count - 1] : NULL;

	if (table && str_equal(str_from(table->name), name))
		return table;
	if (tables->count == DB_TABLES_MAXIMUM)
		return NULL;
	table = &tables->items[tables->count];
	table->name = arena_text(arena, name);
	table->columns = ARENA_ARRAY(arena, struct db_column, DB_TABLE_COLUMNS_MAXIMUM);
	if (!table->name || !table->columns)
		return NULL;
	tables->count++;
	return table;
}

static int column_add(struct db_tables *tables, struct db_query *query, struct arena *arena,
		      struct error *err)
{
	struct str table_name = db_query_bytes(query, 0), name = db_query_bytes(query, 1);
	struct db_column column = { .key = (int)db_query_int(query, 3) };
	struct db_table *table;

	if (!name_is_plain(table_name) || !name_is_plain(name))
		return table_refused(table_name, "a name has other characters than a–z, 0–9, _", err);
	if (!type_read(db_query_bytes(query, 2), &column.type))
		return table_refused(table_name, "a column is neither integer, text nor bytes", err);
	table = table_of_row(tables, table_name, arena);
	column.name = arena_text(arena, name);
	if (!table || !column.name)
		return error_broken(err, ERR_MEMORY, "tables of the catalogue");
	if (table->column_count == DB_TABLE_COLUMNS_MAXIMUM)
		return table_refused(table_name, "it has too many columns", err);
	table->columns[table->column_count++] = column;
	return 0;
}

static int columns_read(struct db *db, struct arena *arena, struct db_tables *tables,
			struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_CATALOGUE_COLUMNS, DB_NO_ARGS, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		rc = column_add(tables, query, arena, err);
		if (rc)
			break;
	}
	db_query_close(query);
	return rc;
}

static int keys_check(const struct db_tables *tables, struct error *err)
{
	for (size_t i = 0; i < tables->count; i++) {
		const struct db_table *table = &tables->items[i];
		bool has_key = false;

		for (int c = 0; c < table->column_count; c++)
			has_key = has_key || table->columns[c].key == 1;
		if (!has_key)
			return table_refused(str_from(table->name), "it has no primary key", err);
	}
	return 0;
}

/* Order ---------------------------------------------------------------------------------------- */

struct reference {
	size_t from, to; /* positions in the unordered list */
};

struct ordering {
	struct db_tables tables;
	struct reference *references;
	size_t reference_count;
};

#define REFERENCES_MAXIMUM 2048

static int references_read(struct db *db, struct ordering *ordering, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_CATALOGUE_REFERENCES, DB_NO_ARGS, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		const struct db_table *first = ordering->tables.items;
		const struct db_table *from = db_tables_find(&ordering->tables, db_query_bytes(query, 0));
		const struct db_table *to = db_tables_find(&ordering->tables, db_query_bytes(query, 1));

		if (!from || !to || from == to || ordering->reference_count == REFERENCES_MAXIMUM)
			continue;
		ordering->references[ordering->reference_count++] =
			(struct reference){ (size_t)(from - first), (size_t)(to - first) };
	}
	db_query_close(query);
	return rc;
}

static bool is_ready(const struct ordering *ordering, size_t table, const bool *placed)
{
	for (size_t i = 0; i < ordering->reference_count; i++)
		if (ordering->references[i].from == table && !placed[ordering->references[i].to])
			return false;
	return true;
}

/* Again and again the first table by name whose references are all placed. */
static int tables_order(const struct ordering *ordering, struct db_tables *out, struct error *err)
{
	bool placed[DB_TABLES_MAXIMUM] = { false };

	while (out->count < ordering->tables.count) {
		size_t next = 0;

		while (next < ordering->tables.count &&
		       (placed[next] || !is_ready(ordering, next, placed)))
			next++;
		if (next == ordering->tables.count)
			return table_refused(STR("…"), "tables refer to each other in a circle", err);
		placed[next] = true;
		out->items[out->count++] = ordering->tables.items[next];
	}
	return 0;
}

int db_tables_read(struct db *db, struct arena *arena, struct db_tables *out, struct error *err)
{
	struct ordering ordering = { { ARENA_ARRAY(arena, struct db_table, DB_TABLES_MAXIMUM), 0 },
				     ARENA_ARRAY(arena, struct reference, REFERENCES_MAXIMUM), 0 };
	struct db_tables ordered = { ARENA_ARRAY(arena, struct db_table, DB_TABLES_MAXIMUM), 0 };
	int rc;

	if (!ordering.tables.items || !ordering.references || !ordered.items)
		return error_broken(err, ERR_MEMORY, "tables of the catalogue");
	rc = columns_read(db, arena, &ordering.tables, err);
	if (!rc)
		rc = keys_check(&ordering.tables, err);
	if (!rc)
		rc = references_read(db, &ordering, err);
	if (!rc)
		rc = tables_order(&ordering, &ordered, err);
	if (!rc)
		*out = ordered;
	return rc;
}

const struct db_table *db_tables_find(const struct db_tables *tables, struct str name)
{
	for (size_t i = 0; i < tables->count; i++)
		if (str_equal(str_from(tables->items[i].name), name))
			return &tables->items[i];
	return NULL;
}

/* Reading -------------------------------------------------------------------------------------- */

static void add_name(struct buf *text, const char *name)
{
	buf_add_byte(text, '"');
	buf_add_text(text, name);
	buf_add_byte(text, '"');
}

static void add_columns(struct buf *text, const struct db_table *table)
{
	for (int i = 0; i < table->column_count; i++) {
		buf_add_text(text, i ? ", " : "");
		add_name(text, table->columns[i].name);
	}
}

static void add_order(struct buf *text, const struct db_table *table)
{
	for (int key = 1; key <= table->column_count; key++)
		for (int i = 0; i < table->column_count; i++) {
			if (table->columns[i].key != key)
				continue;
			buf_add_text(text, key == 1 ? " ORDER BY " : ", ");
			add_name(text, table->columns[i].name);
		}
}

static int text_open(struct db *db, struct buf *text, int columns, struct db_query **out,
		     struct error *err)
{
	const struct db_composition made = { .text = buf_str(text), .columns = columns };
	int rc = buf_failed(text) ? error_broken(err, ERR_MEMORY, "text of a table")
				  : db_compose_query(db, &made, out, err);

	buf_release(text);
	return rc;
}

int db_table_open(struct db *db, const struct db_table *table, struct db_query **out,
		  struct error *err)
{
	struct buf text;

	buf_init(&text, TEXT_MAXIMUM);
	buf_add_text(&text, "SELECT ");
	add_columns(&text, table);
	buf_add_text(&text, " FROM ");
	add_name(&text, table->name);
	add_order(&text, table);
	return text_open(db, &text, table->column_count, out, err);
}

int db_table_count(struct db *db, const struct db_table *table, int64_t *out, struct error *err)
{
	struct db_query *query;
	struct buf text;
	int rc;

	buf_init(&text, TEXT_MAXIMUM);
	buf_add_text(&text, "SELECT COUNT(*) FROM ");
	add_name(&text, table->name);
	rc = text_open(db, &text, 1, &query, err);
	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		*out = db_query_int(query, 0);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

int db_table_empty(struct db *db, const struct db_table *table, struct error *err)
{
	struct buf text;
	int64_t rows = 0;
	int rc = db_table_count(db, table, &rows, err);

	if (rc || !rows)
		return rc;
	buf_init(&text, TEXT_MAXIMUM);
	buf_add_text(&text, "DELETE FROM ");
	add_name(&text, table->name);
	rc = buf_failed(&text) ? error_broken(err, ERR_MEMORY, "text of a table")
			       : db_script(db, text.bytes, err);
	buf_release(&text);
	return rc;
}

/* Loading -------------------------------------------------------------------------------------- */

int db_load_begin(struct db_load *load, struct db *db, const struct db_table *table,
		  struct error *err)
{
	bool sqlite = db_engine(db) == DB_ENGINE_SQLITE;
	struct buf text;
	int rc;

	buf_init(&text, TEXT_MAXIMUM);
	buf_add_text(&text, sqlite ? "INSERT INTO " : "COPY ");
	add_name(&text, table->name);
	buf_add_text(&text, " (");
	add_columns(&text, table);
	buf_add_text(&text, sqlite ? ") VALUES (" : ") FROM STDIN");
	for (int i = 1; sqlite && i <= table->column_count; i++)
		buf_add_format(&text, "%s?%d", i > 1 ? ", " : "", i);
	if (sqlite)
		buf_add_text(&text, ")");
	*load = (struct db_load){ .db = db, .table = table };
	if (buf_failed(&text)) {
		buf_release(&text);
		return error_broken(err, ERR_MEMORY, "text of a table");
	}
	rc = db_bulk_begin(db, buf_str(&text), err);
	buf_release(&text);
	load->active = rc == 0;
	return rc;
}

int db_load_row(struct db_load *load, const struct db_arg *values, struct error *err)
{
	struct db_values row = { .count = load->table->column_count };

	for (int i = 0; i < row.count; i++)
		row.items[i] = &values[i];
	return db_bulk_row(load->db, &row, err);
}

int db_load_end(struct db_load *load, struct error *err)
{
	load->active = false;
	return db_bulk_end(load->db, true, err);
}

void db_load_cancel(struct db_load *load)
{
	if (!load->active)
		return;
	load->active = false;
	int rc = db_bulk_end(load->db, false, NULL);
	(void)rc; /* the transaction is spoiled either way */
}
