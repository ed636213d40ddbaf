/*
 * appraisal_rank.c - order within a group: rank, grade with quota and veto, last place, distances.
 *
 * A group is ranked when none of its members misses a cell. Its members with a total are sorted
 * once by (total, member); everything else is one walk over that order.
 */
#include "process/appraisal_internal.h"

#include <stdlib.h>

struct ranked {
	int64_t total;
	int member;
};

static int ranked_compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return (a->member > b->member) - (a->member < b->member);
}

/* One group's members with a total, best first. */
struct ranking {
	struct appraisal *appraisal;
	const struct ranked *items;
	size_t count;
};

static struct appraisal_result *ranking_result(const struct ranking *ranking, size_t at)
{
	return &ranking->appraisal->results[ranking->items[at].member];
}

static struct decimal gap(const struct ranking *ranking, size_t better, size_t worse)
{
	return (struct decimal){ ranking->items[better].total - ranking->items[worse].total };
}

/* Ranks and distances: `first` is where the run of equal totals begins, `end` behind it. */
static void rank_run(const struct ranking *ranking, size_t first, size_t end, int rank)
{
	for (size_t i = first; i < end; i++) {
		struct appraisal_result *result = ranking_result(ranking, i);
		result->state = APPRAISAL_RANKED;
		result->rank = rank;
		result->has_better = first > 0;
		result->has_worse = end < ranking->count;
		if (result->has_better)
			result->to_better = gap(ranking, first - 1, i);
		if (result->has_worse)
			result->to_worse = gap(ranking, i, end);
	}
}

static size_t run_end(const struct ranking *ranking, size_t first)
{
	size_t end = first + 1;
	while (end < ranking->count && ranking->items[end].total == ranking->items[first].total)
		end++;
	return end;
}

static void assign_ranks(const struct ranking *ranking)
{
	bool dense = ranking->appraisal->scheme->ties == SCHEME_TIES_DENSE;
	int runs = 0;
	for (size_t first = 0; first < ranking->count;) {
		size_t end = run_end(ranking, first);
		runs++;
		rank_run(ranking, first, end, dense ? runs : (int)first + 1);
		first = end;
	}
}

/* Last place ---------------------------------------------------------------------------------- */

static void assign_last(const struct ranking *ranking, struct appraisal_ranking *group)
{
	size_t count = ranking->count, lowest = count - 1;
	bool small = count < (size_t)ranking->appraisal->scheme->smallest_group;
	bool shared = count > 1 && ranking->items[count - 2].total == ranking->items[lowest].total;
	for (size_t i = 0; i < count; i++) {
		struct appraisal_result *result = ranking_result(ranking, i);
		bool at_bottom = ranking->items[i].total == ranking->items[lowest].total;
		if (small)
			result->last = LAST_GROUP_TOO_SMALL;
		else if (!at_bottom)
			result->last = LAST_NOT_LOWEST;
		else
			result->last = shared ? LAST_SHARED : LAST_PLACE;
		if (result->last == LAST_NOT_LOWEST)
			result->last_margin = gap(ranking, i, lowest);
	}
	struct appraisal_result *bottom = ranking_result(ranking, lowest);
	if (bottom->last == LAST_PLACE) {
		bottom->last_margin = gap(ranking, lowest - 1, lowest);
		group->last = ranking->items[lowest].member;
	}
}

/* Grades -------------------------------------------------------------------------------------- */

static int grade_by_threshold(const struct scheme *scheme, struct decimal total)
{
	int last = (int)scheme->grade_count - 1;
	for (int i = 0; i < last; i++)
		if (decimal_compare(total, scheme->grades[i].from) >= 0)
			return i;
	return last;
}

/* How many of a group of `size` may have the grade. */
static size_t quota_places(const struct scheme *scheme, const struct scheme_grade *grade,
			   size_t size)
{
	const int64_t whole = 100 * (int64_t)DECIMAL_ONE;
	int64_t share = grade->quota.scaled * (int64_t)size;
	switch (scheme->quota_rounding) {
	case SCHEME_QUOTA_FLOOR:
		return (size_t)(share / whole);
	case SCHEME_QUOTA_NEAREST:
		return (size_t)((2 * share + whole) / (2 * whole));
	case SCHEME_QUOTA_CEILING:
		return (size_t)((share + whole - 1) / whole);
	}
	return 0;
}

/* Who stands on either side of the edge at `used`, and who has the total that lies across it. */
static void note_edge(const struct ranked *items, enum scheme_quota_ties ties,
		      struct appraisal_quota *quota)
{
	int64_t total = items[quota->places].total; /* the first one too many */
	quota->edge = QUOTA_CUT;
	quota->last_in = quota->used ? items[quota->used - 1].member : -1;
	quota->first_out = quota->used < quota->candidates ? items[quota->used].member : -1;
	if (quota->places == 0 || items[quota->places - 1].total != total)
		return;
	quota->edge = ties == SCHEME_QUOTA_TIES_LOWER ? QUOTA_TIES_LOWER : QUOTA_TIES_UPPER;
	quota->edge_total.scaled = total;
	for (size_t i = 0; i < quota->candidates; i++)
		quota->tied += items[i].total == total;
}

/*
 * Of the candidates from position `first` on, how many keep the grade. Equal totals across the edge stay
 * together: below it by default.
 */
static void quota_apply(const struct ranking *ranking, size_t first, struct appraisal_quota *quota)
{
	const struct ranked *items = &ranking->items[first];
	enum scheme_quota_ties ties = ranking->appraisal->scheme->quota_ties;
	size_t keep = quota->places;
	if (quota->candidates <= quota->places)
		return;
	if (ties == SCHEME_QUOTA_TIES_LOWER)
		while (keep > 0 && items[keep - 1].total == items[keep].total)
			keep--;
	else
		while (keep > 0 && keep < quota->candidates &&
		       items[keep - 1].total == items[keep].total)
			keep++;
	quota->used = keep;
	note_edge(items, ties, quota);
}

/* `candidates` are those without a veto, best first; whoever exceeds a quota gets the next grade. */
static void assign_quota_grades(const struct ranking *candidates, size_t group_size,
				struct appraisal_quota *quotas)
{
	const struct scheme *scheme = candidates->appraisal->scheme;
	size_t first = 0;
	for (size_t g = 0; g < scheme->grade_count; g++) {
		struct appraisal_quota *quota = &quotas[g];
		size_t run = 0;
		while (first + run < candidates->count &&
		       ranking_result(candidates, first + run)->grade_by_threshold <= (int)g)
			run++;
		*quota = (struct appraisal_quota){ .limited = scheme->grades[g].has_quota,
						   .candidates = run, .used = run,
						   .last_in = -1, .first_out = -1 };
		if (quota->limited) {
			quota->places = quota_places(scheme, &scheme->grades[g], group_size);
			quota_apply(candidates, first, quota);
		}
		run = quota->used;
		for (size_t i = first; i < first + run; i++) {
			struct appraisal_result *result = ranking_result(candidates, i);
			result->grade = (int)g;
			if (result->grade != result->grade_by_threshold)
				result->grade_reason = GRADE_BY_QUOTA;
		}
		first += run;
	}
}

static void assign_grades(const struct ranking *ranking, struct ranked *scratch,
			  struct appraisal_quota *quotas)
{
	const struct scheme *scheme = ranking->appraisal->scheme;
	struct ranking candidates = { ranking->appraisal, scratch, 0 };
	for (size_t i = 0; i < ranking->count; i++) {
		struct appraisal_result *result = ranking_result(ranking, i);
		result->grade_by_threshold = grade_by_threshold(scheme, result->total);
		result->grade_reason = GRADE_BY_THRESHOLD;
		if (result->vetoed) {
			bool worse = result->grade_by_threshold > scheme->veto_grade;
			result->grade = worse ? result->grade_by_threshold : scheme->veto_grade;
			result->grade_reason = GRADE_BY_VETO;
		} else {
			scratch[candidates.count++] = ranking->items[i];
		}
	}
	assign_quota_grades(&candidates, ranking->count, quotas);
}

/* Groups -------------------------------------------------------------------------------------- */

static void rank_group(struct appraisal *appraisal, struct appraisal_ranking *group,
		       struct ranked *items, struct ranked *scratch)
{
	size_t count = 0;
	int *order = group->order;
	for (size_t i = 0; i < group->members; i++) {
		const struct appraisal_result *result = &appraisal->results[order[i]];
		if (result->has_total)
			items[count++] = (struct ranked){ result->total.scaled, order[i] };
	}
	if (count == 0 || group->incomplete)
		return;
	qsort(items, count, sizeof(*items), ranked_compare);
	struct ranking ranking = { appraisal, items, count };
	group->ranked = count;
	assign_ranks(&ranking);
	assign_last(&ranking, group);
	assign_grades(&ranking, scratch, group->quotas);
	/* Members without a total keep their order behind the ranked ones. */
	size_t at = group->members;
	for (size_t i = group->members; i-- > 0;)
		if (!appraisal->results[order[i]].has_total)
			order[--at] = order[i];
	for (size_t i = 0; i < count; i++)
		order[i] = items[i].member;
}

/* Distribute the members over their groups, in the order given. */
static void fill_groups(struct appraisal *appraisal, int *order, struct appraisal_quota *quotas)
{
	struct appraisal_ranking *groups = appraisal->groups;
	for (size_t i = 0; i < appraisal->member_count; i++) {
		struct appraisal_ranking *group = &groups[appraisal->members[i].group];
		group->members++;
		group->incomplete += appraisal->results[i].state == APPRAISAL_INCOMPLETE;
	}
	for (int g = 0; g < appraisal->group_count; g++) {
		groups[g].order = order;
		groups[g].quotas = &quotas[(size_t)g * appraisal->scheme->grade_count];
		groups[g].last = -1;
		order += groups[g].members;
		groups[g].members = 0;
	}
	for (size_t i = 0; i < appraisal->member_count; i++) {
		struct appraisal_ranking *group = &groups[appraisal->members[i].group];
		group->order[group->members++] = (int)i;
	}
}

int appraisal_rank_groups(struct appraisal *appraisal, struct error *err)
{
	size_t count = appraisal->member_count ? appraisal->member_count : 1;
	int *order = ARENA_ARRAY(appraisal->arena, int, count);
	struct ranked *items = ARENA_ARRAY(appraisal->arena, struct ranked, count);
	struct ranked *scratch = ARENA_ARRAY(appraisal->arena, struct ranked, count);
	struct appraisal_quota *quotas =
		ARENA_ARRAY(appraisal->arena, struct appraisal_quota,
			    (size_t)appraisal->group_count * appraisal->scheme->grade_count + 1);
	if (!order || !items || !scratch || !quotas)
		return error_broken(err, ERR_MEMORY, "ranking");
	fill_groups(appraisal, order, quotas);
	for (int g = 0; g < appraisal->group_count; g++)
		rank_group(appraisal, &appraisal->groups[g], items, scratch);
	return 0;
}
