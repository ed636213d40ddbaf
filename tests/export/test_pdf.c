/* PDF documents: text can be selected, fonts are embedded, pages and heads repeat, bytes are the same. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "export/pdf.h"

#define OUT_BYTES ((size_t)8 << 20)

static const struct pdf_column columns[] = {
	{ STR_INIT("指标"), 4, false },
	{ STR_INIT("得分"), 1, true },
};

static const struct pdf_signer signers[] = {
	{ STR_INIT("责任人（签名）"), STR_INIT("甲子"), STR_INIT("镇长"), STR_INIT("2009 年 3 月 17 日") },
	{ STR_INIT("上级（签名）"), STR_INIT(""), STR_INIT("书记\n乙丑"), STR_INIT("2009 年 3 月 19 日") },
	{ STR_INIT("会签人（签名）"), STR_INIT("丙寅"),
	  STR_INIT("名称很长的领导小组办公室主任兼联络员兼协调员兼监督检查组组长兼资料员兼值班员兼会务员"),
	  STR_INIT("2009 年 3 月 18 日") },
};

struct document {
	int rows;	 /* of the table */
	int cell_repeat; /* words in each first cell */
	size_t out_maximum;
	const char *family;
};

static void fill(struct pdf *pdf, struct arena *arena, const struct document *document)
{
	pdf_part_begin(pdf, STR("第 {page} 页，共 {pages} 页"));
	pdf_block(pdf, PDF_TITLE, STR("考核结果反馈函"));
	pdf_block(pdf, PDF_ADDRESS, STR("甲镇："));
	for (int i = 0; i < 3; i++)
		pdf_block(pdf, PDF_BODY,
			  STR("现将你单位本年度党风廉政建设责任制考核结果反馈如下，请对照失分原因抓好整改。"));
	pdf_block(pdf, PDF_SECTION, STR("一、失分情况 Z01 5c01aff 面用示"));
	pdf_table_begin(pdf, columns, 2);
	for (int i = 0; i < document->rows; i++) {
		struct buf cell;

		buf_init(&cell, 1 << 20);
		for (int word = 0; word < document->cell_repeat; word++)
			buf_add_format(&cell, "第%d项指标", i + 1);
		struct str cells[] = { buf_str(&cell), arena_format(arena, "%d.5", i) };
		pdf_table_row(pdf, cells);
		buf_release(&cell);
	}
	pdf_table_sum(pdf, (struct str[]){ STR("合计"), STR("100") });
	pdf_table_end(pdf);
	pdf_block(pdf, PDF_SIGNATURE, STR("示例办公室"));
	pdf_part_end(pdf);
	pdf_part_begin(pdf, STR("{page}/{pages}"));
	pdf_block(pdf, PDF_NOTE, STR("second part"));
	pdf_signatures(pdf, signers, 3);
	pdf_code(pdf, STR("https://example.com/proofs/0123456789"), STR("扫描核验\nhash"));
	pdf_part_end(pdf);
}

static int make(const struct document *document, struct buf *out, struct error *err)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct pdf *pdf;
	struct pdf_setup setup = { .title = STR("反馈函 (甲镇)"),
				   .author = STR("示例办公室"),
				   .language = "zh-CN",
				   .day = 14320,
				   .family = document->family,
				   .arena = arena,
				   .out = out };

	buf_init(out, document->out_maximum ? document->out_maximum : OUT_BYTES);
	int rc = pdf_open(&setup, &pdf, err);
	if (rc == 0) {
		fill(pdf, arena, document);
		assert_int_equal(pdf_missing_glyphs(pdf), 0);
		rc = pdf_close(pdf, err);
	}
	arena_free(arena);
	return rc;
}

/* What a program of poppler-utils prints about the document. */
static char *ask(const struct buf *pdf, const char *command, const char *after)
{
	static char text[200000];
	char path[] = "/tmp/lianze-pdf-XXXXXX", line[200];
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, pdf->bytes, pdf->length), (ssize_t)pdf->length);
	close(file);
	snprintf(line, sizeof(line), "%s %s %s", command, path, after);
	FILE *pipe = popen(line, "r"); /* lint: fixed words and a name of mkstemp() */
	assert_non_null(pipe);
	size_t length = fread(text, 1, sizeof(text) - 1, pipe);
	text[length] = 0;
	assert_int_equal(pclose(pipe), 0);
	unlink(path);
	return text;
}

static int count(const char *text, const char *word)
{
	int found = 0;

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		found++;
	return found;
}

static void makes(const struct document *document, struct buf *out)
{
	struct error err;

	error_clear(&err);
	if (make(document, out, &err) < 0)
		fail_msg("%s %s", err.en, err.detail);
}

static void text_can_be_selected_and_heads_repeat(void **state)
{
	struct buf out;

	(void)state;
	makes(&(struct document){ .rows = 80, .cell_repeat = 3 }, &out);
	char *text = ask(&out, "pdftotext -layout", "-");
	assert_non_null(strstr(text, "考核结果反馈函"));
	assert_non_null(strstr(text, "第80项指标"));
	/* Characters that share their glyph with a radical, figures beside letters, ligatures. */
	assert_non_null(strstr(text, "一、失分情况 Z01 5c01aff 面用示"));
	assert_non_null(strstr(text, "合计"));
	assert_non_null(strstr(text, "1/1"));
	for (size_t i = 0; i < ARRAY_LENGTH(signers); i++) {
		assert_int_equal(count(text, signers[i].label.bytes), 1);
		assert_int_equal(count(text, signers[i].date.bytes), 1);
	}
	assert_non_null(strstr(text, "乙丑"));
	assert_non_null(strstr(text, "扫描核验"));
	assert_null(strstr(text, "会务员")); /* cut: three lines below a name */
	int pages = count(text, "\f") - 1; /* pages end with a form feed; the second part has one */
	assert_true(pages >= 3);
	assert_int_equal(count(text, "得分"), pages);
	char last[64];
	snprintf(last, sizeof(last), "第 %d 页，共 %d 页", pages, pages);
	assert_non_null(strstr(text, last));
	buf_release(&out);
}

static void fonts_are_embedded(void **state)
{
	struct buf out;
	int fonts = 0;

	(void)state;
	makes(&(struct document){ .rows = 1, .cell_repeat = 1 }, &out);
	char *text = ask(&out, "pdffonts", "| tail -n +3");
	/* name  type  encoding  emb sub uni object: every font is embedded, a subset, with Unicode */
	for (struct str rest = str_from(text); rest.length; fonts++)
		assert_true(str_find(str_split(&rest, '\n'), STR("yes yes yes")) > 0);
	assert_true(fonts >= 1);
	buf_release(&out);
}

static void title_language_and_day_are_in_the_file(void **state)
{
	struct buf out;

	(void)state;
	makes(&(struct document){ .rows = 1, .cell_repeat = 1 }, &out);
	assert_true(str_find(buf_str(&out), STR("/Lang (zh-CN)")) > 0);
	char *text = ask(&out, "TZ=UTC pdfinfo", "");
	assert_non_null(strstr(text, "反馈函 (甲镇)"));
	assert_non_null(strstr(text, "示例办公室"));
	assert_non_null(strstr(text, "2009"));
	assert_non_null(strstr(text, "A4"));
	assert_non_null(strstr(text, "Pages:           2"));
	buf_release(&out);
}

/* Three blocks that would be cut by the page's end go to the next one together, the code behind them. */
static void signatures_stay_together(void **state)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct error err;

	(void)state;
	for (int lines = 18; lines <= 26; lines++) {
		struct buf out;
		struct pdf *pdf;
		struct pdf_setup setup = { .title = STR("t"), .language = "zh-CN", .day = 14320,
					   .arena = arena, .out = &out };

		buf_init(&out, OUT_BYTES);
		assert_int_equal(pdf_open(&setup, &pdf, &err), 0);
		pdf_part_begin(pdf, STR("{page}"));
		for (int i = 0; i < lines; i++)
			pdf_block(pdf, PDF_BODY, STR("行"));
		pdf_keep(pdf, 3);
		pdf_block(pdf, PDF_BODY, STR("最后一段"));
		pdf_signatures(pdf, signers, 2);
		pdf_part_end(pdf);
		assert_int_equal(pdf_close(pdf, &err), 0);
		char *text = ask(&out, "pdftotext -layout", "-");
		char *end = strchr(text, '\f');
		char *label = strstr(text, "责任人（签名）"), *date = strstr(text, "3 月 19 日");
		assert_true(label && date && end);
		assert_int_equal(label < end, date < end);
		if (lines > 19) /* three lines are no longer left: not even the paragraph is here */
			assert_true(strstr(text, "最后一段") > end);
		buf_release(&out);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void bytes_are_the_same_each_time(void **state)
{
	struct buf first, second;

	(void)state;
	makes(&(struct document){ .rows = 30, .cell_repeat = 5 }, &first);
	makes(&(struct document){ .rows = 30, .cell_repeat = 5 }, &second);
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	buf_release(&first);
	buf_release(&second);
}

/* 1,500 words in a cell are more than a page: the row is cut, nothing is lost. */
static void a_row_higher_than_a_page_goes_on(void **state)
{
	struct buf out;

	(void)state;
	makes(&(struct document){ .rows = 2, .cell_repeat = 1500 }, &out);
	char *text = ask(&out, "pdftotext -raw", "- | tr -d '\\n\\f'");
	/* A word may be broken by the page's end with the foot and the head between. */
	assert_in_range(count(text, "第1项指标"), 1490, 1500);
	assert_in_range(count(text, "第2项指标"), 1490, 1500);
	buf_release(&out);
}

static void refusals_say_why(void **state)
{
	struct buf out;
	struct error err;

	(void)state;
	error_clear(&err);
	assert_int_equal(make(&(struct document){ .family = "No Such Family" }, &out, &err),
			 -ERR_STATE);
	assert_non_null(strstr(err.en, "No Such Family"));
	assert_non_null(strstr(err.zh, "No Such Family"));
	assert_int_equal(make(&(struct document){ .rows = 10, .cell_repeat = 1, .out_maximum = 2000 },
			      &out, &err),
			 -ERR_TOO_LARGE);
	buf_release(&out);
}

static void memory_may_be_out(void **state)
{
	(void)state;
	for (size_t bytes = 1024; bytes < 40 * 1024; bytes *= 2) {
		struct arena *arena = arena_new(bytes);
		struct buf out;
		struct error err;
		struct pdf *pdf;
		struct pdf_setup setup = { .title = STR("t"), .language = "en", .arena = arena,
					   .out = &out };
		struct document document = { .rows = 200, .cell_repeat = 1 };

		buf_init(&out, OUT_BYTES);
		int rc = pdf_open(&setup, &pdf, &err);
		if (rc == 0) {
			fill(pdf, arena, &document);
			rc = pdf_close(pdf, &err);
		}
		assert_int_equal(rc, -ERR_MEMORY);
		buf_release(&out);
		arena_free(arena);
	}
}

/* With a fontconfig that knows no fonts. Last, because the configuration is the process's. */
static void without_fonts_it_says_what_to_install(void **state)
{
	struct error err;
	FcConfig *none = FcConfigCreate();

	(void)state;
	assert_true(FcConfigSetCurrent(none));
	FcConfigDestroy(none);
	error_clear(&err);
	assert_int_equal(pdf_check_fonts(NULL, &err), -ERR_STATE);
	assert_non_null(strstr(err.en, "fonts-noto-cjk"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_can_be_selected_and_heads_repeat),
		cmocka_unit_test(fonts_are_embedded),
		cmocka_unit_test(title_language_and_day_are_in_the_file),
		cmocka_unit_test(signatures_stay_together),
		cmocka_unit_test(bytes_are_the_same_each_time),
		cmocka_unit_test(a_row_higher_than_a_page_goes_on),
		cmocka_unit_test(refusals_say_why),
		cmocka_unit_test(memory_may_be_out),
		cmocka_unit_test(without_fonts_it_says_what_to_install),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
