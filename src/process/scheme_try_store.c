/*
 * scheme_try_store.c - see scheme_try_store.h. Both years order their subjects by code, so that the rows are
 * one walk along both.
 */
#include "process/scheme_try_store.h"

#include <stdlib.h>

#include "process/scheme_version.h"
#include "statements_scheme_try.h"

#define INDICATORS_MAXIMUM (2 * SCHEME_INDICATORS_MAXIMUM) /* with marks in one year */

struct trier {
	struct db *db;
	const struct scheme_try_request *request;
	struct arena *arena;
	struct scheme_try *out;
	struct scheme_try_marks *marks;
	size_t mark_count;
};

static int out_of_memory(struct error *err)
{
	return error_broken(err, ERR_MEMORY, "scheme trial");
}

/* Loading --------------------------------------------------------------------------------------- */

static int load_marks(struct trier *trier, struct error *err)
{
	const char *subject = scheme_subject_name(trier->request->draft->subject);
	struct db_query *query;
	int rc = db_query_open(trier->db, STATEMENT_SCHEME_TRY_MARKS,
			       DB_ARGS(db_int("jurisdiction_id", trier->request->jurisdiction_id),
				       db_int("year", trier->request->year),
				       db_text("subject", str_from(subject))),
			       &query, err);

	if (rc < 0)
		return rc;
	trier->marks = ARENA_ARRAY(trier->arena, struct scheme_try_marks, INDICATORS_MAXIMUM);
	while (trier->marks && trier->mark_count < INDICATORS_MAXIMUM &&
	       (rc = db_query_step(query, err)) > 0)
		trier->marks[trier->mark_count++] = (struct scheme_try_marks){
			db_query_copy(query, 0, trier->arena), db_query_int(query, 1)
		};
	db_query_close(query);
	if (!trier->marks)
		return out_of_memory(err);
	return rc < 0 ? rc : 0;
}

static int make_plan(struct trier *trier, struct error *err)
{
	struct scheme_request wanted = { trier->request->jurisdiction_id,
					 trier->request->draft->subject, trier->request->year };
	struct scheme *adopted = NULL;
	int rc = scheme_load(trier->db, &wanted, trier->arena, &adopted, err);

	if (rc == 0)
		rc = load_marks(trier, err);
	struct scheme_try_input input = { adopted, trier->request->draft, trier->marks,
					  trier->mark_count };
	if (rc == 0)
		rc = scheme_try_plan(&input, trier->arena, &trier->out->plan, err);
	for (size_t i = 0; rc == 0 && i < trier->mark_count; i++)
		if (scheme_indicator_find(trier->request->draft, trier->marks[i].indicator) < 0)
			trier->out->ignored_marks += trier->marks[i].count;
	return rc;
}

static int appraise(struct trier *trier, bool drafted, const struct appraisal_year **out,
		    struct error *err)
{
	const struct scheme_try_plan *plan = &trier->out->plan;
	struct appraisal_year *year = NULL;
	struct appraisal_request request = {
		.jurisdiction_id = trier->request->jurisdiction_id,
		.year = trier->request->year,
		.subject = trier->request->draft->subject,
		.scheme = drafted ? plan->applied : plan->adopted,
		.former_maximum = drafted ? plan->former_maximum : NULL,
	};
	int rc = appraisal_load(trier->db, &request, trier->arena, &year, err);

	*out = year;
	return rc;
}

/* Rows ------------------------------------------------------------------------------------------ */

static bool same_grade(const struct scheme_try *trial, const struct appraisal_result *before,
		       const struct appraisal_result *after)
{
	struct str a = STR_EMPTY, b = STR_EMPTY;

	if (before->grade >= 0)
		a = trial->before->scheme->grades[before->grade].code;
	if (after->grade >= 0)
		b = trial->after->scheme->grades[after->grade].code;
	return str_equal(a, b);
}

static void compare(struct scheme_try *trial, struct scheme_try_row *row)
{
	const struct appraisal_result *before = row->before, *after = row->after;

	row->moved = true;
	trial->moved++;
	if (!before || !after)
		return;
	if (before->has_total && after->has_total) {
		row->has_difference = true;
		row->difference.scaled = after->total.scaled - before->total.scaled;
	}
	if (before->rank && after->rank)
		row->rank_change = before->rank - after->rank;
	bool same = same_grade(trial, before, after);
	trial->ranks += before->rank != after->rank;
	trial->grades += !same;
	row->moved = before->rank != after->rank || !same ||
		     (before->last == LAST_PLACE) != (after->last == LAST_PLACE);
	trial->moved -= !row->moved;
}

/* The member of one year or of both that comes next by code; -1 for the year that does not have it. */
static void next_pair(const struct scheme_try *trial, size_t at_before, size_t at_after,
		      int *out_before, int *out_after)
{
	const struct appraisal_year *before = trial->before, *after = trial->after;
	int order = 0;

	if (at_before >= before->subject_count)
		order = 1;
	else if (at_after >= after->subject_count)
		order = -1;
	else
		order = str_compare(before->subjects[at_before].code,
				    after->subjects[at_after].code);
	*out_before = order <= 0 ? (int)at_before : -1;
	*out_after = order >= 0 ? (int)at_after : -1;
}

static struct scheme_try_row row_of(const struct scheme_try *trial, int before, int after)
{
	const struct appraisal_year *year = after >= 0 ? trial->after : trial->before;
	int member = after >= 0 ? after : before;

	return (struct scheme_try_row){
		.subject = &year->subjects[member],
		.group = year->members[member].group,
		.before = before >= 0 ? appraisal_result(trial->before->appraisal, before) : NULL,
		.after = after >= 0 ? appraisal_result(trial->after->appraisal, after) : NULL,
	};
}

/* By group; ranked ones by rank, then those without; then by code. */
static int row_compare(const void *left, const void *right)
{
	const struct scheme_try_row *a = left, *b = right;
	int rank_a = a->after && a->after->rank ? a->after->rank : INT32_MAX;
	int rank_b = b->after && b->after->rank ? b->after->rank : INT32_MAX;

	if (!a->after != !b->after)
		return a->after ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	return str_compare(a->subject->code, b->subject->code);
}

static int make_rows(struct trier *trier, struct error *err)
{
	struct scheme_try *trial = trier->out;
	size_t most = trial->before->subject_count + trial->after->subject_count;
	size_t before = 0, after = 0;
	struct scheme_try_row *rows = ARENA_ARRAY(trier->arena, struct scheme_try_row, most + 1);

	if (!rows)
		return out_of_memory(err);
	while (before < trial->before->subject_count || after < trial->after->subject_count) {
		int at_before, at_after;

		next_pair(trial, before, after, &at_before, &at_after);
		before += at_before >= 0;
		after += at_after >= 0;
		rows[trial->row_count] = row_of(trial, at_before, at_after);
		compare(trial, &rows[trial->row_count++]);
	}
	if (trial->row_count > 1)
		qsort(rows, trial->row_count, sizeof(*rows), row_compare);
	trial->rows = rows;
	return 0;
}

/* Quotas ---------------------------------------------------------------------------------------- */

static void count_row(const struct scheme_try *trial, const struct scheme_try_row *row,
		      struct scheme_try_quota *quota)
{
	const struct scheme_grade *grade = &trial->after->scheme->grades[quota->grade];
	const struct appraisal_result *before = row->before, *after = row->after;

	if (!after || row->group != quota->group)
		return;
	if (before && before->grade >= 0 &&
	    str_equal(trial->before->scheme->grades[before->grade].code, grade->code))
		quota->before++;
	quota->after += after->grade == quota->grade;
	quota->moved_down += after->grade_reason == GRADE_BY_QUOTA &&
			     after->grade_by_threshold == quota->grade && after->grade >= 0;
}

static int make_quotas(struct trier *trier, struct error *err)
{
	struct scheme_try *trial = trier->out;
	size_t grades = trial->after->scheme->grade_count, groups = trial->after->group_count;
	struct scheme_try_quota *quotas =
		ARENA_ARRAY(trier->arena, struct scheme_try_quota, groups * grades + 1);

	if (!quotas)
		return out_of_memory(err);
	for (size_t i = 0; i < groups * grades; i++) {
		quotas[i].group = (int)(i / grades);
		quotas[i].grade = (int)(i % grades);
	}
	for (size_t r = 0; r < trial->row_count; r++)
		for (size_t g = 0; trial->rows[r].after && g < grades; g++)
			count_row(trial, &trial->rows[r],
				  &quotas[(size_t)trial->rows[r].group * grades + g]);
	trial->quotas = quotas;
	trial->quota_count = groups * grades;
	return 0;
}

/* Triggers -------------------------------------------------------------------------------------- */

static int load_triggers(struct trier *trier, const struct appraisal_year *year,
			 struct trigger_findings *out, struct error *err)
{
	struct trigger_request request = { .jurisdiction_id = trier->request->jurisdiction_id,
					   .year = trier->request->year,
					   .appraised = year };

	return trigger_load_year(trier->db, &request, trier->arena, out, err);
}

static const struct trigger_finding *finding_like(const struct trigger_findings *findings,
						  const struct trigger_finding *like)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].unit_id == like->unit_id &&
		    str_equal(findings->items[i].proposal.trigger->code,
			      like->proposal.trigger->code))
			return &findings->items[i];
	return NULL;
}

static int make_triggers(struct trier *trier, struct error *err)
{
	struct scheme_try *trial = trier->out;
	struct trigger_findings before = { 0 }, after = { 0 };
	struct scheme_try_trigger *triggers;
	int rc = 0;

	if (trier->request->draft->subject != SCHEME_UNIT)
		return 0;
	rc = load_triggers(trier, trial->before, &before, err);
	if (rc == 0)
		rc = load_triggers(trier, trial->after, &after, err);
	if (rc < 0)
		return rc;
	triggers = ARENA_ARRAY(trier->arena, struct scheme_try_trigger,
			       before.count + after.count + 1);
	if (!triggers)
		return out_of_memory(err);
	for (size_t i = 0; i < after.count; i++)
		triggers[trial->trigger_count++] = (struct scheme_try_trigger){
			finding_like(&before, &after.items[i]), &after.items[i]
		};
	for (size_t i = 0; i < before.count; i++)
		if (!finding_like(&after, &before.items[i]))
			triggers[trial->trigger_count++] =
				(struct scheme_try_trigger){ &before.items[i], NULL };
	trial->triggers = triggers;
	return 0;
}

/* The whole ------------------------------------------------------------------------------------- */

int scheme_try_run(struct db *db, const struct scheme_try_request *request, struct arena *arena,
		   struct scheme_try **out, struct error *err)
{
	struct scheme_try *trial = ARENA_NEW(arena, struct scheme_try);
	struct trier trier = { .db = db, .request = request, .arena = arena, .out = trial };

	if (!trial)
		return out_of_memory(err);
	int rc = make_plan(&trier, err);
	if (rc == 0)
		rc = appraise(&trier, false, &trial->before, err);
	if (rc == 0)
		rc = appraise(&trier, true, &trial->after, err);
	if (rc == 0)
		rc = make_rows(&trier, err);
	if (rc == 0)
		rc = make_quotas(&trier, err);
	if (rc == 0)
		rc = make_triggers(&trier, err);
	if (rc == 0)
		*out = trial;
	return rc;
}

struct str scheme_try_group(const struct scheme_try *trial, const struct scheme_try_row *row,
			    enum language language)
{
	const struct appraisal_year *year = row->after ? trial->after : trial->before;
	const struct appraised_group *group = &year->groups[row->group];

	return language == LANGUAGE_EN && group->name_en.length ? group->name_en : group->name;
}

static const struct appraised_subject *last_of(const struct appraisal_year *year, size_t group)
{
	int last = appraisal_ranking(year->appraisal, (int)group)->last;

	return last < 0 ? NULL : &year->subjects[last];
}

const struct appraised_subject *scheme_try_last_after(const struct scheme_try *trial, int group)
{
	return last_of(trial->after, (size_t)group);
}

/* Levels of persons are groups of their scheme: they need not stand at the same place in both. */
const struct appraised_subject *scheme_try_last_before(const struct scheme_try *trial, int group)
{
	for (size_t i = 0; i < trial->before->group_count; i++)
		if (str_equal(trial->before->groups[i].name, trial->after->groups[group].name))
			return last_of(trial->before, i);
	return NULL;
}
