/*
 * error_page.c - see error_page.h. Never fails: without memory for a page it answers in plain text.
 */
#include "web/error_page.h"

#include "templates_web.h"
#include "web/failure_view.h"
#include "web/program.h"

static void answer_plain(struct page *page, const struct error *err)
{
	buf_clear(&page->http->out);
	page->http->response_type = "text/plain; charset=utf-8";
	buf_add_text(&page->http->out, page_error_text(page, err));
}

void error_page(struct page *page, const struct error *err)
{
	struct error ignored;
	int status = page->http->status == 405 || page->http->status == 429
			     ? page->http->status
			     : error_http_status(err->code);
	struct failure_view view = {
		.status = status,
		.title = failure_title(status),
		.sentence = str_from(page_error_text(page, err)),
		.advice = failure_advice(status),
		.detail_field = str_from(err->field),
		.detail_found = str_from(err->found),
		.logged_in = page->session.account_id != 0,
		.retry = page->http->method != HTTP_POST && (status == 409 || status == 503),
		.self = { page->http->path },
	};

	page->http->status = status;
	page->db = NULL; /* whatever failed, this page does not read */
	if (page->program || page->format == PAGE_JSON) {
		program_problem(page, err);
		return;
	}
	if (page_render(page, str_from(page_text(page, view.title)),
			PAGE_SLOT(template_failure, &view), &ignored) < 0)
		answer_plain(page, err);
}
