/*
 * plan_text.c - see plan_text.h.
 */
#include "plan/plan_text.h"

static bool is_separator(int32_t point)
{
	return point == ';' || point == ',' || point == '\n' || point == '\r' || point == 0xFF1B ||
	       point == 0xFF0C || point == 0x3001;
}

struct str plan_text_next(struct str *rest)
{
	size_t at = 0, end = 0;
	int depth = 0;

	while (at < rest->length) {
		int32_t point = utf8_next(*rest, &at);
		if (point == '(' || point == 0xFF08)
			depth++;
		if (point == ')' || point == 0xFF09)
			depth--;
		if (depth <= 0 && is_separator(point))
			break;
		if (point < 0)
			at = rest->length; /* refused as it is */
		end = at;
	}
	struct str part = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, at, rest->length);
	return str_trim(part);
}

int plan_text_refuse(const char *field, struct str found, const char *en, const char *zh,
		     struct error *err)
{
	char text[ERROR_NAME_BYTES * 2];
	struct str cut = utf8_cut(found, sizeof(text) - 1);

	memcpy(text, cut.bytes ? cut.bytes : "", cut.length);
	text[cut.length] = '\0';
	return error_invalid(err, field, text, en, zh);
}
