/*
 * json_input.h - a JSON body as the form that the handlers read.
 *
 * Layer: web. One JSON object (RFC 8259) whose members are the fields of the form: texts, numbers, booleans
 * ("1" and "0"), arrays of texts (the name several times), { "name": …, "text": … } for a file; null is
 * as if it were left out. A number is taken exactly as its shortest decimal: 11.5, never 11.4999.
 */
#ifndef LIANZE_WEB_JSON_INPUT_H
#define LIANZE_WEB_JSON_INPUT_H

#include "web/route.h"

#define JSON_INPUT_DEPTH 4

/* Is the body declared as application/json? */
bool json_input_is(const struct http_exchange *http);
/*
 * Read the body into http->form. -ERR_INVALID: not JSON, not an object, a name twice, malformed UTF-8,
 * NUL, deeper than JSON_INPUT_DEPTH, more than FORM_MAXIMUM_FIELDS values (field "body", with the line); or
 * a member of another type than the route declares (its name).
 */
MUST_USE int json_input_read(struct page *page, struct error *err);
/* Names, bounds and choices of what a program sent against what the route declares; 0 when it declares
 * nothing. */
MUST_USE int json_input_check(const struct page *page, struct error *err);
/* The field of that name that the route takes; false: none. For records from their descriptor. */
bool json_input_find(const struct route *route, struct str name, struct route_input *out);
/* A record's field as a form takes it; false: its form does not ask for it. */
bool json_input_of_field(const struct field *field, struct route_input *out);

#endif
