/*
 * id.c - making and writing identifiers; see id.h.
 *
 * One atomic word holds the last (milliseconds, sequence); taking an identifier is one compare and
 * exchange. When the clock stands still or goes back, the sequence counts on and carries into the
 * milliseconds, so that identifiers always grow. Each process starts its sequences at a random
 * place: a command beside a running server with the same node number then hardly ever makes the
 * same identifier in the same millisecond, and the primary key catches it if it does.
 */
#include "base/id.h"

#include <stdatomic.h>

#include "base/civil.h"
#include "base/hash.h"

#define EPOCH_2000_MS	INT64_C(946684800000)
#define SEQUENCE_BITS	14
#define NODE_BITS	7
#define SEQUENCE_MASK	((1u << SEQUENCE_BITS) - 1)
#define TICK_MAXIMUM	((UINT64_C(1) << 56) - 1) /* 42 + 14 bits */
#define START_MASK	0x1fffu			  /* the lower half leaves room to count */
#define TEXT_CHARACTERS (ID_TEXT_BYTES - 1)

static atomic_uint node;
static atomic_uint_fast64_t last_tick; /* milliseconds since 2000 << SEQUENCE_BITS | sequence */
static atomic_uint first_sequence;     /* 0 until chosen */

void id_set_node(unsigned number)
{
	atomic_store(&node, number & ID_NODE_MAXIMUM);
}

static unsigned starting_sequence(void)
{
	unsigned chosen = atomic_load(&first_sequence);
	unsigned expected = 0;

	if (chosen)
		return chosen;
	random_bytes(&chosen, sizeof(chosen));
	chosen = (chosen & START_MASK) | 1;
	return atomic_compare_exchange_strong(&first_sequence, &expected, chosen) ? chosen
										   : expected;
}

static uint64_t clock_tick(void)
{
	int64_t since = clock_now_ms() - EPOCH_2000_MS;

	return (uint64_t)(since > 0 ? since : 0) << SEQUENCE_BITS | starting_sequence();
}

int64_t id_new(void)
{
	uint_fast64_t last = atomic_load(&last_tick), next;
	uint64_t now = clock_tick();

	do {
		next = now > last ? now : last + 1;
	} while (!atomic_compare_exchange_weak(&last_tick, &last, next));
	next &= TICK_MAXIMUM;
	return (int64_t)((next >> SEQUENCE_BITS) << (SEQUENCE_BITS + NODE_BITS) |
			 (uint64_t)atomic_load(&node) << SEQUENCE_BITS | (next & SEQUENCE_MASK));
}

const char *id_format(int64_t id, char text[ID_TEXT_BYTES])
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint64_t rest = (uint64_t)id;

	text[TEXT_CHARACTERS] = '\0';
	for (int i = TEXT_CHARACTERS - 1; i >= 0; i--) {
		text[i] = digits[rest & 31];
		rest >>= 5;
	}
	return text;
}

/* Value of a Crockford digit, -1 for none. */
static int digit_value(char c)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	const char *found;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'i' || c == 'l')
		return 1;
	if (c == 'o')
		return 0;
	found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

bool id_parse(struct str text, int64_t *out)
{
	uint64_t value = 0;

	/* 13 characters hold 65 bits; an identifier has 63. */
	if (text.length != TEXT_CHARACTERS || digit_value(text.bytes[0]) > 7)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		int digit = digit_value(text.bytes[i]);

		if (digit < 0)
			return false;
		value = value << 5 | (unsigned)digit;
	}
	if (!value)
		return false;
	*out = (int64_t)value;
	return true;
}
