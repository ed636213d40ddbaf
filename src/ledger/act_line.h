/*
 * act_line.h - what a leaf commits to of an act itself: who, for whom, in which role, what, when.
 *
 * Layer: ledger, pure (base only).
 *
 * The act's leaf is the last of the act; it holds nothing that could be guessed back:
 *
 *     lianze-act 1
 *     act <kind> <id>
 *     leaves <first> <count>          the leaves of the record versions that it wrote; first - : none
 *     commitment <hex of SHA-256(salt ‖ line)>
 *
 * The line is these, each ended by a line feed, absent accounts as "-":
 *
 *     kind <kind> / id <id> / account <id> / for <id> / token <id> / role <role> /
 *     day <YYYY-MM-DD> / at <milliseconds UTC> / leaves <first> <count> / summary <text>
 */
#ifndef LIANZE_LEDGER_ACT_LINE_H
#define LIANZE_LEDGER_ACT_LINE_H

#include "base/buf.h"
#include "base/hash.h"

#define ACT_LEAF_BYTES 512

struct act_line {
	struct str kind, role, summary;
	int64_t id, account_id, on_behalf_id, token_id; /* 0: none */
	int32_t day;
	int64_t at_ms;
	int64_t first_leaf, leaf_count; /* first -1: none */
};

/* What the leaf says. */
struct act_leaf {
	struct str kind; /* borrowed */
	int64_t id, first_leaf, leaf_count;
	struct hash commitment;
};

/* SHA-256(salt ‖ line). -1 when `scratch` could not hold the line, else 0. */
MUST_USE int act_line_commitment(const struct act_line *line, struct str salt, struct buf *scratch,
				 struct hash *out);
/* The leaf's text, in `text`; empty when it is too long: a program error. */
struct str act_leaf_format(const struct act_leaf *leaf, char text[ACT_LEAF_BYTES]);
/* False unless act_leaf_format() writes exactly `text`. */
MUST_USE bool act_leaf_parse(struct str text, struct act_leaf *out);
/* Whether a leaf speaks of an act, well-formed or not. */
bool act_leaf_is(struct str text);

#endif
