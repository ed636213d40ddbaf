/*
 * arena.h - memory of one request, job or command, given back in one piece.
 *
 * Layer:   base.
 * Owner:   everything allocated from an arena lives until arena_reset() or arena_free().
 * Threads: one thread at a time; an arena may be handed over between threads.
 *
 * An arena has a maximum given at creation; reaching it makes arena_alloc() return NULL, an error
 * value like any other, never an abort. All heap memory of the program comes through memory_alloc()
 * below, so that tests can make the nth allocation fail.
 */
#ifndef LIANZE_BASE_ARENA_H
#define LIANZE_BASE_ARENA_H

#include <stdarg.h>

#include "base/attributes.h"
#include "base/str.h"

struct arena;

/* A new arena that will hold at most `maximum_bytes`. NULL when memory is out. */
MUST_USE struct arena *arena_new(size_t maximum_bytes);
/* Give all memory back. NULL is allowed. */
void arena_free(struct arena *arena);
/* Forget all allocations; keeps the first block for re-use. */
void arena_reset(struct arena *arena);
/* Bytes handed out since creation or the last reset. */
size_t arena_used(const struct arena *arena);

/* `bytes` of zeroed memory, aligned for any type; NULL at the maximum or when memory is out. */
MUST_USE void *arena_alloc(struct arena *arena, size_t bytes);
/* `count` zeroed objects of `size` bytes; NULL also when the product overflows. */
MUST_USE void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* Copy into the arena, NUL-terminated (the NUL is not counted). On failure returns STR_EMPTY with
 * bytes == NULL. */
struct str arena_str(struct arena *arena, struct str text);
/* The same as a C string; NULL on failure. */
MUST_USE char *arena_text(struct arena *arena, struct str text);
/* printf into the arena; STR_EMPTY with bytes == NULL on failure. */
struct str arena_format(struct arena *arena, const char *format, ...) PRINTF(2, 3);

/*
 * Heap allocation of the whole program. memory_alloc zeroes. NULL when out.
 * memory_fail_after(n) makes the nth following call fail (n >= 1), and all later ones when
 * `persistent`; n = 0 switches that off. For the fault tests.
 */
MUST_USE void *memory_alloc(size_t bytes);
MUST_USE void *memory_resize(void *block, size_t bytes); /* as realloc; not zeroed */
void memory_free(void *block);
void memory_fail_after(long n, bool persistent);
/* Calls of memory_alloc and memory_resize so far. */
long memory_calls(void);

#endif
