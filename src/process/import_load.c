/*
 * import_load.c - the records that an import compares with, in maps by natural key.
 */
#include "process/import_internal.h"

#include "people/unit.h"
#include "process/scheme.h"

void *import_alloc(struct import *import, size_t bytes, struct error *err)
{
	void *block = arena_alloc(import->arena, bytes);
	if (!block)
		error_broken(err, ERR_MEMORY, "import of %zu rows", import->row_count);
	return block;
}

int import_add(struct map *map, struct str key, void *value, void **out, struct error *err)
{
	void *present = key.bytes || !key.length ? map_add(map, key, value) : NULL;
	if (!present)
		return error_broken(err, ERR_MEMORY, "a map of %zu keys", map->count);
	*out = present;
	return 0;
}

struct str import_key(struct import *import, int64_t a, int64_t b, struct str c, struct str d)
{
	/* The length of c keeps "ab" + "c" apart from "a" + "bc". */
	return arena_format(import->arena, "%lld %lld %zu %.*s%.*s", (long long)a, (long long)b,
			    c.length, STR_ARG(c), STR_ARG(d));
}

static int take_rows(struct import *import, struct db_query *query,
		     const struct record_type *type,
		     int (*take)(struct import *import, void *record, struct error *err),
		     struct error *err)
{
	int code;
	while ((code = db_query_step(query, err)) > 0) {
		void *record = import_alloc(import, type->size, err);
		if (!record)
			return -ERR_MEMORY;
		code = record_read(query, type, import->arena, record, err);
		if (!code)
			code = take(import, record, err);
		if (code)
			return code;
	}
	return code;
}

int import_load(struct import *import, const struct record_type *type,
		int (*take)(struct import *import, void *record, struct error *err),
		struct error *err)
{
	struct db_query *query;
	int code = db_query_open(import->db, (enum statement)type->all,
				 DB_ARGS(db_int("jurisdiction_id", import->jurisdiction_id)),
				 &query, err);
	if (code)
		return code;
	code = take_rows(import, query, type, take, err);
	db_query_close(query);
	return code;
}

static int take_unit(struct import *import, void *record, struct error *err)
{
	struct unit *unit = record;
	void *present;
	return import_add(&import->units, unit->code, unit, &present, err);
}

int import_load_units(struct import *import, struct error *err)
{
	return import_load(import, &unit_record, take_unit, err);
}

static struct str person_id_key(struct import *import, int64_t id)
{
	return import_key(import, id, 0, STR(""), STR(""));
}

static int take_person(struct import *import, void *record, struct error *err)
{
	struct import_person *person = import_alloc(import, sizeof(*person), err);
	void *present;
	if (!person)
		return -ERR_MEMORY;
	person->person = *(struct person *)record;
	int code = import_add(&import->persons, person->person.code, person, &present, err);
	return code ? code
		    : import_add(&import->person_ids,
				 person_id_key(import, person->person.head.id), person, &present,
				 err);
}

static int take_post(struct import *import, void *record, struct error *err)
{
	struct import_post *post = import_alloc(import, sizeof(*post), err);
	struct import_person *person;
	if (!post)
		return -ERR_MEMORY;
	post->post = *(struct post *)record;
	person = map_find(&import->person_ids, person_id_key(import, post->post.person_id));
	if (!person)
		return error_broken(err, ERR_CORRUPT, "a post without its person");
	post->next = person->posts;
	person->posts = post;
	return 0;
}

int import_load_persons(struct import *import, struct error *err)
{
	int code = import_load(import, &person_record, take_person, err);
	return code ? code : import_load(import, &post_record, take_post, err);
}

int64_t import_subject(struct import *import, struct import_row *row,
		       const struct import_subject_columns *at, int *out_subject)
{
	const struct unit *unit = at->unit_code.length
					  ? map_find(&import->units, at->unit_code)
					  : NULL;
	const struct import_person *person =
		at->person_code.length ? map_find(&import->persons, at->person_code) : NULL;
	if (import_is_bad(row, at->unit) || import_is_bad(row, at->person))
		return 0;
	*out_subject = at->person_code.length ? SCHEME_PERSON : SCHEME_UNIT;
	if (at->person_code.length && at->unit_code.length)
		import_refuse(import, row, at->person, "empty, because the row names a unit too",
			      "空（该行已填写单位代码，单位与人员只能填一个）");
	else if (at->person_code.length && !person)
		import_refuse(import, row, at->person, "the code of a registered person",
			      "已登记人员的编号");
	else if (!at->person_code.length && !unit)
		import_refuse(import, row, at->unit, "the code of a registered unit",
			      "已登记单位的代码");
	else
		return person ? person->person.head.id : unit->head.id;
	return 0;
}
