/*
 * registry.c - every record type of the program.
 *
 * The one place where this room names rooms above it: it takes the address of their tables and
 * includes nothing of theirs. A new type is one declaration and one line, a referenced type before
 * those that refer to it.
 */
#include "record/record.h"

const struct record_type *const record_registry[] = {
	NULL,
};
