/*
 * value.h - where a field's value lies in a record, and its machine form as bytes.
 *
 * Layer: record, private to this room and the ledger's row reader.
 *
 * The machine form is the one text of a value: CSV, hidden inputs and the canonical bytes of the
 * ledger use it. It must not change for a value that was ever committed.
 */
#ifndef LIANZE_RECORD_VALUE_H
#define LIANZE_RECORD_VALUE_H

#include "record/record.h"

#define VALUE_TEXT_BYTES 48

/* The value's place in a record, by the C type that enum field_type names. */
static inline void *value_at(const struct field *field, void *record)
{
	return (char *)record + field->offset;
}

static inline const void *value_of(const struct field *field, const void *record)
{
	return (const char *)record + field->offset;
}

/* Bytes of the field's C type, at most VALUE_BYTES_MAXIMUM. */
#define VALUE_BYTES_MAXIMUM 16
size_t value_size(const struct field *field);
/* Set the field to its zero value: what an absent value is stored as. */
void value_clear(const struct field *field, void *record);

/*
 * The machine form, in `scratch` or borrowed from the record. Not for BYTES, which are written in
 * lower-case hex: their raw bytes are returned.
 */
struct str value_text(const struct field *field, const void *record,
		      char scratch[VALUE_TEXT_BYTES]);
/* Read the machine form back, strictly. TEXT is borrowed from `text`, BYTES (hex) are decoded into
 * the arena. False when `text` is not a machine form of this field. */
MUST_USE bool value_set(const struct field *field, struct str text, void *record,
			struct arena *arena);

#endif
