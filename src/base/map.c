/*
 * map.c - see map.h.
 */
#include "base/map.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/hash.h"

#define FIRST_CAPACITY 64
#define FNV_PRIME      UINT64_C(0x100000001b3)

static pthread_once_t seed_once = PTHREAD_ONCE_INIT;
static uint64_t seed;

static void make_seed(void)
{
	random_bytes(&seed, sizeof(seed));
}

/* FNV-1a from a random start, with a last mix because only low bits choose the slot. */
static uint64_t hash_key(struct str key)
{
	pthread_once(&seed_once, make_seed);
	uint64_t hash = seed;
	for (size_t i = 0; i < key.length; i++)
		hash = (hash ^ (unsigned char)key.bytes[i]) * FNV_PRIME;
	return hash ^ hash >> 32;
}

void map_init(struct map *map)
{
	*map = (struct map){ NULL, 0, 0 };
}

void map_release(struct map *map)
{
	memory_free(map->slots);
	map_init(map);
}

/* The slot of the key, or the free one where it belongs. */
static struct map_slot *slot_of(const struct map *map, struct str key, uint64_t hash)
{
	size_t i = hash & (map->capacity - 1);
	while (map->slots[i].value &&
	       (map->slots[i].hash != hash || !str_equal(map->slots[i].key, key)))
		i = (i + 1) & (map->capacity - 1);
	return &map->slots[i];
}

void *map_find(const struct map *map, struct str key)
{
	return map->capacity ? slot_of(map, key, hash_key(key))->value : NULL;
}

static bool grow(struct map *map)
{
	struct map larger = { NULL, map->capacity ? 2 * map->capacity : FIRST_CAPACITY,
			      map->count };
	larger.slots = memory_alloc(larger.capacity * sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < map->capacity; i++) {
		const struct map_slot *slot = &map->slots[i];
		if (slot->value)
			*slot_of(&larger, slot->key, slot->hash) = *slot;
	}
	memory_free(map->slots);
	*map = larger;
	return true;
}

void *map_add(struct map *map, struct str key, void *value)
{
	uint64_t hash = hash_key(key);
	struct map_slot *slot = map->capacity ? slot_of(map, key, hash) : NULL;
	if (slot && slot->value)
		return slot->value;
	if (4 * (map->count + 1) > 3 * map->capacity) {
		if (!grow(map))
			return NULL;
		slot = slot_of(map, key, hash);
	}
	*slot = (struct map_slot){ key, hash, value };
	map->count++;
	return value;
}
