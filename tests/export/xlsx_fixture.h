/* xlsx_fixture.h - workbooks made in code: a ZIP writer (stored or deflated) and the parts around one
 * sheet, as Excel or as WPS names them. */
#ifndef LIANZE_TEST_XLSX_FIXTURE_H
#define LIANZE_TEST_XLSX_FIXTURE_H

#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"

struct part {
	const char *name;
	struct str content;
	unsigned flags; /* of the ZIP entry */
};

static void put16(struct buf *out, unsigned value)
{
	buf_add_byte(out, (char)(value & 0xff));
	buf_add_byte(out, (char)(value >> 8 & 0xff));
}

static void put32(struct buf *out, unsigned long value)
{
	put16(out, value & 0xffff);
	put16(out, value >> 16 & 0xffff);
}

static struct str deflated(struct arena *arena, struct str content)
{
	z_stream stream = { 0 };
	size_t room = content.length / 2 + 1024;
	unsigned char *out = arena_alloc(arena, room + content.length);

	deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	stream.next_in = (Bytef *)(uintptr_t)content.bytes;
	stream.avail_in = (uInt)content.length;
	stream.next_out = out;
	stream.avail_out = (uInt)(room + content.length);
	deflate(&stream, Z_FINISH);
	deflateEnd(&stream);
	return (struct str){ (char *)out, stream.total_out };
}

static void put_sizes(struct buf *out, const struct part *part, struct str packed)
{
	put16(out, 20);
	put16(out, part->flags);
	put16(out, 8);
	put32(out, 0);
	put32(out, crc32(0, (const Bytef *)part->content.bytes, (uInt)part->content.length));
	put32(out, packed.length);
	put32(out, part->content.length);
	put16(out, (unsigned)strlen(part->name));
	put16(out, 0);
}

/* A ZIP file of the parts, ended by a NULL name; in the arena. */
static struct str zip_of(struct arena *arena, const struct part *parts)
{
	struct buf out, directory;
	unsigned count = 0;

	buf_init(&out, (size_t)64 << 20);
	buf_init(&directory, 1 << 20);
	for (; parts[count].name; count++) {
		const struct part *part = &parts[count];
		struct str packed = deflated(arena, part->content);
		size_t at = out.length;

		buf_add_text(&out, "PK\x03\x04");
		put_sizes(&out, part, packed);
		buf_add_text(&out, part->name);
		buf_add_str(&out, packed);
		buf_add_text(&directory, "PK\x01\x02");
		put16(&directory, 20);
		put_sizes(&directory, part, packed);
		for (int i = 0; i < 5; i++)
			put16(&directory, 0);
		put32(&directory, at);
		buf_add_text(&directory, part->name);
	}
	size_t start = out.length;
	buf_add_str(&out, buf_str(&directory));
	buf_add_text(&out, "PK\x05\x06");
	put32(&out, 0);
	put16(&out, count);
	put16(&out, count);
	put32(&out, directory.length);
	put32(&out, start);
	put16(&out, 0);
	struct str bytes = arena_str(arena, buf_str(&out));
	buf_release(&out);
	buf_release(&directory);
	return bytes;
}

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT_RELATION "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

static const char package_rels[] =
	"<?xml version=\"1.0\"?><Relationships><Relationship Id=\"rId1\" "
	"Type=\"" RELATION "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char one_sheet[] =
	"<?xml version=\"1.0\"?><workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATION "\"><sheets>"
	"<sheet name=\"单位\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

static const char workbook_rels[] =
	"<?xml version=\"1.0\"?><Relationships>"
	"<Relationship Id=\"rId1\" Type=\"" RELATION "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" RELATION "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/>"
	"</Relationships>";

struct book {
	const char *workbook, *relations, *sheet, *strings, *styles; /* NULL: usual, none */
};

static struct str workbook_of(struct arena *arena, const struct book *book)
{
	struct part parts[8] = {
		{ "[Content_Types].xml", STR("<Types/>"), 0 },
		{ "_rels/.rels", str_from(package_rels), 0 },
		{ "xl/workbook.xml", str_from(book->workbook ? book->workbook : one_sheet), 0 },
		{ "xl/_rels/workbook.xml.rels",
		  str_from(book->relations ? book->relations : workbook_rels), 0 },
		{ "xl/worksheets/sheet1.xml", str_from(book->sheet), 0 },
	};
	size_t count = 5;

	if (book->strings)
		parts[count++] = (struct part){ "xl/sharedStrings.xml", str_from(book->strings), 0 };
	if (book->styles)
		parts[count++] = (struct part){ "xl/styles.xml", str_from(book->styles), 0 };
	return zip_of(arena, parts);
}

#endif
