/*
 * command_import.c - tables of an office into the database, or back out of it as one act.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/import_printer.h"
#include "cli/list_printer.h"
#include "cli/operator.h"
#include "people/rights.h"
#include "process/import.h"
#include "process/import_template.h"
#include "statements_import_batch.h"

#define IMPORT_FILE_BYTES ((size_t)256 << 20)
#define TEMPLATE_BYTES	  ((size_t)16 << 20)

static const struct command_option options[] = {
	{ "dry-run", NULL, "check everything, store nothing" },
	{ "sheet", "NAME", "of a workbook; default: the first that is not hidden" },
	{ NULL, NULL, NULL },
};

struct application {
	const struct import_request *request;
	struct import_result *result;
};

static int apply_in(struct act *act, void *context, struct error *err)
{
	struct application *application = context;

	return import_apply(act, application->request, application->result, err);
}

static int apply(struct operator_session *session, const struct import_request *request,
		 struct import_result *out, struct error *err)
{
	struct application application = { request, out };
	const char *kind = arena_format(session->arena, "import.%s",
					import_profile_name(request->profile))
				   .bytes;
	const struct operator_work work = { session->jurisdiction_id, kind, apply_in,
					    &application };

	return kind ? operator_act(session, &work, err) : error_broken(err, ERR_MEMORY, "kind");
}

static int dry_run(struct operator_session *session, const struct import_request *request,
		   struct import_result *out, struct error *err)
{
	int rc = db_begin_read(session->db, err);

	if (rc < 0)
		return rc;
	rc = import_check(session->db, session->arena, session->jurisdiction_id, request, out, err);
	db_rollback(session->db);
	return rc;
}

static int refuse(const struct import_result *result, struct error *err)
{
	error_set(err, ERR_INVALID, "", "");
	error_en(err, "%lld problems; nothing was stored", (long long)result->problem_count);
	error_zh(err, "共 %lld 处错误，未作任何改动", (long long)result->problem_count);
	return -ERR_INVALID;
}

static int import_file(struct call *call, struct operator_session *session, int profile,
		       struct error *err)
{
	bool only_check = call_option(call, "dry-run") != NULL;
	struct import_result result = { 0 };
	struct import_request request = { .profile = (enum import_profile_kind)profile };
	int rc = call_read_file(call, call->arguments[1], IMPORT_FILE_BYTES, &request.bytes, err);

	if (rc < 0)
		return rc;
	const char *slash = strrchr(call->arguments[1], '/');
	request.sheet = str_from(call_option(call, "sheet"));
	request.file_name = str_from(slash ? slash + 1 : call->arguments[1]);
	import_progress_begin(call, &request);
	rc = only_check ? dry_run(session, &request, &result, err)
			: apply(session, &request, &result, err);
	import_progress_end(&request);
	if (rc < 0 && result.problem_count == 0)
		return rc;
	int printed = import_print(call, &result, only_check, err);
	if (printed < 0)
		return printed;
	return result.problem_count ? refuse(&result, err) : 0;
}

struct undoing {
	int64_t batch_id, records;
};

static int undo_in(struct act *act, void *context, struct error *err)
{
	struct undoing *undoing = context;

	return import_undo(act, undoing->batch_id, PERMISSION_IMPORT, &undoing->records, err);
}

static int undo(struct call *call, struct operator_session *session, struct error *err)
{
	struct undoing undoing;
	const struct operator_work work = { session->jurisdiction_id, "import.undo", undo_in,
					    &undoing };

	if (!id_parse(str_from(call->arguments[1]), &undoing.batch_id))
		return error_invalid(err, "ID", call->arguments[1], "the identifier of an import",
				     "导入记录的编号");
	int rc = operator_act(session, &work, err);
	if (rc == 0)
		printf("%lld\n", (long long)undoing.records);
	return rc;
}

static int list(struct call *call, struct operator_session *session, struct error *err)
{
	static const char *const columns[] = { "id",	    "profile",	     "file_name",
					       "row_count", "created_count", "changed_count",
					       "state", NULL };
	struct list_print print = { .listing = LISTING_IMPORT_BATCH,
				    .args = DB_ARGS(db_int("jurisdiction_id", session->jurisdiction_id)),
				    .columns = columns };

	return list_print(call, session->db, &print, err);
}

static int write_template(struct call *call, struct operator_session *session, struct error *err)
{
	int profile = import_profile_find(str_from(call->arguments[1]));
	struct import_template_request request = { .jurisdiction_id = session->jurisdiction_id,
						   .year = civil_from_day(clock_day(clock_now_ms(), 0)).year,
						   .language = call->language };
	struct buf out;

	if (profile < 0)
		return error_invalid(err, "PROFILE", call->arguments[1],
				     "units, persons, scores or entries",
				     "units、persons、scores 或 entries");
	request.profile = (enum import_profile_kind)profile;
	buf_init(&out, TEMPLATE_BYTES);
	int rc = import_template(session->db, &request, session->arena, &out, err);
	if (rc == 0 && fwrite(out.bytes, 1, out.length, stdout) != out.length)
		rc = error_broken(err, ERR_IO, "writing a template");
	buf_release(&out);
	return rc;
}

static int run_word(struct call *call, struct operator_session *session, struct error *err)
{
	const char *word = call->arguments[0];
	int profile = import_profile_find(str_from(word));

	if (strcmp(word, "list") == 0 && call->argument_count == 1)
		return list(call, session, err);
	if (strcmp(word, "undo") == 0 && call->argument_count == 2)
		return undo(call, session, err);
	if (strcmp(word, "template") == 0 && call->argument_count == 2)
		return write_template(call, session, err);
	if (profile >= 0 && call->argument_count == 2)
		return import_file(call, session, profile, err);
	return call_usage(err, "usage: lianze import units|persons|scores|entries FILE, import undo ID",
			  "用法：lianze import units|persons|scores|entries 文件，或 import undo 编号");
}

static int run(struct call *call, struct error *err)
{
	struct operator_session session;
	int rc = operator_open(call, DB_READ_WRITE, &session, err);

	if (rc < 0)
		return rc;
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0)
		rc = run_word(call, &session, err);
	operator_close(&session);
	return rc;
}

const struct command command_import = {
	.name = "import",
	.synopsis = "units|persons|scores|entries FILE | undo ID | list | template PROFILE",
	.summary = "read a table (.xlsx, or CSV in UTF-8 or GB18030); all or nothing; undo as one act",
	.details = "Columns in any order under the headers of either language; examples/ has a file of\n"
		   "each kind. Every wrong cell is listed with row, column, what was found and what is\n"
		   "accepted. The same file twice changes nothing. FILE may be - for standard input.",
	.options = options,
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
