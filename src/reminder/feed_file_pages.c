/*
 * feed_file_pages.c - due days as iCalendar: what a secret address gives, and one assignment as a file.
 *
 * A secret address opens what its owner may read at that moment, by the same questions as the pages. The
 * secret comes in the query, which no log of ours holds. Wrong ones are counted like wrong API tokens
 * (people/token_guard.h). An answer that did not change is 304.
 *
 * A checkpoint is an event on its due day (a granted one instead of the plan's). Its UID stays with
 * assignment and planned day; SEQUENCE rises with each granted change and each version of the plan;
 * LAST-MODIFIED is the day of the latest of: the version's publication, a granted change, the acceptance of
 * its report.
 */
#include <stdio.h>
#include <stdlib.h>

#include "export/ics.h"
#include "mail/mail_settings.h"
#include "messages_feed.h"
#include "messages_progress.h"
#include "messages_reminder.h"
#include "people/rights_load.h"
#include "people/unit.h"
#include "progress/assignment_view.h"
#include "progress/board_view.h"
#include "reminder/calendar_feed.h"
#include "statements_calendar_feed.h"
#include "web/app.h"
#include "web/route.h"

#define REFRESH_HOURS 6
#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define UID_DOMAIN "lianze"

/* What was changed of a checkpoint, and when. */
struct change {
	int64_t assignment_id, checkpoint; /* 0: none */
	int64_t moves;
	int32_t day;
};

struct changes {
	struct change *items; /* by assignment, checkpoint */
	size_t count, capacity;
};

struct writing {
	struct page *page;
	const struct board *board;
	struct changes moved, accepted;
	int32_t published;
	struct str site;
	struct ics_event *events;
	size_t count, capacity;
	int64_t newest_ms;
};

/* Changes ------------------------------------------------------------------------------------------ */

static int take_change(struct writing *it, struct changes *out, const struct change *one,
		       struct error *err)
{
	if (out->count == out->capacity) {
		size_t capacity = out->capacity ? out->capacity * 2 : 64;
		struct change *items = ARENA_ARRAY(it->page->arena, struct change, capacity);

		if (!items)
			return error_broken(err, ERR_MEMORY, "changes of due days");
		if (out->count)
			memcpy(items, out->items, out->count * sizeof(*items));
		out->items = items;
		out->capacity = capacity;
	}
	out->items[out->count++] = *one;
	return 0;
}

static int load_changes(struct writing *it, enum statement statement, bool with_moves,
			struct changes *out, struct error *err)
{
	const struct plan *plan = &it->board->tree.plan;
	struct db_query *query;
	int rc = db_query_open(it->page->db, statement,
			       DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
				       db_int("plan_id", plan->head.id)),
			       &query, err);

	*out = (struct changes){ .count = 0 };
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		const struct change one = {
			.assignment_id = db_query_int(query, 0),
			.checkpoint = db_query_int(query, 1),
			.moves = with_moves ? db_query_int(query, 2) : 0,
			.day = (int32_t)db_query_int(query, with_moves ? 3 : 2),
		};
		rc = take_change(it, out, &one, err);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	return rc;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	if (left->assignment_id != right->assignment_id)
		return left->assignment_id < right->assignment_id ? -1 : 1;
	return (left->checkpoint > right->checkpoint) - (left->checkpoint < right->checkpoint);
}

static const struct change *find_change(const struct changes *changes, int64_t assignment_id,
					int32_t checkpoint)
{
	const struct change key = { .assignment_id = assignment_id, .checkpoint = checkpoint };

	return changes->count ? bsearch(&key, changes->items, changes->count,
					sizeof(*changes->items), compare_changes)
			      : NULL;
}

static int load_board_changes(struct writing *it, struct error *err)
{
	const struct plan *plan = &it->board->tree.plan;
	int64_t day = 0;
	int rc = db_get_int(it->page->db, STATEMENT_CALENDAR_FEED_PUBLISHED,
			    DB_ARGS(db_int("jurisdiction_id", plan->head.jurisdiction_id),
				    db_int("plan_id", plan->head.id),
				    db_int("version", plan->version)),
			    &day, err);

	it->published = (int32_t)day;
	if (rc == 0)
		rc = load_changes(it, STATEMENT_CALENDAR_FEED_MOVES, true, &it->moved, err);
	if (rc == 0)
		rc = load_changes(it, STATEMENT_CALENDAR_FEED_ACCEPTED, false, &it->accepted, err);
	return rc;
}

/* Events ------------------------------------------------------------------------------------------- */

static int64_t instant_of(const struct page *page, int32_t day)
{
	return day * DAY_MS - (int64_t)page->utc_offset_minutes * 60000;
}

static struct str summary_of(const struct writing *it, const struct board_row *row,
			     const struct board_point *point)
{
	struct page *page = it->page;
	const struct plan_item *item = &row->node->item;
	struct str title = item->confidential
				   ? str_from(page_text(page, MESSAGE_REMINDER_CONFIDENTIAL))
				   : arena_format(page->arena, "%.*s · %.*s", STR_ARG(item->title),
						  STR_ARG(row->lead->unit->name));

	return point->facts.accepted ? arena_format(page->arena, "✓ %.*s", STR_ARG(title)) : title;
}

static struct ics_event event_of(const struct writing *it, const struct board_row *row,
				 const struct board_point *point)
{
	struct page *page = it->page;
	int64_t id = row->lead->assignment.head.id;
	const struct change *moved = find_change(&it->moved, id, point->planned);
	const struct change *accepted = find_change(&it->accepted, id, point->planned);
	int32_t day = it->published;
	char assignment[ID_TEXT_BYTES], place[ID_TEXT_BYTES], planned[CIVIL_TEXT_BYTES];
	const struct plan_item *item = &row->node->item;

	id_format(id, assignment);
	id_format(page->jurisdiction_id, place);
	if (moved && moved->day > day)
		day = moved->day;
	if (accepted && accepted->day > day)
		day = accepted->day;
	return (struct ics_event){
		.uid = arena_format(page->arena, "%s-%s@%s." UID_DOMAIN, assignment,
				    civil_format(point->planned, planned), place),
		.summary = summary_of(it, row, point),
		.description = item->confidential ? STR_EMPTY : item->measure,
		.url = arena_format(page->arena, "%.*s/assignments/%s", STR_ARG(it->site), assignment),
		.category = str_from(page_text(page, MESSAGE_CALENDAR_FEED_CATEGORY)),
		.day = point->dates.due,
		.modified_ms = instant_of(page, day),
		.sequence = (int)(it->board->tree.plan.version - 1 + (moved ? moved->moves : 0)),
		.confidential = item->confidential,
	};
}

static int add_event(struct writing *it, const struct ics_event *event, struct error *err)
{
	if (it->count == it->capacity) {
		size_t capacity = it->capacity ? it->capacity * 2 : 64;
		struct ics_event *events = ARENA_ARRAY(it->page->arena, struct ics_event, capacity);

		if (!events)
			return error_broken(err, ERR_MEMORY, "%zu events", capacity);
		if (it->count)
			memcpy(events, it->events, it->count * sizeof(*events));
		it->events = events;
		it->capacity = capacity;
	}
	it->events[it->count++] = *event;
	if (event->modified_ms > it->newest_ms)
		it->newest_ms = event->modified_ms;
	return 0;
}

static int add_row(struct writing *it, const struct board_row *row, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < row->count; i++) {
		struct ics_event event;

		if (row->points[i].dates.due == CIVIL_NO_DAY)
			continue;
		event = event_of(it, row, &row->points[i]);
		rc = add_event(it, &event, err);
	}
	return rc;
}

static int write_calendar(struct writing *it, struct str name, struct error *err)
{
	struct page *page = it->page;
	struct buf *out = &page->http->out;
	const struct ics_calendar calendar = {
		.name = name,
		.description = str_from(page_text(page, MESSAGE_CALENDAR_FEED_DESCRIPTION)),
		.modified_ms = it->newest_ms,
		.refresh_hours = REFRESH_HOURS,
	};

	ics_begin(out, &calendar);
	for (size_t i = 0; i < it->count; i++)
		ics_event(out, &it->events[i]);
	ics_end(out);
	return buf_failed(out) ? error_broken(err, ERR_MEMORY, "a calendar") : 0;
}

static struct str site_of(const struct page *page)
{
	struct str host = http_header(page->http, "Host");
	bool plain = str_starts_with(host, STR("127.0.0.1")) ||
		     str_starts_with(host, STR("localhost"));

	if (page->app->mail)
		return page->app->mail->url;
	return arena_format(page->arena, "%s://%.*s", plain ? "http" : "https", STR_ARG(host));
}

/* What a feed shows -------------------------------------------------------------------------------- */

static int add_unit(struct writing *it, int64_t unit_id, const bool *readable, struct error *err)
{
	const struct board *board = it->board;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < board->tree.lead_count; i++)
		if (readable[i] && board->rows[i].lead->assignment.unit_id == unit_id)
			rc = add_row(it, &board->rows[i], err);
	return rc;
}

static int add_own(struct writing *it, struct error *err)
{
	size_t *order = NULL, count = 0;
	int rc = board_own(it->page, it->board, false, &order, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_row(it, &it->board->rows[order[i]], err);
	return rc;
}

static int add_year(struct writing *it, int year, int64_t unit_id, struct error *err)
{
	struct board board;
	bool *readable;
	int rc = board_open(it->page, year, &board, &readable, err);

	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	it->board = &board;
	if (rc == 0)
		rc = load_board_changes(it, err);
	if (rc < 0)
		return rc;
	return unit_id ? add_unit(it, unit_id, readable, err) : add_own(it, err);
}

static int name_of(struct page *page, int64_t unit_id, struct str *out, struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, unit_id };
	struct message_value value = { "what", STR_EMPTY };
	struct unit unit;
	int rc = 0;

	value.text = str_from(page_text(page, MESSAGE_CALENDAR_FEED_OWN));
	if (unit_id) {
		rc = record_get(page->db, &unit_record, key, page->arena, &unit, err);
		value.text = unit.name;
	}
	if (rc == 0)
		*out = page_message(page, MESSAGE_CALENDAR_FEED_NAME, &value, 1);
	return rc;
}

/* Whoever holds the secret reads as its owner; nothing else of a log-in is taken on. */
static int become_owner(struct page *page, const struct calendar_feed *feed, struct error *err)
{
	struct app_jurisdiction found;
	int rc = app_jurisdiction_get(page->app, page->db, feed->jurisdiction_id, &found, err);

	if (rc < 0)
		return rc;
	page->jurisdiction_id = found.id;
	page->utc_offset_minutes = found.utc_offset_minutes;
	page->today = clock_day(clock_now_ms(), found.utc_offset_minutes) + found.clock_offset_days;
	page->language = feed->language;
	rc = rights_load(page->db, found.id, feed->account_id, page->today, &page->rights, err);
	page->permissions = rc == 0 ? rights_permissions(&page->rights) : 0;
	if (rc == 0 && !(page->permissions & PERMISSION_PLAN_READ))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such calendar.", "没有这个日历。");
	return rc;
}

/* The secret --------------------------------------------------------------------------------------- */

static int refuse_for(struct page *page, int seconds, struct error *err)
{
	struct str text = arena_format(page->arena, "%d", seconds);

	page->http->status = 429;
	if (text.bytes)
		http_add_header(page->http, "Retry-After", text.bytes);
	return error_set(err, ERR_BUSY, "Too many wrong addresses from this network: wait a minute.",
			 "本网络使用的错误地址过多，请稍候一分钟。");
}

static int find_feed(struct page *page, struct calendar_feed *out, struct error *err)
{
	struct token_guard *guard = page->app->token_guard;
	struct str secret = form_value(page->query, "key");
	struct hash hash = hash_of(secret);
	int seconds = token_guard_wait(guard, page->http->remote, &hash);
	int rc;

	if (!page->http->secure)
		return error_set(err, ERR_RULE, "A calendar address needs an encrypted connection.",
				 "订阅日历需要加密连接。");
	if (seconds)
		return refuse_for(page, seconds, err);
	rc = calendar_feed_find(page->db, secret, out, err);
	if (rc == -ERR_NOT_FOUND)
		token_guard_failed(guard, page->http->remote);
	else if (rc == 0)
		token_guard_worked(guard, &hash);
	return rc;
}

/* The day of last use is written once a day and feed. */
struct use {
	int64_t feed_id;
	int32_t day;
};

static int store_use(struct db *db, void *context, struct error *err)
{
	const struct use *use = context;

	return calendar_feed_used(db, use->feed_id, use->day, err);
}

static void use_stored(void *context, int code, const struct error *err)
{
	(void)code, (void)err; /* the next reading will do */
	memory_free(context);
}

static void note_use(struct page *page, const struct calendar_feed *feed)
{
	struct writer_job job = { .run = store_use, .done = use_stored };
	struct use *use = feed->used_day == page->today ? NULL : memory_alloc(sizeof(*use));
	struct error ignored;

	if (!use)
		return;
	*use = (struct use){ feed->id, page->today };
	job.context = use;
	if (writer_submit(page->app->writer, &job, &ignored) < 0)
		memory_free(use);
}

/* Answers ------------------------------------------------------------------------------------------ */

static bool is_known(const struct page *page, const char *etag)
{
	struct str rest = http_header(page->http, "If-None-Match");

	while (rest.length) {
		struct str tag = str_trim(str_split(&rest, ','));

		if (str_starts_with(tag, STR("W/")))
			tag = str_slice(tag, 2, tag.length);
		if (str_equal(tag, str_from(etag)) || str_equal(tag, STR("*")))
			return true;
	}
	return false;
}

static void answer_once(struct page *page)
{
	struct hash hash = hash_of(buf_str(&page->http->out));
	char hex[HASH_HEX_BYTES], etag[20];

	hex_encode(hash_str(&hash), hex);
	snprintf(etag, sizeof(etag), "\"%.16s\"", hex);
	http_add_header(page->http, "ETag", etag);
	http_add_header(page->http, "Cache-Control", "private, no-cache");
	if (!is_known(page, etag))
		return;
	page->http->status = 304;
	buf_clear(&page->http->out);
}

static int show_feed(struct page *page, struct error *err)
{
	struct writing it = { .page = page };
	struct calendar_feed feed;
	struct str name = STR_EMPTY;
	int rc = find_feed(page, &feed, err);

	if (rc == 0)
		rc = become_owner(page, &feed, err);
	if (rc < 0)
		return rc;
	note_use(page, &feed);
	it.site = site_of(page);
	for (int year = civil_from_day(page->today).year - 1, last = year + 2; rc == 0 && year <= last;
	     year++)
		rc = add_year(&it, year, feed.unit_id, err);
	if (rc == 0)
		rc = name_of(page, feed.unit_id, &name, err);
	if (rc < 0)
		return rc;
	page->http->response_type = ICS_TYPE;
	rc = write_calendar(&it, name, err);
	if (rc == 0)
		answer_once(page);
	return rc;
}

static int show_assignment_file(struct page *page, struct error *err)
{
	struct writing it = { .page = page };
	struct assignment_shown shown = { .person_count = 0 };
	struct str name;
	char id_text[ID_TEXT_BYTES];
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = assignment_load_shown(page, id, &shown, err);
	if (rc < 0)
		return rc;
	it.board = &shown.board;
	it.site = site_of(page);
	rc = load_board_changes(&it, err);
	if (rc == 0 && shown.row)
		rc = add_row(&it, shown.row, err);
	name = arena_format(page->arena, "assignment-%s.ics", id_format(id, id_text));
	if (rc < 0 || !name.bytes)
		return rc < 0 ? rc : error_broken(err, ERR_MEMORY, "a calendar");
	page_begin_file(page, ICS_TYPE, name.bytes);
	return write_calendar(&it, shown.it.item.confidential
					   ? str_from(page_text(page, MESSAGE_REMINDER_CONFIDENTIAL))
					   : shown.it.item.title,
			      err);
}

const struct route feed_file_routes[] = {
	{ .method = HTTP_GET, .path = "/feed.ics", .access = PERMISSION_PUBLIC,
	  .title = MESSAGE_CALENDAR_FEED_TITLE, .show = show_feed },
	{ .method = HTTP_GET, .path = "/assignments/{id}/calendar",
	  .access = PERMISSION_PLAN_READ, .title = MESSAGE_CALENDAR_FEED_TITLE,
	  .show = show_assignment_file },
	{ .path = NULL },
};
