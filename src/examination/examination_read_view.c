/*
 * examination_read_view.c - who may read an examination, and what the program knows of the person's year: the
 * items that name them with how far they are accepted, their reports, the unit's percentage.
 */
#include "examination/examination_view.h"
#include "messages_examination.h"
#include "progress/board.h"
#include "statements_examination_pages.h"
#include "web/links.h"

#define FACTS_MAXIMUM 40
#define PREFILLED     12 /* items named in the statement beforehand */

struct safe_url link_examination(struct page *page, int64_t year, int64_t person_id)
{
	return safe_url_format(page->arena, "/years/%d/examinations/%I", year, person_id);
}

const char *examination_light(int state)
{
	static const char *const lights[EXAMINATION_STATE_COUNT] = {
		[EXAMINATION_OPEN] = "light idle",
		[EXAMINATION_STATED] = "light warn",
		[EXAMINATION_ASSESSED] = "light ok",
	};

	return lights[state];
}

static void find_rights(struct page *page, const struct examination *it, struct examination_rights *out)
{
	int64_t me = page->rights.person_id;

	out->own = me && me == it->person_id;
	out->manages = page_may(page, PERMISSION_EXAMINATION_MANAGE, it->unit_id, 0);
	out->inspects = !out->own && page_may(page, PERMISSION_SCORE_WRITE, it->unit_id, 0);
	out->asker = (struct examination_asker){ .permissions = page->permissions | PERMISSION_LOGGED_IN,
						 .person_id = me,
						 .manages = out->manages };
	out->superior = examination_is_superior(it, &out->asker);
	out->read = out->own || out->manages || out->inspects || (me && me == it->superior_id) ||
		    page_may(page, PERMISSION_PROPOSAL_DECIDE, it->unit_id, 0);
}

int examination_rights_find(struct page *page, struct db *db, const struct examination *it,
			    struct examination_rights *out, struct error *err)
{
	int rc;

	*out = (struct examination_rights){ .read = false };
	find_rights(page, it, out);
	if (!out->read)
		return error_set(err, ERR_NOT_FOUND,
				 "There is no such record, or you may not see it.",
				 "没有这条记录，或您无权查看。");
	rc = examination_result_state(db, it, page->arena, &out->result, err);
	out->sees_marks = !out->own || out->result != RESULT_DRAFT;
	return rc;
}

int examination_read(struct page *page, struct db *db, struct examination *out,
		     struct examination_rights *rights, struct error *err)
{
	int64_t person_id;
	int year, rc = page_parameter_year(page, 0, &year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &person_id, err);
	if (rc == 0) {
		*out = (struct examination){ .head = { .jurisdiction_id = page->jurisdiction_id },
					     .year = year,
					     .person_id = person_id };
		rc = examination_find(db, out, page->arena, err);
	}
	return rc < 0 ? rc : examination_rights_find(page, db, out, rights, err);
}

/* Facts ---------------------------------------------------------------------------------------- */

struct reading {
	struct page *page;
	const struct examination *it;
	struct board board;
	struct examination_facts *out;
	struct str items; /* lines for the statement */
	size_t named;
};

static void add_fact(struct reading *it, struct str sentence)
{
	if (it->out->count < FACTS_MAXIMUM)
		it->out->items[it->out->count++] = sentence;
}

static struct str percent_of(struct reading *it, const struct rollup_node *node)
{
	struct str percent = rollup_percent(node, it->page->arena);

	return node->counts ? arena_format(it->page->arena, "%.*s%%", STR_ARG(percent)) : percent;
}

static void add_item(struct reading *it, const struct board_row *row)
{
	struct rollup_node node = { .counts = false };
	const struct plan_item *item = &row->node->item;
	size_t at = (size_t)(row - it->board.rows);

	node.counts = rollup_lead_value(&it->board.leads[at], &node.value);
	struct message_value values[] = { { "code", item->code },
					  { "title", item->title },
					  { "percent", percent_of(it, &node) } };
	struct str line = page_message(it->page, MESSAGE_EXAMINATION_FACT_ITEM, values, 3);
	add_fact(it, line);
	if (it->named++ < PREFILLED)
		it->items = arena_format(it->page->arena, "%.*s%s%.*s", STR_ARG(it->items),
					 it->items.length ? "\n" : "", STR_ARG(line));
}

static int read_named(struct reading *it, struct error *err)
{
	struct page *page = it->page;
	struct db_query *query;
	int64_t *ids = ARENA_ARRAY(page->arena, int64_t, FACTS_MAXIMUM);
	size_t count = 0;
	int rc = db_query_open(page->db, STATEMENT_EXAMINATION_PAGES_NAMED,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", it->it->person_id),
				       db_int("year", it->it->year)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (ids && count < FACTS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	for (size_t i = 0; rc >= 0 && i < count; i++) {
		const struct board_row *row = board_find(&it->board, ids[i]);
		if (row)
			add_item(it, row);
	}
	return rc < 0 ? rc : 0;
}

static int read_reports(struct reading *it, struct error *err)
{
	struct page *page = it->page;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_EXAMINATION_PAGES_REPORTS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", it->it->person_id),
				       db_int("year", it->it->year)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0 && db_query_int(query, 0)) {
		struct message_value values[] = {
			{ "made", page_number(page, db_query_int(query, 0)) },
			{ "accepted", page_number(page, db_query_int(query, 1)) },
		};
		struct str line = page_message(page, MESSAGE_EXAMINATION_FACT_REPORTS, values, 2);
		add_fact(it, line);
		it->items = arena_format(page->arena, "%.*s%s%.*s", STR_ARG(it->items),
					 it->items.length ? "\n" : "", STR_ARG(line));
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int read_unit(struct reading *it, struct str *out, struct error *err)
{
	const struct rollup_scope scope = { .unit_id = it->it->unit_id };
	struct rollup_node body, *nodes = ARENA_ARRAY(it->page->arena, struct rollup_node,
						      it->board.tree.count + 1);
	int rc = nodes ? rollup_compute(&it->board.tree, it->board.leads, scope, nodes, &body, err)
		       : error_broken(err, ERR_MEMORY, "facts");

	if (rc < 0)
		return rc;
	struct message_value percent = { "percent", percent_of(it, &body) };
	*out = page_message(it->page, MESSAGE_EXAMINATION_FACT_UNIT, &percent, 1);
	add_fact(it, *out);
	return 0;
}

static int read_plan(struct reading *it, struct error *err)
{
	const struct board_request request = { it->page->jurisdiction_id, (int)it->it->year,
					       it->page->today };
	struct str unit = STR_EMPTY;
	struct message_value value;
	int rc = board_load(it->page->db, &request, it->page->arena, &it->board, err);

	if (rc == -ERR_NOT_FOUND) { /* the year has no published plan */
		error_clear(err);
		return 0;
	}
	if (rc == 0)
		rc = read_unit(it, &unit, err);
	if (rc == 0)
		rc = read_named(it, err);
	if (rc == 0)
		rc = read_reports(it, err);
	if (rc < 0)
		return rc;
	value = (struct message_value){ "unit", unit };
	it->out->prefill[PART_PERFORMANCE] = it->items.length ? it->items : unit;
	it->out->prefill[PART_INTEGRITY] =
		page_message(it->page, MESSAGE_EXAMINATION_PREFILL_INTEGRITY, &value, 1);
	return 0;
}

int examination_facts_read(struct page *page, const struct examination *examination,
			   struct examination_facts *out, struct error *err)
{
	struct reading it = { .page = page, .it = examination, .out = out, .items = STR_EMPTY };

	*out = (struct examination_facts){
		.items = ARENA_ARRAY(page->arena, struct str, FACTS_MAXIMUM)
	};
	for (int i = 0; i < EXAMINATION_PART_COUNT; i++)
		out->prefill[i] = STR_EMPTY;
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "facts");
	return read_plan(&it, err);
}
