/* slip_view.c - see slip_view.h. */
#include "people/slip_view.h"

#include "messages_log_in.h"
#include "templates_people.h"
#include "web/route.h"

int slip_sheet_begin(struct page *page, size_t maximum, struct error *err)
{
	struct slip_sheet *sheet = ARENA_NEW(page->arena, struct slip_sheet);

	if (sheet)
		sheet->slips.items = ARENA_ARRAY(page->arena, struct slip_view, maximum);
	if (!sheet || !sheet->slips.items)
		return error_broken(err, ERR_MEMORY, "sheet of slips");
	page->state = sheet;
	return 0;
}

int slip_sheet_add(struct page *page, struct act *act, const struct account *account,
		   int64_t valid_days, struct error *err)
{
	struct slip_sheet *sheet = page->state;
	const struct slip_order order = {
		.account_id = account->head.id,
		.valid_days = valid_days,
		.asker = { page->session.account_id, page->permissions, act->at_ms },
	};
	struct slip slip;
	char code[SLIP_CODE_BYTES];
	int rc = slip_print(act, &order, &slip, code, err);

	if (rc < 0)
		return rc;
	if (!code[0]) {
		sheet->waits = true;
		return 0;
	}
	sheet->slips.items[sheet->slips.count++] = (struct slip_view){
		.display_name = account->display_name,
		.login = account->login,
		.code = arena_str(page->arena, str_from(code)),
		.expires = page_instant(page, slip.expires_ms),
		.is_reset = slip.kind == SLIP_RESET,
	};
	return 0;
}

/* The address that the administrator's own browser came to. */
static struct str site_of(const struct page *page)
{
	struct str host = http_header(page->http, "Host");
	bool plain = str_starts_with(host, STR("127.0.0.1")) || str_starts_with(host, STR("localhost"));

	return arena_format(page->arena, "%s://%.*s", plain ? "http" : "https", STR_ARG(host));
}

int slip_sheet_show(struct page *page, struct error *err)
{
	struct slip_sheet *sheet = page->state;
	struct slip_sheet_view view = { .jurisdiction = page->jurisdiction_name,
					.site = site_of(page),
					.slips = sheet->slips };

	for (size_t i = 0; i < view.slips.count; i++) {
		struct slip_view *slip = &view.slips.items[i];
		slip->url = arena_format(page->arena, "%.*s/activate?code=%.*s", STR_ARG(view.site),
					 STR_ARG(slip->code));
		int rc = qr_make(slip->url, page->arena, &slip->qr, err);
		if (rc < 0)
			return rc;
	}
	return page_render(page, str_from(page_text(page, MESSAGE_SLIPS_SHEET)),
			   PAGE_SLOT(template_slip_sheet, &view), err);
}
