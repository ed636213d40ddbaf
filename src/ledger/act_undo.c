/*
 * act_undo.c - taking back one earlier act, an import above all.
 *
 * The versions that the act wrote are walked from the last to the first, so that what refers goes
 * before what it refers to. A record that the act wrote several times is dealt with at its first
 * version. Each record uses the memory of the one before it.
 */
#include "ledger/act_internal.h"
#include "ledger/natural_key.h"
#include "statements_act.h"

#define UNDO_PAGE 256
#define UNDO_ARENA_BYTES (64 * 1024 * 1024)

struct undo_item {
	const struct record_type *type;
	int64_t leaf_index, record_id, revision;
};

/* Revisions of one record: the first and last by the act, and the present one. */
struct undo_span {
	int64_t first, last, present;
};

struct stored_version {
	bool removed;
	struct str content;
};

static int item_read(struct db_query *query, struct undo_item *out, struct error *err)
{
	struct undo_item item = {
		.leaf_index = db_query_int(query, 0),
		.type = record_type_find(db_query_bytes(query, 1)),
		.record_id = db_query_int(query, 2),
		.revision = db_query_int(query, 3),
	};

	if (!item.type)
		return error_broken(err, ERR_BROKEN, "record type %.*s is not registered",
				    STR_ARG(db_query_bytes(query, 1)));
	*out = item;
	return 0;
}

static int page_read(struct act *act, int64_t act_id, int64_t before,
		     struct undo_item items[UNDO_PAGE], size_t *out_count, struct error *err)
{
	struct db_query *query;
	size_t count = 0;
	int rc = db_query_open(act->db, STATEMENT_RECORD_VERSION_OF_ACT,
			       DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				       db_int("act_id", act_id), db_int("before", before),
				       db_int("maximum", UNDO_PAGE)),
			       &query, err);

	if (rc)
		return rc;
	while (count < UNDO_PAGE && (rc = db_query_step(query, err)) == 1) {
		rc = item_read(query, &items[count++], err);
		if (rc)
			break;
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out_count = count;
	return 0;
}

static int span_read(struct act *act, int64_t act_id, const struct undo_item *item,
		     struct undo_span *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(act->db, STATEMENT_RECORD_VERSION_SPAN,
			       DB_ARGS(db_int("act_id", act_id),
				       db_int("jurisdiction_id", act->jurisdiction_id),
				       db_text("record_type", str_from(item->type->name)),
				       db_int("record_id", item->record_id)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		*out = (struct undo_span){ db_query_int(query, 0), db_query_int(query, 1),
					   db_query_int(query, 2) };
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int version_read(struct act *act, const struct undo_item *item, int64_t revision,
			struct stored_version *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(act->db, STATEMENT_RECORD_VERSION_GET,
			       DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				       db_text("record_type", str_from(item->type->name)),
				       db_int("record_id", item->record_id),
				       db_int("revision", revision)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1) {
		out->removed = db_query_int(query, 1) != 0;
		out->content = db_query_copy(query, 2, act->arena);
	} else if (rc == 0) {
		rc = error_broken(err, ERR_CORRUPT, "%s %lld has no revision %lld",
				  item->type->name, (long long)item->record_id,
				  (long long)revision);
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int written_since(struct act *act, const struct undo_item *item, struct error *err)
{
	void *record = arena_alloc(act->arena, item->type->size);
	struct str key = STR_EMPTY;
	int rc;

	if (record && record_get(act->db, item->type,
				 (struct record_key){ act->jurisdiction_id, item->record_id },
				 act->arena, record, NULL) == 0)
		key = natural_key(act->db, item->type, record, act->arena);
	rc = error_set(err, ERR_CONFLICT, "", "");
	error_en(err, "Cannot be undone: %s \"%.*s\" was changed since.",
		 message_text(item->type->label, LANGUAGE_EN), STR_ARG(key));
	error_zh(err, "无法撤销：%s“%.*s”此后已被修改。",
		 message_text(item->type->label, LANGUAGE_ZH), STR_ARG(key));
	error_detail(err, "%s %lld", item->type->name, (long long)item->record_id);
	return rc;
}

static int take_away(struct act *act, const struct undo_item *item, int64_t present,
		     struct error *err)
{
	/* Removing looks at the head only. */
	struct record_head head = { act->jurisdiction_id, item->record_id, present,
				    item->type->encoding };

	return act_remove(act, item->type, &head, err);
}

/* Give the record the content of an earlier version, as its next version. */
static int bring_back(struct act *act, const struct undo_item *item, struct str content,
		      int64_t present, bool is_removed, struct error *err)
{
	struct record_head *head = arena_alloc(act->arena, item->type->size);
	int rc;

	if (!head)
		return error_broken(err, ERR_MEMORY, "undoing a %s", item->type->name);
	if (!content.length)
		return error_set(err, ERR_RULE,
				 "The former content was erased; it cannot come back.",
				 "原内容已被清除，无法恢复。");
	rc = record_decode(item->type, content, head, act->arena, err);
	if (rc)
		return rc;
	head->encoding = item->type->encoding;
	head->revision = is_removed ? present + 1 : present;
	return is_removed ? act_insert(act, item->type, head, err)
			  : act_update(act, item->type, head, err);
}

static int record_undo(struct act *act, const struct undo_item *item,
		       const struct undo_span *span, struct error *err)
{
	struct stored_version now, before = { .removed = true };
	int rc = version_read(act, item, span->present, &now, err);

	if (!rc && span->first > 1)
		rc = version_read(act, item, span->first - 1, &before, err);
	if (rc)
		return rc;
	if (!before.removed)
		return bring_back(act, item, before.content, span->present, now.removed, err);
	return now.removed ? 0 : take_away(act, item, span->present, err);
}

static int item_undo(struct act *act, int64_t act_id, const struct undo_item *item,
		     int64_t *count, struct error *err)
{
	struct undo_span span = { 0 };
	int rc = span_read(act, act_id, item, &span, err);

	if (rc)
		return rc;
	if (item->revision != span.first)
		return 0;
	if (span.present != span.last)
		return written_since(act, item, err);
	++*count;
	return record_undo(act, item, &span, err);
}

static int pages_undo(struct act *act, int64_t act_id, int64_t *count, struct error *err)
{
	struct undo_item items[UNDO_PAGE];
	int64_t before = INT64_MAX;
	size_t length;

	do {
		int rc = page_read(act, act_id, before, items, &length, err);

		for (size_t i = 0; !rc && i < length; i++) {
			before = items[i].leaf_index;
			rc = item_undo(act, act_id, &items[i], count, err);
			arena_reset(act->arena);
		}
		if (rc)
			return rc;
	} while (length == UNDO_PAGE);
	return 0;
}

int act_undo(struct act *act, int64_t act_id, int64_t *out_count, struct error *err)
{
	struct arena *kept = act->arena;
	int64_t count = 0;
	int rc;

	act->arena = arena_new(UNDO_ARENA_BYTES);
	if (act->arena)
		rc = pages_undo(act, act_id, &count, err);
	else
		rc = error_broken(err, ERR_MEMORY, "undoing an act");
	arena_free(act->arena);
	act->arena = kept;
	if (rc)
		return rc;
	if (count == 0)
		return error_set(err, ERR_NOT_FOUND, "This act wrote nothing that could be undone.",
				 "该操作没有可撤销的记录。");
	*out_count = count;
	return 0;
}
