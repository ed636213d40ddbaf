/*
 * finding_store.c - see finding_store.h.
 *
 * Findings about one part of one person's year are one proposal: its grounds name each. They are read by
 * person and part, so a proposal's findings stand together.
 */
#include "examination/finding_store.h"

#include "base/buf.h"
#include "people/record_find.h"
#include "people/rights.h"
#include "process/proposal_source.h"
#include "statements_finding.h"

#define GROUNDS_BYTES	 6000
#define FACTS_SHOWN	 300 /* bytes of a finding's facts, and of its reason, in the grounds */
#define FINDINGS_MAXIMUM 5000

/* Noting --------------------------------------------------------------------------------------- */

int finding_add(struct act *act, const struct examination *examination, struct finding *finding,
		struct error *err)
{
	int code = examination_check_open(act, examination, err);

	finding->head.jurisdiction_id = act->jurisdiction_id;
	finding->examination_id = examination->head.id;
	finding->day = act->day;
	finding->state = FINDING_NOTED;
	finding->note = STR_EMPTY;
	return code ? code : act_create(act, &finding_record, finding, err);
}

static int check_not_final(struct act *act, const struct examination *examination, struct error *err)
{
	enum result_state state = RESULT_DRAFT;
	int code = examination_result_state(act->db, examination, act->arena, &state, err);

	if (code || state != RESULT_FINAL)
		return code;
	return error_set(err, ERR_STATE, "The result is final. Open a correction first.",
			 "结果已定稿。请先发起更正。");
}

int finding_withdraw(struct act *act, const struct examination *examination, int64_t finding_id,
		     const struct finding_asker *asker, struct str note, struct error *err)
{
	struct finding finding;
	int code = record_get(act->db, &finding_record,
			      (struct record_key){ act->jurisdiction_id, finding_id }, act->arena,
			      &finding, err);

	if (!code && finding.examination_id != examination->head.id)
		code = error_set(err, ERR_NOT_FOUND, "There is no such finding here.",
				 "这里没有该问题。");
	if (!code)
		code = check_not_final(act, examination, err);
	if (code)
		return code;
	finding.note = str_trim(note);
	code = finding_apply(&finding, FINDING_WITHDRAW, asker, err);
	return code ? code : act_update(act, &finding_record, &finding, err);
}

int findings_load(struct db *db, const struct examination *examination, struct arena *arena,
		  struct finding **out, size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&finding_record, STATEMENT_FINDING_OF_EXAMINATION,
		DB_ARGS(db_int("jurisdiction_id", examination->head.jurisdiction_id),
			db_int("examination_id", examination->head.id))
	};
	void *items;
	int code = record_find_all(db, &query, arena, &items, out_count, err);

	*out = items;
	return code;
}

/* Proposing ------------------------------------------------------------------------------------ */

struct found {
	struct finding finding;
	int64_t person_id, unit_id;
};

struct founds {
	struct found *items;
	size_t count;
};

#define FINDING_COLUMNS 14 /* the head and the fields, before person and unit */

static int read_found(struct act *act, const struct result *result, struct founds *out,
		      struct error *err)
{
	struct db_query *query;
	int code = db_query_open(act->db, STATEMENT_FINDING_OF_LEVEL,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_int("year", result->year),
					 db_text("level", result->level)),
				 &query, err);

	if (code)
		return code;
	out->items = ARENA_ARRAY(act->arena, struct found, FINDINGS_MAXIMUM);
	while (out->items && out->count < FINDINGS_MAXIMUM &&
	       (code = db_query_step(query, err)) > 0) {
		struct found *found = &out->items[out->count++];
		found->person_id = db_query_int(query, FINDING_COLUMNS);
		found->unit_id = db_query_int(query, FINDING_COLUMNS + 1);
		code = record_read(query, &finding_record, act->arena, &found->finding, err);
		if (code)
			break;
	}
	db_query_close(query);
	return out->items ? code < 0 ? code : 0 : error_broken(err, ERR_MEMORY, "findings");
}

static bool same_ground(const struct found *a, const struct found *b)
{
	return a->person_id == b->person_id && a->finding.part == b->finding.part;
}

/* Without its full stop: it stands inside a sentence. */
static void add_shown(struct buf *text, struct str said)
{
	static const struct str stops[] = { STR_INIT("。"), STR_INIT(".") };

	said = str_trim(said);
	for (size_t i = 0; i < ARRAY_LENGTH(stops); i++)
		if (str_ends_with(said, stops[i]))
			said = str_slice(said, 0, said.length - stops[i].length);
	struct str cut = utf8_cut(said, FACTS_SHOWN);

	for (size_t i = 0; i < cut.length; i++)
		buf_add_byte(text, cut.bytes[i] == '\n' || cut.bytes[i] == '\r' ? ' ' : cut.bytes[i]);
	if (cut.length < said.length)
		buf_add_text(text, "…");
}

static void add_ground(struct buf *text, const struct finding *finding, enum language language)
{
	bool zh = language == LANGUAGE_ZH;
	char day[CIVIL_TEXT_BYTES];

	if (text->length)
		buf_add_byte(text, '\n');
	buf_add_text(text, message_text(examination_parts[finding->part].label, language));
	buf_add_text(text, zh ? "：" : ": ");
	buf_add_text(text, message_text(finding_grades[finding->grade].label, language));
	buf_add_text(text, zh ? "。事实：" : ". Facts: ");
	add_shown(text, finding->facts);
	buf_add_text(text, zh ? "；理由：" : "; reason: ");
	add_shown(text, finding->reason);
	buf_add_format(text, zh ? "（%.*s，%s）" : " (%.*s, %s)", STR_ARG(finding->finder),
		       civil_format(finding->day, day));
}

/* The findings of one ground that stand, as many as fit. */
static int grounds_of(struct act *act, const struct found *items, size_t count, enum language language,
		      struct str *out, struct error *err)
{
	struct buf text;

	buf_init(&text, GROUNDS_BYTES * 2);
	for (size_t i = 0; i < count && text.length < GROUNDS_BYTES; i++)
		if (items[i].finding.state != FINDING_WITHDRAWN)
			add_ground(&text, &items[i].finding, language);
	*out = buf_failed(&text) ? STR_EMPTY : arena_str(act->arena, buf_str(&text));
	buf_release(&text);
	return out->length ? 0 : error_broken(err, ERR_MEMORY, "grounds");
}

static struct str trigger_code(struct act *act, const struct found *found)
{
	return arena_format(act->arena, FINDING_TRIGGER "%s",
			    examination_parts[found->finding.part].name);
}

/* The proposal about this ground; head.id 0: there is none. */
static int find_proposal(struct act *act, const struct found *found, const struct result *result,
			 struct proposal *out, struct error *err)
{
	struct record_key key = { act->jurisdiction_id, 0 };
	int code = db_get_int(act->db, STATEMENT_FINDING_PROPOSAL,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("year", result->year),
				      db_text("trigger_code", trigger_code(act, found)),
				      db_int("unit_id", found->unit_id),
				      db_int("person_id", found->person_id)),
			      &key.id, err);

	*out = (struct proposal){ .year = result->year };
	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return code ? code : record_get(act->db, &proposal_record, key, act->arena, out, err);
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

static int write_proposal(struct act *act, const struct found *found, const struct result *result,
			  struct proposal *proposal, struct error *err)
{
	int code = 0;

	proposal->result_id = result->head.id;
	if (!proposal->head.id) {
		proposal->head.jurisdiction_id = act->jurisdiction_id;
		proposal->trigger_code = trigger_code(act, found);
		proposal->scheme_id = result->scheme_id;
		proposal->unit_id = found->unit_id;
		proposal->person_id = found->person_id;
		proposal->opened_day = act->day;
		proposal->decided_day = CIVIL_NO_DAY;
		proposal->reason = STR_EMPTY;
		return act_create(act, &proposal_record, proposal, err);
	}
	if (proposal->state == PROPOSAL_LAPSED) {
		code = proposal_apply(proposal, PROPOSAL_RENEW, PERMISSION_RESULT_MANAGE, 0, err);
		proposal->opened_day = act->day;
		proposal->decided_day = CIVIL_NO_DAY;
		proposal->reason = STR_EMPTY;
	}
	return code ? code : act_update(act, &proposal_record, proposal, err);
}

static int mark_proposed(struct act *act, struct found *items, size_t count, struct error *err)
{
	const struct finding_asker asker = { .permissions = PERMISSION_RESULT_MANAGE };
	int code = 0;

	for (size_t i = 0; !code && i < count; i++) {
		if (items[i].finding.state != FINDING_NOTED)
			continue;
		code = finding_apply(&items[i].finding, FINDING_PROPOSE, &asker, err);
		if (!code)
			code = act_update(act, &finding_record, &items[i].finding, err);
	}
	return code;
}

static bool any_stands(const struct found *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].finding.state != FINDING_WITHDRAWN)
			return true;
	return false;
}

/* What a leader decided is not touched. */
static int settle(struct act *act, const struct result *result, struct found *items, size_t count,
		  struct error *err)
{
	struct proposal proposal;
	int code = find_proposal(act, items, result, &proposal, err);
	bool open = !proposal.head.id || proposal.state == PROPOSAL_OPEN ||
		    proposal.state == PROPOSAL_LAPSED;

	if (code)
		return code;
	if (!any_stands(items, count))
		return proposal.head.id && proposal.state == PROPOSAL_OPEN
			       ? lapse(act, &proposal, result, err)
			       : 0;
	if (open)
		code = grounds_of(act, items, count, LANGUAGE_ZH, &proposal.grounds, err);
	if (!code && open)
		code = grounds_of(act, items, count, LANGUAGE_EN, &proposal.grounds_en, err);
	if (!code && open)
		code = write_proposal(act, items, result, &proposal, err);
	return code ? code : mark_proposed(act, items, count, err);
}

static int review(struct act *act, const struct result *result, struct error *err)
{
	struct founds found = { .count = 0 };
	int code = read_found(act, result, &found, err);

	for (size_t first = 0, end; !code && first < found.count; first = end) {
		for (end = first + 1; end < found.count &&
				      same_ground(&found.items[first], &found.items[end]);)
			end++;
		code = settle(act, result, &found.items[first], end - first, err);
	}
	return code;
}

static bool owns(struct str code)
{
	return str_starts_with(code, STR(FINDING_TRIGGER));
}

static int has_ground(struct db *db, const struct proposal *proposal, struct arena *arena, bool *out,
		      struct error *err)
{
	int64_t count = 0;
	struct str part = str_slice(proposal->trigger_code, sizeof(FINDING_TRIGGER) - 1,
				    proposal->trigger_code.length);
	int code = db_get_int(db, STATEMENT_FINDING_STANDS,
			      DB_ARGS(db_int("jurisdiction_id", proposal->head.jurisdiction_id),
				      db_int("year", proposal->year),
				      db_int("person_id", proposal->person_id),
				      db_text("part", part)),
			      &count, err);

	(void)arena;
	*out = count > 0;
	return code;
}

const struct proposal_source finding_proposals = { owns, review, has_ground };
