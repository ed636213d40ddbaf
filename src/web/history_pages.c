/*
 * history_pages.c - what an act wrote, field by field, and what became of one record: for the audit
 * administrator, who reads everything that is logged and changes nothing.
 *
 * A page of versions is read first and worded afterwards, because what a reference is called needs
 * queries of its own. Secret fields are named, never shown.
 */
#include "ledger/checkpoint.h"
#include "ledger/natural_key.h"
#include "messages_common.h"
#include "messages_history.h"
#include "messages_people.h"
#include "messages_token.h"
#include "messages_web.h"
#include "statements_history_pages.h"
#include "statements_workbench_pages.h"
#include "templates_web.h"
#include "web/act_pages.h"
#include "web/history_view.h"
#include "web/route.h"
#include "web/view_field.h"

#define VERSIONS_SHOWN 50
#define FACTS_MAXIMUM 12
#define VALUE_BYTES 300
#define CHANGES_BYTES 6000

struct version {
	const struct record_type *type; /* NULL: of a kind that this program does not know */
	struct str type_name;
	int64_t record_id, revision, leaf_index, act_id;
	bool removed;
	struct str content, former;
	/* Of the act, in a record's history. */
	struct str kind, who, role;
	int64_t at_ms;
};

struct versions {
	struct version *items;
	size_t count;
	bool more; /* items[count] is the first of the next page */
	int64_t covered; /* leaves of the tree that a checkpoint covers */
};

/* Reading -------------------------------------------------------------------------------------- */

static void version_read(struct page *page, struct db_query *query, bool with_act,
			 struct version *out)
{
	struct arena *arena = page->arena;

	*out = (struct version){
		.type = record_type_find(db_query_bytes(query, 0)),
		.type_name = db_query_copy(query, 0, arena),
		.record_id = db_query_int(query, 1),
		.revision = db_query_int(query, 2),
		.leaf_index = db_query_int(query, 3),
		.act_id = db_query_int(query, 4),
		.removed = db_query_int(query, 5) != 0,
		.content = db_query_copy(query, 6, arena),
		.former = db_query_copy(query, 7, arena),
	};
	if (!with_act)
		return;
	out->kind = db_query_copy(query, 8, arena);
	out->who = db_query_copy(query, 9, arena);
	out->role = db_query_copy(query, 10, arena);
	out->at_ms = db_query_int(query, 11);
}

static int versions_read(struct page *page, enum statement statement, struct db_args args,
			 struct versions *out, struct error *err)
{
	bool with_act = statement == STATEMENT_HISTORY_PAGES_OF_RECORD;
	struct db_query *query;
	int rc;

	out->items = ARENA_ARRAY(page->arena, struct version, VERSIONS_SHOWN + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "history");
	rc = db_query_open(page->db, statement, args, &query, err);
	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		version_read(page, query, with_act, &out->items[out->count]);
		out->more = out->count == VERSIONS_SHOWN;
		if (out->more)
			break;
		out->count++;
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* Wording -------------------------------------------------------------------------------------- */

static const struct record_type *referred_type(const struct record_type *type,
					       const struct field *field, const void *record)
{
	static const char tail[] = "_id";
	struct str name = str_from(field->name);
	const struct field *beside;

	if (field->reference || !str_ends_with(name, STR("_id")))
		return field->reference;
	beside = record_field(type, str_slice(name, 0, name.length - sizeof(tail) + 1));
	if (!beside || beside->type != FIELD_CHOICE)
		return NULL;
	return record_type_find(str_from(
		field_choice_name(beside, *(const int *)((const char *)record + beside->offset))));
}

/* What a record is called, or its identifier when it is gone. */
static struct str record_called(struct page *page, const struct record_type *type, int64_t id)
{
	const int64_t places[] = { page->jurisdiction_id, 0 };
	void *record = type ? arena_alloc(page->arena, type->size) : NULL;
	char text[ID_TEXT_BYTES];

	for (size_t i = 0; record && i < ARRAY_LENGTH(places); i++) {
		struct error ignored;
		struct str key;

		if (record_get(page->db, type, (struct record_key){ places[i], id }, page->arena,
			       record, &ignored))
			continue;
		key = natural_key(page->db, type, record, page->arena);
		if (key.length)
			return key;
	}
	return arena_str(page->arena, str_from(id_format(id, text)));
}

static struct str value_text(struct page *page, const struct record_type *type,
			     const struct field *field, const void *record)
{
	int64_t id;

	if (!record)
		return STR_EMPTY;
	if (field->flags & FIELD_SECRET)
		return STR("***");
	if (field->type == FIELD_REFERENCE) {
		id = *(const int64_t *)((const char *)record + field->offset);
		return id ? record_called(page, referred_type(type, field, record), id) : STR_EMPTY;
	}
	return field_display(field, record, page->language, page->arena);
}

static void add_value(struct buf *out, struct str value)
{
	struct str cut = utf8_cut(value, VALUE_BYTES);

	buf_add_format(out, "%.*s%s", STR_ARG(cut), cut.length < value.length ? "…" : "");
}

static void add_change(struct page *page, const struct version *version, const struct field *field,
		       const void *before, const void *after, struct buf *out)
{
	struct str old = value_text(page, version->type, field, before);
	struct str new = value_text(page, version->type, field, after);

	if (out->length > CHANGES_BYTES || (!before && !new.length))
		return;
	buf_add_text(out, !out->length ? "" : page->language == LANGUAGE_ZH ? "；" : "; ");
	buf_add_text(out, page_text(page, field->label));
	buf_add_text(out, page->language == LANGUAGE_ZH ? "：" : ": ");
	if (before) {
		add_value(out, old.length ? old : STR("—"));
		buf_add_text(out, " → ");
	}
	add_value(out, new.length || !before ? new : STR("—"));
}

static void *decoded(struct page *page, const struct version *version, struct str content)
{
	void *record = version->type ? arena_alloc(page->arena, version->type->size) : NULL;
	struct error ignored;

	if (!record || !content.length ||
	    record_decode(version->type, content, record, page->arena, &ignored))
		return NULL;
	return record;
}

/* "名称：甲镇 → 乙镇；类别：…"; of a first version, all that it has. */
static struct str changes_text(struct page *page, const struct version *version)
{
	const void *after = decoded(page, version, version->content);
	const void *before = decoded(page, version, version->former);
	struct str text = STR_EMPTY;
	struct buf out;

	if (version->removed)
		return str_from(page_text(page, MESSAGE_HISTORY_REMOVED));
	if (!after)
		return str_from(page_text(page, MESSAGE_HISTORY_ERASED));
	buf_init(&out, 4 * CHANGES_BYTES);
	for (size_t i = 0; i < version->type->field_count; i++) {
		const struct field *field = &version->type->fields[i];

		if (field->flags & FIELD_DERIVED || (before && field_equal(field, before, after)))
			continue;
		add_change(page, version, field, before, after, &out);
	}
	if (!buf_failed(&out))
		text = arena_str(page->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static struct str type_word(struct page *page, const struct version *version)
{
	return version->type ? str_from(page_text(page, version->type->label)) : version->type_name;
}

/* Leaves of the tree that its newest signed checkpoint covers: of the others there is no proof yet. */
static int64_t covered_leaves(struct page *page, int64_t jurisdiction_id)
{
	int64_t size = 0;
	struct error none;
	struct db_query *query;

	if (db_query_open(page->db, STATEMENT_WORKBENCH_PAGES_CHECKPOINT,
			  DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, &none) < 0)
		return 0;
	if (db_query_step(query, &none) > 0)
		size = db_query_int(query, 0);
	db_query_close(query);
	return size;
}

static struct safe_url proof_url(struct page *page, int64_t covered, int64_t act_id, int64_t leaf)
{
	if (leaf >= covered)
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, "/acts/%I/leaves/%d", act_id, leaf);
}

static struct safe_url record_url(struct page *page, const struct version *version)
{
	return safe_url_format(page->arena, "/records/%s/%I/history",
			       arena_text(page->arena, version->type_name), version->record_id);
}

/* One act -------------------------------------------------------------------------------------- */

static void fact(struct history_facts *facts, enum message label, struct str text)
{
	if (text.length && facts->count < FACTS_MAXIMUM)
		facts->items[facts->count++] = (struct history_fact){ label, text };
}

static struct str worded(struct page *page, enum message word, struct str stored)
{
	return word == MESSAGE_NONE ? stored : str_from(page_text(page, word));
}

/* What the act's line says. */
struct act_line {
	int64_t id, jurisdiction_id; /* the latter of its tree */
	struct str kind, login, name, on_behalf, token, role, summary;
	int32_t day;
	int64_t at_ms, first_leaf, leaf_count;
	int64_t own_leaf; /* -1: none */
};

static struct str who_text(struct page *page, const struct act_line *line)
{
	if (!line->login.length)
		return STR_EMPTY;
	return page->language == LANGUAGE_ZH
		       ? arena_format(page->arena, "%.*s（%.*s）", STR_ARG(line->name),
				      STR_ARG(line->login))
		       : arena_format(page->arena, "%.*s (%.*s)", STR_ARG(line->name),
				      STR_ARG(line->login));
}

static int facts_fill(struct page *page, const struct act_line *line, struct history_view *view,
		      struct error *err)
{
	struct history_facts *facts = &view->facts;

	facts->items = ARENA_ARRAY(page->arena, struct history_fact, FACTS_MAXIMUM);
	if (!facts->items)
		return error_broken(err, ERR_MEMORY, "act");
	view->title = worded(page, act_kind_word(line->kind), line->kind);
	fact(facts, MESSAGE_ACTS_WHO, who_text(page, line));
	fact(facts, MESSAGE_HISTORY_ON_BEHALF, line->on_behalf);
	fact(facts, MESSAGE_ACTS_TOKEN, line->token);
	fact(facts, MESSAGE_ROLE_GRANT_ROLE, worded(page, act_role_word(line->role), line->role));
	fact(facts, MESSAGE_ACTS_KIND, view->title);
	fact(facts, MESSAGE_ACTS_SUMMARY, line->summary);
	fact(facts, MESSAGE_COMMON_TIME, page_instant(page, line->at_ms));
	fact(facts, MESSAGE_ACTS_DAY, page_day(page, line->day));
	fact(facts, MESSAGE_ACTS_LEAF_COUNT, page_number(page, line->leaf_count));
	if (line->own_leaf < 0)
		return 0;
	fact(facts, MESSAGE_HISTORY_OWN_LEAF, page_number(page, line->own_leaf));
	view->proof = proof_url(page, covered_leaves(page, line->jurisdiction_id), line->id,
				line->own_leaf);
	return 0;
}

static int no_such_act(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such act.", "没有这项操作。");
}

static int act_read(struct page *page, int64_t id, struct act_line *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_HISTORY_PAGES_ACT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = (struct act_line){
			.id = id,
			.jurisdiction_id = db_query_int(query, 0),
			.kind = db_query_copy(query, 1, page->arena),
			.login = db_query_copy(query, 2, page->arena),
			.name = db_query_copy(query, 3, page->arena),
			.on_behalf = db_query_copy(query, 4, page->arena),
			.token = db_query_copy(query, 5, page->arena),
			.role = db_query_copy(query, 6, page->arena),
			.day = (int32_t)db_query_int(query, 7),
			.at_ms = db_query_int(query, 8),
			.first_leaf = db_query_int(query, 9),
			.leaf_count = db_query_int(query, 10),
			.summary = db_query_copy(query, 11, page->arena),
			.own_leaf = db_query_is_null(query, 12) ? -1 : db_query_int(query, 12),
		};
	db_query_close(query);
	return rc < 0 ? rc : rc == 0 ? no_such_act(err) : 0;
}

static void act_table(struct page *page, const struct versions *versions, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_HISTORY_WRITTEN),
		   page_text(page, MESSAGE_HISTORY_NOTHING));
	table_column(table, page_text(page, MESSAGE_HISTORY_RECORD), 0);
	table_column(table, page_text(page, MESSAGE_HISTORY_VERSION), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_HISTORY_CHANGES), 0);
	table_column(table, page_text(page, MESSAGE_HISTORY_LEAF), COLUMN_NUMBER);
	for (size_t i = 0; i < versions->count; i++) {
		const struct version *version = &versions->items[i];
		struct str called = record_called(page, version->type, version->record_id);
		struct str word = type_word(page, version);

		table_row(table);
		table_heading(table, arena_format(page->arena, "%.*s %.*s", STR_ARG(word),
						  STR_ARG(called)),
			      record_url(page, version));
		table_cell(table, page_number(page, version->revision));
		table_cell(table, changes_text(page, version));
		table_link(table, page_number(page, version->leaf_index),
			   proof_url(page, versions->covered, version->act_id,
				     version->leaf_index));
	}
}

/* A number of the query; `fallback` when it is not there. */
static int64_t query_number(const struct page *page, const char *name, int64_t fallback)
{
	int64_t number = fallback;

	return str_parse_int(form_value(page->query, name), 0, INT64_MAX, &number) ? number
										   : fallback;
}

static void version_json(struct page *page, const struct version *version, struct json *json)
{
	json_object_begin(json);
	json_name(json, "type");
	json_str(json, version->type_name);
	json_name(json, "id");
	json_id(json, version->record_id);
	json_name(json, "name");
	json_str(json, record_called(page, version->type, version->record_id));
	json_name(json, "revision");
	json_int(json, version->revision);
	json_name(json, "removed");
	json_bool(json, version->removed);
	json_name(json, "changes");
	json_str(json, changes_text(page, version));
	json_name(json, "leaf");
	json_int(json, version->leaf_index);
	json_object_end(json);
}

static void line_json(const struct act_line *line, struct json *json)
{
	const struct {
		const char *name;
		struct str text;
	} texts[] = { { "kind", line->kind }, { "login", line->login },
		      { "display_name", line->name }, { "on_behalf", line->on_behalf },
		      { "token_name", line->token }, { "role", line->role },
		      { "summary", line->summary } };

	json_name(json, "id");
	json_id(json, line->id);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		json_name(json, texts[i].name);
		json_str(json, texts[i].text);
	}
	json_name(json, "day");
	json_day(json, line->day);
	json_name(json, "at_ms");
	json_int(json, line->at_ms);
	json_name(json, "first_leaf");
	json_int(json, line->first_leaf);
	json_name(json, "leaf_count");
	json_int(json, line->leaf_count);
	json_name(json, "own_leaf");
	if (line->own_leaf < 0)
		json_null(json);
	else
		json_int(json, line->own_leaf);
}

static int act_json(struct page *page, const struct act_line *line, const struct versions *versions,
		    struct error *err)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	line_json(line, &json);
	json_name(&json, "versions");
	json_array_begin(&json);
	for (size_t i = 0; i < versions->count; i++)
		version_json(page, &versions->items[i], &json);
	json_array_end(&json);
	json_name(&json, "next_from");
	if (versions->more)
		json_int(&json, versions->items[versions->count].leaf_index);
	else
		json_null(&json);
	json_object_end(&json);
	return buf_failed(&page->http->out) ? error_broken(err, ERR_MEMORY, "act.json") : 0;
}

static int render_act(struct page *page, const struct act_line *line, struct versions *versions,
		      struct error *err)
{
	struct history_view view = { .about = str_from(page_text(page, MESSAGE_HISTORY_ACT_ABOUT)) };
	int rc = facts_fill(page, line, &view, err);

	if (rc < 0)
		return rc;
	versions->covered = covered_leaves(page, line->jurisdiction_id);
	view.heading = str_from(page_text(page, MESSAGE_HISTORY_WRITTEN));
	act_table(page, versions, &view.versions);
	if (versions->more)
		view.next = safe_url_format(page->arena, "/acts/%I?from=%d", line->id,
					    versions->items[versions->count].leaf_index);
	rc = table_check(&view.versions, err);
	return rc < 0 ? rc : page_render(page, view.title, template_history_page_slot(&view), err);
}

static int show_act(struct page *page, struct error *err)
{
	struct versions versions = { 0 };
	struct act_line line = { .own_leaf = -1 };
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = act_read(page, id, &line, err);
	if (rc == 0)
		rc = versions_read(page, STATEMENT_HISTORY_PAGES_OF_ACT,
				   DB_ARGS(db_int("jurisdiction_id", line.jurisdiction_id),
					   db_int("act_id", id),
					   db_int("from_leaf", query_number(page, "from", 0)),
					   db_int("maximum", VERSIONS_SHOWN + 1)),
				   &versions, err);
	if (rc < 0)
		return rc;
	return page->format == PAGE_JSON ? act_json(page, &line, &versions, err)
					 : render_act(page, &line, &versions, err);
}

static const struct view_field version_fields[] = {
	{ .name = "type", .type = VIEW_TEXT },
	{ .name = "id", .type = VIEW_ID },
	{ .name = "name", .type = VIEW_TEXT },
	{ .name = "revision", .type = VIEW_INTEGER },
	{ .name = "removed", .type = VIEW_BOOLEAN },
	{ .name = "changes", .type = VIEW_TEXT, .label = MESSAGE_HISTORY_CHANGES },
	{ .name = "leaf", .type = VIEW_INTEGER },
	{ .name = NULL },
};

/* What act_json() writes. */
static const struct view_field act_fields[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "kind", .type = VIEW_TEXT },
	{ .name = "login", .type = VIEW_TEXT },
	{ .name = "display_name", .type = VIEW_TEXT, .label = MESSAGE_ACTS_WHO },
	{ .name = "on_behalf", .type = VIEW_TEXT, .label = MESSAGE_HISTORY_ON_BEHALF },
	{ .name = "token_name", .type = VIEW_TEXT, .label = MESSAGE_ACTS_TOKEN },
	{ .name = "role", .type = VIEW_TEXT },
	{ .name = "summary", .type = VIEW_TEXT },
	{ .name = "day", .type = VIEW_DAY, .label = MESSAGE_ACTS_DAY },
	{ .name = "at_ms", .type = VIEW_INTEGER },
	{ .name = "first_leaf", .type = VIEW_INTEGER },
	{ .name = "leaf_count", .type = VIEW_INTEGER },
	{ .name = "own_leaf", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = "versions", .type = VIEW_ARRAY, .items = version_fields },
	{ .name = "next_from", .type = VIEW_INTEGER, .flags = VIEW_NULL },
	{ .name = NULL },
};

/* One record ----------------------------------------------------------------------------------- */

static void record_table(struct page *page, const struct versions *versions,
			 struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_HISTORY_VERSIONS),
		   page_text(page, MESSAGE_HISTORY_NOTHING));
	table_column(table, page_text(page, MESSAGE_HISTORY_VERSION), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_COMMON_TIME), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_ACTS_WHO), 0);
	table_column(table, page_text(page, MESSAGE_ACTS_KIND), 0);
	table_column(table, page_text(page, MESSAGE_HISTORY_CHANGES), 0);
	table_column(table, page_text(page, MESSAGE_HISTORY_LEAF), COLUMN_NUMBER);
	for (size_t i = 0; i < versions->count; i++) {
		const struct version *version = &versions->items[i];
		struct str role = worded(page, act_role_word(version->role), version->role);

		table_row(table);
		table_cell(table, page_number(page, version->revision));
		table_cell(table, page_instant(page, version->at_ms));
		table_cell(table, version->who.length ? version->who : role)->note =
			version->who.length ? role : STR_EMPTY;
		table_link(table, worded(page, act_kind_word(version->kind), version->kind),
			   safe_url_format(page->arena, "/acts/%I", version->act_id));
		table_cell(table, changes_text(page, version));
		table_link(table, page_number(page, version->leaf_index),
			   proof_url(page, versions->covered, version->act_id,
				     version->leaf_index));
	}
}

/* In the jurisdiction's tree, else in the installation's: accounts and the like. */
static int record_versions(struct page *page, struct str type, int64_t id,
			   struct versions *versions, struct error *err)
{
	const int64_t places[] = { page->jurisdiction_id, 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(places) && !versions->count; i++) {
		versions->covered = covered_leaves(page, places[i]);
		rc = versions_read(page, STATEMENT_HISTORY_PAGES_OF_RECORD,
				   DB_ARGS(db_int("jurisdiction_id", places[i]),
					   db_text("record_type", type), db_int("record_id", id),
					   db_int("from_revision",
						  query_number(page, "from", INT64_MAX)),
					   db_int("maximum", VERSIONS_SHOWN + 1)),
				   versions, err);
	}
	if (rc == 0 && !versions->count)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such record in the ledger.",
			       "存证中没有这条记录。");
	return rc;
}

static int show_record(struct page *page, struct error *err)
{
	struct history_view view = { .about =
					     str_from(page_text(page, MESSAGE_HISTORY_RECORD_ABOUT)) };
	struct versions versions = { 0 };
	struct str word, called;
	int64_t id;
	int rc = page_parameter_id(page, 1, &id, err);

	if (rc == 0)
		rc = record_versions(page, page->parameters[0], id, &versions, err);
	if (rc < 0)
		return rc;
	word = type_word(page, &versions.items[0]);
	called = record_called(page, versions.items[0].type, id);
	view.title = arena_format(page->arena, "%.*s %.*s", STR_ARG(word), STR_ARG(called));
	view.heading = str_from(page_text(page, MESSAGE_HISTORY_VERSIONS));
	record_table(page, &versions, &view.versions);
	if (versions.more)
		view.next = safe_url_with(page->arena, record_url(page, &versions.items[0]), "from",
					  arena_format(page->arena, "%lld",
						       (long long)versions.items[versions.count]
							       .revision));
	rc = table_check(&view.versions, err);
	return rc < 0 ? rc : page_render(page, view.title, template_history_page_slot(&view), err);
}

/* Proofs --------------------------------------------------------------------------------------- */

/* A leaf holds nothing of a record's content, so whoever reads acts may take any proof home. */
static int show_leaf(struct page *page, struct error *err)
{
	struct act_line line;
	struct str text = STR_EMPTY, name;
	int64_t id, leaf;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0 && !str_parse_int(page->parameters[1], 0, INT64_MAX, &leaf))
		rc = no_such_act(err);
	if (rc == 0)
		rc = act_read(page, id, &line, err);
	if (rc == 0)
		rc = ledger_proof_make(page->db, line.jurisdiction_id, leaf, page->arena, &text, err);
	if (rc < 0)
		return rc;
	name = arena_format(page->arena, "leaf-%lld.tlog-proof", (long long)leaf);
	if (!name.bytes)
		return error_broken(err, ERR_MEMORY, "proof's name");
	page_begin_file(page, "text/plain; charset=utf-8", name.bytes);
	buf_add_str(&page->http->out, text);
	return 0;
}

const struct route history_routes[] = {
	{ .method = HTTP_GET, .path = "/acts/{id}", .access = PERMISSION_ACT_READ,
	  .flags = ROUTE_JSON, .title = MESSAGE_HISTORY_ACT, .show = show_act, .view = act_fields },
	{ .method = HTTP_GET, .path = "/acts/{id}/leaves/{leaf}", .access = PERMISSION_ACT_READ,
	  .title = MESSAGE_HISTORY_LEAF, .show = show_leaf },
	{ .method = HTTP_GET, .path = "/records/{type}/{id}/history",
	  .access = PERMISSION_ACT_READ, .title = MESSAGE_HISTORY_VERSIONS, .show = show_record },
	{ .path = NULL },
};
