/*
 * attributes.h - the compiler attributes that prototypes use.
 *
 * Layer: base.
 */
#ifndef LIANZE_BASE_ATTRIBUTES_H
#define LIANZE_BASE_ATTRIBUTES_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(format_index, first) __attribute__((format(printf, format_index, first)))
#define NORETURN __attribute__((noreturn))

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif
