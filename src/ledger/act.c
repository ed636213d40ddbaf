/*
 * act.c - the one door for writing records.
 *
 * A write is: the row, one leaf, one version. Texts are bound where they lie and the canonical
 * bytes go through one buffer of the heads, so a row of a long import costs no memory of its own.
 */
#include "ledger/act.h"

#include <stdio.h>

#include "base/id.h"
#include "ledger/act_internal.h"
#include "ledger/act_line.h"
#include "ledger/leaf.h"
#include "ledger/ledger_internal.h"
#include "ledger/row.h"
#include "ledger/seal.h"
#include "statements_act.h"
#include "store/search_index.h"

/* The installation's own tree belongs to no jurisdiction: Asia/Shanghai, real days. */
#define INSTALLATION_OFFSET_MINUTES 480

static int day_read(struct act *act, struct error *err)
{
	struct db_query *query;
	int rc;

	if (act->jurisdiction_id == 0) {
		act->day = clock_day(act->at_ms, INSTALLATION_OFFSET_MINUTES);
		return 0;
	}
	rc = db_query_open(act->db, STATEMENT_ACT_CLOCK,
			   DB_ARGS(db_int("id", act->jurisdiction_id)), &query, err);
	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		act->day = clock_day(act->at_ms, (int)db_query_int(query, 0)) +
			   (int32_t)db_query_int(query, 1);
	else if (rc == 0)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such jurisdiction.", "没有这个辖区。");
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

int act_begin(struct act *act, const struct act_start *start, struct error *err)
{
	struct act begun = {
		.db = start->db,
		.arena = start->arena,
		.heads = start->heads,
		.jurisdiction_id = start->jurisdiction_id,
		.account_id = start->account_id,
		.token_id = start->token_id,
		.on_behalf_id = start->on_behalf_id,
		.role = start->role,
		.kind = start->kind,
		.first_leaf = -1,
	};
	int seal = ledger_heads_sealed(start->heads);
	int rc = seal && !start->allow_sealed
			 ? ledger_seal_refuse((enum seal_state)seal, err)
			 : db_lock_jurisdiction(start->db, start->jurisdiction_id, err);

	if (rc)
		return rc;
	begun.unrecorded = seal != SEAL_NONE;
	begun.id = id_new();
	begun.at_ms = clock_now_ms();
	rc = day_read(&begun, err);
	if (rc)
		return rc;
	*act = begun;
	return 0;
}

/* Append the leaf of one version and note it in the act. */
static int leaf_add(struct act *act, const struct record_type *type,
		    const struct record_head *head, const struct hash *commitment,
		    int64_t *out_index, struct error *err)
{
	struct leaf leaf = {
		.act_kind = str_from(act->kind),
		.record_type = str_from(type->name),
		.role = str_from(act->role),
		.record_id = head->id,
		.revision = head->revision,
		.day = act->day,
		.removed = commitment == NULL,
	};
	char text[LEAF_BYTES];
	struct str bytes;
	int rc;

	if (act->unrecorded)
		return ledger_seal_refuse((enum seal_state)ledger_heads_sealed(act->heads), err);
	if (commitment)
		leaf.commitment = *commitment;
	bytes = leaf_format(&leaf, text);
	if (!bytes.length)
		return error_broken(err, ERR_BROKEN, "leaf of act %s, role %s", act->kind,
				    act->role);
	rc = ledger_append(act->heads, act->db, act->jurisdiction_id, bytes, out_index, err);
	if (rc)
		return rc;
	if (act->first_leaf < 0)
		act->first_leaf = *out_index;
	act->leaf_count++;
	return 0;
}

/* Write leaf and history of the version that `head` now has; `content` empty: removed. */
static int version_add(struct act *act, const struct record_type *type,
		       const struct record_head *head, struct str content, struct error *err)
{
	char salt_bytes[LEAF_SALT_BYTES];
	struct str salt = { salt_bytes, sizeof(salt_bytes) };
	bool removed = content.length == 0;
	struct hash commitment;
	int64_t leaf_index;
	int rc;

	if (!removed) {
		random_bytes(salt_bytes, sizeof(salt_bytes));
		commitment = leaf_commitment(salt, content);
	}
	rc = leaf_add(act, type, head, removed ? NULL : &commitment, &leaf_index, err);
	if (rc)
		return rc;
	return db_run(act->db, STATEMENT_RECORD_VERSION_ADD,
		      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			      db_text("record_type", str_from(type->name)),
			      db_int("record_id", head->id), db_int("revision", head->revision),
			      db_int("leaf_index", leaf_index), db_int("act_id", act->id),
			      db_int("encoding", head->encoding), db_int("removed", removed),
			      removed ? db_null("salt") : db_blob("salt", salt),
			      removed ? db_null("content") : db_blob("content", content)),
		      NULL, err);
}

/* The record's canonical bytes, in the heads' buffer. */
static int content_of(struct act *act, const struct record_type *type, const void *record,
		      struct str *out, struct error *err)
{
	const struct record_head *head = record;
	struct buf *buf = ledger_heads_buffer(act->heads);

	buf_clear(buf);
	record_encode(type, record, (int)head->encoding, buf);
	if (buf_failed(buf))
		return error_broken(err, ERR_MEMORY, "canonical bytes of a %s", type->name);
	*out = buf_str(buf);
	return 0;
}

static int derive_and_check(struct act *act, const struct record_type *type, void *record,
			    struct error *err)
{
	int rc = type->derive ? type->derive(record, act->arena, err) : 0;

	return rc ? rc : record_check(type, record, err);
}

int act_insert(struct act *act, const struct record_type *type, void *record, struct error *err)
{
	struct db_arg args[ROW_ARGS_MAXIMUM];
	struct record_head *head = record;
	struct str content;
	int rc = derive_and_check(act, type, record, err);

	if (rc)
		return rc;
	rc = db_run(act->db, (enum statement)type->insert,
		    (struct db_args){ args, row_args(type, record, args) }, NULL, err);
	if (!rc)
		rc = search_index_add(act->db, type, record, err);
	if (!rc)
		rc = content_of(act, type, record, &content, err);
	return rc ? rc : version_add(act, type, head, content, err);
}

int act_create(struct act *act, const struct record_type *type, void *record, struct error *err)
{
	struct record_head *head = record;
	int rc;

	if (head->id == 0)
		head->id = id_new();
	head->jurisdiction_id = act->jurisdiction_id;
	head->revision = 1;
	head->encoding = type->encoding;
	rc = act_insert(act, type, record, err);
	if (rc == 0 && act->made_count++ == 0) {
		act->made_type = type;
		act->made_id = head->id;
	}
	return rc;
}

static int changed_by_another(const struct record_type *type, const struct record_head *head,
			      struct error *err)
{
	int rc = error_set(err, ERR_CONFLICT,
			   "The record was changed in the meantime. Reload it and try again.",
			   "记录已被他人修改，请重新载入后再试。");

	error_detail(err, "%s %lld, revision %lld", type->name, (long long)head->id,
		     (long long)head->revision);
	return rc;
}

static int fixed_changed(const struct field *field, struct error *err)
{
	int rc = error_set(err, ERR_RULE, "", "");

	error_en(err, "The field \"%s\" cannot be changed after creation.", field->name);
	error_zh(err, "字段“%s”创建后不能修改。", message_text(field->label, LANGUAGE_ZH));
	if (err)
		(void)snprintf(err->field, sizeof(err->field), "%s", field->name);
	return rc;
}

/* Whether the committed values differ; a FIXED one that does is refused. */
static int difference(const struct record_type *type, const void *old, const void *new,
		      bool *out_differs, struct error *err)
{
	bool differs = false;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field->flags & FIELD_DERIVED || field_equal(field, old, new))
			continue;
		if (field->flags & FIELD_FIXED)
			return fixed_changed(field, err);
		differs = true;
	}
	*out_differs = differs;
	return 0;
}

/* Run the type's update statement on the row that has `expected` as its revision. */
static int row_update(struct act *act, const struct record_type *type, const void *record,
		      int64_t expected, struct error *err)
{
	struct db_arg args[ROW_ARGS_MAXIMUM];
	const struct record_head *head = record;
	size_t count = row_args(type, record, args);
	int64_t changes;
	int rc;

	args[count++] = db_int("expected_revision", expected);
	count = row_args_pick((enum statement)type->update, args, count);
	rc = db_run(act->db, (enum statement)type->update, (struct db_args){ args, count },
		    &changes, err);
	if (!rc && changes != 1)
		rc = changed_by_another(type, head, err);
	return rc;
}

static int update_write(struct act *act, const struct record_type *type, void *record,
			struct error *err)
{
	struct record_head *head = record;
	const struct record_head before = *head;
	struct str content;
	int rc;

	head->revision++;
	head->encoding = type->encoding;
	rc = row_update(act, type, record, before.revision, err);
	if (!rc)
		rc = search_index_change(act->db, type, record, err);
	if (!rc)
		rc = content_of(act, type, record, &content, err);
	if (!rc)
		rc = version_add(act, type, head, content, err);
	if (rc)
		*head = before;
	return rc;
}

int act_update(struct act *act, const struct record_type *type, void *record, struct error *err)
{
	struct record_head *head = record;
	const struct record_head *old_head;
	void *old = arena_alloc(act->arena, type->size);
	bool differs = false;
	int rc;

	if (!old)
		return error_broken(err, ERR_MEMORY, "updating a %s", type->name);
	rc = record_get(act->db, type, (struct record_key){ act->jurisdiction_id, head->id },
			act->arena, old, err);
	if (rc)
		return rc;
	old_head = old;
	if (old_head->revision != head->revision)
		return changed_by_another(type, head, err);
	head->jurisdiction_id = act->jurisdiction_id;
	rc = derive_and_check(act, type, record, err);
	if (!rc)
		rc = difference(type, old, record, &differs, err);
	if (rc || !differs)
		return rc;
	return update_write(act, type, record, err);
}

int act_remove(struct act *act, const struct record_type *type, void *record, struct error *err)
{
	struct record_head *head = record;
	struct record_head removed = *head;
	int64_t changes;
	int rc;

	if (type->remove < 0)
		return error_set(err, ERR_RULE, "Records of this kind are never removed.",
				 "此类记录不能删除。");
	rc = db_run(act->db, (enum statement)type->remove,
		    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			    db_int("id", head->id), db_int("expected_revision", head->revision)),
		    &changes, err);
	if (!rc && changes != 1)
		rc = changed_by_another(type, head, err);
	if (!rc)
		rc = search_index_remove(act->db, type, head, err);
	if (rc)
		return rc;
	removed.revision++;
	return version_add(act, type, &removed, STR_EMPTY, err);
}

/* The leaf that commits the line; *out_index is its place. */
static int line_commit(struct act *act, struct str salt, int64_t *out_index, struct error *err)
{
	const struct act_line line = {
		.kind = str_from(act->kind),
		.role = str_from(act->role),
		.summary = act->summary,
		.id = act->id,
		.account_id = act->account_id,
		.on_behalf_id = act->on_behalf_id,
		.token_id = act->token_id,
		.day = act->day,
		.at_ms = act->at_ms,
		.first_leaf = act->first_leaf,
		.leaf_count = act->leaf_count,
	};
	struct act_leaf leaf = { line.kind, line.id, line.first_leaf, line.leaf_count, { { 0 } } };
	char text[ACT_LEAF_BYTES];
	struct str bytes;

	if (act_line_commitment(&line, salt, ledger_heads_buffer(act->heads), &leaf.commitment))
		return error_broken(err, ERR_MEMORY, "line of an act");
	bytes = act_leaf_format(&leaf, text);
	if (!bytes.length)
		return error_broken(err, ERR_BROKEN, "leaf of act %s", act->kind);
	return ledger_append(act->heads, act->db, act->jurisdiction_id, bytes, out_index, err);
}

static int line_write(struct act *act, struct str salt, int64_t act_leaf, struct error *err)
{
	return db_run(act->db, STATEMENT_ACT_ADD,
		      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			      db_int("id", act->id), db_text("kind", str_from(act->kind)),
			      db_reference("account_id", act->account_id),
			      db_reference("token_id", act->token_id),
			      db_reference("on_behalf_id", act->on_behalf_id),
			      db_text("role", str_from(act->role)), db_int("day", act->day),
			      db_int("at_ms", act->at_ms),
			      act->first_leaf < 0 ? db_null("first_leaf")
						  : db_int("first_leaf", act->first_leaf),
			      db_int("leaf_count", act->leaf_count), db_int("act_leaf", act_leaf),
			      db_blob("salt", salt),
			      db_text("summary", act->summary.bytes ? act->summary : STR(""))),
		      NULL, err);
}

int act_finish(struct act *act, bool always, struct error *err)
{
	char salt_bytes[LEAF_SALT_BYTES];
	struct str salt = { salt_bytes, sizeof(salt_bytes) };
	int64_t act_leaf;
	int rc;

	if (act->unrecorded || (act->leaf_count == 0 && !always))
		return 0;
	random_bytes(salt_bytes, sizeof(salt_bytes));
	rc = line_commit(act, salt, &act_leaf, err);
	return rc ? rc : line_write(act, salt, act_leaf, err);
}
