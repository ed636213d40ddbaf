/*
 * proposal_store.c - see proposal_store.h.
 *
 * Which units a result can concern: those that are last in it, and those about which there already is a
 * proposal of its year or a later one.
 */
#include "process/proposal_store.h"

#include "base/buf.h"
#include "people/rights.h"
#include "process/proposal_source.h"
#include "process/result_store.h"
#include "process/trigger_store.h"
#include "statements_proposal.h"

#define PRESENT_MAXIMUM 64   /* proposals of one trigger about one unit and year */
#define GROUNDS_BYTES 8000

/* Reading -------------------------------------------------------------------------------------- */

struct present {
	struct proposal items[PRESENT_MAXIMUM];
	size_t count;
};

static int load_present(struct act *act, const struct trigger_finding *finding, int year,
			struct present *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(
		act->db, STATEMENT_PROPOSAL_OF_GROUND,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id), db_int("year", year),
			db_text("trigger_code", finding->proposal.trigger->code),
			db_int("unit_id", finding->unit_id)),
		&query, err);
	if (code)
		return code;
	out->count = 0;
	while (out->count < PRESENT_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		code = record_read(query, &proposal_record, act->arena,
				   &out->items[out->count++], err);
		if (code)
			break;
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Writing -------------------------------------------------------------------------------------- */

static int grounds_of(const struct trigger_proposal *finding, enum language language,
		      struct arena *arena, struct str *out, struct error *err)
{
	const struct str *reasons;
	size_t count;
	struct buf text;
	int code = trigger_reasons(finding, language, arena, &reasons, &count, err);
	if (code)
		return code;
	buf_init(&text, GROUNDS_BYTES);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add_byte(&text, '\n');
		buf_add_str(&text, reasons[i]);
	}
	*out = buf_failed(&text) ? STR_EMPTY : arena_str(arena, buf_str(&text));
	buf_release(&text);
	return out->bytes && out->length ? 0 : error_broken(err, ERR_MEMORY, "grounds");
}

static int open_new(struct act *act, const struct trigger_finding *finding, int64_t person_id,
		    const struct result *result, struct error *err)
{
	struct proposal proposal = { .head = { .jurisdiction_id = act->jurisdiction_id },
				     .year = finding->proposal.year,
				     .trigger_code = finding->proposal.trigger->code,
				     .scheme_id = finding->scheme_id,
				     .unit_id = finding->unit_id,
				     .person_id = person_id,
				     .result_id = result->head.id,
				     .opened_day = act->day,
				     .state = PROPOSAL_OPEN,
				     .decided_day = CIVIL_NO_DAY };
	int code = grounds_of(&finding->proposal, LANGUAGE_ZH, act->arena, &proposal.grounds, err);
	if (!code)
		code = grounds_of(&finding->proposal, LANGUAGE_EN, act->arena,
				  &proposal.grounds_en, err);
	return code ? code : act_create(act, &proposal_record, &proposal, err);
}

/* Also of an open one: a correction may have changed totals without changing the place. */
static int renew(struct act *act, struct proposal *proposal, const struct trigger_finding *finding,
		 const struct result *result, struct error *err)
{
	int code = 0;
	if (proposal->state == PROPOSAL_LAPSED) {
		code = proposal_apply(proposal, PROPOSAL_RENEW, PERMISSION_RESULT_MANAGE, 0, err);
		proposal->opened_day = act->day;
		proposal->decided_day = CIVIL_NO_DAY;
		proposal->reason = STR_EMPTY;
	}
	if (!code)
		code = grounds_of(&finding->proposal, LANGUAGE_ZH, act->arena, &proposal->grounds,
				  err);
	if (!code)
		code = grounds_of(&finding->proposal, LANGUAGE_EN, act->arena,
				  &proposal->grounds_en, err);
	proposal->result_id = result->head.id;
	return code ? code : act_update(act, &proposal_record, proposal, err);
}

static int lapse(struct act *act, struct proposal *proposal, const struct result *result,
		 struct error *err)
{
	int code = proposal_apply(proposal, PROPOSAL_LAPSE, PERMISSION_RESULT_MANAGE, 0, err);
	if (code)
		return code;
	proposal->reason = arena_format(act->arena, "%lld %.*s v%lld", (long long)result->year,
					STR_ARG(result->group_name), (long long)result->version);
	proposal->decided_day = act->day;
	return act_update(act, &proposal_record, proposal, err);
}

/* Judging -------------------------------------------------------------------------------------- */

/* Whether the finding proposes something about this person (0: subject to be determined). */
static bool proposes(const struct trigger_proposal *finding, int64_t person_id)
{
	if (!finding->fires)
		return false;
	if (person_id == 0)
		return finding->undetermined;
	for (size_t i = 0; i < finding->principal_count; i++)
		if (finding->principals[i].person_id == person_id)
			return finding->principals[i].qualifies;
	return false;
}

static struct proposal *find_present(struct present *present, int64_t person_id)
{
	for (size_t i = 0; i < present->count; i++)
		if (present->items[i].person_id == person_id)
			return &present->items[i];
	return NULL;
}

static int propose(struct act *act, const struct trigger_finding *finding, int64_t person_id,
		   struct present *present, const struct result *result, struct error *err)
{
	struct proposal *there = find_present(present, person_id);
	if (!there)
		return open_new(act, finding, person_id, result, err);
	if (there->state == PROPOSAL_OPEN || there->state == PROPOSAL_LAPSED)
		return renew(act, there, finding, result, err);
	return 0;
}

static int settle(struct act *act, const struct trigger_finding *finding,
		  const struct result *result, struct error *err)
{
	const struct trigger_proposal *proposal = &finding->proposal;
	struct present *present = ARENA_NEW(act->arena, struct present);
	if (!present)
		return error_broken(err, ERR_MEMORY, "proposals");
	int code = load_present(act, finding, proposal->year, present, err);
	for (size_t i = 0; !code && i < present->count; i++)
		if (present->items[i].state == PROPOSAL_OPEN &&
		    !proposes(proposal, present->items[i].person_id))
			code = lapse(act, &present->items[i], result, err);
	if (!code && proposes(proposal, 0))
		code = propose(act, finding, 0, present, result, err);
	for (size_t i = 0; !code && i < proposal->principal_count; i++) {
		int64_t person_id = proposal->principals[i].person_id;
		if (proposes(proposal, person_id))
			code = propose(act, finding, person_id, present, result, err);
	}
	return code;
}

/* The unit's triggers of a year; *out_last: the unit had no final result in it, so later years have
 * nothing to look back at. */
static int review_unit(struct act *act, const struct result *result, int64_t unit_id, int year,
		       bool *out_last, struct error *err)
{
	struct trigger_findings findings = { 0 };
	const struct trigger_request request = { .jurisdiction_id = act->jurisdiction_id,
						 .year = year };
	int code = trigger_load_unit(act->db, &request, unit_id, act->arena, &findings, err);
	*out_last = false;
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		*out_last = true;
		return 0;
	}
	for (size_t i = 0; !code && i < findings.count; i++)
		code = settle(act, &findings.items[i], result, err);
	return code;
}

static int review_years(struct act *act, const struct result *result, int64_t unit_id,
			struct error *err)
{
	bool last = false;
	int code = 0;
	for (int ahead = 0; !code && !last && ahead < TRIGGER_YEARS_MAXIMUM; ahead++)
		code = review_unit(act, result, unit_id, (int)result->year + ahead, &last, err);
	return code;
}

/* Which units ---------------------------------------------------------------------------------- */

struct unit_list {
	int64_t *items;
	size_t count, capacity;
};

static void add_unit(struct unit_list *list, int64_t unit_id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == unit_id)
			return;
	if (list->count < list->capacity)
		list->items[list->count++] = unit_id;
}

static bool is_in(const struct result_lines *lines, int64_t unit_id)
{
	for (size_t i = 0; i < lines->count; i++)
		if (lines->items[i].subject_id == unit_id)
			return true;
	return false;
}

/* Units of the result about which there is a proposal from its year on. */
static int add_proposed(struct act *act, const struct result *result,
			const struct result_lines *lines, struct unit_list *out, struct error *err)
{
	int code = 0;
	for (int ahead = 0; !code && ahead < TRIGGER_YEARS_MAXIMUM; ahead++) {
		struct db_query *query;
		code = db_query_open(act->db, STATEMENT_PROPOSAL_UNITS_OF_YEAR,
				     DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					     db_int("year", result->year + ahead)),
				     &query, err);
		if (code)
			return code;
		while ((code = db_query_step(query, err)) > 0)
			if (is_in(lines, db_query_int(query, 0)))
				add_unit(out, db_query_int(query, 0));
		db_query_close(query);
	}
	return code;
}

int proposal_review(struct act *act, const struct result *result, struct error *err)
{
	struct result_lines lines;
	struct unit_list units = { 0 };
	int code = result_load_lines(act->db, act->jurisdiction_id, result->head.id, act->arena,
				     &lines, err);
	if (code)
		return code;
	units.capacity = lines.count;
	units.items = ARENA_ARRAY(act->arena, int64_t, lines.count + 1);
	if (!units.items)
		return error_broken(err, ERR_MEMORY, "units");
	for (size_t i = 0; i < lines.count; i++)
		if (lines.items[i].place == LAST_PLACE)
			add_unit(&units, lines.items[i].subject_id);
	code = add_proposed(act, result, &lines, &units, err);
	for (size_t i = 0; !code && i < units.count; i++)
		code = review_years(act, result, units.items[i], err);
	return code;
}

/* Deciding ------------------------------------------------------------------------------------- */

int proposal_decide(struct act *act, int64_t proposal_id, const struct proposal_order *order,
		    struct proposal *out, struct error *err)
{
	int code = record_get(act->db, &proposal_record,
			      (struct record_key){ act->jurisdiction_id, proposal_id }, act->arena,
			      out, err);
	if (!code && order->expected_revision && order->expected_revision != out->head.revision)
		code = error_set(err, ERR_CONFLICT,
				 "Somebody decided on this proposal after you opened the page.",
				 "您打开页面后，该建议已被他人处理，请刷新后再操作。");
	if (code)
		return code;
	out->reason = order->reason;
	out->decided_day = act->day;
	code = proposal_apply(out, order->event, order->permissions, order->asker_person, err);
	return code ? code : act_update(act, &proposal_record, out, err);
}

int proposal_has_ground(struct db *db, const struct proposal *proposal, struct arena *arena,
			bool *out, struct error *err)
{
	struct trigger_findings findings = { 0 };
	const struct trigger_request request = {
		.jurisdiction_id = proposal->head.jurisdiction_id, .year = (int)proposal->year
	};
	int code;
	if (finding_proposals.owns(proposal->trigger_code))
		return finding_proposals.has_ground(db, proposal, arena, out, err);
	code = trigger_load_unit(db, &request, proposal->unit_id, arena, &findings, err);
	*out = false;
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	for (size_t i = 0; !code && i < findings.count; i++)
		if (str_equal(findings.items[i].proposal.trigger->code, proposal->trigger_code))
			*out = *out || proposes(&findings.items[i].proposal, proposal->person_id);
	return code;
}
