/*
 * record.c - looking up fields, choices and types by name.
 */
#include "record/record.h"

const struct field *record_field(const struct record_type *type, struct str name)
{
	for (size_t i = 0; i < type->field_count; i++)
		if (str_equal(name, str_from(type->fields[i].name)))
			return &type->fields[i];
	return NULL;
}

const char *field_choice_name(const struct field *field, int value)
{
	if (value < 0)
		return NULL;
	for (int i = 0; field->choices[i].name; i++)
		if (i == value)
			return field->choices[i].name;
	return NULL;
}

int field_choice_value(const struct field *field, struct str name)
{
	for (int i = 0; field->choices[i].name; i++)
		if (str_equal(name, str_from(field->choices[i].name)))
			return i;
	return -1;
}

const struct record_type *record_type_find(struct str name)
{
	for (size_t i = 0; record_registry[i]; i++)
		if (str_equal(name, str_from(record_registry[i]->name)))
			return record_registry[i];
	return NULL;
}
