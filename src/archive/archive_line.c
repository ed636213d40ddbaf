/* archive_line.c - see archive_line.h. */
#include "archive/archive_line.h"

#include <stdlib.h>

#include "base/id.h"

#define COUNTED_MAXIMUM 1000000

enum { DAY, ID, LINK_ID, TITLE, TITLE_EN, NOTE, WORD, NUMBER, SECRET };

struct merging {
	struct db *db;
	const struct archive_line_request *request;
	struct arena *arena;
	struct str pattern, kind, word;
	struct archive_row *rows;
	size_t *places; /* of each row: the index of its source */
	size_t count, capacity;
};

size_t archive_source_count(const struct archive_source *const *sources)
{
	size_t count = 0;

	while (sources[count])
		count++;
	return count;
}

/* Places ------------------------------------------------------------------------------------------- */

struct str archive_place_format(const struct archive_source *const *sources,
				const struct archive_place *place, struct arena *arena)
{
	char day[CIVIL_TEXT_BYTES], id[ID_TEXT_BYTES];

	return arena_format(arena, "%s.%s.%s", civil_format(place->day, day),
			    sources[place->source]->kind, id_format(place->id, id));
}

bool archive_place_parse(const struct archive_source *const *sources, struct str text,
			 struct archive_place *out)
{
	size_t dot = 0, end = text.length;
	struct str kind;

	while (dot < text.length && text.bytes[dot] != '.')
		dot++;
	while (end > dot && text.bytes[end - 1] != '.')
		end--;
	if (end < dot + 2 || !civil_parse(str_slice(text, 0, dot), &out->day) ||
	    !id_parse(str_slice(text, end, text.length - end), &out->id))
		return false;
	kind = str_slice(text, dot + 1, end - dot - 2);
	for (out->source = 0; sources[out->source]; out->source++)
		if (str_equal(kind, str_from(sources[out->source]->kind)))
			return true;
	return false;
}

/* Asking a source ---------------------------------------------------------------------------------- */

/* "%text%" in lower case, with the characters that LIKE reads escaped. */
static struct str pattern_of(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, 2 * text.length + 2);
	size_t length = 0;

	if (!out)
		return STR_EMPTY;
	out[length++] = '%';
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.bytes[i];

		if (byte == '%' || byte == '_' || byte == '\\')
			out[length++] = '\\';
		out[length++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
	}
	if (text.length)
		out[length++] = '%';
	return (struct str){ out, length };
}

/* "entry:award" is the source "entry" with the word "award". */
static void split_kind(struct merging *it)
{
	struct str kind = it->request->kind;

	it->kind = kind;
	it->word = STR("");
	for (size_t i = 0; i < kind.length; i++)
		if (kind.bytes[i] == ':') {
			it->kind = str_slice(kind, 0, i);
			it->word = str_slice(kind, i + 1, kind.length - i - 1);
			return;
		}
}

static bool is_asked(const struct merging *it, size_t at)
{
	const struct archive_line_request *request = it->request;

	return request->views[at].open &&
	       (!it->kind.length || str_equal(it->kind, str_from(request->sources[at]->kind)));
}

static int open_source(struct merging *it, size_t at, size_t limit, struct db_query **out,
		       struct error *err)
{
	const struct archive_line_request *request = it->request;
	const struct archive_view_of *view = &request->views[at];
	const struct archive_place *after = request->after;
	bool bounded = !view->closing && view->to_day < request->to_day;
	int32_t to_day = bounded ? view->to_day : request->to_day;
	int32_t before_day = after ? after->day : to_day + 1;
	int64_t before_id = 0;

	/* On the day of the last row: sources before its own are done, those behind have not begun. */
	if (after && at == after->source)
		before_id = after->id;
	else if (after && at > after->source)
		before_id = INT64_MAX;
	return db_query_open(it->db, request->sources[at]->statement,
			     DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
				     db_int("subject_id", request->subject_id),
				     db_int("from_day", request->from_day), db_int("to_day", to_day),
				     db_int("before_day", before_day), db_int("before_id", before_id),
				     db_int("last_id", view->closing ? INT64_MAX : view->last_id),
				     db_text("pattern", it->pattern), db_text("word", it->word),
				     db_int("secret", view->secret), db_int("limit", (int64_t)limit)),
			     out, err);
}

static int begin(struct merging *it, struct error *err)
{
	it->pattern = pattern_of(str_trim(it->request->text), it->arena);
	if (!it->pattern.bytes)
		return error_broken(err, ERR_MEMORY, "a time line");
	split_kind(it);
	return 0;
}

/* Whether the present row comes under a closure of certain words. */
static bool is_closed(const struct archive_view_of *view, struct db_query *query)
{
	const struct archive_term *term =
		view->closing ? archive_term_find(view->closing, db_query_bytes(query, WORD)) : NULL;

	return term && term->closes &&
	       (db_query_int(query, DAY) > view->to_day || db_query_int(query, ID) > view->last_id);
}

/* Merging ------------------------------------------------------------------------------------------ */

static void take(struct merging *it, size_t at, struct db_query *query)
{
	it->places[it->count] = at;
	it->rows[it->count++] = (struct archive_row){
		.source = it->request->sources[at],
		.day = (int32_t)db_query_int(query, DAY),
		.id = db_query_int(query, ID),
		.link_id = db_query_int(query, LINK_ID),
		.title = db_query_copy(query, TITLE, it->arena),
		.title_en = db_query_copy(query, TITLE_EN, it->arena),
		.note = db_query_copy(query, NOTE, it->arena),
		.word = db_query_copy(query, WORD, it->arena),
		.has_number = !db_query_is_null(query, NUMBER),
		.number = db_query_int(query, NUMBER),
		.secret = db_query_int(query, SECRET) != 0,
	};
}

static int take_source(struct merging *it, size_t at, struct error *err)
{
	const struct archive_view_of *view = &it->request->views[at];
	size_t wanted = it->count + it->request->limit + 1;
	struct db_query *query;
	/* Of rows that are judged here it is not known how many remain. */
	int code = open_source(it, at, view->closing ? COUNTED_MAXIMUM : it->request->limit + 1,
			       &query, err);

	if (code)
		return code;
	while (it->count < wanted && (code = db_query_step(query, err)) > 0)
		if (!is_closed(view, query))
			take(it, at, query);
	db_query_close(query);
	return code < 0 ? code : 0;
}

struct ordered {
	const struct archive_row *row;
	size_t source;
};

static int compare(const void *a, const void *b)
{
	const struct ordered *left = a, *right = b;

	if (left->row->day != right->row->day)
		return left->row->day > right->row->day ? -1 : 1;
	if (left->source != right->source)
		return left->source < right->source ? -1 : 1;
	return (left->row->id < right->row->id) - (left->row->id > right->row->id);
}

static int give(struct merging *it, struct archive_line *out, struct error *err)
{
	size_t limit = it->request->limit;
	struct ordered *order = ARENA_ARRAY(it->arena, struct ordered, it->count + 1);

	*out = (struct archive_line){ .more = it->count > limit };
	out->count = out->more ? limit : it->count;
	out->rows = ARENA_ARRAY(it->arena, struct archive_row, out->count + 1);
	if (!order || !out->rows)
		return error_broken(err, ERR_MEMORY, "%zu entries", it->count);
	for (size_t i = 0; i < it->count; i++)
		order[i] = (struct ordered){ &it->rows[i], it->places[i] };
	qsort(order, it->count, sizeof(*order), compare);
	for (size_t i = 0; i < out->count; i++)
		out->rows[i] = *order[i].row;
	if (out->count)
		out->last = (struct archive_place){ .day = order[out->count - 1].row->day,
						    .source = order[out->count - 1].source,
						    .id = order[out->count - 1].row->id };
	return 0;
}

int archive_line_read(struct db *db, const struct archive_line_request *request, struct arena *arena,
		      struct archive_line *out, struct error *err)
{
	size_t sources = archive_source_count(request->sources);
	struct merging it = { .db = db, .request = request, .arena = arena };
	int code;

	it.capacity = sources * (request->limit + 1);
	it.rows = ARENA_ARRAY(arena, struct archive_row, it.capacity + 1);
	it.places = ARENA_ARRAY(arena, size_t, it.capacity + 1);
	if (!it.rows || !it.places)
		return error_broken(err, ERR_MEMORY, "%zu entries", it.capacity);
	code = begin(&it, err);
	for (size_t i = 0; !code && i < sources; i++)
		if (is_asked(&it, i))
			code = take_source(&it, i, err);
	return code ? code : give(&it, out, err);
}

int archive_line_count(struct db *db, const struct archive_line_request *request,
		       struct arena *arena, int64_t *out_counts, struct error *err)
{
	size_t sources = archive_source_count(request->sources);
	struct merging it = { .db = db, .request = request, .arena = arena };
	int code = begin(&it, err);

	for (size_t i = 0; !code && i < sources; i++) {
		struct db_query *query;

		out_counts[i] = 0;
		if (!is_asked(&it, i))
			continue;
		code = open_source(&it, i, COUNTED_MAXIMUM, &query, err);
		if (code)
			return code;
		while ((code = db_query_step(query, err)) > 0)
			out_counts[i] += !is_closed(&request->views[i], query);
		db_query_close(query);
	}
	return code;
}
