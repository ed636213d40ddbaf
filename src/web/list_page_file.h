/* list_page_file.h - a list as a CSV or JSON file; part of list_page.c. Layer: web. */
#ifndef LIANZE_WEB_LIST_PAGE_FILE_H
#define LIANZE_WEB_LIST_PAGE_FILE_H

#include "web/list_page.h"

/* A column's value in the present row as people read it. */
struct str list_page_value(struct page *page, const struct list_page *list,
			   const struct list_page_column *column, struct db_query *row);
/* All rows that match, with the page's headings and words, as CSV or a workbook. */
MUST_USE int list_page_table(struct page *page, const struct list_page *list,
			     const struct page_list *rows, struct error *err);
/* One page of rows with the columns' names and stored values: {"total", "items", "next"}. */
MUST_USE int list_page_json(struct page *page, const struct list_page *list,
			    struct page_list *rows, struct error *err);
#endif
