/*
 * desk_reminders.c - what waits on a desk: reports to review, requests about due dates to answer.
 *
 * One line a desk, with how many and since when, because the list itself is a page; it is new when
 * something new came onto it. What counts is what the page lists (progress/report_pages.sql): not one's own
 * report, none of a unit in which one holds a post, confidential ones for the office only.
 */
#include "messages_reminder.h"
#include "people/rights_load.h"
#include "reminder/reminder_source.h"
#include "statements_reminder.h"

#define WAITING_MAXIMUM 20000
#define POSTS_MAXIMUM 100000

struct waiting {
	int64_t id, unit_id, reporter_id;
	bool confidential;
	int32_t day;
	struct rights_object place;
};

struct held {
	int64_t person_id, unit_id;
};

struct desk {
	const struct reminder_scope *scope;
	struct waiting *items;
	size_t count;
	struct held *posts; /* by person */
	size_t post_count;
	bool reviews; /* else requests */
};

/* Loading -------------------------------------------------------------------------------------------- */

static int load_waiting(struct desk *it, struct error *err)
{
	const struct reminder_scope *scope = it->scope;
	struct db_query *query;
	int code = db_query_open(scope->db,
				 it->reviews ? STATEMENT_REMINDER_REVIEWS
					     : STATEMENT_REMINDER_REQUESTS,
				 DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					 db_int("today", scope->today)),
				 &query, err);

	it->items = ARENA_ARRAY(scope->arena, struct waiting, WAITING_MAXIMUM);
	if (code)
		return code;
	if (!it->items)
		code = error_broken(err, ERR_MEMORY, "what waits on desks");
	while (!code && it->count < WAITING_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		it->items[it->count++] = (struct waiting){
			.id = db_query_int(query, 0),
			.unit_id = db_query_int(query, 1),
			.reporter_id = db_query_int(query, 2),
			.confidential = db_query_int(query, 3) != 0,
			.day = (int32_t)db_query_int(query, 4),
		};
		code = 0;
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Reports of one unit share its place; they are few dozen units. */
static int load_places(struct desk *it, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < it->count; i++) {
		struct waiting *one = &it->items[i];
		size_t k = 0;

		while (k < i && it->items[k].unit_id != one->unit_id)
			k++;
		if (k < i)
			one->place = it->items[k].place;
		else
			code = rights_object_of_unit(it->scope->db, it->scope->jurisdiction_id,
						     one->unit_id, &one->place, err);
	}
	return code;
}

static int load_posts(struct desk *it, struct error *err)
{
	const struct reminder_scope *scope = it->scope;
	struct db_query *query;
	int code;

	it->posts = ARENA_ARRAY(scope->arena, struct held, POSTS_MAXIMUM);
	if (!it->posts)
		return error_broken(err, ERR_MEMORY, "posts");
	code = db_query_open(scope->db, STATEMENT_REMINDER_POSTS,
			     DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				     db_int("day", scope->today)),
			     &query, err);
	if (code)
		return code;
	while (it->post_count < POSTS_MAXIMUM && (code = db_query_step(query, err)) > 0)
		it->posts[it->post_count++] =
			(struct held){ db_query_int(query, 0), db_query_int(query, 1) };
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Whose desk ----------------------------------------------------------------------------------------- */

static bool holds_post(const struct desk *it, int64_t person_id, int64_t unit_id)
{
	size_t low = 0, high = it->post_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (it->posts[middle].person_id < person_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < it->post_count && it->posts[low].person_id == person_id; low++)
		if (it->posts[low].unit_id == unit_id)
			return true;
	return false;
}

static bool is_for(const struct desk *it, const struct reminder_reader *reader,
		   const struct waiting *one)
{
	permission_set permission = it->reviews ? PERMISSION_PLAN_REVIEW : PERMISSION_PLAN_MANAGE;

	if (one->confidential &&
	    !rights_has_everywhere(&reader->rights, PERMISSION_PLAN_MANAGE))
		return false;
	if (!rights_check(&reader->rights, permission, &one->place))
		return false;
	return !it->reviews || !reader->person_id ||
	       (one->reporter_id != reader->person_id &&
		!holds_post(it, reader->person_id, one->unit_id));
}

static void say(const struct desk *it, size_t count, int32_t oldest, struct reminder_line *line)
{
	struct arena *arena = it->scope->arena;
	struct str zh, en;
	char text[CIVIL_TEXT_BYTES];

	civil_format(oldest, text);
	reminder_cite(it->scope, it->scope->rule->steps[REMIND_WAITING].article, &zh, &en);
	line->why = arena_format(arena, "%zu 件，最早的一件自 %s 起等待%.*s", count, text, STR_ARG(zh));
	line->why_en = arena_format(arena, "%zu wait%s, the oldest since %s%.*s", count,
				    count == 1 ? "s" : "", text, STR_ARG(en));
}

static int add_desk(const struct desk *it, const struct reminder_source *self,
		    const struct reminder_reader *reader, struct reminder_lines *out,
		    struct error *err)
{
	struct reminder_line line = { .source = self->name, .account_id = reader->account_id,
				      .step = REMIND_WAITING, .checkpoint = CIVIL_NO_DAY,
				      .due = CIVIL_NO_DAY };
	int32_t oldest = CIVIL_NO_DAY, newest = CIVIL_NO_DAY;
	size_t count = 0;
	int code;

	for (size_t i = 0; i < it->count; i++) {
		const struct waiting *one = &it->items[i];

		if (!is_for(it, reader, one))
			continue;
		count++;
		line.subject_id = one->id; /* the newest: they come by id */
		oldest = oldest == CIVIL_NO_DAY || one->day < oldest ? one->day : oldest;
		newest = one->day > newest ? one->day : newest;
	}
	if (!count)
		return 0;
	code = reminder_since(it->scope, REMIND_WAITING, newest, &line.since_day, err);
	if (code || line.since_day == CIVIL_NO_DAY)
		return code;
	line.path = it->reviews ? STR("/reviews") : STR("/due-requests");
	say(it, count, oldest, &line);
	return reminder_add(it->scope, &line, out, err);
}

static int collect(struct desk *it, const struct reminder_source *self, struct reminder_lines *out,
		   struct error *err)
{
	permission_set wanted = it->reviews ? PERMISSION_PLAN_REVIEW : PERMISSION_PLAN_MANAGE;
	int code = load_waiting(it, err);

	if (!code && it->count)
		code = load_places(it, err);
	if (!code && it->count && it->reviews)
		code = load_posts(it, err);
	for (size_t i = 0; !code && it->count && i < it->scope->reader_count; i++)
		if (rights_permissions(&it->scope->readers[i].rights) & wanted)
			code = add_desk(it, self, &it->scope->readers[i], out, err);
	return code;
}

static int list_reviews(const struct reminder_scope *scope, const struct reminder_source *self,
			struct reminder_lines *out, struct error *err)
{
	struct desk it = { .scope = scope, .reviews = true };

	return collect(&it, self, out, err);
}

static int list_requests(const struct reminder_scope *scope, const struct reminder_source *self,
			 struct reminder_lines *out, struct error *err)
{
	struct desk it = { .scope = scope };

	return collect(&it, self, out, err);
}

const struct reminder_source review_reminders = { "review", MESSAGE_REMINDER_SOURCE_REVIEW,
						  "/reviews", list_reviews };
const struct reminder_source request_reminders = { "request", MESSAGE_REMINDER_SOURCE_REQUEST,
						   "/due-requests", list_requests };
