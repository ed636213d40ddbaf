/*
 * natural_key.h - what people call a record: "丁镇 T04".
 *
 * Layer: ledger, private to this room.
 */
#ifndef LIANZE_LEDGER_NATURAL_KEY_H
#define LIANZE_LEDGER_NATURAL_KEY_H

#include "record/record.h"
#include "store/db.h"

/*
 * The record's name, if it has one, and the values of its KEY fields, joined by spaces; a
 * reference is followed to what it names (with `db` NULL it is its identifier). In the arena;
 * empty when it cannot be told. No query may be open on `db` (PostgreSQL).
 */
struct str natural_key(struct db *db, const struct record_type *type, const void *record,
		       struct arena *arena);

#endif
