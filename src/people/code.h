/*
 * code.h - the codes by which offices name units and persons: "T04", "320600-17".
 *
 * Layer: people, pure.
 */
#ifndef LIANZE_PEOPLE_CODE_H
#define LIANZE_PEOPLE_CODE_H

#include "base/error.h"
#include "base/str.h"

#define CODE_MAXIMUM 32 /* characters */

/* 1 … CODE_MAXIMUM ASCII letters, digits, '-', '_' and '.', of which the first is a letter or digit. */
bool code_is_valid(struct str code);
/* The same as an -ERR_INVALID that names `field`. */
MUST_USE int code_check(struct str code, const char *field, struct error *err);
/* -ERR_INVALID: the code belongs to another record already. */
int code_taken(struct str code, const char *field, struct error *err);

#endif
