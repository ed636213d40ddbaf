/*
 * manifest.c - makes, prints and reads the manifest.
 */
#include "backup/manifest.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/civil.h"
#include "embedded.h"
#include "ledger/ledger.h"
#include "statements_ledger.h"

#define MANIFEST_BYTES ((size_t)8 << 20)

/* Sessions end with the machine that they were held on, failed log-ins are counted anew, applied
 * migrations are lines of the manifest, the search index is made from the records, a file that waits for
 * its import or is not yet whole is chosen again, the pieces of files are files of the backup, and a copy
 * does not send mails that wait a second time. */
const char *const backup_left_out[] = { "blob_chunk",	    "import_upload", "login_failure",
					"outbox",	    "schema_migration", "search_entry",
					"search_gram",	    "session",	     "upload",	      NULL };

static bool is_left_out(const char *table)
{
	for (const char *const *name = backup_left_out; *name; name++)
		if (strcmp(*name, table) == 0)
			return true;
	return false;
}

/* Making --------------------------------------------------------------------------------------- */

static int tables_make(struct db *db, struct arena *arena, struct manifest *manifest,
		       struct error *err)
{
	struct db_tables all;
	size_t kept = 0;
	int rc = db_tables_read(db, arena, &all, err);

	manifest->rows = ARENA_ARRAY(arena, int64_t, DB_TABLES_MAXIMUM);
	if (!rc && !manifest->rows)
		rc = error_broken(err, ERR_MEMORY, "manifest");
	for (size_t i = 0; !rc && i < all.count; i++) {
		if (is_left_out(all.items[i].name))
			continue;
		all.items[kept] = all.items[i];
		rc = db_table_count(db, &all.items[kept], &manifest->rows[kept], err);
		kept++;
	}
	manifest->tables = (struct db_tables){ all.items, kept };
	return rc;
}

static int migrations_make(struct arena *arena, struct manifest *manifest, struct error *err)
{
	manifest->migrations = ARENA_ARRAY(arena, struct manifest_migration, (size_t)migration_count);
	if (!manifest->migrations)
		return error_broken(err, ERR_MEMORY, "manifest");
	for (int i = 0; i < migration_count; i++)
		manifest->migrations[i] = (struct manifest_migration){
			migration_texts[i].number, str_from(migration_texts[i].name),
			str_from(migration_texts[i].sha256)
		};
	manifest->migration_count = (size_t)migration_count;
	return 0;
}

static int ledger_numbers(struct db *db, struct manifest *manifest, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_LEDGER_HEAD_ALL, DB_NO_ARGS, &query, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(query, err)) == 1) {
		if (manifest->ledger_count == MANIFEST_LEDGERS_MAXIMUM) {
			rc = error_set(err, ERR_TOO_LARGE, "Too many jurisdictions for one backup.",
				       "辖区过多，无法放入一个备份。");
			break;
		}
		manifest->ledgers[manifest->ledger_count++] = (struct manifest_ledger){
			.jurisdiction_id = db_query_int(query, 0),
			.checkpoint = db_query_is_null(query, 1) ? -1 : db_query_int(query, 1),
		};
	}
	db_query_close(query);
	return rc;
}

static int ledgers_make(struct db *db, struct arena *arena, struct manifest *manifest,
			struct error *err)
{
	int rc;

	manifest->ledgers = ARENA_ARRAY(arena, struct manifest_ledger, MANIFEST_LEDGERS_MAXIMUM);
	if (!manifest->ledgers)
		return error_broken(err, ERR_MEMORY, "manifest");
	rc = ledger_numbers(db, manifest, err);
	for (size_t i = 0; !rc && i < manifest->ledger_count; i++) {
		struct manifest_ledger *ledger = &manifest->ledgers[i];
		uint64_t size;

		rc = ledger_head(db, ledger->jurisdiction_id, &size, &ledger->root, err);
		ledger->size = (int64_t)size;
	}
	return rc;
}

int manifest_make(struct db *db, struct arena *arena, struct manifest *out, struct error *err)
{
	char made[24];
	struct manifest manifest = {
		.program = STR(LIANZE_VERSION),
		.engine = db_engine(db) == DB_ENGINE_SQLITE ? STR("sqlite") : STR("postgresql"),
	};
	int rc;

	manifest.made = arena_str(arena, str_from(clock_format_utc(clock_now_ms(), made)));
	rc = migrations_make(arena, &manifest, err);
	if (!rc)
		rc = tables_make(db, arena, &manifest, err);
	if (!rc)
		rc = ledgers_make(db, arena, &manifest, err);
	if (!rc)
		*out = manifest;
	return rc;
}

/* Printing ------------------------------------------------------------------------------------- */

static char type_letter(const struct db_column *column)
{
	static const char letters[][2] = { [DB_INTEGER] = "iI", [DB_TEXT] = "tT", [DB_BLOB] = "bB" };

	return letters[column->type][column->key != 0];
}

/* Keys are printed in the order of the columns, with their place where it is another. */
static void table_add(struct buf *out, const struct db_table *table, int64_t rows)
{
	buf_add_format(out, "table %s %" PRId64, table->name, rows);
	for (int i = 0; i < table->column_count; i++) {
		const struct db_column *column = &table->columns[i];

		buf_add_format(out, " %c", type_letter(column));
		if (column->key)
			buf_add_int(out, column->key);
		buf_add_format(out, ":%s", column->name);
	}
	buf_add_byte(out, '\n');
}

static void ledger_add(struct buf *out, const struct manifest_ledger *ledger)
{
	char root[HASH_HEX_BYTES];

	hex_encode(hash_str(&ledger->root), root);
	buf_add_format(out, "ledger %" PRId64 " %" PRId64 " %s ", ledger->jurisdiction_id,
		       ledger->size, root);
	if (ledger->checkpoint >= 0)
		buf_add_int(out, ledger->checkpoint);
	else
		buf_add_byte(out, '-');
	buf_add_byte(out, '\n');
}

static void rules_add(struct buf *out)
{
	for (const struct embedded_rules *rule = embedded_rules; rule->name; rule++) {
		struct hash hash = hash_of(rule->text);
		char hex[HASH_HEX_BYTES];

		hex_encode(hash_str(&hash), hex);
		buf_add_format(out, "rule %s %s\n", rule->name, hex);
	}
}

struct str manifest_format(const struct manifest *manifest, struct arena *arena)
{
	struct buf out;
	struct str text = STR_EMPTY;

	buf_init(&out, MANIFEST_BYTES);
	buf_add_format(&out, "lianze-manifest 1\nprogram %.*s\nmade %.*s\nengine %.*s\n",
		       STR_ARG(manifest->program), STR_ARG(manifest->made),
		       STR_ARG(manifest->engine));
	for (size_t i = 0; i < manifest->migration_count; i++)
		buf_add_format(&out, "migration %d %.*s %.*s\n", manifest->migrations[i].number,
			       STR_ARG(manifest->migrations[i].name),
			       STR_ARG(manifest->migrations[i].sha256));
	rules_add(&out);
	for (const char *const *name = backup_left_out; *name; name++)
		buf_add_format(&out, "left-out %s\n", *name);
	for (size_t i = 0; i < manifest->ledger_count; i++)
		ledger_add(&out, &manifest->ledgers[i]);
	for (size_t i = 0; i < manifest->tables.count; i++)
		table_add(&out, &manifest->tables.items[i], manifest->rows[i]);
	if (!buf_failed(&out))
		text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* Reading -------------------------------------------------------------------------------------- */

static bool name_copy(struct str name, struct arena *arena, const char **out)
{
	for (size_t i = 0; i < name.length; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.bytes[i]))
			return false;
	*out = name.length && name.length < 64 ? arena_text(arena, name) : NULL;
	return *out != NULL;
}

/* "I1:jurisdiction_id", "t:name" */
static bool column_parse(struct str text, struct arena *arena, struct db_column *out)
{
	struct str rest = text, type = str_split(&rest, ':');
	int64_t key = 0;
	bool has_key = type.length > 1;

	if (!type.length || (has_key && !str_parse_int(str_slice(type, 1, type.length), 1,
						       DB_TABLE_COLUMNS_MAXIMUM, &key)))
		return false;
	*out = (struct db_column){ .key = (int)key };
	switch (type.bytes[0]) {
	case 'i':
	case 'I':
		out->type = DB_INTEGER;
		break;
	case 't':
	case 'T':
		out->type = DB_TEXT;
		break;
	case 'b':
	case 'B':
		out->type = DB_BLOB;
		break;
	default:
		return false;
	}
	return name_copy(rest, arena, &out->name);
}

static bool table_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	struct db_table *table = &manifest->tables.items[manifest->tables.count];
	struct str name = str_split(&rest, ' ');

	if (manifest->tables.count == DB_TABLES_MAXIMUM ||
	    db_tables_find(&manifest->tables, name) || !name_copy(name, arena, &table->name) ||
	    !str_parse_int(str_split(&rest, ' '), 0, INT64_MAX,
			   &manifest->rows[manifest->tables.count]))
		return false;
	table->columns = ARENA_ARRAY(arena, struct db_column, DB_TABLE_COLUMNS_MAXIMUM);
	while (rest.length) {
		if (!table->columns || table->column_count == DB_TABLE_COLUMNS_MAXIMUM ||
		    !column_parse(str_split(&rest, ' '), arena,
				  &table->columns[table->column_count++]))
			return false;
	}
	manifest->tables.count++;
	return table->column_count > 0;
}

static bool ledger_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	struct manifest_ledger ledger = { .checkpoint = -1 };
	struct str checkpoint;

	(void)arena;
	if (manifest->ledger_count == MANIFEST_LEDGERS_MAXIMUM ||
	    !str_parse_int(str_split(&rest, ' '), 0, INT64_MAX, &ledger.jurisdiction_id) ||
	    !str_parse_int(str_split(&rest, ' '), 0, INT64_MAX, &ledger.size) ||
	    !hex_decode(str_split(&rest, ' '), ledger.root.bytes, HASH_BYTES))
		return false;
	checkpoint = rest;
	if (!str_equal(checkpoint, STR("-")) &&
	    !str_parse_int(checkpoint, 0, INT64_MAX, &ledger.checkpoint))
		return false;
	manifest->ledgers[manifest->ledger_count++] = ledger;
	return true;
}

static bool migration_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	struct manifest_migration migration;
	int64_t number;

	(void)arena;
	if (!str_parse_int(str_split(&rest, ' '), 1, 9999, &number) ||
	    manifest->migration_count == 9999)
		return false;
	migration.number = (int)number;
	migration.name = str_split(&rest, ' ');
	migration.sha256 = rest;
	manifest->migrations[manifest->migration_count++] = migration;
	return migration.name.length && migration.sha256.length == HASH_HEX_BYTES - 1;
}

static bool program_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	(void)arena;
	manifest->program = rest;
	return utf8_is_valid(rest) && rest.length > 0 && rest.length < 64;
}

static bool made_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	(void)arena;
	manifest->made = rest;
	return utf8_is_valid(rest) && rest.length > 0 && rest.length < 64;
}

static bool engine_parse(struct str rest, struct arena *arena, struct manifest *manifest)
{
	(void)arena;
	manifest->engine = rest;
	return str_equal(rest, STR("sqlite")) || str_equal(rest, STR("postgresql"));
}

static bool passed_over(struct str rest, struct arena *arena, struct manifest *manifest)
{
	(void)arena, (void)manifest;
	return rest.length > 0;
}

static const struct {
	struct str word;
	bool (*parse)(struct str rest, struct arena *arena, struct manifest *manifest);
} lines[] = {
	{ STR_INIT("program"), program_parse },	    { STR_INIT("made"), made_parse },
	{ STR_INIT("engine"), engine_parse },	    { STR_INIT("migration"), migration_parse },
	{ STR_INIT("ledger"), ledger_parse },	    { STR_INIT("table"), table_parse },
	{ STR_INIT("rule"), passed_over },	    { STR_INIT("left-out"), passed_over },
};

static bool line_parse(struct str line, struct arena *arena, struct manifest *manifest)
{
	struct str rest = line, word = str_split(&rest, ' ');

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
		if (str_equal(lines[i].word, word))
			return lines[i].parse(rest, arena, manifest);
	return false;
}

static int not_readable(int line, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The backup is damaged: line %d of its manifest cannot be read.", line);
	error_zh(err, "备份文件已损坏：其清单第 %d 行无法读取。", line);
	return rc;
}

int manifest_parse(struct str text, struct arena *arena, struct manifest *out, struct error *err)
{
	struct manifest manifest = {
		.migrations = ARENA_ARRAY(arena, struct manifest_migration, 9999),
		.ledgers = ARENA_ARRAY(arena, struct manifest_ledger, MANIFEST_LEDGERS_MAXIMUM),
		.tables = { ARENA_ARRAY(arena, struct db_table, DB_TABLES_MAXIMUM + 1), 0 },
		.rows = ARENA_ARRAY(arena, int64_t, DB_TABLES_MAXIMUM + 1),
	};
	struct str rest = arena_str(arena, text);
	int line = 1;

	if (!manifest.migrations || !manifest.ledgers || !manifest.tables.items || !manifest.rows ||
	    !rest.bytes)
		return error_broken(err, ERR_MEMORY, "manifest");
	if (!str_equal(str_split(&rest, '\n'), STR("lianze-manifest 1")))
		return not_readable(line, err);
	while (rest.length) {
		line++;
		if (!line_parse(str_split(&rest, '\n'), arena, &manifest))
			return not_readable(line, err);
	}
	if (!manifest.program.length || !manifest.made.length || !manifest.engine.length ||
	    !manifest.migration_count || !manifest.tables.count)
		return not_readable(line, err);
	*out = manifest;
	return 0;
}

int manifest_check(const struct manifest *manifest, struct error *err)
{
	for (size_t i = 0; i < manifest->migration_count; i++) {
		const struct manifest_migration *theirs = &manifest->migrations[i];
		int rc;

		if (i >= (size_t)migration_count) {
			rc = error_set(err, ERR_STATE, "", "");
			error_en(err,
				 "The backup was made by a newer program (%.*s); restore it with that "
				 "one or a newer one.",
				 STR_ARG(manifest->program));
			error_zh(err, "该备份由更新的程序（%.*s）制作，请用同版或更新的程序恢复。",
				 STR_ARG(manifest->program));
			return rc;
		}
		if (theirs->number == migration_texts[i].number &&
		    str_equal(theirs->name, str_from(migration_texts[i].name)) &&
		    str_equal(theirs->sha256, str_from(migration_texts[i].sha256)))
			continue;
		rc = error_set(err, ERR_CORRUPT, "", "");
		error_en(err, "Migration %d of the backup is not the one in this program.",
			 theirs->number);
		error_zh(err, "备份的迁移 %d 与本程序所带的不一致。", theirs->number);
		return rc;
	}
	return 0;
}
