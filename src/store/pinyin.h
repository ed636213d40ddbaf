/*
 * pinyin.h - how a Chinese character is read, in plain letters: 甲 "jia", 吕 "lv" and "lu".
 *
 * Layer:   store (the search index uses it). Pure but for a cache; any thread.
 *
 * The usual reading comes from ICU's Han-Latin transform, one character at a time and remembered;
 * opening it takes a quarter of a second, once per process, when the first Chinese name is indexed.
 * Characters that names often read otherwise, and surnames, are a table in pinyin.c.
 */
#ifndef LIANZE_STORE_PINYIN_H
#define LIANZE_STORE_PINYIN_H

#include "base/error.h"
#include "base/str.h"

#define PINYIN_BYTES	8 /* the longest syllable is six letters */
#define PINYIN_READINGS 3

struct pinyin {
	char readings[PINYIN_READINGS][PINYIN_BYTES]; /* the likeliest first */
	int count;				      /* 0: not a character with a reading */
};

/* The readings of a character; `surname` puts those of a surname first. */
MUST_USE int pinyin_read(int32_t character, bool surname, struct pinyin *out, struct error *err);

#endif
