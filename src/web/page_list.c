/*
 * page_list.c - the one reading of filter, sort, order, cursor and limit from a query, for every list.
 */
#include "web/page.h"

#include "web/route.h"

static bool column_exists(enum listing listing, struct str name)
{
	const struct listing_text *text = listing_text_of(listing);

	for (int i = 0; i < text->column_count; i++)
		if (str_equal(str_from(text->columns[i].name), name))
			return true;
	return false;
}

static bool filter_value(const struct page_list_filter *filter, struct str text,
			 struct db_arg *out)
{
	int64_t number;
	int32_t day;

	if (filter->type != DB_INTEGER) {
		*out = db_text(filter->column, text);
		return true;
	}
	if (!str_parse_int(text, INT64_MIN, INT64_MAX, &number) && !id_parse(text, &number)) {
		if (!civil_parse(text, &day))
			return false;
		number = day;
	}
	*out = db_int(filter->column, number);
	return true;
}

static int read_filters(struct page *page, const struct page_list_source *source,
			struct page_list *list, struct error *err)
{
	const struct page_list_filter *filters = source->filters;
	size_t used = 0;

	for (size_t i = 0; i < source->filter_count && used < LIST_MAXIMUM_FILTERS; i++) {
		struct str text = str_trim(form_value(page->query, filters[i].parameter));
		struct list_filter *filter = &list->filters[used];
		if (text.length == 0)
			continue;
		if (!filter_value(&filters[i], text, &filter->value)) {
			const char *found = arena_text(page->arena, text);
			return error_invalid(err, filters[i].parameter, found, "a number", "数字");
		}
		filter->column = filters[i].column;
		filter->operator= filters[i].operator;
		used++;
		list->self =
			safe_url_with(page->arena, list->self, filters[i].parameter, text);
	}
	list->request.filters = list->filters;
	list->request.filter_count = used;
	return 0;
}

static int read_sort(struct page *page, const char *default_sort, struct page_list *list,
		     struct error *err)
{
	struct str sort = form_value(page->query, "sort");
	struct str order = form_value(page->query, "order");

	list->request.sort = default_sort;
	if (sort.length) {
		if (!column_exists(list->request.listing, sort))
			return error_invalid(err, "sort", arena_text(page->arena, sort),
					     "a column of this list", "本列表的列名");
		list->request.sort = arena_text(page->arena, sort);
		list->request.descending = str_equal(order, STR("descending"));
	}
	return 0;
}

static struct safe_url with_sort(struct page *page, struct safe_url url,
				 const struct page_list *list)
{
	if (!form_has(page->query, "sort"))
		return url;
	url = safe_url_with(page->arena, url, "sort", str_from(list->request.sort));
	if (list->request.descending)
		url = safe_url_with(page->arena, url, "order", STR("descending"));
	return url;
}

/* The same path with another ending and the same filters. */
static struct safe_url as_file(struct page *page, const struct page_list *list, const char *suffix)
{
	struct str path = page->http->path;
	struct str query = str_slice(list->self.text, path.length, list->self.text.length);

	return (struct safe_url){ arena_format(page->arena, "%.*s.%s%.*s", STR_ARG(path), suffix,
					       STR_ARG(query)) };
}

int page_list_begin(struct page *page, const struct page_list_source *source,
		    struct page_list *out, struct error *err)
{
	int64_t limit = PAGE_LIST_LIMIT;
	struct str limit_text = form_value(page->query, "limit");

	*out = (struct page_list){ .request = { .listing = source->listing,
						.args = source->args } };
	out->self = (struct safe_url){ page->http->path };
	if (limit_text.length && !str_parse_int(limit_text, 1, LIST_MAXIMUM_LIMIT, &limit))
		return error_invalid(err, "limit", arena_text(page->arena, limit_text), "1 … 500",
				     "1 … 500");
	out->request.limit = (int)limit;
	int rc = read_filters(page, source, out, err);
	if (rc == 0)
		rc = read_sort(page, source->sort, out, err);
	if (rc == 0)
		rc = list_count(page->db, &out->request, &out->total, err);
	if (rc < 0)
		return rc;
	out->request.after = form_value(page->query, "after");
	out->csv = with_sort(page, as_file(page, out, "csv"), out);
	out->json = with_sort(page, as_file(page, out, "json"), out);
	if (page->route->flags & ROUTE_XLSX)
		out->xlsx = with_sort(page, as_file(page, out, "xlsx"), out);
	if (out->request.after.length)
		out->first = with_sort(page, out->self, out);
	return 0;
}

bool page_list_take(struct page *page, struct page_list *list, struct db_query *query,
		    int position)
{
	if (position == list->request.limit) {
		struct safe_url url = with_sort(page, list->self, list);
		list->next = safe_url_with(page->arena, url, "after", list->cursor);
		return false;
	}
	if (position == list->request.limit - 1)
		list->cursor = list_cursor(query, &list->request, page->arena);
	return true;
}

struct safe_url page_list_sort_url(struct page *page, const struct page_list *list,
				   const char *column)
{
	bool already = str_equal(str_from(list->request.sort), str_from(column));
	struct safe_url url =
		safe_url_with(page->arena, list->self, "sort", str_from(column));

	if (already && !list->request.descending)
		url = safe_url_with(page->arena, url, "order", STR("descending"));
	return url;
}

const char *page_list_sort_state(const struct page_list *list, const char *column)
{
	if (!str_equal(str_from(list->request.sort), str_from(column)))
		return "none";
	return list->request.descending ? "descending" : "ascending";
}
