/*
 * canonical.c - the bytes that the ledger commits to, and back.
 *
 * Each value carries its length, so that no text can pass for the end of its field. A decoded
 * record is encoded once more and compared: whatever is not exactly what record_encode writes is
 * refused.
 */
#include "base/hash.h"
#include "base/id.h"
#include "record/value.h"

#define FORMAT_LINE "lianze-record 1\n"

static bool is_committed(const struct field *field, int encoding)
{
	return !(field->flags & FIELD_DERIVED) && field->since <= encoding;
}

static void line_add_id(struct buf *out, int64_t id)
{
	char text[ID_TEXT_BYTES];

	/* Only the installation's own tree has the number 0, which is no identifier. */
	buf_add_text(out, id ? id_format(id, text) : "0");
	buf_add_byte(out, '\n');
}

static void bytes_add(struct buf *out, struct str bytes)
{
	char hex[3];

	for (size_t i = 0; i < bytes.length; i++) {
		hex_encode(str_slice(bytes, i, 1), hex);
		buf_add(out, hex, 2);
	}
}

static void field_add(struct buf *out, const struct field *field, const void *record)
{
	char scratch[VALUE_TEXT_BYTES];
	struct str value = value_text(field, record, scratch);
	bool is_bytes = field->type == FIELD_BYTES;

	buf_add_text(out, field->name);
	buf_add_byte(out, ':');
	buf_add_int(out, (int64_t)(is_bytes ? 2 * value.length : value.length));
	buf_add_byte(out, ':');
	if (is_bytes)
		bytes_add(out, value);
	else
		buf_add_str(out, value);
	buf_add_byte(out, '\n');
}

void record_encode(const struct record_type *type, const void *record, int encoding,
		   struct buf *out)
{
	const struct record_head *head = record;

	buf_add_str(out, STR(FORMAT_LINE));
	buf_add_text(out, type->name);
	buf_add_byte(out, ' ');
	buf_add_int(out, encoding);
	buf_add_byte(out, '\n');
	line_add_id(out, head->jurisdiction_id);
	line_add_id(out, head->id);
	buf_add_int(out, head->revision);
	buf_add_byte(out, '\n');
	for (size_t i = 0; i < type->field_count; i++)
		if (is_committed(&type->fields[i], encoding))
			field_add(out, &type->fields[i], record);
}

static int not_canonical(const struct record_type *type, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "A stored version of a record cannot be read.",
			   "记录的一个历史版本无法读取。");

	error_detail(err, "bytes of a %s are not canonical", type->name);
	return rc;
}

static bool id_line(struct str *rest, int64_t *out)
{
	struct str line = str_split(rest, '\n');

	if (str_equal(line, STR("0"))) {
		*out = 0;
		return true;
	}
	return id_parse(line, out);
}

static bool head_decode(const struct record_type *type, struct str *rest,
			struct record_head *head)
{
	struct str line;

	if (!str_equal(str_split(rest, '\n'), STR("lianze-record 1")))
		return false;
	line = str_split(rest, '\n');
	return str_equal(str_split(&line, ' '), str_from(type->name)) &&
	       str_parse_int(line, 1, type->encoding, &head->encoding) &&
	       id_line(rest, &head->jurisdiction_id) && id_line(rest, &head->id) &&
	       str_parse_int(str_split(rest, '\n'), 1, INT64_MAX, &head->revision);
}

/* "name:length:value LF" at the start of rest, which moves behind it. */
static bool field_decode(const struct field *field, struct str *rest, void *record,
			 struct arena *arena)
{
	int64_t length;
	struct str value;

	if (!str_equal(str_split(rest, ':'), str_from(field->name)) ||
	    !str_parse_int(str_split(rest, ':'), 0, INT64_MAX, &length))
		return false;
	if ((size_t)length >= rest->length || rest->bytes[length] != '\n')
		return false;
	value = str_slice(*rest, 0, (size_t)length);
	*rest = str_slice(*rest, (size_t)length + 1, rest->length);
	if (field->type == FIELD_TEXT && value.length) {
		value = arena_str(arena, value);
		if (!value.bytes)
			return false;
	}
	return value_set(field, value, record, arena);
}

static bool encodes_to(const struct record_type *type, const void *record, struct str bytes)
{
	const struct record_head *head = record;
	struct buf again;
	bool same;

	buf_init(&again, bytes.length + 1);
	record_encode(type, record, (int)head->encoding, &again);
	same = !buf_failed(&again) && str_equal(buf_str(&again), bytes);
	buf_release(&again);
	return same;
}

static bool fields_decode(const struct record_type *type, struct str *rest, void *record,
			  struct arena *arena)
{
	const struct record_head *head = record;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		value_clear(field, record);
		if (is_committed(field, (int)head->encoding) &&
		    !field_decode(field, rest, record, arena))
			return false;
	}
	return rest->length == 0;
}

int record_decode(const struct record_type *type, struct str bytes, void *record,
		  struct arena *arena, struct error *err)
{
	struct str rest = bytes;
	void *decoded = arena_alloc(arena, type->size);

	if (!decoded)
		return error_broken(err, ERR_MEMORY, "decoding a %s", type->name);
	if (!head_decode(type, &rest, decoded) || !fields_decode(type, &rest, decoded, arena) ||
	    !encodes_to(type, decoded, bytes))
		return not_canonical(type, err);
	memcpy(record, decoded, type->size);
	return 0;
}
