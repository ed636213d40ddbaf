/*
 * evidence_pages.c - the list of evidence, one piece in full, and its withdrawal.
 */
#include "evidence/evidence_access_view.h"
#include "evidence/evidence_store.h"
#include "evidence/evidence_view.h"
#include "evidence/sameness_view.h"
#include "messages_common.h"
#include "messages_evidence.h"
#include "messages_token.h"
#include "messages_web.h"
#include "people/unit.h"
#include "statements_evidence_pages.h"
#include "templates_evidence.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/record_access.h"
#include "web/routes.h"

#define SAME_SHOWN  50
#define STORY_SHOWN 40

static const struct form_label labels[] = {
	{ "reason", MESSAGE_EVIDENCE_REASON },
	{ NULL, MESSAGE_NONE },
};

/* The list ------------------------------------------------------------------------------------- */

static enum message kind_word(struct str stored)
{
	return list_page_word(evidence_kinds, stored);
}

static enum message visibility_word(struct str stored)
{
	return list_page_word(evidence_visibilities, stored);
}

static enum message state_word(struct str stored)
{
	return list_page_word(evidence_states, stored);
}

static int kind_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "kind", evidence_kinds);
	return 0;
}

static int state_options(struct page *page, struct list_options *out, struct error *err)
{
	(void)err;
	list_option_choices(page, out, "state", evidence_states);
	return 0;
}

static int year_options(struct page *page, struct list_options *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_YEARS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		struct str year = arena_format(page->arena, "%lld",
					       (long long)db_query_int(query, 0));

		list_option_add(page, out, "year", year, year);
	}
	db_query_close(query);
	return rc;
}

static const struct list_page_column columns[] = {
	{ .column = "id", .label = MESSAGE_LIST_ID, .format = LIST_PAGE_ID },
	{ .column = "title", .label = MESSAGE_EVIDENCE_TITLE, .sort = "title", .link = link_evidence,
	  .link_column = "id" },
	{ .column = "kind", .label = MESSAGE_EVIDENCE_KIND, .flags = COLUMN_NARROW, .sort = "kind",
	  .word = kind_word },
	{ .column = "unit_name", .label = MESSAGE_EVIDENCE_UNIT_ID, .sort = "unit_code",
	  .link = link_unit, .link_column = "unit_id" },
	{ .column = "shows_from", .label = MESSAGE_EVIDENCE_SHOWS_FROM, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "shows_from" },
	{ .column = "shows_to", .label = MESSAGE_EVIDENCE_SHOWS_TO, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .sort = "shows_to" },
	{ .column = "visibility", .label = MESSAGE_EVIDENCE_VISIBILITY,
	  .flags = COLUMN_NARROW | COLUMN_WIDE, .word = visibility_word },
	{ .column = "file_name", .label = MESSAGE_EVIDENCE_FILE_NAME, .flags = COLUMN_WIDE },
	{ .column = "document_number", .label = MESSAGE_EVIDENCE_DOCUMENT_NUMBER,
	  .flags = COLUMN_WIDE, .sort = "document_number" },
	{ .column = "added_day", .label = MESSAGE_EVIDENCE_ADDED_DAY, .format = LIST_PAGE_DAY,
	  .flags = COLUMN_NARROW, .sort = "added_day" },
	{ .column = "state", .label = MESSAGE_EVIDENCE_STATE, .flags = COLUMN_NARROW, .sort = "state",
	  .word = state_word },
	{ 0 },
};

static const struct list_page_filter filters[] = {
	{ { "year", "year", LIST_EQUAL, DB_INTEGER }, MESSAGE_COMMON_YEAR, year_options },
	{ { "unit", "unit_name", LIST_CONTAINS, DB_TEXT }, MESSAGE_EVIDENCE_UNIT_ID, NULL },
	{ { "title", "title", LIST_CONTAINS, DB_TEXT }, MESSAGE_EVIDENCE_PAGE_TITLE_CONTAINS, NULL },
	{ { "kind", "kind", LIST_EQUAL, DB_TEXT }, MESSAGE_EVIDENCE_KIND, kind_options },
	{ { "from", "shows_to", LIST_AT_LEAST, DB_INTEGER }, MESSAGE_EVIDENCE_PAGE_SHOWS_FROM, NULL },
	{ { "to", "shows_from", LIST_AT_MOST, DB_INTEGER }, MESSAGE_EVIDENCE_PAGE_SHOWS_TO, NULL },
	{ { "state", "state", LIST_EQUAL, DB_TEXT }, MESSAGE_EVIDENCE_STATE, state_options },
	{ .label = MESSAGE_NONE },
};

static const struct list_page_action actions[] = {
	{ MESSAGE_EVIDENCE_FORM_NEW, "/evidence/new", PERMISSION_EVIDENCE_WRITE },
	{ .url = NULL },
};

static const struct list_page list = {
	.listing = LISTING_EVIDENCE_PAGES,
	.about = MESSAGE_EVIDENCE_PAGE_LIST_ABOUT,
	.columns = columns,
	.filters = filters,
	.actions = actions,
	.sort = "added_day",
	.descending = true,
	.file_name = "evidence.csv",
};

static int show_list(struct page *page, struct error *err)
{
	return list_page_show(page, &list, evidence_list_args(page, DB_NO_ARGS), err);
}

/* One piece ------------------------------------------------------------------------------------ */

struct str evidence_file_facts(struct page *page, struct str media_type, int64_t bytes)
{
	const struct upload_type *type = upload_rules_find(page->app->upload_rules, media_type);
	struct str name = type && type->extension_count ? type->extensions[0] : media_type;

	if (bytes < 1024)
		return arena_format(page->arena, "%.*s · %lld B", STR_ARG(name), (long long)bytes);
	if (bytes < 1024 * 1024)
		return arena_format(page->arena, "%.*s · %lld KB", STR_ARG(name),
				    (long long)(bytes / 1024));
	return arena_format(page->arena, "%.*s · %lld.%lld MB", STR_ARG(name),
			    (long long)(bytes >> 20), (long long)((bytes >> 10) % 1024 * 10 / 1024));
}

struct safe_url evidence_cited_url(struct page *page, const struct evidence *evidence)
{
	static const char *const folders[EVIDENCE_SUBJECT_COUNT] = {
		[EVIDENCE_OF_ENTRY] = "entries",
		[EVIDENCE_OF_OBJECTION] = "objections",
		[EVIDENCE_OF_PROPOSAL] = "proposals",
		[EVIDENCE_OF_SCHEME] = "schemes",
	};
	const char *folder = folders[evidence->subject];

	return folder ? safe_url_format(page->arena, "/%s/%I", folder, evidence->subject_id)
		      : (struct safe_url){ STR_EMPTY };
}

static int load_evidence(struct page *page, struct db *db, struct evidence *out, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	return rc < 0 ? rc : evidence_read(page, db, id, out, err);
}

static void fill_file(struct page *page, const struct evidence *evidence,
		      struct evidence_page_view *view)
{
	const struct upload_type *type =
		upload_rules_find(page->app->upload_rules, evidence->media_type);
	char hex[HASH_HEX_BYTES];

	view->has_file = evidence->sha256.length == HASH_BYTES;
	if (!view->has_file)
		return;
	hex_encode(evidence->sha256, hex);
	view->sha256 = arena_str(page->arena, str_from(hex));
	view->file_name = evidence->file_name;
	view->file_facts = evidence_file_facts(page, evidence->media_type, evidence->bytes);
	view->is_shown = type && type->is_inline;
	view->open = safe_url_format(page->arena, "/evidence/%I/file", evidence->head.id);
	view->download = safe_url_with(page->arena, view->open, "download", STR("1"));
}

/* A cited record is named and linked only for who may read it. */
static void fill_cited(struct page *page, const struct evidence *evidence,
		       struct evidence_page_view *view)
{
	struct error ignored;

	view->document_number = evidence->document_number;
	if (evidence->kind != EVIDENCE_RECORD)
		return;
	view->record = str_from(page_text(page, evidence_subjects[evidence->subject].label));
	if (record_access_check(page, str_from(evidence_subjects[evidence->subject].name),
				evidence->subject_id, &ignored) == 0)
		view->record_url = evidence_cited_url(page, evidence);
}

static int fill_same(struct page *page, const struct evidence *evidence,
		     struct evidence_page_view *view, struct error *err)
{
	struct evidence same;
	struct error ignored;
	struct db_query *query;
	int64_t ids[SAME_SHOWN];
	size_t count = 0;
	int rc;

	if (!view->has_file)
		return 0;
	rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_SAME_FILE,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				   db_blob("sha256", evidence->sha256),
				   db_int("id", evidence->head.id)),
			   &query, err);
	if (rc < 0)
		return rc;
	while (count < SAME_SHOWN && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	view->same.items = ARENA_ARRAY(page->arena, struct evidence_link, SAME_SHOWN);
	for (size_t i = 0; rc >= 0 && view->same.items && i < count; i++) {
		struct unit unit = { .name = STR_EMPTY };

		if (evidence_read(page, page->db, ids[i], &same, &ignored) < 0)
			continue;
		if (record_get(page->db, &unit_record,
			       (struct record_key){ page->jurisdiction_id, same.unit_id }, page->arena,
			       &unit, &ignored) < 0)
			continue;
		view->same.items[view->same.count++] = (struct evidence_link){
			.text = same.title, .note = unit.name, .url = link_evidence(page, ids[i])
		};
	}
	return rc < 0 ? rc : 0;
}

static enum message story_word(struct str kind)
{
	if (str_equal(kind, STR("evidence.add")))
		return MESSAGE_EVIDENCE_STORY_ADDED;
	if (str_equal(kind, STR("evidence.withdraw")))
		return MESSAGE_EVIDENCE_EVENT_WITHDRAW;
	if (str_equal(kind, STR("evidence.restore")))
		return MESSAGE_EVIDENCE_EVENT_RESTORE;
	return MESSAGE_EVIDENCE_STORY_CHANGED;
}

static int fill_story(struct page *page, int64_t id, struct evidence_page_view *view,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_STORY,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	view->story.items = ARENA_ARRAY(page->arena, struct evidence_link, STORY_SHOWN);
	while (view->story.items && view->story.count < STORY_SHOWN &&
	       (rc = db_query_step(query, err)) > 0)
		view->story.items[view->story.count++] = (struct evidence_link){
			.text = str_from(page_text(page, story_word(db_query_bytes(query, 0)))),
			.note = arena_format(page->arena, "%.*s · %.*s",
					     STR_ARG(page_instant(page, db_query_int(query, 2))),
					     STR_ARG(db_query_bytes(query, 3))),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void fill_offers(struct page *page, const struct evidence *evidence,
			struct evidence_page_view *view)
{
	bool may = evidence_may_write(page, evidence);

	view->may_withdraw = may && evidence->state == EVIDENCE_IN_FORCE;
	view->may_restore = may && evidence->state == EVIDENCE_WITHDRAWN;
	if (view->may_withdraw)
		view->edit = safe_url_format(page->arena, "/evidence/%I/edit", evidence->head.id);
	view->action = safe_url_format(page->arena, "/evidence/%I/%s", evidence->head.id,
				       evidence->state == EVIDENCE_IN_FORCE ? "withdraw" : "restore");
	view->revision = evidence->head.revision;
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
	view->typed_reason = form_value(page->form, "reason");
	view->class_reason = form_field_class(page, "reason");
}

static void fill_facts(struct page *page, const struct evidence *evidence, struct str unit,
		       struct evidence_page_view *view)
{
	view->title = evidence->title;
	view->kind = str_from(page_text(page, evidence_kinds[evidence->kind].label));
	view->period = arena_format(page->arena, "%.*s – %.*s",
				    STR_ARG(page_day(page, evidence->shows_from)),
				    STR_ARG(page_day(page, evidence->shows_to)));
	view->visibility =
		str_from(page_text(page, evidence_visibilities[evidence->visibility].label));
	view->unit = unit;
	if (page_may(page, PERMISSION_UNIT_READ, evidence->unit_id, 0))
		view->unit_url = link_unit(page, evidence->unit_id);
	view->remark = evidence->remark;
	view->added = page_day(page, evidence->added_day);
	view->is_withdrawn = evidence->state == EVIDENCE_WITHDRAWN;
	view->light = view->is_withdrawn ? "light late" : "light ok";
	view->state = str_from(page_text(page, evidence_states[evidence->state].label));
	view->reason = evidence->reason;
	if (view->is_withdrawn)
		view->withdrawn = page_day(page, evidence->withdrawn_day);
	view->proof = link_proof(page, "evidence", evidence->head.id);
}

static int fill_page(struct page *page, const struct evidence *evidence,
		     struct evidence_page_view *view, struct error *err)
{
	struct unit unit;
	int rc = record_get(page->db, &unit_record,
			    (struct record_key){ page->jurisdiction_id, evidence->unit_id },
			    page->arena, &unit, err);

	if (rc < 0)
		return rc;
	fill_facts(page, evidence, unit.name, view);
	fill_file(page, evidence, view);
	fill_cited(page, evidence, view);
	fill_offers(page, evidence, view);
	rc = fill_same(page, evidence, view, err);
	if (rc == 0)
		rc = fill_story(page, evidence->head.id, view, err);
	if (rc == 0)
		rc = evidence_uses_read(page, evidence->head.id, &view->uses, err);
	if (rc == 0 && view->uses.hidden) {
		struct message_value hidden = { "count", page_number(page, view->uses.hidden) };

		view->hidden_uses = page_message(page, MESSAGE_EVIDENCE_PAGE_HIDDEN_USES, &hidden, 1);
	}
	return rc < 0 ? rc : sameness_link(page, evidence, &view->sameness, err);
}

static int show_evidence(struct page *page, struct error *err)
{
	struct evidence_page_view view = { .revision = 0 };
	struct evidence evidence;
	struct json json;
	int rc = load_evidence(page, page->db, &evidence, err);

	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		page_begin_json(page, &json);
		record_json(&evidence_record, &evidence, &json);
		return 0;
	}
	rc = fill_page(page, &evidence, &view, err);
	return rc < 0 ? rc
		      : page_render(page, view.title, template_evidence_page_slot(&view), err);
}

/* Withdrawal ----------------------------------------------------------------------------------- */

static int move(struct page *page, struct act *act, enum evidence_event event, enum message said,
		struct error *err)
{
	struct evidence_order order = { .event = event,
					.reason = form_value(page->form, "reason"),
					.permissions = page->permissions };
	struct evidence evidence;
	int rc = load_evidence(page, act->db, &evidence, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_EVIDENCE_WRITE, evidence.unit_id, 0, err);
	if (rc == 0 && form_has(page->form, "revision") &&
	    !str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX,
			   &order.expected_revision))
		rc = error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (rc == 0)
		rc = field_parse(record_field(&evidence_record, STR("reason")), order.reason, &evidence,
				 act->arena, err);
	order.reason = evidence.reason;
	if (rc == 0)
		rc = evidence_move(act, &order, &evidence, err);
	if (rc < 0)
		return rc;
	act->summary = evidence.title;
	page_flash(page, said);
	page_redirect(page, link_evidence(page, evidence.head.id));
	return 0;
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	return move(page, act, EVIDENCE_WITHDRAW, MESSAGE_FLASH_EVIDENCE_WITHDRAWN, err);
}

static int act_restore(struct page *page, struct act *act, struct error *err)
{
	return move(page, act, EVIDENCE_RESTORE, MESSAGE_FLASH_EVIDENCE_RESTORED, err);
}

static const struct route_input reason_input[] = {
	{ .name = "reason", .type = INPUT_TEXT, .required = true, .minimum = 2, .maximum = 500,
	  .label = MESSAGE_EVIDENCE_REASON },
	{ .name = "revision", .type = INPUT_INTEGER, .minimum = 1, .maximum = INT64_MAX,
	  .label = MESSAGE_OPENAPI_REVISION },
	{ .name = NULL },
};

#define READ  .access = PERMISSION_EVIDENCE_READ, .title = MESSAGE_MENU_EVIDENCE
#define WRITE .access = PERMISSION_EVIDENCE_WRITE, .title = MESSAGE_MENU_EVIDENCE

const struct route evidence_routes[] = {
	{ .method = HTTP_GET, .path = "/evidence", READ, .flags = ROUTE_JSON | ROUTE_CSV | ROUTE_XLSX,
	  .show = show_list, .list = &list },
	{ .method = HTTP_GET, .path = "/evidence/{id}", READ, .flags = ROUTE_JSON,
	  .show = show_evidence, .record = &evidence_record },
	{ .method = HTTP_POST, .path = "/evidence/{id}/withdraw", WRITE, .show = show_evidence,
	  .act = act_withdraw, .act_kind = "evidence.withdraw", .input = reason_input },
	{ .method = HTTP_POST, .path = "/evidence/{id}/restore", WRITE, .show = show_evidence,
	  .act = act_restore, .act_kind = "evidence.restore", .input = reason_input },
	{ .path = NULL },
};
