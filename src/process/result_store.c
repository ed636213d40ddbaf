/*
 * result_store.c - see result_store.h.
 */
#include "process/result_store.h"

#include "ledger/ledger.h"
#include "people/record_find.h"
#include "people/rights.h"
#include "process/calendar_year.h"
#include "process/proposal_source.h"
#include "process/proposal_store.h"
#include "process/scheme_version.h"
#include "process/score_source.h"
#include "statements_objection.h"
#include "statements_result.h"

/* Reading ------------------------------------------------------------------------------------- */

static int find(struct db *db, const struct result_place *place, enum statement statement,
		struct arena *arena, struct result *out, struct error *err)
{
	const struct record_query query = {
		&result_record, statement,
		DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
			db_int("year", place->year),
			db_text("subject", str_from(scheme_subject_name(place->subject))),
			db_int("group_id", place->group_id), db_text("level", place->level))
	};
	return record_find(db, &query, arena, out, err);
}

int result_find_latest(struct db *db, const struct result_place *place, struct arena *arena,
		       struct result *out, struct error *err)
{
	return find(db, place, STATEMENT_RESULT_LATEST, arena, out, err);
}

int result_find_final(struct db *db, const struct result_place *place, struct arena *arena,
		      struct result *out, struct error *err)
{
	return find(db, place, STATEMENT_RESULT_LATEST_FINAL, arena, out, err);
}

int result_find_version(struct db *db, const struct result_place *place, int64_t version,
			struct arena *arena, struct result *out, struct error *err)
{
	const struct record_query query = {
		&result_record, STATEMENT_RESULT_OF_VERSION,
		DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
			db_int("year", place->year),
			db_text("subject", str_from(scheme_subject_name(place->subject))),
			db_int("group_id", place->group_id), db_text("level", place->level),
			db_int("version", version))
	};
	return record_find(db, &query, arena, out, err);
}

/* All rows of a query as records, in an array of the arena that doubles. */
static int read_all(struct db_query *query, const struct record_type *type, struct arena *arena,
		    void **out_items, size_t *out_count, struct error *err)
{
	size_t capacity = 0, count = 0;
	char *items = NULL;
	int code;

	while ((code = db_query_step(query, err)) > 0) {
		if (count == capacity) {
			char *more = arena_alloc_array(arena, capacity = capacity * 2 + 16,
						       type->size);
			if (!more)
				return error_broken(err, ERR_MEMORY, "%s", type->name);
			if (count)
				memcpy(more, items, count * type->size);
			items = more;
		}
		code = record_read(query, type, arena, items + count++ * type->size, err);
		if (code)
			return code;
	}
	*out_items = items;
	*out_count = count;
	return code;
}

int result_load(struct db *db, const struct result_place *place, struct arena *arena,
		struct result_list *out, struct error *err)
{
	struct db_query *query;
	void *items = NULL;
	struct db_arg args[] = { db_int("jurisdiction_id", place->jurisdiction_id),
				 db_int("year", place->year),
				 db_text("subject", str_from(scheme_subject_name(place->subject))),
				 db_int("group_id", place->group_id),
				 db_text("level", place->level) };
	bool one = place->group_id != 0 || place->level.length > 0;
	int code = db_query_open(db, one ? STATEMENT_RESULT_VERSIONS : STATEMENT_RESULT_OF_YEAR,
				 (struct db_args){ args, one ? 5 : 3 }, &query, err);
	if (code)
		return code;
	code = read_all(query, &result_record, arena, &items, &out->count, err);
	db_query_close(query);
	out->items = items;
	return code;
}

int result_load_lines(struct db *db, int64_t jurisdiction_id, int64_t result_id,
		      struct arena *arena, struct result_lines *out, struct error *err)
{
	struct db_query *query;
	void *items = NULL;
	int code = db_query_open(db, STATEMENT_RESULT_LINE_OF_RESULT,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					 db_int("result_id", result_id)),
				 &query, err);
	if (code)
		return code;
	code = read_all(query, &result_line_record, arena, &items, &out->count, err);
	db_query_close(query);
	out->items = items;
	return code;
}

struct appraisal_request result_request(const struct result *result)
{
	struct appraisal_request request = {
		.jurisdiction_id = result->head.jurisdiction_id,
		.year = (int)result->year,
		.subject = (enum scheme_subject)result->subject,
		.group_id = result->level.length ? 0 : result->group_id,
		.level = result->level,
		.scheme_id = result->scheme_id,
	};

	if (result->state == RESULT_FINAL)
		request.as_of = result->basis;
	return request;
}

/* Moving -------------------------------------------------------------------------------------- */

int result_earliest_end(struct db *db, const struct scheme *scheme, int32_t from,
			struct arena *arena, int32_t *out, struct error *err)
{
	/* The first day of publicity counts, so day 0 is the one before it. */
	const struct calendar_request request = {
		.from_day = from - 1,
		.count = scheme->publicity_days,
		.kind = scheme->publicity_working ? CALENDAR_WORKING_DAYS : CALENDAR_ALL_DAYS,
	};
	struct calendar_answer answer;
	int code = calendar_deadline(db, &request, arena, &answer, err);

	if (!code)
		*out = answer.day;
	return code;
}

struct result_place result_own_place(const struct result *result)
{
	return (struct result_place){ result->head.jurisdiction_id, (int)result->year,
				      (enum scheme_subject)result->subject,
				      result->level.length ? 0 : result->group_id,
				      result->level };
}

/* The group as it is now, under the scheme of the result or the one in force. */
static int appraise(struct act *act, const struct result *result, struct appraisal_year **out,
		    struct error *err)
{
	struct appraisal_request request = result_request(result);

	request.as_of = 0;
	request.day = act->day;
	return appraisal_load(act->db, &request, act->arena, out, err);
}

static int situation_of(struct act *act, const struct result *result,
			const struct appraisal_year *year, struct result_situation *out,
			struct error *err)
{
	struct result_place place = result_own_place(result);
	struct result final;
	int code;

	*out = (struct result_situation){ .today = act->day };
	if (year) {
		out->ranked = appraisal_ranking(year->appraisal, 0)->ranked;
		out->incomplete = appraisal_ranking(year->appraisal, 0)->incomplete;
		code = result_earliest_end(act->db, year->scheme, act->day, act->arena,
					   &out->earliest_end, err);
		if (code)
			return code;
	}
	code = db_get_int(act->db, STATEMENT_OBJECTION_OPEN_COUNT,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("result_id", result->head.id)),
			  &out->open_objections, err);
	if (code)
		return code;
	code = result_find_final(act->db, &place, act->arena, &final, err);
	out->any_final = code == 0;
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code;
}

static int check_revision(const struct result *result, const struct result_order *order,
			  struct error *err)
{
	if (!order->expected_revision || order->expected_revision == result->head.revision)
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "Somebody moved this result on after you opened the page. Look at it again.",
			 "您打开页面后，该结果已被他人处理，请刷新后再操作。");
}

static int get(struct act *act, int64_t result_id, const struct result_order *order,
	       struct result *out, struct error *err)
{
	int code = record_get(act->db, &result_record,
			      (struct record_key){ act->jurisdiction_id, result_id }, act->arena,
			      out, err);
	return code ? code : check_revision(out, order, err);
}

/* The draft that is there, or the first version, not yet stored. */
static int draft_of(struct act *act, const struct result_place *place, struct result *out,
		    struct error *err)
{
	int code = result_find_latest(act->db, place, act->arena, out, err);
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	*out = (struct result){ .head = { .jurisdiction_id = act->jurisdiction_id },
				.year = place->year,
				.subject = (int)place->subject,
				.group_id = place->group_id,
				.level = place->level,
				.version = 1,
				.state = RESULT_DRAFT,
				.publicity_from = CIVIL_NO_DAY,
				.publicity_to = CIVIL_NO_DAY,
				.final_day = CIVIL_NO_DAY };
	return 0;
}

static int size_now(struct act *act, int64_t *out, struct error *err)
{
	return ledger_heads_size(act->heads, act->db, act->jurisdiction_id, out, err);
}

static int write(struct act *act, struct result *result, struct error *err)
{
	return result->head.id ? act_update(act, &result_record, result, err)
			       : act_create(act, &result_record, result, err);
}

int result_publish(struct act *act, const struct result_place *place,
		   const struct result_order *order, struct result *out, struct error *err)
{
	struct appraisal_year *year = NULL;
	struct result_situation now = { 0 };
	struct result result = { 0 };
	int code = draft_of(act, place, &result, err);
	if (!code && result.head.id)
		code = check_revision(&result, order, err);
	if (!code)
		code = appraise(act, &result, &year, err);
	/* Before publicity counts its leaves: what follows the plan stands as marks from here on. */
	if (!code)
		code = score_source_keep(act, year, err);
	if (!code)
		code = situation_of(act, &result, year, &now, err);
	if (!code)
		code = size_now(act, &result.publicity_basis, err);
	if (code)
		return code;
	if (result.state == RESULT_DRAFT) {
		result.publicity_from = act->day;
		result.publicity_to = order->publicity_to == CIVIL_NO_DAY ? now.earliest_end
									  : order->publicity_to;
		result.scheme_id = year->scheme->record_id;
		result.group_name = year->groups[0].name;
		if (order->reference.length)
			result.reference = order->reference;
	}
	code = result_apply(&result, RESULT_PUBLISH, order->permissions, &now, err);
	if (!code)
		code = write(act, &result, err);
	if (!code)
		*out = result;
	return code;
}

/* The events that only change the record and say why. */
static int move_with_note(struct act *act, int64_t result_id, enum result_event event,
			  const struct result_order *order, struct result *out, struct error *err)
{
	struct result_situation now = { 0 };
	int code = get(act, result_id, order, out, err);
	if (!code)
		code = situation_of(act, out, NULL, &now, err);
	if (code)
		return code;
	out->note = order->reason;
	code = result_apply(out, event, order->permissions, &now, err);
	return code ? code : act_update(act, &result_record, out, err);
}

int result_withdraw(struct act *act, int64_t result_id, const struct result_order *order,
		    struct result *out, struct error *err)
{
	struct appraisal_year *year = NULL;
	int code = move_with_note(act, result_id, RESULT_WITHDRAW, order, out, err);
	/* A first result follows the plan again; a correction keeps the marks of the final version. */
	if (!code && out->version == 1)
		code = appraise(act, out, &year, err);
	return code || !year ? code : score_source_take_back(act, year, err);
}

int result_drop(struct act *act, int64_t result_id, const struct result_order *order,
		struct result *out, struct error *err)
{
	return move_with_note(act, result_id, RESULT_DROP, order, out, err);
}

/* Finalising ---------------------------------------------------------------------------------- */

static int write_line(struct act *act, const struct result *result,
		      const struct appraisal_year *year, int member, struct error *err)
{
	const struct appraised_subject *subject = &year->subjects[member];
	const struct appraisal_result *got = appraisal_result(year->appraisal, member);
	struct result_line line = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.result_id = result->head.id,
		.subject_id = subject->id,
		.code = subject->code,
		.name = subject->name,
		.class_name = subject->class_name,
		.ranked = got->rank > 0,
		.total = got->has_total ? got->total : (struct decimal){ 0 },
		.rank = got->rank,
		.grade = got->grade < 0 ? STR_EMPTY : year->scheme->grades[got->grade].code,
		.place = (int)got->last,
		.vetoed = got->vetoed,
	};
	return act_create(act, &result_line_record, &line, err);
}

static int freeze(struct act *act, const struct result *result, const struct appraisal_year *year,
		  struct error *err)
{
	const struct appraisal_ranking *ranking = appraisal_ranking(year->appraisal, 0);
	int code = 0;

	for (size_t i = 0; !code && i < ranking->members; i++)
		code = write_line(act, result, year, ranking->order[i], err);
	return code;
}

int result_finalise(struct act *act, int64_t result_id, const struct result_order *order,
		    struct result *out, struct error *err)
{
	struct appraisal_year *year = NULL;
	struct result_situation now = { 0 };
	int code = get(act, result_id, order, out, err);
	if (!code)
		code = appraise(act, out, &year, err);
	if (!code)
		code = situation_of(act, out, year, &now, err);
	if (!code)
		code = size_now(act, &out->basis, err);
	if (code)
		return code;
	out->final_day = act->day;
	code = result_apply(out, RESULT_FINALISE, order->permissions, &now, err);
	if (!code)
		code = act_update(act, &result_record, out, err);
	if (!code)
		code = freeze(act, out, year, err);
	if (!code && out->subject == SCHEME_UNIT)
		code = proposal_review(act, out, err);
	else if (!code)
		code = finding_proposals.review(act, out, err);
	return code;
}

/* Correcting ---------------------------------------------------------------------------------- */

static int refuse_correction(const struct result *latest, struct error *err)
{
	int code = error_set(err, ERR_STATE, "", "");

	error_en(err, "Version %lld of this result is not final; correct it as it stands.",
		 (long long)latest->version);
	error_zh(err, "该结果第 %lld 版尚未定稿，可直接更正。", (long long)latest->version);
	return code;
}

int result_correct(struct act *act, const struct result_place *place,
		   const struct result_order *order, struct result *out, struct error *err)
{
	struct result latest;
	int64_t highest = 0;
	int code = result_find_latest(act->db, place, act->arena, &latest, err);
	if (!code && !(order->permissions & PERMISSION_RESULT_MANAGE))
		code = error_set(err, ERR_DENIED, "Only the office corrects results.",
				 "只有责任制办公室可以更正结果。");
	if (!code)
		code = check_revision(&latest, order, err);
	if (!code && latest.state != RESULT_FINAL)
		code = refuse_correction(&latest, err);
	if (!code && str_trim(order->reason).length == 0)
		code = error_invalid(err, "reason", "", "the reason of the correction",
				     "更正的理由");
	if (!code)
		code = db_get_int(act->db, STATEMENT_RESULT_HIGHEST_VERSION,
				  DB_ARGS(db_int("jurisdiction_id", place->jurisdiction_id),
					  db_int("year", place->year),
					  db_text("subject",
						  str_from(scheme_subject_name(place->subject))),
					  db_int("group_id", place->group_id),
					  db_text("level", place->level)),
				  &highest, err);
	if (code)
		return code;
	*out = (struct result){ .head = { .jurisdiction_id = act->jurisdiction_id },
				.year = latest.year,
				.subject = latest.subject,
				.group_id = latest.group_id,
				.level = latest.level,
				.group_name = latest.group_name,
				.version = highest + 1,
				.state = RESULT_DRAFT,
				.scheme_id = latest.scheme_id,
				.reason = order->reason,
				.reference = order->reference,
				.publicity_from = CIVIL_NO_DAY,
				.publicity_to = CIVIL_NO_DAY,
				.final_day = CIVIL_NO_DAY };
	return act_create(act, &result_record, out, err);
}
