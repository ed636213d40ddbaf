/*
 * verify_files.c - every file that a record names, read whole, against the hash in the record.
 *
 * The rows of a type come on one connection, files (in PostgreSQL: pieces) are read on the other. Records
 * that name the same file one after the other cost one reading.
 */
#include "ledger/verify_internal.h"

#include "ledger/act.h"
#include "ledger/natural_key.h"
#include "store/blob.h"

#define ROW_ARENA_BYTES (64 * 1024 * 1024)

struct file_pass {
	struct verifier *verifier;
	const struct record_type *type;
	struct arena *arena;
	struct hash last; /* the file that was read last, and what it was */
	enum blob_state last_state;
	bool has_last;
};

static int file_read(struct file_pass *pass, const struct hash *sha256, struct error *err)
{
	const struct ledger_check *check = pass->verifier->check;
	int rc;

	if (pass->has_last && hash_equal(&pass->last, sha256))
		return 0;
	rc = blob_check(check->blobs, pass->verifier->db, check->jurisdiction_id, sha256,
			&pass->last_state, err);
	pass->last = *sha256;
	pass->has_last = rc == 0;
	if (!rc)
		pass->verifier->report.files_checked++;
	return rc;
}

static int field_verify(struct file_pass *pass, const struct field *field, const void *record,
			struct error *err)
{
	const struct record_head *head = record;
	struct str value = *(const struct str *)((const char *)record + field->offset);
	struct ledger_finding finding = { .record_type = str_from(pass->type->name),
					  .record_id = head->id,
					  .leaf_index = -1 };
	struct hash sha256;
	char hex[HASH_HEX_BYTES];
	int rc;

	if (value.length != HASH_BYTES)
		return 0;
	memcpy(sha256.bytes, value.bytes, HASH_BYTES);
	rc = file_read(pass, &sha256, err);
	if (rc || pass->last_state == BLOB_SOUND)
		return rc;
	hex_encode(value, hex);
	finding.kind = pass->last_state == BLOB_MISSING ? LEDGER_FILE_MISSING : LEDGER_FILE_CHANGED;
	finding.changed = str_from(hex);
	finding.natural_key = natural_key(pass->verifier->db, pass->type, record, pass->arena);
	verify_found(pass->verifier, &finding);
	return 0;
}

/* A row that cannot be read was found already: verify_records.c. */
static int row_verify(struct file_pass *pass, struct db_query *rows, struct error *err)
{
	void *record;
	int rc = 0;

	arena_reset(pass->arena);
	record = arena_alloc(pass->arena, pass->type->size);
	if (!record)
		return error_broken(err, ERR_MEMORY, "verifying files");
	if (record_read(rows, pass->type, pass->arena, record, NULL))
		return 0;
	for (size_t i = 0; !rc && i < pass->type->field_count; i++)
		if (pass->type->fields[i].flags & FIELD_FILE)
			rc = field_verify(pass, &pass->type->fields[i], record, err);
	return rc;
}

static bool has_files(const struct record_type *type)
{
	for (size_t i = 0; i < type->field_count; i++)
		if (type->fields[i].flags & FIELD_FILE)
			return true;
	return false;
}

static int type_verify(struct file_pass *pass, struct error *err)
{
	struct db_query *rows;
	int rc = db_query_open(pass->verifier->second, (enum statement)pass->type->all,
			       DB_ARGS(db_int("jurisdiction_id",
					      pass->verifier->check->jurisdiction_id)),
			       &rows, err);

	if (rc)
		return rc;
	while ((rc = db_query_step(rows, err)) == 1) {
		rc = row_verify(pass, rows, err);
		if (rc)
			break;
	}
	db_query_close(rows);
	return rc;
}

int verify_files(struct verifier *verifier, struct error *err)
{
	struct file_pass pass = { .verifier = verifier, .arena = arena_new(ROW_ARENA_BYTES) };
	int rc = pass.arena ? 0 : error_broken(err, ERR_MEMORY, "verifying files");

	for (size_t i = 0; !rc && record_registry[i]; i++) {
		pass.type = record_registry[i];
		if (has_files(pass.type))
			rc = type_verify(&pass, err);
	}
	arena_free(pass.arena);
	return rc;
}
