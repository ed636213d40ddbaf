/*
 * token_guard.c - see token_guard.h.
 *
 * Two small tables under one mutex, direct-mapped by hash: a network that shares its slot with another
 * replaces it, so that memory is bounded and nobody is locked out for another's failures.
 */
#include "people/token_guard.h"

#include <pthread.h>

#include "base/civil.h"
#include "people/network.h"

#define NETWORK_SLOTS 1024 /* powers of two */
#define TOKEN_SLOTS 1024
#define WINDOW_MS (60 * 1000)

struct network_slot {
	struct hash network;
	int64_t began_ms; /* monotonic; 0: empty */
	int failures;
};

struct token_guard {
	pthread_mutex_t lock;
	struct network_slot networks[NETWORK_SLOTS];
	struct hash worked[TOKEN_SLOTS];
};

struct token_guard *token_guard_new(void)
{
	struct token_guard *guard = memory_alloc(sizeof(*guard));

	if (guard)
		pthread_mutex_init(&guard->lock, NULL);
	return guard;
}

void token_guard_free(struct token_guard *guard)
{
	if (!guard)
		return;
	pthread_mutex_destroy(&guard->lock);
	memory_free(guard);
}

static size_t slot_of(const struct hash *hash)
{
	return (hash->bytes[0] | (size_t)hash->bytes[1] << 8) & (NETWORK_SLOTS - 1);
}

static struct hash hash_network(struct str remote)
{
	char text[NETWORK_BYTES];

	return hash_of(network_of(remote, text));
}

int token_guard_wait(struct token_guard *guard, struct str network, const struct hash *token_hash)
{
	struct hash hash = hash_network(network);
	const struct network_slot *slot = &guard->networks[slot_of(&hash)];
	int64_t wait_ms = 0;

	pthread_mutex_lock(&guard->lock);
	if (slot->failures >= TOKEN_GUARD_FAILURES && hash_equal(&slot->network, &hash) &&
	    !hash_equal(&guard->worked[slot_of(token_hash)], token_hash))
		wait_ms = slot->began_ms + WINDOW_MS - clock_monotonic_ms();
	pthread_mutex_unlock(&guard->lock);
	return wait_ms > 0 ? (int)((wait_ms + 999) / 1000) : 0;
}

void token_guard_failed(struct token_guard *guard, struct str network)
{
	struct hash hash = hash_network(network);
	struct network_slot *slot = &guard->networks[slot_of(&hash)];
	int64_t now_ms = clock_monotonic_ms();

	pthread_mutex_lock(&guard->lock);
	if (!hash_equal(&slot->network, &hash) || now_ms - slot->began_ms >= WINDOW_MS)
		*slot = (struct network_slot){ .network = hash, .began_ms = now_ms };
	slot->failures++;
	pthread_mutex_unlock(&guard->lock);
}

void token_guard_worked(struct token_guard *guard, const struct hash *token_hash)
{
	pthread_mutex_lock(&guard->lock);
	guard->worked[slot_of(token_hash)] = *token_hash;
	pthread_mutex_unlock(&guard->lock);
}
