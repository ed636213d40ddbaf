/*
 * demo_year.c - see demo_year.h.
 *
 * Everything goes through the functions that pages use, so the same rules hold: an objection is upheld
 * before the mark is mended, a correction is begun before the counter-entry is written.
 */
#include "cli/demo_year.h"

#include "cli/demo_examination.h"
#include "demo/results.h"
#include "people/appraisal_group.h"
#include "people/rights.h"
#include "people/unit.h"
#include "process/entry.h"
#include "process/import.h"
#include "process/objection_store.h"
#include "process/proposal_store.h"
#include "process/result_store.h"
#include "process/scheme_version.h"
#include "process/score.h"
#include "statements_appraisal.h"
#include "statements_proposal.h"

#define FILE_BYTES ((size_t)8 << 20)
#define GROUPS_MAXIMUM 16

/* One act on a day: what `change` does with `context`. */
struct dated {
	const struct demo_year *demo;
	struct civil_date date;
	int (*change)(struct act *act, void *context, struct error *err);
	void *context;
};

static int set_day(struct act *act, void *context, struct error *err)
{
	const struct dated *dated = context;

	if (!civil_to_day(dated->date, &act->day))
		return error_broken(err, ERR_BROKEN, "date");
	return dated->change(act, dated->context, err);
}

static int do_on(const struct demo_year *demo, struct civil_date date, const char *kind,
		 int (*change)(struct act *act, void *context, struct error *err), void *context,
		 struct error *err)
{
	struct dated dated = { demo, date, change, context };
	const struct operator_work work = { demo->session->jurisdiction_id, kind, set_day, &dated };

	return operator_act(demo->session, &work, err);
}

/* Scores and entries ------------------------------------------------------------------------- */

static int import_text(struct act *act, void *context, struct error *err)
{
	const struct import_request *request = context;
	struct import_result result = { 0 };
	int rc = import_apply(act, request, &result, err);

	if (rc < 0 && result.problems_kept > 0)
		error_detail(err, "%.*s row %d: %s", STR_ARG(request->file_name),
			     result.problems[0].row, result.problems[0].en);
	return rc;
}

static int import_file(const struct demo_year *demo, struct civil_date date,
		       struct import_request *request, struct buf *text, struct error *err)
{
	request->bytes = buf_str(text);
	if (buf_failed(text))
		return error_broken(err, ERR_MEMORY, "%.*s", STR_ARG(request->file_name));
	return do_on(demo, date,
		     request->profile == IMPORT_BATCH_SCORES ? "import.scores" : "import.entries",
		     import_text, request, err);
}

static int import_points(const struct demo_year *demo, int year, struct error *err)
{
	struct scheme *scheme;
	const struct scheme_request wanted = { demo->session->jurisdiction_id, SCHEME_UNIT, year };
	struct import_request scores = { .profile = IMPORT_BATCH_SCORES,
					 .file_name = STR("demo-scores.csv") };
	struct import_request entries = { .profile = IMPORT_BATCH_ENTRIES,
					  .file_name = STR("demo-entries.csv") };
	struct buf text;
	int rc = scheme_load(demo->session->db, &wanted, demo->call->arena, &scheme, err);

	if (rc < 0)
		return rc;
	buf_init(&text, FILE_BYTES);
	demo_write_scores(demo->units, scheme, year, demo->seed, &text);
	rc = import_file(demo, (struct civil_date){ year + 1, 1, 5 }, &scores, &text, err);
	buf_clear(&text);
	if (rc == 0) {
		demo_write_entries(year, &text);
		rc = import_file(demo, (struct civil_date){ year + 1, 1, 6 }, &entries, &text, err);
	}
	buf_release(&text);
	return rc;
}

/* A deduction that turns out to be a mistake. */
static int add_mistake(struct act *act, void *context, struct error *err)
{
	struct civil_date decided = { 2008, 10, 20 };
	struct entry mistake = { .year = DEMO_LAST_YEAR,
				 .subject = SCHEME_UNIT,
				 .kind = ENTRY_DEDUCTION,
				 .points = DECIMAL_OF(1),
				 .reason = STR("整改报告逾期"),
				 .reference = STR("示例〔2008〕19号") };
	struct unit unit;
	int64_t *out_id = context;
	int rc = unit_find(act->db, act->jurisdiction_id, STR(DEMO_UNIT_DEDUCTED), act->arena,
			   &unit, err);

	if (rc < 0)
		return rc;
	mistake.subject_id = unit.head.id;
	if (!civil_to_day(decided, &mistake.day))
		return error_broken(err, ERR_BROKEN, "date");
	rc = entry_add(act, &mistake, err);
	*out_id = mistake.head.id;
	return rc;
}

static int reverse_mistake(struct act *act, void *context, struct error *err)
{
	const int64_t *id = context;
	struct entry counter;

	return entry_reverse(act, *id, STR("复核：报告按期送达，登记有误"), STR("示例〔2009〕3号"),
			     &counter, err);
}

/* Results ------------------------------------------------------------------------------------ */

struct group_list {
	struct result_place items[GROUPS_MAXIMUM];
	struct str names[GROUPS_MAXIMUM];
	size_t count;
};

static int load_groups(const struct demo_year *demo, int year, struct group_list *out,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(demo->session->db, STATEMENT_APPRAISAL_GROUPS,
			       DB_ARGS(db_int("jurisdiction_id", demo->session->jurisdiction_id),
				       db_int("year", year), db_int("group_id", 0)),
			       &query, err);

	if (rc < 0)
		return rc;
	out->count = 0;
	while (out->count < GROUPS_MAXIMUM && (rc = db_query_step(query, err)) > 0) {
		out->names[out->count] = db_query_copy(query, 1, demo->call->arena);
		out->items[out->count++] = (struct result_place){ demo->session->jurisdiction_id,
								  year, SCHEME_UNIT,
								  db_query_int(query, 0),
								  STR_EMPTY };
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static bool stays_draft(const struct group_list *groups, size_t at)
{
	return groups->items[at].year == DEMO_LAST_YEAR &&
	       str_equal(groups->names[at], STR(DEMO_GROUP_DRAFT));
}

static struct result_order office_order(void)
{
	return (struct result_order){ .permissions = PERMISSION_RESULT_MANAGE,
				      .publicity_to = CIVIL_NO_DAY };
}

static int publish_one(struct act *act, void *context, struct error *err)
{
	const struct result_place *place = context;
	struct result_order order = office_order();
	struct result result;

	order.reference = arena_format(act->arena, "示例〔%d〕%d号", place->year + 1, 1);
	return result_publish(act, place, &order, &result, err);
}

static int finalise_one(struct act *act, void *context, struct error *err)
{
	const struct result_place *place = context;
	const struct result_order order = office_order();
	struct result result;
	int rc = result_find_latest(act->db, place, act->arena, &result, err);

	return rc < 0 ? rc : result_finalise(act, result.head.id, &order, &result, err);
}

static int each_group(const struct demo_year *demo, const struct group_list *groups,
		      struct civil_date date, const char *kind,
		      int (*change)(struct act *act, void *context, struct error *err),
		      struct error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < groups->count; i++) {
		struct result_place place = groups->items[i];

		if (!stays_draft(groups, i))
			rc = do_on(demo, date, kind, change, &place, err);
	}
	return rc;
}

/* Objections --------------------------------------------------------------------------------- */

struct planted_objection {
	const char *unit_code, *indicator;
	struct str text, answer;
	bool upheld;
	struct decimal mended; /* what the mark is raised by when upheld */
	int64_t id;
};

static struct planted_objection planted[] = {
	{ "D05", "Z06", STR_INIT("第三季度整改已按期完成，检查当日未见到报告，请核对。"),
	  STR_INIT("经核对，报告已在期限内送达，更正该项得分。"), true, { DECIMAL_ONE }, 0 },
	{ "T04", "Z08", STR_INIT("信访件办理得分偏低，请说明扣分的依据。"),
	  STR_INIT("该项按抽查记录计分，依据见计分依据；维持原得分。"), false, { 0 }, 0 },
};

/* The subject's group result that is public. */
static int find_public(struct act *act, int64_t unit_id, struct result *out, struct error *err)
{
	struct result_place place = { act->jurisdiction_id, DEMO_LAST_YEAR, SCHEME_UNIT, 0,
				      STR_EMPTY };
	int rc = db_get_int(act->db, STATEMENT_APPRAISAL_GROUP_OF_UNIT,
			    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				    db_int("year", DEMO_LAST_YEAR), db_int("unit_id", unit_id)),
			    &place.group_id, err);

	return rc < 0 ? rc : result_find_latest(act->db, &place, act->arena, out, err);
}

static int raise_one(struct act *act, void *context, struct error *err)
{
	struct planted_objection *plant = context;
	struct objection objection = { .indicator = str_from(plant->indicator),
				       .text = plant->text };
	struct result result;
	struct unit unit;
	int rc = unit_find(act->db, act->jurisdiction_id, str_from(plant->unit_code), act->arena,
			   &unit, err);

	if (rc == 0)
		rc = find_public(act, unit.head.id, &result, err);
	if (rc < 0)
		return rc;
	objection.subject_id = unit.head.id;
	objection.result_id = result.head.id;
	rc = objection_raise(act, &objection, err);
	plant->id = objection.head.id;
	return rc;
}

/* The mark that the objection was about, raised as the answer says, at most to the maximum. */
static int mend_mark(struct act *act, const struct planted_objection *plant,
		     const struct objection *objection, struct error *err)
{
	const struct scheme_request wanted = { act->jurisdiction_id, SCHEME_UNIT, DEMO_LAST_YEAR };
	struct scheme *scheme;
	struct score score = { .year = DEMO_LAST_YEAR, .subject = SCHEME_UNIT,
			       .subject_id = objection->subject_id,
			       .indicator = objection->indicator, .scorer = STR("联查组") };
	enum score_outcome outcome;
	int rc = scheme_load(act->db, &wanted, act->arena, &scheme, err);

	if (rc == 0)
		rc = score_find(act->db, &score, act->jurisdiction_id, act->arena, &score, err);
	if (rc < 0)
		return rc;
	int at = scheme_indicator_find(scheme, score.indicator);
	score.points.scaled += plant->mended.scaled;
	if (at >= 0 && score.points.scaled > scheme->indicators[at].maximum.scaled)
		score.points = scheme->indicators[at].maximum;
	score.change_reason = STR("异议成立：报告按期送达");
	return score_put(act, &score, scheme, scheme_class_find(scheme, STR("department")), &outcome,
			 err);
}

static int answer_one(struct act *act, void *context, struct error *err)
{
	struct planted_objection *plant = context;
	const struct objection_order order = {
		.event = plant->upheld ? OBJECTION_UPHOLD : OBJECTION_REJECT,
		.permissions = PERMISSION_RESULT_MANAGE,
		.answer = plant->answer,
	};
	struct objection objection;
	int rc = objection_move(act, plant->id, &order, &objection, err);

	if (rc < 0 || !plant->upheld)
		return rc;
	return mend_mark(act, plant, &objection, err);
}

static int plant_objections(const struct demo_year *demo, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(planted); i++)
		rc = do_on(demo, (struct civil_date){ 2009, 1, 9 }, "objection.raise", raise_one,
			   &planted[i], err);
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(planted); i++)
		rc = do_on(demo, (struct civil_date){ 2009, 1, 13 }, "objection.answer", answer_one,
			   &planted[i], err);
	return rc;
}

/* A correction ------------------------------------------------------------------------------- */

static int begin_correction(struct act *act, void *context, struct error *err)
{
	struct result_place *place = context;
	struct result_order order = office_order();
	struct result result;

	order.reason = STR("复核：一条扣分登记有误，予以撤销");
	order.reference = STR("示例〔2009〕3号");
	return result_correct(act, place, &order, &result, err);
}

static int correct(const struct demo_year *demo, int64_t *mistake_id, struct error *err)
{
	struct result_place place = { demo->session->jurisdiction_id, DEMO_LAST_YEAR, SCHEME_UNIT,
				      0, STR_EMPTY };
	struct unit unit;
	int rc = unit_find(demo->session->db, place.jurisdiction_id, STR(DEMO_UNIT_DEDUCTED),
			   demo->call->arena, &unit, err);

	if (rc == 0)
		rc = db_get_int(demo->session->db, STATEMENT_APPRAISAL_GROUP_OF_UNIT,
				DB_ARGS(db_int("jurisdiction_id", place.jurisdiction_id),
					db_int("year", DEMO_LAST_YEAR),
					db_int("unit_id", unit.head.id)),
				&place.group_id, err);
	if (rc == 0)
		rc = do_on(demo, (struct civil_date){ 2009, 2, 16 }, "result.correct",
			   begin_correction, &place, err);
	if (rc == 0)
		rc = do_on(demo, (struct civil_date){ 2009, 2, 16 }, "entry.reverse",
			   reverse_mistake, mistake_id, err);
	if (rc == 0)
		rc = do_on(demo, (struct civil_date){ 2009, 2, 17 }, "result.publish", publish_one,
			   &place, err);
	if (rc == 0)
		rc = do_on(demo, (struct civil_date){ 2009, 2, 25 }, "result.finalise",
			   finalise_one, &place, err);
	return rc;
}

/* Decisions ---------------------------------------------------------------------------------- */

/* The leader accepts the first proposal and declines the second; what is left stays open. */
static int decide(struct act *act, void *context, struct error *err)
{
	static const struct {
		enum proposal_event event;
		struct str reason;
	} decisions[] = {
		{ PROPOSAL_ACCEPT, STR_INIT("连续两年末位，按规定启动程序，先行谈话了解情况。") },
		{ PROPOSAL_DECLINE, STR_INIT("到任后已着手整改，第四季度抽查好转，本年先行提醒。") },
	};
	int64_t ids[ARRAY_LENGTH(decisions)];
	struct proposal proposal;
	struct db_query *query;
	size_t count = 0;
	int rc = db_query_open(act->db, STATEMENT_PROPOSAL_ALL,
			       DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id)), &query,
			       err);

	(void)context;
	if (rc < 0)
		return rc;
	while (count < ARRAY_LENGTH(ids) && (rc = db_query_step(query, err)) > 0) {
		rc = record_read(query, &proposal_record, act->arena, &proposal, err);
		if (rc < 0)
			break;
		if (proposal.person_id)
			ids[count++] = proposal.head.id;
	}
	db_query_close(query);
	for (size_t i = 0; rc >= 0 && i < count; i++) {
		const struct proposal_order order = { .event = decisions[i].event,
						      .permissions = PERMISSION_PROPOSAL_DECIDE,
						      .reason = decisions[i].reason };

		rc = proposal_decide(act, ids[i], &order, &proposal, err);
	}
	return rc < 0 ? rc : 0;
}

/* Persons ------------------------------------------------------------------------------------ */

/* A person's first post at a level that the scheme names decides, as in the engine. */
static int write_persons(const struct demo_year *demo, const struct scheme *scheme, int year,
			 struct buf *out, struct error *err)
{
	struct db_query *query;
	int64_t last = 0;
	int rc = db_query_open(demo->session->db, STATEMENT_APPRAISAL_PERSONS,
			       DB_ARGS(db_int("jurisdiction_id", demo->session->jurisdiction_id),
				       db_int("day", civil_year_end(year))),
			       &query, err);

	if (rc < 0)
		return rc;
	demo_begin_person_scores(out);
	while ((rc = db_query_step(query, err)) > 0) {
		int level = scheme_class_find(scheme, db_query_bytes(query, 3));

		if (level < 0 || db_query_int(query, 0) == last)
			continue;
		last = db_query_int(query, 0);
		demo_write_person_scores(db_query_bytes(query, 1), level, scheme, year,
					 demo->seed, out);
	}
	db_query_close(query);
	return rc;
}

static int import_person_scores(const struct demo_year *demo, const struct scheme *scheme, int year,
				struct error *err)
{
	struct import_request scores = { .profile = IMPORT_BATCH_SCORES,
					 .file_name = STR("demo-person-scores.csv") };
	struct buf text;
	int rc;

	buf_init(&text, FILE_BYTES);
	rc = write_persons(demo, scheme, year, &text, err);
	if (rc == 0)
		rc = import_file(demo, (struct civil_date){ year + 1, 1, 7 }, &scores, &text, err);
	buf_release(&text);
	return rc;
}

/* A year's examinations: section heads are final; of the last year their deputies are in publicity. */
static int examine_persons(const struct demo_year *demo, int year, struct error *err)
{
	struct result_place place = { demo->session->jurisdiction_id, year, SCHEME_PERSON, 0, STR_EMPTY };
	const struct scheme_request wanted = { place.jurisdiction_id, SCHEME_PERSON, place.year };
	struct scheme *scheme;
	int rc = scheme_load(demo->session->db, &wanted, demo->call->arena, &scheme, err);

	if (rc == 0)
		rc = import_person_scores(demo, scheme, year, err);
	if (rc == 0 && !demo->brief)
		rc = demo_examinations_make(demo->session, year, err);
	for (size_t i = 0; rc == 0 && i < scheme->class_count; i++) {
		place.level = scheme->classes[i].code;
		rc = do_on(demo, (struct civil_date){ year + 1, 1, 12 }, "result.publish", publish_one,
			   &place, err);
	}
	for (size_t i = 0; rc == 0 && i < (year == DEMO_LAST_YEAR ? 1 : scheme->class_count); i++) {
		place.level = scheme->classes[i].code;
		rc = do_on(demo, (struct civil_date){ year + 1, 1, 20 }, "result.finalise",
			   finalise_one, &place, err);
	}
	return rc;
}

/* The whole ---------------------------------------------------------------------------------- */

static int close_year(const struct demo_year *demo, int year, int64_t *mistake_id,
		      struct error *err)
{
	struct group_list groups;
	int rc = import_points(demo, year, err);

	if (rc == 0 && year == DEMO_LAST_YEAR)
		rc = do_on(demo, (struct civil_date){ year + 1, 1, 6 }, "entry.create", add_mistake,
			   mistake_id, err);
	if (rc < 0 || (demo->drafts && year == DEMO_LAST_YEAR))
		return rc;
	rc = load_groups(demo, year, &groups, err);
	if (rc == 0)
		rc = each_group(demo, &groups, (struct civil_date){ year + 1, 1, 8 },
				"result.publish", publish_one, err);
	if (rc == 0 && year == DEMO_LAST_YEAR)
		rc = plant_objections(demo, err);
	if (rc == 0)
		rc = each_group(demo, &groups, (struct civil_date){ year + 1, 1, 16 },
				"result.finalise", finalise_one, err);
	return rc;
}

int demo_years_make(const struct demo_year *demo, struct error *err)
{
	int64_t mistake_id = 0;
	int rc = 0;

	for (int year = DEMO_FIRST_YEAR; rc == 0 && year <= DEMO_LAST_YEAR; year++)
		rc = close_year(demo, year, &mistake_id, err);
	if (rc < 0 || demo->drafts)
		return rc;
	rc = correct(demo, &mistake_id, err);
	if (rc == 0)
		rc = examine_persons(demo, DEMO_LAST_YEAR, err);
	/* Behind the units' proposals, which the leader decides on first. */
	if (rc == 0 && !demo->brief)
		rc = examine_persons(demo, DEMO_FIRST_YEAR, err);
	if (rc == 0)
		rc = do_on(demo, (struct civil_date){ 2009, 3, 2 }, "proposal.decide", decide, NULL,
			   err);
	return rc;
}
