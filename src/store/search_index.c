/*
 * search_index.c - see search_index.h.
 */
#include "store/search_index.h"

#include "base/hash.h"
#include "statements_search_index.h"

#define SCRATCH_BYTES	 ((size_t)4 << 20)
#define TEXT_BYTES	 ((size_t)256 * 1024)
#define NAME_BYTES	 400 /* of the folded code and name: enough to rank by */
#define GRAMS_COMPARED	 8
#define GRAMS_COUNTED	 1000
#define LATEST_DAY	 1000000
#define SEARCH_FLAGS                                                                               \
	(FIELD_SEARCH_CODE | FIELD_SEARCH_NAME | FIELD_SEARCH_PERSON | FIELD_SEARCH_TEXT)

bool search_index_covers(const struct record_type *type)
{
	for (size_t i = 0; i < type->field_count; i++)
		if (type->fields[i].flags & SEARCH_FLAGS)
			return true;
	return false;
}

/* One record's row of search_entry. */
struct entry_row {
	struct str code, name, text, sort_text;
};

static struct str field_text(const struct field *field, const void *record)
{
	return *(const struct str *)(const void *)((const char *)record + field->offset);
}

/* What sorts hits of one rank: the pinyin key of a name, else the newest day first. */
static struct str sort_text_of(const struct record_type *type, const void *record,
			       struct arena *arena)
{
	const struct field *key = record_field(type, STR("name_key"));
	const struct field *day = record_field(type, STR("day"));

	if (key) {
		struct str bytes = str_slice(field_text(key, record), 0, 100);
		char *hex = arena_alloc(arena, bytes.length * 2 + 1);

		if (!hex)
			return STR_EMPTY;
		hex_encode(bytes, hex);
		return str_from(hex);
	}
	if (day) {
		int32_t value = *(const int32_t *)(const void *)((const char *)record + day->offset);

		return arena_format(arena, "%08d", LATEST_DAY - value);
	}
	return STR("");
}

static int field_add(const struct field *field, const void *record, struct buf *text,
		     struct arena *arena, struct entry_row *row, struct error *err)
{
	struct str value = field_text(field, record), *folded = NULL;
	bool person = field->flags & FIELD_SEARCH_PERSON, name = field->flags & FIELD_SEARCH_NAME;
	enum search_part part = person ? SEARCH_PERSON : name ? SEARCH_NAME : SEARCH_PLAIN;

	if (field->flags & FIELD_SEARCH_CODE)
		folded = &row->code;
	else if (person || name)
		folded = &row->name;
	if (folded) {
		int rc = search_fold(utf8_cut(value, NAME_BYTES), arena, folded, err);

		if (rc < 0)
			return rc;
	}
	return search_text_add(text, value, part, arena, err);
}

static int entry_make(const struct record_type *type, const void *record, struct arena *arena,
		      struct entry_row *out, struct error *err)
{
	struct entry_row row = { .code = STR(""), .name = STR("") };
	struct buf text;
	int rc = 0;

	buf_init(&text, TEXT_BYTES);
	for (size_t i = 0; rc == 0 && i < type->field_count; i++)
		if (type->fields[i].flags & SEARCH_FLAGS)
			rc = field_add(&type->fields[i], record, &text, arena, &row, err);
	row.text = arena_str(arena, buf_str(&text));
	row.sort_text = sort_text_of(type, record, arena);
	if (rc == 0 && (buf_failed(&text) || !row.text.bytes || !row.sort_text.bytes))
		rc = error_broken(err, ERR_MEMORY, "index text of a %s", type->name);
	buf_release(&text);
	if (rc == 0)
		*out = row;
	return rc;
}

/* Writing ------------------------------------------------------------------------------------- */

static int grams_run(struct db *db, enum statement statement, const struct record_type *type,
		     const struct record_head *head, struct str json, struct error *err)
{
	return db_run(db, statement,
		      DB_ARGS(db_int("jurisdiction_id", head->jurisdiction_id),
			      db_text("record_type", str_from(type->name)),
			      db_int("record_id", head->id), db_text("grams", json)),
		      NULL, err);
}

static int entry_put(struct db *db, const struct record_type *type, const struct record_head *head,
		     const struct entry_row *row, struct error *err)
{
	return db_run(db, STATEMENT_SEARCH_ENTRY_PUT,
		      DB_ARGS(db_int("jurisdiction_id", head->jurisdiction_id),
			      db_text("record_type", str_from(type->name)),
			      db_int("record_id", head->id), db_text("code", row->code),
			      db_text("name", row->name), db_text("index_text", row->text),
			      db_text("sort_text", row->sort_text)),
		      NULL, err);
}

static int entry_text(struct db *db, const struct record_type *type, const struct record_head *head,
		      struct arena *arena, struct str *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_SEARCH_ENTRY_TEXT,
			       DB_ARGS(db_int("jurisdiction_id", head->jurisdiction_id),
				       db_text("record_type", str_from(type->name)),
				       db_int("record_id", head->id)),
			       &query, err);

	if (rc < 0)
		return rc;
	*out = STR("");
	rc = db_query_step(query, err);
	if (rc == 1) {
		*out = db_query_copy(query, 0, arena);
		rc = out->bytes ? 1 : error_broken(err, ERR_MEMORY, "index text");
	}
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

/* The index text before and after; empty: none. */
struct text_change {
	struct str old, new;
};

static int grams_change(struct db *db, const struct record_type *type,
			const struct record_head *head, const struct text_change *change,
			struct arena *arena, struct error *err)
{
	struct str old = change->old, new = change->new;
	struct str json;
	int rc = 0;

	if (str_equal(old, new))
		return 0;
	if (old.length) {
		rc = search_grams(old, arena, &json, err);
		if (rc == 0)
			rc = grams_run(db, STATEMENT_SEARCH_GRAM_REMOVE, type, head, json, err);
	}
	if (rc == 0 && new.length) {
		rc = search_grams(new, arena, &json, err);
		if (rc == 0)
			rc = grams_run(db, STATEMENT_SEARCH_GRAM_ADD, type, head, json, err);
	}
	return rc;
}

static int put(struct db *db, const struct record_type *type, const void *record, bool is_new,
	       struct arena *arena, struct error *err)
{
	const struct record_head *head = record;
	struct str old = STR("");
	struct entry_row row = { 0 };
	int rc = entry_make(type, record, arena, &row, err);

	if (rc == 0 && !is_new)
		rc = entry_text(db, type, head, arena, &old, err);
	if (rc == 0)
		rc = entry_put(db, type, head, &row, err);
	return rc < 0 ? rc : grams_change(db, type, head, &(struct text_change){ old, row.text }, arena,
				       err);
}

static int put_with_scratch(struct db *db, const struct record_type *type, const void *record,
			    bool is_new, struct error *err)
{
	struct arena *arena;
	int rc;

	if (!search_index_covers(type))
		return 0;
	arena = arena_new(SCRATCH_BYTES);
	if (!arena)
		return error_broken(err, ERR_MEMORY, "search index");
	rc = put(db, type, record, is_new, arena, err);
	arena_free(arena);
	return rc;
}

int search_index_add(struct db *db, const struct record_type *type, const void *record,
		     struct error *err)
{
	return put_with_scratch(db, type, record, true, err);
}

int search_index_change(struct db *db, const struct record_type *type, const void *record,
			struct error *err)
{
	return put_with_scratch(db, type, record, false, err);
}

static int take_out(struct db *db, const struct record_type *type, const struct record_head *head,
		    struct arena *arena, struct error *err)
{
	struct str old;
	int rc = entry_text(db, type, head, arena, &old, err);

	if (rc == 0)
		rc = grams_change(db, type, head, &(struct text_change){ old, STR("") }, arena, err);
	if (rc < 0)
		return rc;
	return db_run(db, STATEMENT_SEARCH_ENTRY_REMOVE,
		      DB_ARGS(db_int("jurisdiction_id", head->jurisdiction_id),
			      db_text("record_type", str_from(type->name)),
			      db_int("record_id", head->id)),
		      NULL, err);
}

int search_index_remove(struct db *db, const struct record_type *type,
			const struct record_head *head, struct error *err)
{
	struct arena *arena;
	int rc;

	if (!search_index_covers(type))
		return 0;
	arena = arena_new(SCRATCH_BYTES);
	if (!arena)
		return error_broken(err, ERR_MEMORY, "search index");
	rc = take_out(db, type, head, arena, err);
	arena_free(arena);
	return rc;
}

int search_index_clear(struct db *db, int64_t jurisdiction_id, struct error *err)
{
	struct db_args args = DB_ARGS(db_int("jurisdiction_id", jurisdiction_id));
	int rc = db_run(db, STATEMENT_SEARCH_GRAM_CLEAR, args, NULL, err);

	return rc < 0 ? rc : db_run(db, STATEMENT_SEARCH_ENTRY_CLEAR, args, NULL, err);
}

/* Asking -------------------------------------------------------------------------------------- */

int search_index_rarest(struct db *db, const struct record_type *type, int64_t jurisdiction_id,
			const struct search_query *query, struct search_gram *out,
			struct error *err)
{
	int64_t fewest = INT64_MAX;
	int compared = 0;

	for (size_t place = 0; place < SEARCH_GRAMS_MAXIMUM && compared < GRAMS_COMPARED; place++)
		for (size_t i = 0; i < query->count && compared < GRAMS_COMPARED; i++) {
			const struct search_word *word = &query->words[i];
			int64_t count = 0;

			if (place >= word->gram_count)
				continue;
			int rc = db_get_int(db, STATEMENT_SEARCH_GRAM_COUNT,
					    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
						    db_text("record_type", str_from(type->name)),
						    db_text("gram_from", word->grams[place].from),
						    db_text("gram_to", word->grams[place].to),
						    db_int("bound", GRAMS_COUNTED)),
					    &count, err);
			if (rc < 0)
				return rc;
			compared++;
			if (count < fewest) {
				fewest = count;
				*out = word->grams[place];
			}
		}
	return compared ? 0 : error_broken(err, ERR_BROKEN, "search without words");
}
