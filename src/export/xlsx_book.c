/*
 * xlsx_book.c - relationships, list of sheets, shared strings and cell formats (xlsx_book.h).
 *
 * Nothing is assumed about where a part lies: the package names the workbook, the workbook's
 * relationships name the rest.
 */
#include "export/xlsx_book.h"

#define STRINGS_FIRST 1024
#define STYLES_FIRST  64
#define OLE_SIGNATURE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

static int out_of_memory(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "The workbook is too large for the memory set aside; split it.",
			 "工作簿超出可用内存，请拆分。");
}

/* What it is when it is no workbook ------------------------------------------------------------- */

static int refuse_ole(struct str bytes, struct error *err)
{
	/* UTF-16: the name of the stream that holds an encrypted workbook. */
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	if (str_find(bytes, (struct str){ encrypted, sizeof(encrypted) - 1 }) >= 0)
		return error_set(err, ERR_INVALID,
				 "The workbook is protected by a password. Take the password off "
				 "in Excel or WPS and save it again.",
				 "工作簿设有打开密码，请在 Excel 或 WPS 中取消密码后重新保存。");
	return error_set(err, ERR_INVALID,
			 "This is a workbook in the old format (.xls or .et). Open it in Excel or "
			 "WPS and save it as \"Excel workbook (*.xlsx)\".",
			 "这是旧格式的工作簿（.xls 或 .et），请用 Excel 或 WPS 打开，"
			 "另存为“Excel 工作簿（*.xlsx）”。");
}

static int refuse_archive(const struct xlsx_book *book, struct error *err)
{
	if (zip_has(book->archive, STR("content.xml")))
		return error_set(err, ERR_INVALID,
				 "This is an OpenDocument table (.ods); save it as .xlsx.",
				 "这是 OpenDocument 表格（.ods），请另存为 .xlsx。");
	if (zip_has(book->archive, STR("xl/workbook.bin")))
		return error_set(err, ERR_INVALID,
				 "This is a binary workbook (.xlsb); save it as .xlsx.",
				 "这是二进制工作簿（.xlsb），请另存为 .xlsx。");
	return error_set(err, ERR_INVALID,
			 "This is a ZIP archive but not an Excel workbook (.xlsx).",
			 "这是压缩包，但不是 Excel 工作簿（.xlsx）。");
}

bool xlsx_is(struct str bytes)
{
	return zip_is(bytes) || str_starts_with(bytes, STR(OLE_SIGNATURE));
}

/* Paths ------------------------------------------------------------------------------------------ */

static struct str folder_of(struct str part)
{
	size_t end = part.length;

	while (end && part.bytes[end - 1] != '/')
		end--;
	return str_slice(part, 0, end);
}

/* A target as the archive names it: "/xl/a.xml", "a.xml", "../a.xml" beside `from`. */
static struct str resolve(struct arena *arena, struct str from, struct str target)
{
	struct str rest, path = STR("");

	if (str_starts_with(target, STR("/")))
		rest = str_slice(target, 1, target.length);
	else
		rest = arena_format(arena, "%.*s%.*s", STR_ARG(folder_of(from)), STR_ARG(target));
	while (rest.length) {
		struct str step = str_split(&rest, '/');

		if (str_equal(step, STR("..")))
			path = folder_of(str_slice(path, 0, path.length ? path.length - 1 : 0));
		else if (step.length && !str_equal(step, STR(".")))
			path = arena_format(arena, "%.*s%.*s%s", STR_ARG(path), STR_ARG(step),
					    rest.length ? "/" : "");
	}
	return path;
}

static struct str relationships_of(struct arena *arena, struct str part)
{
	struct str folder = folder_of(part);

	return arena_format(arena, "%.*s_rels/%.*s.rels", STR_ARG(folder),
			    STR_ARG(str_slice(part, folder.length, part.length)));
}

/* The package ------------------------------------------------------------------------------------ */

static int take_package(void *context, struct str name, const char **attributes, struct error *err)
{
	struct xlsx_book *book = context;
	struct str type = xml_attribute(attributes, "Type");

	(void)err;
	if (str_equal(name, STR("Relationship")) && str_ends_with(type, STR("/officeDocument")))
		book->part = resolve(book->arena, STR(""), xml_attribute(attributes, "Target"));
	return 0;
}

static int find_workbook(struct xlsx_book *book, struct error *err)
{
	const struct xml_reader reader = { .start = take_package, .context = book };
	int code;

	if (!zip_has(book->archive, STR("_rels/.rels")))
		return refuse_archive(book, err);
	code = xml_read(book->archive, STR("_rels/.rels"), &reader, err);
	if (code)
		return code;
	if (!book->part.length || str_ends_with(book->part, STR(".bin")) ||
	    !zip_has(book->archive, book->part))
		return refuse_archive(book, err);
	return 0;
}

/* The list of sheets ----------------------------------------------------------------------------- */

static bool is_true(struct str value)
{
	return str_equal(value, STR("1")) || str_equal(value, STR("true"));
}

static int take_sheet(struct xlsx_book *book, const char **attributes, struct error *err)
{
	struct str state = xml_attribute(attributes, "state");
	struct xlsx_sheet *sheet;

	if (book->sheet_count == XLSX_SHEETS_MAXIMUM)
		return error_set(err, ERR_TOO_LARGE, "The workbook has more than 255 sheets.",
				 "工作簿的工作表超过 255 个。");
	sheet = &book->sheets[book->sheet_count++];
	sheet->name = arena_str(book->arena, xml_attribute(attributes, "name"));
	sheet->relationship = arena_str(book->arena, xml_attribute(attributes, "id"));
	sheet->hidden = state.length && !str_equal(state, STR("visible"));
	return 0;
}

static int take_workbook(void *context, struct str name, const char **attributes, struct error *err)
{
	struct xlsx_book *book = context;

	if (str_equal(name, STR("workbookPr")))
		book->since_1904 = is_true(xml_attribute(attributes, "date1904"));
	if (str_equal(name, STR("sheet")))
		return take_sheet(book, attributes, err);
	if (!str_equal(name, STR("workbook")) && book->sheets)
		return 0;
	if (!str_equal(name, STR("workbook")))
		return refuse_archive(book, err);
	book->sheets = ARENA_ARRAY(book->arena, struct xlsx_sheet, XLSX_SHEETS_MAXIMUM);
	return book->sheets ? 0 : out_of_memory(err);
}

static int take_relationship(void *context, struct str name, const char **attributes,
			     struct error *err)
{
	struct xlsx_book *book = context;
	struct str type = xml_attribute(attributes, "Type"), id = xml_attribute(attributes, "Id");
	struct str part;

	(void)err;
	if (!str_equal(name, STR("Relationship")) ||
	    str_equal(xml_attribute(attributes, "TargetMode"), STR("External")))
		return 0;
	part = resolve(book->arena, book->part, xml_attribute(attributes, "Target"));
	if (str_ends_with(type, STR("/sharedStrings")))
		book->strings_part = part;
	else if (str_ends_with(type, STR("/styles")))
		book->styles_part = part;
	else if (str_ends_with(type, STR("/worksheet")))
		for (size_t i = 0; i < book->sheet_count; i++)
			if (str_equal(book->sheets[i].relationship, id))
				book->sheets[i].part = part;
	return 0;
}

/* Texts ------------------------------------------------------------------------------------------ */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of "_x000D_" at the front, or -1. Only those of one byte: others are written plainly. */
static int escaped_character(struct str text)
{
	int code = 0;

	if (text.length < 7 || !str_starts_with(text, STR("_x")) || text.bytes[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex_digit(text.bytes[i]);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code > 0 && code < 0x80 ? code : -1;
}

struct str xlsx_unescaped(struct arena *arena, struct str text)
{
	char *copy = arena_text(arena, text);
	size_t length = 0;

	if (!copy)
		return STR_EMPTY;
	for (size_t i = 0; i < text.length; i++) {
		int escaped = escaped_character(str_slice(text, i, 7));

		copy[length++] = escaped < 0 ? text.bytes[i] : (char)escaped;
		i += escaped < 0 ? 0 : 6;
	}
	return (struct str){ copy, length };
}

/* Shared strings: the texts of an <si>, without those inside <rPh>. */
struct strings {
	struct xlsx_book *book;
	struct buf text;
	bool in_text;
	int phonetic;
};

static int start_string(void *context, struct str name, const char **attributes, struct error *err)
{
	struct strings *strings = context;

	(void)attributes;
	(void)err;
	strings->phonetic += str_equal(name, STR("rPh"));
	strings->in_text = str_equal(name, STR("t")) && !strings->phonetic;
	return 0;
}

static int text_of_string(void *context, struct str piece, struct error *err)
{
	struct strings *strings = context;

	(void)err;
	if (strings->in_text)
		buf_add_str(&strings->text, piece);
	return 0;
}

static int grow_strings(struct xlsx_book *book, struct error *err)
{
	size_t capacity = book->string_capacity ? 2 * book->string_capacity : STRINGS_FIRST;
	struct str *more = ARENA_ARRAY(book->arena, struct str, capacity);

	if (!more)
		return out_of_memory(err);
	if (book->string_count)
		memcpy(more, book->strings, book->string_count * sizeof(*more));
	book->strings = more;
	book->string_capacity = capacity;
	return 0;
}

static int end_string(void *context, struct str name, struct error *err)
{
	struct strings *strings = context;
	struct xlsx_book *book = strings->book;
	int code = 0;

	strings->in_text = false;
	strings->phonetic -= str_equal(name, STR("rPh"));
	if (!str_equal(name, STR("si")))
		return 0;
	if (buf_failed(&strings->text))
		return error_set(err, ERR_TOO_LARGE, "A cell of the workbook is longer than 64 KiB.",
				 "工作簿中有单元格的内容超过 64 KiB。");
	if (book->string_count == book->string_capacity)
		code = grow_strings(book, err);
	if (code)
		return code;
	struct str text = xlsx_unescaped(book->arena, buf_str(&strings->text));
	if (!text.bytes && strings->text.length)
		return out_of_memory(err);
	book->strings[book->string_count++] = text;
	buf_clear(&strings->text);
	return 0;
}

static int read_strings(struct xlsx_book *book, struct error *err)
{
	struct strings strings = { .book = book };
	const struct xml_reader reader = { start_string, end_string, text_of_string, &strings };

	buf_init(&strings.text, CSV_CELL_BYTES_MAXIMUM);
	int code = xml_read(book->archive, book->strings_part, &reader, err);
	buf_release(&strings.text);
	return code;
}

/* Cell formats ----------------------------------------------------------------------------------- */

#define CUSTOM_MAXIMUM 512

struct custom {
	int id;
	struct xlsx_style style;
};

struct formats {
	struct xlsx_book *book;
	struct custom *customs;
	size_t custom_count;
	bool in_customs, in_cells;
};

static struct xlsx_style style_of(const struct formats *formats, int id)
{
	for (size_t i = 0; i < formats->custom_count; i++)
		if (formats->customs[i].id == id)
			return formats->customs[i].style;
	return xlsx_style_builtin(id);
}

static int add_style(struct formats *formats, int id, struct error *err)
{
	struct xlsx_book *book = formats->book;

	if (book->style_count == book->style_capacity) {
		size_t capacity = book->style_capacity ? 2 * book->style_capacity : STYLES_FIRST;
		struct xlsx_style *more = ARENA_ARRAY(book->arena, struct xlsx_style, capacity);

		if (!more)
			return out_of_memory(err);
		if (book->style_count)
			memcpy(more, book->styles, book->style_count * sizeof(*more));
		book->styles = more;
		book->style_capacity = capacity;
	}
	book->styles[book->style_count++] = style_of(formats, id);
	return 0;
}

static int start_style(void *context, struct str name, const char **attributes, struct error *err)
{
	struct formats *formats = context;
	int64_t id = 0;
	bool has_id = str_parse_int(xml_attribute(attributes, "numFmtId"), 0, INT32_MAX, &id);

	if (str_equal(name, STR("numFmts")))
		formats->in_customs = true;
	else if (str_equal(name, STR("cellXfs")))
		formats->in_cells = true;
	else if (formats->in_cells && str_equal(name, STR("xf")))
		return add_style(formats, (int)id, err);
	else if (formats->in_customs && str_equal(name, STR("numFmt")) && has_id &&
		 formats->custom_count < CUSTOM_MAXIMUM)
		formats->customs[formats->custom_count++] = (struct custom){
			(int)id, xlsx_style_of(xml_attribute(attributes, "formatCode"))
		};
	return 0;
}

static int end_style(void *context, struct str name, struct error *err)
{
	struct formats *formats = context;

	(void)err;
	if (str_equal(name, STR("numFmts")))
		formats->in_customs = false;
	if (str_equal(name, STR("cellXfs")))
		formats->in_cells = false;
	return 0;
}

static int read_styles(struct xlsx_book *book, struct error *err)
{
	struct formats formats = { .book = book };
	const struct xml_reader reader = { start_style, end_style, NULL, &formats };

	formats.customs = ARENA_ARRAY(book->arena, struct custom, CUSTOM_MAXIMUM);
	return formats.customs ? xml_read(book->archive, book->styles_part, &reader, err)
			       : out_of_memory(err);
}

static int read_parts(struct xlsx_book *book, struct error *err)
{
	const struct xml_reader workbook = { .start = take_workbook, .context = book };
	const struct xml_reader relations = { .start = take_relationship, .context = book };
	int code = find_workbook(book, err);

	if (!code)
		code = xml_read(book->archive, book->part, &workbook, err);
	if (!code)
		code = xml_read(book->archive, relationships_of(book->arena, book->part), &relations,
				err);
	if (!code && zip_has(book->archive, book->strings_part))
		code = read_strings(book, err);
	if (!code && zip_has(book->archive, book->styles_part))
		code = read_styles(book, err);
	/* A part that another names and that is not there. */
	return code == -ERR_NOT_FOUND ? refuse_archive(book, err) : code;
}

int xlsx_book_open(struct arena *arena, struct str bytes, struct xlsx_book *out, struct error *err)
{
	*out = (struct xlsx_book){ .arena = arena };
	if (!zip_is(bytes))
		return refuse_ole(bytes, err);
	int code = zip_open(arena, bytes, &out->archive, err);
	return code ? code : read_parts(out, err);
}
