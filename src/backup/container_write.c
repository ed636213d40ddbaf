/*
 * container_write.c - records → zlib → chunks (sealed or plain) → a file without a name.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "backup/container_private.h"

#define COMPRESSION_LEVEL 3
#define PATH_BYTES 4096

struct container_writer {
	char path[PATH_BYTES], part[PATH_BYTES]; /* part: "" when the file has no name yet */
	int file;
	bool encrypted, deflating;
	z_stream zlib;
	crypto_secretstream_xchacha20poly1305_state seal;
	unsigned char head[CONTAINER_HEAD_BYTES]; /* authenticated by the first chunk */
	size_t head_length;
	unsigned char chunk[CONTAINER_CHUNK_BYTES], sealed[CONTAINER_SEALED_BYTES];
	struct hash_stream *hash;
	int64_t written;
};

static int write_failed(const struct container_writer *writer, struct error *err)
{
	int problem = errno;
	int rc = error_set(err, ERR_IO, "", "");

	if (problem == ENOSPC || problem == EDQUOT) {
		error_en(err, "The disk is full: the backup “%s” was not made, nothing of it is left.",
			 writer->path);
		error_zh(err, "磁盘已满：备份“%s”未完成，未留下任何内容。", writer->path);
	} else {
		error_en(err, "The backup “%s” cannot be written (%s).", writer->path,
			 strerror(problem));
		error_zh(err, "无法写入备份“%s”（%s）。", writer->path, strerror(problem));
	}
	error_detail(err, "%s: %s", writer->path, strerror(problem));
	return rc;
}

static int bytes_write(struct container_writer *writer, const void *bytes, size_t length,
		       struct error *err)
{
	const char *next = bytes;

	while (length) {
		ssize_t done = write(writer->file, next, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return write_failed(writer, err);
		next += done;
		length -= (size_t)done;
		writer->written += done;
	}
	return 0;
}

/* Chunks --------------------------------------------------------------------------------------- */

static int chunk_write(struct container_writer *writer, size_t length, bool final,
		       struct error *err)
{
	unsigned long long sealed_length;
	unsigned char tag = final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;

	if (!writer->encrypted)
		return bytes_write(writer, writer->chunk, length, err);
	crypto_secretstream_xchacha20poly1305_push(&writer->seal, writer->sealed, &sealed_length,
						   writer->chunk, length, writer->head,
						   writer->head_length, tag);
	writer->head_length = 0;
	return bytes_write(writer, writer->sealed, (size_t)sealed_length, err);
}

/* Compress; a full chunk is written. `finish`: all that is left, the last one marked. */
static int deflate_bytes(struct container_writer *writer, struct str bytes, bool finish,
			 struct error *err)
{
	z_stream *zlib = &writer->zlib;

	zlib->next_in = (Bytef *)(uintptr_t)bytes.bytes; /* zlib only reads it */
	zlib->avail_in = (uInt)bytes.length;
	for (;;) {
		int result = deflate(zlib, finish ? Z_FINISH : Z_NO_FLUSH);
		bool ended = result == Z_STREAM_END;
		int rc;

		if (result == Z_STREAM_ERROR)
			return error_broken(err, ERR_BROKEN, "deflate");
		if (zlib->avail_out && !ended)
			return 0;
		rc = chunk_write(writer, CONTAINER_CHUNK_BYTES - zlib->avail_out, ended, err);
		if (rc || ended)
			return rc;
		zlib->next_out = writer->chunk;
		zlib->avail_out = CONTAINER_CHUNK_BYTES;
	}
}

static int record_part(struct container_writer *writer, struct str bytes, struct error *err)
{
	hash_stream_add(writer->hash, bytes);
	return deflate_bytes(writer, bytes, false, err);
}

int container_write(struct container_writer *writer, char kind, struct str payload,
		    struct error *err)
{
	unsigned char head[CONTAINER_RECORD_HEAD_BYTES] = { (unsigned char)kind };
	int rc;

	if (payload.length > CONTAINER_RECORD_MAXIMUM)
		return error_set(err, ERR_TOO_LARGE, "A row is too large for a backup.",
				 "有一行数据过大，无法备份。");
	container_length_put(head + 1, payload.length);
	rc = record_part(writer, (struct str){ (const char *)head, sizeof(head) }, err);
	return rc || !payload.length ? rc : record_part(writer, payload, err);
}

struct hash container_written(struct container_writer *writer)
{
	return hash_stream_end(writer->hash);
}

/* Beginning ------------------------------------------------------------------------------------ */

static int exists_already(const char *path, struct error *err)
{
	int rc = error_set(err, ERR_CONFLICT, "", "");

	error_en(err, "There is already a file “%s”; a backup never overwrites one.", path);
	error_zh(err, "文件“%s”已存在；备份不会覆盖已有文件。", path);
	return rc;
}

static int folder_of(const char *path, char folder[PATH_BYTES])
{
	char copy[PATH_BYTES];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	return snprintf(folder, PATH_BYTES, "%s", dirname(copy)) < PATH_BYTES ? 0 : -1;
}

/* A file without a name, or, where the file system has none, one with a passing name. */
static int file_start(struct container_writer *writer, struct error *err)
{
	char folder[PATH_BYTES], tail[9];
	int length;

	if (folder_of(writer->path, folder))
		return error_broken(err, ERR_IO, "name too long");
	writer->file = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	if (writer->file >= 0)
		return 0;
	if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
		return write_failed(writer, err);
	random_text(tail, sizeof(tail) - 1);
	length = snprintf(writer->part, PATH_BYTES, "%s.part-%s", writer->path, tail);
	if (length >= PATH_BYTES)
		return error_broken(err, ERR_IO, "name too long");
	writer->file = open(writer->part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (writer->file < 0)
		writer->part[0] = '\0';
	return writer->file < 0 ? write_failed(writer, err) : 0;
}

static int head_seal(struct container_writer *writer, struct str passphrase, struct error *err)
{
	static const char line[] = CONTAINER_ENCRYPTED;
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	unsigned char *salt = writer->head + sizeof(line) - 1;
	int rc;

	memcpy(writer->head, line, sizeof(line) - 1);
	random_bytes(salt, CONTAINER_SALT_BYTES);
	rc = container_key(passphrase, salt, key, err);
	if (rc)
		return rc;
	crypto_secretstream_xchacha20poly1305_init_push(&writer->seal, salt + CONTAINER_SALT_BYTES,
							key);
	sodium_memzero(key, sizeof(key));
	writer->encrypted = true;
	writer->head_length = sizeof(line) - 1 + CONTAINER_SALT_BYTES +
			      crypto_secretstream_xchacha20poly1305_HEADERBYTES;
	return bytes_write(writer, writer->head, writer->head_length, err);
}

static int writer_start(struct container_writer *writer, struct str passphrase, struct error *err)
{
	int rc;

	writer->hash = hash_stream_new();
	if (!writer->hash || deflateInit(&writer->zlib, COMPRESSION_LEVEL) != Z_OK)
		return error_broken(err, ERR_MEMORY, "starting a backup");
	writer->deflating = true;
	writer->zlib.next_out = writer->chunk;
	writer->zlib.avail_out = CONTAINER_CHUNK_BYTES;
	rc = file_start(writer, err);
	if (rc)
		return rc;
	return passphrase.length ? head_seal(writer, passphrase, err)
				 : bytes_write(writer, CONTAINER_PLAIN, sizeof(CONTAINER_PLAIN) - 1,
					       err);
}

int container_create(const char *path, struct str passphrase, struct container_writer **out,
		     struct error *err)
{
	struct container_writer *writer;
	struct stat status;
	int rc;

	if (lstat(path, &status) == 0)
		return exists_already(path, err);
	if (strlen(path) >= PATH_BYTES)
		return error_invalid(err, "file", path, "a shorter name", "较短的文件名");
	writer = memory_alloc(sizeof(*writer));
	if (!writer)
		return error_broken(err, ERR_MEMORY, "starting a backup");
	writer->file = -1;
	memcpy(writer->path, path, strlen(path) + 1);
	rc = writer_start(writer, passphrase, err);
	if (rc) {
		container_abort(writer);
		return rc;
	}
	*out = writer;
	return 0;
}

/* End ------------------------------------------------------------------------------------------ */

static int file_name(struct container_writer *writer, struct error *err)
{
	char source[64];
	int result;

	(void)snprintf(source, sizeof(source), "/proc/self/fd/%d", writer->file);
	result = writer->part[0] ? link(writer->part, writer->path)
				 : linkat(AT_FDCWD, source, AT_FDCWD, writer->path,
					  AT_SYMLINK_FOLLOW);
	if (result == 0)
		return 0;
	return errno == EEXIST ? exists_already(writer->path, err) : write_failed(writer, err);
}

/* The name itself must be on the disk too. */
static int folder_sync(struct container_writer *writer, struct error *err)
{
	char folder[PATH_BYTES];
	int file, result;

	if (folder_of(writer->path, folder))
		return 0;
	file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file < 0)
		return write_failed(writer, err);
	result = fsync(file);
	close(file);
	return result ? write_failed(writer, err) : 0;
}

int container_finish(struct container_writer *writer, int64_t *out_bytes, struct error *err)
{
	int rc = deflate_bytes(writer, STR_EMPTY, true, err);

	if (!rc && fsync(writer->file))
		rc = write_failed(writer, err);
	if (!rc)
		rc = file_name(writer, err);
	if (!rc)
		rc = folder_sync(writer, err);
	if (!rc)
		*out_bytes = writer->written;
	container_abort(writer);
	return rc;
}

void container_abort(struct container_writer *writer)
{
	if (!writer)
		return;
	if (writer->file >= 0)
		close(writer->file);
	if (writer->part[0])
		unlink(writer->part);
	if (writer->deflating)
		deflateEnd(&writer->zlib);
	hash_stream_free(writer->hash);
	sodium_memzero(&writer->seal, sizeof(writer->seal));
	memory_free(writer);
}
