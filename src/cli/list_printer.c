/* list_printer.c - see list_printer.h. Rows are streamed; text keeps them to align the columns. */
#include "cli/list_printer.h"

struct list_printer {
	struct output_table table;
	struct output_column columns[LIST_PRINTER_COLUMNS];
	int positions[LIST_PRINTER_COLUMNS]; /* in the listing */
	bool integers[LIST_PRINTER_COLUMNS];
	size_t count;
	struct arena *arena;
};

static int find_columns(struct list_printer *printer, enum listing listing,
			const char *const *columns, size_t count, struct error *err)
{
	const struct listing_text *text = &listing_texts[listing];

	for (size_t i = 0; i < count && i < LIST_PRINTER_COLUMNS; i++) {
		int position = 0;
		while (position < text->column_count &&
		       strcmp(text->columns[position].name, columns[i]) != 0)
			position++;
		if (position == text->column_count)
			return error_broken(err, ERR_BROKEN, "no column %s in %s", columns[i],
					    text->name);
		printer->integers[i] = text->columns[position].type == 'i';
		printer->positions[i] = position;
		printer->columns[i] = (struct output_column){
			.name = columns[i],
			.kind = printer->integers[i] ? OUTPUT_INTEGER : OUTPUT_STRING
		};
		printer->count = i + 1;
	}
	return 0;
}

static void print_row(struct list_printer *printer, struct db_query *query)
{
	struct str cells[LIST_PRINTER_COLUMNS];

	for (size_t i = 0; i < printer->count; i++) {
		int position = printer->positions[i];
		if (db_query_is_null(query, position))
			cells[i] = STR_EMPTY;
		else if (printer->integers[i])
			cells[i] = arena_format(printer->arena, "%lld",
						(long long)db_query_int(query, position));
		else
			cells[i] = db_query_bytes(query, position);
	}
	output_table_row(&printer->table, cells);
}

int list_print(struct call *call, struct db *db, enum listing listing, struct db_args args,
	       const char *const *columns, size_t column_count, struct error *err)
{
	struct list_printer printer = { .arena = call->arena };
	struct list_request request = { .listing = listing, .args = args };
	struct db_query *query;
	struct error ending;
	int rc = find_columns(&printer, listing, columns, column_count, err);

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
