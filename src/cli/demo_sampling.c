/*
 * demo_sampling.c - see demo_sampling.h.
 *
 * The seeds stand here for everybody to read: with `/samplings/{id}.json` the draw can be done again.
 */
#include "cli/demo_sampling.h"

#include "people/rights.h"
#include "progress/sampling_store.h"

struct plan_of_check {
	const char *title, *seed;
	int year, size;
	struct civil_date made, from, to, drawn; /* drawn.year 0: the period still runs */
	int64_t id;
};

static int commit(struct act *act, void *context, struct error *err)
{
	struct plan_of_check *it = context;
	struct sampling sampling = { .title = str_from(it->title), .only_done = true, .size = it->size };

	if (!civil_to_day(it->made, &act->day) || !civil_to_day(it->from, &sampling.from_day) ||
	    !civil_to_day(it->to, &sampling.to_day))
		return error_broken(err, ERR_BROKEN, "date");
	int rc = sampling_commit(act, it->year, str_from(it->seed), &sampling, err);
	it->id = sampling.head.id;
	return rc;
}

static int draw(struct act *act, void *context, struct error *err)
{
	struct plan_of_check *it = context;
	const struct report_order order = { .permissions = PERMISSION_PLAN_REVIEW,
					    .note = str_from(it->seed) };
	struct sampling sampling;

	if (!civil_to_day(it->drawn, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return sampling_draw_now(act, it->id, &order, &sampling, err);
}

int demo_samplings_make(struct operator_session *session, struct error *err)
{
	struct plan_of_check checks[] = {
		{ "2008 年第四季度报告抽查", "示例种子 甲乙丙丁 戊己庚辛 2008", 2008, 8, { 2008, 9, 28 },
		  { 2008, 10, 1 }, { 2008, 12, 31 }, { 2009, 1, 5 }, 0 },
		{ "2009 年第一季度报告抽查", "示例种子 壬癸子丑 寅卯辰巳 2009", 2009, 8, { 2009, 1, 4 },
		  { 2009, 1, 1 }, { 2009, 3, 31 }, { 0, 0, 0 }, 0 },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < ARRAY_LENGTH(checks); i++) {
		struct operator_work work = { session->jurisdiction_id, "sampling.commit", commit,
					      &checks[i] };

		rc = operator_act(session, &work, err);
		work.kind = "sampling.move";
		work.change = draw;
		if (!rc && checks[i].drawn.year)
			rc = operator_act(session, &work, err);
	}
	return rc;
}
