/*
 * person_archive_pages.c - a person's integrity archive: a purpose first, then the line, its files, who
 * read it.
 *
 * One's own needs neither; what a closure hides is then left out (archive/archive_closure.h). A reading
 * opens the archive for its account until its time is over; without one the page asks for the purpose
 * and files are refused. API tokens read no archive.
 */
#include "archive/archive_export.h"
#include "archive/person_archive_view.h"
#include "messages_archive.h"
#include "messages_import.h"
#include "messages_web.h"
#include "statements_archive_reading.h"
#include "templates_archive.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "purpose", MESSAGE_ARCHIVE_READING_PURPOSE },
	{ "note", MESSAGE_ARCHIVE_READING_NOTE },
	{ NULL, MESSAGE_NONE },
};

struct safe_url link_person_archive(struct page *page, int64_t person_id)
{
	return safe_url_format(page->arena, "/persons/%I/archive", person_id);
}

/* Who may ------------------------------------------------------------------------------------------ */

int archive_person_load(struct page *page, struct db *db, struct person *out, bool *out_own,
			struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc < 0)
		return rc;
	*out_own = page->rights.person_id && page->rights.person_id == key.id;
	if (!*out_own)
		rc = page_check(page, PERMISSION_ARCHIVE_READ, 0, key.id, err);
	if (rc == 0 && page->session.token_id)
		rc = error_set(err, ERR_DENIED,
			       "Archives of persons are read in person, not by an API token.",
			       "廉政档案只能由本人登录查阅，不能通过接口令牌读取。");
	return rc < 0 ? rc : record_get(db, &person_record, key, page->arena, out, err);
}

static int find_reading(struct page *page, int64_t person_id, struct archive_reading *out,
			struct error *err)
{
	const struct archive_reader reader = { page->jurisdiction_id, person_id,
					       page->session.account_id, clock_now_ms() };

	return archive_reading_find(page->db, &reader, page->arena, out, err);
}

/* What came into being since the closure began is not there for the person themself. Of decisions only
 * the day is known: those of the first day are left out too. */
static int close_sources(struct page *page, struct archive_shown *shown, struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, shown->person_id };
	struct archive_closure closure;
	int rc = archive_closure_find(page->db, key, page->today, page->arena, &closure, err);

	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	for (size_t i = 0; rc == 0 && shown->sources[i]; i++) {
		if (!shown->sources[i]->closes)
			continue;
		shown->views[i].last_id = closure.head.id;
		if (shown->sources[i]->rule_words)
			shown->views[i].closing = &shown->rule.kinds;
		else
			shown->views[i].to_day = closure.from_day - 1;
	}
	return rc;
}

static int open_line(struct page *page, int64_t person_id, bool own, struct archive_shown **out,
		     struct error *err)
{
	struct archive_shown *shown = ARENA_NEW(page->arena, struct archive_shown);
	int rc = shown ? 0 : error_broken(err, ERR_MEMORY, "an archive");

	if (rc < 0)
		return rc;
	*shown = (struct archive_shown){ .sources = archive_person_sources,
					 .person_id = person_id,
					 .self = link_person_archive(page, person_id),
					 .file_name = "archive" };
	*out = shown;
	archive_shown_open(page, shown);
	rc = archive_shown_rule(page, shown, err);
	if (rc == 0 && own)
		rc = close_sources(page, shown, err);
	return rc < 0 ? rc : archive_shown_begin(page, shown, err);
}

/* The purpose -------------------------------------------------------------------------------------- */

static void purpose_options(struct page *page, const struct archive_rule *rule,
			    struct list_options *out)
{
	struct str chosen = form_value(page->form, "purpose");

	for (size_t i = 0; i < rule->purposes.count; i++) {
		const struct archive_term *term = &rule->purposes.items[i];

		list_option_add(page, out, "", term->code,
				page->language == LANGUAGE_ZH ? term->zh : term->en);
		if (out->count)
			out->items[out->count - 1].selected = str_equal(term->code, chosen);
	}
}

static int show_purpose(struct page *page, const struct person *person, struct error *err)
{
	struct archive_rule *rule = ARENA_NEW(page->arena, struct archive_rule);
	struct archive_purpose_view view = {
		.name = person->name,
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.person = link_person(page, person->head.id),
		.action = link_person_archive(page, person->head.id),
		.value_note = form_value(page->form, "note"),
		.class_purpose = form_field_class(page, "purpose"),
		.class_note = form_field_class(page, "note"),
	};
	struct message_value minutes = { "minutes", STR_EMPTY };
	int rc = rule ? archive_rule_load(page->db, page->jurisdiction_id, page->today, page->arena,
					  rule, err)
		      : error_broken(err, ERR_MEMORY, "a rule");

	if (rc < 0)
		return rc;
	minutes.text = page_number(page, rule->minutes);
	view.about = page_message(page, MESSAGE_ARCHIVE_PURPOSE_ABOUT, &minutes, 1);
	view.rule = arena_format(page->arena, "%.*s %.*s",
				 STR_ARG(page->language == LANGUAGE_ZH ? rule->title
								       : rule->title_en),
				 STR_ARG(rule->article));
	purpose_options(page, rule, &view.purposes);
	return page_render(page, str_from(page_text(page, MESSAGE_ARCHIVE_PURPOSE_TITLE)),
			   template_archive_purpose_slot(&view), err);
}

static int refuse_file(struct error *err)
{
	return error_set(err, ERR_DENIED,
			 "State the purpose first, on the page of the archive; files need one too.",
			 "请先在档案页面注明查阅目的；导出文件同样需要。");
}

static int act_open(struct page *page, struct act *act, struct error *err)
{
	struct archive_rule *rule = ARENA_NEW(page->arena, struct archive_rule);
	struct archive_reading reading;
	struct archive_statement statement = {
		.reader = str_from(page->session.display_name),
		.purpose = form_value(page->form, "purpose"),
		.note = form_value(page->form, "note"),
	};
	struct person person;
	bool own;
	int rc = archive_person_load(page, act->db, &person, &own, err);

	if (rc == 0 && own)
		rc = error_set(err, ERR_RULE, "Your own archive needs no purpose.",
			       "查阅本人档案无需注明目的。");
	if (rc == 0 && !rule)
		rc = error_broken(err, ERR_MEMORY, "a rule");
	if (rc == 0)
		rc = archive_rule_load(act->db, page->jurisdiction_id, act->day, act->arena, rule,
				       err);
	statement.person_id = person.head.id;
	if (rc == 0)
		rc = archive_reading_open(act, rule, &statement, &reading, err);
	if (rc < 0)
		return rc;
	act->summary = person.name;
	page_redirect(page, link_person_archive(page, person.head.id));
	return 0;
}

/* The line ----------------------------------------------------------------------------------------- */

static bool may_close(struct page *page, int64_t person_id, bool own)
{
	return !own && page_may(page, PERMISSION_ARCHIVE_READ, 0, person_id) &&
	       page_may(page, ARCHIVE_CLOSERS, 0, person_id);
}

static int render_line(struct page *page, const struct person *person,
		       const struct archive_shown *shown, const struct archive_reading *reading,
		       struct error *err)
{
	int64_t id = person->head.id;
	struct person_archive_view view = { .name = person->name, .is_own = !reading };
	struct message_value name = { "name", person->name };
	int rc = archive_shown_fill(page, shown, &view.line, err);

	if (rc < 0)
		return rc;
	if (page_may(page, PERMISSION_PERSON_READ, 0, id))
		view.person = link_person(page, id);
	if (reading) {
		view.purpose = arena_format(page->arena, "%.*s · %.*s",
					    STR_ARG(page->language == LANGUAGE_ZH
							    ? reading->purpose_title
							    : reading->purpose_title_en),
					    STR_ARG(reading->note));
		view.until = page_instant(page, reading->until_ms);
		view.entries = safe_url_format(page->arena, "/persons/%I/archive/entries.csv", id);
	} else {
		view.readings = safe_url_format(page->arena, "/persons/%I/archive/readings", id);
	}
	if (may_close(page, id, !reading))
		view.closures = safe_url_format(page->arena, "/persons/%I/archive/closures", id);
	return page_render(page, page_message(page, MESSAGE_PERSON_ARCHIVE_TITLE, &name, 1),
			   template_person_archive_slot(&view), err);
}

static int show_line(struct page *page, const struct person *person,
		     const struct archive_reading *reading, struct error *err)
{
	struct archive_shown *shown;
	int rc = open_line(page, person->head.id, !reading, &shown, err);

	if (rc < 0)
		return rc;
	if (page->format != PAGE_HTML)
		return archive_shown_file(page, shown, err);
	return render_line(page, person, shown, reading, err);
}

static int show_archive(struct page *page, struct error *err)
{
	struct archive_reading reading;
	struct person person;
	bool own;
	int rc = archive_person_load(page, page->db, &person, &own, err);

	if (rc < 0)
		return rc;
	if (own)
		return show_line(page, &person, NULL, err);
	rc = find_reading(page, person.head.id, &reading, err);
	if (rc != -ERR_NOT_FOUND)
		return rc < 0 ? rc : show_line(page, &person, &reading, err);
	error_clear(err);
	return page->format == PAGE_HTML ? show_purpose(page, &person, err) : refuse_file(err);
}

/* Imported entries in the columns of the import: what was imported can be mended and imported again. */
static int show_entries(struct page *page, struct error *err)
{
	static const enum message heads[] = {
		MESSAGE_IMPORT_COLUMN_PERSON_CODE,   MESSAGE_ARCHIVE_IMPORT_KIND,
		MESSAGE_IMPORT_COLUMN_DATE,	     MESSAGE_ARCHIVE_ENTRY_TITLE,
		MESSAGE_ARCHIVE_ENTRY_DOCUMENT_NUMBER, MESSAGE_ARCHIVE_ENTRY_ISSUING_UNIT,
		MESSAGE_ARCHIVE_ENTRY_CONTENT,	     MESSAGE_ARCHIVE_ENTRY_VALID_UNTIL,
	};
	struct archive_export_request request = { .jurisdiction_id = page->jurisdiction_id,
						  .today = page->today,
						  .language = LANGUAGE_ZH };
	struct archive_reading reading;
	struct csv_writer csv;
	struct person person;
	bool own;
	int rc = archive_person_load(page, page->db, &person, &own, err);

	if (rc == 0 && !page_wants_table(page))
		return show_archive(page, err);
	if (rc < 0)
		return rc;
	/* One's own has the files of the line; what a closure leaves out is in none of these. */
	rc = own ? -ERR_NOT_FOUND : find_reading(page, person.head.id, &reading, err);
	if (rc == -ERR_NOT_FOUND)
		rc = refuse_file(err);
	if (rc == 0)
		rc = page_begin_table(page, "archive-entries", &csv, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		csv_write_cell(&csv, str_from(message_text(heads[i], LANGUAGE_ZH)));
	csv_write_row_end(&csv);
	request.person_id = person.head.id;
	rc = archive_entries_write(page->db, &request, &csv, err);
	return page_end_table(page, &csv, rc, err);
}

/* Who read it -------------------------------------------------------------------------------------- */

static enum message role_word(struct str stored)
{
	return list_page_word(role_choices, stored);
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "opened_ms", .label = MESSAGE_ARCHIVE_READING_OPENED_MS,
	  .format = LIST_PAGE_INSTANT, .flags = COLUMN_NARROW, .sort = "opened_ms" },
	{ .column = "reader", .label = MESSAGE_ARCHIVE_READING_READER },
	{ .column = "reader_role", .label = MESSAGE_ARCHIVE_READING_READER_ROLE,
	  .word = role_word },
	{ .column = "purpose_title", .label = MESSAGE_ARCHIVE_READING_PURPOSE },
	{ .column = "note", .label = MESSAGE_ARCHIVE_READING_NOTE },
	{ .column = "until_ms", .label = MESSAGE_ARCHIVE_READING_UNTIL_MS,
	  .format = LIST_PAGE_INSTANT, .flags = COLUMN_NARROW | COLUMN_WIDE },
	{ 0 },
};

static const struct list_page readings = {
	.listing = LISTING_ARCHIVE_READING,
	.about = MESSAGE_ARCHIVE_READINGS_ABOUT,
	.columns = columns,
	.sort = "opened_ms",
	.descending = true,
	.file_name = "archive-readings.csv",
};

/* The person's, and the audit administrator's: who reads archives is watched by those who read none. */
static int show_readings(struct page *page, struct error *err)
{
	bool audits = (page->permissions & PERMISSION_ACT_READ) != 0, own = false;
	struct record_key key = { page->jurisdiction_id, 0 };
	struct person person;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc < 0)
		return rc;
	own = page->rights.person_id && page->rights.person_id == key.id;
	if ((!own && !audits) || page->session.token_id)
		return page_check(page, PERMISSION_ACT_READ, 0, 0, err) < 0
			       ? -ERR_NOT_FOUND
			       : error_set(err, ERR_DENIED, "Not by an API token.",
					   "不能通过接口令牌读取。");
	rc = record_get(page->db, &person_record, key, page->arena, &person, err);
	if (rc < 0)
		return rc;
	return list_page_show(page, &readings,
			      DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				      db_int("person_id", key.id), db_int("all", audits && !own),
				      db_int("today", page->today),
				      db_int("english", page->language == LANGUAGE_EN)),
			      err);
}

/* One's own; accounts that are nobody's of the register have none. */
static int show_own(struct page *page, struct error *err)
{
	(void)err;
	if (!page->rights.person_id)
		page_flash(page, MESSAGE_FLASH_ARCHIVE_NONE);
	page_redirect(page, page->rights.person_id
				    ? link_person_archive(page, page->rights.person_id)
				    : SAFE_URL("/account"));
	return 0;
}

static const struct route_input input[] = {
	{ .name = "purpose", .type = INPUT_TEXT, .required = true, .minimum = 1, .maximum = 40,
	  .label = MESSAGE_ARCHIVE_READING_PURPOSE },
	{ .name = "note", .type = INPUT_TEXT, .required = true, .minimum = 2, .maximum = 300,
	  .label = MESSAGE_ARCHIVE_READING_NOTE },
	{ .name = NULL },
};

const struct route person_archive_routes[] = {
	{ .method = HTTP_GET, .path = "/archive", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_PERSON_ARCHIVE_OWN, .show = show_own },
	{ .method = HTTP_GET, .path = "/persons/{id}/archive", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX, .title = MESSAGE_PERSON_ARCHIVE_LINK,
	  .show = show_archive },
	{ .method = HTTP_POST, .path = "/persons/{id}/archive", .access = PERMISSION_ARCHIVE_READ,
	  .title = MESSAGE_PERSON_ARCHIVE_LINK, .show = show_archive, .act = act_open,
	  .act_kind = "archive.read", .input = input },
	{ .method = HTTP_GET, .path = "/persons/{id}/archive/entries",
	  .access = PERMISSION_ARCHIVE_READ, .flags = ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_PERSON_ARCHIVE_LINK, .show = show_entries },
	{ .method = HTTP_GET, .path = "/persons/{id}/archive/readings",
	  .access = PERMISSION_LOGGED_IN, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .title = MESSAGE_ARCHIVE_READINGS_TITLE, .show = show_readings, .list = &readings },
	{ .path = NULL },
};
