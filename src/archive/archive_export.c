/* archive_export.c - see archive_export.h. */
#include "archive/archive_export.h"

#include "archive/archive_rule.h"
#include "people/jurisdiction.h"
#include "statements_archive_entry.h"

#define ARENA_BYTES ((size_t)8 << 20)

static void write_day(struct csv_writer *csv, struct db_query *query, int column)
{
	char text[CIVIL_TEXT_BYTES];
	int32_t day = db_query_is_null(query, column) ? CIVIL_NO_DAY
						      : (int32_t)db_query_int(query, column);

	csv_write_number(csv, str_from(civil_format(day, text)));
}

/* Columns of the statement: code kind day title document_number issuing_unit content valid_until. */
static void write_row(const struct archive_export_request *request, const struct archive_rule *rule,
		      struct db_query *query, struct csv_writer *csv)
{
	struct str kind = db_query_bytes(query, 1);

	csv_write_cell(csv, db_query_bytes(query, 0));
	csv_write_cell(csv, request->language == LANGUAGE_ZH
				    ? archive_term_title(&rule->kinds, kind, LANGUAGE_ZH)
				    : kind);
	write_day(csv, query, 2);
	for (int column = 3; column <= 6; column++)
		csv_write_cell(csv, db_query_bytes(query, column));
	write_day(csv, query, 7);
	csv_write_row_end(csv);
}

static int write_all(struct db *db, const struct archive_export_request *request,
		     const struct archive_rule *rule, struct csv_writer *csv, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_ARCHIVE_ENTRY_EXPORT,
				 DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
					 db_int("person_id", request->person_id)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0)
		write_row(request, rule, query, csv);
	db_query_close(query);
	return code;
}

int archive_entries_write(struct db *db, const struct archive_export_request *request,
			  struct csv_writer *csv, struct error *err)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct archive_rule *rule = arena ? ARENA_NEW(arena, struct archive_rule) : NULL;
	int code = rule ? archive_rule_load(db, request->jurisdiction_id, request->today, arena, rule,
					    err)
			: error_broken(err, ERR_MEMORY, "export of archives");

	if (code == -ERR_NOT_FOUND) { /* codes are written as they are */
		error_clear(err);
		*rule = (struct archive_rule){ .version = 0 };
		code = 0;
	}
	if (!code)
		code = write_all(db, request, rule, csv, err);
	arena_free(arena);
	return code;
}

int archive_export(struct db *db, const struct import_export_request *request,
		   struct csv_writer *csv, struct error *err)
{
	struct archive_export_request all = { .jurisdiction_id = request->jurisdiction_id,
					      .language = request->language };
	int code = jurisdiction_day(db, request->jurisdiction_id, clock_now_ms(), &all.today, err);

	return code ? code : archive_entries_write(db, &all, csv, err);
}
