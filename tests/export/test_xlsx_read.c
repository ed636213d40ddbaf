/* Reading workbooks: what Excel, WPS and LibreOffice write, what is refused, and that no bytes crash it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "export/xlsx_read.h"
#include "xlsx_fixture.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Everything that a sheet gives, as lines "row|cell|cell" and "!row sentence". */
static const char *read_sheet(struct str bytes, const char *sheet)
{
	struct csv_table table;
	struct error err;
	struct buf seen;
	struct str cells[CSV_COLUMNS_MAXIMUM], text;
	int code = table_open(arena, bytes, str_from(sheet), &table, &err);

	if (code)
		return arena_format(arena, "!%s %d %s\n", error_code_name(code), err.row, err.en)
			.bytes;
	buf_init(&seen, 1 << 20);
	buf_add_format(&seen, "%d", table.row);
	for (size_t i = 0; i < table.columns; i++)
		buf_add_format(&seen, "|%.*s", STR_ARG(table.header[i]));
	buf_add_byte(&seen, '\n');
	while (csv_next(&table, cells, &err) > 0) {
		buf_add_format(&seen, "%d", table.row);
		for (size_t i = 0; i < table.columns; i++)
			buf_add_format(&seen, "|%.*s", STR_ARG(cells[i]));
		buf_add_byte(&seen, '\n');
	}
	for (size_t i = 0; i < table.fault_count; i++)
		buf_add_format(&seen, "!%d %s\n", table.faults[i].row, table.faults[i].en);
	text = arena_str(arena, buf_str(&seen));
	buf_release(&seen);
	return text.bytes;
}

#define SHEET(rows) "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>"
#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADER "<row r=\"1\">" TEXT("A1", "a") TEXT("B1", "b") "</row>"

static const char styles[] =
	"<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"2\">"
	"<numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
	"<numFmt numFmtId=\"177\" formatCode=\"000\"/></numFmts>"
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
	"<xf numFmtId=\"177\"/><xf numFmtId=\"58\"/></cellXfs>"
	"<dxfs><dxf><numFmt numFmtId=\"0\" formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>";

static void reads_what_programs_write(void **state)
{
	static const struct {
		const char *what;
		struct book book;
		const char *seen;
	} cases[] = {
		{ "shared strings, runs, pronunciations, escapes",
		  { .sheet = SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
				   "<c r=\"B1\" t=\"s\"><v>1</v></c></row>"
				   "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c>"
				   "<c r=\"B2\" t=\"s\"><v>3</v></c></row>"),
		    .strings = "<sst xmlns=\"" MAIN "\"><si><t>代码</t></si>"
			       "<si><r><rPr><b/></rPr><t>名</t></r><r><t xml:space=\"preserve\">称 </t>"
			       "</r><rPh sb=\"0\" eb=\"1\"><t>ming</t></rPh><phoneticPr/></si>"
			       "<si><t>a_x0041_&amp;_x005F_x</t></si><si><t>甲镇</t></si></sst>" },
		  "1|代码|名称\n2|aA&_x|甲镇\n" },
		{ "numbers, booleans, dates by format, ISO dates, codes with zeros",
		  { .sheet = SHEET(HEADER "<row r=\"2\"><c r=\"A2\"><v>8.3000000000000007</v></c>"
					  "<c r=\"B2\" t=\"b\"><v>1</v></c></row>"
					  "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>39643</v></c>"
					  "<c r=\"B3\" s=\"2\"><v>39643</v></c></row>"
					  "<row r=\"4\"><c r=\"A4\" s=\"3\"><v>7</v></c>"
					  "<c r=\"B4\" t=\"d\"><v>2008-07-14T00:00:00</v></c></row>"
					  "<row r=\"5\"><c r=\"A5\" s=\"4\"><v>39643</v></c>"
					  "<c r=\"B5\" s=\"99\"><v>5</v></c></row>"),
		    .styles = styles },
		  "1|a|b\n2|8.3|TRUE\n3|2008-07-14|2008-07-14\n4|007|2008-07-14\n5|2008-07-14|5\n" },
		{ "results of formulas, errors, a formula without a result",
		  { .sheet = SHEET(HEADER "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c>"
					  "<c r=\"B2\" t=\"str\"><f>T(\"x\")</f><v>x</v></c></row>"
					  "<row r=\"3\"><c r=\"A3\" t=\"e\"><f>NA()</f><v>#N/A</v></c>"
					  "<c r=\"B3\"><f>A2</f></c></row>") },
		  "1|a|b\n2|2|x\n3|#N/A|#NOT CALCULATED\n" },
		{ "no places, gaps, empty rows and cells, empty columns behind",
		  { .sheet = SHEET("<row/><row><c t=\"inlineStr\"><is><t>a</t></is></c>"
				   "<c t=\"inlineStr\"><is><t>b</t></is></c><c/></row>"
				   "<row r=\"7\"><c r=\"B7\"><v>1</v></c><c r=\"D7\" s=\"0\"/></row>"
				   "<row r=\"8\"><c r=\"A8\" t=\"inlineStr\"><is><t>  </t></is></c></row>"
				   "<row r=\"9\" hidden=\"1\"><c r=\"A9\"><v>2</v></c></row>") },
		  "2|a|b\n7||1\n9|2|\n" },
		{ "prefixes, the strict namespace, absolute paths, 1904",
		  { .workbook = "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
				"xmlns:q=\"" STRICT_RELATION "\"><x:workbookPr date1904=\"1\"/><x:sheets>"
				"<x:sheet name=\"s\" sheetId=\"9\" q:id=\"R7\"/></x:sheets></x:workbook>",
		    .relations = "\xEF\xBB\xBF<p:Relationships xmlns:p=\"x\"><p:Relationship Id=\"R7\" "
				 "Type=\"" STRICT_RELATION "/worksheet\" "
				 "Target=\"/xl/worksheets/sheet1.xml\"/><p:Relationship Id=\"R8\" "
				 "Type=\"" STRICT_RELATION "/styles\" Target=\"../xl/./Styles.xml\"/>"
				 "</p:Relationships>",
		    .sheet = "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
			     "t=\"inlineStr\"><x:is><x:t>天</x:t></x:is></x:c></x:row><x:row r=\"2\">"
			     "<x:c r=\"A2\" s=\"1\"><x:v>38181</x:v></x:c></x:row></x:sheetData>"
			     "</x:worksheet>",
		    .styles = styles },
		  "1|天\n2|2008-07-14\n" },
		{ "merged cells below the header, a value behind the header's last column",
		  { .sheet = "<worksheet><sheetData>" HEADER "<row r=\"2\"><c r=\"A2\"><v>1</v></c>"
			     "<c r=\"C2\"><v>9</v></c></row></sheetData><mergeCells>"
			     "<mergeCell ref=\"A2:A3\"/><mergeCell ref=\"X9:Y9\"/></mergeCells>"
			     "</worksheet>" },
		  "1|a|b\n2|1|\n!2 row 2: column C has no heading in the header but a value here\n"
		  "!2 row 2: the cells A2:A3 are merged; unmerge them and fill each one\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const char *seen = read_sheet(workbook_of(arena, &cases[i].book), "");

		if (strcmp(seen, cases[i].seen) != 0)
			fail_msg("%s:\n%s", cases[i].what, seen);
	}
}

static const char three_sheets[] =
	"<workbook xmlns:r=\"r\"><sheets><sheet name=\"secret\" state=\"hidden\" r:id=\"rId9\"/>"
	"<sheet name=\"one\" r:id=\"rId1\"/><sheet name=\"very\" state=\"veryHidden\" r:id=\"rId1\"/>"
	"<sheet name=\"chart\" r:id=\"rId5\"/><sheet name=\"two\" r:id=\"rId1\"/></sheets></workbook>";

static void chooses_among_sheets(void **state)
{
	const struct book book = { .workbook = three_sheets, .sheet = SHEET(HEADER) };
	struct str bytes = workbook_of(arena, &book);
	struct csv_table table;
	struct error err;

	(void)state;
	assert_int_equal(xlsx_open(arena, bytes, STR_EMPTY, &table, &err), 0);
	assert_int_equal(table.sheet_count, 2);
	assert_true(str_equal(table.sheets[0], STR("one")));
	assert_true(str_equal(table.sheets[1], STR("two")));
	assert_true(str_equal(table.sheet, STR("one")));
	assert_string_equal(read_sheet(bytes, "two"), "1|a|b\n");
	assert_string_equal(read_sheet(bytes, "very"),
			    "!ERR_INVALID 0 The workbook has no sheet called \"very\".\n");
}

/* Each refusal tells what is the matter. */
static void refuses_with_a_reason(void **state)
{
	static const struct {
		const char *what;
		struct book book;
		const char *seen;
	} cases[] = {
		{ "a merged header",
		  { .sheet = "<worksheet><sheetData>" HEADER "</sheetData><mergeCells>"
			     "<mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>" },
		  "!ERR_INVALID 1 The cells A1:B1 of the header are merged." },
		{ "empty", { .sheet = SHEET("") }, "!ERR_INVALID 0 The sheet is empty." },
		{ "cut XML", { .sheet = "<worksheet><sheetData>" },
		  "!ERR_INVALID 0 The workbook is damaged" },
		{ "an entity",
		  { .sheet = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet>"
			     "<sheetData>" HEADER "</sheetData></worksheet>" },
		  "!ERR_INVALID 0 The workbook declares a document type" },
		{ "entities that grow",
		  { .sheet = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
			     "<worksheet>&b;</worksheet>" },
		  "!ERR_INVALID 0 The workbook declares a document type" },
		{ "a text that does not exist",
		  { .sheet = SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>3</v></c></row>") },
		  "!ERR_INVALID 0 The workbook is damaged" },
		{ "rows that go back",
		  { .sheet = SHEET(HEADER "<row r=\"1\"/>") },
		  "!ERR_INVALID 0 The workbook is damaged" },
		{ "a cell of another row",
		  { .sheet = SHEET("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>") },
		  "!ERR_INVALID 0 The workbook is damaged" },
		{ "a column beyond Excel's",
		  { .sheet = SHEET("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>") },
		  "!ERR_INVALID 0 The workbook is damaged" },
		{ "too many columns",
		  { .sheet = SHEET("<row r=\"1\"><c r=\"CA1\"><v>1</v></c></row>") },
		  "!ERR_TOO_LARGE 0 The sheet has more than 64 columns." },
		{ "too many rows",
		  { .sheet = SHEET(HEADER "<row r=\"1000002\"><c r=\"A1000002\"><v>1</v></c></row>") },
		  "!ERR_TOO_LARGE 0 The sheet has more than 1,000,000 rows" },
		{ "no sheet that shows",
		  { .workbook = "<workbook><sheets/></workbook>", .sheet = SHEET(HEADER) },
		  "!ERR_INVALID 0 The workbook has no sheet that is not hidden." },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const char *seen = read_sheet(workbook_of(arena, &cases[i].book), "");

		if (!str_starts_with(str_from(seen), str_from(cases[i].seen)))
			fail_msg("%s:\n%s", cases[i].what, seen);
	}
}

static void refuses_other_files(void **state)
{
	static const char encrypted[] =
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	static const struct part ods[] = { { "content.xml", STR_INIT("<x/>"), 0 }, { 0 } };
	static const struct part word[] = { { "word/document.xml", STR_INIT("<x/>"), 0 }, { 0 } };
	static const struct part outside[] = { { "xl/../../x", STR_INIT("<x/>"), 0 }, { 0 } };
	static const struct part twice[] = { { "a", STR_INIT("x"), 0 }, { "A", STR_INIT("y"), 0 }, { 0 } };
	static const struct part locked[] = { { "_rels/.rels", STR_INIT("<x/>"), 1 }, { 0 } };
	const struct {
		struct str bytes;
		const char *seen;
	} cases[] = {
		{ STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook"),
		  "!ERR_INVALID 0 This is a workbook in the old format" },
		{ { encrypted, sizeof(encrypted) - 1 },
		  "!ERR_INVALID 0 The workbook is protected by a password" },
		{ zip_of(arena, ods), "!ERR_INVALID 0 This is an OpenDocument table" },
		{ zip_of(arena, word), "!ERR_INVALID 0 This is a ZIP archive but not an Excel workbook" },
		{ zip_of(arena, outside), "!ERR_INVALID 0 The file is damaged" },
		{ zip_of(arena, twice), "!ERR_INVALID 0 The file is damaged" },
		{ zip_of(arena, locked), "!ERR_INVALID 0 The archive is protected by a password" },
		{ STR("PK\x03\x04"), "!ERR_INVALID 0 The file is damaged" },
		{ STR("PK\x03\x04 and more that is none"), "!ERR_INVALID 0 The file is damaged" },
		/* A CSV file under the name of a workbook is a CSV file. */
		{ STR("a,b\r\n1,2\r\n"), "1|a|b\n2|1|2\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const char *seen = read_sheet(cases[i].bytes, "");

		if (!str_starts_with(str_from(seen), str_from(cases[i].seen)))
			fail_msg("case %zu:\n%s", i, seen);
	}
}

/* A few kilobytes that unpack to a hundred times what is accepted. */
static void stops_a_bomb(void **state)
{
	struct arena *large = arena_new((size_t)512 << 20);
	size_t length = (size_t)64 << 20;
	char *spaces = arena_alloc(large, length + 1);
	const struct book book = { .sheet = spaces };

	(void)state;
	memset(spaces, ' ', length);
	memcpy(spaces, "<worksheet>", 11);
	memcpy(spaces + length - 12, "</worksheet>", 12);
	assert_true(str_starts_with(str_from(read_sheet(workbook_of(large, &book), "")),
				    STR("!ERR_TOO_LARGE 0 The workbook unpacks to more")));
	arena_free(large);
}

/* Damaged in any one place, cut anywhere: refused or read, never a crash (the sanitizers watch). */
static void survives_damage(void **state)
{
	const struct book book = { .sheet = SHEET(HEADER "<row r=\"2\"><c r=\"A2\" s=\"2\"><v>39643</v></c>"
						  "<c r=\"B2\" t=\"s\"><v>0</v></c></row>"),
				   .strings = "<sst><si><t>x</t></si></sst>",
				   .styles = styles };
	struct str good = workbook_of(arena, &book);
	char *copy = arena_text(arena, good);
	struct arena *kept = arena;

	(void)state;
	arena = arena_new((size_t)32 << 20);
	srandom(20081231);
	for (size_t i = 0; i < good.length; i++) {
		char was = copy[i];

		copy[i] = (char)(was ^ (1 << random() % 8));
		read_sheet((struct str){ copy, good.length }, "");
		copy[i] = was;
		read_sheet((struct str){ copy, i }, "");
		arena_reset(arena);
	}
	arena_free(arena);
	arena = kept;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_programs_write), cmocka_unit_test(chooses_among_sheets),
		cmocka_unit_test(refuses_with_a_reason),     cmocka_unit_test(refuses_other_files),
		cmocka_unit_test(stops_a_bomb),		     cmocka_unit_test(survives_damage),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
