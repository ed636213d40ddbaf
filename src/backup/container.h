/*
 * container.h - the file that a backup is: records in a compressed, optionally encrypted stream.
 *
 * Layer:   backup (base only). Knows nothing of tables.
 * Owner:   a writer or reader owns its file and buffers until finished, aborted or closed.
 * Threads: one at a time.
 *
 * The file begins with the line "lianze-backup 1 plain\n" or "lianze-backup 1 encrypted\n"; the
 * second is followed by a salt (16 bytes) and the header of a libsodium secretstream (24 bytes), whose
 * key is argon2id (moderate) of the passphrase and the salt and whose first chunk authenticates that
 * beginning. Behind it one zlib stream (RFC 1950), encrypted in chunks of 64 KiB; the last has the tag
 * "final". Inside the zlib stream are records: one byte that says what it is, four bytes of length (big
 * end first), the payload.
 *
 * A file appears under its name when it is whole and on the disk, or not at all: it is written without
 * a name (O_TMPFILE), synced, then linked; where the file system cannot do that, as "NAME.part-…".
 * Nothing is ever overwritten.
 */
#ifndef LIANZE_BACKUP_CONTAINER_H
#define LIANZE_BACKUP_CONTAINER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"

/* The longest record: a row. */
#define CONTAINER_RECORD_MAXIMUM ((size_t)256 << 20)

struct container_writer;
struct container_reader;

/* Start a file; `passphrase` empty: not encrypted. -ERR_CONFLICT when `path` exists; -ERR_IO naming
 * what failed. */
MUST_USE int container_create(const char *path, struct str passphrase,
			      struct container_writer **out, struct error *err);
MUST_USE int container_write(struct container_writer *writer, char kind, struct str payload,
			     struct error *err);
/* SHA-256 of all records so far, as they were before compression. */
struct hash container_written(struct container_writer *writer);
/* Complete the file under its name; frees the writer in any case. */
MUST_USE int container_finish(struct container_writer *writer, int64_t *out_bytes,
			      struct error *err);
/* Leave nothing behind; NULL is allowed. */
void container_abort(struct container_writer *writer);

/* Open a file. -ERR_NOT_FOUND; -ERR_CORRUPT when it is none of ours; -ERR_INVALID (field
 * "passphrase") when it is encrypted and `passphrase` is empty; a wrong one shows at the first read. */
MUST_USE int container_open(const char *path, struct str passphrase, struct container_reader **out,
			    struct error *err);
bool container_is_encrypted(const struct container_reader *reader);
/* The next record, its payload borrowed until the next call. -ERR_CORRUPT when the file is cut off or
 * was changed; -ERR_DENIED for a wrong passphrase. */
MUST_USE int container_read(struct container_reader *reader, char *out_kind, struct str *out_payload,
			    struct error *err);
/* SHA-256 of all records before the one that was read last. */
struct hash container_read_before(const struct container_reader *reader);
/* That nothing follows. -ERR_CORRUPT. */
MUST_USE int container_end(struct container_reader *reader, struct error *err);
/* Bytes of the file read so far. */
int64_t container_position(const struct container_reader *reader);
void container_close(struct container_reader *reader);

#endif
