/*
 * note.h - C2SP signed notes with Ed25519: a text that carries its signatures.
 *
 * Layer:   ledger, pure (base only).
 * Owner:   returned texts live in the arena passed in; texts cut out of a note are borrowed from
 * it.
 *
 * A note is text that ends in a line feed, an empty line, then one line per signature: "— <key
 * name> <base64 of key id and signature>". The key id is the first four bytes of SHA-256(name ‖
 * LF ‖ 0x01 ‖ public key). A verifier key is written name+hexid+base64(0x01 ‖ key).
 */
#ifndef LIANZE_LEDGER_NOTE_H
#define LIANZE_LEDGER_NOTE_H

#include "base/error.h"
#include "base/hash.h"

#define NOTE_NAME_BYTES 128
#define NOTE_KEY_ID_BYTES 4
#define NOTE_KEY_BYTES 32
#define NOTE_SIGNATURE_BYTES 64
#define NOTE_SIGNATURES_MAXIMUM 64

/* A public key under its name. */
struct note_verifier {
	char name[NOTE_NAME_BYTES];
	unsigned char id[NOTE_KEY_ID_BYTES];
	unsigned char key[NOTE_KEY_BYTES];
};

/* A private key with its public half. Clear it with note_signer_clear() after use. */
struct note_signer {
	struct note_verifier verifier;
	unsigned char seed[NOTE_KEY_BYTES];
};

/* True when `name` may name a key: UTF-8, not empty, no white space, no '+', below
 * NOTE_NAME_BYTES. */
bool note_name_is_valid(struct str name);

/* The signer of a 32-byte seed under a name. -ERR_INVALID for a name that is not allowed. */
MUST_USE int note_signer_init(struct str name, const unsigned char seed[NOTE_KEY_BYTES],
			      struct note_signer *out, struct error *err);
void note_signer_clear(struct note_signer *signer);

/* The verifier of a public key under a name. -ERR_INVALID for a name that is not allowed. */
MUST_USE int note_verifier_init(struct str name, const unsigned char key[NOTE_KEY_BYTES],
				struct note_verifier *out, struct error *err);
/* Read "name+hexid+base64"; -ERR_INVALID when malformed, of another algorithm, or when the id is
 * not that of name and key. */
MUST_USE int note_verifier_parse(struct str vkey, struct note_verifier *out, struct error *err);
/* Write it. STR_EMPTY with bytes NULL when memory is out. */
struct str note_verifier_format(const struct note_verifier *verifier, struct arena *arena);

/* Sign `text`, which must be UTF-8 that ends in a line feed, without other control characters. */
MUST_USE int note_sign(struct str text, const struct note_signer *signer, struct arena *arena,
		       struct str *out_note, struct error *err);

/*
 * Check `note` against one known key; *out_text is the signed text, borrowed from the note.
 * Signatures of other keys are passed over. -ERR_INVALID: not a signed note; -ERR_RULE: no
 * signature of this key; -ERR_CORRUPT: a signature of this key that does not fit the text.
 */
MUST_USE int note_open(struct str note, const struct note_verifier *verifier,
		       struct str *out_text, struct error *err);
/* The signed text without looking at the signatures. -ERR_INVALID when not a signed note. */
MUST_USE int note_text(struct str note, struct str *out_text, struct error *err);

#endif
