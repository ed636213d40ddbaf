/*
 * command_ledger.c - verify, checkpoint, prove, check.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "ledger/checkpoint.h"
#include "ledger/key.h"
#include "record/record.h"
#include "statements_act.h"
#include "store/blob.h"

static const struct command_option options[] = {
	{ "key", "FILE", "the signing key (beside the database)" },
	{ "show-key", NULL, "checkpoint: print the public key instead" },
	{ "public-key", "KEY", "check: the key to verify with" },
	{ NULL, NULL, NULL },
};

#define LEDGER_FILE_BYTES ((size_t)4 << 20)

/* Verify -------------------------------------------------------------------------------------- */

static const struct output_column finding_columns[] = {
	{ "finding", NULL, OUTPUT_STRING }, { "record", NULL, OUTPUT_STRING },
	{ "id", NULL, OUTPUT_STRING },	    { "key", NULL, OUTPUT_STRING },
	{ "changed", NULL, OUTPUT_STRING }, { "leaf", NULL, OUTPUT_INTEGER },
};

struct verification {
	struct call *call;
	struct output_table table;
	int64_t findings;
};

static void print_finding(void *context, const struct ledger_finding *finding)
{
	struct verification *verification = context;
	struct arena *arena = verification->call->arena;
	char id[ID_TEXT_BYTES] = "";
	struct str cells[ARRAY_LENGTH(finding_columns)] = {
		str_from(ledger_finding_name((int)finding->kind)),
		finding->record_type,
		STR_EMPTY,
		finding->natural_key,
		finding->changed,
		STR_EMPTY,
	};

	if (finding->record_id)
		cells[2] = str_from(id_format(finding->record_id, id));
	if (finding->leaf_index >= 0)
		cells[5] = arena_format(arena, "%lld", (long long)finding->leaf_index);
	output_table_row(&verification->table, cells);
	verification->findings++;
}

/* The public key to check checkpoints with; NULL text when neither key file is there. */
static int find_public_key(struct call *call, int64_t jurisdiction_id, struct str *out,
			   struct error *err)
{
	const char *path = operator_key_path(call);
	int rc = path ? ledger_public_load(path, jurisdiction_id, call->arena, out, err)
		      : error_broken(err, ERR_MEMORY, "key path");

	if (rc == -ERR_NOT_FOUND) {
		*out = STR_EMPTY;
		return 0;
	}
	return rc;
}

static int verify_tree(struct verification *verification, struct operator_session *session,
		       int64_t jurisdiction_id, struct error *err)
{
	struct call *call = verification->call;
	struct ledger_check check = { .db = session->db,
				      .jurisdiction_id = jurisdiction_id,
				      .found = print_finding,
				      .context = verification };
	struct ledger_report report;
	struct blobs blobs;
	struct str key;
	char root[HASH_HEX_BYTES];
	int rc = find_public_key(call, jurisdiction_id, &key, err);

	check.blobs = &blobs;
	if (rc == 0)
		rc = blobs_of(call->where, &blobs, err);
	if (rc == 0)
		rc = db_open(call->where, DB_READ_ONLY, &check.second, err);
	if (rc < 0)
		return rc;
	check.public_vkey = key.length ? key.bytes : NULL;
	rc = ledger_verify(&check, &report, err);
	db_close(check.second);
	if (rc < 0)
		return rc;
	hex_encode(hash_str(&report.root), root);
	fprintf(stderr, "tree %lld: size %llu, root %s, %lld records, ", (long long)jurisdiction_id,
		(unsigned long long)report.size, root, (long long)report.records_checked);
	fprintf(stderr, "%lld checkpoints, %lld files%s\n", (long long)report.checkpoints_checked,
		(long long)report.files_checked,
		key.length ? "" : " (no public key: signatures not checked)");
	return 0;
}

static int verify(struct call *call, struct operator_session *session, struct error *err)
{
	struct verification verification = {
		.call = call,
		.table = { .format = call->format,
			   .columns = finding_columns,
			   .column_count = ARRAY_LENGTH(finding_columns),
			   .sink = output_to_file(stdout),
			   .arena = call->arena }
	};
	struct error ending;

	output_table_begin(&verification.table);
	int rc = verify_tree(&verification, session, 0, err);
	if (rc == 0 && session->jurisdiction_id)
		rc = verify_tree(&verification, session, session->jurisdiction_id, err);
	int end = output_table_end(&verification.table, rc < 0 ? &ending : err);
	if (rc == 0)
		rc = end;
	if (rc < 0 || verification.findings == 0)
		return rc;
	error_set(err, ERR_CORRUPT, "", "");
	error_en(err, "%lld findings: stored data is not what was committed",
		 (long long)verification.findings);
	error_zh(err, "发现 %lld 处：现存数据与存证不一致", (long long)verification.findings);
	return -ERR_CORRUPT;
}

/* Checkpoint and proofs ------------------------------------------------------------------------ */

static int print_public_key(struct call *call, struct operator_session *session,
			    struct error *err)
{
	struct str key;
	int rc = find_public_key(call, session->jurisdiction_id, &key, err);

	if (rc == 0 && key.length == 0)
		return error_set(err, ERR_NOT_FOUND, "no key file here", "此处没有密钥文件");
	if (rc == 0)
		printf("%.*s\n", STR_ARG(key));
	return rc;
}

static int make_checkpoint(struct call *call, struct operator_session *session, struct error *err)
{
	struct str note;
	int rc = operator_checkpoint(call, session, &note, err);

	if (rc == 0)
		call_print(note);
	return rc;
}

static int checkpoint(struct call *call, struct operator_session *session, struct error *err)
{
	if (call_option(call, "show-key"))
		return print_public_key(call, session, err);
	return make_checkpoint(call, session, err);
}

/* The leaf of a record's newest version. */
static int find_leaf(struct operator_session *session, const struct record_type *type, int64_t id,
		     int64_t *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(session->db, STATEMENT_RECORD_VERSION_LATEST,
			       DB_ARGS(db_int("jurisdiction_id", session->jurisdiction_id),
				       db_text("record_type", str_from(type->name)),
				       db_int("record_id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = db_query_int(query, 1);
	else if (rc == 0)
		rc = error_set(err, ERR_NOT_FOUND, "no such record", "没有这条记录");
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int prove(struct call *call, struct operator_session *session, struct error *err)
{
	const struct record_type *type;
	struct str text;
	int64_t id, leaf = 0;

	if (call->argument_count != 3)
		return call_usage(err, "usage: lianze ledger prove TYPE ID",
				  "用法：lianze ledger prove 记录类型 编号");
	type = record_type_find(str_from(call->arguments[1]));
	if (!type)
		return error_invalid(err, "TYPE", call->arguments[1], "a record type: unit, score …",
				     "记录类型：unit、score 等");
	if (!id_parse(str_from(call->arguments[2]), &id))
		return error_invalid(err, "ID", call->arguments[2], "13 characters of base32",
				     "13 位编号");
	int rc = find_leaf(session, type, id, &leaf, err);
	if (rc == 0)
		rc = ledger_proof_make(session->db, session->jurisdiction_id, leaf, call->arena,
				       &text, err);
	if (rc == 0)
		call_print(text);
	return rc;
}

/* Needs no database: whoever holds a proof and the public key can check it anywhere. */
static int check_proof(struct call *call, struct error *err)
{
	const char *key = call_option(call, "public-key");
	struct note_verifier verifier;
	struct proof_file file;
	struct checkpoint signed_tree;
	struct str text;

	if (call->argument_count != 2 || !key)
		return call_usage(err, "usage: lianze ledger check FILE --public-key KEY",
				  "用法：lianze ledger check 文件 --public-key 公钥");
	int rc = call_read_file(call, call->arguments[1], LEDGER_FILE_BYTES, &text, err);
	if (rc == 0)
		rc = note_verifier_parse(str_from(key), &verifier, err);
	if (rc == 0)
		rc = proof_file_parse(text, call->arena, &file, err);
	if (rc < 0)
		return rc;
	struct hash leaf = merkle_leaf_hash(file.leaf);
	rc = proof_file_verify(&file, &leaf, &verifier, &signed_tree, err);
	if (rc == 0)
		printf("valid: leaf %llu of %llu, signed by %s\n%.*s",
		       (unsigned long long)file.index, (unsigned long long)signed_tree.size,
		       verifier.name, STR_ARG(file.leaf));
	return rc;
}

static int run(struct call *call, struct error *err)
{
	static const struct {
		const char *word;
		enum db_mode mode;
		int (*run)(struct call *call, struct operator_session *session, struct error *err);
	} verbs[] = { { "verify", DB_READ_ONLY, verify },
		      { "checkpoint", DB_READ_WRITE, checkpoint },
		      { "prove", DB_READ_ONLY, prove } };
	struct operator_session session;

	if (strcmp(call->arguments[0], "check") == 0)
		return check_proof(call, err);
	for (size_t i = 0; i < ARRAY_LENGTH(verbs); i++) {
		if (strcmp(verbs[i].word, call->arguments[0]) != 0)
			continue;
		int rc = operator_open(call, verbs[i].mode, &session, err);
		if (rc < 0)
			return rc;
		rc = verbs[i].run(call, &session, err);
		operator_close(&session);
		return rc;
	}
	return call_usage(err, "usage: lianze ledger verify|checkpoint|prove|check",
			  "用法：lianze ledger verify|checkpoint|prove|check");
}

const struct command command_ledger = {
	.name = "ledger",
	.synopsis = "verify | checkpoint | prove TYPE ID | check FILE",
	.summary = "the append-only ledger: verify it, sign its state, prove a record",
	.details = "verify recomputes the tree, compares it with every signed checkpoint, and compares\n"
		   "each record's present state with its last leaf; exit 5 when something differs.\n"
		   "check verifies a proof file with the public key alone, without any database.",
	.options = options,
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 3,
	.run = run,
};
