/* list_printer.c - see list_printer.h. Rows are streamed; text keeps them to align the columns. */
#include "cli/list_printer.h"

struct list_printer {
	struct output_table table;
	struct output_column columns[LIST_PRINTER_COLUMNS];
	int positions[LIST_PRINTER_COLUMNS]; /* in the listing */
	bool integers[LIST_PRINTER_COLUMNS];
	bool identifiers[LIST_PRINTER_COLUMNS]; /* shown as base32 */
	size_t count;
	struct arena *arena;
};

static bool is_identifier(const char *column)
{
	return strcmp(column, "id") == 0 || str_ends_with(str_from(column), STR("_id"));
}

static struct str format_cell(struct list_printer *printer, size_t i, struct db_query *query)
{
	int position = printer->positions[i];
	char id[ID_TEXT_BYTES];

	if (db_query_is_null(query, position))
		return STR_EMPTY;
	if (printer->identifiers[i])
		return arena_str(printer->arena,
				 str_from(id_format(db_query_int(query, position), id)));
	if (printer->integers[i])
		return arena_format(printer->arena, "%lld",
				    (long long)db_query_int(query, position));
	return db_query_bytes(query, position);
}

static int find_columns(struct list_printer *printer, const struct list_print *print,
			struct error *err)
{
	const struct listing_text *text = listing_text_of(print->listing);
	const char *const *columns = print->columns;

	for (size_t i = 0; columns[i] && i < LIST_PRINTER_COLUMNS; i++) {
		int position = 0;
		while (position < text->column_count &&
		       strcmp(text->columns[position].name, columns[i]) != 0)
			position++;
		if (position == text->column_count)
			return error_broken(err, ERR_BROKEN, "no column %s in %s", columns[i],
					    text->name);
		printer->integers[i] = text->columns[position].type == 'i';
		printer->identifiers[i] = printer->integers[i] && is_identifier(columns[i]);
		printer->positions[i] = position;
		printer->columns[i] = (struct output_column){
			.name = columns[i],
			.kind = printer->integers[i] && !printer->identifiers[i]
					? OUTPUT_INTEGER
					: OUTPUT_STRING
		};
		printer->count = i + 1;
	}
	return 0;
}

static void print_row(struct list_printer *printer, struct db_query *query)
{
	struct str cells[LIST_PRINTER_COLUMNS];

	for (size_t i = 0; i < printer->count; i++)
		cells[i] = format_cell(printer, i, query);
	output_table_row(&printer->table, cells);
}

int list_print(struct call *call, struct db *db, const struct list_print *print, struct error *err)
{
	struct list_printer printer = { .arena = call->arena };
	struct list_request request = { .listing = print->listing, .args = print->args };
	struct db_query *query;
	struct error ending;
	int rc = find_columns(&printer, print, err);

	if (rc == 0)
		rc = list_open_all(db, &request, &query, err);
	if (rc < 0)
		return rc;
	printer.table = (struct output_table){ .format = call->format,
					       .columns = printer.columns,
					       .column_count = printer.count,
					       .sink = output_to_file(stdout),
					       .arena = call->arena };
	output_table_begin(&printer.table);
	while ((rc = db_query_step(query, err)) > 0)
		print_row(&printer, query);
	db_query_close(query);
	int end = output_table_end(&printer.table, rc < 0 ? &ending : err);
	return rc < 0 ? rc : end;
}
