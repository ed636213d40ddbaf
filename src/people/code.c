/*
 * code.c - see code.h.
 */
#include "people/code.h"

#include <stdio.h>

#define CODE_TEXT_BYTES (CODE_MAXIMUM * 4)

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool code_is_valid(struct str code)
{
	if (!code.length || code.length > CODE_MAXIMUM || !is_alphanumeric(code.bytes[0]))
		return false;
	for (size_t i = 0; i < code.length; i++) {
		char c = code.bytes[i];
		if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return true;
}

static const char *terminated(struct str code, char text[CODE_TEXT_BYTES])
{
	snprintf(text, CODE_TEXT_BYTES, "%.*s", STR_ARG(utf8_cut(code, CODE_TEXT_BYTES - 1)));
	return text;
}

int code_check(struct str code, const char *field, struct error *err)
{
	char text[CODE_TEXT_BYTES];
	if (code_is_valid(code))
		return 0;
	return error_invalid(err, field, terminated(code, text),
			     "1 to 32 letters, digits, - _ . beginning with a letter or digit",
			     "1 至 32 位字母、数字、- _ .，以字母或数字开头");
}

int code_taken(struct str code, const char *field, struct error *err)
{
	char text[CODE_TEXT_BYTES];
	return error_invalid(err, field, terminated(code, text), "a code that is not in use yet",
			     "尚未使用的代码");
}
