/*
 * ledger_pages.c - the ledger's size and root, checkpoints, and the proof of a record to take home.
 */
#include "ledger/checkpoint.h"

#include "messages_common.h"
#include "messages_web.h"
#include "statements_ledger_pages.h"
#include "templates_web.h"
#include "web/app.h"
#include "web/ledger_check.h"
#include "web/ledger_view.h"
#include "web/record_access.h"
#include "web/route.h"
#include "web/view_field.h"

/* Who makes checkpoints: whoever changes the records, watches the acts, or runs the system. */
#define MAY_SIGN (PERMISSION_IMPORT | PERMISSION_ACT_READ | PERMISSION_SYSTEM)

/* Groups of eight digits, so that two people can compare it by reading. */
static struct str root_text(struct page *page, const struct hash *root)
{
	char hex[HASH_HEX_BYTES];
	struct str text = STR_EMPTY;

	hex_encode(hash_str(root), hex);
	for (size_t i = 0; i < HASH_HEX_BYTES - 1; i += 8)
		text = arena_format(page->arena, "%.*s%s%.8s", STR_ARG(text), i ? " " : "",
				    hex + i);
	return text;
}

static int read_checkpoint(struct page *page, uint64_t tree_size, struct ledger_view *view,
			   struct error *err)
{
	uint64_t size = 0;
	int rc = ledger_checkpoint_latest(page->db, page->jurisdiction_id, page->arena, &size,
					  &view->note, err);

	if (rc < 0 && rc != -ERR_NOT_FOUND)
		return rc;
	if (tree_size > size)
		view->pending = page_number(page, (int64_t)(tree_size - size));
	return 0;
}

static int read_checkpoints(struct page *page, struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_LEDGER_PAGES_CHECKPOINTS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), &query,
			       err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_LEDGER_PAGE_EARLIER),
		   page_text(page, MESSAGE_LEDGER_PAGE_NO_CHECKPOINT));
	table_column(table, page_text(page, MESSAGE_COMMON_TIME), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_LEDGER_PAGE_SIZE), COLUMN_NUMBER);
	while ((rc = db_query_step(query, err)) > 0) {
		table_row(table);
		table_cell(table, page_instant(page, db_query_int(query, 1)));
		table_cell(table, page_number(page, db_query_int(query, 0)));
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int show_json(struct page *page, uint64_t size, const struct hash *root,
		     const struct ledger_view *view)
{
	char hex[HASH_HEX_BYTES];
	struct json json;

	hex_encode(hash_str(root), hex);
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "size");
	json_int(&json, (int64_t)size);
	json_name(&json, "root");
	json_text(&json, hex);
	json_name(&json, "checkpoint");
	if (view->note.length)
		json_str(&json, view->note);
	else
		json_null(&json);
	json_object_end(&json);
	return 0;
}

static int show_ledger(struct page *page, struct error *err)
{
	struct ledger_view view = { .may_sign = false };
	struct hash root;
	uint64_t size;
	int rc = ledger_head(page->db, page->jurisdiction_id, &size, &root, err);

	if (rc == 0)
		rc = read_checkpoint(page, size, &view, err);
	if (rc == 0)
		rc = read_checkpoints(page, &view.checkpoints, err);
	if (rc == 0)
		rc = ledger_check_vkey(page, &view.vkey, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return show_json(page, size, &root, &view);
	view.csrf = page_csrf(page);
	view.error = page->error.code ? str_from(page_error_text(page, &page->error)) : STR_EMPTY;
	view.size = page_number(page, (int64_t)size);
	view.root = root_text(page, &root);
	view.may_sign = page->app->has_key && page->permissions & MAY_SIGN;
	return page_render(page, str_from(page_text(page, MESSAGE_MENU_LEDGER)),
			   template_ledger_page_slot(&view), err);
}

static int show_checkpoint(struct page *page, struct error *err)
{
	struct str note;
	uint64_t size;
	int rc = ledger_checkpoint_latest(page->db, page->jurisdiction_id, page->arena, &size,
					  &note, err);

	if (rc < 0)
		return rc;
	page_begin_file(page, "text/plain; charset=utf-8", "checkpoint.txt");
	buf_add_str(&page->http->out, note);
	return 0;
}

static int act_checkpoint(struct page *page, struct act *act, struct error *err)
{
	struct str note;

	if (!page->app->has_key)
		return error_set(err, ERR_STATE,
				 "The signing key is not here, so that nothing can be signed. The "
				 "operator's guide says how to bring it.",
				 "本机没有签名密钥，无法签署检查点。请按运维手册放回密钥文件。");
	page_flash(page, MESSAGE_FLASH_CHECKPOINT_MADE);
	page_redirect(page, SAFE_URL("/ledger"));
	return ledger_checkpoint_make(
		&(struct ledger_signing){ act->db, act->heads, act->jurisdiction_id, &page->app->key },
		page->arena, &note, err);
}

/* Proof of one record -------------------------------------------------------------------------- */

static int show_proof(struct page *page, struct error *err)
{
	struct str type = page->parameters[0], text, name;
	int64_t id, leaf;
	int rc = page_parameter_id(page, 1, &id, err);

	if (rc == 0)
		rc = record_access_check(page, type, id, err);
	if (rc == 0)
		rc = db_get_int(page->db, STATEMENT_LEDGER_PAGES_LEAF,
				DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
					db_text("record_type", type), db_int("record_id", id)),
				&leaf, err);
	if (rc == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "There is no such record in the ledger.",
				 "存证中没有这条记录。");
	if (rc == 0)
		rc = ledger_proof_make(page->db, page->jurisdiction_id, leaf, page->arena, &text,
				       err);
	if (rc < 0)
		return rc;
	name = arena_format(page->arena, "%.*s-%.*s.tlog-proof", STR_ARG(type),
			    STR_ARG(page->parameters[1]));
	if (!name.bytes)
		return error_broken(err, ERR_MEMORY, "proof's name");
	page_begin_file(page, "text/plain; charset=utf-8", name.bytes);
	buf_add_str(&page->http->out, text);
	return 0;
}

static const struct view_field head_view[] = {
	{ .name = "size", .type = VIEW_INTEGER },
	{ .name = "root", .type = VIEW_TEXT },
	{ .name = "checkpoint", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = NULL },
};

const struct route ledger_routes[] = {
	{ .method = HTTP_GET, .path = "/ledger", .access = PERMISSION_LEDGER_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_MENU_LEDGER, .show = show_ledger,
	  .view = head_view },
	{ .method = HTTP_GET, .path = "/ledger/checkpoint", .access = PERMISSION_LEDGER_READ,
	  .title = MESSAGE_MENU_LEDGER, .show = show_checkpoint },
	{ .method = HTTP_POST, .path = "/ledger/checkpoint", .access = MAY_SIGN,
	  .flags = ROUTE_ALWAYS_LOGGED, .title = MESSAGE_MENU_LEDGER, .show = show_ledger,
	  .act = act_checkpoint, .act_kind = "ledger.checkpoint" },
	{ .method = HTTP_GET, .path = "/ledger/proofs/{type}/{id}",
	  .access = PERMISSION_LEDGER_READ, .title = MESSAGE_MENU_LEDGER, .show = show_proof },
	{ .method = HTTP_GET, .path = "/ledger/check", .access = PERMISSION_LEDGER_READ,
	  .title = MESSAGE_LEDGER_PAGE_CHECK, .show = ledger_check_form },
	{ .method = HTTP_POST, .path = "/ledger/check", .access = PERMISSION_LEDGER_READ,
	  .title = MESSAGE_LEDGER_PAGE_CHECK, .show = ledger_check_form,
	  .prepare = ledger_check_answer },
	{ .path = NULL },
};
