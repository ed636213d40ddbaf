/* table.c - building a table row by row in an arena. */
#include "web/table.h"

#define FIRST_CAPACITY 16

void table_init(struct table_view *table, struct arena *arena, const char *caption,
		const char *empty)
{
	*table = (struct table_view){ .caption = str_from(caption),
				      .empty = str_from(empty),
				      .arena = arena };
	table->columns.items = ARENA_ARRAY(arena, struct table_column, TABLE_MAXIMUM_COLUMNS);
	table->failed = !table->columns.items;
}

static const char *column_class(unsigned flags)
{
	bool wide = flags & COLUMN_WIDE;

	if (flags & COLUMN_NUMBER)
		return wide ? "n wide" : "n";
	if (flags & COLUMN_NARROW)
		return wide ? "narrow wide" : "narrow";
	return wide ? "wide" : "";
}

struct table_column *table_column(struct table_view *table, const char *label, unsigned flags)
{
	static _Thread_local struct table_column spare;
	struct table_column *column = &spare;

	if (!table->failed && table->columns.count < TABLE_MAXIMUM_COLUMNS)
		column = &table->columns.items[table->columns.count++];
	else
		table->failed = true;
	*column = (struct table_column){ .label = str_from(label),
					 .class = column_class(flags),
					 .sorted = "none",
					 .hidden_label = flags & COLUMN_HIDDEN_LABEL };
	return column;
}

/* Room for one more row; arenas cannot resize, so the rows move to twice the place. */
static bool grow(struct table_view *table)
{
	size_t capacity = table->rows.capacity ? 2 * table->rows.capacity : FIRST_CAPACITY;
	struct table_row *rows;

	if (table->rows.count < table->rows.capacity)
		return true;
	rows = ARENA_ARRAY(table->arena, struct table_row, capacity);
	if (!rows)
		return false;
	if (table->rows.count)
		memcpy(rows, table->rows.items, table->rows.count * sizeof(*rows));
	table->rows.items = rows;
	table->rows.capacity = capacity;
	return true;
}

struct table_row *table_row(struct table_view *table)
{
	static _Thread_local struct table_row spare;
	struct table_cell *cells = NULL;

	if (!table->failed && grow(table))
		cells = ARENA_ARRAY(table->arena, struct table_cell, table->columns.count);
	if (!cells) {
		table->failed = true;
		return &spare;
	}
	table->rows.items[table->rows.count] =
		(struct table_row){ .class = "", .cells = { cells, 0 } };
	return &table->rows.items[table->rows.count++];
}

struct table_cell *table_cell(struct table_view *table, struct str text)
{
	static _Thread_local struct table_cell spare;
	struct table_cells *cells;
	struct table_cell *cell = &spare;

	if (!table->failed) {
		cells = &table->rows.items[table->rows.count - 1].cells;
		table->failed = cells->count == table->columns.count;
		if (!table->failed)
			cell = &cells->items[cells->count++];
	}
	*cell = (struct table_cell){ .text = text };
	cell->class = cell == &spare ? ""
				     : table->columns.items[cells->count - 1].class;
	return cell;
}

struct table_cell *table_link(struct table_view *table, struct str text, struct safe_url url)
{
	struct table_cell *cell = table_cell(table, text);

	cell->url = url;
	return cell;
}

struct table_cell *table_heading(struct table_view *table, struct str text, struct safe_url url)
{
	struct table_cell *cell = table_link(table, text, url);

	cell->is_header = true;
	return cell;
}

struct table_cell *table_button(struct table_view *table, struct str text, struct safe_url action,
				struct str csrf)
{
	struct table_cell *cell = table_cell(table, text);

	cell->action = action;
	cell->csrf = csrf;
	return cell;
}

struct table_cell *table_light(struct table_view *table, const char *light, struct str text)
{
	struct table_cell *cell = table_cell(table, text);

	cell->light = light;
	return cell;
}

int table_check(const struct table_view *table, struct error *err)
{
	return table->failed ? error_broken(err, ERR_MEMORY, "table does not fit") : 0;
}
