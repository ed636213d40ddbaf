/* demo_letters.c - see demo_letters.h. */
#include "cli/demo_letters.h"

#include "demo/letters.h"

static int on_day(struct act *act, void *context, struct error *err)
{
	const struct demo_letter_step *step = *(const struct demo_letter_step **)context;

	if (!civil_to_day(step->date, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return step->change(act, step->year, step->most, err);
}

static bool is_before(struct civil_date a, struct civil_date b)
{
	if (a.year != b.year)
		return a.year < b.year;
	return a.month != b.month ? a.month < b.month : a.day < b.day;
}

int demo_letters_until(struct operator_session *session, struct civil_date date, size_t *next,
		       struct error *err)
{
	int code = 0;

	while (!code && demo_letter_steps[*next].kind &&
	       is_before(demo_letter_steps[*next].date, date)) {
		const struct demo_letter_step *step = &demo_letter_steps[(*next)++];
		const struct operator_work work = { session->jurisdiction_id, step->kind, on_day,
						    &step };
		code = operator_act(session, &work, err);
	}
	return code;
}
