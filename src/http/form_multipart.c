/*
 * form_multipart.c - multipart/form-data (RFC 7578 over RFC 2046, section 5.1).
 *
 * The whole body is in memory, so values and file contents are borrowed pieces of it. Names and
 * file names are read as browsers write them: UTF-8 in quotes, with '"' as %22 or \"; filename*
 * (RFC 8187) is understood too and wins. Transfer encodings are refused.
 */
#include "http/form_private.h"

#define BOUNDARY_MAXIMUM 70
#define PART_HEADER_MAXIMUM 4096

struct parser {
	struct arena *arena;
	struct str rest;      /* not yet read */
	struct str delimiter; /* CR LF "--" boundary */
	struct form form;
	size_t room;
	struct error *err;
};

/* Cut a value up to white space or ';'. */
static void cut_token(struct str *rest, struct str *value)
{
	size_t i = 0;

	while (i < rest->length && !strchr("; \t\"", rest->bytes[i]))
		i++;
	*value = str_slice(*rest, 0, i);
	*rest = str_slice(*rest, i, rest->length);
}

/* Cut a value in quotes; a backslash before a quote goes. False without the closing quote. */
static bool cut_quoted(struct str *rest, struct arena *arena, struct str *value)
{
	char *copy = arena_alloc(arena, rest->length);
	size_t i, length = 0;

	if (!copy)
		return false;
	for (i = 1; i < rest->length && rest->bytes[i] != '"'; i++) {
		if (rest->bytes[i] == '\\' && i + 1 < rest->length && rest->bytes[i + 1] == '"')
			i++;
		copy[length++] = rest->bytes[i];
	}
	if (i >= rest->length)
		return false;
	*value = (struct str){ copy, length };
	*rest = str_slice(*rest, i + 1, rest->length);
	return true;
}

/* Cut one "; name=value" from `rest`. False at the end or, with *bad, when malformed. */
static bool next_parameter(struct str *rest, struct arena *arena, struct str *name,
			   struct str *value, bool *bad)
{
	struct str text = str_trim(*rest);
	ptrdiff_t equals;

	*bad = text.length != 0;
	if (!text.length || text.bytes[0] != ';')
		return false;
	text = str_slice(text, 1, text.length);
	equals = str_find_byte(text, '=');
	if (equals <= 0)
		return false;
	*name = str_trim(str_slice(text, 0, (size_t)equals));
	text = str_slice(text, (size_t)equals + 1, text.length);
	if (!text.length || text.bytes[0] != '"')
		cut_token(&text, value);
	else if (!cut_quoted(&text, arena, value))
		return false;
	*rest = text;
	*bad = false;
	return true;
}

/* Browsers write a quote, CR and LF inside names as %22, %0D and %0A, and nothing else. */
static struct str unescape_name(struct arena *arena, struct str raw)
{
	char *copy;
	size_t length = 0;

	if (str_find_byte(raw, '%') < 0)
		return raw;
	copy = arena_alloc(arena, raw.length + 1);
	if (!copy)
		return STR_EMPTY;
	for (size_t i = 0; i < raw.length; i++) {
		struct str code = str_slice(raw, i, 3);

		if (str_equal(code, STR("%22")))
			copy[length++] = '"';
		else if (str_equal_ignore_case(code, STR("%0D")))
			copy[length++] = '\r';
		else if (str_equal_ignore_case(code, STR("%0A")))
			copy[length++] = '\n';
		else {
			copy[length++] = raw.bytes[i];
			continue;
		}
		i += 2;
	}
	return (struct str){ copy, length };
}

/* The last part of a path, since old browsers send C:\folder\name. "." and ".." give "". */
static struct str without_folders(struct str name)
{
	size_t start = 0;

	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] == '/' || name.bytes[i] == '\\')
			start = i + 1;
	name = str_slice(name, start, name.length);
	if (str_equal(name, STR(".")) || str_equal(name, STR("..")))
		return STR_EMPTY;
	return name;
}

static bool has_control(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7f)
			return true;
	return false;
}

/* UTF-8''%E5%90%8D.csv */
static bool read_extended(struct arena *arena, struct str value, struct str *out)
{
	struct str rest = value;
	struct str charset = str_split(&rest, '\'');

	str_split(&rest, '\'');
	return str_equal_ignore_case(charset, STR("UTF-8")) &&
	       form_percent_decode(rest, false, arena, out);
}

static int read_disposition(struct parser *parser, struct str value, struct form_field *field)
{
	struct str rest = value, name, text;
	ptrdiff_t end = str_find_byte(value, ';');
	bool bad, extended = false;

	if (end < 0 || !str_equal_ignore_case(str_trim(str_slice(value, 0, (size_t)end)),
					      STR("form-data")))
		return form_refuse(parser->err, "a part that is not form-data");
	rest = str_slice(value, (size_t)end, value.length);
	while (next_parameter(&rest, parser->arena, &name, &text, &bad)) {
		if (str_equal_ignore_case(name, STR("name"))) {
			field->name = unescape_name(parser->arena, text);
		} else if (str_equal_ignore_case(name, STR("filename"))) {
			field->is_file = true;
			if (!extended)
				field->file_name = unescape_name(parser->arena, text);
		} else if (str_equal_ignore_case(name, STR("filename*"))) {
			field->is_file = extended = true;
			if (!read_extended(parser->arena, text, &field->file_name))
				return form_refuse(parser->err, "malformed filename*");
		}
	}
	if (bad)
		return form_refuse(parser->err, "malformed content-disposition");
	field->file_name = without_folders(field->file_name);
	return 0;
}

static int read_header_line(struct parser *parser, struct str line, struct form_field *field)
{
	struct str value = line;
	struct str name = str_trim(str_split(&value, ':'));

	value = str_trim(value);
	if (str_equal_ignore_case(name, STR("content-disposition"))) {
		if (field->name.length)
			return form_refuse(parser->err, "two content-dispositions in a part");
		return read_disposition(parser, value, field);
	}
	if (str_equal_ignore_case(name, STR("content-transfer-encoding")) &&
	    !str_equal_ignore_case(value, STR("binary")) &&
	    !str_equal_ignore_case(value, STR("8bit")) &&
	    !str_equal_ignore_case(value, STR("7bit")))
		return form_refuse(parser->err, "a part with a transfer encoding");
	return 0;
}

static int read_headers(struct parser *parser, struct form_field *field)
{
	for (size_t seen = 0;;) {
		ptrdiff_t end = str_find(str_slice(parser->rest, 0, PART_HEADER_MAXIMUM),
					 STR("\r\n"));
		struct str line;
		int code;

		if (end < 0 || (seen += (size_t)end + 2) > PART_HEADER_MAXIMUM)
			return form_refuse(parser->err, "endless part header");
		line = str_slice(parser->rest, 0, (size_t)end);
		parser->rest = str_slice(parser->rest, (size_t)end + 2, parser->rest.length);
		if (!line.length)
			break;
		code = read_header_line(parser, line, field);
		if (code < 0)
			return code;
	}
	if (!field->name.length)
		return form_refuse(parser->err, "a part without a name");
	if (!form_text_is_clean(field->name) || !form_text_is_clean(field->file_name) ||
	    has_control(field->file_name))
		return form_refuse(parser->err, "malformed name or file name");
	return 0;
}

/* Room for one more field; doubles the array. */
static struct form_field *add_field(struct parser *parser)
{
	struct form *form = &parser->form;
	size_t room = parser->room ? parser->room * 2 : 16;
	struct form_field *larger;

	if (form->count < parser->room)
		return &form->fields[form->count++];
	larger = ARENA_ARRAY(parser->arena, struct form_field, room);
	if (!larger)
		return NULL;
	if (form->count)
		memcpy(larger, form->fields, form->count * sizeof *larger);
	form->fields = larger;
	parser->room = room;
	return &form->fields[form->count++];
}

/* memmem is far quicker than a byte-wise search over uploads of many megabytes. */
static ptrdiff_t find_delimiter(const struct parser *parser)
{
	const char *at = memmem(parser->rest.bytes, parser->rest.length, parser->delimiter.bytes,
				parser->delimiter.length);

	return at ? at - parser->rest.bytes : -1;
}

static int read_part(struct parser *parser)
{
	struct form_field *field;
	ptrdiff_t end;
	int code;

	if (parser->form.count == FORM_MAXIMUM_FIELDS)
		return form_refuse(parser->err, "too many fields");
	field = add_field(parser);
	if (!field)
		return error_broken(parser->err, ERR_MEMORY, "multipart form");
	code = read_headers(parser, field);
	if (code < 0)
		return code;
	end = find_delimiter(parser);
	if (end < 0)
		return form_refuse(parser->err, "a part without an end");
	field->value = str_slice(parser->rest, 0, (size_t)end);
	if (!field->is_file && !form_text_is_clean(field->value))
		return form_refuse(parser->err, "NUL or malformed UTF-8");
	parser->rest = str_slice(parser->rest, (size_t)end + parser->delimiter.length,
				 parser->rest.length);
	return 0;
}

static bool boundary_is_valid(struct str boundary)
{
	if (!boundary.length || boundary.length > BOUNDARY_MAXIMUM)
		return false;
	for (size_t i = 0; i < boundary.length; i++) {
		unsigned char c = (unsigned char)boundary.bytes[i];

		if (c <= ' ' || c >= 0x7f)
			return false;
	}
	return true;
}

static int read_boundary(struct parser *parser, struct str content_type)
{
	struct str name, value, boundary = STR_EMPTY;
	ptrdiff_t end = str_find_byte(content_type, ';');
	struct str rest = end < 0 ? STR_EMPTY
				  : str_slice(content_type, (size_t)end, content_type.length);
	bool bad;

	while (next_parameter(&rest, parser->arena, &name, &value, &bad))
		if (str_equal_ignore_case(name, STR("boundary")))
			boundary = value;
	if (bad || !boundary_is_valid(boundary))
		return form_refuse(parser->err, "no valid boundary");
	parser->delimiter = arena_format(parser->arena, "\r\n--%.*s", STR_ARG(boundary));
	if (!parser->delimiter.bytes)
		return error_broken(parser->err, ERR_MEMORY, "multipart boundary");
	return 0;
}

int form_parse_multipart(struct str body, struct str content_type, struct arena *arena,
			 struct form *out, struct error *err)
{
	struct parser parser = { .arena = arena, .rest = body, .err = err };
	struct str first;
	int code = read_boundary(&parser, content_type);

	if (code < 0)
		return code;
	first = str_slice(parser.delimiter, 2, parser.delimiter.length);
	if (!str_starts_with(body, first))
		return form_refuse(err, "the body does not begin with its boundary");
	parser.rest = str_slice(body, first.length, body.length);
	while (str_starts_with(parser.rest, STR("\r\n"))) {
		parser.rest = str_slice(parser.rest, 2, parser.rest.length);
		code = read_part(&parser);
		if (code < 0)
			return code;
	}
	if (!str_equal(parser.rest, STR("--")) && !str_equal(parser.rest, STR("--\r\n")))
		return form_refuse(err, "the body does not end with its boundary");
	*out = parser.form;
	return 0;
}
