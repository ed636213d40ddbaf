/*
 * permission_set.h - a set of permissions as bits (their names: people/rights.h).
 *
 * Layer:   record, pure.
 */
#ifndef LIANZE_RECORD_PERMISSION_SET_H
#define LIANZE_RECORD_PERMISSION_SET_H

#include <stdint.h>

typedef uint64_t permission_set;

#endif
