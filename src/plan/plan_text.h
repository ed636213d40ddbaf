/*
 * plan_text.h - cells in which offices write several things: cutting them up, refusing a part.
 *
 * Layer: plan (pure).
 */
#ifndef LIANZE_PLAN_PLAN_TEXT_H
#define LIANZE_PLAN_PLAN_TEXT_H

#include "base/error.h"
#include "base/str.h"

/* Cut the next part off `rest`, trimmed. Parts are separated by ; ； , ， 、 or a line end; a separator inside
 * brackets (half or full width) belongs to its part. Bytes that are no UTF-8 end the last part. */
struct str plan_text_next(struct str *rest);
/* error_invalid() with a found text that is not NUL-terminated. */
int plan_text_refuse(const char *field, struct str found, const char *en, const char *zh,
		     struct error *err);

#endif
