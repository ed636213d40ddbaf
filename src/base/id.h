/*
 * id.h - record identifiers: 63 bits, time-ordered, unique across jurisdictions and nodes.
 *
 * Layer: base. 42 bits of milliseconds since 2000-01-01 UTC, 7 bits of node, 14 bits of sequence
 * (decisions.md 1). Shown as 13 Crockford base32 characters; JSON carries that text as a string.
 */
#ifndef LIANZE_BASE_ID_H
#define LIANZE_BASE_ID_H

#include "base/str.h"

#define ID_TEXT_BYTES 14
#define ID_NODE_MAXIMUM 127

/* Which node this process is; set once at start, 0 by default. */
void id_set_node(unsigned node);
/* A new identifier, greater than every earlier one of this process. Thread-safe. */
int64_t id_new(void);
/* 13 characters, upper case; returns `text`. */
const char *id_format(int64_t id, char text[ID_TEXT_BYTES]);
/* Accepts lower case and the aliases i l → 1, o → 0. False when malformed or 0. */
MUST_USE bool id_parse(struct str text, int64_t *out);

#endif
