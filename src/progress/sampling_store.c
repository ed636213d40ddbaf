/* sampling_store.c - see sampling_store.h. */
#include "progress/sampling_store.h"
#include "statements_sampling.h"

#include <stdlib.h>

#define SEED_LEAST 16

/* What is drawn from ------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
	const struct sampling_entry *left = a, *right = b;

	return memcmp(left->key.bytes, right->key.bytes, HASH_BYTES);
}

static int grow(struct arena *arena, struct sampling_entry **items, size_t count, struct error *err)
{
	struct sampling_entry *grown;

	if (count & (count - 1))
		return 0;
	grown = ARENA_ARRAY(arena, struct sampling_entry, count ? 2 * count : 1);
	if (!grown)
		return error_broken(err, ERR_MEMORY, "%zu reports", count);
	if (count)
		memcpy(grown, *items, count * sizeof(*grown));
	*items = grown;
	return 0;
}

static int choice(const struct field_choice *choices, struct str name)
{
	const struct field field = { .name = "choice", .type = FIELD_CHOICE, .choices = choices };

	return field_choice_value(&field, name);
}

static int read_all(struct db *db, const struct sampling *sampling, struct arena *arena,
		    struct sampling_entry **items, size_t *count, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_SAMPLING_POPULATION,
				 DB_ARGS(db_int("jurisdiction_id", sampling->head.jurisdiction_id),
					 db_int("plan_id", sampling->plan_id),
					 db_int("from_day", sampling->from_day),
					 db_int("to_day", sampling->to_day),
					 db_int("only_done", sampling->only_done)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = grow(arena, items, *count, err);
		if (code)
			break;
		(*items)[(*count)++] = (struct sampling_entry){
			.report_id = db_query_int(query, 0),
			.state = choice(report_states, db_query_bytes(query, 1)),
			.status = choice(progress_statuses, db_query_bytes(query, 2)),
			.unit_name = db_query_copy(query, 3, arena),
			.item_title = db_query_copy(query, 4, arena),
		};
	}
	db_query_close(query);
	return code;
}

static int mark_drawn(struct db *db, const struct sampling *sampling, struct sampling_entry *items,
		      size_t count, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_SAMPLING_DRAWS,
				 DB_ARGS(db_int("jurisdiction_id", sampling->head.jurisdiction_id),
					 db_int("sampling_id", sampling->head.id)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0), position = db_query_int(query, 1);
		if (position >= 1 && (size_t)position <= count &&
		    items[position - 1].report_id == id)
			items[position - 1].drawn = true;
	}
	db_query_close(query);
	return code;
}

int sampling_population(struct db *db, const struct sampling *sampling, struct arena *arena,
			struct sampling_entry **out_items, size_t *out_count, struct error *err)
{
	struct sampling_entry *items = NULL;
	size_t count = 0;
	int code = read_all(db, sampling, arena, &items, &count, err);

	for (size_t i = 0; i < count && sampling->seed.length; i++)
		sampling_key(sampling->seed, items[i].report_id, &items[i].key);
	if (!code && count && sampling->seed.length) {
		qsort(items, count, sizeof(*items), compare_keys);
		code = mark_drawn(db, sampling, items, count, err);
	}
	*out_items = items;
	*out_count = count;
	return code;
}

/* Acts --------------------------------------------------------------------------------------------- */

int sampling_commit(struct act *act, int year, struct str seed, struct sampling *sampling,
		    struct error *err)
{
	struct plan plan;
	char hex[HASH_HEX_BYTES], found[CIVIL_TEXT_BYTES];
	int code = plan_find(act->db, act->jurisdiction_id, year, act->arena, &plan, err);

	if (!code && !plan.version)
		code = error_set(err, ERR_NOT_FOUND, "The plan of this year is not published yet.",
				 "该年度的计划尚未发布。");
	if (code)
		return code;
	if (utf8_length(seed) < SEED_LEAST)
		return error_invalid(err, "seed", "", "at least 16 characters, chosen at random",
				     "至少 16 个随机字符");
	if (sampling->to_day < sampling->from_day)
		return error_invalid(err, "to_day", civil_format(sampling->to_day, found),
				     "a day not before the first", "不早于开始日期的日期");
	sampling_hash_seed(seed, hex);
	sampling->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	sampling->plan_id = plan.head.id;
	sampling->seed_hash = arena_str(act->arena, str_from(hex));
	sampling->seed = STR_EMPTY;
	sampling->state = SAMPLING_COMMITTED;
	sampling->made_day = act->day;
	sampling->drawn_day = CIVIL_NO_DAY;
	return act_create(act, &sampling_record, sampling, err);
}

static int read_one(struct act *act, int64_t id, const struct report_order *order,
		    struct sampling *out, struct error *err)
{
	int code = record_get(act->db, &sampling_record,
			      (struct record_key){ act->jurisdiction_id, id }, act->arena, out, err);

	if (!code && order->expected_revision && order->expected_revision != out->head.revision)
		code = error_set(err, ERR_CONFLICT, "Somebody changed this after you opened the page.",
				 "您打开页面后已被他人处理，请刷新后再操作。");
	return code;
}

static int take(struct act *act, const struct sampling *sampling, const struct sampling_entry *entry,
		size_t position, struct error *err)
{
	struct progress_report report;
	struct sampling_draw draw = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.sampling_id = sampling->head.id,
		.report_id = entry->report_id,
		.position = (int64_t)position,
	};
	int code = record_get(act->db, &progress_report_record,
			      (struct record_key){ act->jurisdiction_id, entry->report_id },
			      act->arena, &report, err);

	/* Chance draws, not the inspector: nobody is recused from that. */
	if (!code)
		code = report_apply(&report, REPORT_SAMPLE, ~0u, err);
	if (!code)
		code = act_update(act, &progress_report_record, &report, err);
	return code ? code : act_create(act, &sampling_draw_record, &draw, err);
}

static bool can_be_drawn(const struct sampling_entry *entry)
{
	return entry->state == REPORT_SUBMITTED || entry->state == REPORT_ACCEPTED;
}

int sampling_draw_now(struct act *act, int64_t sampling_id, const struct report_order *order,
		      struct sampling *out, struct error *err)
{
	struct sampling_entry *items;
	size_t count;
	int64_t taken = 0;
	int code = read_one(act, sampling_id, order, out, err);

	if (code)
		return code;
	out->seed = order->note;
	code = sampling_apply(out, SAMPLING_DRAW, order->permissions, act->day, err);
	if (!code)
		code = sampling_population(act->db, out, act->arena, &items, &count, err);
	if (code)
		return code;
	out->drawn_day = act->day;
	out->population = (int64_t)count;
	code = act_update(act, &sampling_record, out, err);
	for (size_t i = 0; !code && i < count && taken < out->size; i++) {
		if (!can_be_drawn(&items[i]))
			continue;
		code = take(act, out, &items[i], i + 1, err);
		taken++;
	}
	return code;
}

int sampling_drop(struct act *act, int64_t sampling_id, const struct report_order *order,
		  struct sampling *out, struct error *err)
{
	int code = read_one(act, sampling_id, order, out, err);

	if (code)
		return code;
	out->note = str_trim(order->note);
	code = sampling_apply(out, SAMPLING_DROP, order->permissions, act->day, err);
	return code ? code : act_update(act, &sampling_record, out, err);
}
