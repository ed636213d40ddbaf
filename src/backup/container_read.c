/*
 * container_read.c - a file → chunks → zlib → records. Everything in the file is taken for hostile:
 * lengths are bounded, and memory grows with what has really been unpacked, never with what a length
 * promises.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <zlib.h>

#include "backup/container_private.h"

#define UNPACK_STEP ((size_t)1 << 16)

struct container_reader {
	int file;
	bool encrypted, inflating;
	bool sealed_end; /* the final chunk was opened */
	bool zlib_end;
	bool first;	 /* no chunk was opened yet: a failure is the passphrase's */
	z_stream zlib;
	crypto_secretstream_xchacha20poly1305_state seal;
	unsigned char head[CONTAINER_HEAD_BYTES];
	size_t head_length;
	unsigned char chunk[CONTAINER_CHUNK_BYTES], sealed[CONTAINER_SEALED_BYTES];
	struct buf record;
	struct hash_stream *hash; /* of the records before the present one */
	int64_t position;
};

static int damaged(const struct container_reader *reader, const char *what, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The backup is damaged near byte %lld: %s.", (long long)reader->position, what);
	error_zh(err, "备份文件在第 %lld 字节附近已损坏。", (long long)reader->position);
	return rc;
}

/* Up to `length` bytes; fewer only at the end. */
static int bytes_read(struct container_reader *reader, void *out, size_t length, size_t *out_length,
		      struct error *err)
{
	size_t have = 0;

	while (have < length) {
		ssize_t done = read(reader->file, (char *)out + have, length - have);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			int problem = errno;
			int rc = error_set(err, ERR_IO, "The backup cannot be read.",
					   "无法读取备份文件。");

			error_detail(err, "%s", strerror(problem));
			return rc;
		}
		if (done == 0)
			break;
		have += (size_t)done;
	}
	reader->position += (int64_t)have;
	*out_length = have;
	return 0;
}

/* Chunks --------------------------------------------------------------------------------------- */

static int wrong_passphrase(struct error *err)
{
	return error_set(err, ERR_DENIED, "The passphrase does not open this backup.",
			 "口令不正确，无法打开该备份。");
}

static int chunk_open(struct container_reader *reader, size_t *out_length, struct error *err)
{
	unsigned long long length;
	unsigned char tag;
	size_t sealed = 0;
	int rc = bytes_read(reader, reader->sealed, sizeof(reader->sealed), &sealed, err);

	if (rc)
		return rc;
	if (sealed == 0)
		return damaged(reader, "it ends too early", err);
	if (crypto_secretstream_xchacha20poly1305_pull(&reader->seal, reader->chunk, &length, &tag,
						       reader->sealed, sealed, reader->head,
						       reader->head_length))
		return reader->first ? wrong_passphrase(err)
				     : damaged(reader, "its seal is broken", err);
	reader->first = false;
	reader->head_length = 0;
	reader->sealed_end = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	*out_length = (size_t)length;
	return 0;
}

static int chunk_read(struct container_reader *reader, struct error *err)
{
	size_t length = 0;
	int rc;

	if (reader->encrypted && reader->sealed_end)
		return damaged(reader, "it ends too early", err);
	rc = reader->encrypted
		     ? chunk_open(reader, &length, err)
		     : bytes_read(reader, reader->chunk, sizeof(reader->chunk), &length, err);
	if (rc)
		return rc;
	if (length == 0 && !reader->encrypted)
		return damaged(reader, "it ends too early", err);
	reader->zlib.next_in = reader->chunk;
	reader->zlib.avail_in = (uInt)length;
	return 0;
}

/* Unpack exactly `length` bytes. */
static int unpack(struct container_reader *reader, unsigned char *out, size_t length,
		  struct error *err)
{
	z_stream *zlib = &reader->zlib;

	zlib->next_out = out;
	zlib->avail_out = (uInt)length;
	while (zlib->avail_out) {
		int result, rc = 0;

		if (reader->zlib_end)
			return damaged(reader, "it ends too early", err);
		if (!zlib->avail_in)
			rc = chunk_read(reader, err);
		if (rc)
			return rc;
		result = inflate(zlib, Z_NO_FLUSH);
		if (result == Z_MEM_ERROR)
			return error_broken(err, ERR_MEMORY, "reading a backup");
		if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
			return damaged(reader, "it cannot be unpacked", err);
		reader->zlib_end = result == Z_STREAM_END;
	}
	return 0;
}

/* Records -------------------------------------------------------------------------------------- */

static int payload_read(struct container_reader *reader, size_t length, struct error *err)
{
	unsigned char part[UNPACK_STEP];

	while (length) {
		size_t step = length < sizeof(part) ? length : sizeof(part);
		int rc = unpack(reader, part, step, err);

		if (rc)
			return rc;
		buf_add(&reader->record, part, step);
		length -= step;
	}
	if (buf_failed(&reader->record))
		return error_broken(err, ERR_MEMORY, "a record of a backup");
	return 0;
}

int container_read(struct container_reader *reader, char *out_kind, struct str *out_payload,
		   struct error *err)
{
	unsigned char head[CONTAINER_RECORD_HEAD_BYTES];
	size_t length;
	int rc;

	hash_stream_add(reader->hash, buf_str(&reader->record));
	buf_clear(&reader->record);
	rc = unpack(reader, head, sizeof(head), err);
	if (rc)
		return rc;
	length = container_length_get(head + 1);
	if (length > CONTAINER_RECORD_MAXIMUM)
		return damaged(reader, "a length is out of range", err);
	buf_add(&reader->record, head, sizeof(head));
	rc = payload_read(reader, length, err);
	if (rc)
		return rc;
	*out_kind = (char)head[0];
	*out_payload = str_slice(buf_str(&reader->record), sizeof(head), length);
	return 0;
}

struct hash container_read_before(const struct container_reader *reader)
{
	return hash_stream_end(reader->hash);
}

int container_end(struct container_reader *reader, struct error *err)
{
	unsigned char more;
	size_t length = 0;
	int rc = 0;

	/* The checksum of the zlib stream stands behind its last byte of output. */
	while (!rc && !reader->zlib_end) {
		reader->zlib.next_out = &more;
		reader->zlib.avail_out = 1;
		if (!reader->zlib.avail_in)
			rc = chunk_read(reader, err);
		if (rc)
			return rc;
		int result = inflate(&reader->zlib, Z_NO_FLUSH);
		reader->zlib_end = result == Z_STREAM_END;
		if (!reader->zlib.avail_out || (result != Z_OK && result != Z_STREAM_END))
			return damaged(reader, "something follows its end", err);
	}
	if (reader->zlib.avail_in || (reader->encrypted && !reader->sealed_end))
		return damaged(reader, "something follows its end", err);
	rc = bytes_read(reader, &more, 1, &length, err);
	return rc || !length ? rc : damaged(reader, "something follows its end", err);
}

bool container_is_encrypted(const struct container_reader *reader)
{
	return reader->encrypted;
}

int64_t container_position(const struct container_reader *reader)
{
	return reader->position;
}

/* Opening -------------------------------------------------------------------------------------- */

static int not_ours(const char *path, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The file “%s” is not a backup that this program can read.", path);
	error_zh(err, "文件“%s”不是本程序可读取的备份。", path);
	return rc;
}

static int seal_open(struct container_reader *reader, const char *path, struct str passphrase,
		     struct error *err)
{
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	size_t line = reader->head_length, length = 0;
	size_t rest = CONTAINER_SALT_BYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES;
	int rc = bytes_read(reader, reader->head + line, rest, &length, err);

	if (rc)
		return rc;
	if (length != rest)
		return not_ours(path, err);
	if (!passphrase.length)
		return error_invalid(err, "passphrase", "",
				     "the passphrase that this backup was encrypted with",
				     "该备份加密时所用的口令");
	reader->encrypted = reader->first = true;
	reader->head_length += rest;
	rc = container_key(passphrase, reader->head + line, key, err);
	if (rc)
		return rc;
	if (crypto_secretstream_xchacha20poly1305_init_pull(
		    &reader->seal, reader->head + line + CONTAINER_SALT_BYTES, key))
		rc = not_ours(path, err);
	sodium_memzero(key, sizeof(key));
	return rc;
}

/* The first line, byte by byte up to its end. */
static int line_read(struct container_reader *reader, const char *path, struct error *err)
{
	while (reader->head_length < CONTAINER_LINE_BYTES) {
		size_t length = 0;
		unsigned char *next = &reader->head[reader->head_length];
		int rc = bytes_read(reader, next, 1, &length, err);

		if (rc)
			return rc;
		if (!length)
			break;
		reader->head_length++;
		if (*next == '\n')
			return 0;
	}
	return not_ours(path, err);
}

static int reader_start(struct container_reader *reader, const char *path, struct str passphrase,
			struct error *err)
{
	struct str line;
	int rc;

	buf_init(&reader->record, CONTAINER_RECORD_MAXIMUM + CONTAINER_RECORD_HEAD_BYTES);
	reader->hash = hash_stream_new();
	if (!reader->hash || inflateInit(&reader->zlib) != Z_OK)
		return error_broken(err, ERR_MEMORY, "reading a backup");
	reader->inflating = true;
	rc = line_read(reader, path, err);
	if (rc)
		return rc;
	line = (struct str){ (const char *)reader->head, reader->head_length };
	if (str_equal(line, STR(CONTAINER_ENCRYPTED)))
		return seal_open(reader, path, passphrase, err);
	return str_equal(line, STR(CONTAINER_PLAIN)) ? 0 : not_ours(path, err);
}

int container_open(const char *path, struct str passphrase, struct container_reader **out,
		   struct error *err)
{
	struct container_reader *reader = memory_alloc(sizeof(*reader));
	int rc;

	if (!reader)
		return error_broken(err, ERR_MEMORY, "reading a backup");
	reader->file = open(path, O_RDONLY | O_CLOEXEC);
	if (reader->file < 0) {
		rc = error_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "", "");
		error_en(err, "The backup “%s” cannot be opened (%s).", path, strerror(errno));
		error_zh(err, "无法打开备份“%s”（%s）。", path, strerror(errno));
	} else {
		rc = reader_start(reader, path, passphrase, err);
	}
	if (rc) {
		container_close(reader);
		return rc;
	}
	*out = reader;
	return 0;
}

void container_close(struct container_reader *reader)
{
	if (!reader)
		return;
	if (reader->file >= 0)
		close(reader->file);
	if (reader->inflating)
		inflateEnd(&reader->zlib);
	buf_release(&reader->record);
	hash_stream_free(reader->hash);
	sodium_memzero(&reader->seal, sizeof(reader->seal));
	memory_free(reader);
}
