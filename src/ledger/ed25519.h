/*
 * ed25519.h - the three operations of RFC 8032 that signed notes need, by OpenSSL.
 *
 * Layer: ledger, private to this room. It includes no base/error.h, for OpenSSL has a type
 * ERR_STATE too.
 */
#ifndef LIANZE_LEDGER_ED25519_H
#define LIANZE_LEDGER_ED25519_H

#include "base/str.h"

#define ED25519_KEY_BYTES 32
#define ED25519_SIGNATURE_BYTES 64

/* The public key of a seed. False when OpenSSL fails (memory). */
MUST_USE bool ed25519_public(const unsigned char seed[ED25519_KEY_BYTES],
			     unsigned char out[ED25519_KEY_BYTES]);
MUST_USE bool ed25519_sign(struct str text, const unsigned char seed[ED25519_KEY_BYTES],
			   unsigned char out[ED25519_SIGNATURE_BYTES]);
MUST_USE bool ed25519_verify(struct str text, const unsigned char key[ED25519_KEY_BYTES],
			     const unsigned char signature[ED25519_SIGNATURE_BYTES]);
/* Overwrite a secret so that the compiler cannot leave it out. */
void ed25519_clear(void *secret, size_t bytes);

#endif
