/*
 * meeting_links_view.c - meetings in the pages of what they refer to: items of the plan
 * (plan/plan_links_view.h) and evidence (evidence/evidence_uses_view.h).
 *
 * A meeting that the asker may not read is named by nothing; of evidence it is counted.
 */
#include "evidence/evidence_uses_view.h"
#include "meeting/meeting_access_view.h"
#include "messages_meeting.h"
#include "plan/plan_links_view.h"
#include "statements_conclusion.h"

/* What the asker may of a meeting; nothing when it cannot be asked. */
static struct meeting_rights rights_to(struct page *page, int64_t meeting_id)
{
	struct meeting_whole whole;
	struct error ignored;

	if (meeting_load(page->db, (struct record_key){ page->jurisdiction_id, meeting_id },
			 page->arena, &whole, &ignored) < 0)
		return (struct meeting_rights){ .read = false };
	return meeting_rights_of(page, &whole);
}

#define ROWS_MAXIMUM 100

struct row {
	int64_t meeting_id, conclusion_id;
	struct str what, text;
	int32_t day;
};

/* Rows are read before meetings are asked for: one query at a time. */
static int conclusion_rows(struct page *page, int64_t item_id, struct row *rows, size_t *count,
			   struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_CONCLUSIONS_OF_ITEM,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("item_id", item_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count < ROWS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		rows[(*count)++] = (struct row){
			.conclusion_id = db_query_int(query, 0),
			.text = db_query_copy(query, 2, page->arena),
			.meeting_id = db_query_int(query, 4),
			.what = db_query_copy(query, 5, page->arena),
			.day = (int32_t)db_query_int(query, 6),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int topic_rows(struct page *page, enum statement statement, struct db_arg about,
		      struct row *rows, size_t *count, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, statement,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id), about),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count < ROWS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		rows[(*count)++] = (struct row){
			.meeting_id = db_query_int(query, 0),
			.what = db_query_copy(query, 1, page->arena),
			.day = (int32_t)db_query_int(query, 2),
			.text = db_query_copy(query, 3, page->arena),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static struct str dotted(struct page *page, const struct row *row)
{
	return arena_format(page->arena, "%.*s · %.*s", STR_ARG(row->what), STR_ARG(row->text));
}

static int list_links(struct page *page, int64_t item_id, struct plan_links *out, struct error *err)
{
	struct row *rows = ARENA_ARRAY(page->arena, struct row, ROWS_MAXIMUM);
	size_t count = 0;
	int rc = rows ? conclusion_rows(page, item_id, rows, &count, err)
		      : error_broken(err, ERR_MEMORY, "meetings of an item");

	if (rc == 0)
		rc = topic_rows(page, STATEMENT_CONCLUSION_TOPICS_OF_ITEM,
				db_int("item_id", item_id), rows, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		const struct row *row = &rows[i];
		struct plan_link link = {
			.kind = row->conclusion_id ? MESSAGE_MEETING_CONCLUSION_LABEL
						   : MESSAGE_MEETING_TOPIC_LABEL,
			.what = dotted(page, row),
			.day = row->day,
			.url = row->conclusion_id ? link_conclusion(page, row->conclusion_id)
						  : link_meeting(page, row->meeting_id),
		};
		const struct meeting_rights rights = rights_to(page, row->meeting_id);
		if (row->conclusion_id ? rights.minutes : rights.read)
			rc = plan_link_add(page, out, &link, err);
	}
	return rc;
}

static int list_uses(struct page *page, int64_t evidence_id, struct evidence_uses *out,
		     struct error *err)
{
	struct row *rows = ARENA_ARRAY(page->arena, struct row, ROWS_MAXIMUM);
	size_t count = 0;
	int rc = rows ? topic_rows(page, STATEMENT_CONCLUSION_TOPICS_OF_EVIDENCE,
				   db_int("evidence_id", evidence_id), rows, &count, err)
		      : error_broken(err, ERR_MEMORY, "meetings of a piece of evidence");

	for (size_t i = 0; rc == 0 && i < count; i++) {
		const struct evidence_use use = { .what = dotted(page, &rows[i]),
						  .state = page_day(page, rows[i].day),
						  .url = link_meeting(page, rows[i].meeting_id) };
		if (rights_to(page, rows[i].meeting_id).read)
			rc = evidence_use_add(page, out, &use, err);
		else
			out->hidden++;
	}
	return rc;
}

const struct plan_link_source meeting_plan_links = { list_links };
const struct evidence_use_source meeting_evidence_uses = { list_uses };
