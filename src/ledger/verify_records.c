/*
 * verify_records.c - rows and history side by side.
 *
 * Both are read once, ordered by the record's identifier: the rows of a type on one connection,
 * its versions with their leaves on the other. What people call a record needs further queries,
 * so findings wait until both streams of the type are closed; only the first thousand do, to
 * bound memory.
 */
#include "ledger/verify_internal.h"

#include "base/buf.h"
#include "ledger/act.h"
#include "ledger/leaf.h"
#include "ledger/natural_key.h"
#include "statements_act.h"

#define WAITING_MAXIMUM 1000
#define ROW_ARENA_BYTES (64 * 1024 * 1024)
#define WAITING_ARENA_BYTES (256 * 1024 * 1024)
#define CONTENT_MAXIMUM (16 * 1024 * 1024)
#define CHANGED_BYTES 600
#define CHANGED_VALUE_BYTES 60

/* The last version of one record, and whether it is what its leaf says. */
struct version {
	int64_t record_id, revision, leaf_index;
	bool removed, is_sound, has_leaf;
	struct str salt, content; /* in the version arena */
	struct hash commitment;	  /* the leaf's */
};

struct waiting {
	struct ledger_finding finding;
	void *record; /* in the waiting arena, or NULL */
};

struct record_pass {
	struct verifier *verifier;
	const struct record_type *type;
	struct db_query *rows, *versions;
	bool has_row, has_version; /* the query stands on a row */
	struct arena *row_arena, *version_arena, *waiting_arena;
	struct buf bytes;
	struct waiting *waiting;
	size_t waiting_count;
};

/* Findings ------------------------------------------------------------------------------------- */

static void finding_deliver(struct record_pass *pass, struct waiting *item, struct db *db,
			    struct arena *arena)
{
	if (item->record)
		item->finding.natural_key = natural_key(db, pass->type, item->record, arena);
	verify_found(pass->verifier, &item->finding);
}

/* Keep a finding with what is known of the record: `record` has its texts in the waiting arena. */
static void finding_add(struct record_pass *pass, enum ledger_finding_kind kind, int64_t record_id,
			int64_t leaf_index, struct str changed, void *record)
{
	struct waiting item = {
		.finding = { .kind = kind,
			     .record_type = str_from(pass->type->name),
			     .record_id = record_id,
			     .leaf_index = leaf_index,
			     .changed = changed },
		.record = record,
	};

	if (pass->waiting_count == WAITING_MAXIMUM) {
		finding_deliver(pass, &item, NULL, pass->row_arena);
		return;
	}
	if (changed.length)
		item.finding.changed = arena_str(pass->waiting_arena, changed);
	pass->waiting[pass->waiting_count++] = item;
}

static void findings_deliver(struct record_pass *pass)
{
	for (size_t i = 0; i < pass->waiting_count; i++) {
		finding_deliver(pass, &pass->waiting[i], pass->verifier->db, pass->row_arena);
		arena_reset(pass->row_arena);
	}
	pass->waiting_count = 0;
	arena_reset(pass->waiting_arena);
}

/* Where a finding's record may be read into: it has to outlast the row only while there is room. */
static struct arena *finding_arena(struct record_pass *pass)
{
	return pass->waiting_count < WAITING_MAXIMUM ? pass->waiting_arena : pass->row_arena;
}

static void *row_record(struct record_pass *pass)
{
	struct arena *arena = finding_arena(pass);
	void *record = arena_alloc(arena, pass->type->size);

	if (!record || record_read(pass->rows, pass->type, arena, record, NULL))
		return NULL;
	return record;
}

static void *content_record(struct record_pass *pass, struct str content)
{
	struct arena *arena = finding_arena(pass);
	void *record = arena_alloc(arena, pass->type->size);

	if (!record || !content.length ||
	    record_decode(pass->type, content, record, arena, NULL))
		return NULL;
	return record;
}

/* What does not fit into memory must never look like damage. */
static int memory_short(const struct record_pass *pass, struct error *err)
{
	return error_broken(err, ERR_MEMORY, "verifying a %s", pass->type->name);
}

/* Versions ------------------------------------------------------------------------------------- */

static int versions_step(struct record_pass *pass, struct error *err)
{
	int rc = db_query_step(pass->versions, err);

	pass->has_version = rc == 1;
	return rc < 0 ? rc : 0;
}

/* Compare the version under the cursor with its leaf; fills what the row is compared with. */
static void version_check(struct record_pass *pass, int64_t expected_revision,
			  struct version *version)
{
	struct db_query *query = pass->versions;
	struct str content = db_query_bytes(query, 6);
	struct leaf leaf;
	struct hash commitment;

	version->has_leaf = leaf_parse(db_query_bytes(query, 7), &leaf) &&
			    str_equal(leaf.record_type, str_from(pass->type->name)) &&
			    leaf.record_id == version->record_id &&
			    leaf.revision == version->revision && leaf.removed == version->removed;
	version->is_sound = version->has_leaf && version->revision == expected_revision;
	if (version->has_leaf)
		version->commitment = leaf.commitment;
	if (version->is_sound && !version->removed) {
		commitment = leaf_commitment(db_query_bytes(query, 5), content);
		version->is_sound = hash_equal(&commitment, &leaf.commitment);
	}
	if (version->is_sound)
		pass->verifier->versions_matched++;
	else
		finding_add(pass, LEDGER_HISTORY_CHANGED, version->record_id, version->leaf_index,
			    STR_EMPTY, content_record(pass, content));
}

/* Read all versions of the next record and keep the last. */
static int versions_group(struct record_pass *pass, struct version *out, struct error *err)
{
	struct db_query *query = pass->versions;
	int64_t record_id = db_query_int(query, 0), expected = 1;
	int rc = 0;

	while (!rc && pass->has_version && db_query_int(query, 0) == record_id) {
		arena_reset(pass->version_arena);
		*out = (struct version){
			.record_id = record_id,
			.revision = db_query_int(query, 1),
			.leaf_index = db_query_int(query, 2),
			.removed = db_query_int(query, 4) != 0,
			.salt = db_query_copy(query, 5, pass->version_arena),
			.content = db_query_copy(query, 6, pass->version_arena),
		};
		if (!out->salt.bytes || !out->content.bytes)
			return memory_short(pass, err);
		version_check(pass, expected, out);
		expected = out->revision + 1;
		rc = versions_step(pass, err);
	}
	return rc;
}

/* Rows ----------------------------------------------------------------------------------------- */

static int rows_step(struct record_pass *pass, struct error *err)
{
	int rc = db_query_step(pass->rows, err);

	pass->has_row = rc == 1;
	if (rc == 1)
		pass->verifier->report.records_checked++;
	return rc < 0 ? rc : 0;
}

static void changed_add(struct buf *out, const char *name, struct str old, struct str new)
{
	struct str old_cut = utf8_cut(old, CHANGED_VALUE_BYTES);
	struct str new_cut = utf8_cut(new, CHANGED_VALUE_BYTES);

	if (out->length + strlen(name) + old_cut.length + new_cut.length + 24 > CHANGED_BYTES)
		return;
	buf_add_format(out, "%s%s: %.*s%s → %.*s%s", out->length ? "; " : "", name,
		       STR_ARG(old_cut), old_cut.length < old.length ? "…" : "", STR_ARG(new_cut),
		       new_cut.length < new.length ? "…" : "");
}

static void changed_add_number(struct buf *out, const char *name, int64_t old, int64_t new,
			       struct arena *arena)
{
	if (old != new)
		changed_add(out, name, arena_format(arena, "%lld", (long long)old),
			    arena_format(arena, "%lld", (long long)new));
}

/* The fields that differ between the committed content and the row, old → new. */
static void changed_list(struct record_pass *pass, struct str content, const void *row,
			 struct buf *out)
{
	struct arena *arena = pass->row_arena;
	const struct record_type *type = pass->type;
	void *committed = arena_alloc(arena, type->size);
	const struct record_head *old_head = committed, *new_head = row;

	if (!committed || record_decode(type, content, committed, arena, NULL))
		return;
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field->flags & FIELD_DERIVED || field_equal(field, committed, row))
			continue;
		if (field->flags & FIELD_SECRET)
			changed_add(out, field->name, STR("***"), STR("***"));
		else
			changed_add(out, field->name, field_format(field, committed, arena),
				    field_format(field, row, arena));
	}
	changed_add_number(out, "revision", old_head->revision, new_head->revision, arena);
	changed_add_number(out, "encoding", old_head->encoding, new_head->encoding, arena);
}

/* Whether the row's bytes are those that the record's last leaf commits to; -ERR_MEMORY. */
static int row_is_committed(struct record_pass *pass, const struct version *version,
			    const void *row, bool *out, struct error *err)
{
	const struct record_head *head = row;
	struct str bytes;
	struct hash commitment;

	buf_clear(&pass->bytes);
	record_encode(pass->type, row, (int)head->encoding, &pass->bytes);
	bytes = buf_str(&pass->bytes);
	if (buf_failed(&pass->bytes))
		return memory_short(pass, err);
	/* Without its leaf the version is named already; the row can only be as good as the
	 * version. */
	*out = str_equal(bytes, version->content);
	/* Only the history was touched when the row still fits the leaf. */
	if (!version->is_sound && version->has_leaf) {
		commitment = leaf_commitment(version->salt, bytes);
		*out = hash_equal(&commitment, &version->commitment);
	}
	return 0;
}

static void row_changed(struct record_pass *pass, const struct version *version, const void *row,
			struct str sentence)
{
	struct buf changed;

	buf_init(&changed, 2 * CHANGED_BYTES);
	if (row)
		changed_list(pass, version->content, row, &changed);
	else
		buf_add_str(&changed, sentence);
	finding_add(pass, LEDGER_RECORD_CHANGED, version->record_id, version->leaf_index,
		    buf_str(&changed),
		    row ? row_record(pass) : content_record(pass, version->content));
	buf_release(&changed);
}

/* The row under the cursor against the last version of the same record. */
static int row_check(struct record_pass *pass, const struct version *version, struct error *err)
{
	void *row = arena_alloc(pass->row_arena, pass->type->size);
	struct error refusal;
	bool is_committed = false;
	int rc;

	if (!row)
		return memory_short(pass, err);
	if (version->removed) {
		finding_add(pass, LEDGER_RECORD_UNKNOWN, version->record_id, version->leaf_index,
			    STR_EMPTY, row_record(pass));
		return 0;
	}
	rc = record_read(pass->rows, pass->type, pass->row_arena, row, &refusal);
	if (rc == -ERR_CORRUPT) {
		row_changed(pass, version, NULL, str_from(refusal.en));
		return 0;
	}
	if (rc)
		return memory_short(pass, err);
	rc = row_is_committed(pass, version, row, &is_committed, err);
	if (!rc && !is_committed)
		row_changed(pass, version, row, STR_EMPTY);
	return rc;
}

/* One step of the merge: a row alone, a history alone, or both. */
static int merge_step(struct record_pass *pass, struct error *err)
{
	int64_t row_id = pass->has_row ? db_query_int(pass->rows, 1) : INT64_MAX;
	int64_t version_id = pass->has_version ? db_query_int(pass->versions, 0) : INT64_MAX;
	struct version version;
	int rc;

	arena_reset(pass->row_arena);
	if (row_id < version_id) {
		finding_add(pass, LEDGER_RECORD_UNKNOWN, row_id, -1, STR_EMPTY, row_record(pass));
		return rows_step(pass, err);
	}
	rc = versions_group(pass, &version, err);
	if (rc)
		return rc;
	if (row_id == version_id) {
		rc = row_check(pass, &version, err);
		return rc ? rc : rows_step(pass, err);
	}
	if (!version.removed)
		finding_add(pass, LEDGER_RECORD_MISSING, version_id, version.leaf_index, STR_EMPTY,
			    content_record(pass, version.content));
	return 0;
}

/* Passes --------------------------------------------------------------------------------------- */

static int streams_open(struct record_pass *pass, struct error *err)
{
	int64_t jurisdiction_id = pass->verifier->check->jurisdiction_id;
	int rc = db_query_open(pass->verifier->second, (enum statement)pass->type->all,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &pass->rows,
			       err);

	if (rc)
		return rc;
	return db_query_open(pass->verifier->db, STATEMENT_RECORD_VERSION_ALL,
			     DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				     db_text("record_type", str_from(pass->type->name))),
			     &pass->versions, err);
}

static int type_verify(struct record_pass *pass, struct error *err)
{
	int rc = streams_open(pass, err);

	if (!rc)
		rc = rows_step(pass, err);
	if (!rc)
		rc = versions_step(pass, err);
	while (!rc && (pass->has_row || pass->has_version))
		rc = merge_step(pass, err);
	db_query_close(pass->rows);
	db_query_close(pass->versions);
	pass->rows = pass->versions = NULL;
	if (!rc)
		findings_deliver(pass);
	return rc;
}

static void pass_release(struct record_pass *pass)
{
	arena_free(pass->row_arena);
	arena_free(pass->version_arena);
	arena_free(pass->waiting_arena);
	memory_free(pass->waiting);
	buf_release(&pass->bytes);
}

int verify_records(struct verifier *verifier, struct error *err)
{
	struct record_pass pass = {
		.verifier = verifier,
		.row_arena = arena_new(ROW_ARENA_BYTES),
		.version_arena = arena_new(ROW_ARENA_BYTES),
		.waiting_arena = arena_new(WAITING_ARENA_BYTES),
		.waiting = memory_alloc(WAITING_MAXIMUM * sizeof(struct waiting)),
	};
	int rc = 0;

	buf_init(&pass.bytes, CONTENT_MAXIMUM);
	if (!pass.row_arena || !pass.version_arena || !pass.waiting_arena || !pass.waiting)
		rc = error_broken(err, ERR_MEMORY, "verifying records");
	for (size_t i = 0; !rc && record_registry[i]; i++) {
		pass.type = record_registry[i];
		rc = type_verify(&pass, err);
	}
	pass_release(&pass);
	return rc;
}
