/*
 * list_page_file.c - lists as files: CSV or a workbook for people (all rows, words of the page's
 * language), JSON for programs (a page of rows, names and stored values).
 */
#include "web/list_page_file.h"

#include "export/csv.h"

static void csv_heading(struct page *page, const struct list_page *list, struct csv_writer *csv)
{
	for (const struct list_page_column *c = list->columns; c->column; c++)
		csv_write_cell(csv, str_from(page_text(page, c->label)));
	csv_write_row_end(csv);
}

/* An identifier is a text even when all its characters are digits. */
static bool is_text(enum list_page_format format)
{
	return format == LIST_PAGE_TEXT || format == LIST_PAGE_ID;
}

static void csv_row(struct page *page, const struct list_page *list, struct db_query *row,
		    struct csv_writer *csv)
{
	for (const struct list_page_column *c = list->columns; c->column; c++) {
		struct str value = list_page_value(page, list, c, row);

		if (is_text(c->format))
			csv_write_cell(csv, value);
		else
			csv_write_number(csv, value);
	}
	csv_write_row_end(csv);
}

int list_page_table(struct page *page, const struct list_page *list, const struct page_list *rows,
		    struct error *err)
{
	struct str name = str_from(list->file_name);
	const char *stem = arena_text(page->arena, str_split(&name, '.'));
	struct csv_writer csv;
	struct db_query *query;
	int rc = list_open_all(page->db, &rows->request, &query, err);

	if (rc < 0)
		return rc;
	rc = page_begin_table(page, stem ? stem : "list", &csv, err);
	if (rc < 0) {
		db_query_close(query);
		return rc;
	}
	csv_heading(page, list, &csv);
	while ((rc = db_query_step(query, err)) > 0)
		csv_row(page, list, query, &csv);
	db_query_close(query);
	return page_end_table(page, &csv, rc, err);
}

static void json_value(struct page *page, struct json *json, enum list_page_format format,
		       struct db_query *row, int position)
{
	if (position < 0 || db_query_is_null(row, position)) {
		json_null(json);
		return;
	}
	switch (format) {
	case LIST_PAGE_INTEGER:
		json_int(json, db_query_int(row, position));
		return;
	case LIST_PAGE_BOOLEAN:
		json_bool(json, db_query_int(row, position) != 0);
		return;
	case LIST_PAGE_DAY:
		json_day(json, (int32_t)db_query_int(row, position));
		return;
	case LIST_PAGE_INSTANT:
		json_str(json, page_instant(page, db_query_int(row, position)));
		return;
	case LIST_PAGE_POINTS:
		json_decimal(json, (struct decimal){ db_query_int(row, position) },
			     DECIMAL_PLACES);
		return;
	case LIST_PAGE_ID:
		json_id(json, db_query_int(row, position));
		return;
	case LIST_PAGE_TEXT:
	default:
		json_str(json, db_query_bytes(row, position));
	}
}

static void json_row(struct page *page, const struct list_page *list, struct json *json,
		     struct db_query *row)
{
	json_object_begin(json);
	for (const struct list_page_column *c = list->columns; c->column; c++) {
		json_name(json, c->column);
		json_value(page, json, c->format, row,
			   list_page_position(list->listing, c->column));
	}
	json_object_end(json);
}

int list_page_json(struct page *page, const struct list_page *list, struct page_list *rows,
		   struct error *err)
{
	struct json json;
	struct db_query *query;
	int rc = list_open(page->db, &rows->request, &query, err);

	if (rc < 0)
		return rc;
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "total");
	json_int(&json, rows->total);
	json_name(&json, "items");
	json_array_begin(&json);
	for (int i = 0; (rc = db_query_step(query, err)) > 0; i++) {
		if (!page_list_take(page, rows, query, i))
			break;
		json_row(page, list, &json, query);
	}
	db_query_close(query);
	json_array_end(&json);
	json_name(&json, "next");
	if (rows->next.text.length)
		json_str(&json, rows->next.text);
	else
		json_null(&json);
	json_object_end(&json);
	return rc < 0 ? rc : 0;
}
