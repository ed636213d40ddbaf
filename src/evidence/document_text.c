/* document_text.c - see document_text.h. Parts of a ZIP are read under the caps of export/zip_read.h. */
#include "evidence/document_text.h"

#include <errno.h>
#include <sys/mman.h>

#include "base/buf.h"
#include "export/csv_encoding.h"
#include "export/xml_read.h"

#define SLIDES_MAXIMUM 500

struct collector {
	struct buf text;
	bool all;	 /* every text of the part; else only within the text elements */
	int within;	 /* depth inside a text element */
	bool is_full;
};

static bool is_text_element(struct str name)
{
	return str_equal(name, STR("t"));
}

static bool is_paragraph(struct str name)
{
	return str_equal(name, STR("p")) || str_equal(name, STR("h")) || str_equal(name, STR("si")) ||
	       str_equal(name, STR("table-row"));
}

static int on_start(void *context, struct str name, const char **attributes, struct error *err)
{
	struct collector *collector = context;

	(void)attributes, (void)err;
	collector->within += is_text_element(name);
	return 0;
}

static int on_end(void *context, struct str name, struct error *err)
{
	struct collector *collector = context;

	(void)err;
	collector->within -= is_text_element(name);
	if (is_paragraph(name) && !collector->is_full)
		buf_add_byte(&collector->text, '\n');
	return 0;
}

static int on_text(void *context, struct str piece, struct error *err)
{
	struct collector *collector = context;

	(void)err;
	if (!collector->all && !collector->within)
		return 0;
	if (collector->text.length + piece.length + 2 > DOCUMENT_TEXT_MAXIMUM)
		collector->is_full = true;
	if (!collector->is_full)
		buf_add_str(&collector->text, piece);
	return 0;
}

static void read_part(struct zip_archive *zip, struct str part, struct collector *collector)
{
	const struct xml_reader reader = { on_start, on_end, on_text, collector };
	struct error ignored; /* what cannot be read has no text */

	collector->within = 0;
	if (!collector->is_full && zip_has(zip, part) &&
	    xml_read(zip, part, &reader, &ignored) < 0)
		collector->is_full = true;
}

static void read_slides(struct zip_archive *zip, struct collector *collector, struct arena *arena)
{
	for (int i = 1; i <= SLIDES_MAXIMUM && !collector->is_full; i++) {
		struct str part = arena_format(arena, "ppt/slides/slide%d.xml", i);

		if (!part.bytes || !zip_has(zip, part))
			return;
		read_part(zip, part, collector);
	}
}

static void read_container(struct zip_archive *zip, struct str media_type,
			   struct collector *collector, struct arena *arena)
{
	if (str_ends_with(media_type, STR("wordprocessingml.document")))
		read_part(zip, STR("word/document.xml"), collector);
	else if (str_ends_with(media_type, STR("spreadsheetml.sheet")))
		read_part(zip, STR("xl/sharedStrings.xml"), collector);
	else if (str_ends_with(media_type, STR("presentationml.presentation")))
		read_slides(zip, collector, arena);
	else
		read_part(zip, STR("content.xml"), collector);
}

static bool is_container(struct str media_type)
{
	return str_find(media_type, STR("openxmlformats-officedocument.")) >= 0 ||
	       str_find(media_type, STR("oasis.opendocument.")) >= 0;
}

static int container_text(struct str file, struct str media_type, struct arena *arena,
			  struct str *out, struct error *err)
{
	struct collector collector = { .all = str_find(media_type, STR("opendocument")) >= 0 };
	struct zip_archive *zip;
	struct error ignored;
	int rc = zip_open(arena, file, &zip, &ignored);

	if (rc < 0)
		return rc == -ERR_MEMORY ? error_broken(err, ERR_MEMORY, "a document") : 0;
	buf_init(&collector.text, DOCUMENT_TEXT_MAXIMUM + 4096);
	read_container(zip, media_type, &collector, arena);
	zip_close(zip);
	*out = arena_str(arena, buf_str(&collector.text));
	rc = buf_failed(&collector.text) || (collector.text.length && !out->bytes)
		     ? error_broken(err, ERR_MEMORY, "a document's text")
		     : 0;
	buf_release(&collector.text);
	return rc;
}

static int plain_text(struct str file, struct arena *arena, struct str *out, struct error *err)
{
	struct str head = str_slice(file, 0, DOCUMENT_TEXT_MAXIMUM), decoded;
	enum csv_encoding encoding;
	struct error ignored;

	if (head.length < file.length) /* up to a whole line: no character is cut */
		while (head.length && head.bytes[head.length - 1] != '\n')
			head.length--;
	if (csv_decode(arena, head, &encoding, &decoded, &ignored) < 0)
		return 0;
	*out = arena_str(arena, decoded);
	return decoded.length && !out->bytes ? error_broken(err, ERR_MEMORY, "a text") : 0;
}

int document_text(int fd, int64_t bytes, struct str media_type, struct arena *arena, struct str *out,
		  struct error *err)
{
	bool is_text = str_starts_with(media_type, STR("text/"));
	struct str file = { NULL, (size_t)bytes };
	void *mapped;
	int rc;

	*out = STR("");
	if (bytes <= 0 || (!is_text && !is_container(media_type)))
		return 0;
	mapped = mmap(NULL, file.length, PROT_READ, MAP_PRIVATE, fd, 0);
	if (mapped == MAP_FAILED)
		return error_broken(err, ERR_IO, "mapping a file: errno %d", errno);
	file.bytes = mapped;
	rc = is_text ? plain_text(file, arena, out, err)
		     : container_text(file, media_type, arena, out, err);
	munmap(mapped, file.length);
	if (!rc && !utf8_is_valid(*out))
		*out = STR("");
	return rc;
}
