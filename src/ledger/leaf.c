/*
 * leaf.c - see the header for the text's form.
 */
#include "ledger/leaf.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/id.h"

static bool name_is_plain(struct str name)
{
	for (size_t i = 0; i < name.length; i++)
		if ((unsigned char)name.bytes[i] <= ' ' || name.bytes[i] == 0x7f)
			return false;
	return name.length > 0;
}

struct str leaf_format(const struct leaf *leaf, char text[LEAF_BYTES])
{
	char id[ID_TEXT_BYTES], day[CIVIL_TEXT_BYTES], hex[HASH_HEX_BYTES] = "removed";
	int length;

	if (!name_is_plain(leaf->act_kind) || !name_is_plain(leaf->record_type) ||
	    !name_is_plain(leaf->role))
		return STR_EMPTY;
	if (!leaf->removed)
		hex_encode(hash_str(&leaf->commitment), hex);
	length = snprintf(text, LEAF_BYTES,
			  "lianze-leaf 1\nact %.*s\nrecord %.*s %s\nrevision %" PRId64
			  "\nrole %.*s\nday %s\ncommitment %s\n",
			  STR_ARG(leaf->act_kind), STR_ARG(leaf->record_type),
			  id_format(leaf->record_id, id), leaf->revision, STR_ARG(leaf->role),
			  civil_format(leaf->day, day), hex);
	if (length < 0 || length >= LEAF_BYTES)
		return STR_EMPTY;
	return (struct str){ text, (size_t)length };
}

/* The rest of the next line behind `name` and a space; empty when the line is another. */
static struct str line_value(struct str *rest, struct str name)
{
	struct str line = str_split(rest, '\n');

	if (!str_starts_with(line, name))
		return STR_EMPTY;
	return str_slice(line, name.length, line.length);
}

static bool fields_parse(struct str rest, struct leaf *leaf)
{
	struct str value;

	if (!str_equal(str_split(&rest, '\n'), STR("lianze-leaf 1")))
		return false;
	leaf->act_kind = line_value(&rest, STR("act "));
	value = line_value(&rest, STR("record "));
	leaf->record_type = str_split(&value, ' ');
	if (!id_parse(value, &leaf->record_id) ||
	    !str_parse_int(line_value(&rest, STR("revision ")), 1, INT64_MAX, &leaf->revision))
		return false;
	leaf->role = line_value(&rest, STR("role "));
	if (!civil_parse(line_value(&rest, STR("day ")), &leaf->day))
		return false;
	value = line_value(&rest, STR("commitment "));
	leaf->removed = str_equal(value, STR("removed"));
	return leaf->removed || hex_decode(value, leaf->commitment.bytes, HASH_BYTES);
}

bool leaf_parse(struct str text, struct leaf *out)
{
	struct leaf leaf = { 0 };
	char again[LEAF_BYTES];

	if (!fields_parse(text, &leaf) || !str_equal(leaf_format(&leaf, again), text))
		return false;
	*out = leaf;
	return true;
}

struct hash leaf_commitment(struct str salt, struct str content)
{
	struct str parts[] = { salt, content };

	return hash_parts(parts, ARRAY_LENGTH(parts));
}
