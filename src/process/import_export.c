/*
 * import_export.c - the import profiles written out: what leaves here can come back in.
 *
 * One function per kind of cell; a profile is a table of them beside its statement.
 */
#include <stdio.h>

#include "people/post.h"
#include "people/unit.h"
#include "process/entry.h"
#include "process/import_internal.h"
#include "statements_import.h"

#define FLUSH_BYTES ((size_t)64 * 1024)

struct export {
	const struct import_export_request *request;
	struct csv_writer csv;
};

typedef void write_cell(struct export *export, struct db_query *query, int column);

static void write_text(struct export *export, struct db_query *query, int column)
{
	csv_write_cell(&export->csv, db_query_bytes(query, column));
}

static void write_integer(struct export *export, struct db_query *query, int column)
{
	char text[24];
	if (db_query_is_null(query, column)) {
		csv_write_cell(&export->csv, STR_EMPTY);
		return;
	}
	snprintf(text, sizeof(text), "%lld", (long long)db_query_int(query, column));
	csv_write_number(&export->csv, str_from(text));
}

static void write_day(struct export *export, struct db_query *query, int column)
{
	char text[CIVIL_TEXT_BYTES];
	int32_t day = db_query_is_null(query, column) ? CIVIL_NO_DAY
						      : (int32_t)db_query_int(query, column);
	csv_write_number(&export->csv, str_from(civil_format(day, text)));
}

static void write_boolean(struct export *export, struct db_query *query, int column)
{
	bool chinese = export->request->language == LANGUAGE_ZH;
	if (db_query_is_null(query, column))
		csv_write_cell(&export->csv, STR_EMPTY);
	else if (db_query_int(query, column))
		csv_write_cell(&export->csv, chinese ? STR("是") : STR("yes"));
	else
		csv_write_cell(&export->csv, chinese ? STR("否") : STR("no"));
}

/* A choice by its Chinese label or by its name; both are read back. */
static void write_choice(struct export *export, const struct field_choice *choices,
			 struct str name)
{
	for (; choices->name; choices++)
		if (str_equal(name, str_from(choices->name)) &&
		    export->request->language == LANGUAGE_ZH)
			name = str_from(message_text(choices->label, LANGUAGE_ZH));
	csv_write_cell(&export->csv, name);
}

static void write_unit_kind(struct export *export, struct db_query *query, int column)
{
	write_choice(export, unit_kinds, db_query_bytes(query, column));
}

static void write_level(struct export *export, struct db_query *query, int column)
{
	write_choice(export, post_levels, db_query_bytes(query, column));
}

static void write_entry_kind(struct export *export, struct db_query *query, int column)
{
	write_choice(export, entry_kinds, db_query_bytes(query, column));
}

static void write_decimal(struct export *export, int64_t scaled)
{
	char text[DECIMAL_TEXT_BYTES];
	csv_write_number(&export->csv,
			 str_from(decimal_format_short((struct decimal){ scaled }, text)));
}

/* A veto, which has no points, gets an empty cell. */
static void write_entry_points(struct export *export, struct db_query *query, int column)
{
	int64_t scaled = db_query_int(query, column);
	if (scaled)
		write_decimal(export, scaled);
	else
		csv_write_cell(&export->csv, STR_EMPTY);
}

/* Points, or "不适用：reason" from the two columns behind them. */
static void write_score_points(struct export *export, struct db_query *query, int column)
{
	char text[2048];
	bool chinese = export->request->language == LANGUAGE_ZH;
	if (!db_query_int(query, column + 1)) {
		write_decimal(export, db_query_int(query, column));
		return;
	}
	snprintf(text, sizeof(text), "%s%.*s", chinese ? "不适用：" : "n/a: ",
		 STR_ARG(db_query_bytes(query, column + 2)));
	csv_write_cell(&export->csv, str_from(text));
}

struct cell {
	write_cell *write;
	int column; /* of the statement */
};

struct layout {
	enum statement statement;
	bool has_year;
	struct cell cells[IMPORT_COLUMNS_MAXIMUM]; /* in the order of the profile's columns */
};

static const struct layout layouts[IMPORT_BATCH_PROFILE_COUNT] = {
	[IMPORT_BATCH_UNITS] = { STATEMENT_IMPORT_EXPORT_UNITS,
				 true,
				 { { write_text, 0 },
				   { write_text, 1 },
				   { write_text, 2 },
				   { write_unit_kind, 3 },
				   { write_text, 4 },
				   { write_integer, 5 } } },
	[IMPORT_BATCH_PERSONS] = { STATEMENT_IMPORT_EXPORT_PERSONS,
				   false,
				   { { write_text, 0 },
				     { write_text, 1 },
				     { write_text, 2 },
				     { write_text, 3 },
				     { write_level, 4 },
				     { write_boolean, 5 },
				     { write_day, 6 },
				     { write_day, 7 } } },
	[IMPORT_BATCH_SCORES] = { STATEMENT_IMPORT_EXPORT_SCORES,
				  true,
				  { { write_integer, 0 },
				    { write_text, 1 },
				    { write_text, 2 },
				    { write_score_points, 3 },
				    { write_text, 6 },
				    { write_text, 7 } } },
	[IMPORT_BATCH_ENTRIES] = { STATEMENT_IMPORT_EXPORT_ENTRIES,
				   true,
				   { { write_integer, 0 },
				     { write_text, 1 },
				     { write_entry_kind, 2 },
				     { write_entry_points, 3 },
				     { write_text, 4 },
				     { write_day, 5 },
				     { write_text, 6 },
				     { write_text, 7 } } },
};

static void write_header(struct export *export)
{
	const struct import_export_request *request = export->request;
	size_t count;
	const struct field *columns = import_profile_columns(request->profile, &count);
	for (size_t i = 0; i < count; i++)
		csv_write_cell(&export->csv,
			       str_from(request->language == LANGUAGE_ZH
						? message_text(columns[i].label, LANGUAGE_ZH)
						: columns[i].name));
	csv_write_row_end(&export->csv);
}

static int flush(struct export *export, struct buf *out, struct error *err)
{
	const struct import_export_request *request = export->request;
	if (buf_failed(out))
		return error_broken(err, ERR_MEMORY, "export of %zu bytes", out->length);
	return request->flush ? request->flush(request->context, out, err) : 0;
}

static int write_rows(struct export *export, struct db_query *query, struct buf *out,
		      struct error *err)
{
	const struct layout *layout = &layouts[export->request->profile];
	int code;
	while ((code = db_query_step(query, err)) > 0) {
		for (size_t i = 0; i < IMPORT_COLUMNS_MAXIMUM && layout->cells[i].write; i++)
			layout->cells[i].write(export, query, layout->cells[i].column);
		csv_write_row_end(&export->csv);
		if (out->length >= FLUSH_BYTES)
			code = flush(export, out, err);
		if (code < 0)
			return code;
	}
	return code;
}

static int begin(struct export *export, struct buf *out, struct error *err)
{
	const struct import_export_request *request = export->request;
	enum message label = import_profiles[request->profile].label;
	if (request->workbook)
		return csv_write_workbook(&export->csv, out,
					  str_from(message_text(label, request->language)), err);
	csv_write_begin(&export->csv, out, CSV_BOM | CSV_GUARD_FORMULAS);
	return 0;
}

/* A profile that writes its rows itself. */
static int export_own(struct db *db, const struct import_profile *profile, struct export *export,
		      struct buf *out, struct error *err)
{
	int code = begin(export, out, err);

	if (code)
		return code;
	write_header(export);
	code = profile->write(db, export->request, &export->csv, err);
	code = csv_write_finish(&export->csv, code, err);
	return code ? code : flush(export, out, err);
}

int import_export(struct db *db, const struct import_export_request *request, struct buf *out,
		  struct error *err)
{
	struct export export = { .request = request };
	const struct layout *layout = &layouts[request->profile];
	const struct import_profile *profile = import_profile_of(request->profile);
	struct db_arg args[] = { db_int("jurisdiction_id", request->jurisdiction_id),
				 db_int("year", request->year) };
	struct db_query *query;
	if (profile->write)
		return export_own(db, profile, &export, out, err);
	int code = db_query_open(db, layout->statement,
				 (struct db_args){ args, layout->has_year ? 2 : 1 }, &query, err);
	if (code)
		return code;
	code = begin(&export, out, err);
	if (!code) {
		write_header(&export);
		code = write_rows(&export, query, out, err);
		code = csv_write_finish(&export.csv, code, err);
	}
	db_query_close(query);
	return code ? code : flush(&export, out, err);
}
