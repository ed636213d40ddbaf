/*
 * db_check.c - at start, every statement and every list is prepared against the live database.
 */
#include "store/db_driver.h"
#include "store/list_compose.h"

int db_check_statement(struct db *db, enum statement statement, struct error *err)
{
	const struct statement_text *text = statement_text_of(statement);
	struct db_sql sql = { -1, text->name, db_text_of(db, statement), text->param_count };

	if (!sql.text)
		return 0;
	int code = db->driver->check(db, &sql, text->column_count ? text->columns : NULL,
				     text->column_count, err);
	if (code)
		error_detail(err, "%s:%d", text->file, text->line);
	return code;
}

int db_check_listing(struct db *db, enum listing listing, struct error *err)
{
	const struct listing_text *text = listing_text_of(listing);
	const char *columns[LIST_MAXIMUM_COLUMNS];
	struct buf whole;

	if (text->column_count > LIST_MAXIMUM_COLUMNS)
		return error_broken(err, ERR_BROKEN, "list %s has too many columns", text->name);
	for (int i = 0; i < text->column_count; i++)
		columns[i] = text->columns[i].name;
	buf_init(&whole, LIST_MAXIMUM_BYTES);
	list_compose_base(db_engine(db), text, &whole);
	buf_add_byte(&whole, '\0');
	int code = buf_failed(&whole) ? error_broken(err, ERR_MEMORY, "list %s", text->name) : 0;
	if (!code) {
		struct db_sql sql = { -1, text->name, whole.bytes, text->param_count };
		code = db->driver->check(db, &sql, columns, text->column_count, err);
	}
	buf_release(&whole);
	if (code)
		error_detail(err, "%s:%d", text->file, text->line);
	return code;
}

int db_check_statements(struct db *db, struct error *err)
{
	int code = 0;

	for (int i = 0; i < statement_count && !code; i++)
		code = db_check_statement(db, statement_texts[i].statement, err);
	for (int i = 0; i < listing_count && !code; i++)
		code = db_check_listing(db, listing_texts[i].listing, err);
	return code;
}
