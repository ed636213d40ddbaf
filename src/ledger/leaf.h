/*
 * leaf.h - the text of one leaf: which act made which version of which record, and its commitment.
 *
 * Layer: ledger, pure (base only).
 *
 *     lianze-leaf 1
 *     act <kind>
 *     record <type> <id>
 *     revision <number>
 *     role <role>
 *     day <YYYY-MM-DD>
 *     commitment <hex of SHA-256(salt ‖ canonical bytes)>, or: commitment removed
 *
 * Every line ends in a line feed. The text holds nothing of the record's content.
 */
#ifndef LIANZE_LEDGER_LEAF_H
#define LIANZE_LEDGER_LEAF_H

#include "base/civil.h"
#include "base/error.h"
#include "base/hash.h"

#define LEAF_BYTES 512
#define LEAF_SALT_BYTES 16

struct leaf {
	struct str act_kind, record_type, role;
	int64_t record_id, revision;
	int32_t day;
	bool removed;		/* then `commitment` is zero */
	struct hash commitment;
};

/* The text, in `text`. Empty when a name holds a space or control character or the text is too
 * long: a program error. */
struct str leaf_format(const struct leaf *leaf, char text[LEAF_BYTES]);
/* Read it back; names are borrowed from `text`. False unless leaf_format() writes exactly `text`. */
MUST_USE bool leaf_parse(struct str text, struct leaf *out);
/* SHA-256(salt ‖ content). */
struct hash leaf_commitment(struct str salt, struct str content);

#endif
