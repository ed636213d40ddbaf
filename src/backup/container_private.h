/*
 * container_private.h - what writer and reader share.
 *
 * Layer: backup, private.
 */
#ifndef LIANZE_BACKUP_CONTAINER_PRIVATE_H
#define LIANZE_BACKUP_CONTAINER_PRIVATE_H

#include <sodium.h>

#include "backup/container.h"

#define CONTAINER_PLAIN "lianze-backup 1 plain\n"
#define CONTAINER_ENCRYPTED "lianze-backup 1 encrypted\n"
#define CONTAINER_LINE_BYTES 32
#define CONTAINER_CHUNK_BYTES 65536
#define CONTAINER_SEALED_BYTES                                                                     \
	(CONTAINER_CHUNK_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)
#define CONTAINER_SALT_BYTES crypto_pwhash_SALTBYTES
#define CONTAINER_HEAD_BYTES                                                                       \
	(CONTAINER_LINE_BYTES + CONTAINER_SALT_BYTES +                                             \
	 crypto_secretstream_xchacha20poly1305_HEADERBYTES)
#define CONTAINER_RECORD_HEAD_BYTES 5

/* The stream's key from the passphrase: 256 MiB and a good half second, on purpose. -ERR_MEMORY. */
static inline int container_key(struct str passphrase, const unsigned char *salt,
				unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES],
				struct error *err)
{
	if (sodium_init() < 0 ||
	    crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.bytes,
			  passphrase.length, salt, crypto_pwhash_OPSLIMIT_MODERATE,
			  crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13))
		return error_broken(err, ERR_MEMORY, "key of a passphrase");
	return 0;
}

static inline void container_length_put(unsigned char out[4], size_t length)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(length >> (24 - 8 * i));
}

static inline size_t container_length_get(const unsigned char bytes[4])
{
	return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

#endif
