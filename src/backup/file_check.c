/*
 * file_check.c - the files of a backup while they go by: each against its hash, all against the rows of
 * table `blob`.
 *
 * Rows and files come in the same order, so both are hashed as they pass; equal hashes mean that every
 * row has its file and every file its row, and nothing needs to be kept.
 */
#include "backup/section.h"

#include <inttypes.h>
#include <stdio.h>

#define LINE_BYTES (HASH_HEX_BYTES + 72)

struct file_check {
	struct hash_stream *rows, *files, *content;
	int64_t row_count, file_count;
	struct blob blob; /* the file that is open */
	int64_t position;
	bool is_open;
};

struct file_check *file_check_new(void)
{
	struct file_check *check = memory_alloc(sizeof(*check));

	if (!check)
		return NULL;
	check->rows = hash_stream_new();
	check->files = hash_stream_new();
	check->content = hash_stream_new();
	if (check->rows && check->files && check->content)
		return check;
	file_check_free(check);
	return NULL;
}

void file_check_free(struct file_check *check)
{
	if (!check)
		return;
	hash_stream_free(check->rows);
	hash_stream_free(check->files);
	hash_stream_free(check->content);
	memory_free(check);
}

static void add(struct hash_stream *stream, const struct blob *blob)
{
	char hex[HASH_HEX_BYTES], line[LINE_BYTES];
	int length;

	hex_encode(hash_str(&blob->sha256), hex);
	length = snprintf(line, sizeof(line), "%" PRId64 " %" PRId64 " %" PRId64 " %s\n",
			  blob->jurisdiction_id, blob->id, blob->bytes, hex);
	hash_stream_add(stream, (struct str){ line, (size_t)length });
}

void file_check_row(struct file_check *check, const struct db_table *table,
		    const struct db_arg *values)
{
	struct blob blob = { .bytes = 0 };

	if (strcmp(table->name, "blob") != 0)
		return;
	for (int i = 0; i < table->column_count; i++) {
		const char *name = table->columns[i].name;

		if (strcmp(name, "jurisdiction_id") == 0)
			blob.jurisdiction_id = values[i].integer;
		else if (strcmp(name, "id") == 0)
			blob.id = values[i].integer;
		else if (strcmp(name, "bytes") == 0)
			blob.bytes = values[i].integer;
		else if (strcmp(name, "sha256") == 0 && values[i].bytes.length == HASH_BYTES)
			memcpy(blob.sha256.bytes, values[i].bytes.bytes, HASH_BYTES);
	}
	add(check->rows, &blob);
	check->row_count++;
}

static int wrong(const struct file_check *check, const char *what, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The backup is damaged: file %" PRId64 ": %s.", check->file_count + 1, what);
	error_zh(err, "备份已损坏：第 %" PRId64 " 个文件不完整或与记录不符。", check->file_count + 1);
	return rc;
}

static bool line_parse(struct str line, struct blob *out)
{
	struct str jurisdiction = str_split(&line, ' '), id = str_split(&line, ' ');
	struct str bytes = str_split(&line, ' ');

	return str_parse_int(jurisdiction, 0, INT64_MAX, &out->jurisdiction_id) &&
	       str_parse_int(id, 1, INT64_MAX, &out->id) &&
	       str_parse_int(bytes, 0, INT64_MAX, &out->bytes) &&
	       line.length == HASH_HEX_BYTES - 1 &&
	       hex_decode(line, out->sha256.bytes, HASH_BYTES);
}

static int piece_take(struct file_check *check, struct str payload,
		      const struct section_visitor *visitor, struct error *err)
{
	const struct blob_piece piece = { .jurisdiction_id = check->blob.jurisdiction_id,
					  .id = check->blob.id,
					  .offset = check->position,
					  .bytes = payload };

	if (check->position % BLOB_CHUNK_BYTES || (int64_t)payload.length > BLOB_CHUNK_BYTES)
		return wrong(check, "a piece of another length", err);
	hash_stream_add(check->content, payload);
	check->position += (int64_t)payload.length;
	return visitor->piece ? visitor->piece(visitor->context, &piece, err) : 0;
}

static int file_close(struct file_check *check, const struct section_visitor *visitor,
		      struct error *err)
{
	struct hash found = hash_stream_end(check->content);

	if (check->position != check->blob.bytes || !hash_equal(&found, &check->blob.sha256))
		return wrong(check, "its bytes are not those of its hash", err);
	add(check->files, &check->blob);
	check->file_count++;
	check->is_open = false;
	return visitor->file_end ? visitor->file_end(visitor->context, &check->blob, err) : 0;
}

int file_check_record(struct file_check *check, char kind, struct str payload,
		      const struct section_visitor *visitor, struct error *err)
{
	if (check->is_open != (kind != SECTION_FILE))
		return wrong(check, "its records are out of order", err);
	if (kind == SECTION_FILE_PIECE)
		return piece_take(check, payload, visitor, err);
	if (kind == SECTION_FILE_END)
		return file_close(check, visitor, err);
	if (!line_parse(payload, &check->blob))
		return wrong(check, "its first record cannot be read", err);
	check->is_open = true;
	check->position = 0;
	return 0;
}

int file_check_end(struct file_check *check, int64_t *out_files, struct error *err)
{
	struct hash rows = hash_stream_end(check->rows), files = hash_stream_end(check->files);

	if (check->is_open || check->row_count != check->file_count || !hash_equal(&rows, &files))
		return wrong(check, "the files are not those of the rows", err);
	*out_files = check->file_count;
	return 0;
}
