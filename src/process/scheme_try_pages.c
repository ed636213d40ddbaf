/*
 * scheme_try_pages.c - a scheme file is checked, tried on a past year, and adopted.
 *
 *     GET  /schemes/try     the empty form
 *     POST /schemes/try     check and try, on a worker; nothing is stored. The text comes back in the form,
 *                           with every problem beside its line, or with what it would have done; as CSV or
 *                           JSON too
 *     POST /schemes/adopt   adopt the text that was tried, after a second check inside the transaction
 *
 * The text travels in the form: there is no draft on the server that two people could mistake for theirs.
 */
#include "process/scheme_try_pages.h"

#include "messages_scheme_try.h"
#include "process/scheme_try_output.h"
#include "process/scheme_version.h"
#include "templates_process.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

/* What was sent and what came of it; page->state. */
struct attempt {
	struct str source;
	int year;
	struct rule_problems problems;
	const struct scheme *draft; /* NULL: it has problems */
	const struct scheme_try *trial;
	size_t first; /* row */
};

static const struct form_label labels[] = {
	{ "source", MESSAGE_SCHEME_TRY_SOURCE },
	{ "year", MESSAGE_SCHEME_TRY_YEAR },
	{ NULL, MESSAGE_NONE },
};

/* Forms send CR LF; the text is kept as files have it. */
static struct str without_returns(struct page *page, struct str text)
{
	char *copy = arena_text(page->arena, text);
	size_t length = 0;

	if (!copy)
		return STR_EMPTY;
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] != '\r' || i + 1 == text.length || text.bytes[i + 1] != '\n')
			copy[length++] = text.bytes[i];
	return (struct str){ copy, length };
}

/* The chosen file, else the text. */
static int read_source(struct page *page, struct str *out, struct error *err)
{
	const struct form_field *file = form_find(page->form, "file");
	struct str text = form_value(page->form, "source");

	if (file && file->is_file && file->value.length)
		text = file->value;
	if (text.length > RULE_TREE_MAXIMUM_BYTES)
		return error_set(err, ERR_TOO_LARGE, "A scheme file has at most 1 MiB.",
				 "方案文件不能超过 1 MiB。");
	*out = without_returns(page, text);
	if (!str_trim(*out).length) {
		error_invalid(err, "source", "", page_text(page, MESSAGE_SCHEME_TRY_ACCEPTED_SOURCE),
			      page_text(page, MESSAGE_SCHEME_TRY_ACCEPTED_SOURCE));
		error_en(err, "%s", message_text(MESSAGE_SCHEME_TRY_NO_SOURCE, LANGUAGE_EN));
		error_zh(err, "%s", message_text(MESSAGE_SCHEME_TRY_NO_SOURCE, LANGUAGE_ZH));
		return -ERR_INVALID;
	}
	return 0;
}

static int read_year(struct page *page, int *out, struct error *err)
{
	struct str text = form_value(page->form, "year");
	int64_t year;

	if (!str_parse_int(text, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year))
		return error_invalid(err, "year", arena_text(page->arena, text),
				     "a year from 1900 to 2199", "1900 至 2199 的年份");
	*out = (int)year;
	return 0;
}

static struct str years_of(struct page *page, const struct scheme *scheme)
{
	if (scheme->to_year == SCHEME_NO_YEAR)
		return arena_format(page->arena, "%d–", scheme->from_year);
	return arena_format(page->arena, "%d–%d", scheme->from_year, scheme->to_year);
}

/* Showing --------------------------------------------------------------------------------------- */

static int fill_attempt(struct page *page, const struct attempt *attempt,
			struct scheme_try_view *view, struct error *err)
{
	int rc = 0;

	if (attempt->problems.count)
		rc = scheme_try_fill_problems(page, &attempt->problems, attempt->source, view, err);
	if (rc == 0 && attempt->trial)
		rc = scheme_try_fill(page, attempt->trial, attempt->first, view, err);
	if (rc < 0 || !attempt->draft)
		return rc;
	struct message_value values[] = {
		{ "code", attempt->draft->code },
		{ "version", page_number(page, attempt->draft->version) },
		{ "years", years_of(page, attempt->draft) },
	};
	view->may_adopt = true;
	view->adopt_about = page_message(page, MESSAGE_SCHEME_TRY_ADOPT_ABOUT, values, 3);
	return 0;
}

/* The form: empty, or with what was sent and why it was refused. */
static int show_form(struct page *page, struct error *err)
{
	const struct attempt *attempt = page->state;
	struct scheme_try_view view = {
		.csrf = page_csrf(page),
		.error = form_error_text(page, labels),
		.year = form_value(page->form, "year"),
	};
	int rc = page_check(page, PERMISSION_SCHEME_ADOPT, 0, 0, err);

	if (!view.year.length)
		view.year = page_number(page, civil_from_day(page->today).year - 1);
	if (attempt && utf8_is_valid(attempt->source))
		view.source = attempt->source;
	if (rc == 0 && attempt)
		rc = fill_attempt(page, attempt, &view, err);
	if (rc < 0)
		return rc;
	if (view.has_problems) /* they say it all, each at its line */
		view.error = STR_EMPTY;
	return page_render(page, str_from(page_text(page, MESSAGE_SCHEME_TRY_TITLE)),
			   template_scheme_try_page_slot(&view), err);
}

/* Trying ---------------------------------------------------------------------------------------- */

static int answer_csv(struct page *page, const struct scheme_try *trial, struct error *err)
{
	struct output_table table = { .format = OUTPUT_CSV,
				      .columns = scheme_try_columns,
				      .column_count = SCHEME_TRY_COLUMNS,
				      .sink = output_to_buf(&page->http->out),
				      .arena = page->arena,
				      .csv_flags = CSV_GUARD_FORMULAS };

	page_begin_csv(page, "scheme-trial.csv");
	output_table_begin(&table);
	for (size_t i = 0; i < trial->row_count; i++) {
		struct str cells[SCHEME_TRY_COLUMNS];

		scheme_try_cells(trial, &trial->rows[i], page->language, false, page->arena, cells);
		output_table_row(&table, cells);
	}
	return output_table_end(&table, err);
}

static int answer(struct page *page, const struct attempt *attempt, struct error *err)
{
	struct str format = form_value(page->form, "format");
	struct json json;

	if (attempt->trial && str_equal(format, STR("csv")))
		return answer_csv(page, attempt->trial, err);
	if (attempt->trial && str_equal(format, STR("json"))) {
		page_begin_json(page, &json);
		scheme_try_json(attempt->trial, page->language, page->arena, &json);
		return 0;
	}
	return show_form(page, err);
}

static struct attempt *attempt_new(struct page *page, struct error *err)
{
	struct attempt *attempt = ARENA_NEW(page->arena, struct attempt);
	struct str from = form_value(page->form, "from");
	int64_t first;

	if (!attempt) {
		error_broken(err, ERR_MEMORY, "scheme trial");
		return NULL;
	}
	page->state = attempt;
	rule_problems_init(&attempt->problems, page->arena);
	if (str_parse_int(from, 1, INT32_MAX, &first))
		attempt->first = (size_t)first - 1;
	return attempt;
}

static int check_source(struct page *page, struct attempt *attempt, struct error *err)
{
	struct scheme *draft = NULL;
	int rc = scheme_parse(attempt->source, page->arena, &attempt->problems, &draft, err);

	attempt->draft = rc == 0 ? draft : NULL;
	return rc;
}

static int run_trial(struct page *page, struct attempt *attempt, struct error *err)
{
	struct scheme_try_request request = { .jurisdiction_id = page->jurisdiction_id,
					      .year = attempt->year,
					      .draft = attempt->draft };
	struct scheme_try *trial;
	int rc = scheme_try_run(page->db, &request, page->arena, &trial, err);

	if (rc == 0)
		attempt->trial = trial;
	return rc == -ERR_NOT_FOUND ? -ERR_RULE : rc; /* the year has no scheme; the page is there */
}

static int try_scheme(struct page *page, struct error *err)
{
	struct attempt *attempt = attempt_new(page, err);
	int rc = attempt ? page_check(page, PERMISSION_SCHEME_ADOPT, 0, 0, err) : -ERR_MEMORY;

	if (rc == 0)
		rc = read_source(page, &attempt->source, err);
	if (rc == 0)
		rc = check_source(page, attempt, err);
	if (rc == 0)
		rc = read_year(page, &attempt->year, err);
	if (rc == 0)
		rc = run_trial(page, attempt, err);
	return rc < 0 ? rc : answer(page, attempt, err);
}

/* Adopting -------------------------------------------------------------------------------------- */

static int act_adopt(struct page *page, struct act *act, struct error *err)
{
	struct attempt *attempt = attempt_new(page, err);
	struct scheme_version version;
	int rc = attempt ? page_check(page, PERMISSION_SCHEME_ADOPT, 0, 0, err) : -ERR_MEMORY;

	if (rc == 0)
		rc = read_source(page, &attempt->source, err);
	if (rc == 0)
		rc = check_source(page, attempt, err);
	if (rc == 0 && !form_has(page->form, "confirm"))
		rc = error_set(err, ERR_RULE,
			       message_text(MESSAGE_SCHEME_TRY_ADOPT_CONFIRM_NEEDED, LANGUAGE_EN),
			       message_text(MESSAGE_SCHEME_TRY_ADOPT_CONFIRM_NEEDED, LANGUAGE_ZH));
	if (rc == 0)
		rc = scheme_adopt(act, attempt->source, &attempt->problems, &version, err);
	if (rc < 0)
		return rc;
	act->summary = arena_format(page->arena, "%.*s %lld", STR_ARG(version.code),
				    (long long)version.version);
	page_flash(page, MESSAGE_FLASH_SCHEME_ADOPTED);
	page_redirect(page, link_scheme(page, version.head.id));
	return 0;
}

const struct route scheme_try_routes[] = {
	{ .method = HTTP_GET, .path = "/schemes/try", .access = PERMISSION_SCHEME_ADOPT,
	  .title = MESSAGE_SCHEME_TRY_TITLE, .show = show_form },
	{ .method = HTTP_POST, .path = "/schemes/try", .access = PERMISSION_SCHEME_ADOPT,
	  .flags = ROUTE_LARGE_BODY, .title = MESSAGE_SCHEME_TRY_TITLE, .show = show_form,
	  .prepare = try_scheme },
	{ .method = HTTP_POST, .path = "/schemes/adopt", .access = PERMISSION_SCHEME_ADOPT,
	  .flags = ROUTE_LARGE_BODY, .title = MESSAGE_SCHEME_TRY_TITLE, .show = show_form,
	  .act = act_adopt, .act_kind = "scheme.adopt" },
	{ .path = NULL },
};
