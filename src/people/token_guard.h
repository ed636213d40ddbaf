/*
 * token_guard.h - how many wrong tokens a network may try.
 *
 * Layer:   people.
 * Threads: thread-safe.
 *
 * Nobody guesses 256 bits; the bound keeps a program gone wild, or an outsider, from costing a database
 * lookup and a log line each time. It is held in memory, per process: TOKEN_GUARD_FAILURES a minute and
 * network, then every token from there has to wait for the minute's end, except those that have worked
 * in this process before: one program's old token does not stop its neighbours.
 */
#ifndef LIANZE_PEOPLE_TOKEN_GUARD_H
#define LIANZE_PEOPLE_TOKEN_GUARD_H

#include "base/hash.h"

#define TOKEN_GUARD_FAILURES 30

struct token_guard;

MUST_USE struct token_guard *token_guard_new(void);
void token_guard_free(struct token_guard *guard);
/* Seconds that this network has to wait with this token; 0: go on. */
int token_guard_wait(struct token_guard *guard, struct str network, const struct hash *token_hash);
void token_guard_failed(struct token_guard *guard, struct str network);
void token_guard_worked(struct token_guard *guard, const struct hash *token_hash);

#endif
