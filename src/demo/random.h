/*
 * random.h - repeatable pseudo-random numbers from a seed (SplitMix64), for the demonstration only.
 *
 * Layer: demo.
 */
#ifndef LIANZE_DEMO_RANDOM_H
#define LIANZE_DEMO_RANDOM_H

#include <stdint.h>

struct demo_random {
	uint64_t state;
};

static inline uint64_t demo_random_next(struct demo_random *random)
{
	uint64_t z = (random->state += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* Uniform enough in [minimum, maximum]. */
static inline int64_t demo_random_between(struct demo_random *random, int64_t minimum,
					  int64_t maximum)
{
	return minimum + (int64_t)(demo_random_next(random) % (uint64_t)(maximum - minimum + 1));
}

#endif
