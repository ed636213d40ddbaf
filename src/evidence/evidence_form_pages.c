/*
 * evidence_form_pages.c - describing evidence: a file that was uploaded, a record of this system, the number
 * of a document; and changing what is said of a piece.
 *
 * The same content of the same unit is not asked for twice: then the piece that is there is shown instead
 * of a second one.
 */
#include "evidence/evidence_access_view.h"
#include "evidence/evidence_store.h"
#include "evidence/evidence_view.h"
#include "evidence/text_store.h"
#include "evidence/upload_view.h"
#include "messages_evidence.h"
#include "messages_record_form.h"
#include "messages_token.h"
#include "people/unit.h"
#include "statements_evidence_pages.h"
#include "templates_evidence.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/record_access.h"
#include "web/routes.h"

static const struct form_label labels[] = {
	{ "upload", MESSAGE_UPLOAD_FILE },
	{ "record", MESSAGE_EVIDENCE_FORM_RECORD },
	{ "document_number", MESSAGE_EVIDENCE_DOCUMENT_NUMBER },
	{ "unit", MESSAGE_EVIDENCE_UNIT_ID },
	{ "title", MESSAGE_EVIDENCE_TITLE },
	{ "shows_from", MESSAGE_EVIDENCE_SHOWS_FROM },
	{ "shows_to", MESSAGE_EVIDENCE_SHOWS_TO },
	{ "visibility", MESSAGE_EVIDENCE_VISIBILITY },
	{ "remark", MESSAGE_EVIDENCE_REMARK },
	{ NULL, MESSAGE_NONE },
};

static const char *const described[] = { "title", "shows_from", "shows_to", "visibility", "remark" };

/* The kind is a part of the path: /evidence/new/{kind}. */
static int kind_of_page(struct page *page, enum evidence_kind *out, struct error *err)
{
	static const struct field field = { .name = "kind", .type = FIELD_CHOICE,
					    .choices = evidence_kinds };
	int kind = field_choice_value(&field, page->parameters[0]);

	if (kind < 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such page.", "没有这个页面。");
	*out = (enum evidence_kind)kind;
	return 0;
}

/* Reading -------------------------------------------------------------------------------------- */

/* "/entries/0123…" as the browser's address line has it, or "entry/0123…". */
static int read_cited(struct page *page, struct evidence *out, struct error *err)
{
	static const char *const folders[EVIDENCE_SUBJECT_COUNT] = {
		[EVIDENCE_OF_ENTRY] = "entries",     [EVIDENCE_OF_OBJECTION] = "objections",
		[EVIDENCE_OF_PROPOSAL] = "proposals", [EVIDENCE_OF_RESULT] = "result",
		[EVIDENCE_OF_SCHEME] = "schemes",
	};
	struct str text = str_trim(form_value(page->form, "record")), folder = STR(""), id = STR("");

	while (text.length) {
		folder = id;
		id = str_split(&text, '/');
		if (str_find_byte(id, '?') >= 0)
			id = str_slice(id, 0, (size_t)str_find_byte(id, '?'));
	}
	for (int i = EVIDENCE_OF_ENTRY; i < EVIDENCE_SUBJECT_COUNT; i++)
		if (str_equal(folder, str_from(folders[i])) ||
		    str_equal(folder, str_from(evidence_subjects[i].name)))
			out->subject = i;
	if (out->subject != EVIDENCE_OF_NONE && id_parse(id, &out->subject_id) &&
	    record_access_check(page, str_from(evidence_subjects[out->subject].name), out->subject_id,
				err) == 0)
		return 0;
	error_clear(err);
	return error_invalid(err, "record", arena_text(page->arena, utf8_cut(id, 60)),
			     "the address of an entry, an objection, a proposal, a result or a scheme "
			     "that you may read, for example /entries/0123456789ABC",
			     "您有权查看的加扣分、异议、建议、结果或方案的页面地址，"
			     "例如 /entries/0123456789ABC");
}

static int read_described(struct page *page, struct evidence *out, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(described); i++)
		rc = field_parse(record_field(&evidence_record, str_from(described[i])),
				 form_value(page->form, described[i]), out, page->arena, err);
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(described); i++)
		rc = field_check(record_field(&evidence_record, str_from(described[i])), out, err);
	return rc;
}

/* Where the asker may add; a unit that is not theirs is as unknown as one that does not exist. */
static int read_unit(struct page *page, int64_t *out, struct error *err)
{
	int rc = picker_read(page, &unit_picker, "unit", out, err);

	if (rc == 0 && *out)
		rc = page_check(page, PERMISSION_EVIDENCE_WRITE, *out, 0, err);
	if (rc == -ERR_NOT_FOUND || (rc == 0 && !*out))
		return error_invalid(err, "unit", "", "a unit for which you may add evidence",
				     "您有权添加佐证材料的单位");
	return rc;
}

static int read_content(struct page *page, struct act *act, struct evidence *evidence,
			struct upload *upload, struct error *err)
{
	if (evidence->kind == EVIDENCE_FILE)
		return upload_of_page(page, act->db, form_value(page->form, "upload"), upload, err);
	if (evidence->kind == EVIDENCE_RECORD)
		return read_cited(page, evidence, err);
	return field_parse(record_field(&evidence_record, STR("document_number")),
			   form_value(page->form, "document_number"), evidence, act->arena, err);
}

/* New ------------------------------------------------------------------------------------------ */

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct evidence evidence = { .withdrawn_day = CIVIL_NO_DAY };
	struct upload upload = { .id = 0 };
	struct evidence_addition addition = { .blobs = &page->app->blobs };
	enum evidence_kind kind = EVIDENCE_FILE;
	bool known;
	int rc = kind_of_page(page, &kind, err);

	evidence.kind = (int)kind;
	if (rc == 0)
		rc = read_content(page, act, &evidence, &upload, err);
	if (rc == 0)
		rc = read_unit(page, &evidence.unit_id, err);
	if (rc == 0)
		rc = read_described(page, &evidence, err);
	addition.upload = kind == EVIDENCE_FILE ? &upload : NULL;
	if (rc == 0)
		rc = evidence_add(act, &addition, &evidence, &known, err);
	if (rc == 0 && kind == EVIDENCE_FILE)
		rc = evidence_text_put(act, page->state, &evidence, err);
	if (rc < 0)
		return rc;
	act->summary = evidence.title;
	page_flash(page, known ? MESSAGE_FLASH_EVIDENCE_KNOWN : MESSAGE_FLASH_EVIDENCE_ADDED);
	page_redirect(page, link_evidence(page, evidence.head.id));
	return 0;
}

/* Reading a document's text takes a while: not on the writer. */
static int prepare_new(struct page *page, struct error *err)
{
	struct upload upload;
	enum evidence_kind kind = EVIDENCE_FILE;
	int rc = kind_of_page(page, &kind, err);

	if (rc < 0 || kind != EVIDENCE_FILE)
		return rc;
	rc = upload_of_page(page, page->db, form_value(page->form, "upload"), &upload, err);
	return rc < 0 || !upload.is_ready
		       ? rc
		       : evidence_text_read(&page->app->blobs, page->db, &upload, page->arena,
					    (struct evidence_text **)&page->state, err);
}

static struct str value_of(struct page *page, const char *name, struct str otherwise)
{
	return form_has(page->form, name) ? form_value(page->form, name) : otherwise;
}

/* The unit that the asker most likely means: that of the first grant that may add. */
static int own_unit_code(struct page *page, struct str *out, struct error *err)
{
	struct db_query *query;
	int64_t unit_id = 0;
	int rc;

	for (size_t i = 0; !unit_id && i < page->rights.count; i++)
		if (page->rights.grants[i].unit_id &&
		    page_may(page, PERMISSION_EVIDENCE_WRITE, page->rights.grants[i].unit_id, 0))
			unit_id = page->rights.grants[i].unit_id;
	*out = STR_EMPTY;
	if (!unit_id)
		return 0;
	rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_UNIT,
			   DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				   db_int("id", unit_id)),
			   &query, err);
	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = db_query_copy(query, 0, page->arena);
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int fill_unit(struct page *page, enum evidence_kind kind, struct evidence_form_view *view,
		     struct error *err)
{
	struct picker_field unit = { .picker = &unit_picker,
				     .name = "unit",
				     .label = MESSAGE_EVIDENCE_UNIT_ID,
				     .help = MESSAGE_EVIDENCE_FORM_UNIT_HELP };
	int rc = own_unit_code(page, &unit.initial, err);

	unit.find = safe_url_format(page->arena, "/evidence/new/%s/find", evidence_kinds[kind].name);
	return rc < 0 ? rc : picker_fill(page, &unit, &view->unit, err);
}

/* A piece that has this file already, and that the asker may see. */
static int fill_same(struct page *page, const struct upload *upload, struct evidence_form_view *view,
		     struct error *err)
{
	struct db_query *query;
	struct evidence same;
	struct error ignored;
	int64_t ids[16];
	size_t count = 0;
	int rc = db_query_open(page->db, STATEMENT_EVIDENCE_PAGES_SAME_FILE,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_blob("sha256", hash_str(&upload->sha256)),
				       db_int("id", 0)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (count < ARRAY_LENGTH(ids) && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	for (size_t i = 0; rc >= 0 && i < count && !view->same.text.length; i++) {
		if (evidence_read(page, page->db, ids[i], &same, &ignored) < 0)
			continue;
		view->same = link_evidence(page, ids[i]);
		view->same_title = same.title;
	}
	return rc < 0 ? rc : 0;
}

/* "2008年总结.docx" → "2008年总结" */
static struct str without_extension(struct str name)
{
	for (size_t i = name.length; i > 1; i--)
		if (name.bytes[i - 1] == '.')
			return str_slice(name, 0, i - 1);
	return name;
}

static int fill_file(struct page *page, struct evidence_form_view *view, struct error *err)
{
	struct str id = form_has(page->form, "upload") ? form_value(page->form, "upload")
						       : form_value(page->query, "upload");
	struct upload upload;
	int rc = upload_of_page(page, page->db, id, &upload, err);

	if (rc == 0 && !upload.is_ready)
		rc = error_set(err, ERR_NOT_FOUND, "This file has not come whole yet.",
			       "该文件尚未完整上传。");
	if (rc < 0)
		return rc;
	view->upload = id;
	view->file_name = upload.file_name;
	view->file_facts = evidence_file_facts(page, upload.media_type, upload.bytes);
	view->title = utf8_cut(without_extension(upload.file_name), 200);
	return fill_same(page, &upload, view, err);
}

static void fill_fields(struct page *page, struct evidence_form_view *view)
{
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
	view->today = page_day(page, page->today);
	view->class_record = form_field_class(page, "record");
	view->class_document = form_field_class(page, "document_number");
	view->class_title = form_field_class(page, "title");
	view->class_from = form_field_class(page, "shows_from");
	view->class_to = form_field_class(page, "shows_to");
	view->class_remark = form_field_class(page, "remark");
	view->record = value_of(page, "record", form_value(page->query, "record"));
	view->document_number = value_of(page, "document_number", STR(""));
	view->title = value_of(page, "title", view->title);
	view->shows_from = value_of(page, "shows_from", view->shows_from);
	view->shows_to = value_of(page, "shows_to", view->shows_to);
	view->remark = value_of(page, "remark", view->remark);
}

static void fill_visibilities(struct page *page, int present, struct evidence_form_view *view)
{
	struct str chosen = value_of(page, "visibility",
				     str_from(evidence_visibilities[present].name));

	list_option_choices(page, &view->visibilities, "visibility", evidence_visibilities);
	for (size_t i = 0; i < view->visibilities.count; i++)
		view->visibilities.items[i].selected =
			str_equal(view->visibilities.items[i].value, chosen);
}

static int show_new(struct page *page, struct error *err)
{
	struct evidence_form_view view = { .is_new = true, .back = SAFE_URL("/evidence/new") };
	enum evidence_kind kind = EVIDENCE_FILE;
	int rc = kind_of_page(page, &kind, err);

	if (rc < 0)
		return rc;
	view.is_file = kind == EVIDENCE_FILE;
	view.is_record = kind == EVIDENCE_RECORD;
	view.is_document = kind == EVIDENCE_DOCUMENT;
	view.heading = str_from(page_text(page, MESSAGE_EVIDENCE_FORM_NEW));
	view.about = str_from(page_text(page, evidence_kinds[kind].label));
	view.action = safe_url_format(page->arena, "/evidence/new/%s", evidence_kinds[kind].name);
	if (view.is_file)
		rc = fill_file(page, &view, err);
	if (rc == 0)
		rc = fill_unit(page, kind, &view, err);
	if (rc < 0)
		return rc;
	fill_fields(page, &view);
	fill_visibilities(page, EVIDENCE_UNIT, &view);
	return page_render(page, view.heading, template_evidence_form_slot(&view), err);
}

/* Changing ------------------------------------------------------------------------------------- */

static int load_own(struct page *page, struct db *db, struct evidence *out, struct error *err)
{
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = evidence_read(page, db, id, out, err);
	return rc < 0 ? rc : page_check(page, PERMISSION_EVIDENCE_WRITE, out->unit_id, 0, err);
}

static int show_edit(struct page *page, struct error *err)
{
	struct evidence_form_view view = { .is_new = false };
	struct evidence evidence;
	int rc = load_own(page, page->db, &evidence, err);

	if (rc < 0)
		return rc;
	view.heading = str_from(page_text(page, MESSAGE_EVIDENCE_FORM_EDIT));
	view.about = evidence.title;
	view.back = link_evidence(page, evidence.head.id);
	view.action = safe_url_format(page->arena, "/evidence/%I/edit", evidence.head.id);
	view.revision = evidence.head.revision;
	view.title = evidence.title;
	view.shows_from = page_day(page, evidence.shows_from);
	view.shows_to = page_day(page, evidence.shows_to);
	view.remark = evidence.remark;
	fill_fields(page, &view);
	fill_visibilities(page, evidence.visibility, &view);
	return page_render(page, view.heading, template_evidence_form_slot(&view), err);
}

static int act_edit(struct page *page, struct act *act, struct error *err)
{
	struct evidence evidence;
	int64_t revision;
	int rc = load_own(page, act->db, &evidence, err);

	if (rc < 0)
		return rc;
	if (!str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX, &revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	if (revision != evidence.head.revision)
		return error_set(err, ERR_CONFLICT, "Somebody changed this after you opened the page.",
				 "您打开页面后，该材料已被他人修改，请刷新后再操作。");
	rc = read_described(page, &evidence, err);
	if (rc == 0)
		rc = evidence_change(act, &evidence, err);
	if (rc < 0)
		return rc;
	act->summary = evidence.title;
	page_flash(page, MESSAGE_FLASH_RECORD_SAVED);
	page_redirect(page, link_evidence(page, evidence.head.id));
	return 0;
}

#define DESCRIBED_INPUT                                                                            \
	{ .name = "title", .type = INPUT_TEXT, .required = true, .minimum = 2, .maximum = 200,     \
	  .label = MESSAGE_EVIDENCE_TITLE },                                                       \
	{ .name = "shows_from", .type = INPUT_DAY, .required = true,                               \
	  .label = MESSAGE_EVIDENCE_SHOWS_FROM },                                                  \
	{ .name = "shows_to", .type = INPUT_DAY, .required = true,                                 \
	  .label = MESSAGE_EVIDENCE_SHOWS_TO },                                                    \
	{ .name = "visibility", .type = INPUT_CHOICE, .required = true,                            \
	  .choices = evidence_visibilities, .label = MESSAGE_EVIDENCE_VISIBILITY },                \
	{ .name = "remark", .type = INPUT_TEXT, .maximum = 500, .label = MESSAGE_EVIDENCE_REMARK }

static const struct route_input new_input[] = {
	{ .name = "upload", .type = INPUT_ID, .label = MESSAGE_UPLOAD_FILE },
	{ .name = "record", .type = INPUT_TEXT, .maximum = 200,
	  .label = MESSAGE_EVIDENCE_FORM_RECORD },
	{ .name = "document_number", .type = INPUT_TEXT, .maximum = 100,
	  .label = MESSAGE_EVIDENCE_DOCUMENT_NUMBER },
	{ .name = "unit", .type = INPUT_TEXT, .required = true, .maximum = 100,
	  .label = MESSAGE_EVIDENCE_UNIT_ID },
	DESCRIBED_INPUT,
	{ .name = NULL },
};

static const struct route_input edit_input[] = {
	{ .name = "revision", .type = INPUT_INTEGER, .required = true, .minimum = 1,
	  .maximum = INT64_MAX, .label = MESSAGE_OPENAPI_REVISION },
	DESCRIBED_INPUT,
	{ .name = NULL },
};

const struct route evidence_form_routes[] = {
	{ .method = HTTP_GET, .path = "/evidence/new/{kind}", .access = PERMISSION_EVIDENCE_WRITE,
	  .title = MESSAGE_EVIDENCE_FORM_NEW, .show = show_new },
	{ .method = HTTP_POST, .path = "/evidence/new/{kind}", .access = PERMISSION_EVIDENCE_WRITE,
	  .title = MESSAGE_EVIDENCE_FORM_NEW, .show = show_new, .prepare = prepare_new,
	  .act = act_new, .act_kind = "evidence.add", .input = new_input },
	{ .method = HTTP_POST, .path = "/evidence/new/{kind}/find",
	  .access = PERMISSION_EVIDENCE_WRITE, .title = MESSAGE_EVIDENCE_FORM_NEW,
	  .prepare = show_new },
	{ .method = HTTP_GET, .path = "/evidence/{id}/edit", .access = PERMISSION_EVIDENCE_WRITE,
	  .title = MESSAGE_EVIDENCE_FORM_EDIT, .show = show_edit },
	{ .method = HTTP_POST, .path = "/evidence/{id}/edit", .access = PERMISSION_EVIDENCE_WRITE,
	  .title = MESSAGE_EVIDENCE_FORM_EDIT, .show = show_edit, .act = act_edit,
	  .act_kind = "evidence.change", .input = edit_input },
	{ .path = NULL },
};
