/*
 * ed25519.c - see the header. Keys are made for each call: signing happens once per checkpoint.
 */
#include "ledger/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

static const unsigned char *bytes_of(struct str text)
{
	return (const unsigned char *)(text.bytes ? text.bytes : "");
}

bool ed25519_public(const unsigned char seed[ED25519_KEY_BYTES],
		    unsigned char out[ED25519_KEY_BYTES])
{
	EVP_PKEY *key =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_KEY_BYTES);
	size_t length = ED25519_KEY_BYTES;
	bool done = key && EVP_PKEY_get_raw_public_key(key, out, &length) == 1;

	EVP_PKEY_free(key);
	return done;
}

bool ed25519_sign(struct str text, const unsigned char seed[ED25519_KEY_BYTES],
		  unsigned char out[ED25519_SIGNATURE_BYTES])
{
	EVP_PKEY *key =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = ED25519_SIGNATURE_BYTES;
	bool done = key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestSign(context, out, &length, bytes_of(text), text.length) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return done;
}

bool ed25519_verify(struct str text, const unsigned char key_bytes[ED25519_KEY_BYTES],
		    const unsigned char signature[ED25519_SIGNATURE_BYTES])
{
	EVP_PKEY *key =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key_bytes, ED25519_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool fits = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestVerify(context, signature, ED25519_SIGNATURE_BYTES, bytes_of(text),
				     text.length) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return fits;
}

void ed25519_clear(void *secret, size_t bytes)
{
	OPENSSL_cleanse(secret, bytes);
}
