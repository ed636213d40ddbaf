/*
 * transition.c - the one function that walks a state table.
 */
#include "record/transition.h"

static const struct transition *row_find(const struct state_table *table, int from, int event)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].from == from && table->rows[i].event == event)
			return &table->rows[i];
	return NULL;
}

/* Label of a choice that may be out of range; never NULL. */
static const char *label_of(const struct field_choice *choices, int value, enum language language)
{
	for (int i = 0; choices && choices[i].name; i++)
		if (i == value)
			return message_text(choices[i].label, language);
	return "?";
}

static int refuse_state(const struct state_table *table, int from, int event, struct error *err)
{
	int rc = error_set(err, ERR_STATE, "", "");

	error_en(err, "\"%s\" is not possible in the state \"%s\".",
		 label_of(table->events, event, LANGUAGE_EN),
		 label_of(table->states, from, LANGUAGE_EN));
	error_zh(err, "状态为“%s”时不能“%s”。", label_of(table->states, from, LANGUAGE_ZH),
		 label_of(table->events, event, LANGUAGE_ZH));
	error_detail(err, "%s: no transition for event %d from state %d", table->name, event, from);
	return rc;
}

int transition_apply(const struct state_table *table, const struct transition_request *request,
		     int *out_to, struct error *err)
{
	const struct transition *row = row_find(table, request->from, request->event);

	if (!row)
		return refuse_state(table, request->from, request->event, err);
	if (!(row->who & request->permissions))
		return error_set(err, ERR_DENIED, message_text(row->refusal, LANGUAGE_EN),
				 message_text(row->refusal, LANGUAGE_ZH));
	if (row->guard) {
		int rc = row->guard(request->record, request->context, err);

		if (rc)
			return rc;
	}
	*out_to = row->to;
	return 0;
}

size_t transition_offers(const struct state_table *table, int from, permission_set permissions,
			 const struct transition **out, size_t maximum)
{
	size_t count = 0;

	for (size_t i = 0; i < table->count && count < maximum; i++)
		if (table->rows[i].from == from && table->rows[i].who & permissions)
			out[count++] = &table->rows[i];
	return count;
}
