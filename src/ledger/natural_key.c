/*
 * natural_key.c - see the header.
 */
#include "ledger/natural_key.h"

#include "base/buf.h"
#include "ledger/act.h"

#define KEY_BYTES 400
/* A score names a unit; a unit names nothing further. */
#define KEY_DEPTH 3

static void key_add(struct buf *out, struct db *db, const struct record_type *type,
		    const void *record, struct arena *arena, int depth);

static void part_add(struct buf *out, struct str part)
{
	if (part.length && buf_str(out).length)
		buf_add_byte(out, ' ');
	buf_add_str(out, part);
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

static void reference_add(struct buf *out, struct db *db, const struct record_type *target,
			  const struct record_head *place, int64_t id, struct arena *arena,
			  int depth)
{
	void *referred = arena_alloc(arena, target->size);

	/* What cannot be read names nothing: the key is only for the reader's convenience. */
	if (referred &&
	    record_get(db, target, place->jurisdiction_id, id, arena, referred, NULL) == 0)
		key_add(out, db, target, referred, arena, depth + 1);
}

static void field_add(struct buf *out, struct db *db, const struct record_type *type,
		      const struct field *field, const void *record, struct arena *arena, int depth)
{
	const struct record_type *target = NULL;
	int64_t id;

	if (db && field->type == FIELD_REFERENCE && depth < KEY_DEPTH)
		target = reference_type(type, field, record);
	if (!target) {
		part_add(out, field_format(field, record, arena));
		return;
	}
	id = *(const int64_t *)((const char *)record + field->offset);
	if (id)
		reference_add(out, db, target, record, id, arena, depth);
}

static void key_add(struct buf *out, struct db *db, const struct record_type *type,
		    const void *record, struct arena *arena, int depth)
{
	const struct field *name = record_field(type, STR("name"));

	if (name && !(name->flags & FIELD_KEY))
		part_add(out, field_format(name, record, arena));
	for (size_t i = 0; i < type->field_count; i++)
		if (type->fields[i].flags & FIELD_KEY)
			field_add(out, db, type, &type->fields[i], record, arena, depth);
}

struct str natural_key(struct db *db, const struct record_type *type, const void *record,
		       struct arena *arena)
{
	struct buf out;
	struct str key = STR_EMPTY;

	buf_init(&out, KEY_BYTES);
	key_add(&out, db, type, record, arena, 0);
	if (!buf_failed(&out) && buf_str(&out).length)
		key = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return key;
}
