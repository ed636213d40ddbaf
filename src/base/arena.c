/*
 * arena.c - bump allocation in a chain of blocks, and the program's one door to the heap.
 *
 * The newest block stands first and serves requests; a request larger than a usual block gets one
 * of its own behind it, so that the room left in the newest block stays usable. The oldest block
 * comes with the arena and survives a reset. Under AddressSanitizer what is not handed out is
 * poisoned, so that a use after arena_reset() is found like a use after free.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(start, length) ASAN_POISON_MEMORY_REGION((start), (length))
#define UNPOISON(start, length) ASAN_UNPOISON_MEMORY_REGION((start), (length))
#else
#define POISON(start, length) ((void)0)
#define UNPOISON(start, length) ((void)0)
#endif

#define FIRST_BLOCK_BYTES  ((size_t)4096)
#define BLOCK_BYTES_LIMIT  ((size_t)1024 * 1024)
#define BLOCK_HEADER_BYTES (sizeof(struct block))

struct block {
	struct block *older;
	size_t capacity, used;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *newest, *oldest;
	size_t maximum, used;
	size_t next_block_bytes;
};

/* Heap ------------------------------------------------------------------------------------- */

static atomic_long calls;
static atomic_long fail_at; /* the value of `calls` that fails; 0 for never */
static atomic_bool fail_persistently;

static bool call_must_fail(void)
{
	long call = atomic_fetch_add(&calls, 1) + 1;
	long failing = atomic_load(&fail_at);

	if (!failing || call < failing)
		return false;
	return call == failing || atomic_load(&fail_persistently);
}

void *memory_alloc(size_t bytes)
{
	return call_must_fail() ? NULL : calloc(1, bytes ? bytes : 1);
}

void *memory_resize(void *block, size_t bytes)
{
	return call_must_fail() ? NULL : realloc(block, bytes ? bytes : 1);
}

void memory_free(void *block)
{
	free(block);
}

void memory_fail_after(long n, bool persistent)
{
	atomic_store(&fail_persistently, persistent);
	atomic_store(&fail_at, n > 0 ? atomic_load(&calls) + n : 0);
}

long memory_calls(void)
{
	return atomic_load(&calls);
}

/* Blocks ----------------------------------------------------------------------------------- */

static struct block *block_new(size_t capacity)
{
	struct block *block;

	if (capacity > SIZE_MAX - BLOCK_HEADER_BYTES)
		return NULL;
	block = memory_resize(NULL, BLOCK_HEADER_BYTES + capacity);
	if (!block)
		return NULL;
	*block = (struct block){ .capacity = capacity };
	POISON(block->bytes, capacity);
	return block;
}

static void block_free(struct block *block)
{
	UNPOISON(block->bytes, block->capacity);
	memory_free(block);
}

/* Bytes to skip before an allocation of this alignment (a power of two). */
static size_t block_padding(const struct block *block, size_t alignment)
{
	return -block->used & (alignment - 1);
}

static bool block_fits(const struct block *block, size_t padding, size_t bytes)
{
	size_t room = block->capacity - block->used;

	return padding <= room && bytes <= room - padding;
}

/* A block that holds `bytes`, in its place in the chain. */
static struct block *arena_grow(struct arena *arena, size_t bytes)
{
	bool own = bytes > arena->next_block_bytes;
	struct block *block = block_new(own ? bytes : arena->next_block_bytes);

	if (!block)
		return NULL;
	if (own) {
		block->older = arena->newest->older;
		arena->newest->older = block;
		if (arena->oldest == arena->newest)
			arena->oldest = block;
		return block;
	}
	block->older = arena->newest;
	arena->newest = block;
	if (arena->next_block_bytes < BLOCK_BYTES_LIMIT)
		arena->next_block_bytes *= 2;
	return block;
}

/* Room for `bytes`, not zeroed. Padding counts as handed out, so the maximum bounds the memory. */
static void *arena_take(struct arena *arena, size_t bytes, size_t alignment)
{
	struct block *block = arena->newest;
	size_t padding = block_padding(block, alignment);
	char *start;

	if (bytes > arena->maximum)
		return NULL;
	if (!block_fits(block, padding, bytes)) {
		if (bytes > arena->maximum - arena->used)
			return NULL;
		block = arena_grow(arena, bytes);
		if (!block)
			return NULL;
		padding = 0;
	}
	if (padding + bytes > arena->maximum - arena->used)
		return NULL;
	start = block->bytes + block->used + padding;
	block->used += padding + bytes;
	arena->used += padding + bytes;
	UNPOISON(start, bytes);
	return start;
}

/* Arena ------------------------------------------------------------------------------------ */

struct arena *arena_new(size_t maximum_bytes)
{
	struct arena *arena = memory_alloc(sizeof(*arena));

	if (!arena)
		return NULL;
	arena->maximum = maximum_bytes;
	arena->next_block_bytes = FIRST_BLOCK_BYTES;
	arena->newest = arena->oldest =
		block_new(maximum_bytes < FIRST_BLOCK_BYTES ? maximum_bytes : FIRST_BLOCK_BYTES);
	if (!arena->newest) {
		memory_free(arena);
		return NULL;
	}
	return arena;
}

/* Give back all blocks from `block` on, down to the end of the chain or to `keep`. */
static void free_blocks(struct block *block, const struct block *keep)
{
	while (block && block != keep) {
		struct block *older = block->older;

		block_free(block);
		block = older;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->newest, NULL);
	memory_free(arena);
}

void arena_reset(struct arena *arena)
{
	struct block *first = arena->oldest;

	free_blocks(arena->newest, first);
	POISON(first->bytes, first->capacity);
	first->used = 0;
	arena->newest = first;
	arena->used = 0;
	arena->next_block_bytes = FIRST_BLOCK_BYTES;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	void *start = arena_take(arena, bytes ? bytes : 1, alignof(max_align_t));

	return start ? memset(start, 0, bytes) : NULL;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return arena_alloc(arena, bytes);
}

char *arena_text(struct arena *arena, struct str text)
{
	char *copy;

	if (text.length == SIZE_MAX)
		return NULL;
	copy = arena_take(arena, text.length + 1, 1);
	if (!copy)
		return NULL;
	if (text.length)
		memcpy(copy, text.bytes, text.length);
	copy[text.length] = '\0';
	return copy;
}

struct str arena_str(struct arena *arena, struct str text)
{
	const char *copy = arena_text(arena, text);

	return copy ? (struct str){ copy, text.length } : STR_EMPTY;
}

struct str arena_format(struct arena *arena, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length >= 0)
		text = arena_take(arena, (size_t)length + 1, 1);
	if (!text)
		return STR_EMPTY;
	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return (struct str){ text, (size_t)length };
}
