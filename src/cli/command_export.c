/*
 * command_export.c - the import profiles back out: what is exported can be imported again.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "process/import.h"

#define EXPORT_BUFFER_BYTES ((size_t)64 << 20)

static const struct command_option options[] = {
	{ "year", "Y", "only that year (units: their groups; scores and entries)" },
	{ NULL, NULL, NULL },
};

static int flush_rows(void *context, struct buf *ready, struct error *err)
{
	FILE *to = context;
	struct str text = buf_str(ready);

	if (fwrite(text.bytes, 1, text.length, to) != text.length)
		return error_broken(err, ERR_IO, "write: %s", strerror(errno));
	buf_clear(ready);
	return 0;
}

/* Write CSV or a workbook to standard output as it comes. */
static int export_file(struct operator_session *session, struct import_export_request *request,
		      struct error *err)
{
	struct buf out;

	buf_init(&out, EXPORT_BUFFER_BYTES);
	request->flush = flush_rows;
	request->context = stdout;
	int rc = import_export(session->db, request, &out, err);
	if (rc == 0)
		rc = flush_rows(stdout, &out, err);
	buf_release(&out);
	return rc;
}

/* Text and JSON are made from the same CSV, so that there is one writer of rows. */
static int print_rows(struct call *call, struct str csv, struct error *err)
{
	struct csv_table table;
	struct output_column columns[CSV_COLUMNS_MAXIMUM];
	struct str cells[CSV_COLUMNS_MAXIMUM];
	int rc = csv_open(call->arena, csv, &table, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < table.columns; i++)
		columns[i] = (struct output_column){
			.name = arena_text(call->arena, table.header[i]), .kind = OUTPUT_STRING
		};
	struct output_table output = { .format = call->format,
				       .columns = columns,
				       .column_count = table.columns,
				       .sink = output_to_file(stdout),
				       .arena = call->arena };
	output_table_begin(&output);
	while ((rc = csv_next(&table, cells, err)) > 0)
		output_table_row(&output, cells);
	struct error ending;
	int end = output_table_end(&output, rc < 0 ? &ending : err);
	return rc < 0 ? rc : end;
}

static int export_table(struct call *call, struct operator_session *session,
			struct import_export_request *request, struct error *err)
{
	struct buf out;

	buf_init(&out, (size_t)512 << 20);
	int rc = import_export(session->db, request, &out, err);
	if (rc == 0)
		rc = print_rows(call, buf_str(&out), err);
	buf_release(&out);
	return rc;
}

static int run(struct call *call, struct error *err)
{
	int profile = import_profile_find(str_from(call->arguments[0]));
	struct call_range years = { CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, 0 };
	int64_t year = 0;
	struct operator_session session;

	if (profile < 0)
		return error_invalid(err, "PROFILE", call->arguments[0],
				     "units, persons, scores or entries",
				     "units、persons、scores 或 entries");
	int rc = call_option_int(call, "year", years, &year, err);
	if (rc == 0)
		rc = operator_open(call, DB_READ_ONLY, &session, err);
	if (rc < 0)
		return rc;
	struct import_export_request request = { .profile = (enum import_profile_kind)profile,
						 .jurisdiction_id = session.jurisdiction_id,
						 .year = (int)year,
						 .workbook = call->workbook,
						 .language = call->language };
	rc = operator_need_jurisdiction(&session, err);
	if (rc == 0)
		rc = db_begin_read(session.db, err);
	if (rc == 0)
		rc = call->format == OUTPUT_CSV || call->workbook
			     ? export_file(&session, &request, err)
			     : export_table(call, &session, &request, err);
	operator_close(&session);
	return rc;
}

const struct command command_export = {
	.name = "export",
	.synopsis = "units|persons|scores|entries",
	.summary = "write the rows of an import profile; --format csv and xlsx can be imported again",
	.options = options,
	.has_format = true,
	.has_workbook = true,
	.minimum_arguments = 1,
	.maximum_arguments = 1,
	.run = run,
};
