/*
 * page.c - what all pages share: texts, rights of objects, formats, redirects.
 */
#include "web/page.h"

#include "base/log.h"
#include "export/csv.h"
#include "export/xlsx_write.h"
#include "ledger/act.h"
#include "people/rights_load.h"
#include "web/app.h"
#include "web/route.h"

const char *page_text(const struct page *page, enum message message)
{
	return message_text(message, page->language);
}

const char *page_error_text(const struct page *page, const struct error *err)
{
	return page->language == LANGUAGE_ZH ? err->zh : err->en;
}

static int no_such_page(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such record, or you may not see it.",
			 "没有这条记录，或您无权查看。");
}

int page_parameter_id(const struct page *page, int index, int64_t *out, struct error *err)
{
	return id_parse(page->parameters[index], out) ? 0 : no_such_page(err);
}

int page_parameter_year(const struct page *page, int index, int *out, struct error *err)
{
	int64_t year;

	if (!str_parse_int(page->parameters[index], CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year))
		return no_such_page(err);
	*out = (int)year;
	return 0;
}

/* Where the object stands: a person by the posts held today, else a unit and those above it. */
static int locate(struct page *page, int64_t unit_id, int64_t person_id, struct rights_object *out)
{
	struct error err;
	int rc = 0;

	*out = (struct rights_object){ .person_id = person_id };
	if (person_id)
		rc = rights_object_of_person(page->db, page->jurisdiction_id, person_id,
					     page->today, out, &err);
	else if (unit_id)
		rc = rights_object_of_unit(page->db, page->jurisdiction_id, unit_id, out, &err);
	if (rc < 0 && rc != -ERR_NOT_FOUND)
		log_write_detail(LOG_LEVEL_ERROR, "rights", err.detail, "taken as a no: %s", err.en);
	return rc;
}

static bool represents_somebody(const struct rights *rights)
{
	for (size_t i = 0; i < rights->count; i++)
		if (rights->grants[i].for_account_id)
			return true;
	return false;
}

/* A deputy's act is recorded as done for the one whose grant allowed it, in that one's role. */
static void note_represented(struct page *page, permission_set permission,
			     const struct rights_object *object)
{
	const struct role_scope *grant = rights_grant_for(&page->rights, permission, object);

	if (!grant || !grant->for_account_id)
		return;
	page->act->on_behalf_id = grant->for_account_id;
	if (!page->act->leaf_count)
		page->act->role = role_name(grant->role);
}

bool page_may(struct page *page, permission_set permission, int64_t unit_id, int64_t person_id)
{
	bool deputy = represents_somebody(&page->rights);
	struct rights_object object;

	/* Where the object stands does not matter then; it does to a deputy, who may be concerned. */
	if (!deputy && rights_has_everywhere(&page->rights, permission))
		return true;
	if (locate(page, unit_id, person_id, &object) < 0 ||
	    !rights_check(&page->rights, permission, &object))
		return false;
	if (deputy && page->act)
		note_represented(page, permission, &object);
	return true;
}

int page_check(struct page *page, permission_set permission, int64_t unit_id, int64_t person_id,
	       struct error *err)
{
	return page_may(page, permission, unit_id, person_id) ? 0 : no_such_page(err);
}

static void set_type(struct page *page, const char *type)
{
	buf_clear(&page->http->out);
	page->http->response_type = type;
}

void page_begin_json(struct page *page, struct json *out_json)
{
	set_type(page, "application/json; charset=utf-8");
	json_init(out_json, &page->http->out);
}

void page_begin_file(struct page *page, const char *type, const char *file_name)
{
	struct str disposition =
		arena_format(page->arena, "attachment; filename=\"%s\"", file_name);

	page->is_download = true;
	set_type(page, type);
	if (disposition.bytes)
		http_add_header(page->http, "Content-Disposition", disposition.bytes);
}

void page_begin_csv(struct page *page, const char *file_name)
{
	page_begin_file(page, "text/csv; charset=utf-8", file_name);
	buf_add_text(&page->http->out, "\xEF\xBB\xBF"); /* so that a spreadsheet reads UTF-8 */
}

bool page_wants_table(const struct page *page)
{
	return page->format == PAGE_CSV || page->format == PAGE_XLSX;
}

int page_begin_table(struct page *page, const char *stem, struct csv_writer *out,
		     struct error *err)
{
	bool workbook = page->format == PAGE_XLSX;
	struct str name = arena_format(page->arena, "%s.%s", stem, workbook ? "xlsx" : "csv");

	if (!name.bytes)
		return error_broken(err, ERR_MEMORY, "the name of a file");
	if (workbook) {
		page_begin_file(page, XLSX_TYPE, name.bytes);
		return csv_write_workbook(out, &page->http->out,
					  str_from(page_text(page, page->route->title)), err);
	}
	page_begin_csv(page, name.bytes);
	csv_write_begin(out, &page->http->out, CSV_GUARD_FORMULAS);
	return 0;
}

int page_end_table(struct page *page, struct csv_writer *csv, int code, struct error *err)
{
	code = csv_write_finish(csv, code, err);
	if (!code && buf_failed(&page->http->out))
		code = error_broken(err, ERR_MEMORY, "a file of rows does not fit");
	return code;
}

void page_redirect(struct page *page, struct safe_url where)
{
	page->done.location = where;
	if (page->program && page->http->method == HTTP_POST)
		return;
	http_redirect(page->http, where.text.bytes ? where.text.bytes : "/");
}

void page_flash(struct page *page, enum message message)
{
	struct str cookie = arena_format(
		page->arena, "__Host-flash=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=30",
		message_key(message));

	page->done.message = message;
	if (cookie.bytes && !page->program)
		http_add_header(page->http, "Set-Cookie", cookie.bytes);
}

void page_forget_sessions(struct page *page, int64_t account_id)
{
	page->forgets_sessions = true;
	page->forgotten_account = account_id;
}

struct str page_number(const struct page *page, int64_t number)
{
	return arena_format(page->arena, "%lld", (long long)number);
}

struct str page_day(const struct page *page, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];

	return arena_str(page->arena, str_from(civil_format(day, text)));
}

struct str page_instant(const struct page *page, int64_t at_ms)
{
	char text[24];

	if (at_ms == 0)
		return STR_EMPTY;
	return arena_str(page->arena,
			 str_from(clock_format_local(at_ms, page->utc_offset_minutes, text)));
}

struct str page_points(const struct page *page, struct decimal points, int places)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_str(page->arena, str_from(decimal_format(points, places, text)));
}

/* The value of {name} among `values`; STR_EMPTY for a name that nobody gave. */
static struct str message_part(struct str name, const struct message_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_from(values[i].name), name))
			return values[i].text;
	return STR_EMPTY;
}

struct str page_message(const struct page *page, enum message message,
			const struct message_value *values, size_t count)
{
	struct str rest = str_from(page_text(page, message));
	struct buf out;

	buf_init(&out, 16 * 1024);
	while (rest.length) {
		ptrdiff_t open = str_find_byte(rest, '{');
		ptrdiff_t close = str_find_byte(rest, '}');
		if (open < 0 || close < open) {
			buf_add_str(&out, rest);
			break;
		}
		buf_add_str(&out, str_slice(rest, 0, (size_t)open));
		struct str name = str_slice(rest, (size_t)open + 1, (size_t)(close - open - 1));
		buf_add_str(&out, message_part(name, values, count));
		rest = str_slice(rest, (size_t)close + 1, rest.length);
	}
	struct str text = arena_str(page->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

struct str page_csrf(struct page *page)
{
	char token[SESSION_CSRF_BYTES];

	if (!page->session.account_id)
		return STR_EMPTY;
	session_csrf_token(&page->session, token);
	return arena_str(page->arena, str_from(token));
}
