/*
 * appraisal_total.c - entries that count, and one exact, once-rounded total for each member.
 */
#include "process/appraisal_internal.h"

#include <stdlib.h>

#define PARTS APPRAISAL_PARTS

static const char *const entry_kind_names[ENTRY_KIND_COUNT] = {
	[ENTRY_BONUS] = "bonus",
	[ENTRY_DEDUCTION] = "deduction",
	[ENTRY_VETO] = "veto",
};

const char *entry_kind_name(enum entry_kind kind)
{
	return entry_kind_names[kind];
}

/* Entries ------------------------------------------------------------------------------------- */

int appraisal_add_entry(struct appraisal *appraisal, const struct appraisal_entry *entry,
			struct error *err)
{
	if (entry->member < 0 || (size_t)entry->member >= appraisal->member_count)
		return error_broken(err, ERR_BROKEN, "entry of member %d", entry->member);
	struct entry_node *node = ARENA_NEW(appraisal->arena, struct entry_node);
	if (!node)
		return error_broken(err, ERR_MEMORY, "entries");
	node->entry = *entry;
	node->entry.effect = ENTRY_COUNTED;
	node->next = appraisal->entry_list;
	appraisal->entry_list = node;
	appraisal->entry_count++;
	return 0;
}

static int64_t entry_key(const struct appraisal_entry *entry)
{
	return entry->reverses_id ? entry->reverses_id : entry->id;
}

/* By member, then the entry that it is about, the counter-entry behind it. */
static int entry_compare(const void *left, const void *right)
{
	const struct appraisal_entry *a = left, *b = right;
	if (a->member != b->member)
		return a->member < b->member ? -1 : 1;
	if (entry_key(a) != entry_key(b))
		return entry_key(a) < entry_key(b) ? -1 : 1;
	if ((a->reverses_id == 0) != (b->reverses_id == 0))
		return a->reverses_id == 0 ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* A counter-entry cancels the entry before it when that one is its entry. */
static void entries_cancel(struct appraisal *appraisal)
{
	struct appraisal_entry *original = NULL;
	for (size_t i = 0; i < appraisal->entry_count; i++) {
		struct appraisal_entry *entry = &appraisal->entries[i];
		if (!entry->reverses_id) {
			original = entry;
			continue;
		}
		bool found = original && original->member == entry->member &&
			     original->id == entry->reverses_id;
		entry->effect = found ? ENTRY_COUNTER : ENTRY_UNMATCHED;
		if (found)
			original->effect = ENTRY_CANCELLED;
	}
}

static bool entry_sum(struct appraisal_result *result, const struct appraisal_entry *entry)
{
	if (entry->effect != ENTRY_COUNTED)
		return true;
	if (entry->kind == ENTRY_VETO) {
		result->vetoed = true;
		return true;
	}
	struct decimal *sum = entry->kind == ENTRY_BONUS ? &result->bonus_entered
							 : &result->deductions;
	return entry->points.scaled >= 0 && decimal_add(*sum, entry->points, sum);
}

int appraisal_close_entries(struct appraisal *appraisal, struct error *err)
{
	if (appraisal->entry_count == 0)
		return 0;
	struct appraisal_entry *entries =
		ARENA_ARRAY(appraisal->arena, struct appraisal_entry, appraisal->entry_count);
	if (!entries)
		return error_broken(err, ERR_MEMORY, "entries");
	size_t at = 0;
	for (const struct entry_node *node = appraisal->entry_list; node; node = node->next)
		entries[at++] = node->entry;
	qsort(entries, at, sizeof(*entries), entry_compare);
	appraisal->entries = entries;
	entries_cancel(appraisal);
	for (size_t i = 0; i < at; i++) {
		struct appraisal_result *result = &appraisal->results[entries[i].member];
		if (!result->entries)
			result->entries = &entries[i];
		result->entry_count++;
		if (!entry_sum(result, &entries[i]))
			return error_broken(err, ERR_CORRUPT, "points of an entry");
	}
	return 0;
}

/* Totals -------------------------------------------------------------------------------------- */

static wide_int greatest_divisor(wide_int a, wide_int b)
{
	while (b) {
		wide_int rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static struct rational lowest_terms(wide_int numerator, wide_int denominator)
{
	wide_int divisor = greatest_divisor(numerator < 0 ? -numerator : numerator, denominator);
	return (struct rational){ numerator / divisor, denominator / divisor };
}

bool appraisal_given(const struct appraisal_result *result, struct rational *out)
{
	struct rational given =
		lowest_terms(result->given_parts, (wide_int)PARTS * DECIMAL_ONE);
	if (result->given_rest)
		return rational_add(given, *result->given_rest, out);
	*out = given;
	return true;
}

/*
 * full_marks × Σ given / Σ maximum in ten-thousandths, not in lowest terms: the gcd of 128-bit
 * numbers would cost more than everything else for a year of 100,000 members.
 */
static bool base_fraction(const struct scheme *scheme, const struct appraisal_result *result,
			  struct rational *out)
{
	wide_int parts = result->given_parts, denominator = PARTS;
	if (result->given_rest) {
		struct rational given;
		if (!appraisal_given(result, &given) ||
		    __builtin_mul_overflow(given.numerator, (wide_int)DECIMAL_ONE, &parts))
			return false;
		denominator = given.denominator;
	}
	return result->maximum.scaled > 0 &&
	       !__builtin_mul_overflow(parts, (wide_int)scheme->full_marks.scaled,
				       &out->numerator) &&
	       !__builtin_mul_overflow(denominator, (wide_int)result->maximum.scaled,
				       &out->denominator);
}

bool appraisal_base(const struct appraisal *appraisal, int member, struct rational *out)
{
	struct rational base;
	wide_int denominator;
	if (!base_fraction(appraisal->scheme, &appraisal->results[member], &base) ||
	    __builtin_mul_overflow(base.denominator, (wide_int)DECIMAL_ONE, &denominator))
		return false;
	*out = lowest_terms(base.numerator, denominator);
	return true;
}

static struct decimal smaller(struct decimal a, struct decimal b)
{
	return decimal_compare(a, b) < 0 ? a : b;
}

/* floor(n / (d × unit) + 1/2) × unit, for n >= 0. */
static bool round_half_up(wide_int numerator, wide_int denominator, int places, struct decimal *out)
{
	static const int64_t units[DECIMAL_PLACES + 1] = { 10000, 1000, 100, 10, 1 };
	wide_int step, twice, whole;
	if (__builtin_mul_overflow(denominator, (wide_int)units[places], &step) ||
	    __builtin_mul_overflow(numerator, (wide_int)2, &twice) ||
	    __builtin_add_overflow(twice, step, &twice) ||
	    __builtin_mul_overflow(step, (wide_int)2, &step))
		return false;
	whole = twice / step * units[places];
	if (whole > INT64_MAX)
		return false;
	out->scaled = (int64_t)whole;
	return true;
}

struct total {
	struct decimal rounded;
	bool floored, capped;
};

/* base + bonus - deductions, kept inside [0, cap], rounded. */
static bool total_of(const struct scheme *scheme, struct rational base, struct decimal bonus,
		     struct decimal deductions, struct total *out)
{
	wide_int extra = (wide_int)bonus.scaled - deductions.scaled, cap, sum;
	if (__builtin_mul_overflow(extra, base.denominator, &extra) ||
	    __builtin_add_overflow(base.numerator, extra, &sum) ||
	    __builtin_mul_overflow(base.denominator, (wide_int)scheme->total_cap.scaled, &cap))
		return false;
	out->floored = sum < 0;
	out->capped = scheme->has_total_cap && sum > cap;
	if (out->floored)
		sum = 0;
	if (out->capped)
		sum = cap;
	return round_half_up(sum, base.denominator, scheme->places, &out->rounded);
}

bool appraisal_total_with(const struct appraisal *appraisal, int member,
			  struct decimal bonus_entered, struct decimal deductions,
			  struct decimal *out)
{
	const struct scheme *scheme = appraisal->scheme;
	struct rational base;
	struct total total;
	if (!base_fraction(scheme, &appraisal->results[member], &base) ||
	    !total_of(scheme, base, smaller(bonus_entered, scheme->bonus_cap), deductions, &total))
		return false;
	*out = total.rounded;
	return true;
}

int appraisal_member_total(struct appraisal *appraisal, int member, struct error *err)
{
	const struct scheme *scheme = appraisal->scheme;
	struct appraisal_result *result = &appraisal->results[member];
	struct rational base;
	struct total total;
	result->grade = result->grade_by_threshold = -1;
	result->last = LAST_NOT_RANKED;
	result->bonus_counted = smaller(result->bonus_entered, scheme->bonus_cap);
	result->state = APPRAISAL_BLOCKED;
	if (result->missing)
		result->state = APPRAISAL_INCOMPLETE;
	else if (result->maximum.scaled == 0)
		result->state = APPRAISAL_EXEMPT;
	if (result->state != APPRAISAL_BLOCKED)
		return 0;
	if (!base_fraction(scheme, result, &base) ||
	    !total_of(scheme, base, result->bonus_counted, result->deductions, &total))
		return error_set(err, ERR_TOO_LARGE, "a total is too large to compute exactly",
				 "得分过大，无法精确计算");
	result->total = total.rounded;
	result->floored = total.floored;
	result->capped = total.capped;
	result->has_total = true;
	return 0;
}

