/*
 * form.h - decoded parameters: query strings, urlencoded and multipart bodies (RFC 7578).
 *
 * Layer: http. A name that occurs twice is absent to form_find and form_value (read it with
 * form_each); values are valid UTF-8 without NUL, or the form is refused as a whole (-ERR_INVALID).
 * Owner: decoded fields live in the arena; multipart values are borrowed from `body`.
 */
#ifndef LIANZE_HTTP_FORM_H
#define LIANZE_HTTP_FORM_H

#include "base/arena.h"
#include "base/error.h"

struct form_field {
	struct str name;
	struct str value;	 /* text; for a file its content (any bytes) */
	struct str file_name;	 /* of an uploaded file, without folders; may be empty */
	bool is_file;
};

struct form {
	struct form_field *fields;
	size_t count;
};

#define FORM_MAXIMUM_FIELDS 4096

/* application/x-www-form-urlencoded or a query string. */
MUST_USE int form_parse_urlencoded(struct str text, struct arena *arena, struct form *out,
				   struct error *err);
/* multipart/form-data; `content_type` has the boundary. */
MUST_USE int form_parse_multipart(struct str body, struct str content_type, struct arena *arena,
				  struct form *out, struct error *err);
/* The value of `name`; STR_EMPTY (bytes NULL) when absent or there twice. */
struct str form_value(const struct form *form, const char *name);
bool form_has(const struct form *form, const char *name);
/* The field of `name`, or NULL when absent or there twice. */
const struct form_field *form_find(const struct form *form, const char *name);
/* The next field of `name` behind `previous` (NULL: the first), or NULL. */
const struct form_field *form_each(const struct form *form, const char *name,
				   const struct form_field *previous);
/* -ERR_INVALID naming the first name that occurs twice, if any. */
MUST_USE int form_check_single(const struct form *form, struct error *err);

#endif
