/*
 * name_key.h - the sort key of a name: digits, then Chinese by pinyin, then Latin letters.
 *
 * Layer:   people, pure.
 * Threads: any. One ICU collator (locale zh, collation pinyin) is opened once per process and only
 *          read afterwards, which ICU allows from several threads.
 *
 * Keys are compared as bytes, on both engines; they are derived, so no commitment covers them and
 * an ICU upgrade may rebuild them.
 */
#ifndef LIANZE_PEOPLE_NAME_KEY_H
#define LIANZE_PEOPLE_NAME_KEY_H

#include "base/arena.h"
#include "base/error.h"

/* Longest name that has a key, in bytes of UTF-8; longer ones are cut for the key only. */
#define NAME_KEY_NAME_BYTES 1024

/*
 * The key of a valid UTF-8 name, in the arena. -ERR_MEMORY, or -ERR_BROKEN when ICU has no
 * Chinese collation.
 */
MUST_USE int name_key(struct str name, struct arena *arena, struct str *out, struct error *err);

#endif
