/* media_type.c - see media_type.h. */
#include "evidence/media_type.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <magic.h>
#include <minizip/unzip.h>

#include "export/csv_encoding.h"

#define HEAD_BYTES  (64 * 1024)
#define PARTS_SEEN  4096 /* of a ZIP file */
#define PART_BYTES  256
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."

/* ZIP containers ------------------------------------------------------------------------------- */

static const struct {
	const char *part; /* a part that only such a document has, at its end '*': a beginning */
	const char *type;
} containers[] = {
	{ "word/*", OFFICE "wordprocessingml.document" },
	{ "xl/*", OFFICE "spreadsheetml.sheet" },
	{ "ppt/*", OFFICE "presentationml.presentation" },
	{ "OFD.xml", "application/ofd" },
};

static const char *part_type(struct str part)
{
	for (size_t i = 0; i < ARRAY_LENGTH(containers); i++) {
		struct str wanted = str_from(containers[i].part);
		bool is_prefix = str_ends_with(wanted, STR("*"));

		if (is_prefix ? str_starts_with(part, str_slice(wanted, 0, wanted.length - 1))
			      : str_equal_ignore_case(part, wanted))
			return containers[i].type;
	}
	return NULL;
}

/* An OpenDocument file says what it is in its first part, stored without compression. */
static const char *open_document_type(unzFile zip)
{
	static const char *const types[] = { OPEN_DOCUMENT "text", OPEN_DOCUMENT "spreadsheet",
					     OPEN_DOCUMENT "presentation" };
	char text[PART_BYTES];
	int length;

	if (unzOpenCurrentFile(zip) != UNZ_OK)
		return NULL;
	length = unzReadCurrentFile(zip, text, sizeof(text));
	unzCloseCurrentFile(zip);
	for (size_t i = 0; length > 0 && i < ARRAY_LENGTH(types); i++)
		if (str_equal((struct str){ text, (size_t)length }, str_from(types[i])))
			return types[i];
	return NULL;
}

static const char *walk_parts(unzFile zip)
{
	const char *type = NULL;
	bool has_types = false;
	int rc = unzGoToFirstFile(zip);

	for (int seen = 0; rc == UNZ_OK && seen < PARTS_SEEN; seen++) {
		char name[PART_BYTES] = "";
		struct str part;

		if (unzGetCurrentFileInfo64(zip, NULL, name, sizeof(name) - 1, NULL, 0, NULL, 0) !=
		    UNZ_OK)
			return NULL;
		part = str_from(name);
		if (seen == 0 && str_equal(part, STR("mimetype")))
			return open_document_type(zip);
		has_types = has_types || str_equal(part, STR("[Content_Types].xml"));
		if (!type)
			type = part_type(part);
		if (type && (has_types || strcmp(type, "application/ofd") == 0))
			return type;
		rc = unzGoToNextFile(zip);
	}
	return NULL;
}

static const char *container_type(int fd)
{
	char path[64];
	const char *type;
	unzFile zip;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	zip = unzOpen64(path);
	if (!zip)
		return NULL;
	type = walk_parts(zip);
	unzClose(zip);
	return type ? type : "application/zip";
}

/* Texts ---------------------------------------------------------------------------------------- */

static bool has_control(struct str bytes)
{
	for (size_t i = 0; i < bytes.length; i++) {
		unsigned char c = (unsigned char)bytes.bytes[i];

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
			return true;
	}
	return false;
}

/* The head may end inside a character: up to its last line that is whole. */
static struct str whole_lines(struct str head)
{
	size_t end = head.length;

	while (end && head.bytes[end - 1] != '\n')
		end--;
	return end ? str_slice(head, 0, end) : utf8_cut(head, head.length - 4);
}

static bool ends_in(struct str name, struct str extension)
{
	return name.length >= extension.length &&
	       str_equal_ignore_case(str_slice(name, name.length - extension.length,
					       extension.length),
				     extension);
}

/* A page or a script is a text too: with a name of its own it is what libmagic says. */
static const char *text_type(struct str head, struct str name, struct arena *arena)
{
	struct str whole = head.length == HEAD_BYTES ? whole_lines(head) : head;
	enum csv_encoding encoding;
	struct str decoded;
	struct error ignored; /* it is no text then */

	if (!head.length || has_control(head))
		return NULL;
	if (!utf8_is_valid(whole) && csv_decode(arena, whole, &encoding, &decoded, &ignored) < 0)
		return NULL;
	if (ends_in(name, STR(".csv")))
		return "text/csv";
	return ends_in(name, STR(".txt")) || str_find_byte(name, '.') < 0 ? "text/plain" : NULL;
}

/* All ---------------------------------------------------------------------------------------------- */

/* Names that libmagic has for what is one format to us. */
static const char *one_name(const char *type)
{
	static const char *const pairs[][2] = {
		{ "application/msword", "application/x-ole-storage" },
		{ "application/vnd.ms-excel", "application/x-ole-storage" },
		{ "application/vnd.ms-powerpoint", "application/x-ole-storage" },
		{ "application/vnd.ms-office", "application/x-ole-storage" },
		{ "application/CDFV2", "application/x-ole-storage" },
		{ "audio/x-mp4a-latm", "audio/x-m4a" },
		{ "audio/mp4", "audio/x-m4a" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++)
		if (strcmp(type, pairs[i][0]) == 0)
			return pairs[i][1];
	return type;
}

/* A cookie of its own: they cannot be shared between threads. */
static int ask_magic(struct str head, struct arena *arena, struct str *out, struct error *err)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	const char *type = NULL;
	int rc = 0;

	if (magic && magic_load(magic, NULL) == 0)
		type = magic_buffer(magic, head.bytes, head.length);
	if (type)
		*out = arena_str(arena, str_from(one_name(type)));
	else
		rc = error_broken(err, ERR_IO, "libmagic: %s", magic ? magic_error(magic) : "no memory");
	if (magic)
		magic_close(magic);
	return rc;
}

static int read_head(int fd, struct arena *arena, struct str *out, struct error *err)
{
	char *bytes = arena_alloc(arena, HEAD_BYTES);
	size_t length = 0;

	if (!bytes)
		return error_broken(err, ERR_MEMORY, "the head of a file");
	while (length < HEAD_BYTES) {
		ssize_t got = pread(fd, bytes + length, HEAD_BYTES - length, (off_t)length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_broken(err, ERR_IO, "reading a file: errno %d", errno);
		if (!got)
			break;
		length += (size_t)got;
	}
	*out = (struct str){ bytes, length };
	return 0;
}

int media_type_of(int fd, struct str name, struct arena *arena, struct str *out, struct error *err)
{
	struct str head;
	const char *type = NULL;
	int rc = read_head(fd, arena, &head, err);

	if (rc)
		return rc;
	if (str_starts_with(head, STR("PK\x03\x04")))
		type = container_type(fd);
	if (!type)
		type = text_type(head, name, arena);
	if (!type)
		return ask_magic(head, arena, out, err);
	*out = str_from(type);
	return 0;
}
