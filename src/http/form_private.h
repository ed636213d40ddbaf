/*
 * form_private.h - decoding shared by the files of this room; not for other rooms.
 *
 * Layer: http.
 */
#ifndef LIANZE_HTTP_FORM_PRIVATE_H
#define LIANZE_HTTP_FORM_PRIVATE_H

#include "http/form.h"

/* -ERR_INVALID with the general sentence; `detail` is for the log. */
int form_refuse(struct error *err, const char *detail);
/* 0 … 15, or -1. */
int form_hex_digit(char c);
/* Decode %XX (and '+') into the arena. False on a bad '%' or at the arena's maximum. */
MUST_USE bool form_percent_decode(struct str raw, bool plus_is_space, struct arena *arena,
				  struct str *out);
/* Valid UTF-8 without NUL. */
bool form_text_is_clean(struct str text);

#endif
