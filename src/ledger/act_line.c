/*
 * act_line.c - see the header for the two texts.
 */
#include "ledger/act_line.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/civil.h"
#include "base/id.h"

#define LEAF_START STR("lianze-act 1\n")

static void add_account(struct buf *out, const char *name, int64_t account_id)
{
	char id[ID_TEXT_BYTES];

	buf_add_format(out, "%s %s\n", name, account_id ? id_format(account_id, id) : "-");
}

static void add_first(struct buf *out, int64_t first, int64_t count)
{
	if (first < 0)
		buf_add_format(out, "leaves - %" PRId64 "\n", count);
	else
		buf_add_format(out, "leaves %" PRId64 " %" PRId64 "\n", first, count);
}

int act_line_commitment(const struct act_line *line, struct str salt, struct buf *scratch,
			struct hash *out)
{
	char id[ID_TEXT_BYTES], day[CIVIL_TEXT_BYTES];

	buf_clear(scratch);
	buf_add_format(scratch, "kind %.*s\nid %s\n", STR_ARG(line->kind), id_format(line->id, id));
	add_account(scratch, "account", line->account_id);
	add_account(scratch, "for", line->on_behalf_id);
	add_account(scratch, "token", line->token_id);
	buf_add_format(scratch, "role %.*s\nday %s\nat %" PRId64 "\n", STR_ARG(line->role),
		       civil_format(line->day, day), line->at_ms);
	add_first(scratch, line->first_leaf, line->leaf_count);
	buf_add_format(scratch, "summary %.*s\n", STR_ARG(line->summary));
	if (buf_failed(scratch))
		return -1;
	*out = hash_parts((const struct str[]){ salt, buf_str(scratch) }, 2);
	return 0;
}

struct str act_leaf_format(const struct act_leaf *leaf, char text[ACT_LEAF_BYTES])
{
	char id[ID_TEXT_BYTES], hex[HASH_HEX_BYTES], first[24] = "-";
	int length;

	if (leaf->first_leaf >= 0)
		(void)snprintf(first, sizeof(first), "%" PRId64, leaf->first_leaf);
	hex_encode(hash_str(&leaf->commitment), hex);
	length = snprintf(text, ACT_LEAF_BYTES,
			  "lianze-act 1\nact %.*s %s\nleaves %s %" PRId64 "\ncommitment %s\n",
			  STR_ARG(leaf->kind), id_format(leaf->id, id), first, leaf->leaf_count, hex);
	if (length < 0 || length >= ACT_LEAF_BYTES)
		return STR_EMPTY;
	return (struct str){ text, (size_t)length };
}

bool act_leaf_is(struct str text)
{
	return str_starts_with(text, LEAF_START);
}

/* The rest of the next line behind `name` and a space; empty when the line is another. */
static struct str line_value(struct str *rest, struct str name)
{
	struct str line = str_split(rest, '\n');

	return str_starts_with(line, name) ? str_slice(line, name.length, line.length) : STR_EMPTY;
}

bool act_leaf_parse(struct str text, struct act_leaf *out)
{
	struct str rest = str_slice(text, LEAF_START.length, text.length), value, first;
	struct act_leaf leaf = { .first_leaf = -1 };
	char again[ACT_LEAF_BYTES];

	if (!act_leaf_is(text))
		return false;
	value = line_value(&rest, STR("act "));
	leaf.kind = str_split(&value, ' ');
	if (!id_parse(value, &leaf.id))
		return false;
	value = line_value(&rest, STR("leaves "));
	first = str_split(&value, ' ');
	if ((!str_equal(first, STR("-")) && !str_parse_int(first, 0, INT64_MAX, &leaf.first_leaf)) ||
	    !str_parse_int(value, 0, INT64_MAX, &leaf.leaf_count) ||
	    !hex_decode(line_value(&rest, STR("commitment ")), leaf.commitment.bytes, HASH_BYTES) ||
	    !str_equal(act_leaf_format(&leaf, again), text))
		return false;
	*out = leaf;
	return true;
}
