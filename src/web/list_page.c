/*
 * list_page.c - a list as a page. How a value reads to people is decided in one place, value_text(),
 * for the page and for the CSV file.
 */
#include "web/list_page.h"

#include "messages_common.h"
#include "messages_web.h"
#include "templates_web.h"
#include "web/list_page_file.h"
#include "web/route.h"

#define OPTIONS_MAXIMUM 400

int list_page_position(enum listing listing, const char *column)
{
	const struct listing_text *text = listing_text_of(listing);

	for (int i = 0; i < text->column_count; i++)
		if (strcmp(text->columns[i].name, column) == 0)
			return i;
	return -1;
}

void list_option_add(struct page *page, struct list_options *options, const char *parameter,
		     struct str value, struct str label)
{
	if (!options->items) {
		options->items = ARENA_ARRAY(page->arena, struct list_option, OPTIONS_MAXIMUM);
		options->capacity = options->items ? OPTIONS_MAXIMUM : 0;
	}
	if (options->count < options->capacity)
		options->items[options->count++] = (struct list_option){
			value, label, str_equal(value, form_value(page->query, parameter))
		};
}

enum message list_page_word(const struct field_choice *choices, struct str stored)
{
	for (; choices->name; choices++)
		if (str_equal(stored, str_from(choices->name)))
			return choices->label;
	return MESSAGE_NONE;
}

void list_option_choices(struct page *page, struct list_options *options, const char *parameter,
			 const struct field_choice *choices)
{
	for (; choices->name; choices++)
		list_option_add(page, options, parameter, str_from(choices->name),
				str_from(page_text(page, choices->label)));
}

static struct str integer_text(struct page *page, enum list_page_format format, int64_t number)
{
	char text[ID_TEXT_BYTES];

	switch (format) {
	case LIST_PAGE_BOOLEAN:
		return number ? str_from(page_text(page, MESSAGE_COMMON_YES)) : STR_EMPTY;
	case LIST_PAGE_DAY:
		return page_day(page, (int32_t)number);
	case LIST_PAGE_INSTANT:
		return page_instant(page, number);
	case LIST_PAGE_POINTS:
		return page_points(page, (struct decimal){ number }, 2);
	case LIST_PAGE_ID:
		return arena_str(page->arena, str_from(id_format(number, text)));
	case LIST_PAGE_TEXT:
	case LIST_PAGE_INTEGER:
	default:
		return arena_format(page->arena, "%lld", (long long)number);
	}
}

struct str list_page_value(struct page *page, const struct list_page *list,
			   const struct list_page_column *column, struct db_query *row)
{
	int position = list_page_position(list->listing, column->column);
	enum message word = MESSAGE_NONE;

	if (position < 0 || db_query_is_null(row, position))
		return STR_EMPTY;
	if (column->format != LIST_PAGE_TEXT)
		return integer_text(page, column->format, db_query_int(row, position));
	if (column->word)
		word = column->word(db_query_bytes(row, position));
	if (word != MESSAGE_NONE)
		return str_from(page_text(page, word));
	if (column->text)
		return column->text(page, db_query_bytes(row, position));
	return db_query_copy(row, position, page->arena);
}

static void put_cell(struct page *page, const struct list_page *list,
		     const struct list_page_column *column, struct table_view *table,
		     struct db_query *row, bool first)
{
	struct safe_url url = { STR_EMPTY };
	int position = column->link ? list_page_position(list->listing, column->link_column) : -1;
	struct table_cell *cell;

	if (position >= 0 && !db_query_is_null(row, position))
		url = column->link(page, db_query_int(row, position));
	cell = table_link(table, list_page_value(page, list, column, row), url);
	cell->is_header = first;
}

static void put_row(struct page *page, const struct list_page *list, struct table_view *table,
		    struct db_query *row)
{
	enum message label = MESSAGE_NONE;
	struct safe_url url = { STR_EMPTY };
	bool first = true;

	table_row(table);
	for (const struct list_page_column *column = list->columns; column->column; column++) {
		if (column->format == LIST_PAGE_ID)
			continue;
		put_cell(page, list, column, table, row, first);
		first = false;
	}
	if (!list->button)
		return;
	if (list->button(page, row, &label, &url))
		table_button(table, str_from(page_text(page, label)), url, page_csrf(page));
	else
		table_cell(table, STR_EMPTY);
}

static void put_columns(struct page *page, const struct list_page *list,
			const struct page_list *rows, struct table_view *table)
{
	for (const struct list_page_column *column = list->columns; column->column; column++) {
		struct table_column *head;

		if (column->format == LIST_PAGE_ID)
			continue;
		head = table_column(table, page_text(page, column->label), column->flags);
		if (!column->sort || !rows->self.text.length)
			continue;
		head->sorted = page_list_sort_state(rows, column->sort);
		head->sort_url = page_list_sort_url(page, rows, column->sort);
	}
	if (list->button)
		table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
			     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

static int read_rows(struct page *page, const struct list_page *list, struct page_list *rows,
		     struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = list_open(page->db, &rows->request, &query, err);

	if (rc < 0)
		return rc;
	for (int i = 0; (rc = db_query_step(query, err)) > 0; i++) {
		if (!page_list_take(page, rows, query, i))
			break;
		put_row(page, list, table, query);
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

int list_page_head(struct page *page, const struct list_page *list, struct db_args args, int limit,
		   struct table_view *out, struct error *err)
{
	struct page_list rows = { .request = { .listing = list->listing,
					       .args = args,
					       .sort = list->sort,
					       .descending = list->descending,
					       .limit = limit } };

	struct list_page plain = *list;

	plain.button = NULL;
	table_init(out, page->arena, page_text(page, MESSAGE_LIST_NEWEST),
		   page_text(page, MESSAGE_LIST_NONE));
	put_columns(page, &plain, &rows, out);
	return read_rows(page, &plain, &rows, out, err);
}

static enum message unfiltered(const struct list_page *list, const struct list_page_filter *filter)
{
	const char *parameter = list->unfiltered.parameter;

	return parameter && strcmp(parameter, filter->filter.parameter) == 0
		       ? list->unfiltered.label
		       : MESSAGE_LIST_ALL;
}

static int fill_inputs(struct page *page, const struct list_page *list,
		       struct list_page_view *view, struct error *err)
{
	const struct list_page_filter *filter = list->filters;
	int rc = 0;

	view->inputs.items =
		ARENA_ARRAY(page->arena, struct list_page_input, LIST_MAXIMUM_FILTERS);
	if (!view->inputs.items)
		return error_broken(err, ERR_MEMORY, "list inputs");
	for (; rc == 0 && filter && filter->filter.parameter; filter++) {
		struct list_page_input *input = &view->inputs.items[view->inputs.count++];

		input->name = filter->filter.parameter;
		input->value = form_value(page->query, filter->filter.parameter);
		input->is_hidden = filter->label == MESSAGE_NONE;
		if (!input->is_hidden)
			input->label = str_from(page_text(page, filter->label));
		input->is_select = filter->options != NULL;
		input->unfiltered = unfiltered(list, filter);
		view->filtered |= input->value.length > 0;
		if (filter->options)
			rc = filter->options(page, &input->options, err);
	}
	return rc;
}

static void fill_actions(struct page *page, const struct list_page *list,
			 struct list_page_view *view)
{
	const struct list_page_action *action = list->actions;
	size_t count = 0;

	for (; action && action->url; action++)
		count++;
	view->actions.items = count ? ARENA_ARRAY(page->arena, struct list_page_link, count) : NULL;
	for (action = list->actions; view->actions.items && action->url; action++)
		if (page->permissions & action->permission)
			view->actions.items[view->actions.count++] = (struct list_page_link){
				str_from(page_text(page, action->label)),
				{ str_from(action->url) }
			};
}

static int show_page(struct page *page, const struct list_page *list, struct page_list *rows,
		     struct error *err)
{
	const char *title = page_text(page, page->route->title);
	struct list_page_view view = {
		.title = str_from(title),
		.about = list->about ? str_from(page_text(page, list->about)) : STR_EMPTY,
		.total = arena_format(page->arena, "%lld", (long long)rows->total),
		.self = { page->http->path },
		.csv = rows->csv,
		.json = rows->json,
		.xlsx = rows->xlsx,
	};
	int rc;

	table_init(&view.table, page->arena, title, page_text(page, MESSAGE_LIST_EMPTY));
	put_columns(page, list, rows, &view.table);
	rc = fill_inputs(page, list, &view, err);
	if (rc == 0)
		rc = read_rows(page, list, rows, &view.table, err);
	if (rc < 0)
		return rc;
	fill_actions(page, list, &view);
	view.first = rows->first;
	view.next = rows->next;
	return page_render(page, view.title, PAGE_SLOT(template_list_page, &view), err);
}

int list_page_show(struct page *page, const struct list_page *list, struct db_args args,
		   struct error *err)
{
	struct page_list_filter filters[LIST_MAXIMUM_FILTERS];
	size_t count = 0;
	struct page_list rows;
	int rc;

	for (const struct list_page_filter *f = list->filters;
	     f && f->filter.parameter && count < LIST_MAXIMUM_FILTERS; f++)
		filters[count++] = f->filter;
	struct page_list_source source = { list->listing, args, filters, count, list->sort };
	rc = page_list_begin(page, &source, &rows, err);
	if (rc < 0)
		return rc;
	if (list->descending && !form_has(page->query, "sort"))
		rows.request.descending = true;
	if (page_wants_table(page))
		return list_page_table(page, list, &rows, err);
	if (page->format == PAGE_JSON)
		return list_page_json(page, list, &rows, err);
	return show_page(page, list, &rows, err);
}
