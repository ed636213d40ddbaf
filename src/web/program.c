/* program.c - see program.h. */
#include "web/program.h"

#include "web/failure_view.h"
#include "web/route.h"

void program_note(struct page *page, const struct act *act)
{
	page->done.kind = act->kind;
	page->done.records = act->leaf_count;
	if (act->made_count != 1)
		return;
	page->done.made_type = act->made_type;
	page->done.made_id = act->made_id;
}

static void made_json(const struct page *page, struct json *json)
{
	json_name(json, "made");
	if (!page->done.made_type) {
		json_null(json);
		return;
	}
	json_object_begin(json);
	json_name(json, "type");
	json_text(json, page->done.made_type->name);
	json_name(json, "id");
	json_id(json, page->done.made_id);
	json_object_end(json);
}

/* Where to look: also as the header that HTTP has for it. */
static void location_json(struct page *page, struct json *json)
{
	struct str location = page->done.location.text;

	json_name(json, "location");
	if (location.bytes)
		json_str(json, location);
	else
		json_null(json);
	if (page->done.made_type && location.bytes) {
		const char *text = arena_text(page->arena, location);

		page->http->status = 201;
		if (text)
			http_add_header(page->http, "Location", text);
	}
}

void program_answer(struct page *page)
{
	const struct page_done *done = &page->done;
	struct json json;

	if (!page->program || page->http->method != HTTP_POST ||
	    !(done->location.text.bytes || done->describe))
		return;
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "act");
	json_text(&json, done->kind);
	json_name(&json, "records");
	json_int(&json, done->records);
	json_name(&json, "message");
	json_text(&json, done->message ? page_text(page, done->message) : NULL);
	location_json(page, &json);
	made_json(page, &json);
	if (done->describe)
		done->describe(page, &json);
	json_object_end(&json);
}

static void named_text(struct json *json, const char *name, const char *text)
{
	if (!text || !text[0])
		return;
	json_name(json, name);
	json_text(json, text);
}

void program_problem(struct page *page, const struct error *err)
{
	struct json json;

	page_begin_json(page, &json);
	page->http->response_type = "application/problem+json; charset=utf-8";
	json_object_begin(&json);
	json_name(&json, "type");
	json_text(&json, "about:blank");
	json_name(&json, "title");
	json_text(&json, page_text(page, failure_title(page->http->status)));
	json_name(&json, "status");
	json_int(&json, page->http->status);
	json_name(&json, "detail");
	json_text(&json, page_error_text(page, err));
	json_name(&json, "code");
	json_text(&json, error_code_name(err->code));
	named_text(&json, "field", err->field);
	if (err->row) {
		json_name(&json, "row");
		json_int(&json, err->row);
	}
	named_text(&json, "found", err->found);
	named_text(&json, "accepted", error_accepted(err, page->language == LANGUAGE_ZH));
	if (page->done.describe)
		page->done.describe(page, &json);
	json_object_end(&json);
}
