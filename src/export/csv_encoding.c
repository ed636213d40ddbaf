/*
 * csv_encoding.c - UTF-8 first, else GB18030 through iconv, both strictly.
 *
 * Guessing by statistics is left out on purpose: it names a wrong encoding for short files. Text in
 * GB18030 is practically never well-formed UTF-8, so trying the stricter one first decides. Before
 * that come the files that people upload instead of CSV: workbooks and Excel's "Unicode text".
 */
#include "export/csv_encoding.h"

#include <errno.h>
#include <iconv.h>

#define UTF8_MARK     "\xef\xbb\xbf"
#define PIECE_BYTES   4096
#define NO_CONVERTER  ((iconv_t)-1)
#define ICONV_FAILURE ((size_t)-1)

/* Files that are something else, by their first bytes. */
static const struct signature {
	struct str bytes;
	const char *en, *zh;
} signatures[] = {
	{ STR_INIT("PK\x03\x04"),
	  "This is an Excel workbook (.xlsx). Save it in Excel as \"CSV UTF-8\" first.",
	  "这是 Excel 工作簿（.xlsx），请先在 Excel 中另存为“CSV UTF-8”。" },
	{ STR_INIT("\xd0\xcf\x11\xe0"),
	  "This is an old Excel workbook (.xls). Save it in Excel as \"CSV UTF-8\" first.",
	  "这是旧版 Excel 工作簿（.xls），请先在 Excel 中另存为“CSV UTF-8”。" },
	{ STR_INIT("\xff\xfe"),
	  "The file is UTF-16 (\"Unicode text\"). Save it in Excel as \"CSV UTF-8\".",
	  "文件是 UTF-16 编码（“Unicode 文本”），请在 Excel 中另存为“CSV UTF-8”。" },
	{ STR_INIT("\xfe\xff"),
	  "The file is UTF-16 (\"Unicode text\"). Save it in Excel as \"CSV UTF-8\".",
	  "文件是 UTF-16 编码（“Unicode 文本”），请在 Excel 中另存为“CSV UTF-8”。" },
};

/*
 * The row in which a byte lies. Works on undecoded bytes of both encodings: neither has a line feed
 * or a quotation mark inside a longer character.
 */
static int row_of_byte(struct str bytes, size_t at)
{
	bool quoted = false;
	int row = 1;

	for (size_t i = 0; i < at; i++) {
		if (bytes.bytes[i] == '"')
			quoted = !quoted;
		else if (bytes.bytes[i] == '\n' && !quoted)
			row++;
	}
	return row;
}

static int refuse_byte(struct str bytes, size_t at, struct error *err)
{
	unsigned byte = (unsigned char)bytes.bytes[at];
	int row = row_of_byte(bytes, at);
	int code = error_set(err, ERR_INVALID, "", "");

	error_en(err,
		 "row %d: byte %zu of the file (0x%02X) is neither UTF-8 nor GB18030; "
		 "save the file as \"CSV UTF-8\"",
		 row, at + 1, byte);
	error_zh(err,
		 "第 %d 行：文件的第 %zu 个字节（0x%02X）既不是 UTF-8 也不是 GB18030，"
		 "请另存为“CSV UTF-8”",
		 row, at + 1, byte);
	if (err)
		err->row = row;
	return code;
}

static int refuse_nul(struct str bytes, size_t at, struct error *err)
{
	int row = row_of_byte(bytes, at);
	int code = error_set(err, ERR_INVALID, "", "");

	error_en(err, "row %d: byte %zu of the file is NUL; this is no text", row, at + 1);
	error_zh(err, "第 %d 行：文件的第 %zu 个字节为空字符（NUL），不是文本", row, at + 1);
	if (err)
		err->row = row;
	return code;
}

static int check_is_text(struct str bytes, struct error *err)
{
	ptrdiff_t nul;

	if (!bytes.length)
		return error_set(err, ERR_INVALID, "The file is empty.", "文件是空的。");
	for (size_t i = 0; i < ARRAY_LENGTH(signatures); i++)
		if (str_starts_with(bytes, signatures[i].bytes))
			return error_set(err, ERR_INVALID, signatures[i].en, signatures[i].zh);
	nul = str_find_byte(bytes, '\0');
	return nul < 0 ? 0 : refuse_nul(bytes, (size_t)nul, err);
}

/* Length of the well-formed beginning. */
static size_t utf8_prefix(struct str bytes)
{
	size_t position = 0, start;

	while (position < bytes.length) {
		start = position;
		if ((unsigned char)bytes.bytes[position] < 0x80)
			position++;
		else if (utf8_next(bytes, &position) < 0)
			return start;
	}
	return position;
}

/* Where converted pieces go: memory that is large enough, a buffer, or nowhere (to count). */
struct target {
	char *memory;
	struct buf *buf;
	size_t total;
};

static void target_add(struct target *target, const char *bytes, size_t length)
{
	if (target->memory)
		memcpy(target->memory + target->total, bytes, length);
	if (target->buf)
		buf_add(target->buf, bytes, length);
	target->total += length;
}

/* Converts until the end or the first sequence that does not belong; returns the bytes read. */
static size_t convert(iconv_t converter, struct str bytes, struct target *target)
{
	char piece[PIECE_BYTES];
	/* iconv's prototype predates const; it does not write through this pointer. */
	char *next = (char *)(uintptr_t)bytes.bytes;
	size_t left = bytes.length, result;

	iconv(converter, NULL, NULL, NULL, NULL);
	do {
		char *end = piece;
		size_t room = sizeof(piece);

		result = iconv(converter, &next, &left, &end, &room);
		target_add(target, piece, (size_t)(end - piece));
	} while (result == ICONV_FAILURE && errno == E2BIG);
	return bytes.length - left;
}

static int no_converter(struct error *err)
{
	return error_broken(err, ERR_BROKEN, "iconv knows no GB18030: errno %d", errno);
}

/* Counts first, so that the arena holds the exact size; *out_good is the readable prefix. */
static int decode_gb18030(struct arena *arena, struct str bytes, size_t *out_good,
			  struct str *out_text, struct error *err)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	struct target target = { NULL, NULL, 0 };
	int code = 0;

	if (converter == NO_CONVERTER)
		return no_converter(err);
	*out_good = convert(converter, bytes, &target);
	if (*out_good == bytes.length) {
		target = (struct target){ arena_alloc(arena, target.total), NULL, 0 };
		if (target.memory)
			convert(converter, bytes, &target);
		else
			code = error_broken(err, ERR_MEMORY, "arena full while decoding GB18030");
		*out_text = (struct str){ target.memory, target.total };
	}
	iconv_close(converter);
	return code;
}

static struct str without_mark(struct str text)
{
	return str_starts_with(text, STR(UTF8_MARK)) ? str_slice(text, 3, text.length) : text;
}

int csv_decode(struct arena *arena, struct str bytes, enum csv_encoding *out_encoding,
	       struct str *out_text, struct error *err)
{
	size_t good_utf8, good_gb18030 = 0;
	int code = check_is_text(bytes, err);
	struct str text = bytes;

	if (code)
		return code;
	good_utf8 = utf8_prefix(bytes);
	if (good_utf8 < bytes.length) {
		/* A file with the mark of UTF-8 is a damaged one, not one in GB18030. */
		if (str_starts_with(bytes, STR(UTF8_MARK)))
			return refuse_byte(bytes, good_utf8, err);
		code = decode_gb18030(arena, bytes, &good_gb18030, &text, err);
		if (code)
			return code;
		/* Whichever encoding got further is the one that the file was meant to have. */
		if (good_gb18030 < bytes.length)
			return refuse_byte(bytes,
					   good_gb18030 > good_utf8 ? good_gb18030 : good_utf8,
					   err);
	}
	*out_encoding = good_utf8 < bytes.length ? CSV_GB18030 : CSV_UTF8;
	*out_text = without_mark(text);
	return 0;
}

int csv_to_gb18030(struct str utf8, struct buf *out, struct error *err)
{
	struct str text = without_mark(utf8);
	size_t before = out->length, good;
	struct target target = { NULL, out, 0 };
	iconv_t converter = iconv_open("GB18030", "UTF-8");

	if (converter == NO_CONVERTER)
		return no_converter(err);
	good = convert(converter, text, &target);
	iconv_close(converter);
	if (buf_failed(out))
		return error_broken(err, ERR_MEMORY, "buffer full while encoding GB18030");
	if (good == text.length)
		return 0;
	out->length = before;
	return error_set(err, ERR_INVALID, "The text has a character that GB18030 cannot hold.",
			 "文本中有 GB18030 无法表示的字符。");
}
