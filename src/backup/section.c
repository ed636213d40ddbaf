/*
 * section.c - rows as bytes, and the reading of a whole backup: each record is checked before anybody
 * is handed it.
 */
#include "backup/section.h"

#include <inttypes.h>
#include <stdio.h>

/* Rows as bytes -------------------------------------------------------------------------------- */

static void add_length(struct buf *out, size_t length)
{
	unsigned char bytes[4];

	for (int i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(length >> (24 - 8 * i));
	buf_add(out, bytes, sizeof(bytes));
}

static void add_integer(struct buf *out, int64_t integer)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)integer >> (56 - 8 * i));
	buf_add(out, bytes, sizeof(bytes));
}

void section_row_add(struct buf *out, const struct db_table *table, const struct db_arg *values)
{
	for (int i = 0; i < table->column_count; i++) {
		buf_add_byte(out, (char)values[i].type);
		if (values[i].type == DB_INTEGER) {
			add_integer(out, values[i].integer);
		} else if (values[i].type != DB_NULL) {
			add_length(out, values[i].bytes.length);
			buf_add_str(out, values[i].bytes);
		}
	}
}

void section_row_read(struct db_query *query, const struct db_table *table, struct db_arg *out)
{
	for (int i = 0; i < table->column_count; i++) {
		const struct db_column *column = &table->columns[i];

		out[i] = (struct db_arg){ column->name, column->type, 0, { NULL, 0 } };
		if (db_query_is_null(query, i))
			out[i].type = DB_NULL;
		else if (column->type == DB_INTEGER)
			out[i].integer = db_query_int(query, i);
		else
			out[i].bytes = db_query_bytes(query, i);
	}
}

static bool take(struct str *rest, size_t length, struct str *out)
{
	if (rest->length < length)
		return false;
	*out = str_slice(*rest, 0, length);
	*rest = str_slice(*rest, length, rest->length);
	return true;
}

static uint64_t number_of(struct str bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < bytes.length; i++)
		number = number << 8 | (unsigned char)bytes.bytes[i];
	return number;
}

static bool value_parse(struct str *rest, const struct db_column *column, struct db_arg *out)
{
	struct str bytes;

	if (!take(rest, 1, &bytes))
		return false;
	*out = (struct db_arg){ column->name, (enum db_type)(unsigned char)bytes.bytes[0], 0,
				{ NULL, 0 } };
	if (out->type == DB_NULL)
		return column->key == 0;
	if (out->type != column->type)
		return false;
	if (!take(rest, out->type == DB_INTEGER ? 8 : 4, &bytes))
		return false;
	if (out->type == DB_INTEGER) {
		out->integer = (int64_t)number_of(bytes);
		return true;
	}
	return take(rest, (size_t)number_of(bytes), &out->bytes) &&
	       (out->type == DB_BLOB || utf8_is_valid(out->bytes));
}

static bool row_parse(struct str payload, const struct db_table *table, struct db_arg *out)
{
	for (int i = 0; i < table->column_count; i++)
		if (!value_parse(&payload, &table->columns[i], &out[i]))
			return false;
	return payload.length == 0;
}

/* Sums ----------------------------------------------------------------------------------------- */

void section_sum_add(struct section_sum *sum, struct str payload)
{
	char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (char)(payload.length >> (56 - 8 * i));
	hash_stream_add(sum->hash, (struct str){ length, sizeof(length) });
	hash_stream_add(sum->hash, payload);
	sum->rows++;
}

struct str section_sum_format(struct section_sum *sum, char text[HASH_HEX_BYTES + 24])
{
	struct hash hash = hash_stream_end(sum->hash);
	char hex[HASH_HEX_BYTES];
	int length;

	hex_encode(hash_str(&hash), hex);
	length = snprintf(text, HASH_HEX_BYTES + 24, "%" PRId64 " %s", sum->rows, hex);
	sum->rows = 0;
	return (struct str){ text, (size_t)length };
}

/* Scanning ------------------------------------------------------------------------------------- */

struct scan {
	struct container_reader *reader;
	const struct section_visitor *visitor;
	struct backup_report *report;
	struct arena *arena;
	struct section_sum sum;
	struct tree_check *trees;
	struct file_check *files;
	const struct db_table *table; /* the one that is open */
	size_t next_table;
	struct db_arg values[DB_TABLE_COLUMNS_MAXIMUM];
};

static int wrong(const struct scan *scan, const char *what, struct error *err)
{
	const char *table = scan->table ? scan->table->name : "-";
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The backup is damaged: table “%s”, row %lld: %s.", table,
		 (long long)scan->sum.rows + 1, what);
	error_zh(err, "备份文件已损坏：数据表“%s”第 %lld 行附近。", table,
		 (long long)scan->sum.rows + 1);
	return rc;
}

static int table_begin(struct scan *scan, struct str name, struct error *err)
{
	const struct db_tables *tables = &scan->report->manifest.tables;

	if (scan->table || scan->next_table == tables->count ||
	    !str_equal(name, str_from(tables->items[scan->next_table].name)))
		return wrong(scan, "another table was to follow", err);
	scan->table = &tables->items[scan->next_table++];
	return scan->visitor->table ? scan->visitor->table(scan->visitor->context, scan->table, err)
				    : 0;
}

static int row_take(struct scan *scan, struct str payload, struct error *err)
{
	int rc;

	if (!scan->table || scan->sum.rows == scan->report->manifest.rows[scan->next_table - 1])
		return wrong(scan, "there are more rows than it says", err);
	if (!row_parse(payload, scan->table, scan->values))
		return wrong(scan, "a row has other columns than it says", err);
	rc = tree_check_row(scan->trees, scan->table, scan->values, err);
	if (!rc && scan->visitor->row)
		rc = scan->visitor->row(scan->visitor->context, scan->table, scan->values, err);
	if (rc)
		return rc;
	file_check_row(scan->files, scan->table, scan->values);
	section_sum_add(&scan->sum, payload);
	scan->report->rows++;
	return 0;
}

static int table_close(struct scan *scan, struct str payload, struct error *err)
{
	char text[HASH_HEX_BYTES + 24];
	struct str sum;
	int rc = 0;

	if (!scan->table || scan->sum.rows != scan->report->manifest.rows[scan->next_table - 1])
		return wrong(scan, "there are fewer rows than it says", err);
	sum = section_sum_format(&scan->sum, text);
	if (!str_equal(sum, payload))
		return wrong(scan, "the rows are not those that were written", err);
	if (scan->visitor->table_end)
		rc = scan->visitor->table_end(scan->visitor->context, scan->table, sum, err);
	scan->table = NULL;
	return rc;
}

static int all_end(struct scan *scan, struct str payload, struct error *err)
{
	struct hash hash = container_read_before(scan->reader);
	char hex[HASH_HEX_BYTES], text[HASH_HEX_BYTES + 48];

	hex_encode(hash_str(&hash), hex);
	(void)snprintf(text, sizeof(text), "%zu %" PRId64 " %s", scan->next_table,
		       scan->report->rows, hex);
	if (scan->table || scan->next_table != scan->report->manifest.tables.count ||
	    !str_equal(payload, str_from(text)))
		return wrong(scan, "it is not what was written", err);
	return container_end(scan->reader, err);
}

static int manifest_take(struct scan *scan, struct error *err)
{
	struct str payload;
	char kind;
	int rc = container_read(scan->reader, &kind, &payload, err);

	if (rc)
		return rc;
	if (kind != SECTION_MANIFEST)
		return wrong(scan, "it does not begin with a manifest", err);
	rc = manifest_parse(payload, scan->arena, &scan->report->manifest, err);
	if (rc)
		return rc;
	scan->trees = tree_check_new(&scan->report->manifest);
	scan->files = file_check_new();
	scan->sum.hash = hash_stream_new();
	if (!scan->trees || !scan->files || !scan->sum.hash)
		return error_broken(err, ERR_MEMORY, "reading a backup");
	return scan->visitor->begin ? scan->visitor->begin(scan->visitor->context,
							   &scan->report->manifest, err)
				    : 0;
}

static int record_take(struct scan *scan, char kind, struct str payload, struct error *err)
{
	switch (kind) {
	case SECTION_TABLE:
		return table_begin(scan, payload, err);
	case SECTION_ROW:
		return row_take(scan, payload, err);
	case SECTION_TABLE_END:
		return table_close(scan, payload, err);
	case SECTION_FILE:
	case SECTION_FILE_PIECE:
	case SECTION_FILE_END:
		if (scan->table || scan->next_table != scan->report->manifest.tables.count)
			return wrong(scan, "a file before the last table", err);
		return file_check_record(scan->files, kind, payload, scan->visitor, err);
	case SECTION_END:
		return all_end(scan, payload, err);
	default:
		return wrong(scan, "an unknown kind of record", err);
	}
}

static int records_take(struct scan *scan, struct error *err)
{
	struct str payload;
	char kind;
	int rc;

	do {
		rc = container_read(scan->reader, &kind, &payload, err);
		if (!rc)
			rc = record_take(scan, kind, payload, err);
	} while (!rc && kind != SECTION_END);
	if (!rc)
		rc = file_check_end(scan->files, &scan->report->files, err);
	return rc ? rc : tree_check_end(scan->trees, &scan->report->leaves, err);
}

int section_scan(const char *path, struct str passphrase, struct arena *arena,
		 const struct section_visitor *visitor, struct backup_report *out,
		 struct error *err)
{
	struct scan *scan = memory_alloc(sizeof(*scan));
	int rc;

	*out = (struct backup_report){ 0 };
	if (!scan)
		return error_broken(err, ERR_MEMORY, "reading a backup");
	scan->visitor = visitor;
	scan->report = out;
	scan->arena = arena;
	rc = container_open(path, passphrase, &scan->reader, err);
	if (!rc) {
		out->encrypted = container_is_encrypted(scan->reader);
		rc = manifest_take(scan, err);
	}
	if (!rc)
		rc = records_take(scan, err);
	if (!rc)
		out->bytes = container_position(scan->reader);
	container_close(scan->reader);
	tree_check_free(scan->trees);
	file_check_free(scan->files);
	hash_stream_free(scan->sum.hash);
	memory_free(scan);
	return rc;
}

int backup_verify(const char *path, struct str passphrase, struct arena *arena,
		  struct backup_report *out, struct error *err)
{
	const struct section_visitor nobody = { .context = NULL };

	return section_scan(path, passphrase, arena, &nobody, out, err);
}
