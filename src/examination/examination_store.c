/*
 * examination_store.c - see examination_store.h.
 */
#include "examination/examination_store.h"

#include "examination/examination_marks.h"
#include "people/record_find.h"
#include "process/scheme_version.h"
#include "statements_examination.h"

int examination_find(struct db *db, struct examination *out, struct arena *arena,
		     struct error *err)
{
	const struct record_query query = {
		&examination_record, STATEMENT_EXAMINATION_OF,
		DB_ARGS(db_int("jurisdiction_id", out->head.jurisdiction_id),
			db_int("year", out->year), db_int("person_id", out->person_id))
	};
	int code = record_find(db, &query, arena, out, err);

	if (code != -ERR_NOT_FOUND)
		return code;
	return error_set(err, ERR_NOT_FOUND, "There is no examination of this person in that year.",
			 "该年度没有此人的三考。");
}

/* Opening a year ------------------------------------------------------------------------------- */

struct opening {
	struct act *act;
	const struct scheme *scheme;
	int year;
	struct examination *items;
	size_t count, capacity;
	int64_t last; /* whose level is decided */
};

static int keep(struct opening *it, struct examination item, struct error *err)
{
	if (it->count == it->capacity) {
		size_t more = it->capacity ? it->capacity * 2 : 256;
		struct examination *items = ARENA_ARRAY(it->act->arena, struct examination, more);
		if (!items)
			return error_broken(err, ERR_MEMORY, "examinations");
		if (it->count)
			memcpy(items, it->items, it->count * sizeof(*items));
		it->items = items;
		it->capacity = more;
	}
	it->items[it->count++] = item;
	return 0;
}

/* A person's first post at a level that the scheme names decides, as in the engine. */
static int take_candidate(struct opening *it, struct db_query *query, struct error *err)
{
	int64_t person_id = db_query_int(query, 0);
	int level = scheme_class_find(it->scheme, db_query_bytes(query, 1));
	const struct examination item = {
		.head = { .jurisdiction_id = it->act->jurisdiction_id },
		.year = it->year,
		.person_id = person_id,
		.unit_id = db_query_int(query, 2),
		.level = level < 0 ? STR_EMPTY : it->scheme->classes[level].code,
		.superior_id = db_query_int(query, 3),
		.opened_day = it->act->day,
		.stated_day = CIVIL_NO_DAY,
		.assessed_day = CIVIL_NO_DAY,
	};

	if (level < 0 || person_id == it->last)
		return 0;
	it->last = person_id;
	return db_query_int(query, 4) ? 0 : keep(it, item, err);
}

static int read_candidates(struct opening *it, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(it->act->db, STATEMENT_EXAMINATION_CANDIDATES,
				 DB_ARGS(db_int("jurisdiction_id", it->act->jurisdiction_id),
					 db_int("year", it->year),
					 db_int("day", civil_year_end(it->year))),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = take_candidate(it, query, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

int examination_open_year(struct act *act, int year, size_t *out_count, struct error *err)
{
	const struct scheme_request wanted = { act->jurisdiction_id, SCHEME_PERSON, year };
	struct opening it = { .act = act, .year = year };
	struct scheme *scheme = NULL;
	int code = 0;

	if (civil_year_start(year) > act->day)
		code = error_set(err, ERR_RULE, "The year has not begun.", "该年度尚未开始。");
	if (!code)
		code = scheme_load(act->db, &wanted, act->arena, &scheme, err);
	if (code)
		return code;
	it.scheme = scheme;
	code = read_candidates(&it, err);
	for (size_t i = 0; !code && i < it.count; i++)
		code = act_create(act, &examination_record, &it.items[i], err);
	*out_count = it.count;
	return code;
}

/* Moving --------------------------------------------------------------------------------------- */

int examination_result_state(struct db *db, const struct examination *examination,
			     struct arena *arena, enum result_state *out, struct error *err)
{
	const struct result_cell cell = { (int)examination->year, SCHEME_PERSON,
					  examination->person_id, STR_EMPTY };

	return result_state_of(db, examination->head.jurisdiction_id, &cell, arena, out, err);
}

int examination_check_open(struct act *act, const struct examination *examination,
			   struct error *err)
{
	enum result_state state = RESULT_DRAFT;
	int code = examination_result_state(act->db, examination, act->arena, &state, err);

	if (code || state == RESULT_DRAFT)
		return code;
	return error_set(err, ERR_STATE,
			 "The result is public or final: statement and opinion stand as they are.",
			 "结果已公示或定稿，陈述和评语不能再改。");
}

static int check_revision(const struct examination *present, const struct examination_order *order,
			  struct error *err)
{
	if (!order->expected_revision || order->expected_revision == present->head.revision)
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "Somebody changed this examination after you opened the page. Look at it again.",
			 "您打开页面后，该三考已有变动，请刷新后再操作。");
}

static void take_texts(struct examination *out, const struct examination_order *order, int32_t day)
{
	switch (order->event) {
	case EXAMINATION_SUBMIT:
		for (int i = 0; i < EXAMINATION_PART_COUNT; i++)
			out->parts[i] = order->parts[i];
		out->stated_day = day;
		out->note = STR_EMPTY;
		return;
	case EXAMINATION_ASSESS:
		out->opinion = order->opinion;
		out->assessed_day = day;
		return;
	case EXAMINATION_RECALL:
		out->stated_day = CIVIL_NO_DAY;
		return;
	case EXAMINATION_RETURN:
		out->stated_day = CIVIL_NO_DAY;
		out->note = order->note;
		return;
	case EXAMINATION_REOPEN:
		out->assessed_day = CIVIL_NO_DAY;
		out->note = order->note;
		return;
	case EXAMINATION_EVENT_COUNT:
		return;
	}
}

int examination_move(struct act *act, const struct examination *present,
		     const struct examination_order *order, struct examination *out,
		     struct error *err)
{
	struct examination_asker asker = order->asker;
	struct examination moved = *present;
	int code = check_revision(present, order, err);

	if (!code)
		code = examination_check_open(act, present, err);
	if (!code && order->event == EXAMINATION_ASSESS)
		code = examination_count_unmarked(act->db, present, act->arena, &asker.unmarked, err);
	if (code)
		return code;
	take_texts(&moved, order, act->day);
	code = examination_apply(&moved, order->event, &asker, err);
	if (!code)
		code = act_update(act, &examination_record, &moved, err);
	if (!code)
		*out = moved;
	return code;
}

int examination_keep(struct act *act, const struct examination *present,
		     const struct examination_order *order, struct examination *out,
		     struct error *err)
{
	struct examination kept = *present;
	int code = check_revision(present, order, err);

	if (!code)
		code = examination_check_open(act, present, err);
	if (!code && !examination_may(present, EXAMINATION_SUBMIT, &order->asker))
		code = error_set(err, ERR_STATE, "The statement is not open to you.",
				 "现在不能修改该陈述。");
	if (code)
		return code;
	for (int i = 0; i < EXAMINATION_PART_COUNT; i++)
		kept.parts[i] = order->parts[i];
	code = act_update(act, &examination_record, &kept, err);
	if (!code)
		*out = kept;
	return code;
}

int examination_name_superior(struct act *act, const struct examination *present,
			      int64_t superior_id, struct examination *out, struct error *err)
{
	int code = examination_check_open(act, present, err);

	*out = *present;
	out->superior_id = superior_id;
	if (code)
		return code;
	if (superior_id == present->person_id)
		return error_invalid(err, "superior", "", "somebody else than the person",
				     "被考核人以外的人员");
	if (present->state == EXAMINATION_ASSESSED)
		return error_set(err, ERR_STATE, "It is assessed already; open it again first.",
				 "上级已评定，请先重新打开。");
	return act_update(act, &examination_record, out, err);
}
