/*
 * blob_folder.c - files in a folder beside the database.
 *
 * Names are made of a hash or an id and of nothing else. A file gets its name in one step, when it is
 * whole and on the disk.
 */
#include "store/blob_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/id.h"

#define FOLDER_MODE 0700
#define FILE_MODE   0600
#define HASH_FOLDER_CHARACTERS 2

/* Names ---------------------------------------------------------------------------------------- */

struct blob_name {
	char folder[BLOB_PATH_BYTES + 16];
	char path[BLOB_PATH_BYTES + 128];
};

static void staged_name(const struct blobs *blobs, int64_t id, struct blob_name *out)
{
	char text[ID_TEXT_BYTES];

	(void)snprintf(out->folder, sizeof(out->folder), "%s/incoming", blobs->folder);
	(void)snprintf(out->path, sizeof(out->path), "%s/%s", out->folder, id_format(id, text));
}

static void hash_name(const struct blobs *blobs, const struct hash *sha256, struct blob_name *out)
{
	char hex[HASH_HEX_BYTES];

	hex_encode(hash_str(sha256), hex);
	(void)snprintf(out->folder, sizeof(out->folder), "%s/%.*s", blobs->folder,
		       HASH_FOLDER_CHARACTERS, hex);
	(void)snprintf(out->path, sizeof(out->path), "%s/%s", out->folder, hex);
}

int blob_write_failed(struct error *err, const char *path)
{
	int problem = errno;
	bool is_full = problem == ENOSPC || problem == EDQUOT;
	int rc = is_full ? error_set(err, ERR_IO,
				     "The server's disk is full: nothing of this was stored. Please "
				     "tell the system administrator.",
				     "服务器磁盘已满，本次内容没有保存，请告知系统管理员。")
			 : error_set(err, ERR_IO, "The server could not store the file.",
				     "服务器无法保存该文件。");

	error_detail(err, "%s: %s", path, strerror(problem));
	return rc;
}

/* Folders -------------------------------------------------------------------------------------- */

static int folder_sync(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result;

	if (fd < 0)
		return blob_write_failed(err, path);
	result = fsync(fd);
	close(fd);
	return result ? blob_write_failed(err, path) : 0;
}

/* Make a folder whose name is on the disk before anything is put into it. */
static int folder_make(const char *path, const char *parent, struct error *err)
{
	if (mkdir(path, FOLDER_MODE) == 0)
		return folder_sync(parent, err);
	return errno == EEXIST ? 0 : blob_write_failed(err, path);
}

static int parent_of(const char *path, char out[BLOB_PATH_BYTES])
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		(void)snprintf(out, BLOB_PATH_BYTES, ".");
	else
		(void)snprintf(out, BLOB_PATH_BYTES, "%.*s", (int)(slash - path) + (slash == path),
			       path);
	return 0;
}

int blob_folder_prepare(const struct blobs *blobs, struct error *err)
{
	char parent[BLOB_PATH_BYTES];
	struct blob_name incoming;
	int rc;

	parent_of(blobs->folder, parent);
	staged_name(blobs, 1, &incoming);
	rc = folder_make(blobs->folder, parent, err);
	return rc ? rc : folder_make(incoming.folder, blobs->folder, err);
}

/* Pieces --------------------------------------------------------------------------------------- */

static int bytes_write(int fd, const struct blob_piece *piece)
{
	const char *next = piece->bytes.bytes;
	size_t left = piece->bytes.length;
	off_t at = (off_t)piece->offset;

	while (left) {
		ssize_t done = pwrite(fd, next, left, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -1;
		next += done;
		at += done;
		left -= (size_t)done;
	}
	return 0;
}

/* A piece that did not fit is taken back; after a failed sync nothing of the file is to be trusted. */
static int piece_put(int fd, const char *path, const struct blob_piece *piece, struct error *err)
{
	int rc;

	if (bytes_write(fd, piece)) {
		rc = blob_write_failed(err, path);
		if (ftruncate(fd, (off_t)piece->offset))
			unlink(path);
		return rc;
	}
	if (!piece->sync || fdatasync(fd) == 0)
		return 0;
	rc = blob_write_failed(err, path);
	unlink(path);
	return rc;
}

int blob_folder_write(const struct blobs *blobs, const struct blob_piece *piece, struct error *err)
{
	struct blob_name name;
	struct stat status;
	int fd, rc;

	staged_name(blobs, piece->id, &name);
	fd = open(name.path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	if (fd < 0)
		return blob_write_failed(err, name.path);
	if (fstat(fd, &status) || status.st_size < (off_t)piece->offset)
		rc = error_set(err, ERR_CONFLICT,
			       "What came before this piece is not here any more; begin anew.",
			       "此前上传的部分已不存在，请重新上传。");
	else
		rc = piece_put(fd, name.path, piece, err);
	close(fd);
	return rc;
}

int blob_folder_size(const struct blobs *blobs, const struct blob *staged, int64_t *out,
		     struct error *err)
{
	struct blob_name name;
	struct stat status;

	staged_name(blobs, staged->id, &name);
	if (stat(name.path, &status) == 0)
		*out = status.st_size;
	else if (errno == ENOENT)
		*out = 0;
	else
		return error_broken(err, ERR_IO, "%s: %s", name.path, strerror(errno));
	return 0;
}

int blob_folder_remove(const struct blobs *blobs, const struct blob *staged, struct error *err)
{
	struct blob_name name;

	staged_name(blobs, staged->id, &name);
	if (unlink(name.path) == 0 || errno == ENOENT)
		return 0;
	return error_broken(err, ERR_IO, "%s: %s", name.path, strerror(errno));
}

/* Places --------------------------------------------------------------------------------------- */

/* All of it on the disk, and young, so that no sweep takes it before its row is there. */
static int file_settle(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	int result;

	if (fd < 0)
		return errno == ENOENT ? -ERR_NOT_FOUND : blob_write_failed(err, path);
	result = futimens(fd, NULL) || fsync(fd);
	if (result)
		result = blob_write_failed(err, path);
	close(fd);
	return result;
}

int blob_folder_place(const struct blobs *blobs, const struct blob *blob, struct error *err)
{
	struct blob_name from, to;
	int rc, placed;

	staged_name(blobs, blob->id, &from);
	hash_name(blobs, &blob->sha256, &to);
	rc = folder_make(to.folder, blobs->folder, err);
	if (rc)
		return rc;
	placed = file_settle(to.path, err);
	if (placed == 0)
		return blob_folder_remove(blobs, blob, err);
	if (placed != -ERR_NOT_FOUND)
		return placed;
	rc = file_settle(from.path, err);
	if (rc == -ERR_NOT_FOUND)
		return error_set(err, ERR_CONFLICT, "The uploaded file is not here any more; begin anew.",
				 "上传的文件已不存在，请重新上传。");
	if (!rc && rename(from.path, to.path))
		rc = blob_write_failed(err, to.path);
	return rc ? rc : folder_sync(to.folder, err);
}

static int not_there(const char *path, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "The file is missing from the store.",
			   "文件库中缺少该文件。");

	error_detail(err, "%s", path);
	return rc;
}

int blob_folder_open(const struct blobs *blobs, const struct blob *blob, bool staged, int *out_fd,
		     struct error *err)
{
	struct blob_name name, way;

	hash_name(blobs, &blob->sha256, &name);
	*out_fd = open(name.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (*out_fd >= 0)
		return 0;
	if (errno != ENOENT)
		return error_broken(err, ERR_IO, "%s: %s", name.path, strerror(errno));
	if (!staged)
		return not_there(name.path, err);
	staged_name(blobs, blob->id, &way);
	*out_fd = open(way.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	return *out_fd >= 0 ? 0 : not_there(way.path, err);
}

/* Sweeping ------------------------------------------------------------------------------------- */

struct sweeping {
	const struct blob_walk *walk;
	struct blob_sweep *sweep;
	int64_t before_s; /* older files only */
};

/* One entry of a folder that may be ours: its hash, or the id under which it is on its way. */
static bool entry_read(const char *name, bool incoming, struct hash *sha256, int64_t *out_id)
{
	struct str text = str_from(name);

	if (incoming)
		return id_parse(text, out_id);
	return text.length == HASH_HEX_BYTES - 1 && hex_decode(text, sha256->bytes, HASH_BYTES);
}

static int entry_sweep(struct sweeping *sweeping, int folder, const char *name, bool incoming,
		       struct error *err)
{
	struct hash sha256;
	struct stat status;
	int64_t id = 0;
	int rc;

	if (!entry_read(name, incoming, &sha256, &id) ||
	    fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) || !S_ISREG(status.st_mode) ||
	    status.st_mtime > sweeping->before_s)
		return 0;
	rc = sweeping->walk->found(sweeping->walk->context, incoming ? NULL : &sha256, id, err);
	if (rc)
		return rc < 0 ? rc : 0;
	sweeping->sweep->files++;
	sweeping->sweep->bytes += status.st_size;
	if (sweeping->sweep->remove && unlinkat(folder, name, 0) && errno != ENOENT)
		return error_broken(err, ERR_IO, "%s: %s", name, strerror(errno));
	return 0;
}

static int folder_sweep(struct sweeping *sweeping, const char *path, bool incoming,
			struct error *err)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int rc = 0;

	if (!folder)
		return errno == ENOENT ? 0 : error_broken(err, ERR_IO, "%s: %s", path,
							   strerror(errno));
	while (!rc && (entry = readdir(folder)))
		rc = entry_sweep(sweeping, dirfd(folder), entry->d_name, incoming, err);
	closedir(folder);
	return rc;
}

int blob_folder_sweep(const struct blobs *blobs, const struct blob_walk *walk,
		      struct blob_sweep *sweep, struct error *err)
{
	/* Age 0 takes also what was written in this second. */
	struct sweeping sweeping = { walk, sweep, (clock_now_ms() - sweep->age_ms) / 1000 };
	struct blob_name name;
	int rc;

	staged_name(blobs, 1, &name);
	rc = folder_sweep(&sweeping, name.folder, true, err);
	for (unsigned i = 0; !rc && i < 256; i++) {
		char path[BLOB_PATH_BYTES + 16];

		(void)snprintf(path, sizeof(path), "%s/%02x", blobs->folder, i);
		rc = folder_sweep(&sweeping, path, false, err);
	}
	return rc;
}

static int nobody_speaks(void *context, const struct hash *sha256, int64_t id, struct error *err)
{
	(void)context, (void)sha256, (void)id, (void)err;
	return 0;
}

void blob_folder_remove_all(const struct blobs *blobs)
{
	const struct blob_walk walk = { nobody_speaks, NULL };
	struct blob_sweep sweep = { .remove = true };
	struct blob_name name;
	struct error ignored; /* it is tidying up after a failure */
	int rc = blob_folder_sweep(blobs, &walk, &sweep, &ignored);

	for (unsigned i = 0; !rc && i < 256; i++) {
		(void)snprintf(name.path, sizeof(name.path), "%s/%02x", blobs->folder, i);
		rmdir(name.path);
	}
	staged_name(blobs, 1, &name);
	rmdir(name.folder);
	rmdir(blobs->folder);
}
