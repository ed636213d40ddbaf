/*
 * note.c - signed notes: the format is C2SP signed-note, the signature Ed25519 by OpenSSL.
 */
#include "ledger/note.h"

#include "ledger/ed25519.h"

#define ALGORITHM_ED25519 1
#define TYPED_KEY_BYTES (1 + NOTE_KEY_BYTES)
#define PAYLOAD_BYTES (NOTE_KEY_ID_BYTES + NOTE_SIGNATURE_BYTES)

static const char signature_start[] = "\xe2\x80\x94 "; /* em dash, space */

static int malformed(struct error *err, const char *en, const char *zh)
{
	return error_set(err, ERR_INVALID, en, zh);
}

/* White space of Unicode, which a key's name must not hold. */
static bool is_space(int32_t point)
{
	static const int32_t spaces[] = { 0x85,	  0xa0,	  0x1680, 0x2028,
					  0x2029, 0x202f, 0x205f, 0x3000 };

	if (point <= ' ' || (point >= 0x2000 && point <= 0x200a))
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(spaces); i++)
		if (point == spaces[i])
			return true;
	return false;
}

bool note_name_is_valid(struct str name)
{
	size_t position = 0;

	if (name.length == 0 || name.length >= NOTE_NAME_BYTES || !utf8_is_valid(name))
		return false;
	while (position < name.length) {
		int32_t point = utf8_next(name, &position);

		if (point == '+' || point == 0x7f || is_space(point))
			return false;
	}
	return true;
}

static void typed_key(const unsigned char key[NOTE_KEY_BYTES], char out[TYPED_KEY_BYTES])
{
	out[0] = ALGORITHM_ED25519;
	memcpy(out + 1, key, NOTE_KEY_BYTES);
}

static void key_id(struct str name, const unsigned char key[NOTE_KEY_BYTES],
		   unsigned char out[NOTE_KEY_ID_BYTES])
{
	char typed[TYPED_KEY_BYTES];
	struct str parts[] = { name, STR("\n"), { typed, sizeof(typed) } };
	struct hash hash;

	typed_key(key, typed);
	hash = hash_parts(parts, ARRAY_LENGTH(parts));
	memcpy(out, hash.bytes, NOTE_KEY_ID_BYTES);
}

static int name_set(struct note_verifier *verifier, struct str name, struct error *err)
{
	if (!note_name_is_valid(name))
		return malformed(err,
				 "A key's name is 1 to 127 bytes without white space or '+'.",
				 "密钥名称为 1 至 127 字节，不含空白和“+”。");
	memcpy(verifier->name, name.bytes, name.length);
	verifier->name[name.length] = '\0';
	return 0;
}

int note_signer_init(struct str name, const unsigned char seed[NOTE_KEY_BYTES],
		     struct note_signer *out, struct error *err)
{
	struct note_signer signer = { 0 };
	int rc = name_set(&signer.verifier, name, err);

	if (rc)
		return rc;
	if (!ed25519_public(seed, signer.verifier.key))
		return error_broken(err, ERR_MEMORY, "Ed25519 public key of a seed");
	memcpy(signer.seed, seed, NOTE_KEY_BYTES);
	key_id(name, signer.verifier.key, signer.verifier.id);
	*out = signer;
	note_signer_clear(&signer);
	return 0;
}

int note_verifier_init(struct str name, const unsigned char key[NOTE_KEY_BYTES],
		       struct note_verifier *out, struct error *err)
{
	struct note_verifier verifier = { 0 };
	int rc = name_set(&verifier, name, err);

	if (rc)
		return rc;
	memcpy(verifier.key, key, NOTE_KEY_BYTES);
	key_id(name, verifier.key, verifier.id);
	*out = verifier;
	return 0;
}

void note_signer_clear(struct note_signer *signer)
{
	ed25519_clear(signer->seed, sizeof(signer->seed));
}

int note_verifier_parse(struct str vkey, struct note_verifier *out, struct error *err)
{
	struct note_verifier verifier = { 0 };
	unsigned char typed[TYPED_KEY_BYTES], given_id[NOTE_KEY_ID_BYTES];
	struct str rest = vkey;
	struct str name = str_split(&rest, '+');
	struct str id = str_split(&rest, '+');
	int rc = name_set(&verifier, name, err);

	if (rc)
		return rc;
	if (!hex_decode(id, given_id, sizeof(given_id)) ||
	    !base64_decode_exact(rest, typed, sizeof(typed)) || typed[0] != ALGORITHM_ED25519)
		return malformed(err, "This is not an Ed25519 verifier key (name+id+key).",
				 "这不是 Ed25519 验证公钥（名称+标识+公钥）。");
	memcpy(verifier.key, typed + 1, NOTE_KEY_BYTES);
	key_id(name, verifier.key, verifier.id);
	if (memcmp(verifier.id, given_id, sizeof(given_id)) != 0)
		return malformed(err, "The verifier key's id does not belong to its name and key.",
				 "验证公钥的标识与其名称和公钥不符。");
	*out = verifier;
	return 0;
}

struct str note_verifier_format(const struct note_verifier *verifier, struct arena *arena)
{
	char typed[TYPED_KEY_BYTES], id[2 * NOTE_KEY_ID_BYTES + 1];
	struct str key;

	typed_key(verifier->key, typed);
	hex_encode((struct str){ (const char *)verifier->id, NOTE_KEY_ID_BYTES }, id);
	key = base64_encode(arena, (struct str){ typed, sizeof(typed) });
	if (!key.bytes)
		return STR_EMPTY;
	return arena_format(arena, "%s+%s+%.*s", verifier->name, id, STR_ARG(key));
}

/* UTF-8 without control characters but the line feed, as the format asks. */
static bool text_is_plain(struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];

		if ((byte < 0x20 && byte != '\n') || byte == 0x7f)
			return false;
	}
	return utf8_is_valid(text);
}

int note_sign(struct str text, const struct note_signer *signer, struct arena *arena,
	      struct str *out_note, struct error *err)
{
	unsigned char payload[PAYLOAD_BYTES];
	struct str encoded, note;

	if (!str_ends_with(text, STR("\n")) || !text_is_plain(text))
		return malformed(err, "A note is plain text that ends in a line feed.",
				 "签名文本须为纯文本并以换行结尾。");
	memcpy(payload, signer->verifier.id, NOTE_KEY_ID_BYTES);
	if (!ed25519_sign(text, signer->seed, payload + NOTE_KEY_ID_BYTES))
		return error_broken(err, ERR_BROKEN, "Ed25519 signing failed");
	encoded = base64_encode(arena, (struct str){ (const char *)payload, sizeof(payload) });
	note = arena_format(arena, "%.*s\n%s%s %.*s\n", STR_ARG(text), signature_start,
			    signer->verifier.name, STR_ARG(encoded));
	if (!encoded.bytes || !note.bytes)
		return error_broken(err, ERR_MEMORY, "signed note");
	*out_note = note;
	return 0;
}

/* Cut the note into its text and the lines behind the last empty line. */
static int note_cut(struct str note, struct str *out_text, struct str *out_signatures,
		    struct error *err)
{
	size_t i = note.length;

	if (!text_is_plain(note) || !str_ends_with(note, STR("\n")))
		return malformed(err, "This is not a signed note.", "这不是签名文本。");
	while (i >= 2 && !(note.bytes[i - 1] == '\n' && note.bytes[i - 2] == '\n'))
		i--;
	if (i < 2 || i == note.length)
		return malformed(err, "The note carries no signature.", "签名文本没有签名。");
	*out_text = str_slice(note, 0, i - 1);
	*out_signatures = str_slice(note, i, note.length - i);
	return 0;
}

/* One signature line cut into the key's name and its payload in base64. */
static bool signature_cut(struct str line, struct str *out_name, struct str *out_payload)
{
	if (!str_starts_with(line, str_from(signature_start)))
		return false;
	line = str_slice(line, sizeof(signature_start) - 1, line.length);
	*out_name = str_split(&line, ' ');
	*out_payload = line;
	return note_name_is_valid(*out_name) && line.length > 0 &&
	       str_find_byte(line, ' ') < 0;
}

/* Whether the payload is of this key: name and id agree. Other lengths belong to other
 * algorithms. */
static bool signature_is_of(const struct note_verifier *verifier, struct str name,
			    struct str encoded, unsigned char payload[PAYLOAD_BYTES])
{
	return str_equal(name, str_from(verifier->name)) &&
	       base64_decode_exact(encoded, payload, PAYLOAD_BYTES) &&
	       memcmp(payload, verifier->id, NOTE_KEY_ID_BYTES) == 0;
}

int note_open(struct str note, const struct note_verifier *verifier, struct str *out_text,
	      struct error *err)
{
	struct str text = STR_EMPTY, signatures = STR_EMPTY, name, encoded;
	unsigned char payload[PAYLOAD_BYTES];
	bool found = false;
	int count = 0;
	int rc = note_cut(note, &text, &signatures, err);

	if (rc)
		return rc;
	while (signatures.length) {
		if (++count > NOTE_SIGNATURES_MAXIMUM ||
		    !signature_cut(str_split(&signatures, '\n'), &name, &encoded))
			return malformed(err, "A signature line of the note is malformed.",
					 "签名文本的签名行格式不正确。");
		if (!signature_is_of(verifier, name, encoded, payload))
			continue;
		if (!ed25519_verify(text, verifier->key, payload + NOTE_KEY_ID_BYTES))
			return error_set(err, ERR_CORRUPT,
					 "The signature does not fit the text: "
					 "one of them was changed.",
					 "签名与文本不符：其中之一已被改动。");
		found = true;
	}
	if (!found)
		return error_set(err, ERR_RULE, "The note is not signed with the expected key.",
				 "该文本不是用预期的密钥签名的。");
	*out_text = text;
	return 0;
}

int note_text(struct str note, struct str *out_text, struct error *err)
{
	struct str signatures;

	return note_cut(note, out_text, &signatures, err);
}
