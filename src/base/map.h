/*
 * map.h - from texts to pointers, for tables that are read once and asked often.
 *
 * Layer:   base.
 * Owner:   the map owns its slots only; keys and values are borrowed and must outlive it.
 * Threads: one at a time; several may look up while nobody adds.
 *
 * Open addressing with linear probing, at most three quarters full; nothing is ever taken out. The
 * hash is seeded per process, so that a prepared file cannot aim at one slot.
 */
#ifndef LIANZE_BASE_MAP_H
#define LIANZE_BASE_MAP_H

#include "base/attributes.h"
#include "base/str.h"

struct map_slot {
	struct str key;
	uint64_t hash;
	void *value; /* NULL: the slot is free */
};

struct map {
	struct map_slot *slots;
	size_t capacity; /* 0 or a power of two */
	size_t count;
};

/* Start empty; allocates nothing yet. A zeroed struct map is an empty map too. */
void map_init(struct map *map);
void map_release(struct map *map);

/* The value of a key, or NULL. */
void *map_find(const struct map *map, struct str key);

/*
 * Add a key with its value (not NULL). Returns the value that the key has afterwards: `value`, or
 * the one that it had before, which stays. NULL when memory is out; the map is unchanged then.
 */
MUST_USE void *map_add(struct map *map, struct str key, void *value);

#endif
