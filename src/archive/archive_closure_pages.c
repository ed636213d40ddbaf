/*
 * archive_closure_pages.c - what is closed of a person's archive to the person: deciding it, lifting it.
 *
 * For those who may read the archive and decide (archive/archive_closure.h). To the person themself the
 * pages do not exist, whatever they may do about others.
 */
#include "archive/person_archive_view.h"
#include "messages_archive.h"
#include "people/record_find.h"
#include "statements_archive_closure.h"
#include "templates_archive.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"

static const struct form_label labels[] = {
	{ "reason", MESSAGE_ARCHIVE_CLOSURE_REASON },
	{ "reference", MESSAGE_ARCHIVE_CLOSURE_REFERENCE },
	{ "to_day", MESSAGE_ARCHIVE_CLOSURE_TO_DAY },
	{ "end_reason", MESSAGE_ARCHIVE_CLOSURE_END_REASON },
	{ NULL, MESSAGE_NONE },
};

static int check_closer(struct page *page, int64_t person_id, struct error *err)
{
	bool own = page->rights.person_id && page->rights.person_id == person_id;
	int rc = page_check(page, PERMISSION_ARCHIVE_READ, 0, person_id, err);

	if (rc == 0)
		rc = page_check(page, ARCHIVE_CLOSERS, 0, person_id, err);
	if (rc == 0 && (own || page->session.token_id))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	return rc;
}

static struct archive_closer closer_of(const struct page *page)
{
	return (struct archive_closer){ page->permissions, page->rights.person_id };
}

static struct safe_url link_closures(struct page *page, int64_t person_id)
{
	return safe_url_format(page->arena, "/persons/%I/archive/closures", person_id);
}

/* The list ----------------------------------------------------------------------------------------- */

static void fill_row(struct page *page, const struct archive_closure *closure,
		     struct archive_closure_row *row)
{
	bool holds = archive_closure_holds(closure, page->today);

	*row = (struct archive_closure_row){
		.period = arena_format(page->arena, "%.*s – %.*s",
				       STR_ARG(page_day(page, closure->from_day)),
				       STR_ARG(closure->to_day == CIVIL_NO_DAY
						       ? STR("…")
						       : page_day(page, closure->to_day))),
		.reason = closure->reason,
		.reference = closure->reference,
		.end_reason = closure->end_reason,
		.state = holds || closure->state == ARCHIVE_CLOSURE_LIFTED
				 ? archive_closure_states[closure->state].label
				 : MESSAGE_ARCHIVE_CLOSURES_OVER,
		.light = holds ? "light warn" : "light idle",
		.may_lift = holds,
		.action = safe_url_format(page->arena, "/persons/%I/archive/closures/%I/lift",
					  closure->person_id, closure->head.id),
		.proof = link_proof(page, "archive_closure", closure->head.id),
		.revision = closure->head.revision,
		.csrf = page_csrf(page),
		.field = arena_format(page->arena, "end-%lld", (long long)closure->head.id),
	};
	if (closure->ended_day != CIVIL_NO_DAY)
		row->ended = page_day(page, closure->ended_day);
	if (!(page->permissions & PERMISSION_ACT_READ))
		row->proof = (struct safe_url){ STR_EMPTY };
}

static int read_rows(struct page *page, int64_t person_id, struct archive_closures_view *view,
		     struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_ARCHIVE_CLOSURE_OF_PERSON,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	view->may_close = true;
	view->rows.items = ARENA_ARRAY(page->arena, struct archive_closure_row, 100);
	while (view->rows.items && view->rows.count < 100 && (rc = db_query_step(query, err)) > 0) {
		struct archive_closure_row *row = &view->rows.items[view->rows.count];
		struct archive_closure closure;

		rc = record_read(query, &archive_closure_record, page->arena, &closure, err);
		if (rc < 0)
			break;
		fill_row(page, &closure, row);
		row->closer = db_query_copy(query,
					    (int)(4 + archive_closure_record.field_count),
					    page->arena);
		view->may_close &= !row->may_lift;
		view->rows.count++;
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int show_closures(struct page *page, struct error *err)
{
	struct archive_closures_view view = {
		.error = form_error_text(page, labels),
		.csrf = page_csrf(page),
		.value_reason = form_value(page->form, "reason"),
		.value_reference = form_value(page->form, "reference"),
		.value_to = form_value(page->form, "to_day"),
		.class_reason = form_field_class(page, "reason"),
		.class_reference = form_field_class(page, "reference"),
		.class_to = form_field_class(page, "to_day"),
		.class_end = form_field_class(page, "end_reason"),
	};
	struct record_key key = { page->jurisdiction_id, 0 };
	struct person person;
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = check_closer(page, key.id, err);
	if (rc == 0)
		rc = record_get(page->db, &person_record, key, page->arena, &person, err);
	if (rc == 0)
		rc = read_rows(page, key.id, &view, err);
	if (rc < 0)
		return rc;
	view.name = person.name;
	view.archive = link_person_archive(page, key.id);
	view.action = link_closures(page, key.id);
	return page_render(page, str_from(page_text(page, MESSAGE_ARCHIVE_CLOSURES_TITLE)),
			   template_archive_closures_slot(&view), err);
}

/* Acts --------------------------------------------------------------------------------------------- */

static int act_close(struct page *page, struct act *act, struct error *err)
{
	static const char *const names[] = { "reason", "reference", "to_day" };
	struct archive_closure closure = { .to_day = CIVIL_NO_DAY };
	struct archive_closer closer = closer_of(page);
	int rc = page_parameter_id(page, 0, &closure.person_id, err);

	if (rc == 0)
		rc = check_closer(page, closure.person_id, err);
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(names); i++)
		rc = field_parse(record_field(&archive_closure_record, str_from(names[i])),
				 form_value(page->form, names[i]), &closure, act->arena, err);
	if (rc == 0)
		rc = archive_closure_begin(act, &closer, &closure, err);
	if (rc < 0)
		return rc;
	act->summary = closure.reference;
	page_flash(page, MESSAGE_FLASH_ARCHIVE_CLOSED);
	page_redirect(page, link_closures(page, closure.person_id));
	return 0;
}

static int act_lift(struct page *page, struct act *act, struct error *err)
{
	struct str revision = form_value(page->form, "revision");
	struct archive_closer closer = closer_of(page);
	struct archive_lifting lifting = { .expected_revision = 0 };
	struct archive_closure closure;
	int64_t person_id;
	int rc = page_parameter_id(page, 0, &person_id, err);

	if (rc == 0)
		rc = check_closer(page, person_id, err);
	if (rc == 0)
		rc = page_parameter_id(page, 1, &lifting.id, err);
	if (rc == 0)
		rc = record_get(act->db, &archive_closure_record,
				(struct record_key){ page->jurisdiction_id, lifting.id }, act->arena,
				&closure, err);
	if (rc == 0 && closure.person_id != person_id)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	if (rc == 0 && revision.length &&
	    !str_parse_int(revision, 1, INT64_MAX, &lifting.expected_revision))
		rc = error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (rc == 0)
		rc = field_parse(record_field(&archive_closure_record, STR("end_reason")),
				 form_value(page->form, "end_reason"), &closure, act->arena, err);
	lifting.reason = closure.end_reason;
	if (rc == 0)
		rc = archive_closure_lift(act, &closer, &lifting, &closure, err);
	if (rc < 0)
		return rc;
	act->summary = closure.reference;
	page_flash(page, MESSAGE_FLASH_ARCHIVE_LIFTED);
	page_redirect(page, link_closures(page, person_id));
	return 0;
}

const struct route archive_closure_routes[] = {
	{ .method = HTTP_GET, .path = "/persons/{id}/archive/closures",
	  .access = ARCHIVE_CLOSERS, .title = MESSAGE_ARCHIVE_CLOSURES_TITLE,
	  .show = show_closures },
	{ .method = HTTP_POST, .path = "/persons/{id}/archive/closures",
	  .access = ARCHIVE_CLOSERS, .flags = ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_ARCHIVE_CLOSURES_TITLE, .show = show_closures, .act = act_close,
	  .act_kind = "archive.close" },
	{ .method = HTTP_POST, .path = "/persons/{id}/archive/closures/{closure}/lift",
	  .access = ARCHIVE_CLOSERS, .flags = ROUTE_REAUTHENTICATE,
	  .title = MESSAGE_ARCHIVE_CLOSURES_TITLE, .show = show_closures, .act = act_lift,
	  .act_kind = "archive.lift" },
	{ .path = NULL },
};
