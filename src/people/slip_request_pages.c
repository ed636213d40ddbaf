/*
 * slip_request_pages.c - the second person: resets of administrators, to be confirmed or refused.
 *
 * Open to the security and the system administrators. The buttons come from the state table; who asked
 * sees no button to confirm, and the guard would refuse it.
 */
#include "messages_log_in.h"
#include "people/slip.h"
#include "people/slip_request_view.h"
#include "statements_slip.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/route.h"

#define REQUESTS_MAXIMUM 100 /* the statement's LIMIT */

static const struct form_label labels[] = {
	{ NULL, MESSAGE_NONE },
};

static void fill_offers(const struct page *page, int state, bool own, struct slip_request_row *row)
{
	const struct transition *offers[SLIP_EVENT_COUNT];
	size_t count = transition_offers(&slip_life, state, page->permissions, offers,
					 SLIP_EVENT_COUNT);

	for (size_t i = 0; i < count; i++) {
		row->may_confirm |= offers[i]->event == SLIP_CONFIRM && !own;
		row->may_refuse |= offers[i]->event == SLIP_REFUSE;
		row->may_print |= offers[i]->event == SLIP_ISSUE;
	}
}

static void request_row(struct page *page, struct db_query *query, struct slip_request_row *row)
{
	bool confirmed = str_equal(db_query_bytes(query, 4), STR("confirmed"));
	int state = confirmed ? SLIP_CONFIRMED : SLIP_REQUESTED;
	int64_t me = page->session.account_id;

	row->login = db_query_copy(query, 2, page->arena);
	row->display_name = db_query_copy(query, 3, page->arena);
	row->requester = db_query_copy(query, 6, page->arena);
	row->expires = page_instant(page, db_query_int(query, 7));
	row->state = slip_states[state].label;
	row->light = confirmed ? "light ok" : "light warn";
	row->decide = safe_url_format(page->arena, "/slip-requests/%I", db_query_int(query, 0));
	row->print = safe_url_format(page->arena, "/accounts/%I/slip", db_query_int(query, 1));
	fill_offers(page, state, db_query_int(query, 5) == me || db_query_int(query, 1) == me, row);
}

static int show_requests(struct page *page, struct error *err)
{
	struct slip_request_view view = { .csrf = page_csrf(page),
					  .error = form_error_text(page, labels) };
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_SLIP_REQUESTS,
			       DB_ARGS(db_int("now_ms", clock_now_ms())), &query, err);

	if (rc < 0)
		return rc;
	view.rows.items = ARENA_ARRAY(page->arena, struct slip_request_row, REQUESTS_MAXIMUM);
	while (view.rows.items && (rc = db_query_step(query, err)) > 0)
		request_row(page, query, &view.rows.items[view.rows.count++]);
	db_query_close(query);
	if (!view.rows.items)
		return error_broken(err, ERR_MEMORY, "requests");
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, page->route->title)),
				    PAGE_SLOT(template_slip_requests, &view), err);
}

static int act_decide(struct page *page, struct act *act, struct error *err)
{
	const struct slip_asker asker = { page->session.account_id, page->permissions, act->at_ms };
	struct str event = form_value(page->form, "event");
	bool confirms = str_equal(event, STR("confirm"));
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0 && !confirms && !str_equal(event, STR("refuse")))
		rc = error_invalid(err, "event", arena_text(page->arena, event), "confirm or refuse",
				   "confirm 或 refuse");
	if (rc == 0)
		rc = slip_decide(act, id, confirms ? SLIP_CONFIRM : SLIP_REFUSE, &asker, err);
	if (rc < 0)
		return rc;
	page_flash(page, confirms ? MESSAGE_FLASH_SLIP_CONFIRMED : MESSAGE_FLASH_SLIP_REFUSED);
	page_redirect(page, SAFE_URL("/slip-requests"));
	return 0;
}

#define SECOND (PERMISSION_ACCOUNT_WRITE | PERMISSION_SYSTEM)

const struct route slip_request_routes[] = {
	{ .method = HTTP_GET, .path = "/slip-requests", .access = SECOND,
	  .title = MESSAGE_SLIP_REQUESTS_TITLE, .show = show_requests },
	{ .method = HTTP_POST, .path = "/slip-requests/{id}", .access = SECOND,
	  .flags = ROUTE_INSTALLATION | ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_SLIP_REQUESTS_TITLE, .show = show_requests, .act = act_decide,
	  .act_kind = "slip.decide" },
	{ .path = NULL },
};
