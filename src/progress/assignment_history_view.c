/*
 * assignment_history_view.c - everything that happened to an assignment, in one place and in the order of its
 * days: versions of the item, reports and their review, requests and answers, sampled checks, when a light
 * turned yellow or red and why, meetings and whatever else refers to the item.
 *
 * Made of what is stored elsewhere; nothing of it is kept. A light of a past day is worked out from what was
 * known then, with the due day as it stands now.
 */
#include "messages_assignment_history.h"
#include "messages_progress.h"
#include "messages_web.h"
#include "people/record_find.h"
#include "plan/plan_links_view.h"
#include "progress/assignment_view.h"
#include "statements_plan_item.h"
#include "statements_plan_pages.h"
#include "statements_sampling.h"

#include <stdlib.h>

struct event {
	int32_t day;
	int rank; /* of one day: in the order in which they are collected */
	enum message what;
	struct str detail;
	struct safe_url url; /* empty: none */
};

struct history {
	struct page *page;
	const struct assignment_shown *shown;
	struct event *items;
	size_t count, capacity;
};

static int add(struct history *it, struct event event, struct error *err)
{
	struct event *grown;

	if (event.day == CIVIL_NO_DAY)
		return 0;
	if (it->count == it->capacity) {
		size_t capacity = it->capacity ? 2 * it->capacity : 32;
		grown = ARENA_ARRAY(it->page->arena, struct event, capacity);
		if (!grown)
			return error_broken(err, ERR_MEMORY, "the history of an assignment");
		if (it->count)
			memcpy(grown, it->items, it->count * sizeof(*grown));
		it->items = grown;
		it->capacity = capacity;
	}
	event.rank = (int)it->count;
	it->items[it->count++] = event;
	return 0;
}

/* Versions ----------------------------------------------------------------------------------------- */

static const struct plan_version *published(const struct plan_version *versions, size_t count,
					    int64_t number)
{
	for (size_t i = 0; i < count; i++)
		if (versions[i].version == number && versions[i].state == PLAN_PUBLISHED)
			return &versions[i];
	return NULL;
}

static struct str version_text(struct page *page, const struct plan_version *version,
			       const struct plan_item *row)
{
	struct message_value value = { "version", page_number(page, version->version) };
	struct str text = page_message(page, MESSAGE_ASSIGNMENT_HISTORY_VERSION, &value, 1);

	if (row)
		text = arena_format(page->arena, "%.*s · %.*s", STR_ARG(text), STR_ARG(row->title));
	if (version->reason.length)
		text = arena_format(page->arena, "%.*s · %.*s", STR_ARG(text),
				    STR_ARG(version->reason));
	return text;
}

static int add_row(struct history *it, const struct plan_version *versions, size_t count,
		   const struct plan_item *row, bool first, struct error *err)
{
	struct page *page = it->page;
	const struct plan_version *from = published(versions, count, row->from_version);
	const struct plan_version *after =
		row->to_version ? published(versions, count, row->to_version + 1) : NULL;
	int rc = 0;

	if (from)
		rc = add(it, (struct event){
				.day = from->published_day,
				.what = first ? MESSAGE_ASSIGNMENT_HISTORY_PLANNED
					      : MESSAGE_ASSIGNMENT_HISTORY_CHANGED,
				.detail = version_text(page, from, row),
				.url = safe_url_format(page->arena, "/plans/%d/items/%I?version=%d",
						       it->shown->it.plan.year, row->item_id,
						       row->from_version) },
			 err);
	if (rc == 0 && after && !it->shown->it.in_force)
		rc = add(it, (struct event){ .day = after->published_day,
					     .what = MESSAGE_ASSIGNMENT_HISTORY_ENDED,
					     .detail = version_text(page, after, NULL) },
			 err);
	return rc;
}

static int add_versions(struct history *it, struct error *err)
{
	struct page *page = it->page;
	const struct record_query rows_query = {
		&plan_item_record, STATEMENT_PLAN_ITEM_ROWS,
		DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
			db_int("item_id", it->shown->it.item.item_id))
	};
	const struct record_query versions_query = {
		&plan_version_record, STATEMENT_PLAN_VERSIONS_OF,
		DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
			db_int("plan_id", it->shown->it.plan.head.id))
	};
	struct plan_version *versions;
	struct plan_item *rows;
	size_t count, version_count;
	int rc = record_find_all(page->db, &rows_query, page->arena, &rows, &count, err);

	if (rc == 0)
		rc = record_find_all(page->db, &versions_query, page->arena, &versions,
				     &version_count, err);
	for (size_t i = count; rc == 0 && i-- > 0;)
		rc = add_row(it, versions, version_count, &rows[i], i == count - 1, err);
	return rc;
}

/* Reports and requests ----------------------------------------------------------------------------- */

static struct str dotted(struct page *page, struct str a, struct str b)
{
	if (!a.length || !b.length)
		return a.length ? a : b;
	return arena_format(page->arena, "%.*s · %.*s", STR_ARG(a), STR_ARG(b));
}

static struct str word(struct page *page, enum message message)
{
	return str_from(page_text(page, message));
}

static int add_report(struct history *it, const struct progress_report *report, struct error *err)
{
	struct page *page = it->page;
	struct str status = word(page, progress_statuses[report->status].label);
	struct str state = word(page, report_states[report->state].label);
	struct event event = { .day = report->reported_day,
			       .what = MESSAGE_PROGRESS_REPORT_LABEL,
			       .detail = dotted(page, status, report->text),
			       .url = link_report(page, report->head.id) };
	int rc = add(it, event, err);

	if (rc < 0 || report->reviewed_day == CIVIL_NO_DAY)
		return rc;
	event.day = report->reviewed_day;
	event.what = MESSAGE_ASSIGNMENT_HISTORY_REVIEW;
	event.detail = dotted(page, state, report->review_note);
	return add(it, event, err);
}

static int add_request(struct history *it, const struct due_request *request, struct error *err)
{
	struct page *page = it->page;
	struct str state = word(page, due_request_states[request->state].label);
	struct event event = { .day = request->requested_day,
			       .what = due_request_kinds[request->kind].label,
			       .detail = dotted(page, request->reason, request->light) };
	int rc = add(it, event, err);

	if (rc < 0 || request->answered_day == CIVIL_NO_DAY)
		return rc;
	event.day = request->answered_day;
	event.what = MESSAGE_ASSIGNMENT_HISTORY_ANSWER;
	if (request->granted_day != CIVIL_NO_DAY)
		state = dotted(page, state, page_day(page, request->granted_day));
	event.detail = dotted(page, state, request->answer);
	return add(it, event, err);
}

static int add_samplings(struct history *it, struct error *err)
{
	struct page *page = it->page;
	bool reviews = (page->permissions & PERMISSION_PLAN_REVIEW) != 0;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SAMPLINGS_OF_ASSIGNMENT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("assignment_id", it->shown->it.assignment.head.id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct event event = { .day = (int32_t)db_query_int(query, 2),
				       .what = MESSAGE_ASSIGNMENT_HISTORY_SAMPLED,
				       .detail = db_query_copy(query, 1, page->arena) };
		if (reviews)
			event.url = safe_url_format(page->arena, "/samplings/%I",
						    db_query_int(query, 0));
		rc = add(it, event, err);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	return rc;
}

/* Lights ------------------------------------------------------------------------------------------- */

/* What one report says of a past day. */
static void take_report(const struct progress_report *report, int32_t day, struct light_facts *facts)
{
	bool reviewed = report->reviewed_day != CIVIL_NO_DAY && report->reviewed_day <= day;

	if (report->reported_day > day || report->state == REPORT_WITHDRAWN ||
	    (reviewed && report->state == REPORT_RETURNED))
		return;
	facts->under_way = report->status == PROGRESS_UNDER_WAY;
	facts->blocked = report->status == PROGRESS_BLOCKED;
	facts->reported_day = report->reported_day;
	if (report->status != PROGRESS_DONE)
		return;
	facts->accepted = reviewed && report->accepted_share.scaled >= REPORT_FULL_SHARE.scaled;
	facts->waiting = !reviewed;
}

static struct light_facts facts_of(const struct assignment_shown *shown,
				   const struct board_point *point, int32_t day)
{
	struct light_facts facts = { .planned = point->planned, .today = day,
				     .reported_day = CIVIL_NO_DAY };

	for (size_t i = 0; i < shown->report_count; i++)
		if (shown->reports[i].checkpoint == point->planned)
			take_report(&shown->reports[i], day, &facts);
	for (size_t i = 0; i < shown->request_count; i++) {
		const struct due_request *request = &shown->requests[i];
		if (request->checkpoint == point->planned && request->kind == DUE_OBJECTION &&
		    request->state == DUE_GRANTED && request->granted_day == CIVIL_NO_DAY &&
		    request->answered_day <= day) {
			facts.decided = true;
			facts.decided_day = request->answered_day;
		}
	}
	return facts;
}

/* The first day of a colour, if the light had it then. */
static int add_light(struct history *it, const struct board_point *point, int32_t day,
		     enum light_colour colour, struct error *err)
{
	static const enum message words[LIGHT_COLOUR_COUNT] = {
		[LIGHT_YELLOW] = MESSAGE_ASSIGNMENT_HISTORY_YELLOW,
		[LIGHT_RED] = MESSAGE_ASSIGNMENT_HISTORY_RED,
	};
	const struct board *board = &it->shown->board;
	struct light_facts facts = facts_of(it->shown, point, day);

	if (day > it->page->today ||
	    light_of(&board->rule, &point->dates, &facts).colour != colour)
		return 0;
	return add(it, (struct event){ .day = day,
				       .what = words[colour],
				       .detail = progress_words(
					       it->page, light_explain(&board->rule, &point->dates,
								       &facts, &board->calendar,
								       it->page->arena)) },
		   err);
}

static int add_lights(struct history *it, struct error *err)
{
	const struct board_row *row = it->shown->row;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row && i < row->count; i++) {
		const struct board_point *point = &row->points[i];
		if (point->dates.due == CIVIL_NO_DAY || !point->dates.known)
			continue;
		rc = add_light(it, point, point->dates.yellow_from, LIGHT_YELLOW, err);
		if (rc == 0)
			rc = add_light(it, point, point->dates.red_from, LIGHT_RED, err);
	}
	return rc;
}

/* All ---------------------------------------------------------------------------------------------- */

static int add_links(struct history *it, struct error *err)
{
	struct plan_links links;
	int rc = plan_links_read(it->page, it->shown->it.item.item_id, &links, err);

	for (size_t i = 0; rc == 0 && i < links.count; i++)
		rc = add(it, (struct event){ .day = links.items[i].day,
					     .what = links.items[i].kind,
					     .detail = links.items[i].what,
					     .url = links.items[i].url },
			 err);
	return rc;
}

static int collect(struct history *it, struct error *err)
{
	int rc = add_versions(it, err);

	for (size_t i = 0; rc == 0 && i < it->shown->report_count; i++)
		rc = add_report(it, &it->shown->reports[i], err);
	for (size_t i = 0; rc == 0 && i < it->shown->request_count; i++)
		rc = add_request(it, &it->shown->requests[i], err);
	if (rc == 0)
		rc = add_samplings(it, err);
	if (rc == 0)
		rc = add_lights(it, err);
	return rc < 0 ? rc : add_links(it, err);
}

static int compare(const void *a, const void *b)
{
	const struct event *left = a, *right = b;

	if (left->day != right->day)
		return left->day > right->day ? 1 : -1;
	return (left->rank > right->rank) - (left->rank < right->rank);
}

int assignment_fill_history(struct page *page, const struct assignment_shown *shown,
			    struct table_view *table, struct error *err)
{
	struct history it = { .page = page, .shown = shown };
	int rc = collect(&it, err);

	if (rc < 0)
		return rc;
	if (it.count)
		qsort(it.items, it.count, sizeof(*it.items), compare);
	table_init(table, page->arena, page_text(page, MESSAGE_ASSIGNMENT_HISTORY_TITLE),
		   page_text(page, MESSAGE_LIST_EMPTY));
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_HISTORY_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_HISTORY_WHAT), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ASSIGNMENT_HISTORY_DETAIL), 0);
	for (size_t i = 0; i < it.count; i++) {
		table_row(table);
		table_heading(table, page_day(page, it.items[i].day),
			      (struct safe_url){ STR_EMPTY });
		table_cell(table, word(page, it.items[i].what));
		table_link(table, it.items[i].detail,
			   it.items[i].detail.length ? it.items[i].url
						     : (struct safe_url){ STR_EMPTY });
	}
	return table_check(table, err);
}
