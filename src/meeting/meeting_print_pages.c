/*
 * meeting_print_pages.c - the agenda and the minutes as pages for paper and as PDF.
 *
 * The agenda is written from the records as they stand. The minutes are the frozen text of a version, word
 * for word, in the language in which they were frozen, with the hash that the ledger commits to.
 */
#include "export/pdf.h"
#include "meeting/meeting_document.h"
#include "meeting/meeting_view.h"
#include "messages_meeting.h"
#include "templates_meeting.h"
#include "web/app.h"
#include "web/route.h"

#define AGENDA_MAXIMUM (1u << 20)

struct printed {
	struct meeting_whole whole;
	struct meeting_minutes minutes; /* the version; of an agenda empty */
	struct str text, foot;
	struct str name; /* of the file */
};

static int lines_of(struct page *page, struct str text, struct meeting_print_lines *out,
		    struct error *err)
{
	struct document_line line;
	size_t count = 0;
	struct str rest = text;

	while (document_next(&rest, &line))
		count++;
	out->items = ARENA_ARRAY(page->arena, struct meeting_print_line, count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "a document");
	rest = text;
	while (document_next(&rest, &line))
		out->items[out->count++] = (struct meeting_print_line){
			.is_title = line.kind == DOCUMENT_TITLE,
			.is_heading = line.kind == DOCUMENT_HEADING,
			.is_entry = line.kind == DOCUMENT_ENTRY,
			.text = line.text,
		};
	return 0;
}

static int load_agenda(struct page *page, struct printed *out, struct error *err)
{
	struct meeting_rights rights;
	struct buf text;
	int rc = meeting_open(page, page->db, &out->whole, &rights, err);

	if (rc < 0)
		return rc;
	buf_init(&text, AGENDA_MAXIMUM);
	meeting_write_agenda(&out->whole, page->language, &text);
	out->text = arena_str(page->arena, buf_str(&text));
	bool fits = !buf_failed(&text) && out->text.bytes;
	buf_release(&text);
	out->name = STR("agenda");
	return fits ? 0 : error_broken(err, ERR_MEMORY, "an agenda");
}

/* The version that is asked for; the newest by default. */
static int load_minutes(struct page *page, struct printed *out, struct error *err)
{
	struct str wanted = form_value(page->query, "version");
	struct meeting_minutes *versions;
	struct meeting_rights rights;
	size_t count;
	int64_t version;
	int rc = meeting_open(page, page->db, &out->whole, &rights, err);

	if (rc == 0)
		rc = meeting_minutes_load(page->db, &out->whole.meeting, page->arena, &versions,
					  &count, err);
	if (rc < 0)
		return rc;
	version = out->whole.meeting.version;
	if (wanted.length && !str_parse_int(wanted, 1, INT64_MAX, &version))
		version = 0;
	for (size_t i = 0; i < count; i++) {
		if (versions[i].version != version)
			continue;
		struct message_value values[] = {
			{ "version", page_number(page, version) },
			{ "day", page_day(page, versions[i].made_day) },
			{ "hash", versions[i].sha256 },
		};
		out->minutes = versions[i];
		out->text = versions[i].content;
		out->foot = page_message(page, MESSAGE_MEETING_PAGE_FOOT, values, 3);
		out->name = arena_format(page->arena, "minutes-%lld", (long long)version);
		return 0;
	}
	return error_set(err, ERR_NOT_FOUND, "There are no such minutes.", "没有这个版本的纪要。");
}

static int print(struct page *page, struct printed *it, struct safe_url pdf, struct error *err)
{
	struct meeting_print_view view = { .title = it->whole.meeting.title,
					   .foot = it->foot,
					   .pdf = pdf,
					   .back = link_meeting(page, it->whole.meeting.head.id) };
	int rc = lines_of(page, it->text, &view.lines, err);

	return rc < 0 ? rc : page_render(page, view.title, template_meeting_print_slot(&view), err);
}

static void put_line(struct pdf *pdf, const struct document_line *line)
{
	static const enum pdf_style styles[] = { [DOCUMENT_TITLE] = PDF_TITLE,
						 [DOCUMENT_HEADING] = PDF_SECTION,
						 [DOCUMENT_ENTRY] = PDF_BODY,
						 [DOCUMENT_PARAGRAPH] = PDF_BODY };

	pdf_block(pdf, styles[line->kind], line->text);
}

static int write_pdf(struct page *page, const struct printed *it, struct error *err)
{
	const struct pdf_setup setup = {
		.title = it->whole.meeting.title,
		.author = page->jurisdiction_name,
		.language = page->language == LANGUAGE_ZH ? "zh-CN" : "en",
		.day = page->today,
		.family = page->app->options.pdf_family,
		.arena = page->arena,
		.out = &page->http->out,
	};
	struct document_line line;
	struct str rest = it->text;
	struct pdf *pdf;
	int rc = pdf_open(&setup, &pdf, err);

	if (rc < 0)
		return rc;
	pdf_part_begin(pdf, STR("{page} / {pages}"));
	while (document_next(&rest, &line))
		put_line(pdf, &line);
	if (it->foot.length)
		pdf_block(pdf, PDF_NOTE, it->foot);
	pdf_part_end(pdf);
	return pdf_close(pdf, err);
}

static int answer_pdf(struct page *page, const struct printed *it, struct error *err)
{
	struct str name = arena_format(page->arena, "%.*s.pdf", STR_ARG(it->name));
	int rc;

	if (!name.bytes)
		return error_broken(err, ERR_MEMORY, "a document");
	page_begin_file(page, "application/pdf", name.bytes);
	rc = write_pdf(page, it, err);
	if (rc < 0)
		http_forget_headers(page->http); /* the answer is no file */
	return rc;
}

static int show_agenda(struct page *page, struct error *err)
{
	struct printed it = { .foot = STR_EMPTY };
	int rc = load_agenda(page, &it, err);

	return rc < 0 ? rc
		      : print(page, &it,
			      safe_url_format(page->arena, "/meetings/%I/agenda.pdf",
					      it.whole.meeting.head.id),
			      err);
}

static int show_agenda_pdf(struct page *page, struct error *err)
{
	struct printed it = { .foot = STR_EMPTY };
	int rc = load_agenda(page, &it, err);

	return rc < 0 ? rc : answer_pdf(page, &it, err);
}

static int show_minutes(struct page *page, struct error *err)
{
	struct printed it = { .foot = STR_EMPTY };
	struct safe_url pdf;
	struct json json;
	int rc = load_minutes(page, &it, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&meeting_minutes_record, &it.minutes, &json);
		return 0;
	}
	pdf = safe_url_format(page->arena, "/meetings/%I/minutes.pdf", it.whole.meeting.head.id);
	if (form_has(page->query, "version"))
		pdf = safe_url_with(page->arena, pdf, "version", form_value(page->query, "version"));
	return print(page, &it, pdf, err);
}

static int show_minutes_pdf(struct page *page, struct error *err)
{
	struct printed it = { .foot = STR_EMPTY };
	int rc = load_minutes(page, &it, err);

	return rc < 0 ? rc : answer_pdf(page, &it, err);
}

#define ROW .method = HTTP_GET, .access = PERMISSION_MEETING_READ

const struct route meeting_print_routes[] = {
	{ ROW, .path = "/meetings/{id}/agenda", .title = MESSAGE_MEETING_PAGE_AGENDA,
	  .show = show_agenda },
	{ ROW, .path = "/meetings/{id}/agenda.pdf", .title = MESSAGE_MEETING_PAGE_AGENDA,
	  .flags = ROUTE_SLOW, .show = show_agenda_pdf },
	{ ROW, .path = "/meetings/{id}/minutes", .title = MESSAGE_MEETING_MINUTES_LABEL,
	  .flags = ROUTE_JSON, .show = show_minutes, .record = &meeting_minutes_record },
	{ ROW, .path = "/meetings/{id}/minutes.pdf", .title = MESSAGE_MEETING_MINUTES_LABEL,
	  .flags = ROUTE_SLOW, .show = show_minutes_pdf },
	{ .path = NULL },
};
