/*
 * error.c - filling a struct error, and the one table of what each code means outside.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"

static const struct code_row {
	const char *name;
	enum error_class class;
	int http_status, exit_code;
} code_rows[ERR_COUNT] = {
	[ERR_STATE] = { "ERR_STATE", ERROR_REFUSED, 422, 1 },
	[ERR_RULE] = { "ERR_RULE", ERROR_REFUSED, 422, 1 },
	[ERR_DENIED] = { "ERR_DENIED", ERROR_REFUSED, 403, 1 },
	[ERR_LOGIN] = { "ERR_LOGIN", ERROR_REFUSED, 401, 1 },
	[ERR_INVALID] = { "ERR_INVALID", ERROR_INVALID_INPUT, 400, 2 },
	[ERR_TOO_LARGE] = { "ERR_TOO_LARGE", ERROR_INVALID_INPUT, 413, 2 },
	[ERR_NOT_FOUND] = { "ERR_NOT_FOUND", ERROR_INVALID_INPUT, 404, 2 },
	[ERR_CONFLICT] = { "ERR_CONFLICT", ERROR_CONFLICTING, 409, 3 },
	[ERR_BUSY] = { "ERR_BUSY", ERROR_CONFLICTING, 503, 3 },
	[ERR_MEMORY] = { "ERR_MEMORY", ERROR_OUR_FAULT, 500, 4 },
	[ERR_DATABASE] = { "ERR_DATABASE", ERROR_OUR_FAULT, 500, 4 },
	[ERR_IO] = { "ERR_IO", ERROR_OUR_FAULT, 500, 4 },
	[ERR_CORRUPT] = { "ERR_CORRUPT", ERROR_OUR_FAULT, 500, 5 },
	[ERR_BROKEN] = { "ERR_BROKEN", ERROR_OUR_FAULT, 500, 4 },
};

/* The row of a negated code; anything unknown is a program error. */
static const struct code_row *code_row(int code)
{
	return code < 0 && code > -ERR_COUNT ? &code_rows[-code] : &code_rows[ERR_BROKEN];
}

/* Copy what fits, ending at a character boundary. */
static void copy_text(char *out, size_t out_bytes, const char *text)
{
	struct str part = utf8_cut(str_from(text), out_bytes - 1);

	if (part.length)
		memcpy(out, part.bytes, part.length);
	out[part.length] = '\0';
}

/*
 * Copy input as it may be shown on a terminal or a page: control characters become spaces and
 * malformed bytes question marks, so that a message can neither steer a terminal nor break JSON.
 */
static void copy_visible(char *out, size_t out_bytes, const char *text)
{
	struct str rest = str_from(text);
	size_t position = 0, written = 0;

	while (position < rest.length) {
		size_t start = position;
		int32_t code_point = utf8_next(rest, &position);
		size_t length = position - start;

		if (written + length >= out_bytes)
			break;
		if (code_point < 0)
			out[written] = '?';
		else if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0))
			memset(out + written, ' ', length);
		else
			memcpy(out + written, rest.bytes + start, length);
		written += length;
	}
	out[written] = '\0';
}

/* vsnprintf cuts between bytes; take back a character that was cut through. */
static void format_text(char *out, size_t out_bytes, const char *format, va_list arguments)
{
	int wanted = vsnprintf(out, out_bytes, format, arguments);
	size_t last = out_bytes - 1, end;

	if (wanted < 0)
		out[0] = '\0';
	if (wanted < 0 || (size_t)wanted < out_bytes)
		return;
	while (last > 0 && ((unsigned char)out[last - 1] & 0xc0) == 0x80)
		last--;
	if (last == 0)
		return;
	end = --last; /* where the last character begins */
	if (utf8_next((struct str){ out, out_bytes - 1 }, &end) < 0)
		out[last] = '\0';
}

void error_clear(struct error *err)
{
	*err = (struct error){ 0 };
}

int error_set(struct error *err, enum error_code code, const char *en, const char *zh)
{
	if (err) {
		error_clear(err);
		err->code = -(int)code;
		copy_text(err->en, sizeof(err->en), en);
		copy_text(err->zh, sizeof(err->zh), zh);
	}
	return -(int)code;
}

void error_detail(struct error *err, const char *format, ...)
{
	size_t used;
	va_list arguments;

	if (!err)
		return;
	used = strlen(err->detail);
	if (used && used + 2 < sizeof(err->detail)) {
		memcpy(err->detail + used, "; ", 3);
		used += 2;
	}
	va_start(arguments, format);
	format_text(err->detail + used, sizeof(err->detail) - used, format, arguments);
	va_end(arguments);
}

void error_en(struct error *err, const char *format, ...)
{
	va_list arguments;

	if (!err)
		return;
	va_start(arguments, format);
	format_text(err->en, sizeof(err->en), format, arguments);
	va_end(arguments);
}

void error_zh(struct error *err, const char *format, ...)
{
	va_list arguments;

	if (!err)
		return;
	va_start(arguments, format);
	format_text(err->zh, sizeof(err->zh), format, arguments);
	va_end(arguments);
}

int error_invalid(struct error *err, const char *field, const char *found, const char *accepted_en,
		  const char *accepted_zh)
{
	int code = error_set(err, ERR_INVALID, "", "");

	if (!err)
		return code;
	copy_visible(err->field, sizeof(err->field), field);
	copy_visible(err->found, sizeof(err->found), found);
	if (err->found[0]) {
		error_en(err, "%s: found \"%s\"; accepted: %s", err->field, err->found,
			 accepted_en);
		error_zh(err, "%s：填写的是“%s”，应为：%s", err->field, err->found, accepted_zh);
	} else {
		error_en(err, "%s: empty; accepted: %s", err->field, accepted_en);
		error_zh(err, "%s：未填写，应为：%s", err->field, accepted_zh);
	}
	return code;
}

const char *error_accepted(const struct error *err, bool chinese)
{
	const char *sentence = chinese ? err->zh : err->en;
	const char *mark = chinese ? "应为：" : "accepted: ";
	const char *at = err->field[0] ? strstr(sentence, mark) : NULL;

	return at ? at + strlen(mark) : "";
}

/* What a user reads when the fault is not theirs; the detail goes to the log. */
static void general_sentence(struct error *err, enum error_code code)
{
	const char *en = "Something went wrong inside the program. Nothing was changed.";
	const char *zh = "程序内部出现问题，未作任何更改。";

	if (code == ERR_MEMORY) {
		en = "There was not enough memory for this. Nothing was changed.";
		zh = "内存不足，未能完成，未作任何更改。";
	} else if (code == ERR_DATABASE) {
		en = "The database could not carry this out. Nothing was changed.";
		zh = "数据库未能完成此操作，未作任何更改。";
	} else if (code == ERR_IO) {
		en = "A file or the network could not be used.";
		zh = "文件或网络无法使用。";
	} else if (code == ERR_CORRUPT) {
		en = "Stored data contradicts itself. Please tell the administrator.";
		zh = "存储的数据自相矛盾，请告知管理员。";
	}
	error_set(err, code, en, zh);
}

int error_broken(struct error *err, enum error_code code, const char *format, ...)
{
	va_list arguments;

	if (!err)
		return -(int)code;
	general_sentence(err, code);
	va_start(arguments, format);
	format_text(err->detail, sizeof(err->detail), format, arguments);
	va_end(arguments);
	return -(int)code;
}

enum error_class error_classify(int code)
{
	return code_row(code)->class;
}

int error_http_status(int code)
{
	return code == 0 ? 200 : code_row(code)->http_status;
}

int error_exit_code(int code)
{
	return code == 0 ? 0 : code_row(code)->exit_code;
}

const char *error_code_name(int code)
{
	return code == 0 ? "ERR_NONE" : code_row(code)->name;
}
