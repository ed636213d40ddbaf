/*
 * natural_key.c - see the header.
 */
#include "ledger/natural_key.h"

#include "base/buf.h"
#include "ledger/act.h"

#define KEY_BYTES 400
/* A score names a unit; a unit names nothing further. */
#define KEY_DEPTH 3

/* One walk from a record to what it refers to. */
struct key_walk {
	struct db *db;
	struct arena *arena;
	struct buf out;
};

static void key_add(struct key_walk *walk, const struct record_type *type, const void *record,
		    int depth);

static void part_add(struct key_walk *walk, struct str part)
{
	if (part.length && walk->out.length)
		buf_add_byte(&walk->out, ' ');
	buf_add_str(&walk->out, part);
}

/* The type that a reference leads to; without a fixed one, the choice beside it says ("subject"). */
static const struct record_type *reference_type(const struct record_type *type,
						const struct field *field, const void *record)
{
	struct str name = str_from(field->name);
	const struct field *choice;
	const char *value;

	if (field->reference || !str_ends_with(name, STR("_id")))
		return field->reference;
	choice = record_field(type, str_slice(name, 0, name.length - 3));
	if (!choice || choice->type != FIELD_CHOICE)
		return NULL;
	value = field_choice_name(choice, *(const int *)((const char *)record + choice->offset));
	return value ? record_type_find(str_from(value)) : NULL;
}

static void reference_add(struct key_walk *walk, const struct record_type *target,
			  struct record_key key, int depth)
{
	void *referred = arena_alloc(walk->arena, target->size);

	/* What cannot be read names nothing: the key is only for the reader's convenience. */
	if (referred && record_get(walk->db, target, key, walk->arena, referred, NULL) == 0)
		key_add(walk, target, referred, depth + 1);
}

static void field_add(struct key_walk *walk, const struct record_type *type,
		      const struct field *field, const void *record, int depth)
{
	const struct record_head *head = record;
	const struct record_type *target = NULL;
	struct record_key key = { .jurisdiction_id = head->jurisdiction_id };

	if (walk->db && field->type == FIELD_REFERENCE && depth < KEY_DEPTH)
		target = reference_type(type, field, record);
	if (!target) {
		part_add(walk, field_format(field, record, walk->arena));
		return;
	}
	key.id = *(const int64_t *)((const char *)record + field->offset);
	if (key.id)
		reference_add(walk, target, key, depth);
}

/* A choice that only says to which type the reference beside it leads. */
static bool is_reference_kind(const struct record_type *type, const struct field *field)
{
	size_t length = strlen(field->name);

	if (field->type != FIELD_CHOICE)
		return false;
	for (size_t i = 0; i < type->field_count; i++) {
		const char *name = type->fields[i].name;

		if (strncmp(name, field->name, length) == 0 && strcmp(name + length, "_id") == 0)
			return true;
	}
	return false;
}

static void key_add(struct key_walk *walk, const struct record_type *type, const void *record,
		    int depth)
{
	const struct field *name = record_field(type, STR("name"));

	if (name && !(name->flags & FIELD_KEY))
		part_add(walk, field_format(name, record, walk->arena));
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field->flags & FIELD_KEY && !is_reference_kind(type, field))
			field_add(walk, type, field, record, depth);
	}
}

struct str natural_key(struct db *db, const struct record_type *type, const void *record,
		       struct arena *arena)
{
	struct key_walk walk = { .db = db, .arena = arena };
	struct str key = STR_EMPTY;

	buf_init(&walk.out, KEY_BYTES);
	key_add(&walk, type, record, 0);
	if (!buf_failed(&walk.out) && walk.out.length)
		key = arena_str(arena, buf_str(&walk.out));
	buf_release(&walk.out);
	return key;
}
