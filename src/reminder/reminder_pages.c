/*
 * reminder_pages.c - one's own digests, newest first, and one of them with its lines.
 *
 * Every row is for whoever is logged in and about nobody else: another's digest does not exist here, and
 * what was read is nobody's business.
 */
#include "reminder/reminder_view.h"

#include "messages_reminder.h"
#include "messages_web.h"
#include "reminder/digest_mail.h"
#include "statements_digest.h"
#include "templates_reminder.h"
#include "web/route.h"
#include "web/view_field.h"

/* The list ----------------------------------------------------------------------------------------- */

static struct safe_url link_digest(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/reminders/%I", id);
}

static int seen_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_add(page, out, "seen", STR("0"),
			str_from(page_text(page, MESSAGE_REMINDER_PAGE_UNSEEN)));
	list_option_add(page, out, "seen", STR("1"),
			str_from(page_text(page, MESSAGE_REMINDER_PAGE_SEEN)));
	return 0;
}

static bool seen_button(struct page *page, struct db_query *row, enum message *out_label,
			struct safe_url *out_url)
{
	int seen = list_page_position(LISTING_DIGEST, "seen");
	int id = list_page_position(LISTING_DIGEST, "id");

	if (db_query_int(row, seen))
		return false;
	*out_label = MESSAGE_REMINDER_PAGE_MARK;
	*out_url = safe_url_format(page->arena, "/reminders/%I/seen", db_query_int(row, id));
	return true;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "day", .label = MESSAGE_DIGEST_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "day", .link = link_digest, .link_column = "id" },
	{ .column = "fresh", .label = MESSAGE_DIGEST_FRESH, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER },
	{ .column = "lines", .label = MESSAGE_DIGEST_LINES, .format = LIST_PAGE_INTEGER,
	  .flags = COLUMN_NUMBER | COLUMN_WIDE },
	{ .column = "seen", .label = MESSAGE_REMINDER_PAGE_SEEN, .format = LIST_PAGE_BOOLEAN,
	  .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "seen", "seen", LIST_EQUAL, DB_INTEGER }, MESSAGE_REMINDER_PAGE_STATE, seen_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_REMINDER_PAGE_MAIL, "/account/mail", PERMISSION_LOGGED_IN },
	{ MESSAGE_REMINDER_PAGE_FEEDS, "/account/feeds", PERMISSION_PLAN_READ },
	{ 0 },
};

static const struct list_page digests = {
	.listing = LISTING_DIGEST,
	.about = MESSAGE_REMINDER_PAGE_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "day",
	.descending = true,
	.file_name = "reminders.csv",
	.button = seen_button,
};

static int show_digests(struct page *page, struct error *err)
{
	return list_page_show(page, &digests,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				      db_int("account_id", page->session.account_id)),
			      err);
}

int reminder_unseen(struct page *page, int64_t *out, struct error *err)
{
	return db_get_int(page->db, STATEMENT_DIGEST_UNSEEN,
			  DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				  db_int("account_id", page->session.account_id)),
			  out, err);
}

/* One ---------------------------------------------------------------------------------------------- */

static int read_digest(struct page *page, struct db *db, struct digest *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &digest_record, key, page->arena, out, err);
	if (rc < 0 || out->account_id == page->session.account_id)
		return rc;
	return error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
}

/* A line as it was stored. */
struct stored_line {
	struct str source, step, why, why_en;
	struct reminder_line line; /* title, path, fresh, confidential, days */
};

static int read_lines(struct page *page, int64_t digest_id, struct stored_line *out, size_t *count,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_DIGEST_LINES_OF,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("digest_id", digest_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count < DIGEST_LINES_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out[(*count)++] = (struct stored_line){
			.source = db_query_copy(query, 0, page->arena),
			.step = db_query_copy(query, 1, page->arena),
			.why = db_query_copy(query, 8, page->arena),
			.why_en = db_query_copy(query, 9, page->arena),
			.line = { .checkpoint = db_query_is_null(query, 3)
							? CIVIL_NO_DAY
							: (int32_t)db_query_int(query, 3),
				  .since_day = (int32_t)db_query_int(query, 4),
				  .fresh = db_query_int(query, 5) != 0,
				  .title = db_query_copy(query, 7, page->arena),
				  .path = db_query_copy(query, 10, page->arena) },
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static struct str source_word(struct page *page, struct str stored)
{
	const struct reminder_source *source = reminder_source_find(stored);

	return source ? str_from(page_text(page, source->label)) : stored;
}

static struct str step_word(struct page *page, struct str stored)
{
	return str_from(page_text(page, list_page_word(reminder_steps, stored)));
}

/* The page that the line's source names, of the id at the end of its path. */
static struct safe_url line_url(struct page *page, const struct stored_line *one)
{
	const struct reminder_source *source = reminder_source_find(one->source);
	struct str rest = one->line.path, last = STR_EMPTY;
	int64_t id = 0;

	while (rest.length)
		last = str_split(&rest, '/');
	if (!source)
		return (struct safe_url){ STR_EMPTY };
	if (!id_parse(last, &id))
		id = 0;
	return safe_url_format(page->arena, source->page, id);
}

static void put_line(struct page *page, const struct stored_line *one, struct table_view *table)
{
	struct str title = one->line.title.length ? one->line.title : source_word(page, one->source);
	struct table_cell *cell;

	table_row(table);
	cell = table_heading(table, title, line_url(page, one));
	cell->note = page->language == LANGUAGE_EN ? one->why_en : one->why;
	table_cell(table, source_word(page, one->source));
	table_cell(table, step_word(page, one->step));
	if (one->line.fresh)
		table_light(table, "light warn", str_from(page_text(page, MESSAGE_REMINDER_PAGE_NEW)));
	else
		table_cell(table, page_day(page, one->line.since_day));
}

static int fill_lines(struct page *page, const struct stored_line *lines, size_t count,
		      struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_REMINDER_PAGE_LINES), "");
	table_column(table, page_text(page, MESSAGE_REMINDER_PAGE_WHAT), 0);
	table_column(table, page_text(page, MESSAGE_REMINDER_PAGE_KIND), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_REMINDER_PAGE_TO), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_REMINDER_PAGE_SINCE), COLUMN_NARROW);
	for (size_t i = 0; i < count; i++)
		put_line(page, &lines[i], table);
	return table_check(table, err);
}

static const struct view_field line_view[] = {
	{ .name = "title", .type = VIEW_TEXT },	 { .name = "source", .type = VIEW_TEXT },
	{ .name = "step", .type = VIEW_TEXT },	 { .name = "new", .type = VIEW_BOOLEAN },
	{ .name = "since", .type = VIEW_DAY },
	{ .name = "checkpoint", .type = VIEW_DAY, .flags = VIEW_NULL },
	{ .name = "reason", .type = VIEW_TEXT }, { .name = "reason_zh", .type = VIEW_TEXT },
	{ .name = "path", .type = VIEW_TEXT },	 { .name = NULL },
};

static const struct view_field digest_json_view[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "day", .type = VIEW_DAY },
	{ .name = "rulebook_id", .type = VIEW_ID },
	{ .name = "lines", .type = VIEW_INTEGER },
	{ .name = "fresh", .type = VIEW_INTEGER },
	{ .name = "lines_hash", .type = VIEW_TEXT },
	{ .name = "items", .type = VIEW_ARRAY, .items = line_view },
	{ .name = NULL },
};

static void line_json(const struct stored_line *one, struct json *json)
{
	json_object_begin(json);
	json_name(json, "title"), json_str(json, one->line.title);
	json_name(json, "source"), json_str(json, one->source);
	json_name(json, "step"), json_str(json, one->step);
	json_name(json, "new"), json_bool(json, one->line.fresh);
	json_name(json, "since"), json_day(json, one->line.since_day);
	json_name(json, "checkpoint"), json_day(json, one->line.checkpoint);
	json_name(json, "reason"), json_str(json, one->why_en);
	json_name(json, "reason_zh"), json_str(json, one->why);
	json_name(json, "path"), json_str(json, one->line.path);
	json_object_end(json);
}

static void digest_json(struct page *page, const struct digest *digest,
			const struct stored_line *lines, size_t count)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "id"), json_id(&json, digest->head.id);
	json_name(&json, "day"), json_day(&json, digest->day);
	json_name(&json, "rulebook_id"), json_id(&json, digest->rulebook_id);
	json_name(&json, "lines"), json_int(&json, digest->lines);
	json_name(&json, "fresh"), json_int(&json, digest->fresh);
	json_name(&json, "lines_hash"), json_str(&json, digest->lines_hash);
	json_name(&json, "items"), json_array_begin(&json);
	for (size_t i = 0; i < count; i++)
		line_json(&lines[i], &json);
	json_array_end(&json);
	json_object_end(&json);
}

static int is_seen(struct page *page, int64_t digest_id, bool *out, struct error *err)
{
	int64_t found;
	int rc = db_get_int(page->db, STATEMENT_DIGEST_SEEN_GET,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				    db_int("digest_id", digest_id)),
			    &found, err);

	*out = rc == 0;
	if (rc == -ERR_NOT_FOUND)
		error_clear(err);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int fill_view(struct page *page, const struct digest *digest, struct digest_view *view,
		     struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, digest->rulebook_id };
	struct rulebook_version rule;
	struct message_value values[] = { { "fresh", page_number(page, digest->fresh) },
					  { "lines", page_number(page, digest->lines) },
					  { "more", page_number(page, digest->lines -
									      DIGEST_LINES_MAXIMUM) } };
	int rc = record_get(page->db, &rulebook_record, key, page->arena, &rule, err);

	if (rc < 0)
		return rc;
	view->csrf = page_csrf(page);
	view->day = page_day(page, digest->day);
	view->counts = page_message(page, MESSAGE_REMINDER_PAGE_COUNTS, values, 2);
	if (digest->lines > DIGEST_LINES_MAXIMUM)
		view->more = page_message(page, MESSAGE_REMINDER_PAGE_MORE, values, 3);
	view->rule = page->language == LANGUAGE_EN ? rule.title_en : rule.title;
	view->url_rule = safe_url_format(page->arena, "/rulebooks/%I", digest->rulebook_id);
	view->action_seen = safe_url_format(page->arena, "/reminders/%I/seen", digest->head.id);
	return is_seen(page, digest->head.id, &view->seen, err);
}

static int show_digest(struct page *page, struct error *err)
{
	struct stored_line *lines = ARENA_ARRAY(page->arena, struct stored_line,
						DIGEST_LINES_MAXIMUM);
	struct digest_view view = { .seen = false };
	struct digest digest;
	size_t count = 0;
	int rc = read_digest(page, page->db, &digest, err);

	if (rc == 0)
		rc = lines ? read_lines(page, digest.head.id, lines, &count, err)
			   : error_broken(err, ERR_MEMORY, "a digest");
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		digest_json(page, &digest, lines, count);
		return 0;
	}
	rc = fill_view(page, &digest, &view, err);
	if (rc == 0)
		rc = fill_lines(page, lines, count, &view.lines, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, page->route->title)),
				    template_reminder_page_slot(&view), err);
}

/* Read --------------------------------------------------------------------------------------------- */

static int act_seen(struct page *page, struct act *act, struct error *err)
{
	struct digest digest;
	int rc = read_digest(page, act->db, &digest, err);

	if (rc == 0)
		rc = db_run(act->db, STATEMENT_DIGEST_SEEN_INSERT,
			    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				    db_int("digest_id", digest.head.id)),
			    NULL, err);
	if (rc < 0)
		return rc;
	page_redirect(page, SAFE_URL("/reminders"));
	return 0;
}

static int act_all_seen(struct page *page, struct act *act, struct error *err)
{
	int rc = db_run(act->db, STATEMENT_DIGEST_SEEN_ALL,
			DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				db_int("account_id", page->session.account_id)),
			NULL, err);

	if (rc < 0)
		return rc;
	page_redirect(page, SAFE_URL("/reminders"));
	return 0;
}

const struct route reminder_routes[] = {
	{ .method = HTTP_GET, .path = "/reminders", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_REMINDER_PAGE_TITLE,
	  .show = show_digests, .list = &digests },
	{ .method = HTTP_POST, .path = "/reminders/seen", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_REMINDER_PAGE_TITLE, .show = show_digests, .act = act_all_seen,
	  .act_kind = "digest.seen" },
	{ .method = HTTP_GET, .path = "/reminders/{id}", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_JSON, .title = MESSAGE_DIGEST_LABEL, .show = show_digest,
	  .view = digest_json_view },
	{ .method = HTTP_POST, .path = "/reminders/{id}/seen", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_DIGEST_LABEL, .show = show_digest, .act = act_seen,
	  .act_kind = "digest.seen" },
	{ .path = NULL },
};
