/*
 * meeting_load.c - a meeting with all that belongs to it. See meeting_store.h.
 *
 * The statements give a record's columns and, behind them, the names that a page wants beside it.
 */
#include "meeting/meeting_store.h"
#include "people/person.h"
#include "people/record_find.h"
#include "statements_conclusion.h"
#include "statements_meeting.h"

/* How rows of one kind are read: the record stands first in the row's struct. */
struct row_reader {
	const struct record_type *type;
	enum statement statement;
	size_t size;
	void (*more)(struct db_query *query, int column, struct arena *arena, void *row);
};

static void topic_more(struct db_query *query, int column, struct arena *arena, void *row)
{
	struct meeting_topic_row *topic = row;

	topic->unit_name = db_query_copy(query, column, arena);
	topic->person_name = db_query_copy(query, column + 1, arena);
}

static void participant_more(struct db_query *query, int column, struct arena *arena, void *row)
{
	struct meeting_participant_row *participant = row;

	participant->unit_name = db_query_copy(query, column, arena);
	participant->unit_code = db_query_copy(query, column + 1, arena);
	participant->person_name = db_query_copy(query, column + 2, arena);
}

static void reference_more(struct db_query *query, int column, struct arena *arena, void *row)
{
	struct meeting_reference_row *reference = row;

	reference->title = db_query_copy(query, column, arena);
	reference->code = db_query_copy(query, column + 1, arena);
	reference->year = db_query_int(query, column + 2);
	reference->confidential = db_query_int(query, column + 3) != 0;
}

static void conclusion_more(struct db_query *query, int column, struct arena *arena, void *row)
{
	struct conclusion_row *it = row;

	it->unit_name = db_query_copy(query, column, arena);
	it->meeting_title = db_query_copy(query, column + 1, arena);
	it->meeting_day = (int32_t)db_query_int(query, column + 2);
	it->plan_year = db_query_int(query, column + 3);
	it->item_code = db_query_copy(query, column + 4, arena);
	it->item_title = db_query_copy(query, column + 5, arena);
	it->confidential = db_query_int(query, column + 6) != 0;
	it->assignment_id = db_query_int(query, column + 7);
	it->planned = db_query_int(query, column + 8) != 0;
	it->report_status = db_query_copy(query, column + 9, arena);
	it->report_text = db_query_copy(query, column + 10, arena);
	it->report_day = (int32_t)db_query_int(query, column + 11);
}

static const struct row_reader topics = { &meeting_topic_record, STATEMENT_MEETING_TOPICS_OF,
					  sizeof(struct meeting_topic_row), topic_more };
static const struct row_reader participants = { &meeting_participant_record,
						STATEMENT_MEETING_PARTICIPANTS_OF,
						sizeof(struct meeting_participant_row),
						participant_more };
static const struct row_reader references = { &meeting_reference_record,
					      STATEMENT_MEETING_REFERENCES_OF,
					      sizeof(struct meeting_reference_row),
					      reference_more };
static const struct row_reader conclusions = { &meeting_conclusion_record,
					       STATEMENT_CONCLUSIONS_OF_MEETING,
					       sizeof(struct conclusion_row), conclusion_more };
static const struct row_reader carried = { &meeting_conclusion_record,
					   STATEMENT_CONCLUSIONS_CARRIED,
					   sizeof(struct conclusion_row), conclusion_more };
static const struct row_reader single = { &meeting_conclusion_record, STATEMENT_CONCLUSION_SHOWN,
					  sizeof(struct conclusion_row), conclusion_more };

/* Room for one more row; the array doubles. */
static char *grow(struct arena *arena, char *items, size_t count, size_t size)
{
	if (count && count & (count - 1))
		return items;
	char *grown = arena_alloc_array(arena, count ? 2 * count : 1, size);
	if (grown && count)
		memcpy(grown, items, count * size);
	return grown;
}

/* *out_items is set to the array. */
static int read_rows(struct db *db, const struct row_reader *reader, struct db_args args,
		     struct arena *arena, void *out_items, size_t *out_count,
		     struct error *err) /* lint: as record_find_all() */
{
	const int more = 4 + (int)reader->type->field_count;
	struct db_query *query;
	char *items = NULL;
	size_t count = 0;
	int code = db_query_open(db, reader->statement, args, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		items = grow(arena, items, count, reader->size);
		char *row = items ? items + count * reader->size : NULL;
		code = row ? record_read(query, reader->type, arena, row, err)
			   : error_broken(err, ERR_MEMORY, "%zu rows of a meeting", count);
		if (code)
			break;
		reader->more(query, more, arena, row);
		count++;
	}
	db_query_close(query);
	memcpy(out_items, &items, sizeof(items));
	*out_count = count;
	return code;
}

static int load_chair(struct db *db, struct arena *arena, struct meeting_whole *whole,
		      struct error *err)
{
	struct person person;
	int code;

	whole->chair_name = STR_EMPTY;
	if (!whole->meeting.chair_id)
		return 0;
	code = record_get(db, &person_record,
			  (struct record_key){ whole->meeting.head.jurisdiction_id,
					       whole->meeting.chair_id },
			  arena, &person, err);
	if (!code)
		whole->chair_name = person.name;
	return code;
}

static int load_carried(struct db *db, struct arena *arena, struct meeting_whole *whole,
			struct error *err)
{
	const struct meeting *meeting = &whole->meeting;
	const struct db_arg args[] = {
		db_int("jurisdiction_id", meeting->head.jurisdiction_id),
		db_text("kind", str_from(meeting_kinds[meeting->kind].name)),
		db_text("series", meeting->series),
		db_int("day", meeting->day),
		db_int("id", meeting->head.id),
	};
	const struct record_query query = { &meeting_record, STATEMENT_MEETING_BEFORE,
					    { args, ARRAY_LENGTH(args) } };
	int code = record_find(db, &query, arena, &whole->before, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		whole->before = (struct meeting){ .version = 0 };
		return 0;
	}
	if (code)
		return code;
	return read_rows(db, &carried,
			 DB_ARGS(args[0], args[1], args[2], args[3], args[4],
				 db_int("before", whole->before.head.id),
				 db_int("before_day", whole->before.day)),
			 arena, &whole->carried.items, &whole->carried.count, err);
}

int meeting_load(struct db *db, struct record_key key, struct arena *arena,
		 struct meeting_whole *out, struct error *err)
{
	const struct db_arg arg[] = { db_int("jurisdiction_id", key.jurisdiction_id),
				      db_int("meeting_id", key.id) };
	const struct db_args args = { arg, ARRAY_LENGTH(arg) };
	int code;

	*out = (struct meeting_whole){ .topic_count = 0 };
	code = record_get(db, &meeting_record, key, arena, &out->meeting, err);
	if (!code)
		code = load_chair(db, arena, out, err);
	if (!code)
		code = read_rows(db, &topics, args, arena, &out->topics, &out->topic_count, err);
	if (!code)
		code = read_rows(db, &participants, args, arena, &out->participants,
				 &out->participant_count, err);
	if (!code)
		code = read_rows(db, &references, args, arena, &out->references,
				 &out->reference_count, err);
	if (!code)
		code = read_rows(db, &conclusions, args, arena, &out->conclusions.items,
				 &out->conclusions.count, err);
	return code ? code : load_carried(db, arena, out, err);
}

int meeting_topic_index(const struct meeting_whole *whole, int64_t topic_id)
{
	for (size_t i = 0; i < whole->topic_count; i++)
		if (whole->topics[i].topic.head.id == topic_id)
			return (int)i;
	return -1;
}

int meeting_minutes_load(struct db *db, const struct meeting *meeting, struct arena *arena,
			 struct meeting_minutes **out, size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&meeting_minutes_record, STATEMENT_MEETING_MINUTES_OF,
		DB_ARGS(db_int("jurisdiction_id", meeting->head.jurisdiction_id),
			db_int("meeting_id", meeting->head.id))
	};

	return record_find_all(db, &query, arena, out, out_count, err);
}

int conclusion_find(struct db *db, struct record_key key, struct arena *arena,
		    struct conclusion_row *out, struct error *err)
{
	struct conclusion_row *items;
	size_t count;
	int code = read_rows(db, &single,
			     DB_ARGS(db_int("jurisdiction_id", key.jurisdiction_id),
				     db_int("id", key.id)),
			     arena, &items, &count, err);

	if (!code && !count)
		return error_set(err, ERR_NOT_FOUND, "There is no such conclusion.",
				 "没有这条议定事项。");
	if (!code)
		*out = items[0];
	return code;
}
