/*
 * plan_book.c - see plan_book.h.
 */
#include "plan/plan_book.h"

#include "plan/plan_text.h"
#include "statements_plan_book.h"

struct plan_book_entry {
	int64_t id;
	bool ambiguous; /* a name that several have */
};

struct plan_book_group {
	int64_t *units;
	size_t count;
};

/* Loading ------------------------------------------------------------------------------------------ */

static int add(struct plan_book *book, struct map *map, struct str key, int64_t id,
	       struct error *err)
{
	struct plan_book_entry *entry = ARENA_NEW(book->arena, struct plan_book_entry);
	struct plan_book_entry *present = NULL;

	if (entry && (key.bytes || !key.length)) {
		*entry = (struct plan_book_entry){ .id = id };
		present = map_add(map, key, entry);
	}
	if (!present)
		return error_broken(err, ERR_MEMORY, "names for a plan");
	present->ambiguous = present->id != id;
	return 0;
}

/* Rows id, code, name into a map by code and one by name. */
static int load_named(struct db *db, struct plan_book *book, enum statement statement,
		      struct db_args args, struct map *maps[2], struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, statement, args, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0);
		code = add(book, maps[0], db_query_copy(query, 1, book->arena), id, err);
		if (!code)
			code = add(book, maps[1], db_query_copy(query, 2, book->arena), id, err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

static int add_member(struct plan_book *book, struct str name, int64_t unit_id, struct error *err)
{
	struct plan_book_group *group = map_find(&book->groups, name);

	if (!group) {
		struct str key = arena_str(book->arena, name);
		group = ARENA_NEW(book->arena, struct plan_book_group);
		if (group)
			*group = (struct plan_book_group){ .count = 0 };
		if (!group || !key.bytes || !map_add(&book->groups, key, group))
			return error_broken(err, ERR_MEMORY, "groups for a plan");
	}
	if ((group->count & (group->count - 1)) == 0) {
		int64_t *grown = ARENA_ARRAY(book->arena, int64_t,
					     group->count ? 2 * group->count : 1);
		if (!grown)
			return error_broken(err, ERR_MEMORY, "groups for a plan");
		if (group->count)
			memcpy(grown, group->units, group->count * sizeof(*grown));
		group->units = grown;
	}
	group->units[group->count++] = unit_id;
	return 0;
}

static int load_groups(struct db *db, struct plan_book *book, struct db_args args,
		       struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_PLAN_BOOK_GROUPS, args, &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = add_member(book, db_query_bytes(query, 0), db_query_int(query, 1), err);
		if (code)
			break;
	}
	db_query_close(query);
	return code;
}

int plan_book_load(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
		   struct plan_book *out, struct error *err)
{
	const struct db_arg year_args[] = { db_int("jurisdiction_id", jurisdiction_id),
					    db_int("year", year) };
	const struct db_args both = { year_args, 2 }, one = { year_args, 1 };
	int code;

	*out = (struct plan_book){ .arena = arena };
	code = load_named(db, out, STATEMENT_PLAN_BOOK_UNITS, both,
			  (struct map *[]){ &out->units, &out->unit_names }, err);
	if (!code)
		code = load_groups(db, out, both, err);
	if (!code)
		code = load_named(db, out, STATEMENT_PLAN_BOOK_PERSONS, one,
				  (struct map *[]){ &out->persons, &out->person_names }, err);
	return code;
}

void plan_book_release(struct plan_book *book)
{
	map_release(&book->units);
	map_release(&book->unit_names);
	map_release(&book->groups);
	map_release(&book->persons);
	map_release(&book->person_names);
}

/* Reading ------------------------------------------------------------------------------------------ */

/* The entry of a code, else of a name. */
static const struct plan_book_entry *find(const struct map *codes, const struct map *names,
					  struct str text)
{
	const struct plan_book_entry *entry = map_find(codes, text);

	return entry ? entry : map_find(names, text);
}

/* Cut "（…）" off the end of a part. */
static struct str take_bracket(struct str *part)
{
	static const struct {
		struct str open, close;
	} brackets[] = { { STR_INIT("（"), STR_INIT("）") }, { STR_INIT("("), STR_INIT(")") } };

	for (size_t i = 0; i < ARRAY_LENGTH(brackets); i++) {
		ptrdiff_t at = str_find(*part, brackets[i].open);
		if (at <= 0 || !str_ends_with(*part, brackets[i].close))
			continue;
		size_t from = (size_t)at + brackets[i].open.length;
		struct str inside = str_slice(*part, from,
					      part->length - from - brackets[i].close.length);
		*part = str_trim(str_slice(*part, 0, (size_t)at));
		return str_trim(inside);
	}
	return STR_EMPTY;
}

/* The name of a group when the part stands for one. */
static struct str group_name(struct str part)
{
	static const struct str heads[] = { STR_INIT("考核组:"), STR_INIT("考核组："), STR_INIT("组:"),
					    STR_INIT("组："), STR_INIT("group:") };

	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		if (str_starts_with(part, heads[i]))
			return str_trim(str_slice(part, heads[i].length, part.length));
	return STR_EMPTY;
}

static int take_unit(const struct plan_book *book, struct plan_named_units *units, int64_t id,
		     struct str part, struct error *err)
{
	size_t count = units->count;

	for (size_t i = 0; i < count; i++)
		if (units->items[i].unit_id == id)
			return 0;
	if ((count & (count - 1)) == 0) {
		struct plan_named_unit *grown = ARENA_ARRAY(book->arena, struct plan_named_unit,
							    count ? 2 * count : 1);
		if (!grown)
			return error_broken(err, ERR_MEMORY, "units of an item");
		if (count)
			memcpy(grown, units->items, count * sizeof(*grown));
		units->items = grown;
	}
	units->items[units->count++] = (struct plan_named_unit){ id, part };
	return 0;
}

static int take_group(const struct plan_book *book, const char *field, struct str name,
		      struct plan_named_units *units, struct error *err)
{
	const struct plan_book_group *group = map_find(&book->groups, name);
	int code = 0;

	if (!group)
		return plan_text_refuse(field, name, "the name of a group of the year, with units",
			      "该年度考核组的名称", err);
	for (size_t i = 0; !code && i < group->count; i++)
		code = take_unit(book, units, group->units[i], STR_EMPTY, err);
	return code;
}

int plan_book_units(const struct plan_book *book, const char *field, struct str text,
		    struct plan_named_units *out, struct error *err)
{
	struct plan_named_units units = { NULL, 0 };
	int code = 0;

	while (!code && text.length) {
		struct str part = plan_text_next(&text);
		struct str group = group_name(part);
		struct str does = group.length ? STR_EMPTY : take_bracket(&part);
		const struct plan_book_entry *entry = find(&book->units, &book->unit_names, part);

		if (!part.length)
			continue;
		if (utf8_is_valid(does) && utf8_length(does) > 300)
			code = plan_text_refuse(field, does, "at most 300 characters in brackets",
				      "括号内不超过 300 字", err);
		else if (group.length)
			code = take_group(book, field, group, &units, err);
		else if (!entry || entry->ambiguous)
			code = plan_text_refuse(field, part,
				      "codes or full names of units, or group: and a group's name, "
				      "separated by ;",
				      "单位代码或全称，或“组:考核组名称”，以分号隔开", err);
		else
			code = take_unit(book, &units, entry->id, does, err);
	}
	if (!code)
		*out = units;
	return code;
}

int plan_book_person(const struct plan_book *book, const char *field, struct str text, int64_t *out,
		     struct error *err)
{
	struct str wanted = str_trim(text);
	const struct plan_book_entry *entry = find(&book->persons, &book->person_names, wanted);

	if (wanted.length && (!entry || entry->ambiguous))
		return plan_text_refuse(field, wanted, "the code of a person, or a name that only one has",
			      "人员编号，或不重名的姓名", err);
	*out = wanted.length ? entry->id : 0;
	return 0;
}
