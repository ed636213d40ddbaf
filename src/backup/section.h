/*
 * section.h - the records inside a container: rows of tables, and who is handed them when reading.
 *
 * Layer: backup, private.
 *
 *     'M' manifest      text (manifest.h)
 *     'T' table begins  its name
 *     'R' row           for each column: 0 null | 1 integer, 8 bytes | 2 text, 4 bytes of length,
 *                       bytes | 3 bytes, likewise (big end first)
 *     'E' table ends    "<rows> <SHA-256 of the payloads of its rows, each behind its length>"
 *     'F' file begins   "<jurisdiction> <id> <bytes> <SHA-256>", behind the tables, in the order of `blob`
 *     'B' piece         of the file, up to 256 KiB
 *     'G' file ends     empty
 *     'Z' end           "<tables> <rows> <SHA-256 of all records before>"
 *
 * Each row of table `blob` has its file, and each file its row.
 */
#ifndef LIANZE_BACKUP_SECTION_H
#define LIANZE_BACKUP_SECTION_H

#include "backup/backup.h"
#include "backup/container.h"
#include "store/blob.h"

enum section_kind {
	SECTION_MANIFEST = 'M',
	SECTION_TABLE = 'T',
	SECTION_ROW = 'R',
	SECTION_TABLE_END = 'E',
	SECTION_FILE = 'F',
	SECTION_FILE_PIECE = 'B',
	SECTION_FILE_END = 'G',
	SECTION_END = 'Z'
};

/* One row as bytes, appended to `out`. */
void section_row_add(struct buf *out, const struct db_table *table, const struct db_arg *values);
/* The values of the present row of a query over the table. */
void section_row_read(struct db_query *query, const struct db_table *table, struct db_arg *out);

/* Number and hash of rows. */
struct section_sum {
	struct hash_stream *hash;
	int64_t rows;
};
void section_sum_add(struct section_sum *sum, struct str payload);
/* The text of an 'E' record; ends the sum. */
struct str section_sum_format(struct section_sum *sum, char text[HASH_HEX_BYTES + 24]);

/* What is done with a backup's rows. Each may be NULL. */
struct section_visitor {
	int (*begin)(void *context, const struct manifest *manifest, struct error *err);
	int (*table)(void *context, const struct db_table *table, struct error *err);
	int (*row)(void *context, const struct db_table *table, const struct db_arg *values,
		   struct error *err);
	/* `sum`: what the 'E' record says, already found right. */
	int (*table_end)(void *context, const struct db_table *table, struct str sum,
			 struct error *err);
	/* Pieces come one behind the other; at the end the hash was found right. */
	int (*piece)(void *context, const struct blob_piece *piece, struct error *err);
	int (*file_end)(void *context, const struct blob *blob, struct error *err);
	void *context;
};

/* Read a whole backup; the trees are checked too. */
MUST_USE int section_scan(const char *path, struct str passphrase, struct arena *arena,
			  const struct section_visitor *visitor, struct backup_report *out,
			  struct error *err);

/* The files of a backup, and whether they are those of table `blob`: file_check.c. */
struct file_check;
MUST_USE struct file_check *file_check_new(void);
void file_check_free(struct file_check *check);
/* A row of any table; those of `blob` are counted. */
void file_check_row(struct file_check *check, const struct db_table *table,
		    const struct db_arg *values);
/* An 'F', 'B' or 'G' record; the visitor is handed what was found right. */
MUST_USE int file_check_record(struct file_check *check, char kind, struct str payload,
			       const struct section_visitor *visitor, struct error *err);
/* At the end: every row had its file and every file its row. */
MUST_USE int file_check_end(struct file_check *check, int64_t *out_files, struct error *err);

/* The trees of a backup, recomputed while its rows go by: tree_check.c. */
struct tree_check;
MUST_USE struct tree_check *tree_check_new(const struct manifest *manifest);
void tree_check_free(struct tree_check *check);
MUST_USE int tree_check_row(struct tree_check *check, const struct db_table *table,
			    const struct db_arg *values, struct error *err);
/* At the end: every tree of the manifest was there, whole, with its root. */
MUST_USE int tree_check_end(struct tree_check *check, int64_t *out_leaves, struct error *err);

#endif
