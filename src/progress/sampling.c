/* sampling.c - see sampling.h. */
#include "progress/sampling.h"

#include "messages_progress.h"
#include "people/person.h"
#include "people/rights.h"
#include "statements_sampling.h"

const struct field_choice sampling_states[] = {
	[SAMPLING_COMMITTED] = { "committed", MESSAGE_SAMPLING_STATE_COMMITTED },
	[SAMPLING_DRAWN] = { "drawn", MESSAGE_SAMPLING_STATE_DRAWN },
	[SAMPLING_DROPPED] = { "dropped", MESSAGE_SAMPLING_STATE_DROPPED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice sampling_events[] = {
	[SAMPLING_DRAW] = { "draw", MESSAGE_SAMPLING_EVENT_DRAW },
	[SAMPLING_DROP] = { "drop", MESSAGE_SAMPLING_EVENT_DROP },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "plan_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct sampling, plan_id),
	  .label = MESSAGE_SAMPLING_PLAN_ID,
	  .reference = &plan_record,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct sampling, title),
	  .label = MESSAGE_SAMPLING_TITLE,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct sampling, from_day),
	  .label = MESSAGE_SAMPLING_FROM_DAY,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct sampling, to_day),
	  .label = MESSAGE_SAMPLING_TO_DAY,
	  .since = 1 },
	{ .name = "only_done",
	  .type = FIELD_BOOLEAN,
	  .flags = FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct sampling, only_done),
	  .label = MESSAGE_SAMPLING_ONLY_DONE,
	  .since = 1 },
	{ .name = "size",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_FORM,
	  .offset = offsetof(struct sampling, size),
	  .label = MESSAGE_SAMPLING_SIZE,
	  .minimum = 1,
	  .maximum = SAMPLING_SIZE_MAXIMUM,
	  .since = 1 },
	{ .name = "seed_hash",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct sampling, seed_hash),
	  .label = MESSAGE_SAMPLING_SEED_HASH,
	  .minimum = 64,
	  .maximum = 64,
	  .since = 1 },
	{ .name = "seed",
	  .type = FIELD_TEXT,
	  .flags = 0,
	  .offset = offsetof(struct sampling, seed),
	  .label = MESSAGE_SAMPLING_SEED,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct sampling, state),
	  .label = MESSAGE_SAMPLING_STATE,
	  .choices = sampling_states,
	  .since = 1 },
	{ .name = "made_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct sampling, made_day),
	  .label = MESSAGE_SAMPLING_MADE_DAY,
	  .since = 1 },
	{ .name = "maker_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED,
	  .offset = offsetof(struct sampling, maker_id),
	  .label = MESSAGE_SAMPLING_MAKER_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "drawn_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct sampling, drawn_day),
	  .label = MESSAGE_SAMPLING_DRAWN_DAY,
	  .since = 1 },
	{ .name = "population",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST,
	  .offset = offsetof(struct sampling, population),
	  .label = MESSAGE_SAMPLING_POPULATION,
	  .maximum = 10000000,
	  .since = 1 },
	{ .name = "note",
	  .type = FIELD_TEXT,
	  .flags = FIELD_FORM,
	  .offset = offsetof(struct sampling, note),
	  .label = MESSAGE_SAMPLING_NOTE,
	  .maximum = 500,
	  .since = 1 },
};

const struct record_type sampling_record = {
	.name = "sampling",
	.label = MESSAGE_SAMPLING_LABEL,
	.size = sizeof(struct sampling),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SAMPLING_INSERT,
	.update = STATEMENT_SAMPLING_UPDATE,
	.remove = -1,
	.get = STATEMENT_SAMPLING_GET,
	.all = STATEMENT_SAMPLING_ALL,
};

static const struct field draw_fields[] = {
	{ .name = "sampling_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct sampling_draw, sampling_id),
	  .label = MESSAGE_SAMPLING_DRAW_SAMPLING_ID,
	  .reference = &sampling_record,
	  .since = 1 },
	{ .name = "report_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED,
	  .offset = offsetof(struct sampling_draw, report_id),
	  .label = MESSAGE_SAMPLING_DRAW_REPORT_ID,
	  .reference = &progress_report_record,
	  .since = 1 },
	{ .name = "position",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct sampling_draw, position),
	  .label = MESSAGE_SAMPLING_DRAW_POSITION,
	  .minimum = 1,
	  .maximum = 10000000,
	  .since = 1 },
};

const struct record_type sampling_draw_record = {
	.name = "sampling_draw",
	.label = MESSAGE_SAMPLING_DRAW_LABEL,
	.size = sizeof(struct sampling_draw),
	.fields = draw_fields,
	.field_count = ARRAY_LENGTH(draw_fields),
	.encoding = 1,
	.insert = STATEMENT_SAMPLING_DRAW_INSERT,
	.update = STATEMENT_SAMPLING_DRAW_UPDATE,
	.remove = -1,
	.get = STATEMENT_SAMPLING_DRAW_GET,
	.all = STATEMENT_SAMPLING_DRAW_ALL,
};

static int guard_note(const void *record, const void *context, struct error *err)
{
	const struct sampling *sampling = record;

	(void)context;
	if (str_trim(sampling->note).length > 0)
		return 0;
	return error_invalid(err, "note", "", "why it is dropped", "作废的理由");
}

/* Whoever tries a seed until it fits is found: it was committed to. And what is drawn from is closed. */
static int guard_draw(const void *record, const void *context, struct error *err)
{
	const struct sampling *sampling = record;
	const int32_t *today = context;
	struct str hash = { NULL, 0 };
	char hex[HASH_HEX_BYTES];

	sampling_hash_seed(sampling->seed, hex);
	hash = str_from(hex);
	if (!str_equal(hash, sampling->seed_hash))
		return error_invalid(err, "seed", "", "the seed that was committed to",
				     "当初承诺的种子");
	if (today && *today <= sampling->to_day)
		return error_set(err, ERR_RULE, "The period is not over yet.", "抽查期间尚未结束。");
	return 0;
}

static const struct transition rows[] = {
	{ SAMPLING_DRAW, SAMPLING_COMMITTED, SAMPLING_DRAWN, PERMISSION_PLAN_REVIEW, guard_draw,
	  MESSAGE_SAMPLING_EVENT_DRAW, MESSAGE_REPORT_REFUSED },
	{ SAMPLING_DROP, SAMPLING_COMMITTED, SAMPLING_DROPPED, PERMISSION_PLAN_REVIEW, guard_note,
	  MESSAGE_SAMPLING_EVENT_DROP, MESSAGE_REPORT_REFUSED },
};

const struct state_table sampling_life = { "sampling", rows, ARRAY_LENGTH(rows), sampling_states,
					   sampling_events };

int sampling_apply(struct sampling *sampling, enum sampling_event event, permission_set permissions,
		   int32_t today, struct error *err)
{
	const struct transition_request request = { .from = sampling->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = sampling,
						    .context = &today };

	return transition_apply(&sampling_life, &request, &sampling->state, err);
}

void sampling_hash_seed(struct str seed, char hex[HASH_HEX_BYTES])
{
	struct hash hash = hash_of(seed);

	hex_encode(hash_str(&hash), hex);
}

void sampling_key(struct str seed, int64_t report_id, struct hash *out)
{
	char id[ID_TEXT_BYTES];
	const struct str parts[] = { seed, str_from(id_format(report_id, id)) };

	*out = hash_parts(parts, ARRAY_LENGTH(parts));
}
