/*
 * shelf.c - names, lists, marks and removes the archives of a folder.
 */
#include "backup/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/container_private.h"
#include "base/civil.h"

#define PREFIX	  "lianze-"
#define ARCHIVE	  ".backup"
#define VERIFIED  ".verified"

char *shelf_beside(const char *where, struct arena *arena)
{
	struct str path = str_from(where);

	if (str_starts_with(path, STR("postgresql://")) ||
	    str_starts_with(path, STR("postgres://")))
		return NULL;
	return arena_text(arena, arena_format(arena, "%s.backups", where));
}

bool shelf_is_stem(struct str stem)
{
	if (stem.length != SHELF_STEM_BYTES - 1 || stem.bytes[8] != '-')
		return false;
	for (size_t i = 0; i < stem.length; i++)
		if (i != 8 && (stem.bytes[i] < '0' || stem.bytes[i] > '9'))
			return false;
	return true;
}

/* "2026-01-31T02:00:00Z" → "20260131-020000". */
void shelf_stem(int64_t at_ms, char stem[SHELF_STEM_BYTES])
{
	char text[24];
	size_t length = 0;

	clock_format_utc(at_ms, text);
	for (const char *c = text; *c && length < SHELF_STEM_BYTES - 1; c++)
		if (*c == 'T')
			stem[length++] = '-';
		else if (*c >= '0' && *c <= '9')
			stem[length++] = *c;
	stem[length] = '\0';
}

static char *path_of(const char *folder, struct str stem, const char *suffix,
		     struct arena *arena)
{
	if (!shelf_is_stem(stem))
		return NULL;
	return arena_text(arena, arena_format(arena, "%s/" PREFIX "%.*s%s", folder,
					      STR_ARG(stem), suffix));
}

char *shelf_path(const char *folder, struct str stem, struct arena *arena)
{
	return path_of(folder, stem, ARCHIVE, arena);
}

static int io_failed(const char *what, const char *folder, struct error *err)
{
	int problem = errno;
	int rc = error_set(err, ERR_IO, "The backup folder cannot be used.", "备份目录无法使用。");

	error_detail(err, "%s %s: %s", what, folder, strerror(problem));
	return rc;
}

static int not_there(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such backup.", "没有这个备份。");
}

int shelf_prepare(const char *folder, struct error *err)
{
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		return 0;
	return io_failed("mkdir", folder, err);
}

static int64_t changed_ms(const struct stat *status)
{
	return (int64_t)status->st_mtim.tv_sec * 1000 + status->st_mtim.tv_nsec / 1000000;
}

static bool begins_encrypted(int fd)
{
	char line[sizeof(CONTAINER_ENCRYPTED) - 1];

	return pread(fd, line, sizeof(line), 0) == (ssize_t)sizeof(line) &&
	       memcmp(line, CONTAINER_ENCRYPTED, sizeof(line)) == 0;
}

int shelf_open(const char *folder, struct str stem, struct arena *arena, int *out_fd,
	       struct shelf_item *out, struct error *err)
{
	char *path = shelf_path(folder, stem, arena);
	char *mark = path_of(folder, stem, VERIFIED, arena);
	struct stat status;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;

	if (fd < 0)
		return not_there(err);
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return not_there(err);
	}
	*out = (struct shelf_item){ .bytes = status.st_size,
				    .at_ms = changed_ms(&status),
				    .encrypted = begins_encrypted(fd) };
	memcpy(out->stem, stem.bytes, stem.length);
	if (mark && lstat(mark, &status) == 0 && changed_ms(&status) >= out->at_ms)
		out->verified_ms = changed_ms(&status);
	*out_fd = fd;
	return 0;
}

/* The moment in an archive's name; empty when it is another file. */
static struct str stem_of(const char *name)
{
	struct str text = str_from(name);
	struct str stem;

	if (!str_starts_with(text, STR(PREFIX)) || !str_ends_with(text, STR(ARCHIVE)))
		return STR_EMPTY;
	stem = str_slice(text, strlen(PREFIX), text.length - strlen(PREFIX) - strlen(ARCHIVE));
	return shelf_is_stem(stem) ? stem : STR_EMPTY;
}

static int newest_first(const void *a, const void *b)
{
	const struct shelf_item *one = a, *other = b;

	return strcmp(other->stem, one->stem);
}

int shelf_list(const char *folder, struct arena *arena, struct shelf *out, struct error *err)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	struct error ignored; /* removed meanwhile */
	int fd;

	*out = (struct shelf){ NULL, 0 };
	if (!directory)
		return errno == ENOENT ? 0 : io_failed("open", folder, err);
	out->items = ARENA_ARRAY(arena, struct shelf_item, SHELF_MAXIMUM);
	while (out->items && out->count < SHELF_MAXIMUM && (entry = readdir(directory))) {
		struct str stem = stem_of(entry->d_name);

		if (stem.length && shelf_open(folder, stem, arena, &fd, &out->items[out->count],
					      &ignored) == 0) {
			close(fd);
			out->count++;
		}
	}
	closedir(directory);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "list of backups");
	qsort(out->items, out->count, sizeof(out->items[0]), newest_first);
	return 0;
}

int shelf_mark(const char *folder, struct str stem, struct arena *arena, struct error *err)
{
	char *path = path_of(folder, stem, VERIFIED, arena);
	int fd;

	if (!path)
		return not_there(err);
	/* Made anew: its time is what it says. */
	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return io_failed("mark in", folder, err);
	close(fd);
	return 0;
}

int shelf_remove(const char *folder, struct str stem, struct arena *arena, struct error *err)
{
	char *path = shelf_path(folder, stem, arena);
	char *mark = path_of(folder, stem, VERIFIED, arena);
	struct shelf shelf;
	int rc = shelf_list(folder, arena, &shelf, err);

	if (rc < 0)
		return rc;
	if (!path || !mark)
		return not_there(err);
	if (shelf.count && str_equal(stem, str_from(shelf.items[0].stem)))
		return error_set(err, ERR_STATE,
				 "The newest backup stays. Make another one first.",
				 "最新的备份不能删除，请先另做一次备份。");
	if (unlink(path) < 0)
		return errno == ENOENT ? not_there(err) : io_failed("remove from", folder, err);
	(void)unlink(mark);
	return 0;
}
