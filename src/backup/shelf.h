/*
 * shelf.h - the folder in which the running server keeps its backups.
 *
 * Layer:   backup (files only).
 * Owner:   what is returned lives in the arena passed in.
 *
 *     lianze-<yyyymmdd>-<hhmmss>.backup      an archive, named by its moment in UTC
 *     lianze-<yyyymmdd>-<hhmmss>.verified    empty: the archive was read whole and found right, then
 *
 * From outside comes only the moment ("20260131-020000"), which is compared with that pattern: no path
 * is ever made of anything else. Other files of the folder are neither shown nor touched.
 */
#ifndef LIANZE_BACKUP_SHELF_H
#define LIANZE_BACKUP_SHELF_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#define SHELF_STEM_BYTES 16
#define SHELF_MAXIMUM 1000 /* archives that are listed */

struct shelf_item {
	char stem[SHELF_STEM_BYTES];
	int64_t at_ms; /* when the file was complete */
	int64_t bytes;
	int64_t verified_ms; /* 0: not since it was made */
	bool encrypted;
};

struct shelf {
	struct shelf_item *items; /* newest first */
	size_t count;
};

/* "<path>.backups" beside a SQLite file; NULL for a PostgreSQL URL, or when memory is out. */
char *shelf_beside(const char *where, struct arena *arena);
bool shelf_is_stem(struct str stem);
void shelf_stem(int64_t at_ms, char stem[SHELF_STEM_BYTES]);
/* The path of an archive; NULL when `stem` is none or memory is out. */
char *shelf_path(const char *folder, struct str stem, struct arena *arena);
/* Make the folder (mode 0700) when it is not there. -ERR_IO. */
MUST_USE int shelf_prepare(const char *folder, struct error *err);
/* What is there; nothing when the folder is not. -ERR_IO. */
MUST_USE int shelf_list(const char *folder, struct arena *arena, struct shelf *out,
			struct error *err);
/* Open an archive to read; the caller closes *out_fd. -ERR_NOT_FOUND, -ERR_IO. */
MUST_USE int shelf_open(const char *folder, struct str stem, struct arena *arena, int *out_fd,
			struct shelf_item *out, struct error *err);
/* Note that it was found right just now. */
MUST_USE int shelf_mark(const char *folder, struct str stem, struct arena *arena,
			struct error *err);
/* -ERR_NOT_FOUND; -ERR_STATE for the newest one, which stays. */
MUST_USE int shelf_remove(const char *folder, struct str stem, struct arena *arena,
			  struct error *err);

#endif
