/*
 * pdf_catalog.c - /Lang and /ViewerPreferences for a file that cairo 1.16 wrote.
 *
 * An incremental update (ISO 32000-1, 7.5.6): the catalog's object once more with two keys more, a cross-
 * reference section for this one object, and a trailer that names the former section. The file's own bytes
 * stay as they are.
 */
#include "export/pdf_internal.h"

#include <inttypes.h>

/* Position of the last `needle` in the file; -1 when absent. */
static ptrdiff_t find_last(struct str file, struct str needle)
{
	for (size_t at = file.length >= needle.length ? file.length - needle.length + 1 : 0; at > 0;
	     at--)
		if (memcmp(file.bytes + at - 1, needle.bytes, needle.length) == 0)
			return (ptrdiff_t)at - 1;
	return -1;
}

/* The number behind the last `key`. */
static bool number_behind(struct str file, struct str key, int64_t *out)
{
	ptrdiff_t at = find_last(file, key);
	size_t start = at < 0 ? 0 : (size_t)at + key.length, end;

	while (at >= 0 && start < file.length && (file.bytes[start] == ' ' || file.bytes[start] == '\n'))
		start++;
	for (end = start; end < file.length && file.bytes[end] >= '0' && file.bytes[end] <= '9';)
		end++;
	return at >= 0 && str_parse_int(str_slice(file, start, end - start), 0, INT64_MAX, out);
}

/* What stands between "N 0 obj\n<<" and ">>\nendobj" of the object `number`. */
static bool dictionary_of(struct str file, int64_t number, struct str *out)
{
	char begin[40];

	snprintf(begin, sizeof(begin), "\n%" PRId64 " 0 obj\n<<", number);
	ptrdiff_t at = find_last(file, str_from(begin));
	if (at < 0)
		return false;
	struct str rest = str_slice(file, (size_t)at + strlen(begin), file.length);
	ptrdiff_t end = str_find(rest, STR("endobj"));
	ptrdiff_t close = end < 0 ? -1 : find_last(str_slice(rest, 0, (size_t)end), STR(">>"));
	if (close < 0)
		return false;
	*out = str_slice(rest, 0, (size_t)close);
	return true;
}

int pdf_catalog_add(struct buf *out, const char *language, struct error *err)
{
	struct str file = buf_str(out), dictionary;
	int64_t root, info, size, former;

	if (!number_behind(file, STR("/Root"), &root) || !number_behind(file, STR("/Info"), &info) ||
	    !number_behind(file, STR("/Size"), &size) ||
	    !number_behind(file, STR("startxref"), &former) ||
	    !dictionary_of(file, root, &dictionary))
		return error_broken(err, ERR_BROKEN, "no catalog in the PDF");
	struct buf copy;
	buf_init(&copy, 64 * 1024);
	buf_add_str(&copy, dictionary);
	size_t object = out->length;
	buf_add_format(out, "%" PRId64 " 0 obj\n<<", root);
	buf_add_str(out, buf_str(&copy));
	buf_add_format(out, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
		       language);
	size_t section = out->length;
	buf_add_format(out, "xref\n%" PRId64 " 1\n%010zu 00000 n \n", root, object);
	buf_add_format(out,
		       "trailer\n<< /Size %" PRId64 "\n   /Root %" PRId64 " 0 R\n   /Info %" PRId64
		       " 0 R\n   /Prev %" PRId64 "\n>>\nstartxref\n%zu\n%%%%EOF\n",
		       size, root, info, former, section);
	bool failed = buf_failed(&copy);
	buf_release(&copy);
	return failed ? error_broken(err, ERR_MEMORY, "PDF catalog") : 0;
}
