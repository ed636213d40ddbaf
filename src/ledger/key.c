/*
 * key.c - the signing key's file: one line "PRIVATE+KEY+name+hexid+base64(0x01 ‖ seed)", the form
 * that Go's note package uses, so that other tools for logs can read it.
 */
#include "ledger/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "ledger/ed25519.h"

#define FILE_BYTES 512
#define ALGORITHM_ED25519 1
#define TYPED_KEY_BYTES (1 + NOTE_KEY_BYTES)
#define SMALL_ARENA_BYTES 16384
/* Room in a name for "/" and a jurisdiction's identifier. */
#define ORIGIN_TAIL_BYTES (1 + ID_TEXT_BYTES)

static const char private_start[] = "PRIVATE+KEY+";

char *ledger_key_path(const char *where, struct arena *arena)
{
	struct str path = str_from(where);

	if (str_starts_with(path, STR("postgresql://")) ||
	    str_starts_with(path, STR("postgres://")))
		return arena_text(arena, STR("lianze.key"));
	path = arena_format(arena, "%s.key", where);
	return path.bytes ? arena_text(arena, path) : NULL;
}

static int io_failed(const char *path, const char *what, struct error *err)
{
	int problem = errno;
	int rc = error_set(err, ERR_IO, "", "");

	error_en(err, "The ledger's key file \"%s\" cannot be %s.", path, what);
	error_zh(err, "无法读写账本密钥文件“%s”。", path);
	error_detail(err, "%s: %s", path, strerror(problem));
	return rc;
}

/* Files ---------------------------------------------------------------------------------------- */

static bool write_all(int file, struct str text)
{
	while (text.length) {
		ssize_t written = write(file, text.bytes, text.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text = str_slice(text, (size_t)written, text.length);
	}
	return fsync(file) == 0;
}

/* Write a file that must not exist yet. */
static int file_create(const char *path, mode_t mode, struct str text, struct error *err)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	bool written;
	int rc;

	if (file < 0 && errno == EEXIST) {
		rc = error_set(err, ERR_CONFLICT, "", "");
		error_en(err, "There is already a key file \"%s\"; it is never overwritten.", path);
		error_zh(err, "密钥文件“%s”已存在，不会被覆盖。", path);
		return rc;
	}
	if (file < 0)
		return io_failed(path, "created", err);
	written = write_all(file, text);
	rc = written ? 0 : io_failed(path, "written", err);
	close(file);
	if (rc)
		unlink(path);
	return rc;
}

/* Read a short file; -ERR_NOT_FOUND without a sentence when absent. */
static int file_read(const char *path, bool is_private, char text[FILE_BYTES], struct str *out,
		     struct error *err)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	ssize_t length;
	int rc = 0;

	if (file < 0)
		return errno == ENOENT ? -ERR_NOT_FOUND : io_failed(path, "read", err);
	if (is_private && fstat(file, &status) == 0 && status.st_mode & 077) {
		rc = error_set(err, ERR_DENIED, "", "");
		error_en(err,
			 "Others than the owner may read the key file \"%s\": run chmod 600 on it.",
			 path);
		error_zh(err, "其他用户可读取密钥文件“%s”，请对其执行 chmod 600。", path);
	} else {
		length = read(file, text, FILE_BYTES);
		if (length < 0)
			rc = io_failed(path, "read", err);
		else
			*out = str_trim((struct str){ text, (size_t)length });
	}
	close(file);
	return rc;
}

static int not_a_key(const char *path, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "The file \"%s\" does not hold a ledger key.", path);
	error_zh(err, "文件“%s”不是账本密钥。", path);
	return rc;
}

/* Keys ----------------------------------------------------------------------------------------- */

static struct str private_line(const struct note_signer *signer, struct arena *arena)
{
	char typed[TYPED_KEY_BYTES], id[2 * NOTE_KEY_ID_BYTES + 1];
	struct str encoded;

	typed[0] = ALGORITHM_ED25519;
	memcpy(typed + 1, signer->seed, NOTE_KEY_BYTES);
	hex_encode((struct str){ (const char *)signer->verifier.id, NOTE_KEY_ID_BYTES }, id);
	encoded = base64_encode(arena, (struct str){ typed, sizeof(typed) });
	ed25519_clear(typed, sizeof(typed));
	return arena_format(arena, "%s%s+%s+%.*s\n", private_start, signer->verifier.name, id,
			    STR_ARG(encoded));
}

static int files_write(const char *path, const struct note_signer *signer, struct arena *arena,
		       struct error *err)
{
	struct str line = private_line(signer, arena);
	struct str vkey = note_verifier_format(&signer->verifier, arena);
	struct str public_line = arena_format(arena, "%.*s\n", STR_ARG(vkey));
	struct str public_path = arena_format(arena, "%s.pub", path);
	int rc;

	if (!line.bytes || !vkey.bytes || !public_line.bytes || !public_path.bytes)
		return error_broken(err, ERR_MEMORY, "writing a key");
	rc = file_create(path, 0600, line, err);
	if (rc)
		return rc;
	/* A public half of an earlier key that was moved away is of no use any more. */
	unlink(public_path.bytes);
	return file_create(public_path.bytes, 0644, public_line, err);
}

static int name_choose(const char *name, char out[NOTE_NAME_BYTES], struct error *err)
{
	char random[13];
	int length;

	if (!name) {
		random_text(random, sizeof(random) - 1);
		(void)snprintf(out, NOTE_NAME_BYTES, "lianze.invalid/%s", random);
		return 0;
	}
	length = snprintf(out, NOTE_NAME_BYTES, "%s", name);
	if (length >= NOTE_NAME_BYTES - ORIGIN_TAIL_BYTES || !note_name_is_valid(str_from(name)))
		return error_invalid(err, "name", name,
				     "up to 100 bytes without white space or '+', such as a domain",
				     "至多 100 字节、不含空白和“+”的名称，如域名");
	return 0;
}

int ledger_key_store(const char *path, const struct ledger_key *key, struct error *err)
{
	struct note_signer signer;
	struct arena *arena;
	int rc = note_signer_init(str_from(key->name), key->seed, &signer, err);

	if (rc)
		return rc;
	arena = arena_new(SMALL_ARENA_BYTES);
	rc = arena ? files_write(path, &signer, arena, err)
		   : error_broken(err, ERR_MEMORY, "writing a key");
	arena_free(arena);
	note_signer_clear(&signer);
	return rc;
}

int ledger_key_create(const char *path, const char *name, struct ledger_key *out,
		      struct error *err)
{
	struct ledger_key key;
	int rc = name_choose(name, key.name, err);

	if (rc)
		return rc;
	random_bytes(key.seed, sizeof(key.seed));
	rc = ledger_key_store(path, &key, err);
	if (!rc)
		*out = key;
	ledger_key_clear(&key);
	return rc;
}

/* Read "PRIVATE+KEY+name+id+base64"; the id must be that of name and key. */
static bool private_parse(struct str line, struct arena *arena, struct ledger_key *key)
{
	unsigned char given_id[NOTE_KEY_ID_BYTES];
	struct note_signer signer;
	struct str rest, name, id, typed;
	bool fits;

	if (!str_starts_with(line, str_from(private_start)))
		return false;
	rest = str_slice(line, sizeof(private_start) - 1, line.length);
	name = str_split(&rest, '+');
	id = str_split(&rest, '+');
	if (!hex_decode(id, given_id, sizeof(given_id)) || !base64_decode(arena, rest, &typed) ||
	    typed.length != TYPED_KEY_BYTES || typed.bytes[0] != ALGORITHM_ED25519 ||
	    name.length >= NOTE_NAME_BYTES - ORIGIN_TAIL_BYTES)
		return false;
	memcpy(key->seed, typed.bytes + 1, NOTE_KEY_BYTES);
	if (note_signer_init(name, key->seed, &signer, NULL))
		return false;
	memcpy(key->name, signer.verifier.name, sizeof(key->name));
	fits = memcmp(signer.verifier.id, given_id, sizeof(given_id)) == 0;
	note_signer_clear(&signer);
	return fits;
}

static int key_missing(const char *path, struct error *err)
{
	int rc = error_set(err, ERR_NOT_FOUND, "", "");

	error_en(err,
		 "The ledger's signing key \"%s\" is not here. This copy can be read and verified "
		 "but signs no checkpoints until the key file is brought.",
		 path);
	error_zh(err, "缺少账本签名密钥“%s”。本副本可读、可校验，但在放回密钥文件之前不能签发检查点。",
		 path);
	return rc;
}

int ledger_key_load(const char *path, struct ledger_key *out, struct error *err)
{
	char text[FILE_BYTES];
	struct ledger_key key;
	struct arena *arena;
	struct str line = STR_EMPTY;
	int rc = file_read(path, true, text, &line, err);

	if (rc)
		return rc == -ERR_NOT_FOUND ? key_missing(path, err) : rc;
	arena = arena_new(SMALL_ARENA_BYTES);
	if (!arena)
		return error_broken(err, ERR_MEMORY, "reading a key");
	if (private_parse(line, arena, &key))
		*out = key;
	else
		rc = not_a_key(path, err);
	arena_free(arena);
	ledger_key_clear(&key);
	ed25519_clear(text, sizeof(text));
	return rc;
}

void ledger_key_clear(struct ledger_key *key)
{
	ed25519_clear(key->seed, sizeof(key->seed));
}

/* "<name>/<identifier>" in lower case; the installation's own tree is "<name>/0". */
static struct str origin_of(const char *name, int64_t jurisdiction_id, char text[NOTE_NAME_BYTES])
{
	char id[ID_TEXT_BYTES] = "0";
	int length;

	if (jurisdiction_id)
		id_format(jurisdiction_id, id);
	for (char *c = id; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	length = snprintf(text, NOTE_NAME_BYTES, "%s/%s", name, id);
	return (struct str){ text, (size_t)length };
}

int ledger_key_signer(const struct ledger_key *key, int64_t jurisdiction_id,
		      struct note_signer *out, struct error *err)
{
	char origin[NOTE_NAME_BYTES];

	return note_signer_init(origin_of(key->name, jurisdiction_id, origin), key->seed, out, err);
}

static int vkey_text(const struct note_verifier *verifier, struct arena *arena, struct str *out,
		     struct error *err)
{
	struct str vkey = note_verifier_format(verifier, arena);

	if (!vkey.bytes)
		return error_broken(err, ERR_MEMORY, "verifier key");
	*out = vkey;
	return 0;
}

int ledger_key_public(const struct ledger_key *key, int64_t jurisdiction_id, struct arena *arena,
		      struct str *out_vkey, struct error *err)
{
	struct note_signer signer;
	int rc = ledger_key_signer(key, jurisdiction_id, &signer, err);

	if (rc)
		return rc;
	note_signer_clear(&signer);
	return vkey_text(&signer.verifier, arena, out_vkey, err);
}

int ledger_key_verifier(struct str base_vkey, int64_t jurisdiction_id, struct note_verifier *out,
			struct error *err)
{
	char origin[NOTE_NAME_BYTES];
	struct note_verifier base;
	int rc = note_verifier_parse(base_vkey, &base, err);

	return rc ? rc : note_verifier_init(origin_of(base.name, jurisdiction_id, origin), base.key,
					    out, err);
}

int ledger_public_load(const char *path, int64_t jurisdiction_id, struct arena *arena,
		       struct str *out_vkey, struct error *err)
{
	char text[FILE_BYTES];
	struct note_verifier verifier;
	struct str line = STR_EMPTY, public_path = arena_format(arena, "%s.pub", path);
	int rc;

	if (!public_path.bytes)
		return error_broken(err, ERR_MEMORY, "path of a key");
	rc = file_read(public_path.bytes, false, text, &line, err);
	if (rc)
		return rc == -ERR_NOT_FOUND ? key_missing(public_path.bytes, err) : rc;
	if (ledger_key_verifier(line, jurisdiction_id, &verifier, NULL))
		return not_a_key(public_path.bytes, err);
	return vkey_text(&verifier, arena, out_vkey, err);
}
