/*
 * import_load.c - the records that an import compares with, in maps by natural key.
 */
#include "process/import_internal.h"

#include "people/unit.h"

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
