/* What a file is by its content, whatever its name says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/mman.h>
#include <unistd.h>

#include "evidence/media_type.h"

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
	const char *name, *bytes;
	size_t length;
	const char *type;
} files[] = {
	{ "a.pdf", BYTES("%PDF-1.7\n"), "application/pdf" },
	{ "a.txt", BYTES("%PDF-1.7\n\x01\x02"), "application/pdf" },
	{ "a.jpg", BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\x01"), "image/jpeg" },
	{ "a.png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"), "image/png" },
	{ "a.webp", BYTES("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0"), "image/webp" },
	{ "a.txt", BYTES("全年工作总结\n"), "text/plain" },
	{ "a", BYTES("没有扩展名"), "text/plain" },
	{ "a.csv", BYTES("单位,得分\n"), "text/csv" },
	{ "a.txt", BYTES("\xd7\xdc\xbd\xe1\xb1\xa8\xb8\xe6\n"), "text/plain" }, /* GB18030 */
	{ "a.html", BYTES("<!DOCTYPE html><html><body>x</body></html>"), "text/html" },
	{ "a.svg", BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), "image/svg+xml" },
	{ "a.sh", BYTES("#!/bin/sh\nrm -r x\n"), "text/x-shellscript" },
	{ "a.txt", BYTES("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0"), NULL },
	{ "a.txt", BYTES("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"), NULL },
	{ "a.docx", BYTES("PK\3\4 no archive at all"), NULL },
};

static void test_files(void **state)
{
	struct arena *arena = arena_new((size_t)8 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		int fd = memfd_create("file", MFD_CLOEXEC);
		struct str type;
		struct error err;
		bool fits;

		assert_int_equal(write(fd, files[i].bytes, files[i].length), files[i].length);
		assert_int_equal(media_type_of(fd, str_from(files[i].name), arena, &type, &err), 0);
		fits = files[i].type ? str_equal(type, str_from(files[i].type))
				     : !str_starts_with(type, STR("text/")) &&
					       !str_equal(type, STR("application/pdf"));
		if (!fits)
			fail_msg("case %zu, %s: %.*s", i, files[i].name, STR_ARG(type));
		close(fd);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_files) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
