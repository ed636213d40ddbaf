/* http_range.c - one range of bytes (RFC 9110, section 14.1.2). */
#include "http/http.h"

static bool read_number(struct str text, int64_t *out)
{
	return text.length && text.bytes[0] >= '0' && text.bytes[0] <= '9' &&
	       str_parse_int(text, 0, INT64_MAX, out);
}

/* "-500": the last so many bytes. */
static enum http_range read_suffix(struct str text, int64_t total, int64_t *out_from,
				   int64_t *out_length)
{
	int64_t last;

	if (!read_number(text, &last))
		return HTTP_RANGE_WHOLE;
	if (!last || !total)
		return HTTP_RANGE_NONE;
	*out_length = last < total ? last : total;
	*out_from = total - *out_length;
	return HTTP_RANGE_PART;
}

enum http_range http_range_parse(struct str header, int64_t total, int64_t *out_from,
				 int64_t *out_length)
{
	struct str rest = str_trim(header), first;
	int64_t from, to;

	if (!str_starts_with(rest, STR("bytes=")))
		return HTTP_RANGE_WHOLE;
	rest = str_trim(str_slice(rest, 6, rest.length));
	if (str_find_byte(rest, ',') >= 0 || str_find_byte(rest, '-') < 0)
		return HTTP_RANGE_WHOLE;
	first = str_split(&rest, '-');
	if (!first.length)
		return read_suffix(rest, total, out_from, out_length);
	if (!read_number(first, &from))
		return HTTP_RANGE_WHOLE;
	if (!rest.length)
		to = total - 1;
	else if (!read_number(rest, &to) || to < from)
		return HTTP_RANGE_WHOLE;
	if (from >= total)
		return HTTP_RANGE_NONE;
	*out_from = from;
	*out_length = (to < total ? to : total - 1) - from + 1;
	return HTTP_RANGE_PART;
}
