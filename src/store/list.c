/*
 * list.c - composes list queries (list.h).
 *
 * The list's own SELECT becomes a subquery, so that conditions and order name its columns; both
 * engines flatten it, and indexes serve as if it were written by hand. Everything in the text comes
 * from tables fixed at build time; values, the limit among them, are bound.
 */
#include "store/list.h"

#include "store/list_compose.h"

/* One query in the making. */
struct composition {
	const struct listing_text *listing;
	const struct list_request *request;
	enum db_engine engine;
	int sort; /* position of the sort column */
	struct buf text;
	struct db_values values;
	struct arena *arena;
};

int list_column(const struct listing_text *listing, const char *name)
{
	for (int i = 0; name && i < listing->column_count; i++)
		if (!strcmp(listing->columns[i].name, name))
			return i;
	return -1;
}

/* The text -------------------------------------------------------------------------------------- */

static void add_listed(const struct listing_column *column, struct buf *out)
{
	buf_add_text(out, " ");
	buf_add_text(out, column->expression);
	buf_add_text(out, " AS \"");
	buf_add_text(out, column->name);
	buf_add_text(out, "\"");
}

void list_compose_base(enum db_engine engine, const struct listing_text *listing, struct buf *out)
{
	bool sqlite = engine == DB_ENGINE_SQLITE;

	buf_add_text(out, sqlite ? listing->sqlite_head : listing->postgres_head);
	for (int i = 0; i < listing->column_count; i++) {
		buf_add_text(out, i ? "," : "");
		add_listed(&listing->columns[i], out);
	}
	buf_add_text(out, " ");
	buf_add_text(out, sqlite ? listing->sqlite_tail : listing->postgres_tail);
}

static void add_column(struct composition *made, int column)
{
	buf_add_byte(&made->text, '"');
	buf_add_text(&made->text, made->listing->columns[column].name);
	buf_add_byte(&made->text, '"');
}

/* The next parameter, with its value. More than fit make the text fail. */
static void add_value(struct composition *made, const struct db_arg *value)
{
	if (made->values.count == DB_PARAMS_MAXIMUM) {
		made->text.failed = true;
		return;
	}
	made->values.items[made->values.count++] = value;
	buf_add_byte(&made->text, made->engine == DB_ENGINE_SQLITE ? '?' : '$');
	buf_add_int(&made->text, made->values.count);
}

static void add_integer(struct composition *made, int64_t number)
{
	struct db_arg *value = ARENA_NEW(made->arena, struct db_arg);

	if (!value) {
		made->text.failed = true;
		return;
	}
	*value = db_int("", number);
	add_value(made, value);
}

/* Filters --------------------------------------------------------------------------------------- */

static const struct operator_text {
	const char *before, *between, *behind;
} operator_texts[LIST_OPERATOR_COUNT] = {
	[LIST_EQUAL] = { "", " = ", "" },
	[LIST_NOT_EQUAL] = { "", " IS DISTINCT FROM ", "" },
	[LIST_AT_LEAST] = { "", " >= ", "" },
	[LIST_AT_MOST] = { "", " <= ", "" },
	[LIST_CONTAINS] = { "lower(", ") LIKE ", " ESCAPE '\\'" },
	[LIST_IS_NULL] = { "", " IS NULL", "" },
};

static enum db_type column_type(const struct listing_column *column)
{
	return column->type == 'i' ? DB_INTEGER : column->type == 't' ? DB_TEXT : DB_BLOB;
}

static int filter_check(const struct composition *made, const struct list_filter *filter,
			int *out_column, struct error *err)
{
	int column = list_column(made->listing, filter->column);

	if (column < 0)
		return error_invalid(err, filter->column ? filter->column : "filter", "",
				     "a column of this list", "本列表的列");
	enum db_type type = column_type(&made->listing->columns[column]);
	bool fits = (int)filter->operator >= 0 && filter->operator < LIST_OPERATOR_COUNT &&
		    (filter->operator == LIST_IS_NULL || filter->value.type == type) &&
		    (filter->operator != LIST_CONTAINS || type == DB_TEXT);
	if (!fits)
		return error_invalid(err, filter->column, "", "a value of the column's kind",
				     "与该列类型相符的值");
	*out_column = column;
	return 0;
}

/* %value% with the wildcards in it escaped and ASCII letters small; NULL when memory is out. */
static struct db_arg *pattern_make(struct arena *arena, struct str value)
{
	struct db_arg *pattern = ARENA_NEW(arena, struct db_arg);
	char *text = arena_alloc(arena, 2 * value.length + 2);
	size_t length = 0;

	if (!pattern || !text)
		return NULL;
	text[length++] = '%';
	for (size_t i = 0; i < value.length; i++) {
		char c = value.bytes[i];
		if (c == '%' || c == '_' || c == '\\')
			text[length++] = '\\';
		text[length++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	text[length++] = '%';
	*pattern = db_text("", (struct str){ text, length });
	return pattern;
}

static int filter_add(struct composition *made, const struct list_filter *filter,
		      struct error *err)
{
	const struct db_arg *value = &filter->value;
	int column = -1;

	int code = filter_check(made, filter, &column, err);
	if (code)
		return code;
	if (filter->operator == LIST_CONTAINS) {
		value = pattern_make(made->arena, filter->value.bytes);
		if (!value)
			return error_broken(err, ERR_MEMORY, "list filter");
	}
	const struct operator_text *text = &operator_texts[filter->operator];
	buf_add_text(&made->text, " AND ");
	buf_add_text(&made->text, text->before);
	add_column(made, column);
	/* Whatever the database's locale: only ASCII letters have a lower case, as in SQLite. */
	if (filter->operator == LIST_CONTAINS && made->engine == DB_ENGINE_POSTGRES)
		buf_add_text(&made->text, " COLLATE \"C\"");
	buf_add_text(&made->text, text->between);
	if (filter->operator != LIST_IS_NULL)
		add_value(made, value);
	buf_add_text(&made->text, text->behind);
	return 0;
}

static int filters_add(struct composition *made, struct error *err)
{
	const struct list_request *request = made->request;

	if (request->filter_count > LIST_MAXIMUM_FILTERS)
		return error_invalid(err, "filter", "", "at most 12 filters", "最多 12 个筛选条件");
	for (size_t i = 0; i < request->filter_count; i++) {
		int code = filter_add(made, &request->filters[i], err);
		if (code)
			return code;
	}
	return 0;
}

/* Order and place ------------------------------------------------------------------------------- */

static bool sorts_by_id(const struct composition *made)
{
	return !strcmp(made->listing->columns[made->sort].name, "id");
}

static void add_id_condition(struct composition *made, const struct list_place *place)
{
	buf_add_text(&made->text, made->request->descending ? "\"id\" < " : "\"id\" > ");
	add_integer(made, place->id);
}

/* Behind a row without a value: the others without one, then (ascending) all that have one. */
static void add_behind_null(struct composition *made, const struct list_place *place)
{
	buf_add_text(&made->text, " AND ((");
	add_column(made, made->sort);
	buf_add_text(&made->text, " IS NULL AND ");
	add_id_condition(made, place);
	buf_add_text(&made->text, ")");
	if (!made->request->descending) {
		buf_add_text(&made->text, " OR ");
		add_column(made, made->sort);
		buf_add_text(&made->text, " IS NOT NULL");
	}
	buf_add_text(&made->text, ")");
}

/* Behind a row with a value; descending, those without one are still to come. */
static void add_behind_value(struct composition *made, const struct list_place *place)
{
	bool nulls_follow = made->request->descending &&
			    !made->listing->columns[made->sort].required;

	buf_add_text(&made->text, nulls_follow ? " AND ((" : " AND (");
	add_column(made, made->sort);
	buf_add_text(&made->text, made->request->descending ? ", \"id\") < (" : ", \"id\") > (");
	add_value(made, &place->value);
	buf_add_text(&made->text, ", ");
	add_integer(made, place->id);
	buf_add_text(&made->text, ")");
	if (nulls_follow) {
		buf_add_text(&made->text, " OR ");
		add_column(made, made->sort);
		buf_add_text(&made->text, " IS NULL)");
	}
}

static int place_add(struct composition *made, struct error *err)
{
	struct list_place *place;

	if (!made->request->after.length)
		return 0;
	place = ARENA_NEW(made->arena, struct list_place);
	if (!place)
		return error_broken(err, ERR_MEMORY, "list cursor");
	int code = list_place_parse(made->listing, made->sort, made->request->after, made->arena,
				    place, err);
	if (code)
		return code;
	if (sorts_by_id(made)) {
		buf_add_text(&made->text, " AND ");
		add_id_condition(made, place);
	} else if (place->value.type == DB_NULL) {
		add_behind_null(made, place);
	} else {
		add_behind_value(made, place);
	}
	return 0;
}

/* PostgreSQL uses an index only for the order that it was made with, so the place of rows without a
 * value is spelled out only where there can be any. */
static void order_add(struct composition *made)
{
	bool descending = made->request->descending;

	buf_add_text(&made->text, " ORDER BY ");
	if (!sorts_by_id(made)) {
		add_column(made, made->sort);
		buf_add_text(&made->text, descending ? " DESC" : "");
		if (!made->listing->columns[made->sort].required)
			buf_add_text(&made->text, descending ? " NULLS LAST" : " NULLS FIRST");
		buf_add_text(&made->text, ", ");
	}
	buf_add_text(&made->text, descending ? "\"id\" DESC" : "\"id\"");
}

/* The whole -------------------------------------------------------------------------------------- */

/* Values of the list's own parameters, by name, as in db.c. */
static int base_values(struct composition *made, struct error *err)
{
	const struct listing_text *listing = made->listing;
	struct db_args args = made->request->args;

	if ((size_t)listing->param_count != args.count)
		return error_broken(err, ERR_BROKEN, "list %s has %d parameters, not %zu",
				    listing->name, listing->param_count, args.count);
	for (int i = 0; i < listing->param_count; i++) {
		const struct db_arg *found = NULL;
		for (size_t j = 0; j < args.count && !found; j++)
			if (!strcmp(args.items[j].name, listing->params[i]))
				found = &args.items[j];
		if (!found)
			return error_broken(err, ERR_BROKEN, "list %s: no argument \"%s\"",
					    listing->name, listing->params[i]);
		made->values.items[made->values.count++] = found;
	}
	return 0;
}

/*
 * Rows are counted by their ids, behind a limit that cuts nothing but keeps SQLite from merging the
 * count with the rest: only in a query that is no aggregate does it leave out joins whose columns
 * nobody asks for. (Persons with their present posts: 70 instead of 1,860 microseconds for 1,058 rows.)
 */
static const char count_head[] = "SELECT COUNT(*) AS count FROM (SELECT \"id\" FROM (";
static const char count_tail[] = " LIMIT 9223372036854775807) AS counted";

static int compose(struct composition *made, enum list_extent extent, struct error *err)
{
	int code = base_values(made, err);

	buf_add_text(&made->text, extent == LIST_NUMBER ? count_head : "SELECT * FROM (");
	list_compose_base(made->engine, made->listing, &made->text);
	buf_add_text(&made->text, ") AS listed WHERE 1 = 1");
	if (!code)
		code = filters_add(made, err);
	if (!code && extent == LIST_PAGE)
		code = place_add(made, err);
	if (code)
		return code;
	if (extent == LIST_NUMBER)
		buf_add_text(&made->text, count_tail);
	else
		order_add(made);
	if (extent == LIST_PAGE) {
		buf_add_text(&made->text, " LIMIT ");
		add_integer(made, made->request->limit + 1);
	}
	return buf_failed(&made->text) ? error_broken(err, ERR_MEMORY, "list %s is too long",
						      made->listing->name)
				       : 0;
}

static int request_check(const struct listing_text *listing, const struct list_request *request,
			 enum list_extent extent, int *out_sort, struct error *err)
{
	int sort = list_column(listing, request->sort ? request->sort : "id");

	if (sort < 0)
		return error_invalid(err, "sort", request->sort ? request->sort : "id",
				     "a column of this list", "本列表的列");
	if (extent == LIST_PAGE && (request->limit < 1 || request->limit > LIST_MAXIMUM_LIMIT))
		return error_invalid(err, "limit", "", "1 to 500", "1 至 500");
	*out_sort = sort;
	return 0;
}

int listing_open(struct db *db, const struct listing_text *listing,
		 const struct list_request *request, enum list_extent extent,
		 struct db_query **out, struct error *err)
{
	struct composition made = { .listing = listing, .request = request,
				    .engine = db_engine(db) };

	int code = request_check(listing, request, extent, &made.sort, err);
	if (code)
		return code;
	made.arena = arena_new((size_t)8 * LIST_MAXIMUM_BYTES);
	if (!made.arena)
		return error_broken(err, ERR_MEMORY, "list %s", listing->name);
	buf_init(&made.text, LIST_MAXIMUM_BYTES);
	code = compose(&made, extent, err);
	if (code) {
		arena_free(made.arena);
	} else {
		struct db_composition whole = {
			.text = buf_str(&made.text),
			.values = made.values,
			.columns = extent == LIST_NUMBER ? 1 : listing->column_count,
			.arena = made.arena,
		};
		code = db_compose_query(db, &whole, out, err);
	}
	buf_release(&made.text);
	return code;
}

int list_open(struct db *db, const struct list_request *request, struct db_query **out,
	      struct error *err)
{
	return listing_open(db, listing_text_of(request->listing), request, LIST_PAGE, out, err);
}

int list_open_all(struct db *db, const struct list_request *request, struct db_query **out,
		  struct error *err)
{
	return listing_open(db, listing_text_of(request->listing), request, LIST_ALL, out, err);
}

int list_count(struct db *db, const struct list_request *request, int64_t *out, struct error *err)
{
	struct db_query *query;

	int code = listing_open(db, listing_text_of(request->listing), request, LIST_NUMBER, &query,
				err);
	if (code)
		return code;
	code = db_query_step(query, err);
	int64_t count = code == 1 ? db_query_int(query, 0) : 0;
	db_query_close(query);
	if (code < 0)
		return code;
	*out = count;
	return 0;
}

struct str listing_cursor(struct db_query *query, const struct listing_text *listing,
			  const struct list_request *request, struct arena *arena)
{
	int sort = list_column(listing, request->sort ? request->sort : "id");
	struct list_place place = { .value = db_null("") };

	if (sort < 0)
		return STR_EMPTY;
	place.id = db_query_int(query, list_column(listing, "id"));
	enum db_type type = column_type(&listing->columns[sort]);
	if (!db_query_is_null(query, sort)) {
		place.value.type = type;
		if (type == DB_INTEGER)
			place.value.integer = db_query_int(query, sort);
		else
			place.value.bytes = db_query_bytes(query, sort);
	}
	return list_place_format(listing, sort, &place, arena);
}

struct str list_cursor(struct db_query *query, const struct list_request *request,
		       struct arena *arena)
{
	return listing_cursor(query, listing_text_of(request->listing), request, arena);
}
