/* post_view.c - see post_view.h. Both statements give: id, the other side's id, code, name, the post. */
#include "people/post_view.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_person_change.h"
#include "messages_web.h"
#include "people/post.h"
#include "statements_post.h"
#include "web/links.h"
#include "web/list_page.h"

struct side {
	enum message heading, caption, empty;
	permission_set permission;
	struct safe_url (*link)(struct page *page, int64_t id);
	enum statement statement;
	const char *argument;
};

static const struct side of_person = { MESSAGE_POST_UNIT_ID,	  MESSAGE_PERSON_PAGE_POSTS,
				       MESSAGE_PERSON_PAGE_NO_POSTS, PERMISSION_UNIT_READ,
				       link_unit,		  STATEMENT_POST_OF_PERSON,
				       "person_id" };
static const struct side of_unit = { MESSAGE_PERSON_NAME,	 MESSAGE_UNIT_PAGE_POSTS,
				     MESSAGE_UNIT_PAGE_NO_POSTS, PERMISSION_PERSON_READ,
				     link_person,		 STATEMENT_POST_OF_UNIT,
				     "unit_id" };

/* Whether the table has a column of links to end posts: a person's, for who may write it. */
static bool offers_end(struct page *page, const struct side *side, int64_t id)
{
	return side == &of_person && page_may(page, PERMISSION_PERSON_WRITE, 0, id);
}

static void put_columns(struct page *page, const struct side *side, bool ends,
			struct table_view *table)
{
	table_init(table, page->arena, page_text(page, side->caption), page_text(page, side->empty));
	table_column(table, page_text(page, side->heading), 0);
	table_column(table, page_text(page, MESSAGE_POST_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_POST_LEVEL), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_POST_FROM_DAY), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_POST_TO_DAY), COLUMN_NARROW);
	if (ends)
		table_column(table, page_text(page, MESSAGE_COMMON_ACTIONS),
			     COLUMN_NARROW | COLUMN_HIDDEN_LABEL);
}

static void put_end(struct page *page, int64_t person_id, struct table_view *table,
		    struct db_query *query)
{
	bool open = db_query_is_null(query, 8) || db_query_int(query, 8) > page->today;

	if (!open)
		table_cell(table, STR_EMPTY);
	else
		table_link(table, str_from(page_text(page, MESSAGE_PERSON_CHANGE_END_LINK)),
			   safe_url_format(page->arena, "/persons/%I/posts/%I/end", person_id,
					   db_query_int(query, 0)));
}

static void put_row(struct page *page, const struct side *side, struct table_view *table,
		    struct db_query *query)
{
	enum message level = list_page_word(post_levels, db_query_bytes(query, 5));
	struct safe_url url = { STR_EMPTY };
	struct table_cell *cell;

	if (rights_has_everywhere(&page->rights, side->permission))
		url = side->link(page, db_query_int(query, 1));
	table_row(table);
	table_heading(table, db_query_copy(query, 3, page->arena), url);
	cell = table_cell(table, db_query_copy(query, 4, page->arena));
	if (db_query_int(query, 6))
		cell->note = str_from(page_text(page, MESSAGE_POST_PRINCIPAL));
	table_cell(table, str_from(page_text(page, level)));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 7)));
	table_cell(table, db_query_is_null(query, 8)
				  ? str_from(page_text(page, MESSAGE_POST_STILL))
				  : page_day(page, (int32_t)db_query_int(query, 8)));
}

static int read_posts(struct page *page, const struct side *side, int64_t id,
		      struct table_view *table, struct error *err)
{
	bool ends = offers_end(page, side, id);
	struct db_query *query;
	int rc = db_query_open(page->db, side->statement,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int(side->argument, id)),
			       &query, err);

	if (rc < 0)
		return rc;
	put_columns(page, side, ends, table);
	while ((rc = db_query_step(query, err)) > 0) {
		put_row(page, side, table, query);
		if (ends)
			put_end(page, id, table, query);
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

int post_table_of_person(struct page *page, int64_t person_id, struct table_view *out,
			 struct error *err)
{
	return read_posts(page, &of_person, person_id, out, err);
}

int post_table_of_unit(struct page *page, int64_t unit_id, struct table_view *out, struct error *err)
{
	return read_posts(page, &of_unit, unit_id, out, err);
}
